#include "engine/schedule/test_plan.h"

/// Rules of constraints, milestones, deadlines and floats: docs/method/schedule.md §3.
namespace tc::engine::schedule::testing {
namespace {

using plan::ActivityKind;
using plan::ConstraintKind;
using plan::LinkKind;
using plan::Profile;

/// A five-day activity, then one of two days with the constraint.
struct Pair {
  Pair(Profile profile, ConstraintKind kind, std::string_view date) : plan(profile) {
    plan.add_days(5);
    plan.add_days(2);
    plan.link(0, 1);
    plan.constrain(1, kind, date);
    result = plan.schedule();
  }
  std::string start() const { return text(result.activities[1].start); }
  std::string finish() const { return text(result.activities[1].finish); }
  int float_days(std::size_t row) const {
    return result.activities[row].total_float.tenths() / k_day;
  }
  TestPlan plan;
  Schedule result;
};

TEST(Constraints, StartNoEarlierThanDelays) {
  for (const Profile profile : {Profile::msp, Profile::p6}) {
    const Pair pair(profile, ConstraintKind::start_no_earlier_than, "2026-01-14T08:00");
    EXPECT_EQ(pair.start(), "2026-01-14T08:00");
    EXPECT_EQ(pair.float_days(0), 2);
    EXPECT_TRUE(pair.result.driving(1).empty());
  }
}

TEST(Constraints, StartNoEarlierThanMidnightMeansTheWorkStart) {
  const Pair pair(Profile::p6, ConstraintKind::start_no_earlier_than, "2026-01-17");
  EXPECT_EQ(pair.start(), "2026-01-19T08:00");
}

TEST(Constraints, StartNoEarlierThanMayPrecedeTheProjectStartInMsProject) {
  TestPlan plan(Profile::msp);
  plan.add_days(1);
  plan.constrain(0, ConstraintKind::start_no_earlier_than, "2025-12-29T08:00");
  EXPECT_TIME(plan.schedule().activities[0].start, "2025-12-29T08:00");
}

TEST(Constraints, UnstartedWorkOfP6NeverLiesBeforeTheDataDate) {
  TestPlan plan(Profile::p6);
  plan.add_days(1);
  plan.constrain(0, ConstraintKind::start_no_earlier_than, "2025-12-29T08:00");
  EXPECT_TIME(plan.schedule().activities[0].start, "2026-01-05T08:00");
}

TEST(Constraints, FinishNoEarlierThanDelays) {
  const Pair pair(Profile::p6, ConstraintKind::finish_no_earlier_than, "2026-01-15T17:00");
  EXPECT_EQ(pair.start(), "2026-01-14T08:00");
  EXPECT_EQ(pair.finish(), "2026-01-15T17:00");
}

TEST(Constraints, StartNoLaterThanOverridesLogicInMsProject) {
  const Pair pair(Profile::msp, ConstraintKind::start_no_later_than, "2026-01-08T08:00");
  EXPECT_EQ(pair.start(), "2026-01-08T08:00");
  EXPECT_EQ(pair.float_days(0), -2);
}

TEST(Constraints, StartNoLaterThanOnlyCapsLateDatesInP6) {
  const Pair pair(Profile::p6, ConstraintKind::start_no_later_than, "2026-01-08T08:00");
  EXPECT_EQ(pair.start(), "2026-01-12T08:00");
  EXPECT_EQ(pair.float_days(0), -2);
  EXPECT_EQ(pair.float_days(1), -2);
}

TEST(Constraints, ConstraintsOnlyCapWhereMsProjectDoesNotHonourThem) {
  Pair pair(Profile::msp, ConstraintKind::start_no_later_than, "2026-01-08T08:00");
  pair.plan.project().honor_constraints = false;
  pair.result = pair.plan.schedule();
  EXPECT_EQ(pair.start(), "2026-01-12T08:00");
  EXPECT_EQ(pair.float_days(1), -2);
}

TEST(Constraints, FinishNoLaterThanOverridesLogicInMsProject) {
  const Pair pair(Profile::msp, ConstraintKind::finish_no_later_than, "2026-01-09T17:00");
  EXPECT_EQ(pair.start(), "2026-01-08T08:00");
  EXPECT_EQ(pair.finish(), "2026-01-09T17:00");
  EXPECT_EQ(pair.float_days(0), -2);
}

TEST(Constraints, FinishNoLaterThanOnlyCapsLateDatesInP6) {
  const Pair pair(Profile::p6, ConstraintKind::finish_no_later_than, "2026-01-09T17:00");
  EXPECT_EQ(pair.finish(), "2026-01-13T17:00");
  EXPECT_EQ(pair.float_days(1), -2);
}

TEST(Constraints, MustStartOnPinsBothPasses) {
  for (const Profile profile : {Profile::msp, Profile::p6}) {
    const Pair pair(profile, ConstraintKind::must_start_on, "2026-01-07T08:00");
    EXPECT_EQ(pair.start(), "2026-01-07T08:00");
    EXPECT_EQ(pair.float_days(0), -3);
    EXPECT_EQ(pair.float_days(1), 0);
  }
}

TEST(Constraints, MustFinishOnPinsBothPasses) {
  for (const Profile profile : {Profile::msp, Profile::p6}) {
    const Pair pair(profile, ConstraintKind::must_finish_on, "2026-01-15T17:00");
    EXPECT_EQ(pair.start(), "2026-01-14T08:00");
    EXPECT_EQ(pair.float_days(0), 2);
    EXPECT_EQ(pair.float_days(1), 0);
  }
}

TEST(Constraints, StartOnOfP6PushesLaterButNeverEarlierThanLogic) {
  const Pair later(Profile::p6, ConstraintKind::start_on, "2026-01-14T08:00");
  EXPECT_EQ(later.start(), "2026-01-14T08:00");
  EXPECT_EQ(later.float_days(1), 0);
  const Pair earlier(Profile::p6, ConstraintKind::start_on, "2026-01-08T08:00");
  EXPECT_EQ(earlier.start(), "2026-01-12T08:00");
  EXPECT_EQ(earlier.float_days(1), -2);
}

TEST(Constraints, FinishOnOfP6PushesLaterButNeverEarlierThanLogic) {
  const Pair later(Profile::p6, ConstraintKind::finish_on, "2026-01-15T17:00");
  EXPECT_EQ(later.finish(), "2026-01-15T17:00");
  const Pair earlier(Profile::p6, ConstraintKind::finish_on, "2026-01-09T17:00");
  EXPECT_EQ(earlier.finish(), "2026-01-13T17:00");
  EXPECT_EQ(earlier.float_days(1), -2);
}

TEST(Constraints, SecondaryConstraintOfP6CapsLateDates) {
  Pair pair(Profile::p6, ConstraintKind::start_no_earlier_than, "2026-01-14T08:00");
  pair.plan[1].constraint2 = {ConstraintKind::finish_no_later_than, at("2026-01-14T17:00")};
  pair.result = pair.plan.schedule();
  EXPECT_EQ(pair.start(), "2026-01-14T08:00");
  EXPECT_EQ(pair.float_days(1), -1);
}

TEST(Constraints, AsLateAsPossibleTakesLateDatesInMsProject) {
  TestPlan plan(Profile::msp);
  const auto a = plan.add_days(10);
  const auto b = plan.add_days(2);
  const auto c = plan.add_days(1);
  plan[b].constraint.kind = ConstraintKind::alap;
  plan.link(b, c);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-01-14T08:00");
  EXPECT_EQ(result.activities[1].total_float.tenths(), 0);
  EXPECT_TIME(result.activities[2].start, "2026-01-16T08:00");
  EXPECT_EQ(result.activities[static_cast<std::size_t>(a)].total_float.tenths(), 0);
}

TEST(Constraints, AsLateAsPossibleHasZeroFreeFloatInP6) {
  TestPlan plan(Profile::p6);
  const auto a = plan.add_days(10);
  const auto b = plan.add_days(2);
  const auto c = plan.add_days(1);
  const auto d = plan.add_days(20);
  plan[b].constraint.kind = ConstraintKind::alap;
  plan.link(a, c);
  plan.link(b, c);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-01-15T08:00");
  EXPECT_EQ(result.activities[1].free_float.tenths(), 0);
  EXPECT_EQ(result.activities[1].total_float.tenths(), 9 * k_day);
  EXPECT_EQ(result.activities[static_cast<std::size_t>(d)].total_float.tenths(), 0);
}

TEST(Constraints, DeadlineMovesOnlyTheFloat) {
  TestPlan plan(Profile::msp);
  plan.add_days(5);
  plan.add_days(10);
  plan[0].deadline = at("2026-01-07T17:00");
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].finish, "2026-01-09T17:00");
  EXPECT_EQ(result.activities[0].total_float.tenths(), -2 * k_day);
  EXPECT_TRUE(result.activities[0].critical);
}

