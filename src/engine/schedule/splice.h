#pragma once

#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"

namespace tc::engine::schedule {

/// Puts a link between two nodes in order (`from` before `to`) into the arrays of the network and
/// the state. O(activities + links) of memory moved, nothing computed.
void splice_in(Network& network, State& state, NodeIndex from, NodeIndex to, const Edge& edge,
               plan::Index link);
/// Takes the entry of a link of the plan out again; later links of the plan move up by one.
/// Gives the ends, or -1 and -1 when the link is not part of the network.
std::pair<NodeIndex, NodeIndex> splice_out(Network& network, State& state, plan::Index link);

/// The nodes from `to` to `from` along links, when `from` can be reached: adding from → to would
/// close this cycle. Empty when it cannot. Looks only at nodes between the two in order.
[[nodiscard]] std::vector<NodeIndex> path_between(const Network& network, NodeIndex to,
                                                  NodeIndex from);

}  // namespace tc::engine::schedule
