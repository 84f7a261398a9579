#include "functions/time/link_times.h"

#include <algorithm>

namespace tc::functions::time {

using engine::schedule::ActivityDates;
using plan::Index;
using plan::LagKind;

namespace {

constexpr Day k_link_times_days_around = 400;

}  // namespace

PlanCalendars::PlanCalendars(const project::LoadedPlan& loaded) : loaded_(loaded) {
  Day first = k_day_max - 2 * k_link_times_days_around, last = 0;
  for (const ActivityDates& dates : loaded.schedule.activities) {
    if (dates.start == k_no_time) continue;
    first = std::min(first, day_of(dates.start));
    last = std::max(last, day_of(dates.finish));
  }
  horizon_ = {first - k_link_times_days_around, last + k_link_times_days_around};
}

const plan::WorkingTime& PlanCalendars::of(const plan::Activity& activity) {
  const Index own = activity.calendar;
  const Index calendar =
      own != plan::k_none
          ? own
          : loaded_.plan.projects[static_cast<std::size_t>(activity.project)].calendar;
  const auto known = compiled_.find(calendar);
  if (known != compiled_.end()) return known->second;
  Result<plan::WorkingTime> made = plan::compile_calendar(loaded_.plan, calendar, horizon_);
  return compiled_
      .emplace(calendar, made ? std::move(*made) : plan::WorkingTime::around_the_clock())
      .first->second;
}

PlanTime with_lag(PlanTime time, const plan::Link& link, const ActivityDates& from,
                  const plan::WorkingTime& calendar) {
  switch (link.lag_kind) {
    case LagKind::working:
      return calendar.add(time, link.lag);
    case LagKind::elapsed:
      return time + link.lag;
    case LagKind::percent:
      return calendar.add(
          time, std::int64_t{calendar.between(from.start, from.finish)} * link.lag / 10'000);
    case LagKind::elapsed_percent:
      return time +
             static_cast<PlanTime>((std::int64_t{from.finish} - from.start) * link.lag / 10'000);
  }
  return time;
}

}  // namespace tc::functions::time
