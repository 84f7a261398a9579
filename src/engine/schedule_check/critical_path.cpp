#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>

#include "base/row.h"
#include "engine/schedule_check/subject.h"

namespace tc::engine::schedule_check {
namespace {

using plan::Index;
using schedule::ActivityInputs;

constexpr int k_id = 12;

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

/// Whether the link hands every delay of `from` on to `to`: it decides the start of `to`, and both
/// ends count the same working time.
bool hands_on(const Subject& subject, schedule::NodeIndex from, const schedule::Edge& edge) {
  const schedule::Network& network = subject.network;
  const schedule::Node& node = network.nodes[row_of(from)];
  const schedule::Node& to = network.nodes[row_of(edge.node)];
  const schedule::Lag& lag = network.lags[edge.lag];
  if (edge.kind != static_cast<std::uint32_t>(plan::LinkKind::fs) || lag.percent) return false;
  if (to.calendar != node.calendar || to.project != node.project) return false;
  if (edge.lag != 0 && lag.calendar != node.calendar) return false;
  const plan::WorkingTime& calendar = network.calendars[node.calendar];
  return calendar.position(subject.state.early[row_of(from)].finish) + lag.amount ==
         calendar.position(subject.state.early[row_of(edge.node)].start);
}

/// Nodes whose delay reaches the project's finish in full, so that nothing need be computed: a
/// start that logic alone decides never comes earlier when a predecessor ends later, hence along
/// links that hand delays on nothing gets lost. The others must be tried.
std::vector<std::uint8_t> surely_reach_finish(const Subject& subject) {
  const schedule::Network& network = subject.network;
  std::vector<std::uint8_t> reach(network.nodes.size());
  if (network.has_alap) return reach;
  for (std::size_t row = reach.size(); row-- > 0;) {
    const schedule::Node& node = network.nodes[row];
    if (node.special >= 0 || node.shape >= schedule::Shape::fixed) continue;
    const auto index = static_cast<schedule::NodeIndex>(row);
    const auto successors = network.successors(index);
    reach[row] = subject.state.early[row].finish == subject.state.project_finish[node.project] ||
                 std::ranges::any_of(successors, [&](const schedule::Edge& edge) {
                   return reach[row_of(edge.node)] != 0 && hands_on(subject, index, edge);
                 });
  }
  return reach;
}

/// Whether the project's finish moves by (nearly) the whole delay of a task.
Result<bool> moves_finish(const Subject& subject, schedule::IncrementalSchedule& schedule,
                          Index row) {
  const schedule::Node node = subject.network.nodes[row_of(subject.network.node_of[row_of(row)])];
  const std::int64_t delay = k_delay_days * subject.day_tenths(row);
  const auto finishes = schedule.finishes_with({{row, delayed(subject, row, delay)}});
  if (!finishes) return finishes.refusals();
  const std::int64_t moved = subject.network.calendars[node.calendar].between(
      subject.state.project_finish[node.project], (*finishes)[node.project]);
  return moved >= delay - tolerance_tenths(subject, delay);
}

/// Whether its finish moves by the whole delay: a finish link lets a longer task start earlier, and
/// dates end in 2149.
bool ends_later_in_full(const Subject& subject, Index row) {
  const auto predecessors = subject.network.predecessors(subject.network.node_of[row_of(row)]);
  const bool held_at_finish = std::ranges::any_of(predecessors, [](const schedule::Edge& edge) {
    return edge.kind >= static_cast<std::uint32_t>(plan::LinkKind::ff);
  });
  if (held_at_finish) return false;
  const schedule::Node& node = subject.network.nodes[row_of(subject.network.node_of[row_of(row)])];
  const std::int64_t delay = k_delay_days * subject.day_tenths(row);
  return subject.network.calendars[node.calendar].add(subject.state.project_finish[node.project],
                                                      delay) < plan::k_plan_time_max;
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
  const std::vector<std::uint8_t> reach = surely_reach_finish(subject);
  const auto must_be_tried = [&](Index row) {
    return reach[row_of(subject.network.node_of[row_of(row)])] == 0 ||
           !ends_later_in_full(subject, row);
  };
  const std::int64_t trials = std::ranges::count_if(critical, must_be_tried);
  if (trials > options.critical_path_steps_max / static_cast<std::int64_t>(subject.task.size())) {
    return not_scored(k_id, 0, "check.too_much_work");
  }
  Test test = not_scored(k_id, 0, {});
  for (const Index row : critical) {
    if (!progress.step(test.of, count, "critical_path_test")) {
      return refuse(RefusalKind::rule, "check.stopped");
    }
    ++test.of;
    if (!must_be_tried(row)) continue;
    const Result<bool> moves = moves_finish(subject, schedule, row);
    if (!moves) return moves.refusals();
    if (!*moves) test.activities.push_back(row);
  }
  test.count = static_cast<std::int64_t>(test.activities.size());
  test.value = static_cast<double>(test.count);
  return test;
}

}  // namespace tc::engine::schedule_check
