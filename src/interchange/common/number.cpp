#include "interchange/common/number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace tc::interchange {
namespace {

constexpr std::int64_t k_scaled_max = std::int64_t{1} << 62;
constexpr int k_fraction_digits_max = 9;

/// The place of the decimal mark, or npos. "1,000.5" and "1.000,5" have the last mark as decimal
/// mark; several marks of one kind only are grouping.
std::size_t decimal_mark(std::string_view text) {
  const std::size_t last = text.find_last_of(".,");
  if (last == std::string_view::npos) return last;
  const std::size_t first = text.find_first_of(".,");
  const bool repeated = text.find(text[last]) != last;
  return repeated && text[first] == text[last] ? std::string_view::npos : last;
}

/// Most numbers are a few digits and nothing else.
std::optional<std::int64_t> parse_short_integer(std::string_view text) {
  constexpr std::size_t k_digits_max = 9;
  if (text.empty() || text.size() > k_digits_max) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<std::int64_t> parse_exponent(std::string_view text, std::int64_t scale) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  value *= static_cast<double>(scale);
  if (!(std::abs(value) < static_cast<double>(k_scaled_max))) return std::nullopt;
  return std::llround(value);
}

}  // namespace

std::optional<std::int64_t> parse_scaled(std::string_view text, std::int64_t scale) {
  if (const auto whole = parse_short_integer(text)) return *whole * scale;
  text = trim(text);
  if (text.empty()) return std::nullopt;
  if (text.find_first_of("eE") != std::string_view::npos) return parse_exponent(text, scale);
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  const std::size_t mark = decimal_mark(text);
  std::int64_t whole = 0;
  std::int64_t fraction = 0;
  std::int64_t fraction_scale = 1;
  int fraction_digits = 0;
  bool any = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.' || c == ',') continue;
    if (c < '0' || c > '9') return std::nullopt;
    any = true;
    if (mark != std::string_view::npos && i > mark) {
      if (fraction_digits == k_fraction_digits_max) continue;
      ++fraction_digits;
      fraction = fraction * 10 + (c - '0');
      fraction_scale *= 10;
    } else {
      if (whole > k_scaled_max / 10 / scale) return std::nullopt;
      whole = whole * 10 + (c - '0');
    }
  }
  if (!any || whole > k_scaled_max / scale) return std::nullopt;
  if (scale > k_scaled_max / fraction_scale) {
    return parse_exponent(std::string(negative ? "-" : "") + std::string(text), scale);
  }
  const std::int64_t part = (fraction * scale + fraction_scale / 2) / fraction_scale;
  const std::int64_t value = whole * scale + part;
  return negative ? -value : value;
}

std::string format_scaled(std::int64_t value, std::int64_t scale, int digits_max) {
  const bool negative = value < 0;
  std::uint64_t rest =
      negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const auto divisor = static_cast<std::uint64_t>(scale);
  std::uint64_t power = 1;
  for (int i = 0; i < digits_max; ++i) power *= 10;
  std::uint64_t whole = rest / divisor;
  std::uint64_t fraction = (rest % divisor * power + divisor / 2) / divisor;
  if (fraction >= power) whole += 1, fraction -= power;
  std::string text = negative && (whole != 0 || fraction != 0) ? "-" : "";
  text += std::to_string(whole);
  if (fraction == 0) return text;
  std::string digits = std::to_string(fraction);
  digits.insert(0, static_cast<std::size_t>(digits_max) - digits.size(), '0');
  while (digits.back() == '0') digits.pop_back();
  return text + '.' + digits;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::int32_t clamp_int32(std::int64_t value) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(
      value, -std::numeric_limits<std::int32_t>::max(), std::numeric_limits<std::int32_t>::max()));
}

Minutes minutes_from_tenths(std::int64_t tenths) {
  return Minutes::from_tenths(clamp_int32(tenths));
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace tc::interchange
