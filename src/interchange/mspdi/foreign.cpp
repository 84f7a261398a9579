#include "interchange/mspdi/foreign.h"

#include <algorithm>
#include <utility>

#include "base/row.h"
#include "interchange/common/guid.h"
#include "interchange/common/rollup.h"

namespace tc::interchange::mspdi {
namespace {

using plan::Activity;
using plan::ActivityKind;
using plan::Index;
using plan::k_none;

/// A calendar with all that it inherits, so that it needs no base.
plan::Calendar flatten(const plan::Plan& plan, Index index) {
  plan::Calendar flat = plan.calendars[row_of(index)];
  std::size_t steps = 0;
  Index base = flat.base;
  while (base != k_none && steps++ < plan.calendars.size()) {
    const plan::Calendar& from = plan.calendars[row_of(base)];
    for (std::size_t day = 0; day < flat.week.size(); ++day) {
      if (!flat.week[day]) flat.week[day] = from.week[day];
    }
    // Later exceptions win, so the inherited ones go first.
    flat.exceptions.insert(flat.exceptions.begin(), from.exceptions.begin(), from.exceptions.end());
    flat.work_weeks.insert(flat.work_weeks.end(), from.work_weeks.begin(), from.work_weeks.end());
    base = from.base;
  }
  flat.base = k_none;
  flat.is_resource = false;
  for (std::optional<plan::Shifts>& day : flat.week) {
    if (!day) day.emplace();
  }
  return flat;
}

void reshape_calendars(const plan::Plan& from, plan::Plan& to) {
  for (std::size_t i = 0; i < from.calendars.size(); ++i) {
    to.calendars[i] = flatten(from, static_cast<Index>(i));
  }
  if (to.calendars.empty()) {
    plan::Calendar standard;
    standard.name = "Standard";
    for (std::size_t day = 0; day < 7; ++day) {
      standard.week[day] =
          day == 0 || day == 6 ? plan::Shifts{} : plan::Shifts{{4800, 7200}, {7800, 10200}};
    }
    to.calendars.push_back(std::move(standard));
  }
  for (plan::Resource& resource : to.resources) {
    if (resource.kind != plan::ResourceKind::work &&
        resource.kind != plan::ResourceKind::equipment) {
      resource.calendar = k_none;
      continue;
    }
    plan::Calendar own;
    own.name = resource.name;
    own.is_resource = true;
    own.base = resource.calendar != k_none ? resource.calendar : to.projects.front().calendar;
    resource.calendar = static_cast<Index>(to.calendars.size());
    to.calendars.push_back(std::move(own));
  }
}

void reshape_projects(plan::Plan& plan, Report& report) {
  if (plan.projects.empty()) plan.projects.emplace_back();
  plan::Project& first = plan.projects.front();
  report.lose("Project", "joined into one; each is a summary task",
              static_cast<std::int64_t>(plan.projects.size()) - 1);
  for (const plan::Project& project : plan.projects) {
    if (project.start != k_no_time && (first.start == k_no_time || project.start < first.start)) {
      first.start = project.start;
    }
    first.finish = std::max(first.finish, project.finish);
    if (project.must_finish_by != k_no_time) report.lose("Project.must_finish_by", "dropped");
    if (project.lag_calendar != plan::LagCalendar::predecessor) {
      report.lose("Project.lag_calendar", "dropped");
    }
    if (project.progress_mode != plan::ProgressMode::retained_logic) {
      report.lose("Project.progress_mode", "dropped");
    }
  }
  if (first.calendar == k_none) first.calendar = 0;
  if (plan.profile == plan::Profile::p6 && first.status_date == first.start) {
    first.status_date = k_no_time;
  }
  first.name = plan.title.empty() ? first.name : plan.title;
  plan.projects.resize(1);
}

void reshape_activity(Activity& activity, Report& report) {
  if (activity.kind == ActivityKind::level_of_effort || activity.kind == ActivityKind::hammock ||
      activity.kind == ActivityKind::wbs_summary) {
    report.lose("Activity.kind level of effort", "written as a task with its dates");
  }
  if (activity.constraint2.kind != plan::ConstraintKind::asap) {
    report.lose("Activity.constraint2", "dropped");
  }
  if (activity.constraint.kind == plan::ConstraintKind::start_on ||
      activity.constraint.kind == plan::ConstraintKind::finish_on) {
    report.lose("Activity.constraint start on, finish on", "written as must start, must finish");
  }
  if (activity.expected_finish != k_no_time) report.lose("Activity.expected_finish", "dropped");
  if (activity.external_early_start != k_no_time || activity.external_late_finish != k_no_time) {
    report.lose("Activity.external dates", "dropped");
  }
  if (activity.resource_dependent) report.lose("Activity.resource_dependent", "dropped");
  if (activity.percent_kind != plan::PercentKind::duration) {
    report.lose("Activity.percent_kind", "dropped");
  }
  if (!activity.code.empty() && activity.kind != ActivityKind::summary) {
    report.lose("Activity.code", "written as WBS");
    activity.wbs = activity.code;
  }
  activity.guid = microsoft_guid(activity.guid);
  activity.project = 0;
}

}  // namespace

plan::Plan reshape_for_mspdi(const plan::Plan& from, Report& report) {
  plan::Plan plan = from;
  reshape_projects(plan, report);
  reshape_calendars(from, plan);
  for (Activity& activity : plan.activities) reshape_activity(activity, report);
  roll_up_stored_dates(plan);
  plan.projects.front().guid = microsoft_guid(plan.projects.front().guid);
  for (plan::Resource& resource : plan.resources) resource.guid = microsoft_guid(resource.guid);
  for (plan::Calendar& calendar : plan.calendars) calendar.extra.clear();
  for (const plan::Resource& resource : plan.resources) {
    if (resource.kind == plan::ResourceKind::equipment) {
      report.lose("Resource.kind equipment", "written as work");
    }
  }
  std::int64_t rows = 0;
  for (const plan::ForeignTable& table : plan.foreign_tables) {
    rows += static_cast<std::int64_t>(table.rows.size());
  }
  report.lose("tables of the source format (rows)", "dropped", rows);
  if (!plan.format.empty()) {
    report.lose("fields that only " + plan.format + " has (objects)", "dropped",
                static_cast<std::int64_t>(plan.activities.size() + plan.links.size() +
                                          plan.resources.size() + plan.assignments.size()));
  }
  return plan;
}

}  // namespace tc::interchange::mspdi
