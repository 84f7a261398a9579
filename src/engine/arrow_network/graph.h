#pragma once

#include <cstdint>
#include <vector>

#include "engine/arrow_network/logic.h"

namespace tc::engine::arrow_network {

/// The events and arrows, numbered, without times.
[[nodiscard]] ArrowNetwork build_events(const Network& network, const Logic& logic);

}  // namespace tc::engine::arrow_network
