#include "engine/schedule/test_plan.h"

/// Total and free float: which ends count, on which calendar, below zero.
namespace tc::engine::schedule::testing {
namespace {

using plan::Index;
using plan::LinkKind;
using plan::Profile;

std::int32_t total(const Schedule& schedule, std::size_t row) {
  return schedule.activities[row].total_float.tenths();
}
std::int32_t free_of(const Schedule& schedule, std::size_t row) {
  return schedule.activities[row].free_float.tenths();
}

/// Work on two calendars, beside ten days and two hours: its two ends have different floats.
TestPlan two_resources() {
  TestPlan plan(Profile::msp);
  plan.add_days(1);
  plan.add(10 * k_day + 2 * k_hour);
  for (const Index calendar : {0, 1}) {
    plan::Resource resource;
    resource.calendar = calendar;
    plan.plan.resources.push_back(resource);
    plan::Assignment assignment;
    assignment.activity = 0;
    assignment.resource = calendar;
    assignment.work = Minutes::from_tenths(calendar == 0 ? k_day : 100 * k_hour);
    plan.plan.assignments.push_back(assignment);
  }
  return plan;
}

TEST(Floats, SmallerOfBothEndsInMsProject) {
  const Schedule result = two_resources().schedule();
  const ActivityDates& dates = result.activities[0];
  EXPECT_TIME(dates.finish, "2026-01-09T12:00");
  EXPECT_TIME(dates.late_finish, "2026-01-19T10:00");
  EXPECT_TIME(dates.late_start, "2026-01-15T06:00");  // Eight days after its start.
  EXPECT_EQ(total(result, 0), 5 * k_day + 6 * k_hour);
}

TEST(Floats, StartedWorkCountsItsFinish) {
  for (const Profile profile : {Profile::msp, Profile::p6}) {
    TestPlan plan(profile);
    plan.add_days(5);
    plan.add_days(10);
    plan[0].actual_start = at("2026-01-02T08:00");
    plan[0].actual_duration = Minutes::from_tenths(k_day);
    plan[0].remaining_duration = Minutes::from_tenths(4 * k_day);
    const Schedule result = plan.schedule();
    const ActivityDates& dates = result.activities[0];
    EXPECT_TIME(dates.late_finish, "2026-01-16T17:00");
    EXPECT_TIME(dates.finish, "2026-01-08T17:00");
    EXPECT_EQ(total(result, 0), 6 * k_day);
  }
}

TEST(Floats, NegativeFloatPropagates) {
  TestPlan plan(Profile::msp);
  plan.add_days(3);
  plan.add_days(3);
  plan.link(0, 1);
  plan[1].deadline = at("2026-01-08T17:00");
  const Schedule result = plan.schedule();
  EXPECT_EQ(total(result, 0), -2 * k_day);
  EXPECT_EQ(total(result, 1), -2 * k_day);
  EXPECT_EQ(free_of(result, 0), 0);
  EXPECT_TRUE(result.activities[0].critical);
}

TEST(Floats, FreeFloatRunsOnTheOwnCalendarToUnfinishedSuccessors) {
  TestPlan plan(Profile::msp);
  plan.add(8 * k_hour);
  plan[0].calendar = 1;  // 24 hours.
  plan.add_days(1);
  plan.add_days(1);
  plan.add_days(20);
  plan.link(0, 1);
  plan.link(0, 2);
  plan.constrain(1, plan::ConstraintKind::start_no_earlier_than, "2026-01-07T08:00");
  plan[2].actual_start = at("2026-01-05T08:00");
  plan[2].actual_finish = at("2026-01-05T17:00");
  EXPECT_EQ(free_of(plan.schedule(), 0), 40 * k_hour);  // 16:00 of the 5th to 08:00 of the 7th.
}

TEST(Floats, FreeFloatTakesTheLagOff) {
  TestPlan plan(Profile::msp);
  plan.add_days(1);
  plan.add_days(1);
  plan.link(0, 1, LinkKind::fs, k_day);
  plan.constrain(1, plan::ConstraintKind::start_no_earlier_than, "2026-01-12T08:00");
  EXPECT_EQ(free_of(plan.schedule(), 0), 3 * k_day);
}

TEST(Floats, FreeFloatOfAnOpenEnd) {
  TestPlan msp(Profile::msp);
  msp.add_days(1);
  msp.add_days(5);
  msp[0].deadline = at("2026-01-07T17:00");
  EXPECT_EQ(free_of(msp.schedule(), 0), 2 * k_day);  // The total float.
  TestPlan p6(Profile::p6);
  p6.add_days(1);
  p6.add_days(5);
  p6.constrain(0, plan::ConstraintKind::finish_no_later_than, "2026-01-07T17:00");
  EXPECT_EQ(free_of(p6.schedule(), 0), 4 * k_day);  // To the project finish.
}

/// Late dates are computed on their own, so adding and taking away need not be inverse.
TEST(Floats, ComeFromDatesNotFromDurations) {
  TestPlan plan(Profile::msp);
  plan.add_days(1);
  plan.add(24 * k_hour);
  plan.add_days(1);
  plan[1].calendar = 1;
  plan.link(0, 1);
  plan.link(1, 2);
  plan.constrain(0, plan::ConstraintKind::start_no_earlier_than, "2026-01-09T08:00");
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].finish, "2026-01-10T17:00");
  EXPECT_TIME(result.activities[2].start, "2026-01-12T08:00");
  EXPECT_TIME(result.activities[1].late_finish, "2026-01-12T08:00");
  EXPECT_EQ(total(result, 1), 39 * k_hour);
  EXPECT_EQ(total(result, 0), 0);
}

}  // namespace
}  // namespace tc::engine::schedule::testing
