#pragma once

#include <cstdint>

/// Distribution functions. Arguments outside the domain give the limit, never NaN.
namespace tc::engine::quality {

[[nodiscard]] double normal_cdf(double z);
/// Precondition: 0 < p < 1.
[[nodiscard]] double normal_quantile(double p);

/// Probability of at most `most` events in `trials` with probability `p` each; 0 ≤ p ≤ 1.
/// O(most). Summed in logarithms, so that no power underflows.
[[nodiscard]] double binomial_cdf(std::int64_t trials, std::int64_t most, double p);

/// Student's t with `freedom` degrees (> 0), by the incomplete beta function's continued fraction.
[[nodiscard]] double student_cdf(double t, double freedom);
/// Precondition: 0 < p < 1.
[[nodiscard]] double student_quantile(double p, double freedom);

/// Upper tail of the χ² distribution, by the incomplete gamma function.
[[nodiscard]] double chi_square_tail(double value, double freedom);

}  // namespace tc::engine::quality
