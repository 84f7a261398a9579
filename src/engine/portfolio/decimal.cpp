#include "engine/portfolio/decimal.h"

#include <algorithm>
#include <cmath>

namespace tc::engine::portfolio {

std::int64_t common_scale(const std::vector<double>& values) {
  constexpr std::int64_t k_scale_max = 1'000'000;
  for (std::int64_t scale = 1; scale < k_scale_max; scale *= 10) {
    const bool whole = std::ranges::all_of(values, [&](double value) {
      const double scaled = value * static_cast<double>(scale);
      return std::abs(scaled - std::round(scaled)) <= 1e-9 * std::max(1.0, std::abs(scaled));
    });
    if (whole) return scale;
  }
  return k_scale_max;
}

std::int64_t scaled_integer(double value, std::int64_t scale) {
  constexpr double k_border = 9e18;
  const double scaled = std::round(value * static_cast<double>(scale));
  if (std::isnan(scaled)) return INT64_MIN / 2;
  return static_cast<std::int64_t>(std::clamp(scaled, -k_border, k_border));
}

}  // namespace tc::engine::portfolio
