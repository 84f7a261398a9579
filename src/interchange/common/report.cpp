#include "interchange/common/report.h"

#include <utility>

namespace tc::interchange {

void Report::lose(std::string_view field, std::string_view where, std::int64_t count) {
  if (count == 0) return;
  std::string key = std::string(field) + "\n" + std::string(where);
  const auto known = loss_places_.find(key);
  if (known != loss_places_.end()) {
    losses_[known->second].count += count;
  } else if (static_cast<std::int64_t>(losses_.size()) < k_losses_max) {
    loss_places_.emplace(std::move(key), losses_.size());
    losses_.push_back({std::string(field), count, std::string(where)});
  } else if (field != "…") {
    if (losses_.back().field != "…") losses_.push_back({"…", 0, std::string(where)});
    losses_.back().count += count;
  }
}

void Report::warn(std::string_view code, std::string_view place, std::vector<Argument> arguments) {
  if (static_cast<std::int64_t>(warnings_.size()) >= k_warnings_max) {
    ++warnings_beyond_;
    return;
  }
  warnings_.push_back(refuse(RefusalKind::rule, code, place, std::move(arguments)));
}

std::vector<plan::Loss> Report::take_losses() {
  loss_places_.clear();
  return std::exchange(losses_, {});
}

Refusals Report::take_warnings() {
  if (warnings_beyond_ > 0) {
    warnings_.push_back(refuse(RefusalKind::rule, "import.more_warnings", {},
                               {{"count", std::to_string(warnings_beyond_)}}));
    warnings_beyond_ = 0;
  }
  return std::exchange(warnings_, {});
}

}  // namespace tc::interchange
