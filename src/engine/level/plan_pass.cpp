#include "engine/level/plan_pass.h"

#include <algorithm>

#include "base/row.h"

namespace tc::engine::level {
namespace {

using schedule::Dates;
using schedule::Network;
using schedule::Node;
using schedule::NodeIndex;
using schedule::Special;

/// Priority first (1000 − priority in the upper bits), then the rule.
constexpr std::int64_t k_priority_step = std::int64_t{1} << 44;

/// Of those that wait for a resource, so many that find no room are looked at each time.
constexpr std::size_t k_tries_each_wake = 4;

std::int64_t value_of(const schedule::State& base, std::size_t row, PriorityRule rule) {
  switch (rule) {
    case PriorityRule::late_start:
      return base.late[row].start;
    case PriorityRule::late_finish:
      return base.late[row].finish;
    case PriorityRule::total_float:
      return base.total_float[row];
    case PriorityRule::early_start:
      return base.early[row].start;
  }
  return 0;
}

}  // namespace

PlanPass::PlanPass(PlanModel& model)
    : model_(model), state_(model.base), passes_(model.network, state_) {}

std::vector<std::int64_t> PlanPass::values_of(PriorityRule rule) const {
  std::vector<std::int64_t> values;
  for (std::size_t row = 0; row < model_.network.nodes.size(); ++row)
    values.push_back(value_of(model_.base, row, rule));
  return values;
}

void PlanPass::begin(const PassOptions& options) {
  const Network& network = model_.network;
  skylines_.clear();
  for (const std::int64_t capacity : model_.capacity) skylines_.emplace_back(capacity);
  known_.assign(model_.capacity.size() * k_known_each, {});
  waiting_.assign(model_.capacity.size(), {});
  wake_.assign(model_.capacity.size(), plan::k_plan_time_max);
  key_.resize(network.nodes.size());
  for (std::size_t row = 0; row < network.nodes.size(); ++row) {
    const std::int64_t priority = std::clamp(model_.priority[row], 0, 1000);
    // What cannot move comes as soon as it can, so that it finds its resources.
    key_[row] = model_.movable[row] == 0
                    ? INT64_MIN
                    : (1000 - priority) * k_priority_step +
                          (options.value.empty() ? value_of(model_.base, row, options.rule)
                                                 : options.value[row]);
    if (model_.movable[row] == 0)
      occupy(static_cast<NodeIndex>(row), model_.base.early[row], false);
  }
}

void PlanPass::occupy(NodeIndex node, Dates dates, bool free) {
  if (dates.start == k_no_time || dates.start >= dates.finish) return;
  const plan::Index activity = model_.network.activity[row_of(node)];
  // Where all share a calendar, an activity holds its resource up to the next working moment: then
  // one after the other makes one step instead of many.
  const plan::WorkingTime& calendar =
      model_.network.calendars[model_.network.nodes[row_of(node)].calendar];
  const PlanTime resumed = calendar.next_work_start(dates.finish);
  for (const Demand& demand : model_.demands_of(activity)) {
    if (demand.units == 0) continue;
    const std::size_t resource = row_of(demand.resource);
    const PlanTime end = model_.one_calendar[resource] != 0 ? resumed : dates.finish;
    skylines_[resource].add(dates.start, end, free ? -demand.units : demand.units);
    if (free) std::fill_n(known_.begin() + demand.resource * k_known_each, k_known_each, Known{});
  }
}

Dates PlanPass::moved_to(NodeIndex index, PlanTime start) const {
  const Node& node = model_.network.nodes[row_of(index)];
  const plan::WorkingTime& calendar = model_.network.calendars[node.calendar];
  const std::int32_t position = calendar.position(start);
  return {calendar.start_at(position), calendar.finish_at(position + node.duration)};
}

/// The earliest dates from the given ones on that leave one resource within its capacity; beyond
/// `latest` the first that are known not to fail.
Dates PlanPass::find_room_of(const Demand& demand, NodeIndex index, Dates dates, PlanTime latest) {
  const Node& node = model_.network.nodes[row_of(index)];
  const Skyline& skyline = skylines_[row_of(demand.resource)];
  // More than there is can only be had alone.
  const std::int64_t units = std::min(demand.units, skyline.capacity());
  const std::size_t place =
      static_cast<std::size_t>(node.duration / k_tenths_per_hour + units + node.calendar) %
      k_known_each;
  Known& known = known_[row_of(demand.resource) * k_known_each + place];
  const bool same = known.units == units && known.duration == node.duration &&
                    known.calendar == node.calendar && known.from <= dates.start &&
                    dates.start <= known.until.start;
  if (!same) known = {units, node.duration, node.calendar, dates.start, dates};
  // A finish link may have given its own finish, so only what lies after is taken over.
  if (known.until.start > dates.start) dates = known.until;
  while (dates.start <= latest) {
    const PlanTime end = skyline.conflict_end(dates.start, dates.finish, units);
    if (end == k_no_time) break;
    if (end >= plan::k_plan_time_max) return {plan::k_plan_time_max, plan::k_plan_time_max};
    dates = moved_to(index, end);
  }
  known.until = dates;
  return dates;
}

/// The earliest dates from the present ones on at which every resource has room; the present ones
/// where there are none up to `latest`.
Dates PlanPass::find_room(NodeIndex node, PlanTime latest) {
  const auto demands = model_.demands_of(model_.network.activity[row_of(node)]);
  Dates dates = state_.early[row_of(node)];
  blocked_by_ = plan::k_none;
  found_ = true;
  for (std::size_t agreed = 0, at = 0; agreed < demands.size(); at = (at + 1) % demands.size()) {
    ++agreed;
    if (demands[at].units == 0) continue;
    const Dates next = find_room_of(demands[at], node, dates, latest);
    if (next.start > latest) {
      found_ = false;
      return state_.early[row_of(node)];
    }
    if (next.start != dates.start) {
      agreed = 1;
      blocked_by_ = demands[at].resource;
    }
    dates = next;
  }
  return dates;
}

/// Gives a node later dates than logic asks for.
void PlanPass::put_off(NodeIndex index, Dates dates, PassResult& result) {
  const std::size_t row = row_of(index);
  const Node& node = model_.network.nodes[row];
  const PlanTime wanted = dates.start;
  if (node.special < 0) {
    result.delay[row] = wanted - state_.early[row].start;
    state_.early[row] = dates;
    return;
  }
  // Constraints are applied after the delay, so it is found by trying; they may win.
  Special& special = model_.network.specials[row_of(node.special)];
  constexpr int k_tries = 4;
  for (int attempt = 0; attempt < k_tries && state_.early[row].start != wanted; ++attempt) {
    special.levelling_delay += wanted - state_.early[row].start;
    passes_.forward(index);
  }
  result.delay[row] = special.levelling_delay;
}

PlanTime PlanPass::latest_start(NodeIndex index, const PassOptions& options) const {
  return options.within_float ? model_.base.late[row_of(index)].start : plan::k_plan_time_max - 1;
}

bool PlanPass::place_movable(NodeIndex index, const PassOptions& options, PlanTime& limit,
                             PassResult& result) {
  const std::size_t row = row_of(index);
  if (model_.demands_of(model_.network.activity[row]).empty()) return true;
  const PlanTime latest = latest_start(index, options);
  if (options.ways == nullptr) return place_whole(index, latest, limit, result);
  Place place = find_place(index, options);
  const std::vector<DemandSwap> swaps = choose_people(index, options, place);
  if (!take_place(index, place, latest, limit, result)) {
    swap_back(model_, swaps);
    return false;
  }
  if (!place.found) ++result.left;
  result.swaps.insert(result.swaps.end(), swaps.begin(), swaps.end());
  return true;
}

PlanPass::Place PlanPass::find_place(NodeIndex index, const PassOptions& options) {
  const std::size_t row = row_of(index);
  const PlanTime latest = latest_start(index, options);
  const Dates asked = state_.early[row];
  Place place;
  place.dates = find_room(index, latest);
  place.found = found_;
  place.blocked_by = blocked_by_;
  const std::vector<std::int32_t>& least = options.ways->piece_min;
  if (least.empty() || least[row] == 0) return place;
  if (place.found && place.dates.start == asked.start) return place;
  PlanTime finish_before = place.found ? place.dates.finish : plan::k_plan_time_max;
  if (options.within_float)
    finish_before = std::min(finish_before, model_.base.late[row].finish + 1);
  Dates dates = asked;
  std::vector<Part> parts = find_parts(index, least[row], dates, finish_before);
  if (parts.size() < 2 || dates.start > latest) return place;
  place.dates = dates;
  place.parts = std::move(parts);
  place.found = true;
  return place;
}

bool PlanPass::take_place(NodeIndex index, const Place& place, PlanTime latest, PlanTime& limit,
                          PassResult& result) {
  if (place.found && place.dates.start > limit) {
    limit = place.dates.start;
    blocked_by_ = place.blocked_by;
    return false;
  }
  if (!place.parts.empty() && interrupt(index, place.parts, place.dates, result)) return true;
  return place_whole(index, latest, limit, result);
}

bool PlanPass::place_whole(NodeIndex index, PlanTime latest, PlanTime& limit, PassResult& result) {
  const std::size_t row = row_of(index);
  while (true) {
    const PlanTime asked = state_.early[row].start;
    const Dates dates = find_room(index, latest);
    if (dates.start > limit) {
      limit = dates.start;
      return false;
    }
    if (dates.start == asked) break;
    put_off(index, dates, result);
    // A constraint or the calendars of its resources may have given it other dates than these.
    if (state_.early[row] == dates || state_.early[row].start == asked) break;
  }
  occupy(index, state_.early[row], false);
  return true;
}

void PlanPass::ask(NodeIndex index) {
  const std::size_t row = row_of(index);
  passes_.forward(index);
  const Dates before = model_.base.early[row];
  if (model_.movable[row] != 0 || state_.early[row] == before) return;
  occupy(index, before, true);
  occupy(index, state_.early[row], false);
}

bool PlanPass::place(NodeIndex index, const PassOptions& options, PlanTime& limit,
                     PassResult& result) {
  const std::size_t row = row_of(index);
  if (model_.movable[row] == 0) return true;
  return place_movable(index, options, limit, result);
}

void PlanPass::release_successors(NodeIndex node) {
  for (const schedule::Edge& edge : model_.network.successors(node)) {
    if (--open_[row_of(edge.node)] == 0)
      events_.push({k_no_time, key_[row_of(edge.node)], edge.node});
  }
}

void PlanPass::park(NodeIndex node, plan::Index resource, PlanTime until) {
  const std::int64_t key = key_[row_of(node)];
  if (resource == plan::k_none) return events_.push({until, key, node});
  waiting_[row_of(resource)].emplace(key, node);
  if (until >= wake_[row_of(resource)]) return;
  wake_[row_of(resource)] = until;
  events_.push({until, key, ~resource});
}

void PlanPass::attempt(const Event& event, const PassOptions& options, PassResult& result) {
  // What waited has been asked for before: its predecessors stay where they are.
  if (event.time == k_no_time) ask(event.node);
  PlanTime limit = options.parallel ? event.time : plan::k_plan_time_max;
  if (place(event.node, options, limit, result))
    release_successors(event.node);
  else
    park(event.node, blocked_by_, limit);
}

void PlanPass::wake(plan::Index resource, const PassOptions& options, PlanTime time,
                    PassResult& result) {
  struct Later {
    NodeIndex node;
    plan::Index resource;
    PlanTime until;
  };
  std::vector<Later> later;
  Earliest<Waiting>& waiting = waiting_[row_of(resource)];
  while (!waiting.empty() && later.size() < k_tries_each_wake) {
    const NodeIndex node = waiting.top().second;
    waiting.pop();
    PlanTime limit = time;
    if (place(node, options, limit, result))
      release_successors(node);
    else
      later.push_back({node, blocked_by_, limit});
  }
  PlanTime next = plan::k_plan_time_max;
  for (const Later& entry : later) {
    park(entry.node, entry.resource, entry.until);
    next = std::min(next, entry.until);
  }
  // Those that were not looked at need somebody to wake them, too.
  if (waiting.empty() || wake_[row_of(resource)] <= next) return;
  wake_[row_of(resource)] = next;
  events_.push({next, waiting.top().first, ~resource});
}

PassResult PlanPass::run(const PassOptions& options) {
  const Network& network = model_.network;
  const std::size_t count = network.nodes.size();
  begin(options);
  PassResult result;
  if (!options.choice.empty()) set_modes(model_, *options.ways, options.choice);
  result.choice = options.choice;
  result.delay.assign(count, 0);
  open_.resize(count);
  for (std::size_t row = 0; row < count; ++row) {
    open_[row] = network.in_begin[row + 1] - network.in_begin[row];
    if (open_[row] == 0) events_.push({k_no_time, key_[row], static_cast<NodeIndex>(row)});
  }
  while (!events_.empty()) {
    const Event event = events_.top();
    events_.pop();
    if (event.node >= 0) {
      attempt(event, options, result);
      continue;
    }
    const plan::Index resource = ~event.node;
    if (wake_[row_of(resource)] != event.time) continue;
    wake_[row_of(resource)] = plan::k_plan_time_max;
    wake(resource, options, event.time, result);
  }
  for (Special& special : model_.network.specials) special.levelling_delay = 0;
  end_splits(result);
  swap_back(model_, result.swaps);
  if (!options.choice.empty()) set_modes(model_, *options.ways, {});
  result.start.resize(count);
  for (std::size_t row = 0; row < count; ++row) result.start[row] = state_.early[row].start;
  passes_.close_forward();
  for (const PlanTime finish : state_.project_finish) {
    result.finish = std::max(result.finish, finish);
    result.finish_sum += finish;
  }
  return result;
}

}  // namespace tc::engine::level
