#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "interchange/common/outcome.h"
#include "plan/plan.h"

namespace tc::interchange {

/// Collects the two lists of a reader: losses by field, and warnings up to k_warnings_max.
class Report {
 public:
  /// Counts `count` more values of `field` that went `where`. Beyond k_losses_max different lines
  /// the rest is one line.
  void lose(std::string_view field, std::string_view where, std::int64_t count = 1);
  /// Something wrong at `place` that the reader could pass over. Beyond k_warnings_max only the
  /// number is kept and told as `import.more_warnings`.
  void warn(std::string_view code, std::string_view place, std::vector<Argument> arguments = {});

  /// Further warnings are only counted: their places need not be worked out.
  [[nodiscard]] bool full() const {
    return static_cast<std::int64_t>(warnings_.size()) >= k_warnings_max;
  }
  /// Spends days of k_calendar_days_max; false where they are used up.
  [[nodiscard]] bool spend_calendar_days(std::int64_t days) {
    calendar_days_ += days;
    return calendar_days_ <= k_calendar_days_max;
  }
  [[nodiscard]] std::vector<plan::Loss> take_losses();
  [[nodiscard]] Refusals take_warnings();

 private:
  std::vector<plan::Loss> losses_;
  std::unordered_map<std::string, std::size_t> loss_places_;
  std::int64_t calendar_days_ = 0;
  Refusals warnings_;
  std::int64_t warnings_beyond_ = 0;
};

}  // namespace tc::interchange
