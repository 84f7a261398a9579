#pragma once

#include <array>
#include <cstdint>

/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror, Shaw: "Parallel random
/// numbers: as easy as 1, 2, 3" (SC 2011). A draw is a pure function of key and counter, so any
/// thread may make any draw in any order.
namespace tc::engine::montecarlo {

inline constexpr std::uint32_t k_philox_multiplier_0 = 0xD2511F53U;
inline constexpr std::uint32_t k_philox_multiplier_1 = 0xCD9E8D57U;
inline constexpr std::uint32_t k_philox_weyl_0 = 0x9E3779B9U;
inline constexpr std::uint32_t k_philox_weyl_1 = 0xBB67AE85U;
inline constexpr int k_philox_rounds = 10;

using PhiloxWords = std::array<std::uint32_t, 4>;

/// Four random words of the counter under the key (low and high half of the seed).
[[nodiscard]] inline PhiloxWords philox(PhiloxWords counter, std::uint64_t seed) {
  auto key_0 = static_cast<std::uint32_t>(seed);
  auto key_1 = static_cast<std::uint32_t>(seed >> 32U);
  for (int round = 0; round < k_philox_rounds; ++round) {
    const std::uint64_t product_0 = std::uint64_t{k_philox_multiplier_0} * counter[0];
    const std::uint64_t product_1 = std::uint64_t{k_philox_multiplier_1} * counter[2];
    counter = {static_cast<std::uint32_t>(product_1 >> 32U) ^ counter[1] ^ key_0,
               static_cast<std::uint32_t>(product_1),
               static_cast<std::uint32_t>(product_0 >> 32U) ^ counter[3] ^ key_1,
               static_cast<std::uint32_t>(product_0)};
    key_0 += k_philox_weyl_0;
    key_1 += k_philox_weyl_1;
  }
  return counter;
}

/// What the fourth counter word says the words are for.
enum class Purpose : std::uint32_t { draw = 0, permutation = 1, scramble = 2, weather = 3 };

}  // namespace tc::engine::montecarlo
