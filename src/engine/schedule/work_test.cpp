#include <array>

#include "engine/schedule/effort.h"
#include "engine/schedule/test_plan.h"

/// How long an activity works: contours, splits, resources, and what of it is still to come.
namespace tc::engine::schedule::testing {
namespace {

using plan::Profile;

plan::Index add_resource(TestPlan& plan, plan::Index calendar) {
  plan::Resource resource;
  resource.calendar = calendar;
  plan.plan.resources.push_back(resource);
  return static_cast<plan::Index>(plan.plan.resources.size()) - 1;
}

plan::Assignment& assign(TestPlan& plan, plan::Index resource, std::int32_t work) {
  plan::Assignment assignment;
  assignment.activity = 0;
  assignment.resource = resource;
  assignment.work = assignment.remaining_work = Minutes::from_tenths(work);
  plan.plan.assignments.push_back(assignment);
  return plan.plan.assignments.back();
}

void begin(plan::Activity& activity, std::string_view start, std::int32_t done) {
  activity.actual_start = at(start);
  activity.actual_duration = Minutes::from_tenths(done);
  activity.remaining_duration = Minutes::from_tenths(activity.duration.tenths() - done);
}

/// One week of work on a 24-hour calendar, beside a resource that decides nothing.
TEST(Contours, SpreadWorkTakesLonger) {
  constexpr std::array<std::int32_t, 8> k_hours = {42, 70, 70, 84, 84, 84, 84, 60};
  for (std::int32_t contour = 0; contour < 8; ++contour) {
    TestPlan plan(Profile::msp);
    plan.add(42 * k_hour);
    assign(plan, add_resource(plan, 1), 42 * k_hour).contour = contour;
    assign(plan, add_resource(plan, 0), k_hour);
    const PlanTime finish = plan.schedule().activities[0].finish;
    EXPECT_EQ(finish, at("2026-01-05T08:00") + k_hours[static_cast<std::size_t>(contour)] * k_hour)
        << contour;
  }
}

/// Of 40 hours 10 are overtime: 30 hours of working time, beside a resource of another calendar.
TEST(Overtime, TakesNoWorkingTime) {
  TestPlan plan(Profile::msp);
  plan.add(40 * k_hour);
  assign(plan, add_resource(plan, 1), 40 * k_hour).overtime_work =
      Minutes::from_tenths(10 * k_hour);
  assign(plan, add_resource(plan, 0), k_hour);
  EXPECT_EQ(plan.schedule().activities[0].finish, at("2026-01-05T08:00") + 30 * k_hour);
  // 15 hours of the activity's calendar are over on Tuesday at 16:00; of the 20 that are left 5 are
  // overtime, the others follow around the clock.
  begin(plan[0], "2026-01-05T08:00", 15 * k_hour);
  plan.plan.assignments[0].remaining_work = Minutes::from_tenths(20 * k_hour);
  plan.plan.assignments[0].remaining_overtime_work = Minutes::from_tenths(5 * k_hour);
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-07T07:00");
}

TEST(Splits, LaidOutWorkOfNobodySpansItsPauses) {
  TestPlan plan(Profile::msp);
  plan.add_days(2);
  plan::Assignment& assignment = assign(plan, plan::k_none, 2 * k_day);
  assignment.contour = k_contour_laid_out;
  assignment.start = at("2026-01-05T08:00");
  assignment.finish = at("2026-01-08T17:00");
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].finish, "2026-01-08T17:00");
  EXPECT_TIME(result.activities[0].late_start, "2026-01-05T08:00");
}

TEST(Splits, AShorterDurationKeepsThePauseOfLaidOutWork) {
  TestPlan plan(Profile::msp);
  plan.add_days(2);
  plan::Assignment& assignment = assign(plan, plan::k_none, 2 * k_day);
  assignment.contour = k_contour_laid_out;
  assignment.start = at("2026-01-05T08:00");
  assignment.finish = at("2026-01-08T17:00");
  plan[0].duration = Minutes::from_tenths(k_day);
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-07T17:00");
}

TEST(Splits, ThinWorkHasNoPause) {
  TestPlan plan(Profile::msp);
  plan.add_days(4);
  plan::Assignment& assignment = assign(plan, plan::k_none, 2 * k_day);
  assignment.contour = k_contour_laid_out;
  assignment.start = at("2026-01-05T08:00");
  assignment.finish = at("2026-01-08T17:00");
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-08T17:00");
}

TEST(Splits, PauseRunsOnTheResourcesCalendar) {
  TestPlan plan(Profile::msp);
  plan.add(24 * k_hour);
  assign(plan, add_resource(plan, 1), 24 * k_hour);
  plan[0].segments = {{at("2026-01-05T08:00"), at("2026-01-05T20:00")},
                      {at("2026-01-07T20:00"), at("2026-01-08T08:00")}};
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-08T08:00");
}

TEST(Splits, OnlyAPauseAfterTheResumeDateIsStillToCome) {
  TestPlan plan(Profile::msp);
  plan.add_days(3);
  plan[0].segments = {{at("2026-01-05T08:00"), at("2026-01-05T17:00")},
                      {at("2026-01-07T08:00"), at("2026-01-07T17:00")},
                      {at("2026-01-09T08:00"), at("2026-01-09T17:00")}};
  begin(plan[0], "2026-01-05T08:00", k_day);
  plan[0].resume = at("2026-01-07T08:00");
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-09T17:00");
}

TEST(Splits, RemainderWaitsForAPredecessorWhereMsProjectSplits) {
  TestPlan plan(Profile::msp);
  plan.add_days(5);
  plan.add_days(3);
  plan.link(0, 1);
  begin(plan[1], "2026-01-06T08:00", k_day);
  EXPECT_TIME(plan.schedule().activities[1].finish, "2026-01-08T17:00");
  plan.project().retain_started_after_status = true;
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-01-06T08:00");
  EXPECT_TIME(result.activities[1].finish, "2026-01-13T17:00");
  EXPECT_EQ(result.driving(1).size(), 1U);
}

TEST(Splits, WhatHasOnlyAnActualStartIsNotSplit) {
  TestPlan plan(Profile::msp);
  plan.project().retain_started_after_status = true;
  plan.add_days(5);
  plan.add_days(3);
  plan.link(0, 1);
  begin(plan[1], "2026-01-06T08:00", 0);
  EXPECT_TIME(plan.schedule().activities[1].finish, "2026-01-08T17:00");
}

TEST(Splits, FinishedPredecessorNoLongerHoldsTheRemainder) {
  TestPlan plan(Profile::msp);
  plan.project().retain_started_after_status = true;
  plan.add_days(5);
  plan.add_days(3);
  plan.link(0, 1, plan::LinkKind::fs, 10 * k_day);
  begin(plan[1], "2026-01-06T08:00", k_day);
  begin(plan[0], "2026-01-05T08:00", 5 * k_day);
  plan[0].actual_finish = at("2026-01-09T17:00");
  EXPECT_TIME(plan.schedule().activities[1].finish, "2026-01-08T17:00");
}

TEST(Resources, StartedWorkRunsOnItsResourcesCalendar) {
  TestPlan plan(Profile::msp);
  plan.add_days(2);
  assign(plan, add_resource(plan, 1), 2 * k_day);
  begin(plan[0], "2026-01-05T08:00", 0);
  EXPECT_TIME(plan.schedule().activities[0].finish, "2026-01-06T00:00");
}

}  // namespace
}  // namespace tc::engine::schedule::testing
