#include "engine/level/plan_model.h"

#include <algorithm>
#include <string>

#include "base/row.h"

namespace tc::engine::level {
namespace {

using plan::ConstraintKind;
using plan::k_none;

constexpr std::int32_t k_never_levelled = 1000;

std::vector<std::int64_t> capacities_of(const plan::Plan& plan) {
  std::vector<std::int64_t> capacity;
  for (const plan::Resource& resource : plan.resources) {
    const bool levelled =
        resource.kind == plan::ResourceKind::work || resource.kind == plan::ResourceKind::equipment;
    capacity.push_back(levelled ? std::max(0, resource.max_units) : 0);
  }
  return capacity;
}

bool is_levelled(const PlanModel& model, const plan::Assignment& assignment) {
  return assignment.resource != k_none && model.capacity[row_of(assignment.resource)] > 0 &&
         assignment.units > 0 && is_work(model.plan->activities[row_of(assignment.activity)]);
}

/// Groups the assignments by activity, those of one resource added up.
Status collect_demands(PlanModel& model) {
  const plan::Plan& plan = *model.plan;
  model.demand_begin.assign(plan.activities.size() + 1, 0);
  for (const plan::Assignment& assignment : plan.assignments) {
    if (assignment.activity < 0 || assignment.activity >= std::ssize(plan.activities) ||
        assignment.resource < k_none || assignment.resource >= std::ssize(plan.resources)) {
      return refuse(RefusalKind::rule, "plan.reference_missing", {},
                    {{"uid", assignment.uid}, {"what", "activity or resource"}});
    }
    if (is_levelled(model, assignment)) ++model.demand_begin[row_of(assignment.activity) + 1];
  }
  for (std::size_t row = 0; row < plan.activities.size(); ++row)
    model.demand_begin[row + 1] += model.demand_begin[row];
  model.demands.resize(model.demand_begin.back());
  std::vector<std::uint32_t> next(model.demand_begin.begin(), model.demand_begin.end() - 1);
  for (const plan::Assignment& assignment : plan.assignments) {
    if (!is_levelled(model, assignment)) continue;
    const std::size_t row = row_of(assignment.activity);
    const auto first = model.demands.begin() + model.demand_begin[row];
    const auto last = model.demands.begin() + next[row];
    const auto same = std::find_if(
        first, last, [&](const Demand& demand) { return demand.resource == assignment.resource; });
    // The place of a second assignment of the same resource stays without units.
    if (same != last)
      same->units += assignment.units;
    else
      model.demands[next[row]++] = {assignment.resource, assignment.units};
  }
  return Done{};
}

/// MS Project's date of a first activity replaces everything, a levelling delay too.
bool is_dated_alone(const PlanModel& model, schedule::NodeIndex node, ConstraintKind kind) {
  return model.network.rules.constraint_may_precede_start &&
         model.network.predecessors(node).empty() &&
         (kind == ConstraintKind::start_no_earlier_than ||
          kind == ConstraintKind::finish_no_earlier_than);
}

bool is_movable(const PlanModel& model, schedule::NodeIndex index) {
  const schedule::Node& node = model.network.nodes[row_of(index)];
  const plan::Activity& activity =
      model.plan->activities[row_of(model.network.activity[row_of(index)])];
  if (node.shape != schedule::Shape::task || node.duration == 0 || !is_work(activity)) return false;
  if (activity.priority >= k_never_levelled || activity.actual_start != k_no_time ||
      activity.actual_finish != k_no_time) {
    return false;
  }
  const ConstraintKind kind = activity.constraint.kind;
  return kind != ConstraintKind::must_start_on && kind != ConstraintKind::must_finish_on &&
         kind != ConstraintKind::alap && !is_dated_alone(model, index, kind);
}

void find_single_calendars(PlanModel& model) {
  constexpr std::int32_t k_unused = -1;
  std::vector<std::int32_t> calendar(model.capacity.size(), k_unused);
  model.one_calendar.assign(model.capacity.size(), 1);
  for (std::size_t row = 0; row < model.network.nodes.size(); ++row) {
    for (const Demand& demand : model.demands_of(model.network.activity[row])) {
      std::int32_t& known = calendar[row_of(demand.resource)];
      const std::int32_t own = model.network.nodes[row].calendar;
      if (known != k_unused && known != own) model.one_calendar[row_of(demand.resource)] = 0;
      known = own;
    }
  }
}

}  // namespace

void restore_delays(PlanModel& model) {
  for (std::size_t row = 0; row < model.network.nodes.size(); ++row) {
    const schedule::Node& node = model.network.nodes[row];
    if (node.special < 0 || node.shape >= schedule::Shape::summary_in) continue;
    const plan::Index activity = model.network.activity[row];
    model.network.specials[row_of(node.special)].levelling_delay =
        model.plan->activities[row_of(activity)].levelling_delay.tenths();
  }
  schedule::compute_all(model.network, model.base);
}

bool is_work(const plan::Activity& activity) {
  return activity.active && !activity.blank && activity.kind != plan::ActivityKind::summary &&
         activity.kind != plan::ActivityKind::wbs_summary &&
         activity.kind != plan::ActivityKind::level_of_effort &&
         activity.kind != plan::ActivityKind::hammock;
}

Result<PlanModel> make_plan_model(const plan::Plan& plan, const schedule::Options& options,
                                  const std::vector<plan::Index>& projects) {
  Result<schedule::Network> network = schedule::build_network(plan, options);
  if (!network) return network.refusals();
  if (network->from_finish) return refuse(RefusalKind::rule, "level.from_finish");
  PlanModel model;
  model.plan = &plan;
  model.network = std::move(network).value();
  model.capacity = capacities_of(plan);
  if (Status status = collect_demands(model); !status) return status.refusals();
  find_single_calendars(model);
  for (schedule::Special& special : model.network.specials) special.levelling_delay = 0;
  schedule::compute_all(model.network, model.base);
  for (std::size_t row = 0; row < model.network.nodes.size(); ++row) {
    const schedule::Node& node = model.network.nodes[row];
    const bool chosen =
        projects.empty() || std::ranges::find(projects, node.project) != projects.end();
    model.priority.push_back(plan.activities[row_of(model.network.activity[row])].priority);
    model.movable.push_back(chosen && is_movable(model, static_cast<schedule::NodeIndex>(row)));
  }
  return model;
}

}  // namespace tc::engine::level
