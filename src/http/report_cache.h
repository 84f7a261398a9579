#pragma once

#include <list>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "kernel/kernel.h"

namespace tc::http {

/// Answers of reports that would come out the same again: none of the records that the report read
/// has changed between the event it was computed at and the reader's own snapshot. What reads the
/// clock finer than days is never kept.
class ReportCache {
 public:
  /// The kept answer, if it is what the reader's snapshot gives.
  [[nodiscard]] std::optional<std::string> find(const std::string& key, kernel::Reader& reader);
  /// Keeps what was computed with `reader`, when it may be kept.
  void keep(const std::string& key, kernel::Reader& reader, const std::string& body);

 private:
  struct Entry {
    std::string key;
    std::int64_t upto = 0;  ///< The last event of the snapshot it holds for.
    std::set<std::string, std::less<>> records;
    std::string body;
  };
  std::list<Entry>::iterator entry_of(const std::string& key);

  std::mutex mutex_;
  std::list<Entry> entries_;  ///< Latest used first.
  std::size_t bytes_ = 0;
};

}  // namespace tc::http
