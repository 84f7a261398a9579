#include "engine/finance/rate_of_return.h"

#include <algorithm>
#include <cmath>

namespace tc::engine::finance {
namespace {

/// Terms of Σ coefficient · x^exponent, exponents rising from 0, no coefficient zero.
struct Term {
  double coefficient = 0;
  double exponent = 0;
};
using Terms = std::span<const Term>;

constexpr double k_smallest_factor = 1 / (1 + k_rate_max);
constexpr double k_rounding = 4e-16;

/// The value, and the rounding error it may carry. Horner's rule; equal gaps share one power.
struct Value {
  double value = 0;
  double error = 0;
  /// −1, 0 or 1; 0 where the value drowns in rounding.
  [[nodiscard]] int sign() const {
    if (std::abs(value) <= error) return 0;
    return value > 0 ? 1 : -1;
  }
};

Value evaluate(Terms terms, double x) {
  double value = 0;
  double magnitude = 0;
  double gap = 0;
  double power = 1;
  double above = terms.back().exponent;
  for (std::size_t at = terms.size(); at-- > 0;) {
    const double step = above - terms[at].exponent;
    if (step < gap || step > gap) {
      gap = step;
      power = std::pow(x, gap);
    }
    value = value * power + terms[at].coefficient;
    magnitude = magnitude * power + std::abs(terms[at].coefficient);
    above = terms[at].exponent;
  }
  return {value, magnitude * k_rounding};
}

int sign_changes(Terms terms) {
  int changes = 0;
  for (std::size_t at = 1; at < terms.size(); ++at)
    changes += (terms[at].coefficient > 0) != (terms[at - 1].coefficient > 0);
  return changes;
}

double bisect(Terms terms, double low, double high) {
  const bool rises = evaluate(terms, high).value > 0;
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if ((evaluate(terms, middle).value > 0) == rises) {
      high = middle;
    } else {
      low = middle;
    }
  }
}

/// The derivative over a power of x: one term fewer, the same roots inside (0, 1).
std::vector<Term> derivative_of(Terms terms) {
  std::vector<Term> result;
  double largest = 0;
  for (const Term& term : terms.subspan(1)) {
    result.push_back({term.coefficient * (term.exponent - terms[0].exponent), term.exponent});
    largest = std::max(largest, std::abs(result.back().coefficient));
  }
  for (Term& term : result) term.coefficient /= largest;  // Exponents multiply up otherwise.
  return result;
}

/// Roots in [k_smallest_factor, 1], ascending. Where f and all of its extremes are known, each
/// stretch between them holds at most one.
std::vector<double> roots_between_extremes(Terms terms, const std::vector<double>& extremes) {
  std::vector<double> points = {k_smallest_factor};
  points.insert(points.end(), extremes.begin(), extremes.end());
  points.push_back(1);
  std::vector<double> roots;
  int sign = 0;
  double from = points.front();
  for (const double point : points) {
    const int here = evaluate(terms, point).sign();
    if (here == 0) {
      if (roots.empty() || point - roots.back() > 1e-9) roots.push_back(point);
    } else if (sign != 0 && here != sign) {
      roots.push_back(bisect(terms, from, point));
    }
    // A touched zero hides the sign before it; what follows starts anew.
    sign = here;
    from = point;
  }
  return roots;
}

/// One level per term dropped, from the shortest sum up.
std::vector<double> roots_of(Terms terms) {
  std::vector<std::vector<Term>> levels = {{terms.begin(), terms.end()}};
  while (sign_changes(levels.back()) > 1) levels.push_back(derivative_of(levels.back()));
  std::vector<double> extremes;
  while (!levels.empty()) {
    const std::vector<Term>& level = levels.back();
    extremes =
        sign_changes(level) == 0 ? std::vector<double>{} : roots_between_extremes(level, extremes);
    levels.pop_back();
  }
  return extremes;
}

std::vector<Term> reversed(Terms terms) {
  std::vector<Term> result;
  for (std::size_t at = terms.size(); at-- > 0;)
    result.push_back({terms[at].coefficient, terms.back().exponent - terms[at].exponent});
  return result;
}

Result<Rates> solve(std::vector<Term> terms) {
  std::erase_if(terms, [](const Term& term) { return !(std::abs(term.coefficient) > 0); });
  Rates rates;
  if (terms.empty()) {
    rates.reason = "finance.all_zero";
    return rates;
  }
  const double first = terms.front().exponent;
  for (Term& term : terms) term.exponent -= first;
  rates.sign_changes = sign_changes(terms);
  if (rates.sign_changes == 0) {
    rates.reason = "finance.no_sign_change";
    return rates;
  }
  if (rates.sign_changes > 1 && terms.size() > k_isolated_flows_max) {
    return refuse(RefusalKind::too_large, "finance.too_many_flows", "flows",
                  {{"limit", std::to_string(k_isolated_flows_max)}});
  }
  // Rates below zero by 1 + r, others by 1 / (1 + r): both lie in (0, 1], where no power overflows.
  for (const double factor : roots_of(reversed(terms))) rates.roots.push_back(factor - 1);
  std::vector<double> above = roots_of(terms);
  std::reverse(above.begin(), above.end());
  for (const double factor : above) {
    const double rate = (1 - factor) / factor;
    if (rates.roots.empty() || rate > rates.roots.back() + 1e-12) rates.roots.push_back(rate);
  }
  if (rates.roots.empty()) rates.reason = "finance.no_rate";
  return rates;
}

}  // namespace

