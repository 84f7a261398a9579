#pragma once

#include <string>
#include <vector>

#include "engine/level/instance.h"

namespace tc::engine::level {

/// What is wrong with a schedule, in words; empty where it keeps every precedence and capacity.
/// Shares no code with the engines that make schedules. The instance must be sound
/// (check_instance). O(n log n · resources).
[[nodiscard]] std::vector<std::string> check_schedule(const Instance& instance,
                                                      const Schedule& schedule);

/// When the last activity finishes. The schedule must have the instance's size.
[[nodiscard]] std::int32_t makespan_of(const Instance& instance, const Schedule& schedule);

}  // namespace tc::engine::level
