#pragma once

#include <array>
#include <cstddef>

namespace tc::engine::quality {

/// Factors of control charts for a subgroup size, rounded as tables print them: charts made by
/// hand, by textbooks and by us agree to the last printed digit.
struct ChartConstants {
  double A2, A3, d2, d3, D3, D4, c4, B3, B4, E2;
};

inline constexpr std::size_t k_subgroup_min = 2;
inline constexpr std::size_t k_subgroup_max = 25;

/// Precondition: k_subgroup_min ≤ size ≤ k_subgroup_max. d2 and d3 are the mean and deviation of
/// the range of a normal sample, c4 the mean of its deviation.
[[nodiscard]] const ChartConstants& constants_of(std::size_t size);

}  // namespace tc::engine::quality
