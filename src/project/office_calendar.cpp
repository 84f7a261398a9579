#include "project/office_calendar.h"

#include <algorithm>

namespace tc::project {
namespace {

constexpr std::int32_t k_morning_start = 8 * 600, k_morning_end = 12 * 600;
constexpr std::int32_t k_afternoon_start = 13 * 600, k_afternoon_end = 17 * 600;

plan::Shifts office_hours() {
  return {{k_morning_start, k_morning_end}, {k_afternoon_start, k_afternoon_end}};
}

// Holidays are ranges [first, last, name]; make-up days are [day, name].
void add_days(plan::Calendar& calendar, const Json& days) {
  const Json* off = days.find("off");
  const Json* work = days.find("work");
  for (const Json& range : off != nullptr && off->is_array() ? off->items() : Json::Array{}) {
    if (!range.is_array() || range.size() < 2) continue;
    const auto first = parse_day(range.items()[0].string()),
               last = parse_day(range.items()[1].string());
    if (!first || !last) continue;
    plan::CalendarException exception;
    exception.first = *first;
    exception.last = *last;
    if (range.size() > 2) exception.name = range.items()[2].string();
    calendar.exceptions.push_back(std::move(exception));
  }
  for (const Json& one : work != nullptr && work->is_array() ? work->items() : Json::Array{}) {
    if (!one.is_array() || one.size() < 1) continue;
    const auto day = parse_day(one.items()[0].string());
    if (!day) continue;
    plan::CalendarException exception;
    exception.first = exception.last = *day;
    exception.shifts = office_hours();
    exception.name = "调休";
    calendar.exceptions.push_back(std::move(exception));
  }
}

bool is_weekday(std::int64_t day) {
  const int of_week = weekday(static_cast<Day>(day));
  return of_week != 0 && of_week != 6;
}

// Mondays to Fridays up to and with `day`, counted from a Monday long ago.
std::int64_t weekdays_until(std::int64_t day) {
  constexpr std::int64_t k_monday = -3 - 7 * 200'000;
  const std::int64_t days = day - k_monday + 1;
  return days / 7 * 5 + std::min<std::int64_t>(days % 7, 5);
}

}  // namespace

plan::Calendar office_calendar(kernel::Reader& reader) {
  plan::Calendar calendar;
  calendar.uid = "1";
  calendar.name = "标准";
  for (std::size_t day = 0; day < calendar.week.size(); ++day) {
    calendar.week[day] = day == 0 || day == 6 ? plan::Shifts{} : office_hours();
  }
  for (const kernel::Row& row : reader.list_any("calendar", {})) {
    const Result<Json> days = parse_json(row.text("days"));
    if (days && days->is_object()) add_days(calendar, *days);
  }
  return calendar;
}

OfficeDays::OfficeDays(kernel::Reader& reader) {
  for (const plan::CalendarException& one : office_calendar(reader).exceptions)
    for (Day day = one.first; day <= one.last; ++day) changed_[day] = !one.shifts.empty();
  std::erase_if(changed_, [](const auto& one) { return one.second == is_weekday(one.first); });
}

bool OfficeDays::works(Day day) const {
  const auto changed = changed_.find(day);
  return changed == changed_.end() ? is_weekday(day) : changed->second;
}

std::int64_t OfficeDays::count(std::int64_t from, std::int64_t until) const {
  if (until < from) return 0;
  std::int64_t days = weekdays_until(until) - weekdays_until(from - 1);
  for (auto at = changed_.lower_bound(from); at != changed_.end() && at->first <= until; ++at)
    days += at->second ? 1 : -1;
  return days;
}

}  // namespace tc::project
