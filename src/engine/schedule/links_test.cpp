#include "engine/schedule/test_plan.h"

/// Rules of links, lags and lag calendars: docs/method/schedule.md §3.
namespace tc::engine::schedule::testing {
namespace {

using plan::LagKind;
using plan::LinkKind;
using plan::Profile;

TEST(Links, FinishToStartStartsAtTheNextWork) {
  TestPlan plan(Profile::msp);
  const auto a = plan.add_days(5);
  const auto b = plan.add_days(1);
  plan.link(a, b);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].finish, "2026-01-09T17:00");
  EXPECT_TIME(result.activities[1].start, "2026-01-12T08:00");
  EXPECT_TIME(result.projects[0].finish, "2026-01-12T17:00");
  EXPECT_TRUE(result.activities[0].critical);
  ASSERT_EQ(result.driving(1).size(), 1U);
  EXPECT_EQ(result.driving(1)[0], 0);
}

TEST(Links, StartToStartWithLag) {
  TestPlan plan(Profile::msp);
  const auto a = plan.add_days(5);
  const auto b = plan.add_days(1);
  plan.link(a, b, LinkKind::ss, 2 * k_day);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-01-07T08:00");
  EXPECT_EQ(result.activities[1].total_float.tenths(), 2 * k_day);
}

TEST(Links, FinishToFinishPullsTheStartBackButNotBeforeTheProject) {
  for (const Profile profile : {Profile::msp, Profile::p6}) {
    TestPlan plan(profile);
    const auto a = plan.add_days(3);
    const auto b = plan.add_days(2);
    const auto c = plan.add_days(9);
    plan.link(a, b, LinkKind::ff);
    plan.link(a, c, LinkKind::ff);
    const Schedule result = plan.schedule();
    EXPECT_TIME(result.activities[1].start, "2026-01-06T08:00");
    EXPECT_TIME(result.activities[1].finish, "2026-01-07T17:00");
    EXPECT_TIME(result.activities[2].start, "2026-01-05T08:00");
  }
}

TEST(Links, FinishLinkSubtractsTheDurationOnTheSuccessorsCalendar) {
  TestPlan plan(Profile::msp);
  plan.add_days(3);
  plan.add(16 * k_hour);
  plan[1].calendar = 1;  // 24 hours.
  plan.link(0, 1, LinkKind::ff);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-01-07T01:00");
  EXPECT_TIME(result.activities[1].finish, "2026-01-07T17:00");
}

TEST(Links, StartToFinishEndsWhereThePredecessorStarts) {
  TestPlan plan(Profile::msp);
  const auto a = plan.add_days(1);
  const auto b = plan.add_days(2);
  plan.constrain(a, plan::ConstraintKind::start_no_earlier_than, "2026-01-08T08:00");
  plan.link(a, b, LinkKind::sf);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-01-06T08:00");
  EXPECT_TIME(result.activities[1].finish, "2026-01-07T17:00");
}

TEST(Links, NegativeLagOverlaps) {
  TestPlan plan(Profile::msp);
  const auto a = plan.add_days(5);
  const auto b = plan.add_days(2);
  plan.link(a, b, LinkKind::fs, -2 * k_day);
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-08T08:00");
}

TEST(Links, NegativeLagOfP6StopsAtTheDataDate) {
  TestPlan plan(Profile::p6);
  const auto a = plan.add_days(1);
  const auto b = plan.add_days(2);
  plan.link(a, b, LinkKind::fs, -10 * k_day);
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-05T08:00");
}

TEST(Links, ElapsedLagRunsOverTheWeekend) {
  TestPlan plan(Profile::msp);
  const auto a = plan.add_days(5);
  const auto b = plan.add_days(1);
  plan.link(a, b, LinkKind::fs, 3 * k_tenths_per_day).lag_kind = LagKind::elapsed;
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-01-13T08:00");  // Monday 17:00 → next work.
  EXPECT_EQ(result.activities[0].free_float.tenths(), 0);
}

TEST(Links, PercentLagIsOfThePredecessorsDuration) {
  TestPlan plan(Profile::msp);
  const auto a = plan.add_days(4);
  const auto b = plan.add_days(1);
  plan.link(a, b, LinkKind::fs, 5000).lag_kind = LagKind::percent;
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-13T08:00");
}

