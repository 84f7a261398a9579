#pragma once

#include <cstdint>
#include <vector>

namespace tc::engine::schedule {

struct Arc {
  std::int32_t from = 0;
  std::int32_t to = 0;
};

/// The nodes in an order in which every arc goes forward, or, where there is none, a shortest
/// cycle among those found.
struct Order {
  std::vector<std::int32_t> nodes;
  std::vector<std::int32_t> cycle;  ///< Empty when `nodes` holds all.
};

/// Orders `count` nodes; those without arcs between them keep their order by layers, so that
/// neighbours in the network stay neighbours in memory. O(nodes + arcs), no recursion.
[[nodiscard]] Order topological_order(std::int32_t count, const std::vector<Arc>& arcs);

}  // namespace tc::engine::schedule
