#include "engine/schedule/test_plan.h"

/// Rules of progress, given dates, resource calendars, spans, projects: docs/method/schedule.md §3.
namespace tc::engine::schedule::testing {
namespace {

using plan::ActivityKind;
using plan::ConstraintKind;
using plan::LinkKind;
using plan::Profile;

void start_activity(plan::Activity& activity, std::string_view start, std::int32_t remaining) {
  activity.actual_start = at(start);
  activity.remaining_duration = Minutes::from_tenths(remaining);
  activity.actual_duration = activity.duration - *activity.remaining_duration;
}

void finish_activity(plan::Activity& activity, std::string_view start, std::string_view finish) {
  start_activity(activity, start, 0);
  activity.actual_finish = at(finish);
}

/// P6, data date Monday 2026-01-12: a (5 d) → b (3 d), b started out of order with 2 d left.
struct OutOfOrder {
  explicit OutOfOrder(plan::ProgressMode mode) : plan(Profile::p6) {
    plan.project().status_date = at("2026-01-12T08:00");
    plan.project().progress_mode = mode;
    plan.add_days(5);
    plan.add_days(3);
    plan.link(0, 1);
    start_activity(plan[0], "2026-01-08T08:00", 3 * k_day);
    start_activity(plan[1], "2026-01-09T08:00", 2 * k_day);
    result = plan.schedule();
  }
  TestPlan plan;
  Schedule result;
};

TEST(Progress, RemainingWorkOfP6StartsAtTheDataDate) {
  TestPlan plan(Profile::p6);
  plan.project().status_date = at("2026-01-12T08:00");
  plan.add_days(5);
  plan.add_days(1);
  plan.link(0, 1);
  start_activity(plan[0], "2026-01-07T08:00", 4 * k_day);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].start, "2026-01-07T08:00");
  EXPECT_TIME(result.activities[0].early_start, "2026-01-12T08:00");
  EXPECT_TIME(result.activities[0].finish, "2026-01-15T17:00");
  EXPECT_TIME(result.activities[1].start, "2026-01-16T08:00");
}

TEST(Progress, RetainedLogicMakesTheRemainderWait) {
  const OutOfOrder order(plan::ProgressMode::retained_logic);
  EXPECT_TIME(order.result.activities[0].finish, "2026-01-14T17:00");
  EXPECT_TIME(order.result.activities[1].early_start, "2026-01-15T08:00");
  EXPECT_TIME(order.result.activities[1].finish, "2026-01-16T17:00");
}

TEST(Progress, ProgressOverrideLetsTheRemainderGoOn) {
  const OutOfOrder order(plan::ProgressMode::progress_override);
  EXPECT_TIME(order.result.activities[1].early_start, "2026-01-12T08:00");
  EXPECT_TIME(order.result.activities[1].finish, "2026-01-13T17:00");
  EXPECT_EQ(order.result.activities[0].total_float.tenths(), 0);
  EXPECT_EQ(order.result.activities[1].total_float.tenths(), k_day);
}

TEST(Progress, ActualDatesGoBeforeLogicInBothPasses) {
  const OutOfOrder order(plan::ProgressMode::actual_dates);
  EXPECT_TIME(order.result.activities[1].early_start, "2026-01-12T08:00");
  EXPECT_TIME(order.result.activities[1].finish, "2026-01-13T17:00");
  EXPECT_TIME(order.result.activities[0].late_finish, "2026-01-08T17:00");  // Before it began.
  EXPECT_EQ(order.result.activities[0].total_float.tenths(), -4 * k_day);
}

TEST(Progress, ActualFinishAfterTheDataDateDrivesByActualDates) {
  for (const bool by_actual : {false, true}) {
    TestPlan plan(Profile::p6);
    if (by_actual) plan.project().progress_mode = plan::ProgressMode::actual_dates;
    plan.project().status_date = at("2026-01-12T08:00");
    plan.add_days(5);
    plan.add_days(2);
    plan.add_days(1);
    plan.link(0, 1);
    plan.link(1, 2);
    finish_activity(plan[1], "2026-01-08T08:00", "2026-01-20T17:00");
    const PlanTime start = plan.schedule().activities[2].start;
    EXPECT_TIME(start, by_actual ? "2026-01-21T08:00" : "2026-01-19T08:00");  // Else after a.
  }
}

TEST(Progress, LagAfterAFinishIsOnlyWhatIsNotYetOver) {
  TestPlan plan(Profile::p6);
  plan.project().status_date = at("2026-01-12T08:00");
  plan.add_days(2);
  plan.add_days(1);
  plan.link(0, 1, LinkKind::fs, 5 * k_day);
  finish_activity(plan[0], "2026-01-06T08:00", "2026-01-07T17:00");
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-15T08:00");
}

