#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tc::document {

/// What a number format makes of a number.
enum class NumberMeaning { number, percent, date, moment, money };

struct NumberStyle {
  NumberMeaning meaning = NumberMeaning::number;
  std::string currency = {};  ///< money: ISO 4217.
  bool utc = false;           ///< moment: its format ends with "Z".
};

/// The meaning of a format code such as `yyyy"年"m"月"d"日"`, `0.00%`, `#,##0.00 "CNY"`,
/// `[$EUR] #,##0.00` or `¥#,##0`.
[[nodiscard]] NumberStyle style_of_code(std::string_view code);
/// Of the formats that files name by number only (ECMA-376 part 1 §18.8.30, with the Chinese ones).
[[nodiscard]] NumberStyle style_of_builtin(int id);

/// A number as people would have typed it. Serial days count from 1900, or 1904 where the workbook
/// says so.
[[nodiscard]] std::string number_text(double number, const NumberStyle& style, bool from_1904);

}  // namespace tc::document
