#include "project/plan_workbench.h"

namespace tc::project {

using engine::schedule::IncrementalSchedule;

Workbench::Workbench(const LoadedPlan& loaded)
    : plan_(loaded.plan),
      // What is loaded was computed: nothing is left to refuse.
      schedule_(IncrementalSchedule::open(plan_).value()),
      version_(loaded.version) {
  shown_.reset(schedule_.network(), loaded.schedule);
}

std::optional<Result<Consequences>> Workbench::try_out(std::int64_t version, const CellEdits& edits,
                                                       bool whole) {
  const std::lock_guard lock(mutex_);
  if (version_ != version) return std::nullopt;
  const engine::schedule::Change change = edits.for_engine();
  const std::size_t resources = plan_.resources.size();
  plan_.resources.insert(plan_.resources.end(), edits.added_resources.begin(),
                         edits.added_resources.end());
  const auto affected = schedule_.apply(change);
  if (!affected) {
    plan_.resources.resize(resources);
    return Result<Consequences>(affected.refusals());
  }
  std::vector<plan::Index> touched(affected->begin(), affected->end());
  for (const auto& [activity, inputs] : change.activities) touched.push_back(activity);
  for (const auto& [from, to] : edits.link_ends) {
    touched.push_back(from);
    touched.push_back(to);
  }
  Consequences consequences;
  consequences.shown = shown_.difference(schedule_.network(), schedule_.state(), touched);
  if (whole) consequences.schedule = schedule_.schedule();
  const bool taken_back = schedule_.undo();
  TC_ASSERT(taken_back);
  plan_.resources.resize(resources);
  return Result<Consequences>(std::move(consequences));
}

void Workbench::advance(const CellEdits& edits, engine::schedule::Schedule schedule) {
  const std::lock_guard lock(mutex_);
  plan_.resources.insert(plan_.resources.end(), edits.added_resources.begin(),
                         edits.added_resources.end());
  const auto affected = schedule_.apply(edits.for_engine());
  TC_ASSERT(affected.ok());
  schedule_.forget();
  shown_.take_over(std::move(schedule));
  for (const auto& [row, activity] : edits.activities) {
    plan_.activities[static_cast<std::size_t>(row)].name = activity.name;
  }
  ++version_;
}

std::optional<std::vector<engine::schedule::Reason>> Workbench::why(std::int64_t version,
                                                                    plan::Index activity,
                                                                    engine::schedule::Field field) {
  const std::lock_guard lock(mutex_);
  if (version_ != version) return std::nullopt;
  return schedule_.why(activity, field);
}

}  // namespace tc::project