TEST(Progress, FullLagAfterAFinishInMsProject) {
  TestPlan plan(Profile::msp);
  plan.add_days(2);
  plan.add_days(1);
  plan.link(0, 1, LinkKind::fs, 5 * k_day);
  finish_activity(plan[0], "2026-01-06T08:00", "2026-01-07T17:00");
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-15T08:00");
}

TEST(Progress, LagAfterAStartIsReducedByTheWorkDone) {
  TestPlan plan(Profile::p6);
  plan.project().status_date = at("2026-01-12T08:00");
  plan.add_days(10);
  plan.add_days(1);
  plan.link(0, 1, LinkKind::ss, 5 * k_day);
  start_activity(plan[0], "2026-01-07T08:00", 9 * k_day);
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-16T08:00");
  plan.project().lag_from_early_start = false;  // From the actual start instead.
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-14T08:00");
}

TEST(Progress, FinishedActivityOfP6HasNoFloatAndStaysAtTheDataDate) {
  TestPlan plan(Profile::p6);
  plan.project().status_date = at("2026-01-12T08:00");
  plan.add_days(2);
  plan.add_days(5);
  finish_activity(plan[0], "2026-01-06T08:00", "2026-01-07T17:00");
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].finish, "2026-01-07T17:00");
  EXPECT_EQ(result.activities[0].total_float.tenths(), 0);
  EXPECT_FALSE(result.activities[0].critical);
}

TEST(Progress, StartedActivityOfMsProjectStaysWhereItStarted) {
  TestPlan plan(Profile::msp);
  plan.add_days(5);
  plan.add_days(3);
  plan.link(0, 1);
  start_activity(plan[1], "2026-01-06T08:00", 2 * k_day);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-01-06T08:00");
  EXPECT_TIME(result.activities[1].finish, "2026-01-08T17:00");
}

TEST(Progress, FinishedSuccessorIsIgnoredInTheBackwardPassOfMsProject) {
  TestPlan plan(Profile::msp);
  plan.add_days(5);
  plan.add_days(1);
  plan.add_days(10);
  plan.link(0, 1);
  finish_activity(plan[1], "2026-01-06T08:00", "2026-01-06T17:00");
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].late_finish, "2026-01-16T17:00");
  EXPECT_TIME(result.activities[1].late_finish, "2026-01-06T17:00");
  EXPECT_FALSE(result.activities[1].critical);
}

TEST(Progress, ResumeDateOfP6HoldsTheRemainder) {
  TestPlan plan(Profile::p6);
  plan.project().status_date = at("2026-01-12T08:00");
  plan.add_days(5);
  start_activity(plan[0], "2026-01-07T08:00", 2 * k_day);
  plan[0].suspend = at("2026-01-09T08:00");
  plan[0].resume = at("2026-01-15T08:00");
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-16T17:00");
}

TEST(Progress, ExpectedFinishDecidesTheRemainingDuration) {
  TestPlan plan(Profile::p6);
  plan.add_days(3);
  plan.add_days(20);
  plan[0].expected_finish = at("2026-01-16T17:00");
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].finish, "2026-01-16T17:00");
  EXPECT_EQ(result.activities[0].total_float.tenths(), 10 * k_day);
  EXPECT_TIME(result.activities[0].late_start, "2026-01-19T08:00");
  plan.project().use_expected_finish = false;
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-07T17:00");
}

TEST(Progress, ExpectedFinishYieldsToAFinishLinkAndToThePast) {
  TestPlan plan(Profile::p6);
  plan.add_days(3);
  plan.add_days(8);
  plan[0].expected_finish = at("2026-01-08T17:00");
  plan.link(1, 0, LinkKind::ff);
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-14T17:00");
  plan.plan.links.clear();
  plan[0].expected_finish = at("2026-01-02T17:00");
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-07T17:00");
}

TEST(Progress, UnstartedWorkOfMsProjectStaysBeforeTheStatusDate) {
  TestPlan plan(Profile::msp);
  plan.project().status_date = at("2026-01-19T17:00");
  plan.add_days(1);
  EXPECT_TIME(plan.schedule().activities[0].start, "2026-01-05T08:00");
}

TEST(Progress, FullLagAfterAStartInMsProject) {
  TestPlan plan(Profile::msp);
  plan.add_days(10);
  plan.add_days(1);
  plan.link(0, 1, LinkKind::ss, 5 * k_day);
  start_activity(plan[0], "2026-01-07T08:00", 2 * k_day);
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-14T08:00");
}

