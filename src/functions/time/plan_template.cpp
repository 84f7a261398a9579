#include "functions/time/plan_template.h"

#include "project/external.h"
#include "project/plan_edit.h"

namespace tc::functions::time {
namespace {

using plan::Activity;

void forget_progress(Activity& activity) {
  activity.remaining_duration.reset();
  activity.actual_duration.reset();
  activity.actual_start = activity.actual_finish = k_no_time;
  activity.suspend = activity.resume = k_no_time;
  activity.percent_complete = activity.percent_physical = activity.percent_work = 0;
  activity.levelling_delay = Minutes();
  activity.segments.clear();
  activity.levelling_split = false;
  activity.baselines.clear();
  activity.stored = {};
}

void move_dates(Activity& activity, PlanTime by) {
  for (PlanTime* date : {&activity.constraint.date, &activity.constraint2.date, &activity.deadline,
                         &activity.expected_finish, &activity.manual_start, &activity.manual_finish,
                         &activity.external_early_start, &activity.external_late_finish}) {
    if (*date != k_no_time) *date += by;
  }
}

void leave_other_projects(plan::Plan& plan) {
  Json edits = Json::array();
  for (const Activity& activity : plan.activities) {
    if (!project::stands_for_another(activity)) continue;
    const Json row(Json::Object{{"activity", id_text(activity.id)}});
    edits.push(Json(Json::Object{{"remove", row}}));
  }
  if (edits.size() == 0) return;
  const auto removed = project::apply_edits(plan, edits, [] { return Id{0}; });
  TC_ASSERT(removed.ok());
}

}  // namespace

plan::Plan from_template(const project::LoadedPlan& source, const std::string& name,
                         PlanTime start) {
  plan::Plan plan = source.plan;
  leave_other_projects(plan);
  PlanTime began = start;
  if (!plan.projects.empty() && plan.projects.front().start != k_no_time)
    began = plan.projects.front().start;
  const PlanTime by = (day_of(start) - day_of(began)) * k_tenths_per_day;
  plan.title = name;
  for (plan::Project& project : plan.projects) {
    project.name = name;
    project.guid.clear();
    project.status_date = project.must_finish_by = k_no_time;
    if (project.start != k_no_time) project.start += by;
    if (project.finish != k_no_time) project.finish += by;
  }
  for (Activity& activity : plan.activities) {
    activity.guid.clear();
    forget_progress(activity);
    move_dates(activity, by);
  }
  for (plan::Assignment& assignment : plan.assignments) {
    assignment.actual_work = Minutes();
    assignment.remaining_work = assignment.work;
    assignment.remaining_overtime_work = assignment.overtime_work;
    if (assignment.start != k_no_time) assignment.start += by;
    if (assignment.finish != k_no_time) assignment.finish += by;
  }
  return plan;
}

}  // namespace tc::functions::time
