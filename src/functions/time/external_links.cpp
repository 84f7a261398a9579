#include "functions/time/external_links.h"

#include <algorithm>

#include "functions/time/link_times.h"
#include "project/plan_edit.h"

namespace tc::functions::time {
namespace {

using engine::schedule::ActivityDates;
using plan::Index;
using plan::LinkKind;
using project::LoadedPlan;

}  // namespace

std::vector<ExternalLink> external_links(const LoadedPlan& loaded) {
  std::vector<ExternalLink> found;
  PlanCalendars calendars(loaded);
  for (std::size_t i = 0; i < loaded.plan.links.size(); ++i) {
    const plan::Link& link = loaded.plan.links[i];
    if (link.from == plan::k_none || link.to == plan::k_none) continue;
    if (!project::stands_for_another(loaded.plan.activities[static_cast<std::size_t>(link.from)]))
      continue;
    const plan::Activity& successor = loaded.plan.activities[static_cast<std::size_t>(link.to)];
    const ActivityDates& from = loaded.schedule.activities[static_cast<std::size_t>(link.from)];
    const ActivityDates& to = loaded.schedule.activities[static_cast<std::size_t>(link.to)];
    ExternalLink made;
    made.link = static_cast<Index>(i);
    made.from = link.from;
    made.to = link.to;
    const bool by_start = link.kind == LinkKind::ss || link.kind == LinkKind::sf;
    const bool of_start = link.kind == LinkKind::fs || link.kind == LinkKind::ss;
    made.planned = of_start ? to.start : to.finish;
    const PlanTime given = by_start ? from.start : from.finish;
    if (given != k_no_time && made.planned != k_no_time) {
      const plan::WorkingTime& calendar = calendars.of(successor);
      const PlanTime asked = with_lag(given, link, from, calendar);
      made.allowed = of_start ? calendar.next_work_start(asked) : asked;
      const std::int32_t tenths = calendar.between(made.planned, asked);
      if (successor.actual_finish == k_no_time && tenths > 0)
        made.short_by = Minutes::from_tenths(tenths);
    }
    found.push_back(made);
  }
  return found;
}

plan::Plan with_external_dates(const LoadedPlan& loaded) {
  plan::Plan plan = loaded.plan;
  for (const ExternalLink& one : external_links(loaded)) {
    const LinkKind kind = plan.links[static_cast<std::size_t>(one.link)].kind;
    if (kind != LinkKind::fs && kind != LinkKind::ss) continue;
    PlanTime& start = plan.activities[static_cast<std::size_t>(one.to)].external_early_start;
    start = std::max(start, one.allowed);
  }
  Json edits = Json::array();
  for (const plan::Activity& activity : loaded.plan.activities) {
    if (!project::stands_for_another(activity)) continue;
    const Json row(Json::Object{{"activity", id_text(activity.id)}});
    edits.push(Json(Json::Object{{"remove", row}}));
  }
  if (edits.size() == 0) return plan;
  const auto removed = project::apply_edits(plan, edits, [] { return Id{0}; });
  TC_ASSERT(removed.ok());
  return plan;
}

}  // namespace tc::functions::time
