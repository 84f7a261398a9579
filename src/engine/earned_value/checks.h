#pragma once

#include <vector>

#include "engine/earned_value/earned_value.h"

namespace tc::engine::earned_value {

/// Every reason why `input` cannot be computed; empty: it can.
[[nodiscard]] Refusals refusals_of(const Input& input);

/// What a reviewer should see. `earned` holds the cumulative earned value of each period.
[[nodiscard]] std::vector<Finding> findings_of(const Input& input, const Grid& earned);

}  // namespace tc::engine::earned_value
