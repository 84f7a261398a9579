#include "engine/finance/tax.h"

#include <algorithm>
#include <cmath>

namespace tc::engine::finance {

Result<std::vector<Flow>> income_tax(std::span<const Flow> profit, const TaxRules& rules) {
  if (!(rules.rate >= 0) || !(rules.rate <= 1) || rules.carry_years < 0 || rules.carry_years > 100)
    return refuse(RefusalKind::rule, "finance.rate_invalid", "tax");
  std::vector<Flow> open(profit.size());  // Losses that are left to set off.
  std::vector<Flow> tax(profit.size());
  for (std::size_t year = 0; year < profit.size(); ++year) {
    if (profit[year] < -k_flow_max || profit[year] > k_flow_max)
      return refuse(RefusalKind::rule, "finance.amount_invalid", "tax");
    if (profit[year] < 0) {
      open[year] = -profit[year];
      continue;
    }
    Flow taxable = profit[year];
    const auto carried = static_cast<std::size_t>(rules.carry_years);
    for (std::size_t loss = year > carried ? year - carried : 0; loss < year; ++loss) {
      const Flow used = std::min(taxable, open[loss]);
      open[loss] -= used;
      taxable -= used;
    }
    tax[year] = std::llround(static_cast<double>(taxable) * rules.rate);
  }
  return tax;
}

}  // namespace tc::engine::finance
