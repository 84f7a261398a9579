#include "engine/schedule_check/subject.h"

#include "base/row.h"
#include "engine/schedule/activity_model.h"

namespace tc::engine::schedule_check {
namespace {

using plan::Index;

/// The plan's current baseline; where none is marked as that, the one with the lowest number.
const plan::ActivityBaseline* dated_baseline_of(const plan::Plan& plan,
                                                const plan::Activity& activity) {
  const plan::ActivityBaseline* best = nullptr;
  if (plan.current_baseline != plan::k_none) {
    best = plan::baseline_of(activity, plan.current_baseline);
    return best != nullptr && best->finish != k_no_time ? best : nullptr;
  }
  for (const plan::ActivityBaseline& each : activity.baselines) {
    if (each.finish != k_no_time && (best == nullptr || each.number < best->number)) best = &each;
  }
  return best;
}

}  // namespace

Subject::Subject(const plan::Plan& subject, const schedule::IncrementalSchedule& computed)
    : plan(subject),
      network(computed.network()),
      state(computed.state()),
      dates(computed.schedule()) {
  const std::size_t count = plan.activities.size();
  const std::vector<std::uint8_t> summaries = schedule::summaries_of(plan);
  leaf.resize(count);
  task.resize(count);
  baseline.resize(count);
  loaded.resize(count);
  for (const plan::Assignment& each : plan.assignments) {
    if (each.activity >= 0 && row_of(each.activity) < count && each.resource != plan::k_none) {
      loaded[row_of(each.activity)] = 1;
    }
  }
  for (std::size_t row = 0; row < count; ++row) {
    const plan::Activity& activity = plan.activities[row];
    leaf[row] = schedule::takes_part(activity) && summaries[row] == 0 && !activity.external;
    task[row] = leaf[row] != 0 && activity.kind == plan::ActivityKind::task &&
                activity.duration > Minutes();
    if (task[row] == 0) continue;
    if (activity.cost_minor != 0 || activity.fixed_cost_minor != 0) loaded[row] = 1;
    any_loaded |= loaded[row] != 0;
    baseline[row] = dated_baseline_of(plan, activity);
    any_baseline |= baseline[row] != nullptr;
    any_status |= status(static_cast<Index>(row)) != k_no_time;
    if (!is_complete(activity)) incomplete.push_back(static_cast<Index>(row));
  }
}

PlanTime Subject::status(Index row) const {
  return network.projects[row_of(at(row).project)].data_date;
}

std::int64_t Subject::day_tenths(Index row) const {
  const plan::Activity& activity = at(row);
  if (activity.elapsed) return k_tenths_per_day;
  Minutes day = plan.projects[row_of(activity.project)].per_day;
  // P6 counts days by the calendar, MS Project by the project.
  if (network.rules.data_date_floor && activity.calendar != plan::k_none) {
    day = plan.calendars[row_of(activity.calendar)].per_day;
  }
  return day > Minutes() ? day.tenths() : Minutes::from_minutes(480).tenths();
}

std::int64_t Subject::remaining_tenths(Index row) const {
  const schedule::NodeIndex index = network.node_of[row_of(row)];
  if (index < 0) return 0;
  const schedule::Node& node = network.nodes[row_of(index)];
  const schedule::Special* special = network.special_of(node);
  const bool stretched = special != nullptr && special->progress == schedule::Progress::none;
  return std::int64_t{node.duration} - (stretched ? special->interruption : 0);
}

bool Subject::counts(const plan::Link& link) const {
  const plan::Activity& from = at(link.from);
  const plan::Activity& to = at(link.to);
  return from.active && !from.blank && to.active && !to.blank;
}

Test not_scored(int id, double threshold, std::string_view reason) {
  Test test;
  test.id = id;
  test.threshold = threshold;
  test.reason = reason;
  return test;
}

Test share_test(int id, double threshold, std::vector<Index> offenders, std::int64_t of,
                std::string_view reason) {
  Test test = not_scored(id, threshold, reason);
  test.activities = std::move(offenders);
  test.count = static_cast<std::int64_t>(test.activities.size());
  test.of = of;
  if (of == 0) return test;
  test.reason = {};
  test.value = static_cast<double>(test.count) / static_cast<double>(of);
  return test;
}

}  // namespace tc::engine::schedule_check
