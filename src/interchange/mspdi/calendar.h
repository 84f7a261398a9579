#pragma once

#include <string>

#include "interchange/mspdi/record.h"

namespace tc::interchange::mspdi {

struct CalendarRow {
  plan::Calendar calendar;
  std::int64_t uid = -1;
  std::int64_t base_uid = -1;
  bool is_base = true;
};

/// A calendar from the element that the cursor is in. Recurring exceptions become one dated
/// exception per occurrence, up to k_occurrences_max; the older list of exceptions (week days of
/// type 0) counts only where there is no newer one. O(bytes + occurrences).
void read_calendar(XmlCursor& cursor, CalendarRow& row, Report& report);

/// `<WeekDays>`, `<Exceptions>` and `<WorkWeeks>` of a calendar; each empty where it has none.
struct CalendarParts {
  std::string week_days, exceptions, work_weeks;
};
[[nodiscard]] CalendarParts write_calendar_parts(const plan::Calendar& calendar);

}  // namespace tc::interchange::mspdi
