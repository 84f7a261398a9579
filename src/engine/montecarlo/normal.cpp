#include "engine/montecarlo/normal.h"

#include <cmath>
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

}  // namespace tc::engine::montecarlo
