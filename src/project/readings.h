#pragma once

#include <map>

#include "kernel/kernel.h"

/// Readings of indicators, for reports that judge by the present one.
namespace tc::project {

/// How many indicators of each project (key: its id) are red at their last reading.
[[nodiscard]] std::map<Id, std::int64_t> red_indicators(const kernel::ReportInput& input);

}  // namespace tc::project
