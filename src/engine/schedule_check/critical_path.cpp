#include <algorithm>
#include <cstdint>
#include <limits>

#include "engine/schedule_check/subject.h"

namespace tc::engine::schedule_check {
namespace {

using plan::Index;
using schedule::ActivityInputs;

constexpr int k_id = 12;

std::size_t row_of(std::int32_t index) { return static_cast<std::size_t>(index); }

Minutes minutes_of(std::int64_t tenths) {
  return Minutes::from_tenths(
      std::min<std::int64_t>(tenths, std::numeric_limits<std::int32_t>::max()));
}

/// The inputs of a task whose remaining duration is longer by `delay_tenths`. Where a person gave
/// the dates, the given finish is later by as much.
ActivityInputs delayed(const Subject& subject, Index row, std::int64_t delay_tenths) {
  const plan::Activity& activity = subject.at(row);
  const schedule::Node& node = subject.network.nodes[row_of(subject.network.node_of[row_of(row)])];
  ActivityInputs inputs = schedule::inputs_of(activity);
  inputs.remaining_duration = minutes_of(subject.remaining_tenths(row) + delay_tenths);
  inputs.duration = minutes_of(activity.duration.tenths() + delay_tenths);
  if (node.shape == schedule::Shape::fixed) {
    inputs.manual_finish = subject.network.calendars[node.calendar].add(
        subject.dates_of(row).early_finish, delay_tenths);
  }
  return inputs;
}

/// How much of the delay may get lost where the path runs over other calendars, whose holidays it
/// now meets: 2 %. On one calendar nothing may.
std::int64_t tolerance_tenths(const Subject& subject, std::int64_t delay_tenths) {
  constexpr std::size_t k_one_calendar = 2;  // The set holds the 24-hour calendar beside.
  return subject.network.calendars.size() > k_one_calendar ? delay_tenths / 50 : 0;
}

}  // namespace

Result<Test> critical_path_test(const Subject& subject, schedule::IncrementalSchedule& schedule,
                                const Options& options, Progress& progress) {
  std::vector<Index> critical;
  std::copy_if(subject.incomplete.begin(), subject.incomplete.end(), std::back_inserter(critical),
               [&](Index row) { return subject.dates_of(row).critical; });
  const auto count = static_cast<std::int64_t>(critical.size());
  if (count == 0) return not_scored(k_id, 0, "check.no_critical_task");
  if (subject.network.from_finish) return not_scored(k_id, 0, "check.scheduled_from_finish");
  if (count > options.critical_path_steps_max / static_cast<std::int64_t>(subject.task.size())) {
    return not_scored(k_id, 0, "check.too_much_work");
  }
  Test test = not_scored(k_id, 0, {});
  for (const Index row : critical) {
    if (!progress.step(test.of, count, "critical_path_test")) {
      return refuse(RefusalKind::rule, "check.stopped");
    }
    ++test.of;
    const schedule::Node node = subject.network.nodes[row_of(subject.network.node_of[row_of(row)])];
    const PlanTime before = subject.state.project_finish[node.project];
    const std::int64_t delay = k_delay_days * subject.day_tenths(row);
    const auto changed = schedule.apply({{{row, delayed(subject, row, delay)}}, {}, {}});
    if (!changed) return changed.refusals();
    const PlanTime after = subject.state.project_finish[node.project];
    const std::int64_t moved = subject.network.calendars[node.calendar].between(before, after);
    if (moved < delay - tolerance_tenths(subject, delay)) test.activities.push_back(row);
    const bool taken_back = schedule.undo();
    TC_ASSERT(taken_back);
  }
  test.count = static_cast<std::int64_t>(test.activities.size());
  test.value = static_cast<double>(test.count);
  return test;
}

}  // namespace tc::engine::schedule_check
