#include "engine/montecarlo/normal.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace tc::engine::montecarlo {

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double normal_quantile(double p) {
  const bool upper = p > 0.5;
  const double tail = upper ? 1 - p : p;
  // Abramowitz and Stegun 26.2.23 is right to 4.5e-4: close enough for Halley to converge.
  const double t = std::sqrt(-2 * std::log(tail));
  double z = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                       (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
  for (int step = 0; step < 3; ++step) {
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
    const double error = (normal_cdf(z) - tail) / density;
    z -= error / (1 + z * error / 2);
  }
  return upper ? -z : z;
}

float inside_unit(double u) {
  constexpr double k_edge = 1.0 / 16777216.0;
  return static_cast<float>(std::clamp(u, k_edge, 1 - k_edge));
}

namespace {

// Octaves of the tail probability, each cut into equal parts.
constexpr int k_first_exponent = -24;
constexpr int k_octaves = 24;
constexpr int k_parts_log2 = 6;
constexpr int k_fraction_bits = 23 - k_parts_log2;

}  // namespace

NormalTable::NormalTable() {
  constexpr int k_parts = 1 << k_parts_log2;
  for (int row = 0; row <= k_octaves * k_parts; ++row) {
    const double mantissa = 1 + static_cast<double>(row % k_parts) / k_parts;
    rows_.push_back(
        normal_quantile(std::min(std::ldexp(mantissa, row / k_parts + k_first_exponent), 0.75)));
  }
}

double NormalTable::quantile(float p) const {
  const bool upper = p > 0.5F;
  const auto bits = std::bit_cast<std::uint32_t>(upper ? 1 - p : p);
  constexpr std::uint32_t k_first = (127 + k_first_exponent) << k_parts_log2;
  const std::uint32_t row = (bits >> k_fraction_bits) - k_first;
  const double part = static_cast<double>(bits & ((1U << k_fraction_bits) - 1)) /
                      static_cast<double>(1U << k_fraction_bits);
  const double value = rows_[row] + (rows_[row + 1] - rows_[row]) * part;
  return upper ? -value : value;
}

}  // namespace tc::engine::montecarlo
