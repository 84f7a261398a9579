#include "engine/montecarlo/draws.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/failure.h"
#include "engine/montecarlo/philox.h"
#include "engine/montecarlo/sobol.h"

namespace tc::engine::montecarlo {
namespace {

/// Up to here every variable has a permutation of its own. Beyond, this many share one and read it
/// from different places: shifted against itself, a random sequence is as good as another.
constexpr std::size_t k_own_permutations_max = 128;
constexpr std::size_t k_sharers = 16;

/// A random permutation of 0 … size − 1 by Fisher and Yates, written twice over. The words come
/// from a multiplicative sequence that Philox starts: many are needed, and each only decides an
/// order.
void shuffle(std::uint16_t* out, std::int32_t size, const PhiloxWords& start) {
  std::uint64_t state = (std::uint64_t{start[0]} << 32U | start[1]) | 1U;
  const std::uint64_t step = std::uint64_t{start[2]} << 32U | start[3] | 1U;
  std::iota(out, out + size, std::uint16_t{0});
  for (std::int32_t left = size; left > 1; --left) {
    state = state * 6364136223846793005U + step;
    const std::uint64_t word = (state >> 32U) ^ (state >> 45U);
    const std::uint64_t drawn = (word & 0xffffffffU) * static_cast<std::uint32_t>(left) >> 32U;
    std::swap(out[left - 1], out[drawn]);
  }
  // Once more, and as far as the last block reads beyond it.
  for (std::int32_t at = 0; at < size + k_block; ++at) out[size + at] = out[at];
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

void DrawPlan::assign_permutations() {
  const std::size_t sharers = variables_.size() <= k_own_permutations_max ? 1 : k_sharers;
  permutation_count_ = static_cast<std::uint32_t>((variables_.size() + sharers - 1) / sharers);
  for (std::size_t row = 0; row < variables_.size(); ++row) {
    variables_[row].permutation = static_cast<std::uint32_t>(row / sharers);
    if (sharers == 1) continue;
    variables_[row].shift = philox(
        {static_cast<std::uint32_t>(row), 0, 1, static_cast<std::uint32_t>(Purpose::permutation)},
        seed_)[0];
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

Draws DrawPlan::draws(std::int64_t chunk, std::vector<std::uint16_t>& permutations) const {
  Draws draws;
  draws.seed = seed_;
  draws.sampling = sampling_;
  draws.first_iteration = static_cast<std::uint32_t>(chunk * k_chunk);
  draws.strata = chunk_size(chunk);
  draws.sobol_low = sobol_low_.data();
  draws.sobol_columns = sobol_columns_.data();
  draws.sobol_shift = sobol_shift_.data();
  permutations.resize(std::size_t{permutation_count_} * k_permutation_stride);
  for (std::uint32_t row = 0; row < permutation_count_; ++row) {
    const PhiloxWords start = philox({static_cast<std::uint32_t>(chunk), row, 0,
                                      static_cast<std::uint32_t>(Purpose::permutation)},
                                     seed_);
    shuffle(permutations.data() + std::size_t{row} * k_permutation_stride, draws.strata, start);
  }
  draws.permutations = permutations.data();
  return draws;
}

}  // namespace tc::engine::montecarlo
