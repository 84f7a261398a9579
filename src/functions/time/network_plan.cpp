#include "functions/time/network_plan.h"

#include <algorithm>

#include "base/row.h"
#include "plan/working_time.h"

namespace tc::functions::time {
namespace {

namespace arrow = engine::arrow_network;
using arrow::Arrow;
using arrow::ArrowNetwork;
using engine::schedule::ActivityDates;
using plan::Index;
using project::LoadedPlan;

/// Columns of events that a picture is wide.
constexpr std::int64_t k_clearances_in_span = 600;

Result<arrow::Layers> lay_out_nodes(const LoadedPlan& loaded, const NetworkPlan& made) {
  std::vector<arrow::NodeLink> links, finish_to_start;
  for (const NetworkLink& link : made.links) {
    links.push_back({link.from, link.to});
    const bool plain = loaded.plan.links[row_of(link.link)].kind == plan::LinkKind::fs;
    if (plain) finish_to_start.push_back({link.from, link.to});
  }
  Result<arrow::Layers> layers = arrow::lay_out_nodes(made.works.size(), links);
  if (layers) return layers;
  // Start-start beside finish-finish may run in a circle; then they do not order the columns.
  layers = arrow::lay_out_nodes(made.works.size(), finish_to_start);
  if (layers) layers->bends.clear();
  return layers;
}

/// What a link asks for as the wait between the one's finish and the other's start: work runs in
/// one piece, so every kind of link says that too.
std::int64_t wait_of(const plan::Link& link, std::int64_t before, std::int64_t after) {
  const std::int64_t lag = lag_of(link, before);
  switch (link.kind) {
    case plan::LinkKind::fs:
      return lag;
    case plan::LinkKind::ss:
      return lag - before;
    case plan::LinkKind::ff:
      return lag - after;
    case plan::LinkKind::sf:
      return lag - before - after;
  }
  return lag;
}

/// The links that arrows can show, overlaps too where wanted; the others are counted.
arrow::Network arrows_of(const LoadedPlan& loaded, NetworkPlan& made, bool overlaps) {
  arrow::Network network;
  for (const Index row : made.works) {
    const plan::Activity& activity = loaded.plan.activities[row_of(row)];
    network.durations.push_back(std::max(0, activity.duration.tenths()));
  }
  made.left_out.links_of_other_kinds = made.left_out.negative_lags = 0;
  for (const NetworkLink& each : made.links) {
    const plan::Link& link = loaded.plan.links[row_of(each.link)];
    const std::int64_t before = network.durations[row_of(each.from)];
    const std::int64_t wait = wait_of(link, before, network.durations[row_of(each.to)]);
    if (wait >= (overlaps ? -before : 0)) {
      network.links.push_back({each.from, each.to, wait});
      continue;
    }
    const bool plain = link.kind == plan::LinkKind::fs;
    ++(plain ? made.left_out.negative_lags : made.left_out.links_of_other_kinds);
  }
  return network;
}

Result<ArrowNetwork> convert(const LoadedPlan& loaded, NetworkPlan& made) {
  NoProgress progress;
  Result<ArrowNetwork> network = arrow::convert(arrows_of(loaded, made, true), {}, progress);
  if (network || network.refusals().front().code != "arrow_network.cycle") return network;
  // Links of summaries may hold works below them in a circle that only overlaps close.
  return arrow::convert(arrows_of(loaded, made, false), {}, progress);
}

/// Events and arrows on the calendar, from the dates of the works.
class Dates {
 public:
  Dates(const LoadedPlan& loaded, NetworkPlan& made)
      : loaded_(loaded), made_(made), network_(made.network), calendar_(project_calendar()) {}

  void set() {
    for (std::size_t i = 0; i < network_.arrows.size(); ++i) by_from_.push_back(i);
    std::ranges::stable_sort(by_from_, {}, [&](std::size_t i) { return arrow(i).from; });
    set_starts();
    set_places();
    set_arrows();
    set_critical();
  }

  std::vector<std::int64_t> places;  ///< By event.

 private:
  [[nodiscard]] const Arrow& arrow(std::size_t i) const { return network_.arrows[i]; }
  [[nodiscard]] const ActivityDates& dates(const Arrow& one) const {
    return loaded_.schedule.activities[row_of(made_.works[row_of(one.work)])];
  }
  /// Where a work, or the part of it that an arrow stands for, begins and ends.
  [[nodiscard]] PlanTime start_of(const Arrow& one) const {
    if (one.part <= 1) return dates(one).start;
    const PlanTime at_offset = calendar_.add(dates(one).start, one.offset);
    return std::min(calendar_.next_work_start(at_offset), dates(one).finish);
  }
  [[nodiscard]] PlanTime finish_of(const Arrow& one) const {
    const std::int64_t end = one.offset + one.duration;
    const std::int64_t whole =
        loaded_.plan.activities[row_of(made_.works[row_of(one.work)])].duration.tenths();
    if (one.part == 0 || end >= whole) return dates(one).finish;
    return std::min(calendar_.add(dates(one).start, end), dates(one).finish);
  }

  plan::WorkingTime project_calendar() {
    PlanTime first = INT32_MAX;
    PlanTime last = k_no_time;
    for (const Index row : made_.works) {
      first = std::min(first, loaded_.schedule.activities[row_of(row)].start);
      last = std::max(last, loaded_.schedule.activities[row_of(row)].finish);
    }
    if (!loaded_.plan.projects.empty()) {
      Result<plan::WorkingTime> found = plan::compile_calendar(
          loaded_.plan, loaded_.plan.projects.front().calendar, {day_of(first), day_of(last) + 30});
      if (found) return std::move(*found);
    }
    return plan::WorkingTime::around_the_clock();
  }

