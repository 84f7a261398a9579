#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/table.h"
#include "document/zip.h"

namespace tc::document {

/// Writes a workbook sheet by sheet, row by row.
class Workbook {
 public:
  /// The header is styled and frozen; `widths` in characters.
  void begin_sheet(std::string_view name, std::span<const Column> columns,
                   std::span<const int> widths, bool filtered);
  void add(std::span<const Cell> row);
  void end_sheet();
  [[nodiscard]] std::string finish(std::string_view title, Moment made_at);

 private:
  [[nodiscard]] int style_of(CellKind kind, const Cell& cell);
  void put_cell(std::size_t column, const Cell& cell, CellKind kind, int style);
  [[nodiscard]] std::string styles_xml() const;

  ZipWriter zip_;
  std::vector<std::string> sheets_;
  std::vector<CellKind> kinds_;
  std::map<std::string, int, std::less<>> currencies_;  ///< To the index of their style.
  std::string buffer_;
  std::size_t row_ = 0;
  bool filtered_ = false;
};

/// How wide a text is, in characters: those of Han and other full-width scripts count twice. The
/// longest line counts.
[[nodiscard]] int text_columns(std::string_view text);

}  // namespace tc::document
