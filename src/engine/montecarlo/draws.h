#pragma once

#include <cstdint>
#include <vector>

#include "engine/montecarlo/kernel.h"

namespace tc::engine::montecarlo {

/// Dimensions that get their own Sobol sequence; further ones are drawn by Latin hypercube.
inline constexpr int k_sobol_dimensions_max = 40;

/// Decides which random numbers each iteration of a run gets.
///
/// Iterations are cut into chunks of at most 1,024. Each chunk is one Latin hypercube of its own
/// (replicated Latin hypercube sampling), so chunks can be drawn in any order by any thread.
class DrawPlan {
 public:
  /// `influence` has one entry per variable: the larger, the earlier the dimension of the Sobol
  /// sequence it gets. Fills in the variables' sources.
  DrawPlan(Sampling sampling, std::uint64_t seed, std::int64_t iterations,
           const std::vector<double>& influence);

  [[nodiscard]] std::int64_t chunk_count() const { return chunks_; }
  [[nodiscard]] std::int64_t chunk_begin(std::int64_t chunk) const;
  [[nodiscard]] std::int32_t chunk_size(std::int64_t chunk) const {
    return static_cast<std::int32_t>(chunk_begin(chunk + 1) - chunk_begin(chunk));
  }
  [[nodiscard]] const std::vector<Variable>& variables() const { return variables_; }
  /// The random numbers of one chunk; `permutations` is the memory of the calling thread.
  [[nodiscard]] Draws draws(std::int64_t chunk, std::vector<std::uint16_t>& permutations) const;

 private:
  void assign_permutations();
  void assign_sobol(const std::vector<double>& influence);

  Sampling sampling_;
  std::uint64_t seed_;
  std::int64_t iterations_;
  std::int64_t chunks_;
  std::uint32_t permutation_count_ = 0;
  std::vector<Variable> variables_;
  std::vector<std::uint32_t> sobol_low_;
  std::vector<std::uint32_t> sobol_columns_;
  std::vector<std::uint32_t> sobol_shift_;
};

}  // namespace tc::engine::montecarlo
