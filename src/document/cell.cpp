#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "base/civil.h"
#include "document/table.h"

namespace tc::document {
namespace {

std::string amount_text(const Amount& amount) {
  const auto minor = amount.minor < 0 ? 0 - static_cast<std::uint64_t>(amount.minor)
                                      : static_cast<std::uint64_t>(amount.minor);
  std::array<char, 48> buffer{};
  const int size = std::snprintf(
      buffer.data(), buffer.size(), "%s%llu.%02u ", amount.minor < 0 ? "-" : "",
      static_cast<unsigned long long>(minor / 100), static_cast<unsigned>(minor % 100));
  return std::string(buffer.data(), static_cast<std::size_t>(size)) + amount.currency;
}

}  // namespace

std::string plain_number(double number) {
  std::array<char, 400> buffer{};
  const double size = std::abs(number);
  const bool spelled = number == 0 || (size < 1e15 && size >= 1e-9);
  const auto [end, error] =
      spelled ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                              std::chars_format::fixed)
              : std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return error == std::errc() ? std::string(buffer.data(), end) : std::string();
}

std::string cell_text(CellKind kind, const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* amount = std::get_if<Amount>(&cell)) return amount_text(*amount);
  if (const auto* number = std::get_if<double>(&cell)) return plain_number(*number);
  const auto* whole = std::get_if<std::int64_t>(&cell);
  if (whole == nullptr) return {};
  switch (kind) {
    case CellKind::percent:
      return plain_number(static_cast<double>(*whole) / 100);
    case CellKind::date:
      return format_day(static_cast<Day>(*whole));
    case CellKind::moment:
      return format_moment(*whole);
    default:
      return std::to_string(*whole);
  }
}

bool looks_like_formula(std::string_view text) {
  if (text.empty()) return false;
  constexpr std::string_view k_starts = "=+-@\t\r";
  if (k_starts.find(text.front()) != std::string_view::npos) return true;
  for (const std::string_view wide : {"＝", "＋", "－", "＠"}) {
    if (text.starts_with(wide)) return true;
  }
  return false;
}

}  // namespace tc::document
