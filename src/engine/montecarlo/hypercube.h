#pragma once

#include <array>
#include <cstdint>

#include "engine/montecarlo/kernel.h"
#include "engine/montecarlo/philox.h"

/// Latin hypercubes: of `size` ≤ k_chunk numbers of a dimension, one lies in each of `size` equal
/// strata. Rows are written as Draws::rows wants them.
namespace tc::engine::montecarlo {

/// A dimension by itself: its strata in random order.
void fill_hypercube_row(float* out, std::int32_t size, const PhiloxWords& start);

/// Several dimensions that are also even in pairs: the strata of each follow a column of the
/// orthogonal array OA(1024, 33, 32, 2) of R. Bose (Sankhyā 3, 1938), so that the numbers of any
/// two meet every cell of a grid of 32 × 32 once (B. Tang, J. Amer. Statist. Assoc. 88, 1993). What
/// a sum of effects of pairs does to an answer is then averaged out as effects of single dimensions
/// are by any hypercube. With fewer than 1,024 numbers a random part of the array is used.
class PairedHypercube {
 public:
  static constexpr std::int32_t k_levels = 32;
  static constexpr std::int32_t k_dimensions_max = k_levels + 1;

  PairedHypercube(std::int32_t size, const PhiloxWords& start);
  /// Precondition: 0 ≤ dimension < k_dimensions_max.
  void fill_row(float* out, std::int32_t dimension, const PhiloxWords& start) const;

 private:
  std::int32_t size_;
  std::array<std::uint16_t, k_chunk> runs_;  ///< Of the array, in the order of the numbers.
};

}  // namespace tc::engine::montecarlo
