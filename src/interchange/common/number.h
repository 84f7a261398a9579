#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/civil.h"
#include "base/minutes.h"

/// Numbers and lengths of time as project files write them.
namespace tc::interchange {

/// A decimal number times `scale`, rounded to the nearest integer, halves away from zero. Accepts
/// a point or a comma as decimal mark, grouping by the other one, and an exponent. Nothing where
/// the text is no number or the result does not fit 62 bits.
[[nodiscard]] std::optional<std::int64_t> parse_scaled(std::string_view text, std::int64_t scale);

/// `value / scale` with at most `digits_max` decimals (rounded), without trailing zeros.
[[nodiscard]] std::string format_scaled(std::int64_t value, std::int64_t scale, int digits_max = 6);

/// An integer without blanks; nothing for anything else.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

/// Tenths of a minute as Minutes; values beyond 31 bits stop at the end of the range.
[[nodiscard]] Minutes minutes_from_tenths(std::int64_t tenths);
[[nodiscard]] std::int32_t clamp_int32(std::int64_t value);

[[nodiscard]] std::string_view trim(std::string_view text);

}  // namespace tc::interchange
