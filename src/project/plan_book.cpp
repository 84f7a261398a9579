#include "project/plan_book.h"

#include <algorithm>
#include <atomic>

#include "plan/codec.h"
#include "project/plan_edit.h"
#include "project/plan_workbench.h"

namespace tc::project {
namespace {

constexpr std::size_t k_activities_kept = 600'000;  ///< Those of workbenches count too.

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

std::shared_ptr<const LoadedPlan> PlanBook::find(Id id, std::int64_t version) {
  const std::lock_guard lock(mutex_);
  for (auto at = plans_.begin(); at != plans_.end(); ++at) {
    if (at->plan->id != id || at->plan->version != version) continue;
    plans_.splice(plans_.begin(), plans_, at);
    return plans_.front().plan;
  }
  return nullptr;
}

Result<std::shared_ptr<const LoadedPlan>> PlanBook::load(kernel::Reader& reader, Id project) {
  const std::optional<kernel::Row> row = plan_row(reader, project);
  if (!row) return refuse(RefusalKind::not_found, "plan.none");
  if (auto kept = find(row->id, row->version)) return kept;
  Result<std::shared_ptr<LoadedPlan>> loaded = read_version(reader, *row, row->version);
  if (!loaded) return loaded.refusals();
  keep(*loaded);
  return std::shared_ptr<const LoadedPlan>(std::move(*loaded));
}

Result<std::shared_ptr<const LoadedPlan>> PlanBook::load_scenario(kernel::Reader& reader,
                                                                  const kernel::Row& scenario) {
  if (auto kept = find(scenario.id, scenario.version)) return kept;
  const std::optional<kernel::Row> row = plan_row(reader, scenario.scope);
  if (!row || !scenario.has("base_version")) return refuse(RefusalKind::not_found, "plan.none");
  const auto base = load_version(reader, *row, scenario.integer("base_version"));
  if (!base) return base.refusals();
  const Result<Json> edits =
      scenario.has("edits") ? parse_json(scenario.text("edits")) : Result<Json>(Json::array());
  if (!edits) return edits.refusals();
  // Every row that edits add has its id by now.
  auto loaded = with_edits(**base, *edits, [] { return Id{0}; });
  if (!loaded) return loaded.refusals();
  (*loaded)->id = scenario.id;
  (*loaded)->version = scenario.version;
  keep(*loaded);
  return std::shared_ptr<const LoadedPlan>(std::move(*loaded));
}

Result<std::shared_ptr<const LoadedPlan>> PlanBook::load_version(kernel::Reader& reader,
                                                                 const kernel::Row& row,
                                                                 std::int64_t version) {
  Result<std::shared_ptr<LoadedPlan>> loaded = read_version(reader, row, version);
  if (!loaded) return loaded.refusals();
  return std::shared_ptr<const LoadedPlan>(std::move(*loaded));
}

Result<std::shared_ptr<LoadedPlan>> PlanBook::read_version(kernel::Reader& reader,
                                                           const kernel::Row& row,
                                                           std::int64_t version) {
  const std::optional<kernel::BlobWrite> packed =
      reader.snapshot().blob(std::string(k_snapshot_blob), row.id, version);
  if (!packed) return refuse(RefusalKind::not_found, "plan.none");
  plan::Plan plan;
  std::int64_t base = packed->version;
  {
    const std::lock_guard lock(mutex_);
    for (const Kept& kept : plans_) {
      const LoadedPlan& loaded = *kept.plan;
      if (loaded.id != row.id || loaded.version < base || loaded.version > version) continue;
      plan = loaded.plan;
      base = loaded.version;
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
  return compute(std::move(plan), row.id, row.scope, version);
}

Id PlanBook::project_of(Id activity) {
  const std::lock_guard lock(mutex_);
  for (const Kept& kept : plans_) {
    if (kept.plan->by_id.contains(activity)) return kept.plan->project;
  }
  return 0;
}

std::shared_ptr<Workbench> PlanBook::bench_of(const std::shared_ptr<const LoadedPlan>& loaded) {
  const auto find = [&] {
    return std::ranges::find_if(plans_, [&](const Kept& kept) { return kept.plan == loaded; });
  };
  {
    const std::lock_guard lock(mutex_);
    const auto kept = find();
    if (kept != plans_.end() && kept->bench) return kept->bench;
  }
  auto bench = std::make_shared<Workbench>(*loaded);
  const std::lock_guard lock(mutex_);
  if (const auto kept = find(); kept != plans_.end()) kept->bench = bench;
  trim();
  return bench;
}

Result<Consequences> PlanBook::try_out(const std::shared_ptr<const LoadedPlan>& loaded,
                                       const CellEdits& edits, bool whole) {
  for (;;) {  // Again where somebody's commit moved the workbench on meanwhile.
    auto consequences = bench_of(loaded)->try_out(loaded->version, edits, whole);
    if (consequences) return std::move(*consequences);
  }
}

std::vector<engine::schedule::Reason> PlanBook::why(const std::shared_ptr<const LoadedPlan>& loaded,
                                                    plan::Index activity,
                                                    engine::schedule::Field field) {
  for (;;) {
    auto reasons = bench_of(loaded)->why(loaded->version, activity, field);
    if (reasons) return std::move(*reasons);
  }
}

void PlanBook::keep(std::shared_ptr<LoadedPlan> loaded) { keep(Kept{std::move(loaded), nullptr}); }

void PlanBook::keep(Kept kept) {
  const std::lock_guard lock(mutex_);
  const LoadedPlan& loaded = *kept.plan;
  const bool newer = std::ranges::any_of(plans_, [&](const Kept& other) {
    return other.plan->id == loaded.id && other.plan->version > loaded.version;
  });
  if (newer) return;  // It was read from an older snapshot.
  plans_.remove_if([&](const Kept& other) { return other.plan->id == loaded.id; });
  plans_.push_front(std::move(kept));
  trim();
}

void PlanBook::trim() {
  std::size_t activities = 0;
  for (auto at = plans_.begin(); at != plans_.end();) {
    activities += at->plan->plan.activities.size() * (at->bench ? 2 : 1);
    at = activities > k_activities_kept && at != plans_.begin() ? plans_.erase(at) : std::next(at);
  }
}

void PlanBook::advance(std::shared_ptr<const LoadedPlan> before, const CellEdits& edits,
                       engine::schedule::Schedule schedule) {
  Kept kept;
  {
    const std::lock_guard lock(mutex_);
    const auto at =
        std::ranges::find_if(plans_, [&](const Kept& one) { return one.plan == before; });
    if (at == plans_.end()) return;  // Loaded anew when somebody asks for it.
    kept = std::move(*at);
    plans_.erase(at);
  }
  before.reset();
  // Out of the list nobody can get at it: where no reader holds it, it is ours to change.
  if (kept.plan.use_count() == 1) {
    std::atomic_thread_fence(std::memory_order_acquire);
  } else {
    kept.plan = std::make_shared<LoadedPlan>(*kept.plan);
  }
  edits.apply(kept.plan->plan);
  kept.plan->schedule = std::move(schedule);
  ++kept.plan->version;
  if (kept.bench) kept.bench->advance(edits, kept.plan->schedule);
  keep(std::move(kept));
}

}  // namespace tc::project
