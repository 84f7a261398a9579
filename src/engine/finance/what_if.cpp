#include "engine/finance/what_if.h"

#include <algorithm>
#include <cmath>

#include "engine/finance/rate_of_return.h"

namespace tc::engine::finance {
namespace {

Figure rate_with(std::span<const Flow> total, std::span<const Flow> line, double change) {
  std::vector<Flow> flows(total.begin(), total.end());
  for (std::size_t at = 0; at < line.size(); ++at)
    flows[at] += std::llround(static_cast<double>(line[at]) * change);
  const Result<Rates> rates = rates_of_return(flows);
  return rates ? rates->unique() : undefined("finance.overflow");
}

Figure positive_quotient(double dividend, double divisor, std::string_view reason) {
  if (!(divisor > 0)) return undefined(reason);
  return finite(dividend / divisor);
}

}  // namespace

std::vector<Flow> total_of(std::span<const Line> lines) {
  std::vector<Flow> total;
  for (const Line& line : lines) {
    total.resize(std::max(total.size(), line.flows.size()));
    for (std::size_t at = 0; at < line.flows.size(); ++at) total[at] += line.flows[at];
  }
  return total;
}

Result<std::vector<Sensitivity>> sensitivity(double rate, std::span<const Line> lines,
                                             Timing timing, std::span<const double> changes) {
  for (const Line& line : lines) {
    for (const Flow flow : line.flows) {
      // A thousandth of the limit leaves room for every sum and change.
      if (std::abs(static_cast<double>(flow)) > static_cast<double>(k_flow_max) / 1000)
        return refuse(RefusalKind::rule, "finance.amount_invalid", line.name);
    }
  }
  const bool sound = std::ranges::all_of(changes, [](double c) { return std::abs(c) <= 10; });
  if (!sound || lines.size() > 1000) return refuse(RefusalKind::rule, "finance.amount_invalid");
  const std::vector<Flow> total = total_of(lines);
  const Status status = check_flows(total);
  if (!status) return status.refusals();
  const Figure base = net_present_value(rate, total, timing);
  std::vector<Sensitivity> result;
  for (const Line& line : lines) {
    Sensitivity row;
    row.name = line.name;
    const Figure own = net_present_value(rate, line.flows, timing);
    const bool defined = base.defined() && own.defined();
    for (const double change : changes) {
      const Figure npv = defined ? finite(base.value + change * own.value) : base;
      row.points.push_back({change, npv, rate_with(total, line.flows, change)});
    }
    const Figure& failed = base.defined() ? own : base;
    row.coefficient = !defined                   ? failed
                      : std::abs(base.value) > 0 ? finite(own.value / base.value)
                                                 : undefined("finance.base_is_zero");
    row.switching_value = !defined                  ? failed
                          : std::abs(own.value) > 0 ? finite(-base.value / own.value)
                                                    : undefined("finance.no_influence");
    result.push_back(std::move(row));
  }
  return result;
}

BreakEven break_even(const Production& production) {
  BreakEven result;
  const double margin = production.unit_price - production.unit_variable_cost - production.unit_tax;
  result.units = positive_quotient(production.fixed_cost, margin, "finance.no_margin");
  if (result.units.defined()) {
    result.utilisation =
        positive_quotient(result.units.value, production.capacity_units, "finance.no_revenue");
    result.revenue = finite(result.units.value * production.unit_price);
  } else {
    result.utilisation = result.revenue = result.units;
  }
  result.safety_margin =
      result.utilisation.defined() ? finite(1 - result.utilisation.value) : result.utilisation;
  const Figure fixed_per_unit =
      positive_quotient(production.fixed_cost, production.capacity_units, "finance.no_revenue");
  result.unit_price =
      fixed_per_unit.defined()
          ? finite(fixed_per_unit.value + production.unit_variable_cost + production.unit_tax)
          : fixed_per_unit;
  return result;
}

}  // namespace tc::engine::finance
