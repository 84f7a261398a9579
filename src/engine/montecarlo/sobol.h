#pragma once

#include <cstdint>
#include <vector>

namespace tc::engine::montecarlo {

/// Scrambled generating matrices of a Sobol sequence, 32 columns and one shift per dimension.
struct SobolMatrices {
  std::vector<std::uint32_t> columns;  ///< [dimension][bit of the index]
  std::vector<std::uint32_t> shift;
};

/// I. Sobol's construction (1967) on the primitive polynomials over GF(2) in ascending order.
/// First direction numbers are chosen for good two-dimensional projections, after the criterion of
/// S. Joe and F. Kuo (SIAM J. Sci. Comput. 30, 2008); scrambled by random lower triangular matrices
/// and a digital shift (J. Matoušek, J. Complexity 14, 1998) drawn from the seed.
[[nodiscard]] SobolMatrices scrambled_sobol(int dimensions, std::uint64_t seed);

}  // namespace tc::engine::montecarlo
