#pragma once

#include <cstdint>

namespace tc::engine::montecarlo {

/// The remainder of a · b modulo a polynomial of the given degree, over GF(2).
[[nodiscard]] constexpr std::uint32_t multiply_modulo(std::uint32_t a, std::uint32_t b,
                                                      std::uint32_t polynomial, int degree) {
  std::uint32_t result = 0;
  for (; b != 0; b >>= 1U) {
    if ((b & 1U) != 0) result ^= a;
    a <<= 1U;
    if ((a >> degree & 1U) != 0) a ^= polynomial;
  }
  return result;
}

}  // namespace tc::engine::montecarlo
