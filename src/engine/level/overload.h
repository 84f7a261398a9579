#pragma once

#include <cstdint>
#include <vector>

#include "engine/level/plan_model.h"
#include "engine/schedule/schedule.h"

namespace tc::engine::level {

/// A day on which a resource is asked for more than it has, at some moment.
struct Overload {
  plan::Index resource = plan::k_none;
  Day day = 0;
  std::int64_t units = 0;  ///< The most that is asked for at once, hundredths of a percent.
};

/// The resource-days that are overloaded, by resource and day. An activity asks for its units
/// while its calendar works, not between the pieces that levelling made; finished ones ask for
/// nothing. O(n log n + overloaded days · the
/// activities of each).
[[nodiscard]] std::vector<Overload> find_overloads(
    const PlanModel& model, const std::vector<schedule::ActivityDates>& dates);

}  // namespace tc::engine::level
