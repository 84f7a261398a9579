#include "engine/schedule/plain.h"

#include <algorithm>
#include <numeric>

namespace tc::engine::schedule {
namespace {

using plan::LinkKind;

/// A rendering table larger than this does not pay: positions are rendered one by one.
constexpr std::int64_t k_table_rows_max = 1 << 21;

/// Dates of grid positions, from the first on.
class Rendering {
 public:
  Rendering(const Network& network, std::vector<Dates>& table, std::int32_t first,
            std::int32_t last)
      : calendar_(network.calendars[network.nodes.front().calendar]),
        grid_(network.grid),
        first_(first) {
    const std::int64_t rows = std::int64_t{last} - first + 1;
    tabled_ = rows <= k_table_rows_max;
    if (!tabled_) return;
    table.resize(static_cast<std::size_t>(rows));
    for (std::int32_t row = 0; row < rows; ++row) {
      table[static_cast<std::size_t>(row)] = computed(first + row);
    }
    rows_ = table.data();
  }
  [[nodiscard]] PlanTime start(std::int32_t position) const {
    return tabled_ ? rows_[position - first_].start : computed(position).start;
  }
  [[nodiscard]] PlanTime finish(std::int32_t position) const {
    return tabled_ ? rows_[position - first_].finish : computed(position).finish;
  }

 private:
  [[nodiscard]] Dates computed(std::int32_t position) const {
    const std::int64_t wide = std::int64_t{position} * grid_.step + grid_.floor;
    const auto at = static_cast<std::int32_t>(
        std::clamp<std::int64_t>(wide, plan::k_plan_time_min, 2LL * plan::k_plan_time_max));
    return {calendar_.start_at(at), calendar_.finish_at(at)};
  }

