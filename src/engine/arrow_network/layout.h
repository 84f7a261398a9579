#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "engine/arrow_network/arrow_network.h"

/// Where a 双代号时标网络图 is drawn: one source for the screen and for paper.
namespace tc::engine::arrow_network {

inline constexpr std::size_t k_drawn_arrows_max = 20'000;

struct LayoutOptions {
  /// By event: its place on the time axis; empty: the early times.
  std::vector<std::int64_t> at;
  /// What stands on one lane without a common event keeps this distance, in the unit of `at`.
  std::int64_t clearance = 0;
};

/// An arrow leaves its event along a vertical line to its lane, runs on the lane, and reaches the
/// other event along a vertical line; either may have no length.
struct Route {
  std::int32_t lane = -1;       ///< Of the horizontal part; -1: none, both events at one time.
  std::int32_t from_track = 0;  ///< 0: in line with the event, 1, 2 …: places to its right.
  std::int32_t to_track = 0;    ///< 0: in line with the event, 1, 2 …: places to its left.
  friend bool operator==(const Route&, const Route&) = default;
};

struct Layout {
  std::vector<std::int64_t> at;     ///< By event.
  std::vector<std::int32_t> lanes;  ///< By event; 0 is the top.
  std::vector<Route> routes;        ///< By arrow.
  std::int32_t lane_count = 0;
};

/// Lanes so that no two horizontal parts lie over each other, no two events in one place, no
/// vertical lines of different events on one track, none through a foreign event on track 0; the
/// longest critical chain lies on one lane where its events keep the clearance. Needs no dates:
/// any places with from ≤ to. Refuses `arrow_network.layout_invalid` where `at` runs backwards,
/// `arrow_network.too_large`. O(arrows · lanes).
[[nodiscard]] Result<Layout> lay_out(const ArrowNetwork& network, const LayoutOptions& options);

}  // namespace tc::engine::arrow_network
