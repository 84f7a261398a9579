#include "engine/schedule/calendars.h"

#include <algorithm>
#include <utility>

namespace tc::engine::schedule {
namespace {

Result<plan::WorkingTime> standard_calendar(const plan::Horizon& horizon) {
  plan::Plan plan;
  plan::Calendar calendar;
  for (std::size_t day = 1; day < 6; ++day) {
    calendar.week[day] = plan::Shifts{{4800, 7200}, {7800, 10200}};
  }
  plan.calendars.push_back(std::move(calendar));
  return plan::compile_calendar(plan, 0, horizon);
}

}  // namespace

CalendarSet::CalendarSet() {
  calendars_.push_back(plan::WorkingTime::around_the_clock());
  tables_.emplace_back(calendars_.back());
}

Result<CalendarIndex> CalendarSet::add(const plan::Plan& plan, plan::Index calendar,
                                       const plan::Horizon& horizon) {
  static_assert(plan::k_none == -1);
  const auto row = static_cast<std::size_t>(calendar + 1);
  if (row >= by_plan_index_.size()) by_plan_index_.resize(plan.calendars.size() + 1);
  if (by_plan_index_[row]) return *by_plan_index_[row];
  Result<plan::WorkingTime> compiled = calendar == plan::k_none
                                           ? standard_calendar(horizon)
                                           : plan::compile_calendar(plan, calendar, horizon);
  if (!compiled) return compiled.refusals();
  const Result<CalendarIndex> index = intern(std::move(compiled).value());
  if (index) by_plan_index_[row] = *index;
  return index;
}

Result<CalendarIndex> CalendarSet::add_intersection(CalendarIndex a, CalendarIndex b,
                                                    const std::string& name) {
  if (a == b) return a;
  const std::pair key = std::minmax(a, b);
  if (const auto known = intersections_.find(key); known != intersections_.end()) {
    return known->second;
  }
  Result<plan::WorkingTime> both = plan::intersect(calendars_[a], calendars_[b], name);
  if (!both) return both.refusals();
  const Result<CalendarIndex> index = intern(std::move(both).value());
  if (index) intersections_.emplace(key, *index);
  return index;
}

Result<CalendarIndex> CalendarSet::intern(plan::WorkingTime calendar) {
  const auto known = std::find(calendars_.begin(), calendars_.end(), calendar);
  if (known != calendars_.end()) {
    return static_cast<CalendarIndex>(known - calendars_.begin());
  }
  if (calendars_.size() >= UINT16_MAX) {
    return refuse(RefusalKind::too_large, "plan.too_many_calendars", {},
                  {{"limit", std::to_string(UINT16_MAX)}});
  }
  calendars_.push_back(std::move(calendar));
  tables_.emplace_back(calendars_.back());
  return static_cast<CalendarIndex>(calendars_.size() - 1);
}

}  // namespace tc::engine::schedule
