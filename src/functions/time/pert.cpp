#include "functions/time/pert.h"

#include <algorithm>
#include <cmath>

#include "base/row.h"
#include "engine/schedule/float_paths.h"
#include "plan/working_time.h"

namespace tc::functions::time {
namespace {

using engine::montecarlo::DurationRange;

PertActivity estimated(plan::Index row, const DurationRange& range) {
  return {row, range, (range.low + 4 * range.likely + range.high) / 6,
          (range.high - range.low) / 6};
}

void set_duration(plan::Activity& activity, double tenths) {
  const Minutes expected = Minutes::from_tenths(std::llround(tenths));
  if (activity.remaining_duration) {
    // What is done stays done.
    const std::int64_t left = std::int64_t{activity.remaining_duration->tenths()} +
                              expected.tenths() - activity.duration.tenths();
    activity.remaining_duration = Minutes::from_tenths(std::max<std::int64_t>(left, 0));
  }
  activity.duration = expected;
}

PlanTime last_finish(const engine::schedule::Schedule& schedule) {
  PlanTime finish = k_no_time;
  for (const auto& project : schedule.projects) finish = std::max(finish, project.finish);
  return finish;
}

}  // namespace

double PertPlan::probability_by(PlanTime target, const plan::Plan& plan) const {
  if (deviation == 0 || plan.projects.empty()) return target < finish ? 0 : 1;
  const auto calendar = plan::compile_calendar(
      plan, plan.projects.front().calendar,
      {day_of(std::min(target, finish)) - 1, day_of(std::max(target, finish)) + 1});
  if (!calendar) return target < finish ? 0 : 1;
  const double margin = calendar->between(finish, target);
  return std::erfc(-margin / deviation / std::sqrt(2.0)) / 2;
}

Result<PertPlan> pert_of(const plan::Plan& plan,
                         const std::vector<std::optional<DurationRange>>& ranges) {
  plan::Plan expected = plan;
  PertPlan made;
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    plan::Activity& activity = expected.activities[row];
    const bool open = activity.kind == plan::ActivityKind::task && activity.active &&
                      !activity.external && activity.actual_finish == k_no_time;
    if (!open || !ranges[row]) continue;
    made.activities.push_back(estimated(static_cast<plan::Index>(row), *ranges[row]));
    set_duration(activity, made.activities.back().expected);
  }
  const auto schedule = engine::schedule::compute_schedule(expected);
  if (!schedule) return schedule.refusals();
  made.finish = last_finish(*schedule);
  if (made.activities.empty()) return made;
  engine::schedule::FloatPathOptions first;
  first.count_max = 1;
  const auto paths = engine::schedule::compute_float_paths(expected, first);
  if (!paths) return paths.refusals();
  if (paths->empty()) return made;
  std::vector<std::uint8_t> on_path(plan.activities.size());
  for (const plan::Index row : paths->front().activities) on_path[row_of(row)] = 1;
  double variance = 0;
  for (PertActivity& one : made.activities) {
    one.on_path = on_path[row_of(one.activity)] != 0;
    if (one.on_path) variance += one.deviation * one.deviation;
  }
  made.deviation = std::sqrt(variance);
  return made;
}

}  // namespace tc::functions::time
