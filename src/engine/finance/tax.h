#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "engine/finance/cash_flow.h"

namespace tc::engine::finance {

struct TaxRules {
  double rate = 0.25;            ///< 0 … 1.
  std::int32_t carry_years = 5;  ///< How long a loss may be set off against later profit.
};

/// Income tax of each year in minor units, rounded half away from zero: profit less the losses of
/// the years before that may still be set off, the oldest first. Refuses `finance.rate_invalid`,
/// `finance.amount_invalid`. O(years · carry_years).
[[nodiscard]] Result<std::vector<Flow>> income_tax(std::span<const Flow> profit,
                                                   const TaxRules& rules);

}  // namespace tc::engine::finance
