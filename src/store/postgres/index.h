#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "kernel/ports.h"
#include "store/postgres/connection.h"

namespace tc::store::postgres {

/// The search index: tables `_search` and `_indexed` beside the rows, shared by all nodes.
class SearchIndex {
 public:
  explicit SearchIndex(Address address) : connection_(std::move(address)) {}
  void define();
  [[nodiscard]] std::int64_t upto();
  /// Writes the words of the events' records as they are now.
  void write(std::span<const kernel::Event> events, const kernel::Registry& registry);

 private:
  void write_row(const kernel::Row& row);

  std::mutex mutex_;
  PostgresConnection connection_;
};

/// The text form of a tsvector: `'智慧':1 '慧工':2`, a word at each place it stands.
[[nodiscard]] std::string vector_text(std::string_view words);
/// The tsquery of phrases: `('智慧' <-> '慧工') & 'pha':*`; empty when there are no words.
[[nodiscard]] std::string query_text(const std::vector<std::string>& phrases);

}  // namespace tc::store::postgres
