#include "engine/schedule/plain.h"

#include <algorithm>
#include <numeric>

namespace tc::engine::schedule {
namespace {

using plan::LinkKind;

/// A rendering table larger than this does not pay: positions are rendered one by one.
constexpr std::int64_t k_table_rows_max = 1 << 21;

/// The backward pass goes by blocks of nodes, which are rendered before they leave the nearest
/// cache.
constexpr std::int32_t k_block_nodes = 1024;

/// What far links reach is fetched this many nodes ahead.
constexpr std::int32_t k_nodes_ahead = 32;

/// What the links of a node ask of it in the backward pass, as grid positions.
constexpr Dates k_nothing_asked{INT32_MAX, INT32_MAX};

struct Span {
  std::int32_t first = 0;
  std::int32_t last = 0;
};

/// The plain data of a network and its state. `k_bare`: see Grid::bare.
template <bool k_bare>
class PlainPasses {
 public:
  PlainPasses(const Network& network, State& state)
      : grid_(network.grid),
        duration_(network.grid.duration.data()),
        lags_(network.grid.lag.data()),
        edges_(network.in.data()),
        begin_(network.in_begin.data()),
        count_(static_cast<std::int32_t>(network.nodes.size())),
        finish_(state.grid_finish.data()),
        asked_(state.grid_asked.data()),
        driving_(state.driving.data()) {}

  /// Early finishes from a node on, those before it are known; marks driving links. Gives the span
  /// of all positions.
  Span forward(std::int32_t from) {
    Span span = known(from);
    const std::int32_t fetch_end = grid_.far ? count_ - k_nodes_ahead : 0;
    for (std::int32_t node = from; node < count_; ++node) {
      if (node < fetch_end) fetch(finish_, node + k_nodes_ahead);
      const std::int32_t start = early_start(node);
      const std::int32_t finish = start + duration_[node];
      finish_[node] = finish;
      asked_[node] = k_nothing_asked;
      span.first = start < span.first ? start : span.first;
      span.last = finish > span.last ? finish : span.last;
    }
    return span;
  }

  /// Every node tells its predecessors what it asks of them, so the links of the forward pass serve
  /// again, in the order of memory. `done` is called for each block [first, last).
  template <class Done>
  void backward(const Span& span, Done done) {
    const std::int32_t fetch_begin = grid_.far ? k_nodes_ahead : count_;
    for (std::int32_t last = count_; last > 0;) {
      const std::int32_t first = (last - 1) / k_block_nodes * k_block_nodes;
      for (std::int32_t node = last; node-- > first;) {
        if (node >= fetch_begin) fetch(asked_, node - k_nodes_ahead);
        ask_predecessors(node, span.last);
      }
      done(first, last);
      last = first;
    }
  }

 private:
  Span known(std::int32_t until) {
    Span span;
    for (std::int32_t node = 0; node < until; ++node) {
      span.first = std::min(span.first, finish_[node] - duration_[node]);
      span.last = std::max(span.last, finish_[node]);
    }
    std::fill_n(asked_, until, k_nothing_asked);
    return span;
  }

  /// Fetches what the links of a node reach.
  template <class Cell>
  void fetch(const Cell* cells, std::int32_t node) const {
    const Edge* const end = edges_ + begin_[node + 1];
    for (const Edge* edge = edges_ + begin_[node]; edge < end; ++edge)
      __builtin_prefetch(cells + edge->node);
  }

  [[nodiscard]] std::int32_t asked_start(const Edge& edge, std::int32_t own) const {
    if constexpr (k_bare) return finish_[edge.node];
    const std::int32_t time = finish_[edge.node] + lags_[edge.lag];
    const auto kind = static_cast<LinkKind>(edge.kind);
    if (kind == LinkKind::fs) return time;
    if (kind == LinkKind::ss) return time - duration_[edge.node];
    return std::max(time - own, grid_.finish_floor);
  }

