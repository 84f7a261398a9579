#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/civil.h"
#include "base/figure.h"
#include "base/result.h"

/// Discounted cash flow measures. Amounts are whole minor units; results are doubles in minor
/// units, because a discounted amount is no longer money that anybody pays.
namespace tc::engine::finance {

/// The value, or `finance.overflow` where a double cannot hold it.
[[nodiscard]] Figure finite(double value);

using Flow = std::int64_t;
using Flows = std::span<const Flow>;
inline constexpr Flow k_flow_max = Flow{1} << 53;

/// When the first flow falls: at time 0 (textbooks, 建设项目经济评价 with a year 0), in the middle
/// of the first period, or at its end (spreadsheets' NPV).
enum class Timing : std::uint8_t { start, middle, end };

/// Σ flow / (1+rate)^t with t of the first flow as `timing` says. Refuses nothing: reason
/// `finance.rate_invalid` for rates ≤ −100 %, `finance.overflow`. O(n).
[[nodiscard]] Figure net_present_value(double rate, Flows flows, Timing timing);
/// Σ flow / (1+rate)^(days since the first/365). Reason `finance.date_invalid` for unordered or
/// missing dates.
[[nodiscard]] Figure net_present_value(double rate, Flows flows, std::span<const Day> days);

/// Modified internal rate of return: outflows financed at `finance_rate`, inflows reinvested at
/// `reinvest_rate`. Reasons `finance.no_outflow`, `finance.no_inflow`.
[[nodiscard]] Figure modified_rate_of_return(Flows flows, double finance_rate,
                                             double reinvest_rate);

/// What follows from net present value at one rate.
struct Profitability {
  Figure npv;
  Figure profitability_index;   ///< Present value of inflows ÷ of outflows after the first.
  Figure npv_rate;              ///< 净现值率: NPV ÷ present value of the investment.
  Figure benefit_cost_ratio;    ///< Present value of all inflows ÷ of all outflows.
  Figure equivalent_annual;     ///< NPV as an annuity over the number of periods.
  Figure return_on_investment;  ///< Σ of all flows ÷ Σ of outflows; not discounted.
  Figure static_payback;        ///< Periods from time 0, interpolated; not discounted.
  Figure dynamic_payback;       ///< The same on discounted flows.
};
/// The investment is every outflow of `flows`.
[[nodiscard]] Profitability profitability(double rate, Flows flows, Timing timing);

/// (first period with a cumulative value ≥ 0) − 1 + |cumulative before| ÷ flow of that period, as
/// 建设项目经济评价方法与参数 interpolates; the first flow is period 0. Reason
/// `finance.never_paid_back`. A later fall below zero counts: the last recovery is taken.
[[nodiscard]] Figure payback(double rate, Flows flows);

/// The annuity of `periods` payments worth `present_value`.
[[nodiscard]] Figure equivalent_annual(double rate, double present_value, std::size_t periods);

/// `finance.no_flows`, `finance.amount_invalid`; done when sound.
[[nodiscard]] Status check_flows(Flows flows);

}  // namespace tc::engine::finance
