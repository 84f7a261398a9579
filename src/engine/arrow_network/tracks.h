#pragma once

#include "engine/arrow_network/layout.h"

namespace tc::engine::arrow_network {

/// Sets the tracks of a layout's vertical lines: beside each other where they would lie over each
/// other. Lines of one event on one side and of one kind share a track (母线法).
void set_tracks(const ArrowNetwork& network, Layout& layout);

}  // namespace tc::engine::arrow_network
