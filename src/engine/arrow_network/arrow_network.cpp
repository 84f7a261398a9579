#include "engine/arrow_network/arrow_network.h"

#include <algorithm>

#include "base/row.h"
#include "engine/arrow_network/graph.h"
#include "engine/arrow_network/logic.h"
#include "engine/arrow_network/parts.h"

namespace tc::engine::arrow_network {
namespace {

/// Arrows by the number of an event of theirs.
std::vector<std::size_t> sorted_by(const ArrowNetwork& network, std::int32_t Arrow::*event) {
  std::vector<std::size_t> order(network.arrows.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return network.arrows[i].*event; });
  return order;
}

void set_event_times(ArrowNetwork& network, std::optional<std::int64_t> required) {
  for (const std::size_t i : sorted_by(network, &Arrow::from)) {
    const Arrow& arrow = network.arrows[i];
    std::int64_t& early = network.events[row_of(arrow.to)].early;
    early = std::max(early, network.events[row_of(arrow.from)].early + arrow.duration);
  }
  network.computed_duration = network.events.back().early;
  network.planned_duration = required.value_or(network.computed_duration);
  for (Event& event : network.events) event.late = network.planned_duration;
  std::vector<std::size_t> order = sorted_by(network, &Arrow::to);
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    const Arrow& arrow = network.arrows[*i];
    std::int64_t& late = network.events[row_of(arrow.from)].late;
    late = std::min(late, network.events[row_of(arrow.to)].late - arrow.duration);
  }
}

// When an event must have happened so that the next work begins early: dummies and lags are passed
// through.
std::vector<std::int64_t> next_starts(const ArrowNetwork& network) {
  std::vector<std::int64_t> next(network.events.size(), INT64_MAX);
  next.back() = network.planned_duration;
  std::vector<std::size_t> order = sorted_by(network, &Arrow::to);
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    const Arrow& arrow = network.arrows[*i];
    const bool is_work = arrow.kind == Arrow::Kind::work;
    const std::int64_t start = is_work ? network.events[row_of(arrow.from)].early
                                       : next[row_of(arrow.to)] - arrow.duration;
    next[row_of(arrow.from)] = std::min(next[row_of(arrow.from)], start);
  }
  return next;
}

void set_arrow_times(ArrowNetwork& network) {
  const std::vector<std::int64_t> next = next_starts(network);
  std::int64_t least = INT64_MAX;
  for (Arrow& arrow : network.arrows) {
    Times& times = arrow.times;
    times.early_start = network.events[row_of(arrow.from)].early;
    times.early_finish = times.early_start + arrow.duration;
    times.late_finish = network.events[row_of(arrow.to)].late;
    times.late_start = times.late_finish - arrow.duration;
    times.total_float = times.late_start - times.early_start;
    times.free_float = (arrow.kind == Arrow::Kind::work ? next[row_of(arrow.to)]
                                                        : network.events[row_of(arrow.to)].early) -
                       times.early_finish;
    least = std::min(least, times.total_float);
  }
  for (Arrow& arrow : network.arrows) arrow.critical = arrow.times.total_float == least;
}

/// The six times of works as a whole, on nodes: what an event between two parts asks of both is not
/// what it asks of the work.
std::vector<Times> times_of_works(const Network& network, const std::vector<std::int32_t>& order,
                                  std::int64_t planned) {
  std::vector<std::vector<Link>> into(order.size()), out_of(order.size());
  for (const Link& link : network.links) {
    into[row_of(link.after)].push_back(link);
    out_of[row_of(link.before)].push_back(link);
  }
  std::vector<Times> times(order.size());
  for (const std::int32_t work : order) {
    Times& own = times[row_of(work)];
    for (const Link& link : into[row_of(work)])
      own.early_start =
          std::max(own.early_start, times[row_of(link.before)].early_finish + link.lag);
    own.early_finish = own.early_start + network.durations[row_of(work)];
  }
  for (auto work = order.rbegin(); work != order.rend(); ++work) {
    Times& own = times[row_of(*work)];
    own.late_finish = planned;
    std::int64_t next = planned;
    for (const Link& link : out_of[row_of(*work)]) {
      own.late_finish = std::min(own.late_finish, times[row_of(link.after)].late_start - link.lag);
      next = std::min(next, times[row_of(link.after)].early_start - link.lag);
    }
    own.late_start = own.late_finish - network.durations[row_of(*work)];
    own.total_float = own.late_start - own.early_start;
    own.free_float = next - own.early_finish;
  }
  return times;
}

void name_parts(ArrowNetwork& network, const std::vector<Part>& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Arrow& arrow = network.arrows[i];
    arrow.work = parts[i].work;
    arrow.part = parts[i].number;
    arrow.offset = parts[i].offset;
  }
}

}  // namespace

Result<ArrowNetwork> convert(const Network& network, std::optional<std::int64_t> required,
                             Progress& progress) {
  const Result<std::vector<std::int32_t>> order = works_in_order(network);
  if (!order) return order.refusals();
  const Result<Parts> parts = in_parts(network, *order);
  if (!parts) return parts.refusals();
  Result<Logic> logic = read_logic(parts->network, progress);
  if (!logic) return logic.refusals();
  ArrowNetwork made = build_events(parts->network, *logic);
  TC_ASSERT(
      std::ranges::all_of(made.arrows, [](const Arrow& arrow) { return arrow.from < arrow.to; }));
  set_event_times(made, required);
  set_arrow_times(made);
  made.works = times_of_works(network, *order, made.planned_duration);
  name_parts(made, parts->parts);
  return made;
}

}  // namespace tc::engine::arrow_network
