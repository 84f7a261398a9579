#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/civil.h"

namespace tc {

/// 63 bits: 41 bits milliseconds since 2020, 10 bits node slot, 12 bits counter. 0 = none.
using Id = std::int64_t;

/// 13 characters of Crockford's base 32; empty for 0.
[[nodiscard]] std::string id_text(Id id);
/// Nothing unless the text is 13 characters that id_text could have written.
[[nodiscard]] std::optional<Id> parse_id(std::string_view text);
/// The moment an id was made at.
[[nodiscard]] Moment id_moment(Id id);

/// Gives out ids that grow and never repeat for one node slot, also when the clock steps back.
/// Thread-safe.
class IdSource {
 public:
  /// `last_ms` is the last millisecond (since 2020) this slot ever used.
  IdSource(std::int32_t slot, std::int64_t last_ms) : slot_(slot), last_ms_(last_ms) {}
  [[nodiscard]] Id next(Moment now);
  [[nodiscard]] std::int64_t last_ms() const;

 private:
  mutable std::mutex mutex_;
  std::int32_t slot_;
  std::int64_t last_ms_;
  std::int32_t counter_ = 0;
};

}  // namespace tc