  [[nodiscard]] std::int32_t early_start(std::int32_t node) {
    const Edge* const first = edges_ + begin_[node];
    const Edge* const last = edges_ + begin_[node + 1];
    const std::int32_t own = duration_[node];
    std::int32_t start = first == last ? 0 : grid_.logic_floor;
    for (const Edge* edge = first; edge < last; ++edge) {
      const std::int32_t asked = asked_start(*edge, own);
      start = asked > start ? asked : start;
    }
    std::uint8_t* driving = driving_ + begin_[node];
    for (const Edge* edge = first; edge < last; ++edge)
      *driving++ = asked_start(*edge, own) == start;
    return start;
  }

  void ask_predecessors(std::int32_t node, std::int32_t project_finish) {
    const std::int32_t own = duration_[node];
    const std::int32_t early_start = finish_[node] - own;
    const std::int32_t asked_finish = asked_[node].finish;
    const std::int32_t late_start = std::min(project_finish, asked_finish) - own;
    const Edge* const end = edges_ + begin_[node + 1];
    for (const Edge* edge = edges_ + begin_[node]; edge < end; ++edge) {
      std::int32_t shift = 0;
      if constexpr (!k_bare) {
        const auto kind = static_cast<LinkKind>(edge->kind);
        shift = lags_[edge->lag] - (kind == LinkKind::ff ? own : 0) -
                (kind == LinkKind::ss ? duration_[edge->node] : 0);
      }
      Dates& theirs = asked_[edge->node];
      const std::int32_t start = early_start - shift;
      const std::int32_t finish = late_start - shift;
      theirs.start = start < theirs.start ? start : theirs.start;
      theirs.finish = finish < theirs.finish ? finish : theirs.finish;
    }
  }

  const Grid& grid_;
  const std::int32_t* duration_;
  const std::int32_t* lags_;
  const Edge* edges_;
  const std::uint32_t* begin_;
  std::int32_t count_;
  std::int32_t* finish_;
  Dates* asked_;  ///< Earliest start and latest finish that successors ask for.
  std::uint8_t* driving_;
};

/// What a computation is told and tells beside the state: who has other dates or floats than
/// before, and how many end at the project finish.
struct Renewal {
  std::vector<plan::Index>* moved = nullptr;
  NodeIndex from = 0;  ///< Where to begin.
  std::int32_t at_finish = 0;
};

/// Dates and floats from grid positions. `k_renew`: tells what was otherwise before.
template <bool k_renew>
class Rendering {
 public:
  Rendering(const Network& network, State& state, const Span& span, Renewal& renewal)
      : renewal_(renewal),
        calendar_(network.calendars[network.nodes.front().calendar]),
        grid_(network.grid),
        state_(state),
        activities_(network.activity.data()),
        span_(span),
        clamp_(network.rules.free_float_clamped) {
    const std::int64_t rows = std::int64_t{span.last} - span.first + 1;
    tabled_ = rows <= k_table_rows_max;
    if (!tabled_) return;
    state.grid_table.resize(static_cast<std::size_t>(rows));
    for (std::int32_t row = 0; row < rows; ++row) {
      state.grid_table[static_cast<std::size_t>(row)] = computed(span.first + row);
    }
  }

  void render(std::int32_t first, std::int32_t last) const {
    if (tabled_) {
      const Dates* rows = state_.grid_table.data();
      const std::int32_t origin = span_.first;
      write(first, last, [rows, origin](std::int32_t position) { return rows[position - origin]; });
    } else {
      write(first, last, [this](std::int32_t position) { return computed(position); });
    }
  }

 private:
  [[nodiscard]] Dates computed(std::int32_t position) const {
    const std::int64_t wide = std::int64_t{position} * grid_.step + grid_.floor;
    const auto at = static_cast<std::int32_t>(
        std::clamp<std::int64_t>(wide, plan::k_plan_time_min, 2LL * plan::k_plan_time_max));
    return {calendar_.start_at(at), calendar_.finish_at(at)};
  }

