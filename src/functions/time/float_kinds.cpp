#include "functions/time/float_kinds.h"

#include <algorithm>

#include "functions/time/link_times.h"

namespace tc::functions::time {

using engine::schedule::ActivityDates;
using plan::LinkKind;

std::vector<Minutes> independent_floats(const project::LoadedPlan& loaded) {
  const auto at = [](plan::Index index) { return static_cast<std::size_t>(index); };
  PlanCalendars calendars(loaded);
  std::vector<std::int32_t> pushed(loaded.plan.activities.size(), 0);
  for (const plan::Link& link : loaded.plan.links) {
    if (link.from == plan::k_none || link.to == plan::k_none) continue;
    const ActivityDates& from = loaded.schedule.activities[at(link.from)];
    const ActivityDates& to = loaded.schedule.activities[at(link.to)];
    if (from.late_finish == k_no_time || to.early_start == k_no_time) continue;
    const plan::WorkingTime& calendar = calendars.of(loaded.plan.activities[at(link.to)]);
    const bool by_start = link.kind == LinkKind::ss || link.kind == LinkKind::sf;
    const bool of_start = link.kind == LinkKind::fs || link.kind == LinkKind::ss;
    const PlanTime asked =
        with_lag(by_start ? from.late_start : from.late_finish, link, from, calendar);
    const PlanTime early = of_start ? to.early_start : to.early_finish;
    pushed[at(link.to)] = std::max(pushed[at(link.to)], calendar.between(early, asked));
  }
  std::vector<Minutes> floats(pushed.size());
  for (std::size_t i = 0; i < floats.size(); ++i) {
    const ActivityDates& dates = loaded.schedule.activities[i];
    if (dates.start == k_no_time) continue;
    floats[i] = Minutes::from_tenths(std::max(0, dates.free_float.tenths() - pushed[i]));
  }
  return floats;
}

}  // namespace tc::functions::time
