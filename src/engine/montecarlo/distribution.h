#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace tc::engine::montecarlo {

/// A probability distribution. Values are in the unit of what it describes: ticks of a duration,
/// a factor, money.
struct Distribution {
  enum class Kind {
    fixed,                  ///< a
    uniform,                ///< from a to b
    triangular,             ///< minimum a, mode b, maximum c
    pert,                   ///< minimum a, mode b, maximum c, weight of the mode d (4 = classic)
    trigen,                 ///< triangular with P10 = a, mode b, P90 = c
    normal,                 ///< mean a, standard deviation b
    lognormal,              ///< mean a, standard deviation b (of the value itself)
    lognormal_percentiles,  ///< P10 = a, P90 = b
    discrete,               ///< points: value, probability
    cumulative,             ///< points: value, cumulative probability, from 0 to 1
    beta,                   ///< alpha a, beta b, from c to d
    weibull,                ///< shape a, scale b, location c
  };
  Kind kind = Kind::fixed;
  double a = 0;
  double b = 0;
  double c = 0;
  double d = 0;
  /// Cut to this range: the distribution under the condition that the value lies inside.
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();
  std::vector<std::pair<double, double>> points = {};

  [[nodiscard]] static Distribution fixed(double value);
  [[nodiscard]] static Distribution triangular(double low, double mode, double high);
  [[nodiscard]] static Distribution pert(double low, double mode, double high, double weight = 4);
  [[nodiscard]] static Distribution uniform(double low, double high);
};

/// The same with every value multiplied: for changing units, and for ranges in percent.
[[nodiscard]] Distribution scaled(const Distribution& distribution, double factor);

/// Refuses `simulation.bad_distribution` (arguments `of`, `why`) for parameters that are not
/// finite, out of order, of wrong sign, or whose probabilities do not sum to 1.
[[nodiscard]] Status check(const Distribution& distribution, const std::string& of);

/// The value that is not exceeded with probability u, 0 < u < 1. Precondition: checked.
[[nodiscard]] double quantile(const Distribution& distribution, double u);

/// Mean and standard deviation in closed form. Precondition: checked.
struct Spread {
  double mean = 0;
  double sd = 0;
};
[[nodiscard]] Spread spread_of(const Distribution& distribution);

/// Minimum and maximum of a triangular distribution with these P10, mode, P90. Solves the two
/// equations for the areas of the tails by fixed-point iteration.
struct Range {
  double low = 0;
  double high = 0;
};
[[nodiscard]] Range trigen_range(double p10, double mode, double p90);

}  // namespace tc::engine::montecarlo
