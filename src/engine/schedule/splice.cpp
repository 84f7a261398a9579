#include "engine/schedule/splice.h"

#include <algorithm>
#include <unordered_map>

#include "base/row.h"

namespace tc::engine::schedule {
namespace {

void move_begins(std::vector<std::uint32_t>& begin, NodeIndex node, std::int32_t by) {
  for (std::size_t row = row_of(node) + 1; row < begin.size(); ++row) {
    begin[row] = static_cast<std::uint32_t>(static_cast<std::int64_t>(begin[row]) + by);
  }
}

}  // namespace

void splice_in(Network& network, State& state, const Splice& splice) {
  const auto [from, to, edge, link] = splice;
  const std::uint32_t in = network.in_begin[row_of(to) + 1];
  Edge entry = edge;
  entry.node = from;
  network.in.insert(network.in.begin() + in, entry);
  network.in_link.insert(network.in_link.begin() + in, link);
  state.driving.insert(state.driving.begin() + in, 0);
  move_begins(network.in_begin, to, 1);
  const std::uint32_t out = network.out_begin[row_of(from) + 1];
  entry.node = to;
  network.out.insert(network.out.begin() + out, entry);
  move_begins(network.out_begin, from, 1);
  network.nodes[row_of(to)].direct_in &= edge.is_direct();
  network.nodes[row_of(from)].direct_out &= edge.is_direct();
}

std::pair<NodeIndex, NodeIndex> splice_out(Network& network, State& state, plan::Index link) {
  const auto found = std::find(network.in_link.begin(), network.in_link.end(), link);
  std::pair<NodeIndex, NodeIndex> ends{-1, -1};
  if (found != network.in_link.end()) {
    const auto in = static_cast<std::uint32_t>(found - network.in_link.begin());
    const auto after = std::upper_bound(network.in_begin.begin(), network.in_begin.end(), in);
    const Edge entry = network.in[in];
    ends = {entry.node, static_cast<NodeIndex>(after - network.in_begin.begin()) - 1};
    network.in.erase(network.in.begin() + in);
    network.in_link.erase(found);
    state.driving.erase(state.driving.begin() + in);
    move_begins(network.in_begin, ends.second, -1);
    const auto is_same = [&](const Edge& other) {
      return other.node == ends.second && other.kind == entry.kind && other.lag == entry.lag &&
             other.hierarchy == entry.hierarchy;
    };
    const auto first = network.out.begin() + network.out_begin[row_of(ends.first)];
    const auto last = network.out.begin() + network.out_begin[row_of(ends.first) + 1];
    const auto out = std::find_if(first, last, is_same);
    TC_ASSERT(out != last);
    network.out.erase(out);
    move_begins(network.out_begin, ends.first, -1);
  }
  for (plan::Index& other : network.in_link) {
    if (other > link) --other;
  }
  return ends;
}

std::vector<NodeIndex> path_between(const Network& network, NodeIndex to, NodeIndex from) {
  std::unordered_map<NodeIndex, NodeIndex> came_from{{to, -1}};
  std::vector<NodeIndex> queue{to};
  for (std::size_t at = 0; at < queue.size(); ++at) {
    if (queue[at] == from) {
      std::vector<NodeIndex> path;
      for (NodeIndex node = from; node >= 0; node = came_from[node]) path.push_back(node);
      std::reverse(path.begin(), path.end());
      return path;
    }
    for (const Edge& edge : network.successors(queue[at])) {
      if (edge.node > from || !came_from.try_emplace(edge.node, queue[at]).second) continue;
      queue.push_back(edge.node);
    }
  }
  return {};
}

}  // namespace tc::engine::schedule