TEST(Constraints, MustFinishByReplacesTheBaseOfTheBackwardPass) {
  TestPlan plan(Profile::p6);
  plan.add_days(5);
  plan.project().must_finish_by = at("2026-01-07T17:00");
  EXPECT_EQ(plan.schedule().activities[0].total_float.tenths(), -2 * k_day);
  plan.project().must_finish_by = at("2026-01-14T17:00");
  EXPECT_EQ(plan.schedule().activities[0].total_float.tenths(), 3 * k_day);
}

TEST(Constraints, MultipleCriticalPathsEndWhereTheirPathEnds) {
  TestPlan plan(Profile::msp);
  plan.add_days(5);
  plan.add_days(2);
  plan.project().multiple_critical_paths = true;
  const Schedule result = plan.schedule();
  EXPECT_TRUE(result.activities[0].critical);
  EXPECT_TRUE(result.activities[1].critical);
}

TEST(Constraints, OpenEndsAreCriticalWhereP6SaysSo) {
  TestPlan plan(Profile::p6);
  plan.add_days(5);
  plan.add_days(2);
  EXPECT_FALSE(plan.schedule().activities[1].critical);
  plan.project().open_ends_critical = true;
  EXPECT_TRUE(plan.schedule().activities[1].critical);
}

TEST(Constraints, CriticalLimitIsAFloat) {
  TestPlan plan(Profile::msp);
  plan.add_days(5);
  plan.add_days(2);
  plan.project().critical_limit = Minutes::from_tenths(3 * k_day);
  EXPECT_TRUE(plan.schedule().activities[1].critical);
}

