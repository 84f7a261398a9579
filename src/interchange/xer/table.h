#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "interchange/common/outcome.h"
#include "interchange/common/report.h"

/// The lines of an XER file as tables of slices; nothing is copied.
namespace tc::interchange::xer {

/// One `%R` line: its cells joined by TAB, without the `%R` itself. A note that holds a line break
/// of its own reaches over several lines.
struct RawRow {
  std::string_view text;
  std::int64_t line = 0;
};

struct RawTable {
  std::string_view name;
  std::string_view columns_text;
  std::vector<std::string_view> columns;
  std::vector<RawRow> rows;
};

struct RawFile {
  std::string_view header;  ///< The ERMHDR line.
  std::string_view tail;    ///< What ends the file: `%E`, or what some tools write instead.
  std::vector<RawTable> tables;
  bool crlf = false;
  bool last_line_open = false;  ///< No line break after the tail.
};

/// Splits a text into tables. Refuses `import.not_a_plan_file` (no ERMHDR), `import.line_too_long`
/// and `import.too_large`; warns `import.truncated` where the end mark is missing. O(bytes).
[[nodiscard]] Status scan(std::string_view text, const ReadOptions& options, RawFile& file,
                          Report& report);

/// The cells of a row, split at TABs into `cells` (its memory is used again).
void split(std::string_view text, std::vector<std::string_view>& cells);

/// The first table of that name; nullptr where the file has none.
[[nodiscard]] const RawTable* find_table(const RawFile& file, std::string_view name);

/// The place of a column, or -1.
[[nodiscard]] int find_column(const RawTable& table, std::string_view name);

}  // namespace tc::interchange::xer
