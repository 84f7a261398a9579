#include "base/currency.h"

#include <algorithm>
#include <array>

namespace tc {

int minor_digits(std::string_view currency) {
  constexpr std::array<std::string_view, 15> k_none = {"BIF", "CLP", "DJF", "GNF", "ISK",
                                                       "JPY", "KMF", "KRW", "PYG", "RWF",
                                                       "UGX", "VND", "VUV", "XAF", "XOF"};
  constexpr std::array<std::string_view, 7> k_three = {"BHD", "IQD", "JOD", "KWD",
                                                       "LYD", "OMR", "TND"};
  if (std::ranges::find(k_none, currency) != k_none.end()) return 0;
  return std::ranges::find(k_three, currency) != k_three.end() ? 3 : 2;
}

std::string money_text(std::int64_t minor, std::string_view currency) {
  const auto digits = static_cast<std::size_t>(minor_digits(currency));
  std::string text = std::to_string(minor);
  const std::size_t sign = minor < 0 ? 1 : 0;
  if (text.size() < sign + digits + 1) text.insert(sign, sign + digits + 1 - text.size(), '0');
  if (digits > 0) text.insert(text.size() - digits, 1, '.');
  return text + " " + std::string(currency);
}

}  // namespace tc
