#include "engine/level/plan_ways.h"

#include <algorithm>

#include "base/row.h"
#include "engine/level/level_plan.h"
#include "engine/schedule/effort.h"

namespace tc::engine::level {
namespace {

using plan::k_none;
using schedule::NodeIndex;

/// Activities with work that a person laid out by hand.
std::vector<std::uint8_t> laid_out(const plan::Plan& plan) {
  std::vector<std::uint8_t> result(plan.activities.size(), 0);
  for (const plan::Assignment& assignment : plan.assignments) {
    const bool by_hand = assignment.contour == schedule::k_contour_laid_out ||
                         (assignment.contour != 0 && assignment.start != k_no_time);
    if (by_hand) result[row_of(assignment.activity)] = 1;
  }
  return result;
}

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

/// One calendar decides its length, and nothing else than its length its finish.
bool has_free_length(const PlanModel& model, NodeIndex index) {
  const schedule::Node& node = model.network.nodes[row_of(index)];
  const schedule::Special* special = model.network.special_of(node);
  return special == nullptr || (special->piece_count <= 1 && special->interruption == 0 &&
                                special->expected_finish == k_no_time);
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

}  // namespace

bool has_ways(const PlanOptions& options) { return options.split; }

PlanWays make_plan_ways(PlanModel& model, const PlanOptions& options) {
  PlanWays ways;
  if (options.split) allow_splits(model, options, ways);
  for (std::size_t row = 0; row < ways.piece_min.size(); ++row)
    if (ways.piece_min[row] > 0) make_special(model, row);
  return ways;
}

}  // namespace tc::engine::level
