#pragma once

namespace tc::engine::montecarlo {

/// Distribution function of the standard normal distribution.
[[nodiscard]] double normal_cdf(double z);
/// Its inverse, for 0 < p < 1. Start by Abramowitz and Stegun 26.2.23, then Halley steps on the
/// distribution function; relative error below 1e-12.
[[nodiscard]] double normal_quantile(double p);

}  // namespace tc::engine::montecarlo
