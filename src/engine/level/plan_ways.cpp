#include "engine/level/plan_ways.h"

#include <algorithm>
#include <ranges>

#include "base/row.h"
#include "engine/level/level_plan.h"
#include "engine/level/plan_modes.h"
#include "engine/schedule/activity_model.h"
#include "engine/schedule/effort.h"

namespace tc::engine::level {

using plan::k_none;
using schedule::NodeIndex;

std::vector<std::uint8_t> laid_out(const plan::Plan& plan) {
  std::vector<std::uint8_t> result(plan.activities.size(), 0);
  for (const plan::Assignment& assignment : plan.assignments) {
    const bool by_hand = assignment.contour == schedule::k_contour_laid_out ||
                         (assignment.contour != 0 && assignment.start != k_no_time);
    if (by_hand) result[row_of(assignment.activity)] = 1;
  }
  return result;
}

bool has_free_length(const PlanModel& model, NodeIndex index) {
  const schedule::Node& node = model.network.nodes[row_of(index)];
  const schedule::Special* special = model.network.special_of(node);
  return special == nullptr || (special->piece_count <= 1 && special->interruption == 0 &&
                                special->expected_finish == k_no_time);
}

namespace {

std::int32_t working_day(const plan::Plan& plan, const plan::Activity& activity) {
  const plan::Project& project = plan.projects[row_of(activity.project)];
  const plan::Index calendar = activity.calendar != k_none ? activity.calendar : project.calendar;
  const Minutes day =
      calendar != k_none ? plan.calendars[row_of(calendar)].per_day : project.per_day;
  return std::max(1, day.tenths());
}

bool exceeds_capacity(const PlanModel& model, plan::Index activity) {
  return std::ranges::any_of(model.demands_of(activity), [&](const Demand& demand) {
    return demand.units > model.capacity[row_of(demand.resource)];
  });
}

bool may_split(const PlanModel& model, NodeIndex index) {
  const plan::Index row = model.network.activity[row_of(index)];
  const plan::Activity& activity = model.plan->activities[row_of(row)];
  return model.movable[row_of(index)] != 0 && !activity.elapsed && activity.segments.size() <= 1 &&
         !model.demands_of(row).empty() && has_free_length(model, index) &&
         !exceeds_capacity(model, row);
}

void allow_splits(const PlanModel& model, const PlanOptions& options, PlanWays& ways) {
  ways.piece_min.assign(model.network.nodes.size(), 0);
  const std::vector<std::uint8_t> by_hand = laid_out(*model.plan);
  for (std::size_t row = 0; row < model.network.nodes.size(); ++row) {
    const std::size_t activity = row_of(model.network.activity[row]);
    if (by_hand[activity] != 0 || !may_split(model, static_cast<NodeIndex>(row))) continue;
    const std::int32_t least = options.piece_min_tenths > 0
                                   ? options.piece_min_tenths
                                   : working_day(*model.plan, model.plan->activities[activity]);
    if (model.network.nodes[row].duration > least) ways.piece_min[row] = least;
  }
}

/// What changes its length needs the general rules of the schedule engine.
void make_special(PlanModel& model, std::size_t row) {
  schedule::Network& network = model.network;
  if (network.nodes[row].special >= 0) return;
  schedule::Special special;
  special.total_duration = model.plan->activities[row_of(network.activity[row])].duration.tenths();
  network.nodes[row].special = static_cast<std::int32_t>(network.specials.size());
  network.specials.push_back(special);
  network.plain = false;
}

/// Who may do whose work, for one plan.
class Alternatives {
 public:
  Alternatives(PlanModel& model, const PlanOptions& options, PlanWays& ways)
      : model_(model), options_(options), ways_(ways) {}

  Status collect() {
    const plan::Plan& plan = *model_.plan;
    for (const std::vector<plan::Index>& row : options_.alternatives) {
      const bool sound = std::ranges::all_of(row, [&](plan::Index resource) {
        return resource >= 0 && resource < std::ssize(plan.resources);
      });
      if (!sound)
        return refuse(RefusalKind::rule, "plan.reference_missing", {}, {{"what", "resource"}});
    }
    find_assignments();
    find_calendars();
    ways_.other_begin.assign(1, 0);
    for (std::size_t demand = 0; demand < model_.demands.size(); ++demand) {
      add_others(demand);
      ways_.other_begin.push_back(static_cast<std::uint32_t>(ways_.others.size()));
    }
    return Done{};
  }

 private:
  /// The one assignment behind each demand, and everybody who works on an activity.
  void find_assignments() {
    const plan::Plan& plan = *model_.plan;
    ways_.assignment.assign(model_.demands.size(), k_none);
    staff_.resize(plan.activities.size());
    for (std::size_t row = 0; row < plan.assignments.size(); ++row) {
      const plan::Assignment& assignment = plan.assignments[row];
      if (assignment.resource == k_none) continue;
      std::vector<plan::Index>& staff = staff_[row_of(assignment.activity)];
      const bool twice = std::ranges::find(staff, assignment.resource) != staff.end();
      staff.push_back(assignment.resource);
      for (std::size_t at = model_.demand_begin[row_of(assignment.activity)];
           at < model_.demand_begin[row_of(assignment.activity) + 1]; ++at) {
        if (model_.demands[at].units > 0 && model_.demands[at].resource == assignment.resource)
          ways_.assignment[at] = twice ? k_none : static_cast<plan::Index>(row);
      }
    }
  }