TEST(Progress, DataErrorsAreReportedNotRepaired) {
  TestPlan plan(Profile::p6);
  for (int i = 0; i < 3; ++i) plan.add_days(1);
  plan[0].actual_finish = at("2026-01-02T17:00");
  start_activity(plan[1], "2026-01-08T08:00", k_day);
  plan[2].percent_complete = 10000;
  const Schedule result = plan.schedule();
  ASSERT_EQ(result.refusals.size(), 3U);
  EXPECT_EQ(result.refusals[0].code, "plan.actual_finish_without_start");
  EXPECT_EQ(result.refusals[1].code, "plan.actual_after_status_date");
  EXPECT_EQ(result.refusals[1].arguments[1].value, "2");
  EXPECT_EQ(result.refusals[2].code, "plan.complete_without_finish");
}

TEST(Progress, StatusDateOptionReplacesTheDataDate) {
  TestPlan plan(Profile::p6);
  plan.add_days(1);
  Options options;
  options.status_date = at("2026-02-02T08:00");
  EXPECT_TIME(compute_schedule(plan.plan, options)->activities[0].start, "2026-02-02T08:00");
}

TEST(GivenDates, ManualActivityIsPinnedAndStillDrives) {
  TestPlan plan(Profile::msp);
  plan.add_days(2);
  plan.add_days(1);
  plan.link(0, 1);
  plan[0].manual = true;
  plan[0].manual_start = at("2026-01-08T08:00");
  plan[0].manual_finish = at("2026-01-09T17:00");
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].start, "2026-01-08T08:00");
  EXPECT_TIME(result.activities[1].start, "2026-01-12T08:00");
}

TEST(GivenDates, ExternalActivityKeepsItsDates) {
  TestPlan plan(Profile::msp);
  plan.add_days(2);
  plan.add_days(1);
  plan.link(0, 1);
  plan[0].external = true;
  plan[0].stored.start = at("2026-01-20T08:00");
  plan[0].stored.finish = at("2026-01-21T17:00");
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-22T08:00");
}

TEST(GivenDates, ExternalDatesOfP6BoundBothPasses) {
  TestPlan plan(Profile::p6);
  plan.add_days(2);
  plan.add_days(20);
  plan[0].external_early_start = at("2026-01-08T08:00");
  plan[0].external_late_finish = at("2026-01-12T17:00");
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].start, "2026-01-08T08:00");
  EXPECT_EQ(result.activities[0].total_float.tenths(), k_day);
}

plan::Index add_resource(TestPlan& plan, plan::Index calendar) {
  plan::Resource resource;
  resource.calendar = calendar;
  plan.plan.resources.push_back(resource);
  return static_cast<plan::Index>(plan.plan.resources.size()) - 1;
}

void assign(TestPlan& plan, plan::Index activity, plan::Index resource, std::int32_t work) {
  plan::Assignment assignment;
  assignment.activity = activity;
  assignment.resource = resource;
  assignment.work = assignment.remaining_work = Minutes::from_tenths(work);
  plan.plan.assignments.push_back(assignment);
}

TEST(Resources, WorkResourceCalendarSchedulesTheTaskInMsProject) {
  TestPlan plan(Profile::msp);
  plan.add_days(2);
  assign(plan, 0, add_resource(plan, 1), 2 * k_day);
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-06T00:00");
  plan[0].ignore_resource_calendar = true;
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-06T17:00");
}

TEST(Resources, TaskCalendarAndResourceCalendarIntersectInMsProject) {
  TestPlan plan(Profile::msp);
  plan.plan.calendars.push_back(week_calendar("Late", {{7800, 12000}}));
  plan.add(4 * k_hour);
  plan[0].calendar = 2;
  assign(plan, 0, add_resource(plan, 0), 4 * k_hour);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].start, "2026-01-05T13:00");
  EXPECT_TIME(result.activities[0].finish, "2026-01-05T17:00");
}

TEST(Resources, TaskEndsWithItsLastResource) {
  TestPlan plan(Profile::msp);
  plan.add_days(2);
  assign(plan, 0, add_resource(plan, 0), 2 * k_day);
  assign(plan, 0, add_resource(plan, 1), k_day);
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-06T17:00");
}

TEST(Resources, OnlyResourceDependentActivitiesOfP6UseResourceCalendars) {
  TestPlan plan(Profile::p6);
  plan.add_days(2);
  assign(plan, 0, add_resource(plan, 1), 2 * k_day);
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-06T17:00");
  plan[0].resource_dependent = true;
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-06T00:00");
}

TEST(Resources, EmptyIntersectionIsRefusedByName) {
  TestPlan plan(Profile::msp);
  plan.plan.calendars.push_back(week_calendar("Sunday", {{4800, 7200}}, 0, 0));
  plan.add_days(2);
  plan[0].calendar = 0;
  assign(plan, 0, add_resource(plan, 2), 2 * k_day);
  const Result<Schedule> result = compute_schedule(plan.plan);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.refusals()[0].code, "plan.calendar_no_working_time");
}

