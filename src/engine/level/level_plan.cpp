#include "engine/level/level_plan.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/row.h"
#include "engine/level/plan_model.h"
#include "engine/level/plan_modes.h"
#include "engine/level/plan_parts.h"
#include "engine/level/plan_proposal.h"
#include "engine/level/plan_search.h"
#include "engine/level/plan_ways.h"
#include "engine/schedule/passes.h"
#include "engine/schedule/result.h"

namespace tc::engine::level {
namespace {

/// Schedules that take some 20 ms together; never fewer than the first rules need.
std::int64_t passes_for(const plan::Plan& plan) {
  constexpr std::int64_t k_placed = 20'000;
  constexpr std::int64_t k_least = 4;
  constexpr std::int64_t k_most = 500;
  const std::int64_t count = std::max<std::int64_t>(1, std::ssize(plan.activities));
  return std::clamp(k_placed / count, k_least, k_most);
}

/// The schedule with these delays, by the rules of the schedule engine.
schedule::Schedule with_delays(PlanModel& model, const std::vector<std::int32_t>& delay) {
  schedule::Network& network = model.network;
  network.specials.reserve(network.specials.size() + network.nodes.size());
  for (std::size_t row = 0; row < network.nodes.size(); ++row) {
    schedule::Node& node = network.nodes[row];
    if (node.special < 0) {
      if (delay[row] == 0) continue;
      schedule::Special special;
      special.total_duration = node.duration;
      node.special = static_cast<std::int32_t>(network.specials.size());
      network.specials.push_back(special);
    }
    network.specials[row_of(node.special)].levelling_delay = delay[row];
  }
  network.plain = false;
  schedule::State state;
  schedule::compute_all(network, state);
  return schedule::make_schedule(network, state);
}

std::vector<std::int32_t> stored_delays(const PlanModel& model) {
  std::vector<std::int32_t> delay;
  for (std::size_t row = 0; row < model.network.nodes.size(); ++row) {
    const bool own = model.network.nodes[row].shape < schedule::Shape::summary_in;
    const plan::Activity& activity = model.plan->activities[row_of(model.network.activity[row])];
    delay.push_back(own ? activity.levelling_delay.tenths() : 0);
  }
  return delay;
}

/// The dates of all projects together.
schedule::Dates extent_of(const std::vector<schedule::ProjectDates>& projects) {
  schedule::Dates extent;
  for (const schedule::ProjectDates& dates : projects) {
    if (dates.start == k_no_time) continue;
    extent.start = extent.start == k_no_time ? dates.start : std::min(extent.start, dates.start);
    extent.finish = std::max(extent.finish, dates.finish);
  }
  return extent;
}

/// Work of each resource by its units, from the first start of the plan on. Holds where nothing is
/// overloaded and everything works on the calendar that lengths are measured in.
std::int64_t energy_tenths(const PlanModel& model, PlanTime start) {
  const schedule::CalendarIndex index = model.network.projects.front().calendar;
  const plan::WorkingTime& calendar = model.network.calendars[index];
  std::vector<std::int64_t> work(model.capacity.size(), 0);
  for (std::size_t row = 0; row < model.network.nodes.size(); ++row) {
    const schedule::Node& node = model.network.nodes[row];
    const plan::Index activity = model.network.activity[row];
    const schedule::Dates dates = model.base.early[row];
    if (node.shape != schedule::Shape::task || model.demands_of(activity).empty()) continue;
    if (node.calendar != index || dates.start < start) return 0;
    for (const Demand& demand : model.demands_of(activity))
      work[row_of(demand.resource)] += demand.units * calendar.between(dates.start, dates.finish);
  }
  std::int64_t most = 0;
  for (std::size_t resource = 0; resource < work.size(); ++resource) {
    const std::int64_t capacity = model.capacity[resource];
    if (capacity > 0) most = std::max(most, (work[resource] + capacity - 1) / capacity);
  }
  return most;
}

schedule::Dates base_extent(const PlanModel& model) {
  std::vector<schedule::ProjectDates> unlevelled;
  for (const schedule::Dates& dates : model.base.early)
    unlevelled.push_back({dates.start, dates.finish});
  return extent_of(unlevelled);
}

/// No levelling without overloads finishes before.
PlanTime earliest_finish(const PlanModel& model) {
  const schedule::Dates base = base_extent(model);
  if (base.start == k_no_time) return k_no_time;
  const schedule::CalendarIndex calendar = model.network.projects.front().calendar;
  const std::int64_t energy = energy_tenths(model, base.start);
  return std::max(base.finish, model.network.calendars[calendar].add(base.start, energy));
}

/// Nothing starts later when a node is shorter: no finish decides its start, and no lag is a part
/// of its length.
bool is_bound_by_start(const PlanModel& model, schedule::NodeIndex node) {
  using plan::ConstraintKind;
  const auto ends = [](const schedule::Edge& edge) {
    return edge.kind >= static_cast<std::uint32_t>(plan::LinkKind::ff);
  };
  const auto is_part = [&](const schedule::Edge& edge) {
    return model.network.lags[edge.lag].percent;
  };
  const plan::Activity& activity =
      model.plan->activities[row_of(model.network.activity[row_of(node)])];
  const ConstraintKind kind = activity.constraint.kind;
  return std::ranges::none_of(model.network.predecessors(node), ends) &&
         std::ranges::none_of(model.network.successors(node), is_part) &&
         kind != ConstraintKind::finish_no_earlier_than &&
         kind != ConstraintKind::finish_no_later_than && kind != ConstraintKind::finish_on;
}

/// The end of all without resources, everything in its shortest way; the start of all where that
/// is no bound.
PlanTime shortest_finish(const PlanModel& model, const PlanOptions& options) {
  PlanModel shortest = model;
  PlanWays ways;
  PlanOptions only_modes;
  only_modes.modes = options.modes;
  only_modes.cost_max = options.cost_max;
  if (Result<PlanWays> made = make_plan_ways(shortest, only_modes)) ways = std::move(*made);
  for (const schedule::NodeIndex node : ways.mode_nodes)
    if (!is_bound_by_start(model, node)) return base_extent(model).start;
  Choice choice;
  for (const std::vector<NodeMode>& modes : ways.modes) {
    const auto least = std::ranges::min_element(modes, {}, &NodeMode::duration);
    choice.push_back(static_cast<std::uint16_t>(least - modes.begin()));
  }
  set_modes(shortest, ways, choice);
  for (schedule::Special& special : shortest.network.specials) special.levelling_delay = 0;
  schedule::compute_all(shortest.network, shortest.base);
  return base_extent(shortest).finish;
}

/// No levelling as the options allow it finishes before.
PlanTime least_finish(const PlanModel& model, const PlanOptions& options) {
  if (!options.modes.empty()) return shortest_finish(model, options);
  // Whoever does the work.
  return options.alternatives.empty() ? earliest_finish(model) : base_extent(model).finish;
}

void measure(const PlanModel& model, const PlanOptions& options, Levelling& levelling) {
  if (model.network.projects.empty()) return;
  const schedule::Dates base = base_extent(model);
  if (base.start == k_no_time) return;
  const plan::WorkingTime& calendar =
      model.network.calendars[model.network.projects.front().calendar];
  const PlanTime finish = extent_of(levelling.after.projects).finish;
  levelling.makespan_tenths = calendar.between(
      base.start, levelling.modes.empty() ? std::max(finish, base.finish) : finish);
  levelling.critical_path_tenths = calendar.between(base.start, base.finish);
  levelling.lower_bound_tenths = levelling.critical_path_tenths;
  if (!options.modes.empty())
    levelling.lower_bound_tenths = calendar.between(base.start, shortest_finish(model, options));
  if (options.within_float || !levelling.overloads_after.empty()) return;
  if (!options.alternatives.empty() || !options.modes.empty()) return;
  const std::int64_t energy = energy_tenths(model, base.start);
  if (energy <= levelling.lower_bound_tenths) return;
  levelling.lower_bound_tenths = energy;
  levelling.bound = Bound::resource_energy;
}

/// Passes of the first of two searches where only the progress ends the second.
std::int64_t first_passes(const plan::Plan& plan, std::int64_t passes) {
  return passes == INT64_MAX ? passes_for(plan) : passes;
}

/// The plan with its levelling, as far as it is not only delays.
Status carry_out(const plan::Plan& plan, const PlanOptions& options, Levelling& levelling) {
  plan::Plan applied = plan;
  apply_levelling(levelling, applied);
  const schedule::Options rules{options.profile, options.status_date};
  Result<schedule::Schedule> after = schedule::compute_schedule(applied, rules);
  if (!after) return after.refusals();
  levelling.after = std::move(after).value();
  const Result<PlanModel> model = make_plan_model(applied, rules, options.projects);
  if (!model) return model.refusals();
  levelling.overloads_after = find_overloads(*model, levelling.after.activities);
  return Done{};
}

void collect_splits(const PlanModel& model, const PassResult& best, Levelling& levelling) {
  for (const NodeSplit& split : best.splits) {
    const std::size_t row = row_of(split.node);
    const plan::WorkingTime& calendar = work_calendar_of(model.network, model.network.nodes[row]);
    Split made;
    made.activity = model.network.activity[row];
    for (const schedule::Dates& part : dates_of(split.parts, best.start[row], calendar))
      made.pieces.push_back({part.start, part.finish});
    levelling.splits.push_back(std::move(made));
  }
  std::ranges::sort(levelling.splits, {}, &Split::activity);
}

void collect_swaps(const PlanWays& ways, const PassResult& best, Levelling& levelling) {
  for (const DemandSwap& swap : best.swaps)
    levelling.swaps.push_back({ways.assignment[swap.demand], swap.before, swap.after});
  std::ranges::sort(levelling.swaps, {}, &Swap::assignment);
}

void collect_choices(const PlanModel& model, const PlanWays& ways, const PassResult& best,
                     Levelling& levelling) {
  for (std::size_t gene = 0; gene < best.choice.size(); ++gene) {
    if (best.choice[gene] == 0) continue;
    const NodeMode& mode = ways.modes[gene][best.choice[gene]];
    const plan::Index activity = model.network.activity[row_of(ways.mode_nodes[gene])];
    levelling.modes.push_back({activity, model.plan->activities[row_of(activity)].duration.tenths(),
                               mode.duration, mode.units_factor, mode.cost});
  }
  std::ranges::sort(levelling.modes, {}, &ModeChoice::activity);
}

/// What a search found, as a proposal for the plan that has it from nothing.
Result<Levelling> proposal(PlanModel& model, const plan::Plan& plan, const PlanOptions& options,
                           const PassResult& best, const PlanWays& ways) {
  Levelling levelling;
  levelling.delay_tenths.assign(plan.activities.size(), 0);
  for (std::size_t row = 0; row < best.delay.size(); ++row) {
    if (best.delay[row] != 0)
      levelling.delay_tenths[row_of(model.network.activity[row])] = best.delay[row];
  }
  collect_splits(model, best, levelling);
  collect_swaps(ways, best, levelling);
  collect_choices(model, ways, best, levelling);
  if (!levelling.splits.empty() || !levelling.swaps.empty() || !levelling.modes.empty()) {
    if (Status done = carry_out(plan, options, levelling); !done) return done.refusals();
    return levelling;
  }
  levelling.after = with_delays(model, best.delay);
  levelling.overloads_after = find_overloads(model, levelling.after.activities);
  return levelling;
}

/// Dates and overloads of the plan as it is.
Status measure_before(PlanModel& model, const plan::Plan& plan, const PlanOptions& options,
                      Levelling& levelling) {
  const schedule::Options rules{options.profile, options.status_date};
  if (has_levelling_splits(plan)) {
    Result<schedule::Schedule> before = schedule::compute_schedule(plan, rules);
    if (!before) return before.refusals();
    levelling.before = std::move(before).value();
    const Result<PlanModel> split = make_plan_model(plan, rules, options.projects);
    if (!split) return split.refusals();
    levelling.overloads_before = find_overloads(*split, levelling.before.activities);
    return Done{};
  }
  const std::vector<std::int32_t> stored = stored_delays(model);
  const bool is_fresh = std::ranges::all_of(stored, [](std::int32_t delay) { return delay == 0; });
  levelling.before =
      is_fresh ? schedule::make_schedule(model.network, model.base) : with_delays(model, stored);
  levelling.overloads_before = find_overloads(model, levelling.before.activities);
  return Done{};
}

/// Never more overloads; then the end of all and the sum of the projects' ends. Within floats,
/// where no end moves, fewer overloads are better.
bool is_better(const Levelling& other, const Levelling& levelling, const PlanOptions& options) {
  const std::size_t left = other.overloads_after.size();
  const std::size_t were = levelling.overloads_after.size();
  if (left > were) return false;
  const auto ends = [](const Levelling& one) {
    std::int64_t sum = 0;
    for (const schedule::ProjectDates& dates : one.after.projects) sum += dates.finish;
    return std::pair(extent_of(one.after.projects).finish, sum);
  };
  if (options.within_float && left < were) return ends(other) <= ends(levelling);
  return ends(other) < ends(levelling);
}

/// Searches once more with all that the options allow, and keeps what is better than `levelling`.
Status improve(const PlanModel& model, const plan::Plan& plan, const PlanOptions& options,
               Progress& progress, Levelling& levelling) {
  PlanModel wide = model;
  const Result<PlanWays> ways = make_plan_ways(wide, options);
  if (!ways) return ways.refusals();
  const std::int64_t passes = options.passes_max.value_or(passes_for(plan));
  const PlanTime bound =
      passes > 1 && !options.within_float ? least_finish(model, options) : k_no_time;
  if (extent_of(levelling.after.projects).finish <= bound) return Done{};
  const PlanSearchLimits limits{options.within_float, passes, options.seed, bound, &*ways};
  const PlanFound found = search_plan(wide, limits, progress);
  Result<Levelling> other = proposal(wide, plan, options, found.best, *ways);
  if (!other) return other.refusals();
  const std::int64_t sum = levelling.passes + found.passes;
  if (is_better(*other, levelling, options)) levelling = std::move(*other);
  levelling.passes = sum;
  return Done{};
}

}  // namespace

Result<Levelling> level_plan(const plan::Plan& plan, const PlanOptions& options,
                             Progress& progress) {
  const bool was_split = has_levelling_splits(plan);
  plan::Plan whole;
  if (was_split) clear_splits(whole = plan);
  const plan::Plan& base = was_split ? whole : plan;
  Result<PlanModel> made =
      make_plan_model(base, {options.profile, options.status_date}, options.projects);
  if (!made) return made.refusals();
  PlanModel& model = *made;
  const std::int64_t passes = options.passes_max.value_or(passes_for(plan));
  const PlanSearchLimits limits{options.within_float,
                                has_ways(options) ? first_passes(plan, passes) : passes,
                                options.seed, passes > 1 ? earliest_finish(model) : k_no_time};
  const PlanFound found = search_plan(model, limits, progress);
  std::optional<PlanModel> fresh;  // Without delays.
  if (has_ways(options)) fresh = model;
  Levelling before;
  if (Status done = measure_before(model, plan, options, before); !done) return done.refusals();
  Result<Levelling> levelling = proposal(model, base, options, found.best, {});
  if (!levelling) return levelling.refusals();
  levelling->passes = found.passes;
  if (fresh) {
    if (Status done = improve(*fresh, base, options, progress, *levelling); !done)
      return done.refusals();
  }
  levelling->before = std::move(before.before);
  levelling->overloads_before = std::move(before.overloads_before);
  collect_moves(plan, *levelling);
  measure(model, options, *levelling);
  return levelling;
}

void apply_levelling(const Levelling& levelling, plan::Plan& plan) {
  TC_ASSERT(levelling.delay_tenths.size() == plan.activities.size());
  clear_splits(plan);
  for (std::size_t row = 0; row < plan.activities.size(); ++row)
    plan.activities[row].levelling_delay = Minutes::from_tenths(levelling.delay_tenths[row]);
  for (const Split& split : levelling.splits) {
    plan::Activity& activity = plan.activities[row_of(split.activity)];
    activity.segments = split.pieces;
    activity.levelling_split = true;
  }
  for (const Swap& swap : levelling.swaps)
    plan.assignments[row_of(swap.assignment)].resource = swap.resource_after;
  apply_modes(levelling.modes, plan);
}

void clear_levelling(plan::Plan& plan) {
  clear_splits(plan);
  for (plan::Activity& activity : plan.activities) activity.levelling_delay = Minutes();
}

}  // namespace tc::engine::level
