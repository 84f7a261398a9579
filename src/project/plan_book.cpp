#include "project/plan_book.h"

#include "plan/codec.h"
#include "project/plan_edit.h"

namespace tc::project {
namespace {

constexpr std::size_t k_activities_kept = 600'000;

}  // namespace

Result<std::shared_ptr<LoadedPlan>> compute(plan::Plan plan, Id id, Id project,
                                            std::int64_t version) {
  Result<engine::schedule::Schedule> schedule = engine::schedule::compute_schedule(plan);
  if (!schedule) return schedule.refusals();
  auto loaded = std::make_shared<LoadedPlan>();
  loaded->id = id;
  loaded->project = project;
  loaded->version = version;
  loaded->plan = std::move(plan);
  loaded->schedule = std::move(*schedule);
  loaded->by_id.reserve(loaded->plan.activities.size());
  for (std::size_t i = 0; i < loaded->plan.activities.size(); ++i) {
    loaded->by_id[loaded->plan.activities[i].id] = static_cast<plan::Index>(i);
  }
  return loaded;
}

std::optional<kernel::Row> plan_row(kernel::Reader& reader, Id project) {
  const kernel::RecordType& type = *reader.registry().record("plan");
  std::vector<kernel::Row> rows =
      reader.list("plan", kernel::field_is(type, "project", project), {}, 1);
  return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

Result<std::shared_ptr<const LoadedPlan>> PlanBook::load(kernel::Reader& reader, Id project) {
  const std::optional<kernel::Row> row = plan_row(reader, project);
  if (!row) return refuse(RefusalKind::not_found, "plan.none");
  {
    const std::lock_guard lock(mutex_);
    for (auto at = plans_.begin(); at != plans_.end(); ++at) {
      if ((*at)->id != row->id || (*at)->version != row->version) continue;
      plans_.splice(plans_.begin(), plans_, at);
      return plans_.front();
    }
  }
  Result<std::shared_ptr<const LoadedPlan>> loaded = load_version(reader, *row, row->version);
  if (loaded) keep(*loaded);
  return loaded;
}

Result<std::shared_ptr<const LoadedPlan>> PlanBook::load_version(kernel::Reader& reader,
                                                                 const kernel::Row& row,
                                                                 std::int64_t version) {
  const std::optional<kernel::BlobWrite> packed =
      reader.snapshot().blob(std::string(k_snapshot_blob), row.id, version);
  if (!packed) return refuse(RefusalKind::not_found, "plan.none");
  plan::Plan plan;
  std::int64_t base = packed->version;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& kept : plans_) {
      if (kept->id != row.id || kept->version < base || kept->version > version) continue;
      plan = kept->plan;
      base = kept->version;
    }
  }
  if (base == packed->version) {
    Result<plan::Plan> unpacked = plan::unpack_plan(packed->bytes);
    if (!unpacked) return unpacked.refusals();
    plan = std::move(*unpacked);
  }
  for (const kernel::BlobWrite& change :
       reader.snapshot().blobs(std::string(k_change_blob), row.id, base, version)) {
    const Result<Json> json = parse_json(change.bytes);
    TC_ASSERT(json.ok());
    const Status applied = apply_change(plan, *json);
    TC_ASSERT(applied.ok());
  }
  Result<std::shared_ptr<LoadedPlan>> computed =
      compute(std::move(plan), row.id, row.scope, version);
  if (!computed) return computed.refusals();
  return std::shared_ptr<const LoadedPlan>(std::move(*computed));
}

Id PlanBook::project_of(Id activity) {
  const std::lock_guard lock(mutex_);
  for (const auto& kept : plans_) {
    if (kept->by_id.contains(activity)) return kept->project;
  }
  return 0;
}

void PlanBook::keep(std::shared_ptr<const LoadedPlan> loaded) {
  const std::lock_guard lock(mutex_);
  plans_.remove_if([&](const auto& other) { return other->id == loaded->id; });
  plans_.push_front(std::move(loaded));
  std::size_t activities = 0;
  for (auto at = plans_.begin(); at != plans_.end();) {
    activities += (*at)->plan.activities.size();
    at = activities > k_activities_kept && at != plans_.begin() ? plans_.erase(at) : std::next(at);
  }
}

}  // namespace tc::project
