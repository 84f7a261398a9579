#pragma once

#include <cstdint>
#include <vector>

#include "engine/montecarlo/network.h"

namespace tc::engine::montecarlo {

/// Activities so that each stands after all it depends on by links and conditions; ready ones in
/// the order of the network. Refuses `simulation.cycle` (argument `names`: one cycle).
[[nodiscard]] Result<std::vector<Index>> topological_order(const Network& network);

}  // namespace tc::engine::montecarlo
