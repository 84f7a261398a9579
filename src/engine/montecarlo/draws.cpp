#include "engine/montecarlo/draws.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/failure.h"
#include "engine/montecarlo/philox.h"
#include "engine/montecarlo/sobol.h"

namespace tc::engine::montecarlo {
namespace {

/// Up to here every variable has a permutation of its own.
constexpr std::size_t k_own_permutations_max = 128;

/// A random permutation of 0 … size − 1 by Fisher and Yates; what lies beyond stays in its place.
void shuffle(std::int32_t* out, std::int32_t size, PhiloxWords counter, std::uint64_t seed) {
  std::iota(out, out + k_chunk, 0);
  PhiloxWords words{};
  for (std::int32_t left = size; left > 1; --left) {
    const auto drawn = static_cast<std::uint32_t>(size - left);
    if (drawn % 4 == 0) {
      counter[2] = drawn / 4;
      words = philox(counter, seed);
    }
    const std::uint64_t scaled =
        std::uint64_t{words[drawn % 4]} * static_cast<std::uint32_t>(left);
    std::swap(out[left - 1], out[scaled >> 32U]);
  }
}

}  // namespace

DrawPlan::DrawPlan(Sampling sampling, std::uint64_t seed, std::int64_t iterations,
                   const std::vector<double>& influence)
    : sampling_(sampling),
      seed_(seed),
      iterations_(iterations),
      chunks_((iterations + k_chunk - 1) / k_chunk),
      variables_(influence.size()) {
  TC_ASSERT(iterations > 0);
  for (std::size_t row = 0; row < variables_.size(); ++row) {
    variables_[row].stream = static_cast<std::uint32_t>(row);
  }
  if (sampling_ == Sampling::plain) return;
  assign_permutations();
  if (sampling_ == Sampling::sobol) assign_sobol(influence);
}

/// Few variables: a permutation each. Many: the product of one of √n outer and one of √n inner
/// permutations, no two variables the same pair; any two variables stay independent.
void DrawPlan::assign_permutations() {
  has_identity_ = variables_.size() <= k_own_permutations_max;
  if (has_identity_) {
    permutation_count_ = static_cast<std::uint32_t>(variables_.size()) + 1;
    for (std::size_t row = 0; row < variables_.size(); ++row) {
      variables_[row].outer = static_cast<std::uint32_t>(row) + 1;
      variables_[row].inner = 0;
    }
    return;
  }
  const auto side =
      static_cast<std::uint32_t>(std::ceil(std::sqrt(static_cast<double>(variables_.size()))));
  permutation_count_ = 2 * side;
  for (std::size_t row = 0; row < variables_.size(); ++row) {
    variables_[row].outer = static_cast<std::uint32_t>(row) / side;
    variables_[row].inner = side + static_cast<std::uint32_t>(row) % side;
  }
}

void DrawPlan::assign_sobol(const std::vector<double>& influence) {
  std::vector<std::size_t> order(influence.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return influence[a] > influence[b]; });
  order.resize(std::min<std::size_t>(order.size(), k_sobol_dimensions_max));
  const SobolMatrices matrices = scrambled_sobol(static_cast<int>(order.size()), seed_);
  sobol_columns_ = matrices.columns;
  sobol_shift_ = matrices.shift;
  for (std::size_t dimension = 0; dimension < order.size(); ++dimension) {
    variables_[order[dimension]].sobol = static_cast<std::int32_t>(dimension);
    const std::uint32_t* columns = sobol_columns_.data() + dimension * k_sobol_bits;
    for (std::uint32_t point = 0; point < k_lanes; ++point) {
      std::uint32_t value = 0;
      for (std::uint32_t bit = 0; bit < 4; ++bit) {
        if ((point >> bit & 1U) != 0) value ^= columns[bit];
      }
      sobol_low_.push_back(value);
    }
  }
}

std::int64_t DrawPlan::chunk_begin(std::int64_t chunk) const {
  // Latin hypercubes of nearly the same size; Sobol needs starts that are whole blocks.
  if (sampling_ == Sampling::latin_hypercube) return iterations_ * chunk / chunks_;
  return std::min(iterations_, chunk * k_chunk);
}

Draws DrawPlan::draws(std::int64_t chunk, std::vector<std::int32_t>& permutations) const {
  Draws draws;
  draws.seed = seed_;
  draws.sampling = sampling_;
  draws.first_iteration = static_cast<std::uint32_t>(chunk * k_chunk);
  draws.strata = chunk_size(chunk);
  draws.sobol_low = sobol_low_.data();
  draws.sobol_columns = sobol_columns_.data();
  draws.sobol_shift = sobol_shift_.data();
  permutations.resize(std::size_t{permutation_count_} * k_chunk);
  for (std::uint32_t row = 0; row < permutation_count_; ++row) {
    std::int32_t* out = permutations.data() + std::size_t{row} * k_chunk;
    if (has_identity_ && row == 0) {
      std::iota(out, out + k_chunk, 0);
      continue;
    }
    const PhiloxWords counter = {static_cast<std::uint32_t>(chunk), row, 0,
                                 static_cast<std::uint32_t>(Purpose::permutation)};
    shuffle(out, draws.strata, counter, seed_);
  }
  draws.permutations = permutations.data();
  return draws;
}

}  // namespace tc::engine::montecarlo
