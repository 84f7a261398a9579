#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "engine/earned_value/phasing.h"
#include "engine/finance/cash_flow.h"
#include "plan/plan.h"

/// From a schedule to money over time: cost, cash, funding.
namespace tc::engine::finance {

/// Where a cost comes from; the index into PhasedCost::kinds.
enum class CostKind : std::uint8_t { labour, material, equipment, other, count };
inline constexpr std::size_t k_cost_kinds = static_cast<std::size_t>(CostKind::count);

/// Cost per period in minor units. Everything adds up to the cost of the plan exactly.
struct PhasedCost {
  earned_value::Bounds bounds;
  std::array<std::vector<Flow>, k_cost_kinds> kinds;
  std::vector<Flow> total;
  Flow outside = 0;  ///< Before or after the bounds.
};

/// Costs of the plan as scheduled (its stored dates: adopt a schedule first): every assignment over
/// its own dates on the activity's calendar, what an activity costs beyond its assignments over the
/// activity's. Refuses `finance.plan_without_cost`, `finance.amount_invalid` and what compiling a
/// calendar refuses. O(assignments · periods they touch).
[[nodiscard]] Result<PhasedCost> phase_cost(const plan::Plan& plan, earned_value::Cycle cycle,
                                            const std::optional<earned_value::Bounds>& bounds = {});

/// How cost becomes cash. Shares in hundredths of a percent.
struct PaymentTerms {
  std::int32_t advance = 0;        ///< Of the total, paid before the first period.
  std::int32_t retention = 0;      ///< Of each amount, kept back until release.
  std::int32_t payment_lag = 0;    ///< Periods from cost to payment.
  std::int32_t retention_lag = 0;  ///< Periods from the last cost to the release.
};
inline constexpr std::int32_t k_lag_max = 240;

/// Payments per period: index 0 is the advance before the first period, index i+1 the end of
/// period i. The advance is recovered from every payment in proportion; the payments add up to the
/// cost exactly. Refuses `finance.terms_invalid`, `finance.amount_invalid` (also for costs below
/// zero).
[[nodiscard]] Result<std::vector<Flow>> payments(std::span<const Flow> cost,
                                                 const PaymentTerms& terms);

struct Funding {
  std::vector<Flow> balance;  ///< Cumulative inflow − outflow at the end of each period.
  std::vector<Flow> gap;      ///< What is missing in each period: max(0, −balance).
  Flow peak_gap = 0;
  std::int32_t peak_period = -1;  ///< −1: there is no gap.
};
/// Refuses `finance.amount_invalid`.
[[nodiscard]] Result<Funding> funding_gap(std::span<const Flow> inflows,
                                          std::span<const Flow> outflows);

}  // namespace tc::engine::finance
