#include "engine/schedule/topology.h"

#include <algorithm>
#include <cstddef>

namespace tc::engine::schedule {
namespace {

/// How many arcs the search for a short cycle may walk in all.
constexpr std::int64_t k_cycle_steps_max = 20'000'000;

struct Successors {
  std::vector<std::uint32_t> begin;
  std::vector<std::int32_t> to;

  Successors(std::int32_t count, const std::vector<Arc>& arcs)
      : begin(static_cast<std::size_t>(count) + 1), to(arcs.size()) {
    for (const Arc& arc : arcs) ++begin[static_cast<std::size_t>(arc.from) + 1];
    for (std::size_t row = 1; row < begin.size(); ++row) begin[row] += begin[row - 1];
    std::vector<std::uint32_t> next(begin.begin(), begin.end() - 1);
    for (const Arc& arc : arcs) to[next[static_cast<std::size_t>(arc.from)]++] = arc.to;
  }
};

/// Breadth-first from `start` inside `open` back to `start`: a shortest cycle through it.
std::vector<std::int32_t> cycle_through(std::int32_t start, const Successors& successors,
                                        const std::vector<std::int32_t>& open,
                                        std::vector<std::int32_t>& parent, std::int64_t& steps) {
  std::vector<std::int32_t> queue{start};
  std::vector<std::int32_t> cycle;
  for (std::size_t at = 0; at < queue.size() && cycle.empty(); ++at) {
    const auto node = static_cast<std::size_t>(queue[at]);
    for (std::uint32_t arc = successors.begin[node]; arc < successors.begin[node + 1]; ++arc) {
      ++steps;
      const std::int32_t next = successors.to[arc];
      if (next == start) {
        for (std::int32_t back = queue[at]; back != start;
             back = parent[static_cast<std::size_t>(back)]) {
          cycle.push_back(back);
        }
        cycle.push_back(start);
        break;
      }
      if (open[static_cast<std::size_t>(next)] == 0) continue;
      if (parent[static_cast<std::size_t>(next)] != -1) continue;
      parent[static_cast<std::size_t>(next)] = queue[at];
      queue.push_back(next);
    }
  }
  for (const std::int32_t node : queue) parent[static_cast<std::size_t>(node)] = -1;
  std::reverse(cycle.begin(), cycle.end());
  return cycle;
}

std::vector<std::int32_t> shortest_cycle(const Successors& successors,
                                         const std::vector<std::int32_t>& open) {
  std::vector<std::int32_t> parent(open.size(), -1);
  std::vector<std::int32_t> best;
  std::int64_t steps = 0;
  for (std::size_t node = 0; node < open.size(); ++node) {
    if (open[node] == 0) continue;
    if (steps > k_cycle_steps_max && !best.empty()) break;
    std::vector<std::int32_t> cycle =
        cycle_through(static_cast<std::int32_t>(node), successors, open, parent, steps);
    if (!cycle.empty() && (best.empty() || cycle.size() < best.size())) best = std::move(cycle);
    if (best.size() == 1 || best.size() == 2) break;
  }
  return best;
}

}  // namespace

Order topological_order(std::int32_t count, const std::vector<Arc>& arcs) {
  const Successors successors(count, arcs);
  std::vector<std::int32_t> open(static_cast<std::size_t>(count));  // Predecessors still to come.
  for (const Arc& arc : arcs) ++open[static_cast<std::size_t>(arc.to)];
  Order order;
  order.nodes.reserve(static_cast<std::size_t>(count));
  for (std::int32_t node = 0; node < count; ++node) {
    if (open[static_cast<std::size_t>(node)] == 0) order.nodes.push_back(node);
  }
  for (std::size_t at = 0; at < order.nodes.size(); ++at) {
    const auto node = static_cast<std::size_t>(order.nodes[at]);
    for (std::uint32_t arc = successors.begin[node]; arc < successors.begin[node + 1]; ++arc) {
      const std::int32_t next = successors.to[arc];
      if (--open[static_cast<std::size_t>(next)] == 0) order.nodes.push_back(next);
    }
  }
  if (order.nodes.size() < static_cast<std::size_t>(count)) {
    order.cycle = shortest_cycle(successors, open);
  }
  return order;
}

}  // namespace tc::engine::schedule
