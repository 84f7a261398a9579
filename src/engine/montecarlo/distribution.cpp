#include "engine/montecarlo/distribution.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/montecarlo/beta.h"
#include "engine/montecarlo/normal.h"

namespace tc::engine::montecarlo {
namespace {

using Kind = Distribution::Kind;

constexpr double k_value_max = 1e15;
constexpr std::size_t k_points_max = 64;
constexpr double k_sum_tolerance = 1e-9;
constexpr double k_shape_min = 0.05;  ///< Of beta and Weibull: below, tables lose their meaning.
constexpr double k_shape_max = 1e4;

bool is_sane(double value) { return std::isfinite(value) && std::abs(value) <= k_value_max; }

double triangular_quantile(double low, double mode, double high, double u) {
  const double span = high - low;
  if (span <= 0) return low;
  const double cut = (mode - low) / span;
  if (u < cut) return low + std::sqrt(u * span * (mode - low));
  return high - std::sqrt((1 - u) * span * (high - mode));
}

const char* fault_of_points(const Distribution& d) {
  if (d.points.empty() || d.points.size() > k_points_max) return "1 to 64 points";
  double sum = 0;
  for (std::size_t row = 0; row < d.points.size(); ++row) {
    const auto [value, probability] = d.points[row];
    if (!is_sane(value) || !is_sane(probability) || probability < 0 || probability > 1)
      return "a point is out of range";
    if (row > 0 && value < d.points[row - 1].first) return "values must ascend";
    if (d.kind == Kind::cumulative && row > 0 && probability < d.points[row - 1].second)
      return "cumulative probabilities must ascend";
    sum += probability;
  }
  if (d.kind == Kind::discrete && std::abs(sum - 1) > k_sum_tolerance)
    return "probabilities must sum to 1";
  if (d.kind == Kind::cumulative &&
      (d.points.size() < 2 || d.points.front().second > 0 || d.points.back().second < 1))
    return "cumulative probabilities must run from 0 to 1";
  return nullptr;
}

bool is_shape(double value) { return value >= k_shape_min && value <= k_shape_max; }

const char* fault_of_parameters(const Distribution& d) {
  switch (d.kind) {
    case Kind::fixed:
      return nullptr;
    case Kind::uniform:
      return d.a <= d.b ? nullptr : "minimum above maximum";
    case Kind::triangular:
      return d.a <= d.b && d.b <= d.c ? nullptr : "minimum, most likely, maximum out of order";
    case Kind::pert:
      if (!(d.a <= d.b && d.b <= d.c)) return "minimum, most likely, maximum out of order";
      return d.d > 0 && d.d <= 1000 ? nullptr : "the weight of the mode must lie in (0, 1000]";
    case Kind::trigen:
      return d.a < d.b && d.b < d.c ? nullptr : "P10, most likely, P90 out of order";
    case Kind::normal:
      return d.b >= 0 ? nullptr : "negative standard deviation";
    case Kind::lognormal:
      return d.a > 0 && d.b >= 0 ? nullptr : "mean must be positive, deviation not negative";
    case Kind::lognormal_percentiles:
      return d.a > 0 && d.b >= d.a ? nullptr : "needs 0 < P10 <= P90";
    case Kind::beta:
      return is_shape(d.a) && is_shape(d.b) && d.c <= d.d ? nullptr : "shape or range";
    case Kind::weibull:
      return is_shape(d.a) && d.b > 0 ? nullptr : "shape and scale must be positive";
    case Kind::discrete:
    case Kind::cumulative:
      return fault_of_points(d);
  }
  return "unknown kind";
}

double points_quantile(const Distribution& d, double u) {
  double sum = 0;
  for (std::size_t row = 0; row < d.points.size(); ++row) {
    const auto [value, probability] = d.points[row];
    if (d.kind == Kind::discrete) {
      sum += probability;
      if (u <= sum) return value;
    } else if (row > 0 && u <= probability) {
      const auto [before, below] = d.points[row - 1];
      if (probability <= below) return value;
      return before + (value - before) * (u - below) / (probability - below);
    }
  }
  return d.points.back().first;
}

double lognormal_quantile(double log_mean, double log_sd, double u) {
  return std::exp(log_mean + log_sd * normal_quantile(u));
}

/// Probability that the uncut normal distribution stays below x.
double normal_below(const Distribution& d, double x) {
  if (std::isinf(x)) return x < 0 ? 0 : 1;
  return d.b > 0 ? normal_cdf((x - d.a) / d.b) : (x < d.a ? 0 : 1);
}

double clamped(const Distribution& d, double value) {
  return std::min(std::max(value, d.lowest), d.highest);
}

double normal_cut_quantile(const Distribution& d, double u) {
  if (d.b <= 0) return clamped(d, d.a);
  const double below = normal_below(d, d.lowest);
  const double inside = normal_below(d, d.highest) - below;
  const double p = std::min(std::max(below + u * inside, 1e-300), 1 - 1e-16);
  return clamped(d, d.a + d.b * normal_quantile(p));
}

}  // namespace

Distribution Distribution::fixed(double value) { return {.kind = Kind::fixed, .a = value}; }
Distribution Distribution::triangular(double low, double mode, double high) {
  return {.kind = Kind::triangular, .a = low, .b = mode, .c = high};
}
Distribution Distribution::pert(double low, double mode, double high, double weight) {
  return {.kind = Kind::pert, .a = low, .b = mode, .c = high, .d = weight};
}
Distribution Distribution::uniform(double low, double high) {
  return {.kind = Kind::uniform, .a = low, .b = high};
}

Distribution scaled(const Distribution& distribution, double factor) {
  Distribution result = distribution;
  result.lowest *= factor;
  result.highest *= factor;
  for (auto& point : result.points) point.first *= factor;
  switch (distribution.kind) {
    case Kind::beta:
      result.c *= factor;
      result.d *= factor;
      break;
    case Kind::weibull:
      result.b *= factor;
      result.c *= factor;
      break;
    default:
      result.a *= factor;
      result.b *= factor;
      result.c *= factor;
  }
  return result;
}

Status check(const Distribution& distribution, const std::string& of) {
  const char* fault = nullptr;
  for (const double value : {distribution.a, distribution.b, distribution.c, distribution.d}) {
    if (!is_sane(value)) fault = "a parameter is not a finite number";
  }
  if (fault == nullptr) fault = fault_of_parameters(distribution);
  if (fault == nullptr && !(distribution.lowest < distribution.highest)) fault = "empty range";
  const bool is_cut = std::isfinite(distribution.lowest) || std::isfinite(distribution.highest);
  if (fault == nullptr && is_cut) {
    if (distribution.kind != Kind::normal) {
      fault = "only a normal distribution can be cut";
    } else if (distribution.b > 0 && normal_below(distribution, distribution.highest) -
                                             normal_below(distribution, distribution.lowest) <
                                         1e-9) {
      fault = "nothing is left inside the range";
    }
  }
  if (fault == nullptr) return Done{};
  return refuse(RefusalKind::rule, "simulation.bad_distribution", {}, {{"of", of}, {"why", fault}});
}

Range trigen_range(double p10, double mode, double p90) {
  // (p10 − low)² = 0.1 (high − low)(mode − low), and the same mirrored for the other tail.
  double low = p10 - (mode - p10);
  double high = p90 + (p90 - mode);
  for (int step = 0; step < 500; ++step) {
    const double span = high - low;
    const double new_low = p10 - std::sqrt(0.1 * span * (mode - low));
    const double new_high = p90 + std::sqrt(0.1 * span * (high - mode));
    const double change = std::abs(new_low - low) + std::abs(new_high - high);
    low = new_low;
    high = new_high;
    if (change < 1e-13 * span) break;
  }
  return {low, high};
}

namespace {

Spread cut_normal_spread(const Distribution& d) {
  if (d.b <= 0) return {clamped(d, d.a), 0};
  const double low = (d.lowest - d.a) / d.b, high = (d.highest - d.a) / d.b;
  const auto density = [](double z) {
    return std::isinf(z) ? 0.0 : std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
  };
  const auto weighted = [&](double z) { return std::isinf(z) ? 0.0 : z * density(z); };
  const double inside = normal_below(d, d.highest) - normal_below(d, d.lowest);
  const double shift = (density(low) - density(high)) / inside;
  const double variance = 1 + (weighted(low) - weighted(high)) / inside - shift * shift;
  return {d.a + d.b * shift, d.b * std::sqrt(std::max(variance, 0.0))};
}

Spread points_spread(const Distribution& d) {
  double mean = 0, square = 0;
  for (std::size_t row = 0; row < d.points.size(); ++row) {
    const auto [value, probability] = d.points[row];
    if (d.kind == Kind::discrete) {
      mean += probability * value;
      square += probability * value * value;
    } else if (row > 0) {
      const auto [before, below] = d.points[row - 1];
      const double weight = probability - below;
      mean += weight * (before + value) / 2;
      square += weight * (before * before + before * value + value * value) / 3;
    }
  }
  return {mean, std::sqrt(std::max(square - mean * mean, 0.0))};
}

Spread triangular_spread(double low, double mode, double high) {
  const double square =
      low * low + mode * mode + high * high - low * mode - low * high - mode * high;
  return {(low + mode + high) / 3, std::sqrt(std::max(square / 18, 0.0))};
}

Spread beta_spread(double alpha, double beta, double low, double high) {
  const double sum = alpha + beta;
  return {low + (high - low) * alpha / sum,
          (high - low) * std::sqrt(alpha * beta / (sum * sum * (sum + 1)))};
}

}  // namespace

Spread spread_of(const Distribution& d) {
  switch (d.kind) {
    case Kind::fixed:
      return {d.a, 0};
    case Kind::uniform:
      return {(d.a + d.b) / 2, (d.b - d.a) / std::sqrt(12.0)};
    case Kind::triangular:
      return triangular_spread(d.a, d.b, d.c);
    case Kind::trigen: {
      const Range range = trigen_range(d.a, d.b, d.c);
      return triangular_spread(range.low, d.b, range.high);
    }
    case Kind::pert: {
      if (d.c <= d.a) return {d.a, 0};
      const double alpha = 1 + d.d * (d.b - d.a) / (d.c - d.a);
      return beta_spread(alpha, 2 + d.d - alpha, d.a, d.c);
    }
    case Kind::beta:
      return beta_spread(d.a, d.b, d.c, d.d);
    case Kind::normal:
      return cut_normal_spread(d);
    case Kind::lognormal:
      return {d.a, d.b};
    case Kind::lognormal_percentiles: {
      const double middle = (std::log(d.a) + std::log(d.b)) / 2;
      const double sd = (std::log(d.b) - middle) / normal_quantile(0.9);
      const double mean = std::exp(middle + sd * sd / 2);
      return {mean, mean * std::sqrt(std::expm1(sd * sd))};
    }
    case Kind::weibull: {
      const double first = std::tgamma(1 + 1 / d.a), second = std::tgamma(1 + 2 / d.a);
      return {d.c + d.b * first, d.b * std::sqrt(std::max(second - first * first, 0.0))};
    }
    case Kind::discrete:
    case Kind::cumulative:
      return points_spread(d);
  }
  return {};
}

double quantile(const Distribution& d, double u) {
  switch (d.kind) {
    case Kind::fixed:
      return d.a;
    case Kind::uniform:
      return d.a + (d.b - d.a) * u;
    case Kind::triangular:
      return triangular_quantile(d.a, d.b, d.c, u);
    case Kind::trigen: {
      const Range range = trigen_range(d.a, d.b, d.c);
      return triangular_quantile(range.low, d.b, range.high, u);
    }
    case Kind::pert: {
      if (d.c <= d.a) return d.a;
      const double alpha = 1 + d.d * (d.b - d.a) / (d.c - d.a);
      const double beta = 1 + d.d * (d.c - d.b) / (d.c - d.a);
      return d.a + (d.c - d.a) * beta_quantiles(alpha, beta, {u}).front();
    }
    case Kind::beta:
      return d.c + (d.d - d.c) * beta_quantiles(d.a, d.b, {u}).front();
    case Kind::normal:
      return normal_cut_quantile(d, u);
    case Kind::lognormal: {
      const double variance = std::log1p(d.b * d.b / (d.a * d.a));
      return lognormal_quantile(std::log(d.a) - variance / 2, std::sqrt(variance), u);
    }
    case Kind::lognormal_percentiles: {
      const double middle = (std::log(d.a) + std::log(d.b)) / 2;
      return lognormal_quantile(middle, (std::log(d.b) - middle) / normal_quantile(0.9), u);
    }
    case Kind::weibull:
      return d.c + d.b * std::pow(-std::log1p(-u), 1 / d.a);
    case Kind::discrete:
    case Kind::cumulative:
      return points_quantile(d, u);
  }
  return 0;
}

}  // namespace tc::engine::montecarlo