  template <class DatesAt>
  void write(std::int32_t first, std::int32_t last, DatesAt dates_at) const {
    const std::int32_t* const durations = grid_.duration.data();
    const std::int32_t* const finishes = state_.grid_finish.data();
    const Dates* const asks = state_.grid_asked.data();
    std::int32_t* const totals = state_.total_float.data();
    std::int32_t* const frees = state_.free_float.data();
    Dates* const earlies = state_.early.data();
    Dates* const lates = state_.late.data();
    const std::int32_t step = grid_.step;
    const std::int32_t end = span_.last;
    const bool clamp = clamp_;
    const plan::Index* const activities = activities_;
    plan::Index others[k_renew ? k_block_nodes : 1];
    plan::Index* noted = others;
    std::int32_t at_finish = 0;
    for (std::int32_t node = first; node < last; ++node) {
      const std::int32_t own = durations[node];
      const std::int32_t early_finish = finishes[node];
      const Dates asked = asks[node];
      const std::int32_t late_finish = std::min(end, asked.finish);
      const std::int32_t total = late_finish - early_finish;
      const std::int32_t open = clamp ? total : end - early_finish;
      std::int32_t free = asked.start == INT32_MAX ? open : asked.start - early_finish;
      if (clamp) free = std::max(free, 0);
      const PlanTime start = dates_at(early_finish - own).start;
      const Dates early{start, own == 0 ? start : dates_at(early_finish).finish};
      const PlanTime finish = dates_at(late_finish).finish;
      const Dates late{own == 0 ? finish : dates_at(late_finish - own).start, finish};
      if constexpr (k_renew) {
        at_finish += early_finish == end ? 1 : 0;
        // Late dates follow from early ones and the total float.
        *noted = activities[node];
        noted += ((totals[node] ^ (total * step)) | (frees[node] ^ (free * step)) |
                  (earlies[node].start ^ early.start) | (earlies[node].finish ^ early.finish)) != 0;
      }
      totals[node] = total * step;
      frees[node] = free * step;
      earlies[node] = early;
      lates[node] = late;
    }
    if constexpr (!k_renew) return;
    renewal_.moved->insert(renewal_.moved->end(), others, noted);
    renewal_.at_finish += at_finish;
  }

  Renewal& renewal_;
  const plan::WorkingTime& calendar_;
  const Grid& grid_;
  State& state_;
  const plan::Index* activities_;
  Span span_;
  bool clamp_ = false;
  bool tabled_ = false;
};

template <bool k_bare, bool k_renew>
Span run(const Network& network, State& state, Renewal& renewal) {
  PlainPasses<k_bare> passes(network, state);
  const Span span = passes.forward(renewal.from);
  const Rendering<k_renew> rendering(network, state, span, renewal);
  passes.backward(
      span, [&rendering](std::int32_t first, std::int32_t last) { rendering.render(first, last); });
  return span;
}

template <bool k_renew>
void compute(const Network& network, State& state, Renewal& renewal) {
  state.grid_finish.resize(network.nodes.size());
  state.grid_asked.resize(network.nodes.size());
  const Span span = network.grid.bare ? run<true, k_renew>(network, state, renewal)
                                      : run<false, k_renew>(network, state, renewal);
  const plan::WorkingTime& calendar = network.calendars[network.nodes.front().calendar];
  const std::int64_t last = std::int64_t{span.last} * network.grid.step + network.grid.floor;
  state.project_finish = {calendar.finish_at(
      static_cast<std::int32_t>(std::min<std::int64_t>(last, 2LL * plan::k_plan_time_max)))};
  state.late_base = state.project_finish;
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
  Renewal renewal;
  compute<false>(network, state, renewal);
}

void place_on_grid(const Network& network, State& state, NodeIndex node) {
  const auto row = static_cast<std::size_t>(node);
  const plan::WorkingTime& calendar = network.calendars[network.nodes.front().calendar];
  state.grid_finish[row] =
      (calendar.position(state.early[row].finish) - network.grid.floor) / network.grid.step;
}

std::int32_t renew_plain(const Network& network, State& state, NodeIndex from,
                         std::vector<plan::Index>& moved) {
  moved.clear();
  Renewal renewal{&moved, from};
  compute<true>(network, state, renewal);
  return renewal.at_finish;
}

}  // namespace tc::engine::schedule
