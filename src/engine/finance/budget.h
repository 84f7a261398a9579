#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace tc::engine::finance {

/// One budget line, in minor units of one currency.
struct BudgetLine {
  std::string id;
  std::int64_t budget = 0;      ///< Approved, with transfers.
  std::int64_t commitment = 0;  ///< Encumbered at contract signature and not yet invoiced.
  std::int64_t actual = 0;      ///< Paid or invoiced.
  std::int64_t accrual = 0;     ///< Delivered and not yet invoiced.
};

/// budget − commitment − actual − accrual; negative when overspent. Refuses
/// `finance.amount_invalid` beyond ±2⁵³.
[[nodiscard]] Result<std::int64_t> available(const BudgetLine& line);

/// Encumbers `amount` (a contract being signed). Refuses `finance.budget_exceeded` (arguments id,
/// available) and `finance.amount_invalid`.
[[nodiscard]] Result<BudgetLine> commit(const BudgetLine& line, std::int64_t amount);
/// A delivery against a commitment: what was committed becomes accrued.
[[nodiscard]] Result<BudgetLine> accrue(const BudgetLine& line, std::int64_t amount);
/// An invoice: accruals first, then commitments turn into actual cost; the rest is uncommitted
/// spending and must be available.
[[nodiscard]] Result<BudgetLine> invoice(const BudgetLine& line, std::int64_t amount);

}  // namespace tc::engine::finance
