#include "engine/level/plan_modes.h"

#include <algorithm>

#include "base/row.h"
#include "engine/level/plan_parts.h"
#include "engine/schedule/effort.h"

namespace tc::engine::level {
namespace {

using plan::k_none;

constexpr std::int64_t k_same = 10000;  ///< A factor that changes nothing.
constexpr std::int32_t k_minute = 10;
/// So many ways of one activity are looked at.
constexpr std::size_t k_modes_each = 1000;

/// The crews of the activities of a plan: whether their units can be multiplied.
class Crews {
 public:
  explicit Crews(const plan::Plan& plan)
      : plan_(plan), rows_(plan.activities.size()), laid_out_(laid_out(plan)) {
    for (std::size_t row = 0; row < plan.assignments.size(); ++row) {
      const plan::Assignment& one = plan.assignments[row];
      if (one.activity != k_none && schedule::is_crew(plan, one))
        rows_[row_of(one.activity)].push_back(row);
    }
  }
  [[nodiscard]] bool is_staffed(std::size_t activity) const { return !rows_[activity].empty(); }
  [[nodiscard]] bool is_laid_out(std::size_t activity) const { return laid_out_[activity] != 0; }
  /// Whole hundredths of a percent, and nobody is asked for more than there is but who was before.
  [[nodiscard]] bool can_be(std::size_t activity, std::int64_t factor) const {
    for (const std::size_t row : rows_[activity]) {
      const plan::Assignment& one = plan_.assignments[row];
      const std::int64_t units = one.units * factor;
      if (units % k_same != 0) return false;
      if (factor <= k_same || one.resource == k_none) continue;
      if (units_of(activity, one.resource) * factor >
          std::int64_t{plan_.resources[row_of(one.resource)].max_units} * k_same)
        return false;
    }
    return true;
  }

 private:
  [[nodiscard]] std::int64_t units_of(std::size_t activity, plan::Index resource) const {
    std::int64_t units = 0;
    for (const std::size_t row : rows_[activity]) {
      if (plan_.assignments[row].resource == resource) units += plan_.assignments[row].units;
    }
    return units;
  }

  const plan::Plan& plan_;
  std::vector<std::vector<std::size_t>> rows_;  ///< Per activity: assignments.
  std::vector<std::uint8_t> laid_out_;
};

bool keeps_work(const plan::Activity& activity) {
  return activity.effort == plan::EffortKind::fixed_work ||
         (activity.effort_driven && activity.effort != plan::EffortKind::fixed_duration);
}

void add_crew_modes(const plan::Activity& activity, plan::Index row, const Crews& crews,
                    std::vector<PlanMode>& modes) {
  if (!keeps_work(activity) || !crews.is_staffed(row_of(row))) return;
  const std::int32_t tenths = activity.duration.tenths();
  if (tenths % (2 * k_minute) == 0 && crews.can_be(row_of(row), 2 * k_same))
    modes.push_back({row, tenths / 2, 2 * k_same, 0});
  if (tenths <= plan::k_plan_time_max / 2 && crews.can_be(row_of(row), k_same / 2))
    modes.push_back({row, tenths * 2, k_same / 2, 0});
}

}  // namespace

bool has_free_duration(const plan::Activity& activity) {
  const bool untouched = activity.actual_start == k_no_time &&
                         activity.actual_finish == k_no_time && !activity.actual_duration &&
                         activity.percent_complete == 0;
  const bool whole =
      !activity.remaining_duration || *activity.remaining_duration == activity.duration;
  const bool in_pieces = activity.segments.size() > 1 && !is_split_by_levelling(activity);
  return untouched && whole && !activity.elapsed && !in_pieces && activity.duration.tenths() > 0 &&
         activity.kind == plan::ActivityKind::task && is_work(activity) && !activity.manual &&
         !activity.external;
}

std::vector<PlanMode> modes_of(const plan::Plan& plan, const ModeKinds& kinds) {
  std::vector<PlanMode> modes;
  if (!kinds.crews && !kinds.crash) return modes;
  const Crews crews(plan);
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    const plan::Activity& activity = plan.activities[row];
    if (!has_free_duration(activity) || crews.is_laid_out(row)) continue;
    const auto index = static_cast<plan::Index>(row);
    if (kinds.crews) add_crew_modes(activity, index, crews, modes);
    if (kinds.crash && activity.crash_duration && activity.crash_duration->tenths() > 0 &&
        *activity.crash_duration < activity.duration) {
      modes.push_back({index, activity.crash_duration->tenths(), k_same,
                       std::max<std::int64_t>(0, activity.crash_cost_minor)});
    }
  }
  return modes;
}

void collect_modes(const PlanModel& model, const PlanOptions& options, PlanWays& ways) {
  const plan::Plan& plan = *model.plan;
  const Crews crews(plan);
  std::vector<std::vector<NodeMode>> by_node(model.network.nodes.size());
  for (const PlanMode& mode : options.modes) {
    const bool known = mode.activity >= 0 && mode.activity < std::ssize(plan.activities);
    const schedule::NodeIndex index = known ? model.network.node_of[row_of(mode.activity)] : -1;
    if (index < 0 || mode.duration_tenths <= 0 || mode.units_factor <= 0) continue;
    const std::size_t row = row_of(index);
    const std::size_t activity = row_of(mode.activity);
    const schedule::Node& node = model.network.nodes[row];
    const std::int32_t duration = model.network.rules.rounded(mode.duration_tenths);
    const bool usable = model.movable[row] != 0 && has_free_duration(plan.activities[activity]) &&
                        !crews.is_laid_out(activity) && has_free_length(model, index) &&
                        crews.can_be(activity, mode.units_factor) && mode.cost_minor >= 0 &&
                        mode.cost_minor <= options.cost_max && duration > 0 &&
                        (!options.within_float || duration <= node.duration);
    if (!usable || by_node[row].size() > k_modes_each) continue;
    if (by_node[row].empty()) by_node[row].push_back({node.duration, k_same, 0});
    by_node[row].push_back({duration, mode.units_factor, mode.cost_minor});
  }
  for (std::size_t row = 0; row < by_node.size(); ++row) {
    if (by_node[row].empty()) continue;
    ways.mode_nodes.push_back(static_cast<schedule::NodeIndex>(row));
    ways.modes.push_back(std::move(by_node[row]));
  }
  for (const Demand& demand : model.demands) ways.units.push_back(demand.units);
  ways.cost_max = options.cost_max;
}

void apply_modes(const std::vector<ModeChoice>& modes, plan::Plan& plan) {
  std::vector<const ModeChoice*> chosen(plan.activities.size(), nullptr);
  const auto pace_of = [](const ModeChoice& mode) {
    return schedule::Pace{mode.duration_before_tenths, mode.duration_after_tenths,
                          mode.units_factor};
  };
  for (const ModeChoice& mode : modes) {
    chosen[row_of(mode.activity)] = &mode;
    schedule::set_pace(pace_of(mode), plan.activities[row_of(mode.activity)]);
  }
  for (plan::Assignment& one : plan.assignments) {
    if (one.activity == k_none || chosen[row_of(one.activity)] == nullptr) continue;
    if (schedule::is_crew(plan, one))
      schedule::set_pace(pace_of(*chosen[row_of(one.activity)]), one);
  }
}

}  // namespace tc::engine::level
