#pragma once

#include "kernel/kernel.h"

namespace tc::functions::conflict {

/// What the data contradict each other in: people booked twice, commitments later than needed,
/// links between plans that do not hold, lesser projects that have what greater ones wait for,
/// reviews that nobody holds. Each becomes one conflict with a proposal, and stays one until it is
/// closed.
[[nodiscard]] Result<kernel::ActionOutcome> detect(const kernel::EventInput& input);

}  // namespace tc::functions::conflict
