#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "interchange/common/outcome.h"
#include "plan/plan.h"

namespace tc::interchange {

/// Collects the two lists of a reader: losses by field, and warnings up to k_warnings_max.
class Report {
 public:
  /// Counts `count` more values of `field` that went `where`. Linear in the number of fields.
  void lose(std::string_view field, std::string_view where, std::int64_t count = 1);
  /// Something wrong at `place` that the reader could pass over. Beyond k_warnings_max only the
  /// number is kept and told as `import.more_warnings`.
  void warn(std::string_view code, std::string_view place, std::vector<Argument> arguments = {});

  /// Further warnings are only counted: their places need not be worked out.
  [[nodiscard]] bool full() const {
    return static_cast<std::int64_t>(warnings_.size()) >= k_warnings_max;
  }
  [[nodiscard]] std::vector<plan::Loss> take_losses();
  [[nodiscard]] Refusals take_warnings();

 private:
  std::vector<plan::Loss> losses_;
  Refusals warnings_;
  std::int64_t warnings_beyond_ = 0;
};

}  // namespace tc::interchange
