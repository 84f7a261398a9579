#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "interchange/xer/columns.h"
#include "interchange/xer/table.h"

/// Rows ↔ objects by the column tables.
namespace tc::interchange::xer {

/// Which setter each place of a table has.
template <class Row, class Object>
class RowReader {
 public:
  RowReader(std::string_view table, std::span<const std::string_view> columns,
            std::span<const Column<Row, Object>> known)
      : table_(table), setters_(columns.size(), nullptr), used_(columns.size(), 0) {
    for (const Column<Row, Object>& column : known) {
      for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i] != column.name) continue;
        setters_[i] = column.set;
        known_.push_back(i);
        break;
      }
    }
  }

  /// Fills `row` from the cells, in the order of the column table (not of the file).
  void read(std::span<const std::string_view> cells, const Ids& ids, Report& report,
            std::span<const std::string_view> columns, std::int64_t line, Row& row) {
    for (const std::size_t i : known_) {
      if (i >= cells.size() || cells[i].empty() || setters_[i] == nullptr) continue;
      setters_[i](row, Cell{ids, report, table_, columns[i], cells[i], line});
    }
    const std::size_t size = std::min(cells.size(), used_.size());
    for (std::size_t i = 0; i < size; ++i) used_[i] += cells[i].empty() ? 0 : 1;
  }

  /// Tells how many values no column of the plan took.
  void report_kept(std::span<const std::string_view> columns, Report& report) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (setters_[i] != nullptr || used_[i] == 0) continue;
      if (std::find(known_.begin(), known_.end(), i) != known_.end()) continue;
      report.lose(std::string(table_) + "." + std::string(columns[i]), "kept for xer", used_[i]);
    }
  }

 private:
  std::string_view table_;
  std::vector<void (*)(Row&, const Cell&)> setters_;
  std::vector<std::size_t> known_;
  std::vector<std::int64_t> used_;
};

/// Every object of a table: `each(row, number, raw)` in the file's order.
template <class Row, class Object, class Each>
void read_table(const RawTable* table, std::span<const Column<Row, Object>> known, const Ids& ids,
                Report& report, Each each) {
  if (table == nullptr) return;
  RowReader<Row, Object> reader(table->name, table->columns, known);
  std::vector<std::string_view> cells;
  for (std::size_t number = 0; number < table->rows.size(); ++number) {
    const RawRow& raw = table->rows[number];
    split(raw.text, cells);
    Row row{};
    reader.read(cells, ids, report, table->columns, raw.line, row);
    each(row, number, raw);
  }
  reader.report_kept(table->columns, report);
}

/// What `extra` holds: the number of the row in its table, TAB, the row.
[[nodiscard]] std::string make_extra(std::size_t number, std::string_view row);

/// The `extra` of an object that the reader made up: it gets no row.
inline constexpr std::string_view k_no_row = "-";

struct Extra {
  std::int64_t number = -1;  ///< -1: no such row; the object is new.
  std::string_view row;
};
[[nodiscard]] Extra split_extra(std::string_view extra);

}  // namespace tc::interchange::xer
