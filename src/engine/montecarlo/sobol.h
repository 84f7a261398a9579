#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/montecarlo/normal.h"

namespace tc::engine::montecarlo {

/// I. Sobol's construction (1967) on the primitive polynomials over GF(2) in ascending order.
/// First direction numbers are chosen for good two-dimensional projections, after the criterion of
/// S. Joe and F. Kuo (SIAM J. Sci. Comput. 30, 2008); scrambled by random lower triangular matrices
/// and a digital shift (J. Matoušek, J. Complexity 14, 1998) drawn from the seed. Turned by a
/// reflection of the normal scores, which leaves them independent (J. Imai, K. Tan, J. Comput.
/// Finance 10, 2006).
///
/// Points of a scrambled Sobol sequence, turned so that its first and most even dimension runs
/// along a given direction of all quantities together.
class SobolPoints {
 public:
  SobolPoints() = default;
  /// `direction` has one entry per dimension: how much the answer grows with that quantity.
  SobolPoints(const std::vector<double>& direction, std::uint64_t seed);

  [[nodiscard]] std::size_t dimensions() const { return mirror_.size(); }
  /// Uniform numbers of `count` ≤ k_chunk points from number `first` on; dimension d goes to
  /// rows[d · k_row_stride …].
  void fill(std::uint32_t first, std::int32_t count, float* rows) const;

 private:
  std::vector<std::uint32_t> columns_;  ///< [dimension][bit of the index]
  std::vector<std::uint32_t> shift_;
  std::vector<double> mirror_;  ///< Normal of the reflection, of length √2 (or 0: none).
  NormalTable normal_;
};

}  // namespace tc::engine::montecarlo