TEST(Links, LagRunsOnTheSuccessorsCalendarInMsProject) {
  TestPlan plan(Profile::msp);
  const auto a = plan.add_days(5);
  const auto b = plan.add(8 * k_hour);
  plan[b].calendar = 1;
  plan.link(a, b, LinkKind::fs, 24 * k_hour);
  EXPECT_TIME(plan.schedule().activities[1].start, "2026-01-10T17:00");
}

TEST(Links, LagCalendarIsAnOptionOfP6) {
  const auto start_with = [](plan::LagCalendar calendar) {
    TestPlan plan(Profile::p6);
    plan.project().lag_calendar = calendar;
    const auto a = plan.add_days(5);
    const auto b = plan.add(8 * k_hour);
    plan[b].calendar = 1;
    plan.link(a, b, LinkKind::fs, 8 * k_hour);
    return text(plan.schedule().activities[1].start);
  };
  EXPECT_EQ(start_with(plan::LagCalendar::predecessor), "2026-01-12T17:00");
  EXPECT_EQ(start_with(plan::LagCalendar::successor), "2026-01-10T01:00");
  EXPECT_EQ(start_with(plan::LagCalendar::project_default), "2026-01-12T17:00");
  EXPECT_EQ(start_with(plan::LagCalendar::twenty_four_hours), "2026-01-10T01:00");
}

TEST(Links, FinishLinkOfP6KeepsTheWorkStartAfterTheAskedInstant) {
  TestPlan plan(Profile::p6);
  const auto a = plan.add(5 * 24 * k_hour + 12 * k_hour);  // On 24 hours: ends Saturday 20:00.
  plan[a].calendar = 1;
  const auto b = plan.add_days(2);
  plan.link(a, b, LinkKind::ff);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[0].finish, "2026-01-10T20:00");
  EXPECT_TIME(result.activities[1].start, "2026-01-08T08:00");
  EXPECT_TIME(result.activities[1].finish, "2026-01-12T08:00");
}

TEST(Links, P6RoundsLengthsAndLagsToWholeMinutes) {
  for (const Profile profile : {Profile::msp, Profile::p6}) {
    TestPlan plan(profile);
    plan.add(k_hour + 5);  // An hour and thirty seconds.
    plan.add(k_hour);
    plan.add(k_hour);
    plan.link(0, 1, LinkKind::fs, 4);
    plan.link(1, 2, LinkKind::fs, -16);
    const Schedule result = plan.schedule();
    const bool whole = profile == Profile::p6;
    EXPECT_TIME(result.activities[0].finish, whole ? "2026-01-05T09:01" : "2026-01-05T09:00:30");
    EXPECT_TIME(result.activities[1].start, whole ? "2026-01-05T09:01" : "2026-01-05T09:00:54");
    EXPECT_TIME(result.activities[2].start, whole ? "2026-01-05T09:59" : "2026-01-05T09:59:18");
  }
}

TEST(Links, TwoLinksBetweenOnePairBothHold) {
  TestPlan plan(Profile::p6);
  const auto a = plan.add_days(4);
  const auto b = plan.add_days(2);
  plan.link(a, b, LinkKind::ss, k_day);
  plan.link(a, b, LinkKind::ff, k_day);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-01-08T08:00");
  EXPECT_TIME(result.activities[1].finish, "2026-01-09T17:00");
}

TEST(Links, FreeFloatOfP6MergesTwoLinksToOneSuccessor) {
  TestPlan plan(Profile::p6);
  plan.add_days(4);
  plan.add_days(1);
  plan.link(0, 1);
  plan.link(0, 1, LinkKind::ss, k_day);
  EXPECT_EQ(plan.schedule().activities[0].free_float.tenths(), 0);  // Both hold: the smaller.
  plan.constrain(1, plan::ConstraintKind::must_start_on, "2026-01-08T08:00");
  // Finish to start is broken by a day, start to start holds with two: the larger.
  EXPECT_EQ(plan.schedule().activities[0].free_float.tenths(), 2 * k_day);
  plan.plan.links.pop_back();
  EXPECT_EQ(plan.schedule().activities[0].free_float.tenths(), 0);  // Never negative.
}

