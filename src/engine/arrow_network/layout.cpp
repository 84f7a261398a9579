#include "engine/arrow_network/layout.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "base/row.h"
#include "engine/arrow_network/lanes.h"
#include "engine/arrow_network/tracks.h"

namespace tc::engine::arrow_network {
namespace {

using Index = std::int32_t;
using Chain = std::vector<std::size_t>;  ///< Arrows, each from where the one before ends.

class Drawer {
 public:
  Drawer(const ArrowNetwork& network, Layout& layout, std::int64_t clearance)
      : network_(network),
        layout_(layout),
        clearance_(std::max<std::int64_t>(clearance, 1)),
        lanes_(clearance),
        placed_(network.events.size(), false),
        drawn_(network.arrows.size(), false),
        out_(network.events.size()) {
    for (std::size_t i = 0; i < network.arrows.size(); ++i)
      out_[row_of(network.arrows[i].from)].push_back(i);
  }

  void draw() {
    put(0, 0);
    draw_chain(main_chain());
    // Arrows by the number of their event: all before it are drawn, so it has its place.
    for (const std::vector<std::size_t>& leaving : out_) {
      std::vector<std::size_t> order = leaving;
      std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t i) { return rank(i); });
      for (const std::size_t arrow : order) {
        if (!drawn_[arrow]) draw_chain(chain_from(arrow));
      }
    }
  }

 private:
  [[nodiscard]] const Arrow& arrow(std::size_t i) const { return network_.arrows[i]; }
  [[nodiscard]] std::int64_t when(Index event) const { return layout_.at[row_of(event)]; }
  [[nodiscard]] std::int64_t length(std::size_t i) const {
    return when(arrow(i).to) - when(arrow(i).from);
  }
  /// What goes straight on: critical before others, solid before dummy, long before short.
  [[nodiscard]] std::tuple<bool, bool, std::int64_t> rank(std::size_t i) const {
    return {arrow(i).critical, arrow(i).kind != Arrow::Kind::dummy, length(i)};
  }

  // The path from start to end with the most critical time on it.
  [[nodiscard]] Chain main_chain() const {
    std::vector<std::int64_t> best(out_.size(), 0);
    std::vector<std::size_t> next(out_.size(), 0);
    for (std::size_t event = out_.size(); event-- > 0;) {
      std::int64_t most = -1;
      for (const std::size_t i : out_[event]) {
        const std::int64_t weight =
            best[row_of(arrow(i).to)] + (arrow(i).critical ? length(i) + 1 : 0);
        if (weight <= most) continue;
        most = weight;
        next[event] = i;
      }
      best[event] = std::max<std::int64_t>(most, 0);
    }
    Chain chain;
    for (std::size_t event = 0; !out_[event].empty(); event = row_of(arrow(next[event]).to))
      chain.push_back(next[event]);
    return chain;
  }

  [[nodiscard]] Chain chain_from(std::size_t first) const {
    Chain chain = {first};
    while (!placed_[row_of(arrow(chain.back()).to)]) {
      const std::vector<std::size_t>& leaving = out_[row_of(arrow(chain.back()).to)];
      chain.push_back(
          *std::ranges::max_element(leaving, {}, [&](std::size_t i) { return rank(i); }));
    }
    return chain;
  }

  void put(Index event, Index lane) {
    placed_[row_of(event)] = true;
    layout_.lanes[row_of(event)] = lane;
    lanes_.add(lane, {when(event), when(event), event, event});
  }

  // A chain lies on one lane as far as its events keep the distance.
  void draw_chain(const Chain& chain) {
    Chain run;
    for (const std::size_t i : chain) {
      const Index to = arrow(i).to;
      if (length(i) > 0 && (placed_[row_of(to)] || length(i) >= clearance_)) {
        run.push_back(i);
        continue;
      }
      draw_run(run);
      run.clear();
      if (placed_[row_of(to)]) {
        draw_run({i});
        continue;
      }
      const Index lane = layout_.lanes[row_of(arrow(i).from)];
      put(to, lanes_.nearest(lane, lane, [&](Index one) {
        return lanes_.is_free(one, {when(to), when(to), to, to}, {});
      }));
      draw_run({i});
    }
    draw_run(run);
  }

