#include "interchange/mspdi/recurrence.h"

#include <algorithm>

#include "interchange/common/outcome.h"

namespace tc::interchange::mspdi {
namespace {

enum : std::int64_t {
  k_daily = 1,
  k_yearly_day = 2,
  k_yearly_position = 3,
  k_monthly_day = 4,
  k_monthly_position = 5,
  k_weekly = 6,
};

int days_in_month(int year, int month) {
  const Civil next = month == 12 ? Civil{year + 1, 1, 1} : Civil{year, month + 1, 1};
  return day_from_civil(next) - day_from_civil({year, month, 1});
}

bool is_item(Day day, std::int64_t item) {
  const int of_week = weekday(day);
  const bool weekend = of_week == 0 || of_week == 6;
  if (item == 0) return true;
  if (item == 1) return !weekend;
  return item == 2 ? weekend : of_week == item - 3;
}

/// Whether `day` is the first, second, … or last such item of its month.
bool is_position(Day day, const Recurrence& recurrence) {
  if (!is_item(day, recurrence.month_item)) return false;
  const Civil civil = civil_from_day(day);
  const Day first = day - (civil.day - 1);
  constexpr std::int64_t k_last = 4;
  if (recurrence.month_position == k_last) {
    const Day end = first + days_in_month(civil.year, civil.month);
    for (Day later = day + 1; later < end; ++later) {
      if (is_item(later, recurrence.month_item)) return false;
    }
    return true;
  }
  std::int64_t before = 0;
  for (Day earlier = first; earlier < day; ++earlier) {
    before += is_item(earlier, recurrence.month_item) ? 1 : 0;
  }
  return before == recurrence.month_position;
}

/// A day that a month does not have (the 31st) is its last.
bool is_month_day(const Civil& civil, std::int64_t wanted) {
  const int length = days_in_month(civil.year, civil.month);
  return civil.day == std::min<std::int64_t>(wanted, length);
}

bool matches(Day day, const Recurrence& recurrence) {
  const Civil civil = civil_from_day(day);
  const Civil first = civil_from_day(recurrence.first);
  const std::int64_t months = (civil.year - first.year) * 12 + civil.month - first.month;
  switch (recurrence.type) {
    case k_daily:
      return (day - recurrence.first) % recurrence.period == 0;
    case k_weekly: {
      const Day week_of_first = recurrence.first - weekday(recurrence.first);
      const std::int64_t weeks = (day - week_of_first) / 7;
      return (recurrence.days_of_week >> weekday(day) & 1) != 0 && weeks % recurrence.period == 0;
    }
    case k_monthly_day:
      return months % recurrence.period == 0 && is_month_day(civil, recurrence.month_day);
    case k_monthly_position:
      return months % recurrence.period == 0 && is_position(day, recurrence);
    case k_yearly_day:
      return civil.month == recurrence.month + 1 && is_month_day(civil, recurrence.month_day);
    case k_yearly_position:
      return civil.month == recurrence.month + 1 && is_position(day, recurrence);
    default:
      return true;
  }
}

}  // namespace

bool is_one_run(const Recurrence& recurrence) {
  return recurrence.type < k_daily || recurrence.type > k_weekly ||
         (recurrence.type == k_daily && recurrence.period <= 1);
}

std::vector<Day> expand(const Recurrence& given) {
  Recurrence recurrence = given;
  recurrence.period = std::max<std::int64_t>(1, recurrence.period);
  std::vector<Day> days;
  if (recurrence.first < 0 || recurrence.last < recurrence.first) return days;
  const Day last = std::min(recurrence.last, k_day_max);
  std::int64_t left = k_occurrences_max;
  if (recurrence.occurrences > 0) left = std::min(left, recurrence.occurrences);
  for (Day day = recurrence.first; day <= last && left > 0; ++day) {
    if (!matches(day, recurrence)) continue;
    days.push_back(day);
    --left;
  }
  return days;
}

}  // namespace tc::interchange::mspdi
