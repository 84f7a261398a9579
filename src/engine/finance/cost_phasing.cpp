#include "engine/finance/cost_phasing.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "engine/finance/money.h"

namespace tc::engine::finance {
namespace {

using earned_value::Phasing;

struct Cost {
  Flow amount = 0;
  PlanTime start = k_no_time;
  PlanTime finish = k_no_time;
  plan::Index calendar = plan::k_none;
  CostKind kind = CostKind::other;
};

CostKind kind_of(const plan::Plan& plan, const plan::Assignment& assignment) {
  const auto row = static_cast<std::size_t>(assignment.resource);
  if (row >= plan.resources.size()) return CostKind::labour;
  switch (plan.resources[row].kind) {
    case plan::ResourceKind::work:
      return CostKind::labour;
    case plan::ResourceKind::material:
      return CostKind::material;
    case plan::ResourceKind::equipment:
      return CostKind::equipment;
    case plan::ResourceKind::cost:
      break;
  }
  return CostKind::other;
}

bool is_dated(const Cost& cost) {
  return cost.start != k_no_time && cost.finish != k_no_time && cost.start <= cost.finish;
}

bool is_money(Flow amount) { return amount >= -k_money_max && amount <= k_money_max; }

/// Every cost with its dates; assignments first take what is theirs.
std::vector<Cost> costs_of(const plan::Plan& plan, bool& sound) {
  const std::vector<bool> summary = earned_value::summaries_of(plan);
  std::vector<Flow> assigned(plan.activities.size());
  std::vector<Cost> costs;
  double magnitude = 0;
  const auto add = [&](Cost cost) {
    magnitude += std::abs(static_cast<double>(cost.amount));
    if (cost.amount != 0 && is_dated(cost)) costs.push_back(cost);
  };
  const auto fits = [&] { return magnitude <= static_cast<double>(k_money_max); };
  for (const plan::Assignment& assignment : plan.assignments) {
    if (!fits()) break;  // Nothing that is summed below may overflow.
    const auto row = static_cast<std::size_t>(assignment.activity);
    if (row >= plan.activities.size() || !is_money(assignment.cost_minor)) continue;
    const plan::Activity& activity = plan.activities[row];
    if (!activity.active) continue;
    const bool own = assignment.start != k_no_time && assignment.finish != k_no_time;
    add({assignment.cost_minor, own ? assignment.start : activity.stored.start,
         own ? assignment.finish : activity.stored.finish,
         earned_value::calendar_of(plan, activity), kind_of(plan, assignment)});
    assigned[row] += assignment.cost_minor;
  }
  for (std::size_t row = 0; row < plan.activities.size() && fits(); ++row) {
    const plan::Activity& activity = plan.activities[row];
    if (summary[row] || activity.blank || !activity.active || !is_money(activity.cost_minor))
      continue;
    add({activity.cost_minor - assigned[row], activity.stored.start, activity.stored.finish,
         earned_value::calendar_of(plan, activity), CostKind::other});
  }
  sound = fits();
  return costs;
}

}  // namespace

Result<PhasedCost> phase_cost(const plan::Plan& plan, earned_value::Cycle cycle,
                              const std::optional<earned_value::Bounds>& bounds) {
  bool sound = false;
  const std::vector<Cost> costs = costs_of(plan, sound);
  if (!sound) return refuse(RefusalKind::rule, "finance.amount_invalid");
  if (costs.empty()) return refuse(RefusalKind::rule, "finance.plan_without_cost");
  PlanTime first = costs.front().start;
  PlanTime last = costs.front().finish;
  for (const Cost& cost : costs) {
    first = std::min(first, cost.start);
    last = std::max(last, cost.finish);
  }
  PhasedCost result;
  result.bounds = bounds.value_or(earned_value::bounds_of(first, last, cycle));
  if (result.bounds.size() < 2 || result.bounds.size() > earned_value::k_periods_max + 1 ||
      !std::is_sorted(result.bounds.begin(), result.bounds.end()))
    return refuse(RefusalKind::rule, "finance.amount_invalid", "bounds");
  result.total.resize(result.bounds.size() - 1);
  for (std::size_t kind = 0; kind < k_cost_kinds; ++kind) {
    Phasing phasing(plan, result.bounds);
    for (const Cost& cost : costs) {
      if (cost.kind != static_cast<CostKind>(kind)) continue;
      const Status status = phasing.add(cost.amount, cost.start, cost.finish, cost.calendar);
      if (!status) return status.refusals();
    }
    result.kinds[kind] = phasing.phased().amounts;
    result.outside += phasing.phased().before + phasing.phased().after;
    for (std::size_t at = 0; at < result.total.size(); ++at)
      result.total[at] += result.kinds[kind][at];
  }
  return result;
}

Result<std::vector<Flow>> payments(std::span<const Flow> cost, const PaymentTerms& terms) {
  const auto is_share = [](std::int32_t share) { return share >= 0 && share <= 10000; };
  const auto is_lag = [](std::int32_t lag) { return lag >= 0 && lag <= k_lag_max; };
  if (!is_share(terms.advance) || !is_share(terms.retention) ||
      terms.advance + terms.retention > 10000 || !is_lag(terms.payment_lag) ||
      !is_lag(terms.retention_lag))
    return refuse(RefusalKind::rule, "finance.terms_invalid", "terms");
  double magnitude = 0;
  for (const Flow amount : cost) {
    if (amount < 0) return refuse(RefusalKind::rule, "finance.amount_invalid", "cost");
    magnitude += static_cast<double>(amount);
  }
  if (magnitude > static_cast<double>(k_money_max))
    return refuse(RefusalKind::rule, "finance.amount_invalid", "cost");
  const auto lag = static_cast<std::size_t>(terms.payment_lag);
  const auto release = static_cast<std::size_t>(terms.retention_lag);
  std::vector<Flow> paid(cost.size() + lag + release + 1);
  const std::array<std::int64_t, 3> weights = {terms.advance, terms.retention,
                                               10000 - terms.advance - terms.retention};
  for (std::size_t at = 0; at < cost.size(); ++at) {
    const std::vector<Flow> parts = allocate(cost[at], weights).value();
    paid[0] += parts[0];
    paid[cost.size() + lag + release] += parts[1];
    paid[at + lag + 1] += parts[2];
  }
  return paid;
}

Result<Funding> funding_gap(std::span<const Flow> inflows, std::span<const Flow> outflows) {
  Funding result;
  double magnitude = 0;
  for (const auto list : {inflows, outflows}) {
    for (const Flow flow : list) magnitude += std::abs(static_cast<double>(flow));
  }
  if (magnitude > static_cast<double>(k_money_max))
    return refuse(RefusalKind::rule, "finance.amount_invalid");
  Flow balance = 0;
  for (std::size_t at = 0; at < std::max(inflows.size(), outflows.size()); ++at) {
    if (at < inflows.size()) balance += inflows[at];
    if (at < outflows.size()) balance -= outflows[at];
    result.balance.push_back(balance);
    result.gap.push_back(std::max<Flow>(-balance, 0));
    if (result.gap.back() > result.peak_gap) {
      result.peak_gap = result.gap.back();
      result.peak_period = static_cast<std::int32_t>(at);
    }
  }
  return result;
}

}  // namespace tc::engine::finance
