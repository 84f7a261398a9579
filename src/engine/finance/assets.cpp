#include "engine/finance/assets.h"

#include <cmath>

#include "engine/finance/money.h"

namespace tc::engine::finance {
namespace {

Status check_asset(Flow cost, Flow salvage, std::int32_t years) {
  if (years < 1 || years > k_life_years_max) {
    return refuse(RefusalKind::rule, "finance.life_invalid", "years",
                  {{"limit", std::to_string(k_life_years_max)}});
  }
  if (cost < 0 || cost > k_flow_max)
    return refuse(RefusalKind::rule, "finance.amount_invalid", "cost");
  if (salvage < 0 || salvage > cost)
    return refuse(RefusalKind::rule, "finance.salvage_invalid", "salvage");
  return Done{};
}

std::vector<Flow> double_declining(Flow cost, Flow salvage, std::size_t years) {
  std::vector<Flow> result;
  Flow book = cost;
  const std::size_t declining = years > 2 ? years - 2 : 0;
  for (std::size_t year = 0; year < declining; ++year) {
    // Never below the salvage value.
    const Flow wanted = std::llround(2.0 * static_cast<double>(book) / static_cast<double>(years));
    result.push_back(std::min(wanted, book - salvage));
    book -= result.back();
  }
  const std::vector<std::int64_t> rest(years - declining, 1);
  const std::vector<Flow> straight = allocate(book - salvage, rest).value();
  result.insert(result.end(), straight.begin(), straight.end());
  return result;
}

}  // namespace

Result<std::vector<Flow>> depreciate(Flow cost, Flow salvage, std::int32_t years,
                                     Depreciation method) {
  const Status status = check_asset(cost, salvage, years);
  if (!status) return status.refusals();
  const auto count = static_cast<std::size_t>(years);
  if (method == Depreciation::double_declining) return double_declining(cost, salvage, count);
  std::vector<std::int64_t> weights(count, 1);
  if (method == Depreciation::sum_of_years) {
    for (std::size_t year = 0; year < count; ++year)
      weights[year] = static_cast<std::int64_t>(count - year);
  }
  return allocate(cost - salvage, weights);
}

Result<WorkingCapital> working_capital(std::span<const CapitalItem> items) {
  WorkingCapital result;
  Refusals refusals;
  for (const CapitalItem& item : items) {
    if (!(item.turnovers > 0) || !std::isfinite(item.turnovers)) {
      refusals.push_back(
          refuse(RefusalKind::rule, "finance.turnover_invalid", item.name, {{"name", item.name}}));
      continue;
    }
    const double amount = static_cast<double>(item.annual_amount) / item.turnovers;
    if (std::abs(amount) > static_cast<double>(k_flow_max / 1024)) {
      refusals.push_back(refuse(RefusalKind::rule, "finance.amount_invalid", item.name));
      continue;
    }
    result.items.push_back(std::llround(amount));
    (item.liability ? result.current_liabilities : result.current_assets) += result.items.back();
  }
  if (!refusals.empty()) return refusals;
  result.need = result.current_assets - result.current_liabilities;
  return result;
}

Result<ConstructionInterest> construction_interest(std::span<const Flow> loans, double rate) {
  if (!std::isfinite(rate) || rate < 0 || rate > 10)
    return refuse(RefusalKind::rule, "finance.rate_invalid", "rate");
  ConstructionInterest result;
  Flow debt = 0;
  for (const Flow loan : loans) {
    const double interest = (static_cast<double>(debt) + static_cast<double>(loan) / 2) * rate;
    if (loan < 0 || loan > k_flow_max || std::abs(interest) > static_cast<double>(k_flow_max) ||
        debt > k_flow_max)
      return refuse(RefusalKind::rule, "finance.amount_invalid", "loans");
    result.years.push_back(std::llround(interest));
    debt += loan + result.years.back();
    result.total += result.years.back();
  }
  return result;
}

}  // namespace tc::engine::finance