TEST(Constraints, LongestPathFollowsDrivingLinks) {
  TestPlan plan(Profile::p6);
  const auto a = plan.add_days(5);
  const auto b = plan.add_days(3);
  const auto c = plan.add_days(2);
  plan.link(a, c);
  plan.link(b, c);
  plan.project().critical_is_longest_path = true;
  plan.project().must_finish_by = at("2026-03-31T17:00");
  const Schedule result = plan.schedule();
  EXPECT_TRUE(result.activities[0].critical);
  EXPECT_FALSE(result.activities[1].critical);
  EXPECT_TRUE(result.activities[2].critical);
}

TEST(Constraints, FloatKindsOfP6) {
  TestPlan plan(Profile::p6);
  const auto a = plan.add_days(2);
  const auto b = plan.add_days(10);
  plan.link(b, a, LinkKind::ss, 3 * k_day);
  plan.constrain(a, ConstraintKind::start_no_later_than, "2026-01-09T08:00");
  plan.project().float_kind = plan::FloatKind::start;
  EXPECT_EQ(plan.schedule().activities[0].total_float.tenths(), k_day);
  plan.project().float_kind = plan::FloatKind::smallest;
  EXPECT_EQ(plan.schedule().activities[0].total_float.tenths(), k_day);
}

TEST(Constraints, MilestoneOfMsProjectStaysAtTheEndOfWork) {
  TestPlan plan(Profile::msp);
  plan.add_days(5);
  const auto milestone = plan.add_milestone(ActivityKind::task);
  plan.link(0, milestone);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-01-09T17:00");
  EXPECT_TIME(result.activities[1].finish, "2026-01-09T17:00");
}