Figure Rates::unique() const {
  if (roots.empty()) return undefined(reason);
  if (roots.size() > 1) return undefined("finance.several_rates");
  return known(roots.front());
}

Result<Rates> rates_of_return(Flows flows) {
  const Status status = check_flows(flows);
  if (!status) return status.refusals();
  std::vector<Term> terms;
  for (std::size_t at = 0; at < flows.size(); ++at)
    terms.push_back({static_cast<double>(flows[at]), static_cast<double>(at)});
  return solve(std::move(terms));
}

Result<Rates> rates_of_return(Flows flows, std::span<const Day> days) {
  const Status status = check_flows(flows);
  if (!status) return status.refusals();
  if (days.size() != flows.size() || !std::is_sorted(days.begin(), days.end()))
    return refuse(RefusalKind::rule, "finance.date_invalid", "dates");
  std::vector<Term> terms;
  for (std::size_t at = 0; at < flows.size(); ++at) {
    const double years = (days[at] - days.front()) / 365.0;
    const auto amount = static_cast<double>(flows[at]);
    if (!terms.empty() && days[at] == days[at - 1]) {
      terms.back().coefficient += amount;
    } else {
      terms.push_back({amount, years});
    }
  }
  return solve(std::move(terms));
}

Figure interpolated_rate(double low_rate, double low_value, double high_rate, double high_value) {
  const double fall = low_value - high_value;
  if (!(std::abs(fall) > 0) || !std::isfinite(fall)) return undefined("finance.no_rate");
  return known(low_rate + (high_rate - low_rate) * low_value / fall);
}

Interpolated interpolated_rate(Flows flows, double root) {
  Interpolated result;
  result.low_rate = std::floor(root * 100) / 100;
  if (!(result.low_rate > -1)) {
    result.rate = undefined("finance.rate_invalid");
    return result;
  }
  result.high_rate = (std::floor(root * 100) + 1) / 100;
  result.low_value = net_present_value(result.low_rate, flows, Timing::start).value;
  result.high_value = net_present_value(result.high_rate, flows, Timing::start).value;
  result.rate =
      interpolated_rate(result.low_rate, result.low_value, result.high_rate, result.high_value);
  return result;
}

}  // namespace tc::engine::finance
