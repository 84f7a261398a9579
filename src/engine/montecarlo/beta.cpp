#include "engine/montecarlo/beta.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tc::engine::montecarlo {
namespace {

constexpr std::size_t k_cells = 2048;
constexpr double k_step = std::numbers::pi / 2 / static_cast<double>(k_cells);

/// Density of t where x = sin²(t): smooth at both ends for shapes of 1/2 and above.
class Density {
 public:
  Density(double alpha, double beta)
      : sine_power_(2 * alpha - 1),
        cosine_power_(2 * beta - 1),
        log_norm_(std::lgamma(alpha + beta) - std::lgamma(alpha) - std::lgamma(beta) +
                  std::numbers::ln2) {}
  double operator()(double t) const {
    const double sine = std::sin(t), cosine = std::cos(t);
    if (sine <= 0 || cosine <= 0) return 0;
    return std::exp(log_norm_ + sine_power_ * std::log(sine) + cosine_power_ * std::log(cosine));
  }

 private:
  double sine_power_;
  double cosine_power_;
  double log_norm_;
};

/// Probability below each border of the cells; Gauss-Legendre with two points per cell.
std::vector<double> integrated(const Density& density) {
  std::vector<double> below(k_cells + 1);
  const double offset = k_step / 2 / std::numbers::sqrt3;
  for (std::size_t cell = 0; cell < k_cells; ++cell) {
    const double middle = (static_cast<double>(cell) + 0.5) * k_step;
    below[cell + 1] =
        below[cell] + k_step / 2 * (density(middle - offset) + density(middle + offset));
  }
  return below;
}

}  // namespace

std::vector<double> beta_quantiles(double alpha, double beta,
                                   const std::vector<double>& probabilities) {
  const Density density(alpha, beta);
  const std::vector<double> below = integrated(density);
  std::vector<double> result;
  result.reserve(probabilities.size());
  std::size_t cell = 0;
  for (const double probability : probabilities) {
    const double wanted = probability * below.back();
    while (cell + 1 < k_cells && below[cell + 1] < wanted) ++cell;
    const double width = below[cell + 1] - below[cell];
    const double from = static_cast<double>(cell) * k_step;
    double part = width > 0 ? (wanted - below[cell]) / width : 0.5;
    const double at = density(from + part * k_step);
    if (at > 0) {
      // Inside a cell the density is nearly linear: one correction by the trapezoid rule.
      const double covered = part * k_step * (density(from) + at) / 2;
      part = std::clamp(part - (below[cell] + covered - wanted) / (at * k_step), 0.0, 1.0);
    }
    const double sine = std::sin(from + part * k_step);
    result.push_back(sine * sine);
  }
  return result;
}

}  // namespace tc::engine::montecarlo
