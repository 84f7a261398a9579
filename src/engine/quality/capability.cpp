#include "engine/quality/capability.h"

#include <algorithm>
#include <cmath>

#include "engine/quality/distribution.h"

namespace tc::engine::quality {
namespace {

Figure over(double distance, double deviation, double widths) {
  const double index = distance / (widths * deviation);
  // Also where the deviation is too small to divide by.
  return deviation > 0 && std::isfinite(index) ? known(index) : undefined("quality.no_variation");
}

Figure spread_index(const Specification& limits, double deviation) {
  if (!limits.lower || !limits.upper) return undefined("quality.no_specification");
  return over(*limits.upper - *limits.lower, deviation, 6);
}

Figure centred_index(const Specification& limits, double mean, double deviation) {
  if (!limits.lower && !limits.upper) return undefined("quality.no_specification");
  double nearest = HUGE_VAL;
  if (limits.upper) nearest = std::min(nearest, *limits.upper - mean);
  if (limits.lower) nearest = std::min(nearest, mean - *limits.lower);
  return over(nearest, deviation, 3);
}

constexpr int k_half_states = 101;

/// Solves (I − Q) x = 1 by elimination; the matrix is diagonally dominant, so no pivots are needed.
std::vector<double> solve(std::vector<std::vector<double>>& matrix) {
  const std::size_t size = matrix.size();
  for (std::size_t pivot = 0; pivot < size; ++pivot) {
    for (std::size_t row = pivot + 1; row < size; ++row) {
      const double factor = matrix[row][pivot] / matrix[pivot][pivot];
      for (std::size_t at = pivot; at <= size; ++at) matrix[row][at] -= factor * matrix[pivot][at];
    }
  }
  std::vector<double> x(size);
  for (std::size_t row = size; row-- > 0;) {
    double sum = matrix[row][size];
    for (std::size_t at = row + 1; at < size; ++at) sum -= matrix[row][at] * x[at];
    x[row] = sum / matrix[row][row];
  }
  return x;
}

}  // namespace

Capability capability(double mean, double within, double overall,
                      const Specification& specification) {
  return {spread_index(specification, within), centred_index(specification, mean, within),
          spread_index(specification, overall), centred_index(specification, mean, overall)};
}

Result<std::vector<ParetoItem>> pareto(std::vector<ParetoItem> items, double threshold) {
  double total = 0;
  for (std::size_t at = 0; at < items.size(); ++at) {
    if (!(items[at].amount >= 0) || !std::isfinite(items[at].amount)) {
      return refuse(RefusalKind::rule, "quality.value_invalid", items[at].name,
                    {{"index", std::to_string(at + 1)}});
    }
    total += items[at].amount;
  }
  if (!(total > 0) || !std::isfinite(total)) return refuse(RefusalKind::rule, "quality.no_values");
  std::ranges::stable_sort(items, std::greater<>(), &ParetoItem::amount);
  double sum = 0;
  for (ParetoItem& item : items) {
    item.vital = sum / total < threshold;
    sum += item.amount;
    item.share = item.amount / total;
    item.cumulative = sum / total;
  }
  return items;
}

Figure defects_per_million(std::int64_t defects, std::int64_t units,
                           std::int64_t opportunities_per_unit) {
  if (units <= 0 || opportunities_per_unit <= 0 || defects < 0)
    return undefined("quality.no_values");
  return known(1e6 * static_cast<double>(defects) /
               (static_cast<double>(units) * static_cast<double>(opportunities_per_unit)));
}

Figure sigma_level(double dpmo, double shift) {
  if (!(dpmo > 0) || !(dpmo < 1e6)) return undefined("quality.no_variation");
  return known(-normal_quantile(dpmo / 1e6) + shift);
}

double dpmo_of_sigma(double level, double shift) { return 1e6 * normal_cdf(shift - level); }

double probability_of_acceptance(std::int64_t sample_size, std::int64_t acceptance, double p) {
  return binomial_cdf(sample_size, acceptance, p);
}

double shewhart_run_length(double shift, double width) {
  return 1 / (normal_cdf(-width - shift) + normal_cdf(shift - width));
}

Result<double> ewma_run_length(double shift, double lambda, double width) {
  if (!(lambda > 0) || !(lambda <= 1)) {
    return refuse(RefusalKind::rule, "quality.parameter_invalid", "lambda", {{"name", "lambda"}});
  }
  if (!(width > 0) || !(width <= 6) || !(std::abs(shift) <= 100))
    return refuse(RefusalKind::rule, "quality.parameter_invalid", "width", {{"name", "width"}});
  constexpr std::size_t k_states = 2 * k_half_states + 1;
  const double limit = width * std::sqrt(lambda / (2 - lambda));
  const double half = limit / static_cast<double>(k_states);
  std::vector<std::vector<double>> matrix(k_states, std::vector<double>(k_states + 1, 1));
  const auto middle = [&](std::size_t state) {
    return (2.0 * static_cast<double>(state) + 1) * half - limit;
  };
  for (std::size_t from = 0; from < k_states; ++from) {
    const double kept = (1 - lambda) * middle(from);
    for (std::size_t to = 0; to < k_states; ++to) {
      const double high = (middle(to) + half - kept) / lambda - shift;
      const double low = (middle(to) - half - kept) / lambda - shift;
      matrix[from][to] = (from == to ? 1.0 : 0.0) - (normal_cdf(high) - normal_cdf(low));
    }
  }
  return solve(matrix)[k_half_states];
}

}  // namespace tc::engine::quality