TEST(Links, LinkIntoASummaryHoldsForEverythingInside) {
  TestPlan plan(Profile::msp);
  const auto a = plan.add_days(2);
  const auto summary = plan.add_summary();
  const auto inner = plan.add_summary(summary);
  const auto b = plan.add_days(1, inner);
  const auto c = plan.add_days(3, summary);
  plan.link(a, summary);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[static_cast<std::size_t>(b)].start, "2026-01-07T08:00");
  EXPECT_TIME(result.activities[static_cast<std::size_t>(c)].start, "2026-01-07T08:00");
  EXPECT_EQ(result.activities[0].total_float.tenths(), 0);
  EXPECT_TIME(result.activities[1].start, "2026-01-07T08:00");
  EXPECT_TIME(result.activities[1].finish, "2026-01-09T17:00");
}

TEST(Links, LinkFromASummaryWaitsForItsLatestFinish) {
  TestPlan plan(Profile::msp);
  const auto summary = plan.add_summary();
  const auto a = plan.add_days(1, summary);
  const auto b = plan.add_days(3, summary);
  const auto c = plan.add_days(1);
  plan.link(summary, c);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[static_cast<std::size_t>(c)].start, "2026-01-08T08:00");
  EXPECT_EQ(result.activities[static_cast<std::size_t>(a)].total_float.tenths(), 2 * k_day);
  EXPECT_EQ(result.activities[static_cast<std::size_t>(b)].total_float.tenths(), 0);
}

TEST(Links, LinkFromTheStartOfASummaryFollowsItsEarliestStart) {
  TestPlan plan(Profile::msp);
  const auto summary = plan.add_summary();
  const auto a = plan.add_days(1, summary);
  const auto b = plan.add_days(3, summary);
  const auto c = plan.add_days(1);
  plan.constrain(a, plan::ConstraintKind::start_no_earlier_than, "2026-01-07T08:00");
  plan.constrain(b, plan::ConstraintKind::start_no_earlier_than, "2026-01-09T08:00");
  plan.link(summary, c, LinkKind::ss);
  EXPECT_TIME(plan.schedule().activities[static_cast<std::size_t>(c)].start, "2026-01-07T08:00");
}

TEST(Links, CycleIsRefusedWithAShortestOne) {
  TestPlan plan(Profile::msp);
  for (int i = 0; i < 6; ++i) plan.add_days(1);
  for (int i = 0; i < 5; ++i) plan.link(i, i + 1);
  plan.link(5, 0);
  plan.link(3, 2);
  const Result<Schedule> result = compute_schedule(plan.plan);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.refusals()[0].code, "plan.cycle");
  EXPECT_EQ(result.refusals()[0].arguments[0].value, "3, 4");
}

TEST(Links, CycleThroughASummaryIsNamed) {
  TestPlan plan(Profile::msp);
  const auto summary = plan.add_summary();
  const auto inside = plan.add_days(1, summary);
  const auto outside = plan.add_days(1);
  plan.link(inside, outside);
  plan.link(outside, summary);
  const Result<Schedule> result = compute_schedule(plan.plan);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.refusals()[0].code, "plan.cycle");
  EXPECT_EQ(result.refusals()[0].arguments[0].value, "2, 3, 1");
}

TEST(Links, MissingEndIsRefused) {
  TestPlan plan(Profile::msp);
  plan.add_days(1);
  plan.link(0, 7);
  EXPECT_EQ(compute_schedule(plan.plan).refusals()[0].code, "plan.reference_missing");
}

TEST(Links, InactiveAndBlankRowsAreLeftOut) {
  TestPlan plan(Profile::msp);
  const auto a = plan.add_days(5);
  const auto b = plan.add_days(1);
  const auto blank = plan.add(0);
  plan[a].active = false;
  plan[blank].blank = true;
  plan.link(a, b);
  const Schedule result = plan.schedule();
  EXPECT_TIME(result.activities[1].start, "2026-01-05T08:00");
  EXPECT_EQ(result.activities[0].start, k_no_time);
  EXPECT_EQ(result.activities[2].start, k_no_time);
}

TEST(Links, ChainOfAMillionNeedsNoStack) {
  TestPlan plan(Profile::msp);
  constexpr int k_count = 1'000'000;
  for (int i = 0; i < k_count; ++i) plan.add(10);
  for (int i = 1; i < k_count; ++i) plan.link(i - 1, i);
  const Schedule result = plan.schedule();
  EXPECT_EQ(result.activities.back().total_float.tenths(), 0);
  EXPECT_TRUE(result.activities.front().critical);
}

}  // namespace
}  // namespace tc::engine::schedule::testing