TEST(Durations, ElapsedDurationRunsByTheClock) {
  TestPlan plan(Profile::msp);
  plan.add(3 * k_tenths_per_day);
  plan.add_days(1);
  plan[0].elapsed = true;
  plan.link(0, 1);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].finish, "2026-01-08T08:00");
  EXPECT_TIME(result.activities[1].start, "2026-01-08T08:00");
}

TEST(Durations, SplitWorkSpansItsInterruption) {
  TestPlan plan(Profile::msp);
  plan.add_days(2);
  plan[0].segments = {{at("2026-01-05T08:00"), at("2026-01-05T17:00")},
                      {at("2026-01-08T08:00"), at("2026-01-08T17:00")}};
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-08T17:00");
}

TEST(Spans, LevelOfEffortSpansAndNeverDrives) {
  TestPlan plan(Profile::p6);
  const auto a = plan.add_days(2);
  const auto b = plan.add_days(3);
  const auto effort = plan.add_days(1);
  plan[effort].kind = ActivityKind::level_of_effort;
  plan.link(a, b);
  plan.link(a, effort, LinkKind::ss);
  plan.link(b, effort, LinkKind::ff);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[2].start, "2026-01-05T08:00");
  EXPECT_TIME(result.activities[2].finish, "2026-01-09T17:00");
  EXPECT_EQ(result.activities[1].free_float.tenths(), 0);
  EXPECT_TRUE(result.driving(effort).empty());
}

TEST(Projects, EachHasItsOwnDataDateAndFloat) {
  TestPlan plan(Profile::p6);
  plan.plan.projects.push_back(plan.plan.projects[0]);
  plan.plan.projects[1].status_date = at("2026-02-02T08:00");
  plan.add_days(5);
  plan.add_days(2);
  plan[1].project = 1;
  Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-02-02T08:00");
  EXPECT_EQ(result.activities[0].total_float.tenths(), 0);
  EXPECT_TIME(result.projects[0].finish, "2026-01-09T17:00");
  EXPECT_TIME(result.projects[1].finish, "2026-02-03T17:00");
  plan.plan.projects[0].float_per_project = false;
  result = plan.schedule();
  EXPECT_EQ(result.activities[0].total_float.tenths(), 17 * k_day);
}

TEST(Projects, LinksToOtherProjectsCanBeIgnored) {
  TestPlan plan(Profile::p6);
  plan.plan.projects.push_back(plan.plan.projects[0]);
  plan.add_days(5);
  plan.add_days(2);
  plan[1].project = 1;
  plan.link(0, 1);
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-12T08:00");
  plan.plan.projects[1].ignore_external_links = true;
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-05T08:00");
}

TEST(Projects, ScheduleFromFinishEndsThere) {
  TestPlan plan(Profile::msp);
  plan.project().schedule_from_finish = true;
  plan.project().finish = at("2026-03-31T17:00");
  plan.add_days(5);
  plan.add_days(2);
  plan.add_days(1);
  plan.link(0, 1);
  for (int i = 0; i < 3; ++i) plan[i].constraint.kind = ConstraintKind::alap;
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].start, "2026-03-23T08:00");
  EXPECT_TIME(result.activities[1].finish, "2026-03-31T17:00");
  EXPECT_TIME(result.activities[2].start, "2026-03-31T08:00");
  EXPECT_TIME(result.activities[2].early_start, "2026-03-23T08:00");
}

TEST(RollUp, SummarySpansItsLeavesAndIsCriticalWithThem) {
  TestPlan plan(Profile::msp);
  const auto top = plan.add_summary();
  const auto inner = plan.add_summary(top);
  plan.add_days(2, inner);
  plan.add_days(5, top);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].start, "2026-01-05T08:00");
  EXPECT_TIME(result.activities[0].finish, "2026-01-09T17:00");
  EXPECT_TRUE(result.activities[0].critical);
  EXPECT_TIME(result.activities[1].finish, "2026-01-06T17:00");
  EXPECT_FALSE(result.activities[1].critical);
  EXPECT_EQ(result.activities[1].total_float.tenths(), 3 * k_day);
}

TEST(RollUp, WbsSummaryShowsItsWbs) {
  TestPlan plan(Profile::p6);
  const auto wbs = plan.add_summary();
  plan.add_days(2, wbs);
  const auto activity = plan.add_days(0, wbs);
  plan[activity].kind = ActivityKind::wbs_summary;
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[2].finish, "2026-01-06T17:00");
}

}  // namespace
}  // namespace tc::engine::schedule::testing
