#include "project/plan_write.h"

#include <algorithm>

#include "base/digest.h"
#include "plan/codec.h"

namespace tc::project {
namespace {

constexpr std::int64_t k_checkpoint_every = 200;

}  // namespace

using kernel::ActionOutcome;
using kernel::BlobWrite;
using kernel::CommandSpec;

CommandSpec plan_update(const LoadedPlan& after, std::int64_t version) {
  CommandSpec command;
  command.name = "plan.update";
  command.id = after.id;
  command.version = version;
  command.trusted = true;
  std::int64_t critical = 0;
  PlanTime start = INT32_MAX, finish = k_no_time;
  for (const auto& dates : after.schedule.activities) {
    critical += dates.critical;
    if (dates.start != k_no_time) start = std::min(start, dates.start);
    finish = std::max(finish, dates.finish);
  }
  command.set.append("activity_count", static_cast<std::int64_t>(after.plan.activities.size()));
  command.set.append("link_count", static_cast<std::int64_t>(after.plan.links.size()));
  command.set.append("critical_count", critical);
  command.set.append("start", start == INT32_MAX ? Json() : Json(format_plan_time(start)));
  command.set.append("finish", finish == k_no_time ? Json() : Json(format_plan_time(finish)));
  return command;
}

CommandSpec project_update(const LoadedPlan& after) {
  PlanTime finish = k_no_time;
  for (const auto& dates : after.schedule.activities) finish = std::max(finish, dates.finish);
  CommandSpec command;
  command.name = "project.update";
  command.id = after.project;
  command.trusted = true;
  command.set.append("forecast_finish",
                     finish == k_no_time ? Json() : Json(format_day(day_of(finish))));
  return command;
}

BlobWrite whole_change(Id plan, std::int64_t version) {
  return {std::string(k_change_blob), plan, version, R"({"touched":["*"]})", false};
}

std::vector<BlobWrite> edit_blobs(const LoadedPlan& after, const std::string& change) {
  std::vector<BlobWrite> blobs = {
      {std::string(k_change_blob), after.id, after.version, change, false}};
  if (after.version % k_checkpoint_every == 0) {
    blobs.push_back({std::string(k_snapshot_blob), after.id, after.version,
                     plan::pack_plan(after.plan), false});
  }
  return blobs;
}

plan::Plan with_baseline(const LoadedPlan& loaded, std::int64_t number) {
  plan::Plan plan = loaded.plan;
  for (std::size_t i = 0; i < plan.activities.size(); ++i) {
    plan::Activity& activity = plan.activities[i];
    const auto& dates = loaded.schedule.activities[i];
    std::erase_if(activity.baselines,
                  [&](const plan::ActivityBaseline& one) { return one.number == number; });
    activity.baselines.push_back({static_cast<std::int32_t>(number), dates.start, dates.finish,
                                  activity.duration, activity.work, activity.cost_minor});
    std::ranges::sort(activity.baselines, {}, &plan::ActivityBaseline::number);
  }
  return plan;
}

ActionOutcome baseline_outcome(const LoadedPlan& loaded, std::int64_t number) {
  const std::int64_t version = loaded.version + 1;
  ActionOutcome outcome;
  outcome.commands.push_back(plan_update(loaded, loaded.version));
  outcome.blobs.push_back({std::string(k_snapshot_blob), loaded.id, version,
                           plan::pack_plan(with_baseline(loaded, number)), false});
  outcome.blobs.push_back(whole_change(loaded.id, version));
  outcome.audit = Json::object();
  outcome.audit.append("baseline", number);
  return outcome;
}

Result<ActionOutcome> edit_outcome(const LoadedPlan& loaded, const Json& edits,
                                   kernel::Kernel& kernel) {
  plan::Plan plan = loaded.plan;
  Result<PlanChange> change = apply_edits(plan, edits, [&] { return kernel.new_id(); });
  if (!change) return change.refusals();
  Result<std::shared_ptr<LoadedPlan>> after =
      compute(std::move(plan), loaded.id, loaded.project, loaded.version + 1);
  if (!after) return after.refusals();
  const std::string text = to_canonical_text(change->to_json());
  ActionOutcome outcome;
  outcome.commands.push_back(plan_update(**after, loaded.version));
  outcome.commands.push_back(project_update(**after));
  outcome.blobs = edit_blobs(**after, text);
  outcome.audit = Json::object();
  outcome.audit.append("edits", static_cast<std::int64_t>(change->edits.size()));
  outcome.audit.append("digest", sha256_hex(text));
  outcome.result = difference(loaded, **after);
  return outcome;
}

}  // namespace tc::project
