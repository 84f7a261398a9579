#pragma once

#include <cstdint>
#include <vector>

#include "engine/montecarlo/kernel.h"
#include "engine/montecarlo/philox.h"
#include "engine/montecarlo/sobol.h"

namespace tc::engine::montecarlo {

/// Dimensions that get their own Sobol sequence; further ones are drawn by Latin hypercube.
inline constexpr std::size_t k_sobol_dimensions_max = 40;

/// Decides which random numbers each iteration of a run gets.
///
/// Iterations are cut into chunks of at most 1,024. Each chunk is one Latin hypercube of its own
/// (replicated Latin hypercube sampling), so chunks can be drawn in any order by any thread.
class DrawPlan {
 public:
  /// `influence` has one entry per variable: how much the finish moves with it. The largest get the
  /// dimensions of the Sobol sequence or of the hypercube that is even in pairs. Fills in the
  /// variables' sources.
  DrawPlan(Sampling sampling, std::uint64_t seed, std::int64_t iterations,
           const std::vector<double>& influence);

  [[nodiscard]] std::int64_t chunk_count() const { return chunks_; }
  [[nodiscard]] std::int64_t chunk_begin(std::int64_t chunk) const;
  [[nodiscard]] std::int32_t chunk_size(std::int64_t chunk) const {
    return static_cast<std::int32_t>(chunk_begin(chunk + 1) - chunk_begin(chunk));
  }
  [[nodiscard]] const std::vector<Variable>& variables() const { return variables_; }
  /// The random numbers of one chunk; `memory` is the calling thread's.
  [[nodiscard]] Draws draws(std::int64_t chunk, std::vector<float>& memory) const;

 private:
  /// What the words that start something random are for.
  enum class Use : std::uint32_t { row, shift, array };
  void assign_leading(const std::vector<double>& influence);
  void assign_hypercubes();
  [[nodiscard]] PhiloxWords start_of(std::int64_t chunk, std::int32_t row, Use use) const;

  Sampling sampling_;
  std::uint64_t seed_;
  std::int64_t iterations_;
  std::int64_t chunks_;
  std::vector<Variable> variables_;
  SobolPoints sobol_;
  std::int32_t leading_ = 0;  ///< Variables that are drawn together, most influential first.
  std::int32_t rows_ = 0;     ///< Of one chunk: of the leading ones, then hypercubes.
};

}  // namespace tc::engine::montecarlo
