#include "project/new_plan.h"

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

}  // namespace

plan::Plan new_plan(kernel::Reader& reader, const std::string& name, PlanTime start) {
  plan::Plan plan;
  plan.title = name;
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
  plan.calendars.push_back(std::move(calendar));
  plan::Project project;
  project.uid = "1";
  project.name = name;
  project.calendar = 0;
  project.start = start;
  plan.projects.push_back(std::move(project));
  return plan;
}

}  // namespace tc::project
