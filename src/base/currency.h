#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tc {

/// The currency that the books of the organisation are kept in.
inline constexpr std::string_view k_book_currency = "CNY";

/// Digits after the decimal point of a currency (ISO 4217): 2 unless it is one of the others.
[[nodiscard]] int minor_digits(std::string_view currency);

/// `1234.50 CNY`: minor units as a decimal of the currency's digits, exactly.
[[nodiscard]] std::string money_text(std::int64_t minor, std::string_view currency);

}  // namespace tc