  // When the first work behind an event begins.
  void set_starts() {
    next_start_.assign(network_.events.size(), INT64_MAX);
    for (auto i = by_from_.rbegin(); i != by_from_.rend(); ++i) {
      const Arrow& one = arrow(*i);
      std::int64_t& start = next_start_[row_of(one.from)];
      if (one.kind == Arrow::Kind::work) start = std::min<std::int64_t>(start, start_of(one));
      if (one.kind == Arrow::Kind::dummy) start = std::min(start, next_start_[row_of(one.to)]);
    }
  }

  [[nodiscard]] std::int64_t end_of(const Arrow& one, std::int64_t from) const {
    if (one.kind == Arrow::Kind::work) return std::max<std::int64_t>(from, finish_of(one));
    if (one.kind == Arrow::Kind::dummy) return from;
    return calendar_.add(static_cast<PlanTime>(from), one.duration);
  }

  // An event is when all before it is done; 17:00 and 08:00 of the next morning are one instant,
  // drawn where the next work begins.
  void set_places() {
    places.assign(network_.events.size(), INT32_MIN);
    places[0] = next_start_[0] == INT64_MAX ? 0 : next_start_[0];
    std::int32_t reached = 0;
    for (const std::size_t i : by_from_) {
      const Arrow& one = arrow(i);
      for (; reached < one.from; ++reached) settle(row_of(reached) + 1);
      places[row_of(one.to)] =
          std::max(places[row_of(one.to)], end_of(one, places[row_of(one.from)]));
    }
  }

  void settle(std::size_t event) {
    const std::int64_t next = next_start_[event];
    if (next == INT64_MAX || next <= places[event]) return;
    if (no_work_between(places[event], next)) places[event] = next;
  }

  [[nodiscard]] bool no_work_between(std::int64_t from, std::int64_t to) const {
    return calendar_.between(static_cast<PlanTime>(from), static_cast<PlanTime>(to)) == 0;
  }

  void set_arrows() {
    for (const Arrow& one : network_.arrows) {
      const std::int64_t from = places[row_of(one.from)];
      const std::int64_t to = places[row_of(one.to)];
      std::int64_t start = from;
      if (one.kind == Arrow::Kind::work) {
        start = std::clamp<std::int64_t>(start_of(one), from, to);
        made_.left_out.out_of_order += one.part <= 1 && start_of(one) < from;
      }
      std::int64_t finish = std::clamp(end_of(one, start), start, to);
      if (one.kind != Arrow::Kind::dummy && no_work_between(finish, to)) finish = to;
      made_.arrows.push_back({static_cast<PlanTime>(start), static_cast<PlanTime>(finish)});
    }
  }

  // Works as the schedule says; dummies and lags where they join critical ones without a gap.
  void set_critical() {
    std::vector<bool> after(network_.events.size(), false), before(network_.events.size(), false);
    after.front() = before.back() = true;
    const auto tight = [&](std::size_t i) {
      const Arrow& one = arrow(i);
      const DrawnArrow& drawn = made_.arrows[i];
      return drawn.start == places[row_of(one.from)] && drawn.finish == places[row_of(one.to)];
    };
    const auto leads = [&](std::size_t i, bool reached) {
      return arrow(i).kind == Arrow::Kind::work ? dates(arrow(i)).critical : reached && tight(i);
    };
    for (const std::size_t i : by_from_) {
      if (leads(i, after[row_of(arrow(i).from)])) after[row_of(arrow(i).to)] = true;
    }
    for (auto i = by_from_.rbegin(); i != by_from_.rend(); ++i) {
      if (leads(*i, before[row_of(arrow(*i).to)])) before[row_of(arrow(*i).from)] = true;
    }
    for (std::size_t i = 0; i < network_.arrows.size(); ++i) {
      Arrow& one = network_.arrows[i];
      one.critical = one.kind == Arrow::Kind::work
                         ? dates(one).critical
                         : tight(i) && after[row_of(one.from)] && before[row_of(one.to)];
    }
  }

  const LoadedPlan& loaded_;
  NetworkPlan& made_;
  ArrowNetwork& network_;
  plan::WorkingTime calendar_;
  std::vector<std::size_t> by_from_;
  std::vector<std::int64_t> next_start_;
};

}  // namespace

Result<NetworkPlan> network_plan(const LoadedPlan& loaded, Index branch) {
  Result<WorkNetwork> works = work_network(loaded, {branch, false, k_network_works_max});
  if (!works) return works.refusals();
  NetworkPlan made;
  static_cast<WorkNetwork&>(made) = std::move(*works);
  Result<ArrowNetwork> network = convert(loaded, made);
  if (!network) return network.refusals();
  made.network = std::move(*network);
  Result<arrow::Layers> nodes = lay_out_nodes(loaded, made);
  if (!nodes) return nodes.refusals();
  made.nodes = std::move(*nodes);
  Dates dates(loaded, made);
  dates.set();
  const auto [first, last] = std::ranges::minmax(dates.places);
  made.clearance = std::max<std::int64_t>(k_tenths_per_day, (last - first) / k_clearances_in_span);
  Result<arrow::Layout> layout = arrow::lay_out(made.network, {dates.places, made.clearance});
  if (!layout) return layout.refusals();
  made.layout = std::move(*layout);
  return made;
}

}  // namespace tc::functions::time
