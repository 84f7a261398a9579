#pragma once

#include <map>
#include <string>
#include <string_view>

#include "kernel/kernel.h"

namespace tc::service::exchange {

/// Finds records by what people write for them: number, title, a unique field, or id; only those
/// the caller may see. Remembers what it found.
class LinkFinder {
 public:
  explicit LinkFinder(kernel::Reader& reader) : reader_(reader) {}
  /// Refuses `import.link_unknown` and `import.link_ambiguous`.
  [[nodiscard]] Result<Id> find(std::string_view record, std::string_view text);

 private:
  [[nodiscard]] std::vector<Id> matches(const kernel::RecordType& type, std::string_view text);
  [[nodiscard]] std::vector<Id> by_words(const kernel::RecordType& type, int field,
                                         std::string_view text);
  [[nodiscard]] std::vector<Id> by_column(const kernel::RecordType& type, int column,
                                          std::string_view text);

  kernel::Reader& reader_;
  std::map<std::pair<std::string, std::string>, std::vector<Id>> known_;
};

/// Reads a cell as a person would have meant it: choices by code or label, 2026/3/5 and
/// 2026年3月5日 as dates, 1,234.50 as a number, links by LinkFinder; the apostrophe that guards a
/// formula goes. Refuses what `value_from_text` refuses.
[[nodiscard]] Result<kernel::Value> read_cell(const kernel::Field& field, std::string_view text,
                                              LinkFinder& links);

/// True when the cell says what the record says already, also where an export cut a long text or
/// told a text of two languages in one.
[[nodiscard]] bool says_the_same(const kernel::Field& field, const kernel::Value& now,
                                 const kernel::Value& read, std::string_view text, bool zh);

}  // namespace tc::service::exchange
