#pragma once

#include <optional>
#include <string_view>

#include "base/civil.h"

namespace tc::interchange {

/// `tc::parse_plan_time`, with a short way for the two forms that nearly every date of a file
/// has: `yyyy-MM-dd HH:mm` and `yyyy-MM-ddTHH:mm:ss`.
[[nodiscard]] std::optional<PlanTime> parse_file_date(std::string_view text);

}  // namespace tc::interchange
