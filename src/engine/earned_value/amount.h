#pragma once

#include <cstdint>

namespace tc::engine::earned_value {

/// Money in minor units, or work in minutes: whole numbers, so that sums are exact.
using Amount = std::int64_t;

/// Larger amounts, and sums of them, are refused: beyond it a double no longer holds every one.
inline constexpr Amount k_amount_max = Amount{1} << 53;

/// `amount` · `part` / `whole`, half away from zero. Preconditions: whole > 0 and the result fits.
[[nodiscard]] inline Amount share(Amount amount, std::int64_t part, std::int64_t whole) {
  __extension__ using Wide = __int128;
  const Wide twice = Wide{2} * amount * part;
  const Wide shifted = twice < 0 ? twice - whole : twice + whole;
  return static_cast<Amount>(shifted / (Wide{2} * whole));
}

}  // namespace tc::engine::earned_value
