#include "engine/arrow_network/arrow_network.h"

#include <algorithm>

#include "engine/arrow_network/graph.h"
#include "engine/arrow_network/logic.h"

namespace tc::engine::arrow_network {
namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

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
    std::int64_t& early = network.events[at(arrow.to)].early;
    early = std::max(early, network.events[at(arrow.from)].early + arrow.duration);
  }
  network.computed_duration = network.events.back().early;
  network.planned_duration = required.value_or(network.computed_duration);
  for (Event& event : network.events) event.late = network.planned_duration;
  std::vector<std::size_t> order = sorted_by(network, &Arrow::to);
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    const Arrow& arrow = network.arrows[*i];
    std::int64_t& late = network.events[at(arrow.from)].late;
    late = std::min(late, network.events[at(arrow.to)].late - arrow.duration);
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
    const std::int64_t start =
        is_work ? network.events[at(arrow.from)].early : next[at(arrow.to)] - arrow.duration;
    next[at(arrow.from)] = std::min(next[at(arrow.from)], start);
  }
  return next;
}

void set_arrow_times(ArrowNetwork& network) {
  const std::vector<std::int64_t> next = next_starts(network);
  std::int64_t least = INT64_MAX;
  for (Arrow& arrow : network.arrows) {
    Times& times = arrow.times;
    times.early_start = network.events[at(arrow.from)].early;
    times.early_finish = times.early_start + arrow.duration;
    times.late_finish = network.events[at(arrow.to)].late;
    times.late_start = times.late_finish - arrow.duration;
    times.total_float = times.late_start - times.early_start;
    times.free_float = (arrow.kind == Arrow::Kind::work ? next[at(arrow.to)]
                                                        : network.events[at(arrow.to)].early) -
                       times.early_finish;
    least = std::min(least, times.total_float);
  }
  for (Arrow& arrow : network.arrows) arrow.critical = arrow.times.total_float == least;
}

}  // namespace

Result<ArrowNetwork> convert(const Network& network, std::optional<std::int64_t> required,
                             Progress& progress) {
  Result<Logic> logic = read_logic(network, progress);
  if (!logic) return logic.refusals();
  ArrowNetwork made = build_events(network, *logic);
  TC_ASSERT(
      std::ranges::all_of(made.arrows, [](const Arrow& arrow) { return arrow.from < arrow.to; }));
  set_event_times(made, required);
  set_arrow_times(made);
  return made;
}

}  // namespace tc::engine::arrow_network
