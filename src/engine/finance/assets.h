#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/finance/cash_flow.h"

/// Depreciation, 流动资金 (working capital) and 建设期利息 (interest during construction).
namespace tc::engine::finance {

enum class Depreciation : std::uint8_t {
  straight_line,
  sum_of_years,
  double_declining,  ///< The last two years straight line, as Chinese accounting rules ask.
};
inline constexpr std::int32_t k_life_years_max = 200;

/// What is written off each year, in minor units; the years add up to cost − salvage exactly.
/// Refuses `finance.life_invalid`, `finance.salvage_invalid`, `finance.amount_invalid`.
[[nodiscard]] Result<std::vector<Flow>> depreciate(Flow cost, Flow salvage, std::int32_t years,
                                                   Depreciation method);

/// One item of the itemised estimate: annual amount ÷ turnovers a year (360 ÷ days).
struct CapitalItem {
  std::string name;
  Flow annual_amount = 0;
  double turnovers = 1;
  bool liability = false;  ///< Accounts payable and advances reduce the need.
};
struct WorkingCapital {
  std::vector<Flow> items;
  Flow current_assets = 0;
  Flow current_liabilities = 0;
  Flow need = 0;
};
/// 分项详细估算法. Refuses `finance.turnover_invalid` (argument name), `finance.amount_invalid`.
[[nodiscard]] Result<WorkingCapital> working_capital(std::span<const CapitalItem> items);

struct ConstructionInterest {
  std::vector<Flow> years;
  Flow total = 0;
};
/// Interest of each year = (debt at its start + borrowed in it ÷ 2) · rate: loans arrive evenly
/// and interest is capitalised. Refuses `finance.rate_invalid`, `finance.amount_invalid`.
[[nodiscard]] Result<ConstructionInterest> construction_interest(std::span<const Flow> loans,
                                                                 double rate);

}  // namespace tc::engine::finance
