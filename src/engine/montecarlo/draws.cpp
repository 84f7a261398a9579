#include "engine/montecarlo/draws.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/failure.h"
#include "engine/montecarlo/hypercube.h"

namespace tc::engine::montecarlo {
namespace {

/// Up to here every variable has a row of its own. Beyond, this many share one and read it from
/// different places: shifted against itself, a random sequence is as good as another.
constexpr std::size_t k_own_rows_max = 128;
constexpr std::uint32_t k_sharers = 16;

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
  if (sampling_ == Sampling::plain) return;
  assign_leading(influence);
  assign_hypercubes();
}

/// Rows for all that have none yet.
void DrawPlan::assign_hypercubes() {
  const std::uint32_t sharers = variables_.size() <= k_own_rows_max ? 1 : k_sharers;
  std::uint32_t place = 0;
  rows_ = leading_;
  for (std::size_t row = 0; row < variables_.size(); ++row) {
    Variable& variable = variables_[row];
    if (variable.row >= 0) continue;
    variable.row = leading_ + static_cast<std::int32_t>(place / sharers);
    rows_ = variable.row + 1;
    if (sharers > 1) {
      // Each in a part of its own, so that no two read from the same place.
      constexpr std::uint32_t k_part = ~0U / k_sharers;
      const std::uint32_t word = start_of(static_cast<std::int64_t>(row), 0, Use::shift)[0];
      variable.shift = place % sharers * k_part + word / k_sharers;
    }
    ++place;
  }
}

void DrawPlan::assign_leading(const std::vector<double>& influence) {
  std::vector<std::size_t> order(influence.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return std::abs(influence[a]) > std::abs(influence[b]);
  });
  const bool is_sobol = sampling_ == Sampling::sobol;
  order.resize(std::min<std::size_t>(
      order.size(), is_sobol ? k_sobol_dimensions_max : PairedHypercube::k_dimensions_max));
  std::vector<double> direction;
  for (const std::size_t row : order) {
    variables_[row].row = leading_++;
    direction.push_back(influence[row]);
  }
  if (is_sobol) sobol_ = SobolPoints(direction, seed_);
}

std::int64_t DrawPlan::chunk_begin(std::int64_t chunk) const {
  return std::min(iterations_, chunk * k_chunk);
}

PhiloxWords DrawPlan::start_of(std::int64_t chunk, std::int32_t row, Use use) const {
  return philox({static_cast<std::uint32_t>(chunk), static_cast<std::uint32_t>(row),
                 static_cast<std::uint32_t>(use), static_cast<std::uint32_t>(Purpose::permutation)},
                seed_);
}

Draws DrawPlan::draws(std::int64_t chunk, std::vector<float>& memory) const {
  Draws draws;
  draws.seed = seed_;
  draws.first_iteration = static_cast<std::uint32_t>(chunk * k_chunk);
  draws.size = chunk_size(chunk);
  if (rows_ == 0) return draws;
  memory.resize(static_cast<std::size_t>(rows_) * k_row_stride);
  const auto numbers = [&](std::int32_t row) {
    return memory.data() + static_cast<std::ptrdiff_t>(row) * k_row_stride;
  };
  if (sampling_ == Sampling::sobol) {
    sobol_.fill(draws.first_iteration, draws.size, memory.data());
  } else {
    const PairedHypercube hypercube(draws.size, start_of(chunk, 0, Use::array));
    for (std::int32_t row = 0; row < leading_; ++row)
      hypercube.fill_row(numbers(row), row, start_of(chunk, row, Use::row));
  }
  for (std::int32_t row = leading_; row < rows_; ++row)
    fill_hypercube_row(numbers(row), draws.size, start_of(chunk, row, Use::row));
  draws.rows = memory.data();
  return draws;
}

}  // namespace tc::engine::montecarlo
