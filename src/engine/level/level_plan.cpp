#include "engine/level/level_plan.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/row.h"
#include "engine/level/plan_model.h"
#include "engine/level/plan_search.h"
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

void measure(const PlanModel& model, const PlanOptions& options, Levelling& levelling) {
  if (model.network.projects.empty()) return;
  const schedule::Dates base = base_extent(model);
  if (base.start == k_no_time) return;
  const plan::WorkingTime& calendar =
      model.network.calendars[model.network.projects.front().calendar];
  const PlanTime finish = extent_of(levelling.after.projects).finish;
  levelling.makespan_tenths = calendar.between(base.start, std::max(finish, base.finish));
  levelling.critical_path_tenths = calendar.between(base.start, base.finish);
  levelling.lower_bound_tenths = levelling.critical_path_tenths;
  if (options.within_float || !levelling.overloads_after.empty()) return;
  const std::int64_t energy = energy_tenths(model, base.start);
  if (energy <= levelling.lower_bound_tenths) return;
  levelling.lower_bound_tenths = energy;
  levelling.bound = Bound::resource_energy;
}

void collect_moves(const plan::Plan& plan, Levelling& levelling) {
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    const schedule::ActivityDates& before = levelling.before.activities[row];
    const schedule::ActivityDates& after = levelling.after.activities[row];
    const std::int32_t delay = plan.activities[row].levelling_delay.tenths();
    if (before.start == after.start && before.finish == after.finish &&
        delay == levelling.delay_tenths[row]) {
      continue;
    }
    if (!is_work(plan.activities[row])) continue;
    levelling.moves.push_back({static_cast<plan::Index>(row), before.start, after.start,
                               before.finish, after.finish, delay, levelling.delay_tenths[row]});
  }
}

}  // namespace

Result<Levelling> level_plan(const plan::Plan& plan, const PlanOptions& options,
                             Progress& progress) {
  Result<PlanModel> made =
      make_plan_model(plan, {options.profile, options.status_date}, options.projects);
  if (!made) return made.refusals();
  PlanModel& model = *made;
  Levelling levelling;
  const std::int64_t passes = options.passes_max.value_or(passes_for(plan));
  const PlanSearchLimits limits{options.within_float, passes, options.seed,
                                passes > 1 ? earliest_finish(model) : k_no_time};
  PlanFound found = search_plan(model, limits, progress);
  const PassResult& best = found.best;
  levelling.passes = found.passes;
  const std::vector<std::int32_t> stored = stored_delays(model);
  const bool is_fresh = std::ranges::all_of(stored, [](std::int32_t delay) { return delay == 0; });
  levelling.before =
      is_fresh ? schedule::make_schedule(model.network, model.base) : with_delays(model, stored);
  levelling.after = with_delays(model, best.delay);
  levelling.delay_tenths.assign(plan.activities.size(), 0);
  for (std::size_t row = 0; row < best.delay.size(); ++row) {
    if (best.delay[row] != 0)
      levelling.delay_tenths[row_of(model.network.activity[row])] = best.delay[row];
  }
  levelling.overloads_before = find_overloads(model, levelling.before.activities);
  levelling.overloads_after = find_overloads(model, levelling.after.activities);
  collect_moves(plan, levelling);
  measure(model, options, levelling);
  return levelling;
}

void apply_levelling(const Levelling& levelling, plan::Plan& plan) {
  TC_ASSERT(levelling.delay_tenths.size() == plan.activities.size());
  for (std::size_t row = 0; row < plan.activities.size(); ++row)
    plan.activities[row].levelling_delay = Minutes::from_tenths(levelling.delay_tenths[row]);
}

void clear_levelling(plan::Plan& plan) {
  for (plan::Activity& activity : plan.activities) activity.levelling_delay = Minutes();
}

}  // namespace tc::engine::level
