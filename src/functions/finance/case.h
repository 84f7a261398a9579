#pragma once

#include <vector>

#include "engine/finance/what_if.h"
#include "kernel/kernel.h"

namespace tc::functions::finance {

/// The measures of a business case, from its flows or the sum of its lines.
void derive_case(kernel::Row& row, const kernel::Row* before, kernel::Reader& reader);
/// The lines of its cash flow, in minor units.
[[nodiscard]] std::vector<engine::finance::Line> lines_of(const kernel::Row& row);
/// The rate it is discounted with, as a part of 1: its own, its cost of capital, else 8 %.
[[nodiscard]] double rate_of(const kernel::Row& row);

}  // namespace tc::functions::finance
