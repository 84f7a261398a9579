#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"

/// Where a network on nodes (单代号网络图) is drawn: one source for the screen and for paper.
namespace tc::engine::arrow_network {

inline constexpr std::size_t k_drawn_nodes_max = 5'000;
inline constexpr std::size_t k_drawn_cells_max = 100'000;

struct NodeLink {
  std::int32_t from = 0;
  std::int32_t to = 0;
};

/// A place in the picture: columns from the left, rows in heights of a node from the top.
struct Cell {
  std::int32_t column = 0;
  double row = 0;
};

struct Layers {
  std::vector<Cell> nodes;
  /// By link: where it passes the columns between its ends.
  std::vector<std::vector<Cell>> bends;
  std::int32_t columns = 0;
  double rows = 0;
};

/// Every node in the first column after all nodes before it, few crossings (barycentre sweeps over
/// nodes and passing links), short links. Deterministic. Refuses `arrow_network.link_invalid`,
/// `.cycle`, `.too_large`. O(sweeps · links · columns passed). Source: Sugiyama, Tagawa, Toda 1981.
[[nodiscard]] Result<Layers> lay_out_nodes(std::size_t nodes, const std::vector<NodeLink>& links);

}  // namespace tc::engine::arrow_network
