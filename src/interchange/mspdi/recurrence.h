#pragma once

#include <cstdint>
#include <vector>

#include "base/civil.h"

namespace tc::interchange::mspdi {

/// A calendar exception's recurrence as MSPDI says it.
struct Recurrence {
  std::int64_t type = 1;    ///< 1 daily, 2 yearly by day, 3 yearly by position, 4 monthly by
                            ///< day, 5 monthly by position, 6 weekly, 7 and 8 by count, 9 none.
  std::int64_t period = 1;  ///< Every so many days, weeks or months.
  std::int64_t days_of_week = 0;    ///< Bits: 1 Sunday … 64 Saturday.
  std::int64_t month_item = 0;      ///< 0 day, 1 weekday, 2 weekend day, 3 Sunday … 9 Saturday.
  std::int64_t month_position = 0;  ///< 0 first … 3 fourth, 4 last.
  std::int64_t month = 0;           ///< 0 January … 11 December.
  std::int64_t month_day = 1;
  std::int64_t occurrences = 0;  ///< 0: until `last`.
  Day first = k_no_day, last = k_no_day;
};

/// True where the exception is one run of days, first to last.
[[nodiscard]] bool is_one_run(const Recurrence& recurrence);

/// The days of a recurrence, ascending, at most k_occurrences_max. O(days between first and last).
[[nodiscard]] std::vector<Day> expand(const Recurrence& recurrence);

}  // namespace tc::interchange::mspdi
