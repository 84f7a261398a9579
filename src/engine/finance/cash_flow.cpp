#include "engine/finance/cash_flow.h"

#include <algorithm>
#include <cmath>

namespace tc::engine::finance {
namespace {

constexpr double k_days_per_year = 365;

bool is_rate(double rate) { return std::isfinite(rate) && rate > -1; }

double offset_of(Timing timing) {
  return timing == Timing::start ? 0 : timing == Timing::middle ? 0.5 : 1;
}

/// Σ part(flow) · factor^t by Horner's rule from the last flow: n multiplications, no powers.
template <class Part>
double discounted(double rate, Flows flows, Part part) {
  const double factor = 1 / (1 + rate);
  double sum = 0;
  for (std::size_t at = flows.size(); at-- > 0;) sum = sum * factor + part(flows[at]);
  return sum;
}

double inflow(Flow flow) { return flow > 0 ? static_cast<double>(flow) : 0; }
double outflow(Flow flow) { return flow < 0 ? -static_cast<double>(flow) : 0; }

Figure quotient(double dividend, double divisor, std::string_view reason) {
  if (!(std::abs(divisor) > 0)) return undefined(reason);
  return finite(dividend / divisor);
}

}  // namespace

Figure finite(double value) {
  return std::isfinite(value) ? known(value) : undefined("finance.overflow");
}

Status check_flows(Flows flows) {
  if (flows.empty()) return refuse(RefusalKind::rule, "finance.no_flows", "flows");
  const auto sound = [](Flow flow) { return flow >= -k_flow_max && flow <= k_flow_max; };
  if (std::all_of(flows.begin(), flows.end(), sound)) return Done{};
  return refuse(RefusalKind::rule, "finance.amount_invalid", "flows");
}

Figure net_present_value(double rate, Flows flows, Timing timing) {
  if (!is_rate(rate)) return undefined("finance.rate_invalid");
  const double value = discounted(rate, flows, [](Flow flow) { return static_cast<double>(flow); });
  return finite(value * std::pow(1 + rate, -offset_of(timing)));
}

Figure net_present_value(double rate, Flows flows, std::span<const Day> days) {
  if (!is_rate(rate)) return undefined("finance.rate_invalid");
  if (days.size() != flows.size() || !std::is_sorted(days.begin(), days.end()))
    return undefined("finance.date_invalid");
  double sum = 0;
  for (std::size_t at = 0; at < flows.size(); ++at) {
    const double years = (days[at] - days.front()) / k_days_per_year;
    sum += static_cast<double>(flows[at]) / std::pow(1 + rate, years);
  }
  return finite(sum);
}

Figure modified_rate_of_return(Flows flows, double finance_rate, double reinvest_rate) {
  if (!is_rate(finance_rate) || !is_rate(reinvest_rate)) return undefined("finance.rate_invalid");
  if (flows.size() < 2) return undefined("finance.no_flows");
  const double out = discounted(finance_rate, flows, outflow);
  const double in = discounted(reinvest_rate, flows, inflow);
  if (!(out > 0)) return undefined("finance.no_outflow");
  if (!(in > 0)) return undefined("finance.no_inflow");
  const auto periods = static_cast<double>(flows.size() - 1);
  return finite(std::pow(in / out, 1 / periods) * (1 + reinvest_rate) - 1);
}

Figure payback(double rate, Flows flows) {
  if (!is_rate(rate)) return undefined("finance.rate_invalid");
  const double factor = 1 / (1 + rate);
  double weight = 1;
  double before = 0;
  Figure result = undefined("finance.never_paid_back");
  for (std::size_t at = 0; at < flows.size(); ++at) {
    const double flow = static_cast<double>(flows[at]) * weight;
    const double after = before + flow;
    if (after < 0) {
      result = undefined("finance.never_paid_back");
    } else if (!result.defined()) {
      const double share = before < 0 ? -before / flow : 0;
      result = known(before < 0 ? static_cast<double>(at) - 1 + share : static_cast<double>(at));
    }
    before = after;
    weight *= factor;
  }
  return result;
}

Figure equivalent_annual(double rate, double present_value, std::size_t periods) {
  if (!is_rate(rate)) return undefined("finance.rate_invalid");
  if (periods == 0) return undefined("finance.no_flows");
  const auto count = static_cast<double>(periods);
  // expm1 and log1p keep every digit of small rates; at zero the limit is the mean.
  const double annuity =
      rate > 0 || rate < 0 ? -std::expm1(-count * std::log1p(rate)) / rate : count;
  return finite(present_value / annuity);
}

Profitability profitability(double rate, Flows flows, Timing timing) {
  Profitability result;
  result.npv = net_present_value(rate, flows, timing);
  if (!result.npv.defined() || flows.empty()) {
    const Figure none = flows.empty() ? undefined("finance.no_flows") : result.npv;
    return {none, none, none, none, none, none, none, none};
  }
  const double shift = std::pow(1 + rate, -offset_of(timing));
  const double in = discounted(rate, flows, inflow) * shift;
  const double out = discounted(rate, flows, outflow) * shift;
  const double first = outflow(flows.front()) * shift;
  result.profitability_index = quotient(result.npv.value + first, first, "finance.no_investment");
  result.npv_rate = quotient(result.npv.value, out, "finance.no_investment");
  result.benefit_cost_ratio = quotient(in, out, "finance.no_outflow");
  const std::size_t periods = timing == Timing::start ? flows.size() - 1 : flows.size();
  result.equivalent_annual = equivalent_annual(rate, result.npv.value, periods);
  double gain = 0;
  double spent = 0;
  for (const Flow flow : flows) {
    gain += static_cast<double>(flow);
    spent += outflow(flow);
  }
  result.return_on_investment = quotient(gain, spent, "finance.no_outflow");
  result.static_payback = payback(0, flows);
  result.dynamic_payback = payback(rate, flows);
  return result;
}

}  // namespace tc::engine::finance
