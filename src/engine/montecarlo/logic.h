#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/montecarlo/network.h"

namespace tc::engine::montecarlo {

/// Adds to the network what a series-parallel expression says: `A+max(B+C,D)+E`. Names are those
/// of activities already in the network; each stands for itself however often it is named. Joins
/// of several branches go through an activity of no length. Refuses `simulation.bad_logic`
/// (arguments `offset`, `why`) and `simulation.bad_reference`. Nesting is limited to 1,000.
[[nodiscard]] Status add_logic(std::string_view logic, Network& network);

}  // namespace tc::engine::montecarlo
