#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// Tables as they come in: CSV and XLSX as rows of text, the way people would have typed it.
namespace tc::document {

/// Row 1 of the file is rows[0]; empty rows stay, so that numbers match what people see.
struct Sheet {
  std::vector<std::vector<std::string>> rows;
};

inline constexpr std::size_t k_sheet_rows_max = 200'000;
inline constexpr std::size_t k_sheet_columns_max = 500;
inline constexpr std::size_t k_sheet_cells_max = 4'000'000;
inline constexpr std::size_t k_sheet_cell_bytes_max = 1'000'000;

/// By content: XLSX where the bytes are a ZIP container, else CSV. Refuses `sheet.unknown_format`
/// for the binary formats of old, and as below.
[[nodiscard]] Result<Sheet> read_sheet(std::string_view bytes);

/// UTF-8 or UTF-16 with a byte order mark, UTF-8, else GB18030. The separator is the one of comma,
/// semicolon and tab that the first line has most of; quotes by RFC 4180. Refuses `sheet.encoding`,
/// `sheet.unclosed_quote`, `sheet.too_large`.
[[nodiscard]] Result<Sheet> read_csv(std::string_view bytes);

/// The first sheet of a workbook: shared and inline strings, results of formulas; dates as
/// YYYY-MM-DD, percents with %, amounts with the currency their format names. Refuses
/// `sheet.damaged`, `sheet.encrypted`, `sheet.entity_refused`, `sheet.too_deep`, `sheet.too_large`.
[[nodiscard]] Result<Sheet> read_xlsx(std::string_view bytes);

/// "B" for 1, "AA" for 26.
[[nodiscard]] std::string column_letters(std::size_t column);

}  // namespace tc::document
