#pragma once

#include <array>
#include <cstdint>

namespace tc::engine::finance {

/// Expected accuracy of an estimate of a class (AACE 18R-97, process industries), in percent of the
/// estimate: the low side lies between the two `low` values, the high side between the two `high`.
struct EstimateClass {
  std::int32_t number = 5;
  std::int32_t low_best, low_worst;
  std::int32_t high_best, high_worst;
};

inline constexpr std::array<EstimateClass, 5> k_estimate_classes = {{
    {5, -20, -50, 30, 100},
    {4, -15, -30, 20, 50},
    {3, -10, -20, 10, 30},
    {2, -5, -15, 5, 20},
    {1, -3, -10, 3, 15},
}};

}  // namespace tc::engine::finance
