#include "engine/montecarlo/sobol.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include "engine/montecarlo/binary_field.h"
#include "engine/montecarlo/kernel.h"
#include "engine/montecarlo/philox.h"

namespace tc::engine::montecarlo {
namespace {

constexpr int k_bits = 32;
constexpr int k_quality_bits = 10;  ///< Projections are judged on the first 1,024 points.
constexpr int k_candidates = 8;
constexpr std::size_t k_neighbours = 40;
constexpr std::size_t k_searched_dimensions = 40;
constexpr std::uint64_t k_direction_seed = 0x5bd1e995;

using Columns = std::array<std::uint32_t, k_bits>;

std::uint32_t power_modulo(std::uint32_t exponent, std::uint32_t polynomial, int degree) {
  std::uint32_t result = 1;
  std::uint32_t base = degree == 1 ? 2U ^ polynomial : 2U;
  for (; exponent != 0; exponent >>= 1U) {
    if ((exponent & 1U) != 0) result = multiply_modulo(result, base, polynomial, degree);
    base = multiply_modulo(base, base, polynomial, degree);
  }
  return result;
}

/// x has the full order 2^degree − 1.
bool is_primitive(std::uint32_t polynomial, int degree) {
  const std::uint32_t order = (1U << degree) - 1;
  if (power_modulo(order, polynomial, degree) != 1) return false;
  std::uint32_t rest = order;
  for (std::uint32_t prime = 2; prime <= rest; ++prime) {
    if (rest % prime != 0) continue;
    if (order != prime && power_modulo(order / prime, polynomial, degree) == 1) return false;
    while (rest % prime == 0) rest /= prime;
  }
  return true;
}

struct Polynomial {
  std::uint32_t bits = 0;
  int degree = 0;
};

std::vector<Polynomial> primitive_polynomials(int count) {
  std::vector<Polynomial> result;
  for (int degree = 1; static_cast<int>(result.size()) < count; ++degree) {
    for (std::uint32_t inner = 0; inner < 1U << (degree - 1); ++inner) {
      const std::uint32_t bits = (1U << degree) | inner << 1U | 1U;
      if (is_primitive(bits, degree)) result.push_back({bits, degree});
    }
  }
  result.resize(static_cast<std::size_t>(count));
  return result;
}

/// Directions by the recurrence of the polynomial; the first ones are odd numbers from `words`.
Columns directions(const Polynomial& polynomial, const std::vector<std::uint32_t>& words) {
  Columns columns{};
  const int degree = polynomial.degree;
  for (int bit = 0; bit < std::min(degree, k_bits); ++bit) {
    const std::uint32_t odd =
        (words[static_cast<std::size_t>(bit)] & ((1U << bit) - 1U)) << 1U | 1U;
    columns[static_cast<std::size_t>(bit)] = odd << (k_bits - 1 - bit);
  }
  for (int bit = degree; bit < k_bits; ++bit) {
    const std::uint32_t before = columns[static_cast<std::size_t>(bit - degree)];
    std::uint32_t value = before ^ before >> degree;
    for (int back = 1; back < degree; ++back) {
      if ((polynomial.bits >> (degree - back) & 1U) != 0)
        value ^= columns[static_cast<std::size_t>(bit - back)];
    }
    columns[static_cast<std::size_t>(bit)] = value;
  }
  return columns;
}

/// The first digits of a generating matrix as rows over the first k_quality_bits columns.
using Rows = std::array<std::uint32_t, k_quality_bits>;
Rows rows_of(const Columns& columns) {
  Rows rows{};
  for (std::size_t row = 0; row < k_quality_bits; ++row) {
    for (std::size_t bit = 0; bit < k_quality_bits; ++bit) {
      rows[row] |= (columns[bit] >> (k_bits - 1 - row) & 1U) << bit;
    }
  }
  return rows;
}

/// Rows over GF(2), kept reduced.
class RowSpace {
 public:
  /// False where the row depends on those before.
  bool add(std::uint32_t row) {
    while (row != 0) {
      std::uint32_t& pivot = pivots_[static_cast<std::size_t>(std::bit_width(row)) - 1];
      if (pivot == 0) {
        pivot = row;
        return true;
      }
      row ^= pivot;
    }
    return false;
  }

