#pragma once

#include "kernel/kernel.h"

namespace tc::functions::conflict {

/// What the data contradict each other in: people booked twice, commitments later than needed,
/// links between plans that do not hold, lesser projects that have what greater ones wait for,
/// reviews that nobody holds. Each becomes one conflict with a proposal, and stays one until it is
/// closed or gone.
[[nodiscard]] Result<kernel::ActionOutcome> detect(const kernel::EventInput& input);

/// What a new version of a plan does to people: those it asks for more than they have, with what
/// levelling proposes, and bookings elsewhere that the moved work now runs into. Only the newest
/// version is looked at.
[[nodiscard]] Result<kernel::ActionOutcome> follow_plan(const kernel::EventInput& input);

}  // namespace tc::functions::conflict
