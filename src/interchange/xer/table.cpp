#include "interchange/xer/table.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

namespace tc::interchange::xer {

static_assert(std::endian::native == std::endian::little, "split counts bytes from the low end");

namespace {

/// Walks over lines; keeps the number of the line.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  /// The next line without its break; false at the end.
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    ++number_;
    const std::size_t end = rest_.find('\n');
    broken_ = end != std::string_view::npos;
    line = rest_.substr(0, end);
    rest_.remove_prefix(broken_ ? end + 1 : rest_.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
  }
  [[nodiscard]] std::int64_t number() const { return number_; }
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  std::string_view rest_;
  std::int64_t number_ = 0;
  bool broken_ = false;
};

Refusal too_large(std::string_view what, std::int64_t limit) {
  return refuse(RefusalKind::too_large, "import.too_large", {},
                {{"what", std::string(what)}, {"limit", std::to_string(limit)}});
}

bool is_end(std::string_view line) { return line.starts_with("%E") || line.starts_with("ERMTAIL"); }

class Scanner {
 public:
  Scanner(const ReadOptions& options, RawFile& file) : options_(options), file_(file) {}

  Status line(std::string_view line, std::int64_t number) {
    if (static_cast<std::int64_t>(line.size()) > options_.line_bytes_max) {
      return refuse(
          RefusalKind::too_large, "import.line_too_long", std::to_string(number),
          {{"line", std::to_string(number)}, {"limit", std::to_string(options_.line_bytes_max)}});
    }
    if (line.starts_with("%R")) return row(line, number);
    if (line.starts_with("%T\t")) {
      if (static_cast<std::int64_t>(file_.tables.size()) >= k_tables_max) {
        return too_large("%T", k_tables_max);
      }
      file_.tables.push_back({line.substr(3), {}, {}, {}});
      in_row_ = false;
    } else if (line.starts_with("%F\t") && !file_.tables.empty()) {
      // Rows keep the columns they were written for.
      if (static_cast<std::int64_t>(file_.tables.size()) > k_tables_max) {
        return too_large("%F", k_tables_max);
      }
      if (!file_.tables.back().rows.empty()) {
        file_.tables.push_back({file_.tables.back().name, {}, {}, {}});
      }
      in_row_ = false;
      RawTable& table = file_.tables.back();
      table.columns.clear();
      table.columns_text = line.substr(3);
      split(table.columns_text, table.columns);
      if (static_cast<std::int64_t>(table.columns.size()) > k_columns_max) {
        return too_large("%F", k_columns_max);
      }
    } else if (is_end(line)) {
      file_.tail = line;
      in_row_ = false;
    } else if (!line.empty()) {
      continue_row(line);
    }
    return Done{};
  }

 private:
  Status row(std::string_view line, std::int64_t number) {
    if (file_.tables.empty()) return Done{};
    if (++rows_ > k_rows_max) return too_large("%R", k_rows_max);
    line.remove_prefix(std::min<std::size_t>(3, line.size()));
    file_.tables.back().rows.push_back({line, number});
    in_row_ = true;
    return Done{};
  }

  /// A line without a mark belongs to the note of the row before it.
  void continue_row(std::string_view line) {
    if (!in_row_) return;
    std::string_view& text = file_.tables.back().rows.back().text;
    const auto size = static_cast<std::size_t>(line.data() + line.size() - text.data());
    text = std::string_view(text.data(), size);
  }

  const ReadOptions& options_;
  RawFile& file_;
  std::int64_t rows_ = 0;
  bool in_row_ = false;  ///< The last line was a row, so a line without a mark goes on with it.
};

/// Tables that occur twice with the same columns become one.
void merge_repeated(std::vector<RawTable>& tables) {
  std::vector<RawTable> merged;
  for (RawTable& table : tables) {
    const auto same = std::find_if(merged.begin(), merged.end(), [&](const RawTable& other) {
      return other.name == table.name && other.columns == table.columns;
    });
    if (same == merged.end()) {
      merged.push_back(std::move(table));
    } else {
      same->rows.insert(same->rows.end(), table.rows.begin(), table.rows.end());
    }
  }
  tables = std::move(merged);
}

}  // namespace

void split(std::string_view text, std::vector<std::string_view>& cells) {
  cells.clear();
  const char* const data = text.data();
  std::size_t first = 0;
  std::size_t at = 0;
  const auto close = [&](std::size_t tab) {
    cells.emplace_back(data + first, tab - first);
    first = tab + 1;
  };
  // Cells are a few bytes long, so eight bytes at a time beat a search for each: a byte of `marks`
  // is 0x80 where the text has a TAB (exact test, no carries between bytes).
  constexpr std::uint64_t k_tabs = 0x0909090909090909ULL;
  constexpr std::uint64_t k_low = 0x7F7F7F7F7F7F7F7FULL;
  for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, data + at, sizeof word);
    word ^= k_tabs;
    std::uint64_t marks = ~(((word & k_low) + k_low) | word | k_low);
    for (; marks != 0; marks &= marks - 1) {
      close(at + static_cast<std::size_t>(std::countr_zero(marks)) / 8);
    }
  }
  for (; at < text.size(); ++at) {
    if (data[at] == '\t') close(at);
  }
  cells.emplace_back(text.substr(first));
}

Status scan(std::string_view text, const ReadOptions& options, RawFile& file, Report& report) {
  Lines lines(text);
  std::string_view line;
  while (lines.next(line) && line.empty()) {
  }
  if (!line.starts_with("ERMHDR")) {
    return refuse(RefusalKind::malformed, "import.not_a_plan_file", "1", {{"found", "XER?"}});
  }
  file.header = line;
  file.crlf =
      line.data() + line.size() < text.data() + text.size() && line.data()[line.size()] == '\r';
  Scanner scanner(options, file);
  std::string_view last = line;
  while (lines.next(line)) {
    if (Status status = scanner.line(line, lines.number()); !status) return status;
    if (!line.empty()) last = line;
  }
  file.last_line_open = !lines.broken();
  merge_repeated(file.tables);
  if (file.tail.empty() || !is_end(last)) {
    report.warn("import.truncated", std::to_string(lines.number()),
                {{"where", std::string(last.substr(0, 40))}});
  }
  return Done{};
}

const RawTable* find_table(const RawFile& file, std::string_view name) {
  for (const RawTable& table : file.tables) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

int find_column(const RawTable& table, std::string_view name) {
  const auto at = std::find(table.columns.begin(), table.columns.end(), name);
  return at == table.columns.end() ? -1 : static_cast<int>(at - table.columns.begin());
}

}  // namespace tc::interchange::xer
