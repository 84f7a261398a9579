#include "engine/montecarlo/draws.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/failure.h"
#include "engine/montecarlo/philox.h"

namespace tc::engine::montecarlo {
namespace {

/// Up to here every variable has a row of its own. Beyond, this many share one and read it from
/// different places: shifted against itself, a random sequence is as good as another.
constexpr std::size_t k_own_rows_max = 128;
constexpr std::uint32_t k_sharers = 16;

/// One number from each of `size` equal strata in random order (Fisher and Yates), written twice
/// over. Words by SplitMix64 from where Philox starts it: many are needed.
void shuffle(float* out, std::int32_t size, const PhiloxWords& start) {
  std::uint64_t state = std::uint64_t{start[0]} << 32U | start[1];
  const std::uint64_t step = std::uint64_t{start[2]} << 32U | start[3] | 1U;
  // So far inside of its stratum that rounding never carries a number out of it.
  constexpr float k_inside = 1.0F / 8192.0F;
  constexpr float k_step = (1.0F - 2.0F * k_inside) / 8388608.0F;
  const float width = 1.0F / static_cast<float>(size);
  for (std::int32_t at = 0; at < size; ++at) {
    state += step;
    std::uint64_t word = (state ^ state >> 30U) * 0xbf58476d1ce4e5b9U;
    word = (word ^ word >> 27U) * 0x94d049bb133111ebU;
    const std::uint64_t place = (word >> 32U) * static_cast<std::uint32_t>(at + 1) >> 32U;
    const auto inside = static_cast<float>(word & 0x7fffffU) * k_step + k_inside;
    out[at] = out[place];
    out[place] = (static_cast<float>(at) + inside) * width;
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
    variables_[row].row = -1;
  }
  if (sampling_ == Sampling::sobol) assign_sobol(influence);
  if (sampling_ != Sampling::plain) assign_hypercubes();
}

/// Rows for all that have none yet.
void DrawPlan::assign_hypercubes() {
  const std::uint32_t sharers = variables_.size() <= k_own_rows_max ? 1 : k_sharers;
  const auto first = static_cast<std::int32_t>(sobol_.dimensions());
  std::uint32_t place = 0;
  rows_ = first;
  for (std::size_t row = 0; row < variables_.size(); ++row) {
    Variable& variable = variables_[row];
    if (variable.row >= 0) continue;
    variable.row = first + static_cast<std::int32_t>(place / sharers);
    rows_ = variable.row + 1;
    if (sharers > 1) {
      // Each in a part of its own, so that no two read from the same place.
      constexpr std::uint32_t k_part = ~0U / k_sharers;
      const auto purpose = static_cast<std::uint32_t>(Purpose::permutation);
      const std::uint32_t word = philox({static_cast<std::uint32_t>(row), 0, 1, purpose}, seed_)[0];
      variable.shift = place % sharers * k_part + word / k_sharers;
    }
    ++place;
  }
}

void DrawPlan::assign_sobol(const std::vector<double>& influence) {
  std::vector<std::size_t> order(influence.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return std::abs(influence[a]) > std::abs(influence[b]);
  });
  order.resize(std::min<std::size_t>(order.size(), k_sobol_dimensions_max));
  std::vector<double> direction;
  for (const std::size_t row : order) {
    variables_[row].row = static_cast<std::int32_t>(direction.size());
    direction.push_back(influence[row]);
  }
  sobol_ = SobolPoints(direction, seed_);
}

std::int64_t DrawPlan::chunk_begin(std::int64_t chunk) const {
  // Latin hypercubes of nearly the same size; Sobol needs starts that are whole blocks.
  if (sampling_ == Sampling::latin_hypercube) return iterations_ * chunk / chunks_;
  return std::min(iterations_, chunk * k_chunk);
}

Draws DrawPlan::draws(std::int64_t chunk, std::vector<float>& memory) const {
  Draws draws;
  draws.seed = seed_;
  draws.first_iteration = static_cast<std::uint32_t>(chunk * k_chunk);
  draws.size = chunk_size(chunk);
  if (rows_ == 0) return draws;
  memory.resize(static_cast<std::size_t>(rows_) * k_row_stride);
  sobol_.fill(draws.first_iteration, draws.size, memory.data());
  for (auto row = static_cast<std::int32_t>(sobol_.dimensions()); row < rows_; ++row) {
    const PhiloxWords start =
        philox({static_cast<std::uint32_t>(chunk), static_cast<std::uint32_t>(row), 0,
                static_cast<std::uint32_t>(Purpose::permutation)},
               seed_);
    shuffle(memory.data() + static_cast<std::ptrdiff_t>(row) * k_row_stride, draws.size, start);
  }
  draws.rows = memory.data();
  return draws;
}

}  // namespace tc::engine::montecarlo
