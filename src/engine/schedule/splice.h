#pragma once

#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"

namespace tc::engine::schedule {

/// A link of the plan between two nodes in order: `from` before `to`.
struct Splice {
  NodeIndex from = 0;
  NodeIndex to = 0;
  Edge edge;  ///< Kind and lag; `node` is filled in.
  plan::Index link = plan::k_none;
};

/// Puts a link into the arrays of the network and the state.
/// O(activities + links) of memory moved, nothing computed.
void splice_in(Network& network, State& state, const Splice& splice);
/// Takes the entry of a link of the plan out again; later links of the plan move up by one.
/// Gives the ends, or -1 and -1 when the link is not part of the network.
std::pair<NodeIndex, NodeIndex> splice_out(Network& network, State& state, plan::Index link);

/// The nodes from `to` to `from` along links, when `from` can be reached: adding from → to would
/// close this cycle. Empty when it cannot. Looks only at nodes between the two in order.
[[nodiscard]] std::vector<NodeIndex> path_between(const Network& network, NodeIndex to,
                                                  NodeIndex from);

}  // namespace tc::engine::schedule
