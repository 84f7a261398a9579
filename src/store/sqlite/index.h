#pragma once

#include <mutex>

#include "kernel/ports.h"
#include "store/sqlite/connection.h"

namespace tc::store::sqlite {

/// The search index, in a file of its own that can be made again: no disk sync on its account.
class SearchIndex {
 public:
  explicit SearchIndex(const std::string& file);
  [[nodiscard]] std::int64_t upto();
  void write(std::span<const kernel::Event> events, const std::vector<kernel::Row>& rows);

 private:
  std::mutex mutex_;
  SqliteConnection connection_;
};

/// The FTS5 query of phrases: `"智慧 慧工" "pha" *`.
[[nodiscard]] std::string match_text(const std::vector<std::string>& phrases);

}  // namespace tc::store::sqlite
