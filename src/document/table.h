#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/civil.h"

/// Tables as they leave the program: values with a kind, written row by row.
namespace tc::document {

enum class CellKind : std::uint8_t {
  text,
  integer,
  number,
  percent,  ///< Hundredths of a percent, int64.
  money,
  date,    ///< Day, int64.
  moment,  ///< Milliseconds UTC, int64.
};

struct Amount {
  std::int64_t minor = 0;  ///< Hundredths of the currency's unit.
  std::string currency;    ///< ISO 4217.
};

/// monostate: empty. What the kind of its column says, or text.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string, Amount>;

struct Column {
  std::string label;
  CellKind kind = CellKind::text;
};

struct TableHead {
  std::string title;
  std::vector<Column> columns;
  bool zh = true;
  Moment made_at = 0;
};

/// Writes one table: every row in order, then `finish` once, which gives the bytes of the file.
class TableWriter {
 public:
  virtual ~TableWriter() = default;
  virtual void add(std::span<const Cell> row) = 0;
  [[nodiscard]] virtual std::string finish() = 0;
};

/// CSV by RFC 4180 in UTF-8 with a byte order mark, so that spreadsheets read it. A text that a
/// spreadsheet would run as a formula gets a leading apostrophe.
[[nodiscard]] std::unique_ptr<TableWriter> make_csv_writer(TableHead head);

/// A workbook of one sheet: the header styled, frozen and with filters; real numbers, dates and
/// amounts. Rows are packed as they come: memory grows with the packed size only. A text longer
/// than a cell may hold (32,767 UTF-16 units) is cut and ends with "…".
[[nodiscard]] std::unique_ptr<TableWriter> make_xlsx_writer(TableHead head);

/// Pages for printing: A4, or A3 where the columns need it; header on every page, page numbers,
/// title and moment. Holds all rows until `finish`; long texts are cut after a few lines.
[[nodiscard]] std::unique_ptr<TableWriter> make_pdf_writer(TableHead head);

/// A cell as people read it: "120000.00 CNY", "25.5", "2026-03-01".
[[nodiscard]] std::string cell_text(CellKind kind, const Cell& cell);

/// The shortest digits that read back equal, without an exponent where people expect none.
[[nodiscard]] std::string plain_number(double number);

/// True for text that spreadsheets take for a formula, full-width signs included.
[[nodiscard]] bool looks_like_formula(std::string_view text);

}  // namespace tc::document
