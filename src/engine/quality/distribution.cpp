#include "engine/quality/distribution.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tc::engine::quality {
namespace {

constexpr int k_terms_max = 2000;
constexpr double k_tiny = 1e-300;

/// The inverse of a rising function by bisection to the last bit.
template <class F>
double inverse(F function, double p, double low, double high) {
  while (function(low) > p) low *= 2;
  while (function(high) < p) high *= 2;
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    (function(middle) < p ? low : high) = middle;
  }
}

/// Lentz's method for the continued fraction of the incomplete beta function.
double beta_fraction(double x, double a, double b) {
  double c = 1;
  double d = 1 - (a + b) * x / (a + 1);
  d = 1 / (std::abs(d) < k_tiny ? k_tiny : d);
  double result = d;
  for (int m = 1; m < k_terms_max; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    double change = 1;
    for (const double term : {even, odd}) {
      d = 1 + term * d;
      c = 1 + term / c;
      d = 1 / (std::abs(d) < k_tiny ? k_tiny : d);
      c = std::abs(c) < k_tiny ? k_tiny : c;
      change = d * c;
      result *= change;
    }
    if (std::abs(change - 1) < 1e-16) break;
  }
  return result;
}

double incomplete_beta(double x, double a, double b) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                a * std::log(x) + b * std::log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(x, a, b) / a;
  return 1 - front * beta_fraction(1 - x, b, a) / b;
}

double gamma_series(double a, double x) {
  double term = 1 / a;
  double sum = term;
  for (int n = 1; n < k_terms_max && std::abs(term) > std::abs(sum) * 1e-17; ++n) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

double gamma_fraction(double a, double x) {
  double b = x + 1 - a;
  double c = 1 / k_tiny;
  double d = 1 / b;
  double result = d;
  for (int n = 1; n < k_terms_max; ++n) {
    const double term = -n * (n - a);
    b += 2;
    d = 1 / (term * d + b);
    c = b + term / c;
    result *= d * c;
    if (std::abs(d * c - 1) < 1e-16) break;
  }
  return result;
}

}  // namespace

double normal_cdf(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

double normal_quantile(double p) {
  // The lower tail keeps relative precision; the upper one is its mirror.
  if (p > 0.5) return -normal_quantile(1 - p);
  return inverse(normal_cdf, p, -40, -k_tiny);
}

double binomial_cdf(std::int64_t trials, std::int64_t most, double p) {
  if (most >= trials || p <= 0) return most < 0 ? 0 : 1;
  if (most < 0 || p >= 1) return 0;
  const double odds = std::log(p) - std::log1p(-p);
  double log_term = static_cast<double>(trials) * std::log1p(-p);
  double sum = std::exp(log_term);
  for (std::int64_t k = 1; k <= most; ++k) {
    log_term += std::log(static_cast<double>(trials - k + 1) / static_cast<double>(k)) + odds;
    sum += std::exp(log_term);
  }
  return std::min(sum, 1.0);
}

double student_cdf(double t, double freedom) {
  const double tail = incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

double student_quantile(double p, double freedom) {
  if (p > 0.5) return -student_quantile(1 - p, freedom);
  return inverse([freedom](double t) { return student_cdf(t, freedom); }, p, -40, -k_tiny);
}

double chi_square_tail(double value, double freedom) {
  if (value <= 0) return 1;
  const double a = freedom / 2;
  const double x = value / 2;
  const double front = std::exp(a * std::log(x) - x - std::lgamma(a));
  return x < a + 1 ? 1 - front * gamma_series(a, x) : front * gamma_fraction(a, x);
}

}  // namespace tc::engine::quality