 private:
  std::array<std::uint32_t, k_quality_bits> pivots_{};
};

/// The t of the (t, 10, 2)-net that two dimensions form: 0 is best. It is 10 − d where the first k
/// rows of one and d − k rows of the other are independent for all k.
int projection_fault(const Rows& a, const Rows& b) {
  std::size_t strength = k_quality_bits;
  RowSpace of_first;
  for (std::size_t first = 0; first <= k_quality_bits; ++first) {
    RowSpace both = of_first;
    std::size_t second = 0;
    while (first + second < k_quality_bits && both.add(b[second])) ++second;
    strength = std::min(strength, first + second);
    if (first < k_quality_bits && !of_first.add(a[first])) break;
  }
  return k_quality_bits - static_cast<int>(strength);
}

std::vector<std::uint32_t> random_words(std::uint32_t dimension, std::uint32_t candidate) {
  std::vector<std::uint32_t> words;
  for (std::uint32_t part = 0; part < 8; ++part) {
    const PhiloxWords four = philox({part, dimension, candidate, 0}, k_direction_seed);
    words.insert(words.end(), four.begin(), four.end());
  }
  return words;
}

std::vector<Columns> sobol_directions(int dimensions) {
  std::vector<Columns> result;
  std::vector<Rows> rows;
  Columns first{};
  for (std::size_t bit = 0; bit < k_bits; ++bit) first[bit] = 1U << (k_bits - 1 - bit);
  result.push_back(first);
  rows.push_back(rows_of(first));
  const std::vector<Polynomial> polynomials = primitive_polynomials(std::max(dimensions - 1, 1));
  for (std::size_t at = 1; at < static_cast<std::size_t>(dimensions); ++at) {
    const auto dimension = static_cast<std::uint32_t>(at);
    Columns best = directions(polynomials[at - 1], random_words(dimension, 0));
    int best_fault = INT32_MAX;
    const int candidates = at < k_searched_dimensions ? k_candidates : 0;
    for (int candidate = 0; candidate < candidates; ++candidate) {
      const Columns columns = directions(
          polynomials[at - 1], random_words(dimension, static_cast<std::uint32_t>(candidate)));
      const Rows own = rows_of(columns);
      int fault = 0;
      for (std::size_t other = at - std::min(at, k_neighbours); other < at; ++other) {
        fault += 1 << projection_fault(rows[other], own);
      }
      if (fault < best_fault) {
        best_fault = fault;
        best = columns;
      }
    }
    result.push_back(best);
    rows.push_back(rows_of(best));
  }
  return result;
}

}  // namespace

SobolPoints::SobolPoints(const std::vector<double>& direction, std::uint64_t seed)
    : mirror_(direction.size()) {
  if (direction.empty()) return;
  const std::vector<Columns> directions = sobol_directions(static_cast<int>(direction.size()));
  for (std::uint32_t dimension = 0; dimension < directions.size(); ++dimension) {
    std::array<std::uint32_t, k_bits> rows{};
    const auto purpose = static_cast<std::uint32_t>(Purpose::scramble);
    for (std::uint32_t row = 0; row < k_bits; ++row) {
      // Row i of the scramble keeps digit i and mixes in the digits before it.
      const std::uint32_t word = philox({row, dimension, 0, purpose}, seed)[0];
      const std::uint32_t before = row == 0 ? 0U : ~0U << (k_bits - row);
      rows[row] = (word & before) | 1U << (k_bits - 1 - row);
    }
    for (const std::uint32_t column : directions[dimension]) {
      std::uint32_t scrambled = 0;
      for (std::uint32_t row = 0; row < k_bits; ++row) {
        const auto parity = static_cast<std::uint32_t>(std::popcount(rows[row] & column)) & 1U;
        scrambled |= parity << (k_bits - 1 - row);
      }
      columns_.push_back(scrambled);
    }
    shift_.push_back(philox({0, dimension, 1, purpose}, seed)[0]);
  }
  // The reflection that takes the first axis to the direction.
  const double length =
      std::sqrt(std::inner_product(direction.begin(), direction.end(), direction.begin(), 0.0));
  if (length <= 0) return;
  for (std::size_t at = 0; at < direction.size(); ++at) mirror_[at] = -direction[at] / length;
  mirror_[0] += 1;
  const double square = std::inner_product(mirror_.begin(), mirror_.end(), mirror_.begin(), 0.0);
  for (double& part : mirror_) part *= square > 0 ? std::sqrt(2 / square) : 0;
}

void SobolPoints::fill(std::uint32_t first, std::int32_t count, float* rows) const {
  count = (count + k_block - 1) / k_block * k_block;  // The kernel takes whole blocks.
  std::vector<double> scores(dimensions());
  for (std::int32_t at = 0; at < count; ++at) {
    const std::uint32_t index = first + static_cast<std::uint32_t>(at);
    double along = 0;
    for (std::size_t dimension = 0; dimension < dimensions(); ++dimension) {
      std::uint32_t word = shift_[dimension];
      const std::uint32_t* columns = columns_.data() + dimension * k_bits;
      for (std::uint32_t rest = index; rest != 0; rest &= rest - 1) {
        word ^= columns[std::countr_zero(rest)];
      }
      scores[dimension] =
          normal_.quantile((static_cast<float>(word >> 9U) + 0.5F) * (1.0F / 8388608.0F));
      along += scores[dimension] * mirror_[dimension];
    }
    for (std::size_t dimension = 0; dimension < dimensions(); ++dimension) {
      const double score = scores[dimension] - along * mirror_[dimension];
      rows[dimension * k_row_stride + static_cast<std::size_t>(at)] =
          inside_unit(normal_cdf(score));
    }
  }
}

}  // namespace tc::engine::montecarlo
