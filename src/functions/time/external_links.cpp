#include "functions/time/external_links.h"

#include <algorithm>
#include <map>

#include "plan/working_time.h"
#include "project/plan_edit.h"

namespace tc::functions::time {
namespace {

using engine::schedule::ActivityDates;
using plan::Index;
using plan::LagKind;
using plan::LinkKind;
using project::LoadedPlan;

constexpr Day k_days_around = 400;

/// The calendars of successors, each compiled once.
class Calendars {
 public:
  explicit Calendars(const LoadedPlan& loaded) : loaded_(loaded) {
    for (const ActivityDates& dates : loaded.schedule.activities) {
      if (dates.start == k_no_time) continue;
      first_ = std::min(first_, day_of(dates.start));
      last_ = std::max(last_, day_of(dates.finish));
    }
  }

  const plan::WorkingTime& of(const plan::Activity& activity) {
    const Index own = activity.calendar;
    const Index calendar =
        own != plan::k_none
            ? own
            : loaded_.plan.projects[static_cast<std::size_t>(activity.project)].calendar;
    const auto known = compiled_.find(calendar);
    if (known != compiled_.end()) return known->second;
    Result<plan::WorkingTime> made = plan::compile_calendar(
        loaded_.plan, calendar, {first_ - k_days_around, last_ + k_days_around});
    return compiled_
        .emplace(calendar, made ? std::move(*made) : plan::WorkingTime::around_the_clock())
        .first->second;
  }

 private:
  const LoadedPlan& loaded_;
  Day first_ = k_day_max - 2 * k_days_around, last_ = 0;
  std::map<Index, plan::WorkingTime> compiled_;
};

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

}  // namespace

std::vector<ExternalLink> external_links(const LoadedPlan& loaded) {
  std::vector<ExternalLink> found;
  Calendars calendars(loaded);
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
