#include "document/xlsx_style.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "base/civil.h"
#include "document/table.h"

namespace tc::document {
namespace {

struct Sign {
  std::string_view sign;
  std::string_view currency;
};
constexpr std::array k_signs = {Sign{"¥", "CNY"}, Sign{"￥", "CNY"}, Sign{"€", "EUR"},
                                Sign{"£", "GBP"}, Sign{"$", "USD"}};

// A code of three capitals in quotation marks or brackets, else a currency sign.
std::string currency_of(std::string_view code) {
  for (std::size_t i = 0; i + 2 < code.size(); ++i) {
    const bool framed = i > 0 && (code[i - 1] == '"' || code[i - 1] == '$' || code[i - 1] == ' ');
    bool capitals = framed;
    for (std::size_t k = i; k < i + 3; ++k) capitals = capitals && code[k] >= 'A' && code[k] <= 'Z';
    const bool alone = i + 3 == code.size() || code[i + 3] < 'A' || code[i + 3] > 'Z';
    if (capitals && alone) return std::string(code.substr(i, 3));
  }
  for (const Sign& sign : k_signs) {
    const std::size_t at = code.find(sign.sign);
    // `[$-804]` names a language, not dollars.
    if (at != std::string_view::npos && code.substr(at, 2) != "$-" &&
        (at == 0 || code[at - 1] != '[' || sign.sign != "$"))
      return std::string(sign.currency);
  }
  return {};
}

// The code without quoted words, escaped characters and what stands in brackets.
std::string bare(std::string_view code) {
  std::string out;
  char until = 0;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (until != 0) {
      if (c == until) until = 0;
    } else if (c == '"') {
      until = '"';
    } else if (c == '[') {
      until = ']';
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else {
      out += c;
    }
  }
  return out;
}

std::string date_text(double serial, bool with_time, bool from_1904) {
  constexpr double k_serial_max = 2'958'465;  // 9999-12-31
  if (!(serial >= 0 && serial <= k_serial_max)) return plain_number(serial);
  constexpr int k_days_to_1970 = 25'569, k_days_1900_to_1904 = 1462, k_seconds_per_day = 86'400;
  // Spreadsheets believe in a 29 February 1900, which was serial day 60.
  const double real = !from_1904 && serial < 60 ? serial + 1 : serial;
  const auto seconds = std::llround(real * k_seconds_per_day);
  const auto day = static_cast<Day>(seconds / k_seconds_per_day - k_days_to_1970 +
                                    (from_1904 ? k_days_1900_to_1904 : 0));
  const auto rest = static_cast<int>(seconds % k_seconds_per_day);
  if (!with_time && rest == 0) return format_day(day);
  std::array<char, 16> time{};
  const int size = std::snprintf(time.data(), time.size(), "T%02d:%02d:%02d", rest / 3600,
                                 rest / 60 % 60, rest % 60);
  return format_day(day) + std::string(time.data(), static_cast<std::size_t>(size));
}

}  // namespace

NumberStyle style_of_code(std::string_view code) {
  const std::string symbols = bare(code);
  if (symbols.find_first_of("ymdhsYMDHS") != std::string::npos && symbols != "General") {
    const bool time = symbols.find_first_of("hsHS") != std::string::npos;
    const bool utc = code.find("\"Z\"") != std::string_view::npos;
    return {time ? NumberMeaning::moment : NumberMeaning::date, {}, utc};
  }
  if (symbols.find('%') != std::string::npos) return {NumberMeaning::percent};
  std::string currency = currency_of(code);
  if (!currency.empty()) return {NumberMeaning::money, std::move(currency)};
  return {};
}

NumberStyle style_of_builtin(int id) {
  if (id == 9 || id == 10) return {NumberMeaning::percent};
  const bool chinese =
      (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58;
  if ((id >= 14 && id <= 17) || chinese) return {NumberMeaning::date};
  if ((id >= 18 && id <= 22) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 ||
      id == 56)
    return {NumberMeaning::moment};
  return {};
}

std::string number_text(double number, const NumberStyle& style, bool from_1904) {
  switch (style.meaning) {
    case NumberMeaning::percent:
      // Twelve digits are what a cell shows of 0.07 * 100.
      return plain_number(std::round(number * 1e12) / 1e10) + "%";
    case NumberMeaning::money:
      return plain_number(number) + " " + style.currency;
    case NumberMeaning::date:
    case NumberMeaning::moment:
      return date_text(number, style.meaning == NumberMeaning::moment, from_1904) +
             (style.utc ? "Z" : "");
    case NumberMeaning::number:
      break;
  }
  return plain_number(number);
}

}  // namespace tc::document