  /// Calendars with the same working time are the same one for the network.
  void find_calendars() {
    const plan::Plan& plan = *model_.plan;
    const plan::Horizon horizon = schedule::survey_of(plan).horizon;
    for (const plan::Resource& resource : plan.resources) {
      calendar_.push_back(k_none);
      if (resource.calendar == k_none) continue;
      const Result<schedule::CalendarIndex> known =
          model_.network.calendars.add(plan, resource.calendar, horizon);
      if (known) calendar_.back() = *known;
    }
  }

  [[nodiscard]] bool may_take_over(std::size_t demand, const plan::Assignment& assignment,
                                   plan::Index other) const {
    const plan::Plan& plan = *model_.plan;
    const std::vector<plan::Index>& staff = staff_[row_of(assignment.activity)];
    const bool has_calendar = plan.resources[row_of(assignment.resource)].calendar != k_none;
    return model_.capacity[row_of(other)] >= model_.demands[demand].units &&
           std::ranges::find(staff, other) == staff.end() &&
           has_calendar == (plan.resources[row_of(other)].calendar != k_none) &&
           calendar_[row_of(other)] == calendar_[row_of(assignment.resource)];
  }

  void add_others(std::size_t demand) {
    const plan::Index row = ways_.assignment[demand];
    if (row == k_none || row >= std::ssize(options_.alternatives)) return;
    const plan::Assignment& assignment = model_.plan->assignments[row_of(row)];
    const auto first = static_cast<std::ptrdiff_t>(ways_.others.size());
    for (const plan::Index other : options_.alternatives[row_of(row)]) {
      const auto own = std::ranges::subrange(ways_.others.begin() + first, ways_.others.end());
      if (may_take_over(demand, assignment, other) && std::ranges::find(own, other) == own.end())
        ways_.others.push_back(other);
    }
  }

  PlanModel& model_;
  const PlanOptions& options_;
  PlanWays& ways_;
  std::vector<std::vector<plan::Index>> staff_;  ///< Per activity.
  std::vector<std::int32_t> calendar_;           ///< Per resource.
};

/// As the model tells it, with everybody who may come to hold a resource.
void find_shared_calendars(PlanModel& model, const PlanWays& ways) {
  std::vector<std::int32_t> calendar(model.capacity.size(), k_none);
  const auto see = [&](plan::Index resource, std::int32_t own) {
    std::int32_t& known = calendar[row_of(resource)];
    if (known != k_none && known != own) model.one_calendar[row_of(resource)] = 0;
    known = own;
  };
  for (std::size_t row = 0; row < model.network.nodes.size(); ++row) {
    const std::int32_t own = model.network.nodes[row].calendar;
    const std::size_t activity = row_of(model.network.activity[row]);
    for (std::size_t at = model.demand_begin[activity]; at < model.demand_begin[activity + 1];
         ++at) {
      see(model.demands[at].resource, own);
      for (const plan::Index other : ways.others_of(at)) see(other, own);
    }
  }
}

}  // namespace

bool has_ways(const PlanOptions& options) {
  return options.split || !options.alternatives.empty() || !options.modes.empty();
}

Result<PlanWays> make_plan_ways(PlanModel& model, const PlanOptions& options) {
  PlanWays ways;
  if (options.split) allow_splits(model, options, ways);
  for (std::size_t row = 0; row < ways.piece_min.size(); ++row)
    if (ways.piece_min[row] > 0) make_special(model, row);
  if (!options.modes.empty()) collect_modes(model, options, ways);
  for (const NodeIndex node : ways.mode_nodes) make_special(model, row_of(node));
  if (!options.alternatives.empty()) {
    if (Status done = Alternatives(model, options, ways).collect(); !done) return done.refusals();
    find_shared_calendars(model, ways);
  }
  return ways;
}

void set_modes(PlanModel& model, const PlanWays& ways, const Choice& choice) {
  for (std::size_t gene = 0; gene < ways.mode_nodes.size(); ++gene) {
    schedule::Node& node = model.network.nodes[row_of(ways.mode_nodes[gene])];
    const NodeMode& mode = ways.modes[gene][choice.empty() ? 0 : choice[gene]];
    schedule::Special& special = model.network.specials[row_of(node.special)];
    node.duration = mode.duration;
    special.total_duration = mode.duration;
    if (special.piece_count == 1)
      model.network.pieces[special.first_piece].duration = mode.duration;
    const std::size_t activity = row_of(model.network.activity[row_of(ways.mode_nodes[gene])]);
    for (std::size_t at = model.demand_begin[activity]; at < model.demand_begin[activity + 1]; ++at)
      model.demands[at].units = ways.units[at] * mode.units_factor / 10000;
  }
}

std::int64_t cost_of(const PlanWays& ways, const Choice& choice) {
  std::int64_t cost = 0;
  for (std::size_t gene = 0; gene < choice.size(); ++gene)
    cost += ways.modes[gene][choice[gene]].cost;
  return cost;
}

void swap_demands(PlanModel& model, std::span<const DemandSwap> swaps) {
  for (const DemandSwap& swap : swaps) model.demands[swap.demand].resource = swap.after;
}

void swap_back(PlanModel& model, std::span<const DemandSwap> swaps) {
  for (const DemandSwap& swap : swaps) model.demands[swap.demand].resource = swap.before;
}

}  // namespace tc::engine::level