  const plan::WorkingTime& calendar_;
  const Grid& grid_;
  std::int32_t first_;
  const Dates* rows_ = nullptr;
  bool tabled_ = false;
};

struct Span {
  std::int32_t first = 0;
  std::int32_t last = 0;
};

/// Early finishes as grid positions; marks driving links. Gives the span of all positions.
/// `k_bare`: see Grid::bare.
template <bool k_bare>
Span forward(const Network& network, State& state) {
  const std::int32_t* duration = network.grid.duration.data();
  [[maybe_unused]] const std::int32_t* lags = network.grid.lag.data();
  const Edge* edges = network.in.data();
  const std::uint32_t* begin = network.in_begin.data();
  std::int32_t* finish = state.grid_finish.data();
  std::uint8_t* driving = state.driving.data();
  const auto count = static_cast<std::int32_t>(network.nodes.size());
  Span span;
  for (std::int32_t node = 0; node < count; ++node) {
    const std::int32_t own = duration[node];
    const auto asked = [&](const Edge& edge) {
      if constexpr (k_bare) return finish[edge.node];
      const std::int32_t time = finish[edge.node] + lags[edge.lag];
      const auto kind = static_cast<LinkKind>(edge.kind);
      if (kind == LinkKind::fs) return time;
      if (kind == LinkKind::ss) return time - duration[edge.node];
      return std::max(time - own, network.grid.finish_floor);
    };
    const std::uint32_t first = begin[node];
    const std::uint32_t last = begin[node + 1];
    std::int32_t start = first == last ? 0 : network.grid.logic_floor;
    for (std::uint32_t at = first; at < last; ++at) start = std::max(start, asked(edges[at]));
    for (std::uint32_t at = first; at < last; ++at) driving[at] = asked(edges[at]) == start;
    finish[node] = start + own;
    span.first = std::min(span.first, start);
    span.last = std::max(span.last, start + own);
  }
  return span;
}

/// Late positions, floats, and all dates.
template <bool k_bare>
void backward(const Network& network, State& state, const Span& span) {
  const Rendering rendering(network, state.grid_table, span.first, span.last);
  const std::int32_t* duration = network.grid.duration.data();
  [[maybe_unused]] const std::int32_t* lags = network.grid.lag.data();
  const Edge* edges = network.out.data();
  const std::uint32_t* begin = network.out_begin.data();
  const std::int32_t* finish = state.grid_finish.data();
  Dates* cells = state.grid_start.data();  // Early and late start of each node.
  const std::int32_t step = network.grid.step;
  const bool clamp = network.rules.free_float_clamped;
  for (auto node = static_cast<std::int32_t>(network.nodes.size()); node-- > 0;) {
    const std::int32_t own = duration[node];
    const std::int32_t early_finish = finish[node];
    const std::int32_t early_start = early_finish - own;
    std::int32_t late_finish = span.last;
    std::int32_t free = INT32_MAX;
    for (std::uint32_t at = begin[node]; at < begin[node + 1]; ++at) {
      const Edge& edge = edges[at];
      std::int32_t shift = 0;
      if constexpr (!k_bare) {
        const auto kind = static_cast<LinkKind>(edge.kind);
        shift = lags[edge.lag] - (kind == LinkKind::ff ? duration[edge.node] : 0) -
                (kind == LinkKind::ss ? own : 0);
      }
      const Dates theirs = cells[edge.node];
      late_finish = std::min(late_finish, theirs.finish - shift);
      free = std::min(free, theirs.start - shift - early_finish);
    }
    const std::int32_t late_start = late_finish - own;
    cells[node] = {early_start, late_start};
    const std::int32_t total = late_start - early_start;
    if (free == INT32_MAX) free = clamp ? total : span.last - early_finish;
    if (clamp) free = std::max(free, 0);
    state.total_float[static_cast<std::size_t>(node)] = total * step;
    state.free_float[static_cast<std::size_t>(node)] = free * step;
    Dates& early = state.early[static_cast<std::size_t>(node)];
    early.start = rendering.start(early_start);
    early.finish = own == 0 ? early.start : rendering.finish(early_finish);
    Dates& late = state.late[static_cast<std::size_t>(node)];
    late.finish = rendering.finish(late_finish);
    late.start = own == 0 ? late.finish : rendering.start(late_start);
  }
}

}  // namespace

bool is_plain(const Network& network) {
  if (network.nodes.empty() || !network.specials.empty() || network.projects.size() != 1) {
    return false;
  }
  const ProjectFrame& frame = network.projects.front();
  if (network.from_finish || frame.must_finish_by != k_no_time ||
      frame.settings->multiple_critical_paths)
    return false;
  const CalendarIndex calendar = network.nodes.front().calendar;
  for (const Node& node : network.nodes) {
    if (node.calendar != calendar || node.shape != Shape::task) return false;
  }
  for (std::size_t row = 1; row < network.lags.size(); ++row) {
    const Lag& lag = network.lags[row];
    if (lag.calendar != calendar || lag.percent) return false;
    if (lag.amount < 0 && network.rules.data_date_floor) return false;
  }
  // A finish link after a zero-length task keeps an instant that positions cannot tell apart.
  const bool any_zero = std::any_of(network.nodes.begin(), network.nodes.end(),
                                    [](const Node& node) { return node.duration == 0; });
  const bool finish_links = !any_zero || !network.rules.finish_link_keeps_date;
  return std::none_of(network.in.begin(), network.in.end(), [&](const Edge& edge) {
    const auto kind = static_cast<LinkKind>(edge.kind);
    return kind == LinkKind::sf || (kind == LinkKind::ff && !finish_links);
  });
}

void prepare_grid(Network& network) {
  Grid& grid = network.grid;
  std::int32_t step = 0;
  for (const Node& node : network.nodes) step = std::gcd(step, node.duration);
  for (const Lag& lag : network.lags) step = std::gcd(step, lag.amount);
  grid.step = std::max(step, 1);
  const ProjectFrame& frame = network.projects.front();
  grid.floor = network.calendars[network.nodes.front().calendar].position(frame.floor);
  constexpr std::int32_t k_no_floor = INT32_MIN / 2;
  grid.finish_floor = network.rules.finish_link_floored ? 0 : k_no_floor;
  grid.logic_floor = network.rules.data_date_floor ? 0 : k_no_floor;
  grid.bare = network.lags.size() == 1 && std::ranges::all_of(network.in, [](const Edge& edge) {
                return static_cast<LinkKind>(edge.kind) == LinkKind::fs;
              });
  grid.duration.reserve(network.nodes.size());
  for (const Node& node : network.nodes) grid.duration.push_back(node.duration / grid.step);
  for (const Lag& lag : network.lags) grid.lag.push_back(lag.amount / grid.step);
}

void compute_plain(const Network& network, State& state) {
  state.grid_finish.resize(network.nodes.size());
  state.grid_start.resize(network.nodes.size());
  const Span span =
      network.grid.bare ? forward<true>(network, state) : forward<false>(network, state);
  if (network.grid.bare)
    backward<true>(network, state, span);
  else
    backward<false>(network, state, span);
  const plan::WorkingTime& calendar = network.calendars[network.nodes.front().calendar];
  const std::int64_t last = std::int64_t{span.last} * network.grid.step + network.grid.floor;
  state.project_finish = {calendar.finish_at(
      static_cast<std::int32_t>(std::min<std::int64_t>(last, 2LL * plan::k_plan_time_max)))};
  state.late_base = state.project_finish;
}

}  // namespace tc::engine::schedule
