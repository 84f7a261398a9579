#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/earned_value/amount.h"

namespace tc::engine::earned_value {

/// A change of the frozen baseline of one package: its budget per period from now on.
struct BaselineChange {
  std::string reference;        ///< The change request that approved it.
  std::vector<Amount> planned;  ///< The whole new row, one cell per period.
  bool retroactive = false;     ///< Correction of closed periods: allowed, but logged as such.
};

/// One line of the change log that EIA-748 asks for.
struct BaselineEntry {
  std::string reference;
  std::int32_t closed_periods = 0;
  Amount budget_before = 0;
  Amount budget_after = 0;
  bool retroactive = false;
};

/// A baseline that only grows forward: what was planned for a closed period stays.
struct Baseline {
  std::vector<Amount> planned;
  std::vector<BaselineEntry> log;
};

/// Applies `change` when periods 1…`closed_periods` have been reported. Refuses
/// `earned_value.closed_period_changed` (arguments: period, reference) unless the change is marked
/// retroactive, `earned_value.curve_falls` and `earned_value.amount_out_of_range`.
[[nodiscard]] Result<Baseline> rebaseline(const Baseline& baseline, std::int32_t closed_periods,
                                          const BaselineChange& change);

}  // namespace tc::engine::earned_value
