#pragma once

#include <vector>

#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"

namespace tc::engine::schedule {

/// Whether whole-number arithmetic gives what the general passes give: one project, one calendar,
/// tasks only, no constraint, progress or resource calendar, working lags on that calendar, no
/// start-to-finish links.
[[nodiscard]] bool is_plain(const Network& network);

/// Prepares the grid of a plain network: every duration and lag as a multiple of one step.
void prepare_grid(Network& network);

/// Both passes and floats of a plain network on working positions instead of dates; dates are
/// rendered once at the end from a table. Same results as the general passes (a test compares
/// them bit by bit). O(activities + links).
void compute_plain(const Network& network, State& state);

/// The same, over a state that holds an earlier result of this network. Early dates of nodes before
/// `from` have not changed, and their grid positions hold. Writes into `moved` the activities with
/// other dates or floats than before; answers how many end at the project finish.
[[nodiscard]] std::int32_t renew_plain(const Network& network, State& state, NodeIndex from,
                                       std::vector<plan::Index>& moved);

/// Makes the grid position of a node follow its early finish, which the general rules computed.
void place_on_grid(const Network& network, State& state, NodeIndex node);

}  // namespace tc::engine::schedule
