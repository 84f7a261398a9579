#pragma once

#include <vector>

namespace tc::engine::montecarlo {

/// Distribution function of the standard normal distribution.
[[nodiscard]] double normal_cdf(double z);
/// Its inverse, for 0 < p < 1. Start by Abramowitz and Stegun 26.2.23, then Halley steps on the
/// distribution function; relative error below 1e-12.
[[nodiscard]] double normal_quantile(double p);

/// Rounded to a uniform number that the kernel takes: never 0 or 1.
[[nodiscard]] float inside_unit(double u);

/// Quantiles from a table, within 2e-5 of a standard deviation; 2^-24 ≤ p ≤ 1 − 2^-24.
class NormalTable {
 public:
  NormalTable();
  [[nodiscard]] double quantile(float p) const;

 private:
  std::vector<double> rows_;
};

}  // namespace tc::engine::montecarlo
