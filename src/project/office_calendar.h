#pragma once

#include <map>

#include "base/civil.h"
#include "kernel/kernel.h"
#include "plan/plan.h"

namespace tc::project {

/// The working week of the office (Monday to Friday, 8–12 and 13–17) with the statutory holidays
/// and make-up days of the `calendar` records.
[[nodiscard]] plan::Calendar office_calendar(kernel::Reader& reader);

inline constexpr double k_hours_per_day = 8;  ///< Of the office.

/// The days on which the office works.
class OfficeDays {
 public:
  explicit OfficeDays(kernel::Reader& reader);

  [[nodiscard]] bool works(Day day) const;
  /// Working days of [from, until].
  [[nodiscard]] std::int64_t count(std::int64_t from, std::int64_t until) const;

 private:
  std::map<std::int64_t, bool> changed_;  ///< Whether days work that their weekday tells wrong of.
};

}  // namespace tc::project