TEST(Constraints, MilestoneKindsOfP6) {
  TestPlan plan(Profile::p6);
  plan.add_days(5);
  const auto start = plan.add_milestone(ActivityKind::start_milestone);
  const auto finish = plan.add_milestone(ActivityKind::finish_milestone);
  plan.add_days(10);
  plan.link(0, start);
  plan.link(0, finish);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-01-12T08:00");
  EXPECT_TIME(result.activities[2].start, "2026-01-09T17:00");
}

TEST(Constraints, FinishMilestoneOfP6LeavesNonWorkingTime) {
  TestPlan plan(Profile::p6);
  const auto a = plan.add(5 * 24 * k_hour + 12 * k_hour);
  plan[a].calendar = 1;
  const auto milestone = plan.add_milestone(ActivityKind::finish_milestone);
  plan.link(a, milestone);
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-12T08:00");
}

TEST(Constraints, SummaryStartConstraintHoldsInside) {
  TestPlan plan(Profile::msp);
  const auto summary = plan.add_summary();
  plan.add_days(1, summary);
  plan.constrain(summary, ConstraintKind::start_no_earlier_than, "2026-01-08T08:00");
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-08T08:00");
}

TEST(Constraints, LevellingDelayIsElapsed) {
  TestPlan plan(Profile::msp);
  plan.add_days(5);
  plan.add_days(1);
  plan.link(0, 1);
  plan[1].levelling_delay = Minutes::from_tenths(2 * k_tenths_per_day);
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-14T08:00");
}

TEST(Constraints, LevellingDelayCountsFromAStartNoEarlierThan) {
  TestPlan plan(Profile::msp);
  plan.add_days(1);
  plan.constrain(0, ConstraintKind::start_no_earlier_than, "2026-01-08T08:00");
  plan[0].levelling_delay = Minutes::from_tenths(k_tenths_per_day);
  EXPECT_TIME(plan.schedule().activities[0].start, "2026-01-09T08:00");
  plan.add_days(1);
  plan.link(1, 0);  // Asks for less than the constraint.
  EXPECT_TIME(plan.schedule().activities[0].start, "2026-01-09T08:00");
}

TEST(Constraints, PinnedActivityIsNotLevelled) {
  TestPlan plan(Profile::msp);
  plan.add_days(1);
  plan.constrain(0, ConstraintKind::must_start_on, "2026-01-08T08:00");
  plan[0].levelling_delay = Minutes::from_tenths(k_tenths_per_day);
  EXPECT_TIME(plan.schedule().activities[0].start, "2026-01-08T08:00");
}

TEST(Constraints, MandatoryAndExpectedFinishOfP6HaveNoFreeFloat) {
  TestPlan plan(Profile::p6);
  plan.add_days(2);
  plan.add_days(1);
  plan.add_days(20);
  plan.link(0, 1);
  plan.constrain(1, ConstraintKind::start_on, "2026-01-14T08:00");
  EXPECT_EQ(plan.schedule().activities[0].free_float.tenths(), 5 * k_day);
  plan.constrain(0, ConstraintKind::must_finish_on, "2026-01-06T17:00");
  EXPECT_EQ(plan.schedule().activities[0].free_float.tenths(), 0);
  plan[0].constraint = {};
  plan[0].expected_finish = at("2026-01-06T17:00");
  EXPECT_EQ(plan.schedule().activities[0].free_float.tenths(), 0);
}

}  // namespace
}  // namespace tc::engine::schedule::testing