  void draw_run(const Chain& run) {
    if (run.empty()) return;
    const Index from = arrow(run.front()).from;
    const Index to = arrow(run.back()).to;
    for (const std::size_t i : run) drawn_[i] = true;
    // Both events have their place: a vertical line joins them.
    if (when(from) == when(to)) return;
    const Index begins = layout_.lanes[row_of(from)];
    const Index ends = placed_[row_of(to)] ? layout_.lanes[row_of(to)] : begins;
    const Lanes::Piece whole{when(from), when(to), from, to};
    const Index lane = lanes_.nearest(begins, ends, [&](Index one) {
      return lanes_.is_free(one, whole, {one == begins, one == ends && placed_[row_of(to)]});
    });
    for (const std::size_t i : run) {
      const Arrow& one = arrow(i);
      layout_.routes[i].lane = lane;
      lanes_.add(lane, {when(one.from), when(one.to), one.from, one.to});
      if (!placed_[row_of(one.to)]) put(one.to, lane);
    }
  }

  const ArrowNetwork& network_;
  Layout& layout_;
  std::int64_t clearance_;
  Lanes lanes_;
  std::vector<bool> placed_;
  std::vector<bool> drawn_;
  std::vector<std::vector<std::size_t>> out_;
};

// The lanes in use, counted from the top.
void count_lanes(Layout& layout) {
  std::vector<Index> used = layout.lanes;
  for (const Route& route : layout.routes) {
    if (route.lane != k_no_lane) used.push_back(route.lane);
  }
  std::ranges::sort(used);
  used.erase(std::unique(used.begin(), used.end()), used.end());
  const auto renamed = [&](Index lane) {
    return static_cast<Index>(std::ranges::lower_bound(used, lane) - used.begin());
  };
  for (Index& lane : layout.lanes) lane = renamed(lane);
  for (Route& route : layout.routes)
    route.lane = route.lane == k_no_lane ? -1 : renamed(route.lane);
  layout.lane_count = static_cast<Index>(used.size());
}

Status check(const ArrowNetwork& network, const std::vector<std::int64_t>& places) {
  if (network.arrows.size() > k_drawn_arrows_max) {
    return refuse(RefusalKind::too_large, "arrow_network.too_large", {},
                  {{"limit", std::to_string(k_drawn_arrows_max)}});
  }
  const auto backwards = [&](const Arrow& arrow) {
    return places[row_of(arrow.from)] > places[row_of(arrow.to)];
  };
  const auto beyond = [](std::int64_t place) {
    return place > k_place_max || place < -k_place_max;
  };
  if (network.events.size() < 2 || places.size() != network.events.size() ||
      std::ranges::any_of(places, beyond) || std::ranges::any_of(network.arrows, backwards))
    return refuse(RefusalKind::rule, "arrow_network.layout_invalid");
  return Done{};
}

}  // namespace

Result<Layout> lay_out(const ArrowNetwork& network, const LayoutOptions& options) {
  Layout layout;
  layout.at = options.at;
  if (layout.at.empty()) {
    for (const Event& event : network.events) layout.at.push_back(event.early);
  }
  if (const Status sound = check(network, layout.at); !sound) return sound.refusals();
  layout.lanes.resize(network.events.size());
  layout.routes.resize(network.arrows.size(), {.lane = k_no_lane});
  Drawer(network, layout, std::clamp<std::int64_t>(options.clearance, 0, k_place_max)).draw();
  count_lanes(layout);
  set_tracks(network, layout);
  return layout;
}

}  // namespace tc::engine::arrow_network
