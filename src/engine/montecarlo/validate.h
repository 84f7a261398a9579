#pragma once

#include "engine/montecarlo/montecarlo.h"
#include "engine/montecarlo/network.h"

namespace tc::engine::montecarlo {

/// Everything that can be wrong with a network but a cycle; collects all refusals up to a limit.
[[nodiscard]] Refusals faults_of(const Network& network);

/// Refuses `simulation.bad_option` and `simulation.too_large`.
[[nodiscard]] Refusals faults_of(const Options& options, const Network& network);

}  // namespace tc::engine::montecarlo
