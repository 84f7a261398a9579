#include "engine/schedule_check/schedule_check.h"

#include <gtest/gtest.h>

#include <array>

#include "engine/schedule/test_plan.h"

namespace tc::engine::schedule_check {
namespace {

using plan::ConstraintKind;
using plan::Index;
using plan::LinkKind;
using schedule::testing::at;
using schedule::testing::k_day;
using schedule::testing::TestPlan;
using Rows = std::vector<Index>;

Answer check(const TestPlan& plan, const Options& options = {}) {
  NoProgress progress;
  return check_schedule(plan.plan, options, progress).value();
}

const schedule_check::Test& test_of(const Answer& answer, int id) {
  return answer.dcma[static_cast<std::size_t>(id - 1)];
}

void baseline(TestPlan& plan, Index row, std::string_view finish, std::int32_t days = 1) {
  plan[row].baselines = {{0, at("2026-01-05T08:00"), at(finish),
                          Minutes::from_tenths(std::int64_t{days} * k_day), Minutes(), 0}};
}

/// start milestone → n tasks of one day → finish milestone.
TestPlan chain(int tasks, plan::Profile profile = plan::Profile::msp) {
  TestPlan plan(profile);
  Index last = plan.add_milestone(plan::ActivityKind::start_milestone);
  for (int count = 0; count < tasks; ++count) {
    const Index next = plan.add_days(1);
    plan.link(last, next);
    last = next;
  }
  plan.link(last, plan.add_milestone(plan::ActivityKind::finish_milestone));
  return plan;
}

TEST(ScheduleCheck, SoundChainPassesEverythingThatIsScored) {
  const Answer answer = check(chain(20));
  ASSERT_EQ(answer.dcma.size(), 14U);
  ASSERT_EQ(answer.gao.size(), 10U);
  for (const auto& test : answer.dcma) {
    EXPECT_EQ(test.scored(), test.reason.empty()) << test.id;
    if (test.scored()) {
      EXPECT_TRUE(test.passed()) << test.id;
      EXPECT_TRUE(test.activities.empty()) << test.id;
    }
  }
  EXPECT_EQ(test_of(answer, 1).of, 20) << "milestones do not count";
  EXPECT_EQ(test_of(answer, 4).of, 21);
  EXPECT_EQ(test_of(answer, 12).of, 20) << "every critical task was delayed";
  EXPECT_EQ(test_of(answer, 13).value, 1);
  EXPECT_EQ(test_of(answer, 9).reason, "check.no_status_date");
  EXPECT_EQ(test_of(answer, 10).reason, "check.not_resource_loaded");
  EXPECT_EQ(test_of(answer, 11).reason, "check.no_baseline");
  EXPECT_EQ(test_of(answer, 14).reason, "check.no_baseline");
}

TEST(ScheduleCheck, EmptyPlanIsNotScored) {
  const Answer answer = check(TestPlan(plan::Profile::msp));
  for (const auto& test : answer.dcma) {
    EXPECT_FALSE(test.scored()) << test.id;
    EXPECT_FALSE(test.reason.empty()) << test.id;
    EXPECT_TRUE(test.activities.empty()) << test.id;
  }
}

TEST(ScheduleCheck, OneActivityLacksLogic) {
  TestPlan plan(plan::Profile::msp);
  plan.add_days(1);
  const Answer answer = check(plan);
  EXPECT_EQ(test_of(answer, 1).value, 1);
  EXPECT_EQ(test_of(answer, 1).activities, Rows{0});
  EXPECT_EQ(test_of(answer, 2).reason, "check.no_links");
  EXPECT_EQ(test_of(answer, 12).value, 0) << "its delay moves the finish";
}

TEST(ScheduleCheck, SummaryLinksAreLogicOfWhatIsInside) {
  TestPlan plan(plan::Profile::msp);
  const Index before = plan.add_milestone(plan::ActivityKind::start_milestone);
  const Index summary = plan.add_summary();
  plan.add_days(1, summary);
  const Index after = plan.add_milestone(plan::ActivityKind::finish_milestone);
  plan.link(before, summary);
  plan.link(summary, after);
  EXPECT_EQ(test_of(check(plan), 1).value, 0);
}

TEST(ScheduleCheck, OnlyIncompleteTasksCount) {
  TestPlan plan = chain(4);
  plan.project().status_date = at("2026-01-05T17:00");
  plan[1].actual_start = at("2026-01-05T08:00");
  plan[1].actual_finish = at("2026-01-05T17:00");
  plan[2].active = false;
  plan[3].kind = plan::ActivityKind::level_of_effort;
  const Answer answer = check(plan);
  EXPECT_EQ(test_of(answer, 1).of, 1);
  EXPECT_EQ(test_of(answer, 2).of, 3) << "links of the inactive task do not count";
}

TEST(ScheduleCheck, LimitsOfFloatAndDurationAreNotBeyondThemselves) {
  TestPlan plan(plan::Profile::msp);
  plan.add_days(100);
  plan.add_days(56);  // 44 days of float.
  plan.add_days(55);
  plan.add_days(44);
  plan.add_days(45);
  const Answer answer = check(plan);
  EXPECT_EQ(test_of(answer, 6).activities, (Rows{2, 3, 4}));
  EXPECT_EQ(test_of(answer, 8).activities, (Rows{0, 1, 2, 4}));
  EXPECT_DOUBLE_EQ(*test_of(answer, 8).value, 0.8);
}

TEST(ScheduleCheck, BaselineDurationComesBeforeTheRemainingOne) {
  TestPlan plan(plan::Profile::msp);
  baseline(plan, plan.add_days(50), "2026-02-27T17:00", 40);
  baseline(plan, plan.add_days(10), "2026-03-27T17:00", 45);
  EXPECT_EQ(test_of(check(plan), 8).activities, Rows{1});
}

TEST(ScheduleCheck, DeadlineGivesNegativeFloatAndIndexBelowOne) {
  TestPlan plan = chain(10);
  plan[11].deadline = at("2026-01-15T17:00");  // Ten days end on 16 January.
  const Answer answer = check(plan);
  EXPECT_EQ(test_of(answer, 7).count, 10);
  EXPECT_DOUBLE_EQ(*test_of(answer, 13).value, 0.9);
  EXPECT_FALSE(test_of(answer, 13).passed());
  EXPECT_EQ(test_of(answer, 13).activities, Rows{11});
}

TEST(ScheduleCheck, DatesAgainstTheStatusDate) {
  TestPlan plan(plan::Profile::msp);
  plan.project().status_date = at("2026-01-07T17:00");
  plan.add_days(1);  // Should have begun.
  const Index future = plan.add_days(5);
  plan[future].actual_start = at("2026-01-08T08:00");
  const Index running = plan.add_days(5);
  plan[running].actual_start = at("2026-01-06T08:00");
  const Index done = plan.add_days(1);
  plan[done].actual_start = at("2026-01-08T08:00");
  plan[done].actual_finish = at("2026-01-08T17:00");
  const auto test = test_of(check(plan), 9);
  EXPECT_EQ(test.value, 3);
  EXPECT_EQ(test.activities, (Rows{0, future, done}));
}

TEST(ScheduleCheck, ResourcesCountFromOneDay) {
  TestPlan plan(plan::Profile::msp);
  plan.plan.resources.resize(1);
  const Index with = plan.add_days(1);
  plan.plan.assignments.resize(1);
  plan.plan.assignments[0].activity = with;
  plan.plan.assignments[0].resource = 0;
  plan.add(k_day - 1);  // Shorter than a day: does not count.
  const Index without = plan.add_days(1);
  plan[plan.add_days(1)].fixed_cost_minor = 100;
  const auto test = test_of(check(plan), 10);
  EXPECT_EQ(test.of, 3);
  EXPECT_EQ(test.activities, Rows{without});
}

TEST(ScheduleCheck, MissedTasksAndExecutionIndex) {
  TestPlan plan(plan::Profile::msp);
  plan.project().status_date = at("2026-01-09T17:00");
  const Index in_time = plan.add_days(1);
  const Index late = plan.add_days(1);
  const Index open = plan.add_days(10);
  const Index later = plan.add_days(10);
  const Index unplanned = plan.add_days(10);
  for (const Index row : {in_time, late, open}) baseline(plan, row, "2026-01-06T17:00");
  baseline(plan, later, "2026-03-06T17:00");
  for (const Index row : {in_time, late}) plan[row].actual_start = at("2026-01-06T08:00");
  plan[in_time].actual_finish = at("2026-01-06T17:00");
  plan[late].actual_finish = at("2026-01-07T17:00");
  const Answer answer = check(plan);
  EXPECT_EQ(test_of(answer, 11).of, 3);
  EXPECT_EQ(test_of(answer, 11).activities, (Rows{late, open}));
  EXPECT_DOUBLE_EQ(*test_of(answer, 14).value, 0.5);
  EXPECT_EQ(test_of(answer, 14).activities, (Rows{open, unplanned}));
}

TEST(ScheduleCheck, PinnedSuccessorFailsTheCriticalPathTest) {
  TestPlan plan = chain(3);
  plan.constrain(3, ConstraintKind::must_start_on, "2026-01-07T08:00");
  const auto test = test_of(check(plan), 12);
  EXPECT_EQ(test.activities, (Rows{1, 2})) << "their delay stops at the pinned task";
  EXPECT_EQ(test.value, 2);
  EXPECT_FALSE(test.passed());
}

TEST(ScheduleCheck, EveryHardConstraintCountsInEitherPlace) {
  constexpr std::array k_hard = {ConstraintKind::must_start_on,       ConstraintKind::start_on,
                                 ConstraintKind::must_finish_on,      ConstraintKind::finish_on,
                                 ConstraintKind::start_no_later_than, ConstraintKind::asap,
                                 ConstraintKind::finish_no_later_than};
  TestPlan plan(plan::Profile::p6);
  for (const ConstraintKind kind : k_hard) plan[plan.add_days(1)].constraint.kind = kind;
  for (plan::Activity& activity : plan.plan.activities) {
    activity.constraint.date = at("2026-01-20T08:00");
  }
  plan[plan.add_days(1)].constraint2 = {ConstraintKind::finish_no_later_than, at("2026-02-02")};
  EXPECT_EQ(test_of(check(plan), 5).activities, (Rows{0, 1, 2, 3, 4, 6, 7}));
}

TEST(ScheduleCheck, StartedAndManualTasksAreDelayedToo) {
  TestPlan plan = chain(3);
  plan.project().status_date = at("2026-01-05T17:00");
  plan[1].actual_start = at("2026-01-05T08:00");
  plan[1].percent_complete = 5000;
  plan[2].manual = true;
  plan[2].manual_start = at("2026-01-06T08:00");
  plan[2].manual_finish = at("2026-01-06T17:00");
  const auto test = test_of(check(plan), 12);
  EXPECT_GE(test.of, 2);
  for (const Index row : test.activities) EXPECT_EQ(row, 1) << "only before the given dates";
}

TEST(ScheduleCheck, TooMuchWorkAndStopAreSaid) {
  Options options;
  options.critical_path_steps_max = 10;
  TestPlan plan = chain(20);
  EXPECT_TRUE(test_of(check(plan, options), 12).scored()) << "nothing need be computed";
  for (Index row = 1; row <= 20; ++row) {
    plan.constrain(row, ConstraintKind::start_no_earlier_than, "2026-01-05T08:00");
  }
  EXPECT_EQ(test_of(check(plan, options), 12).reason, "check.too_much_work");
  struct Stop final : Progress {
    bool step(std::int64_t, std::int64_t, const char*) override { return false; }
  } stop;
  const auto stopped = check_schedule(chain(3).plan, {}, stop);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.refusals().front().code, "check.stopped");
}

TEST(ScheduleCheck, PracticesNameWhatTheyLookedAt) {
  TestPlan plan = chain(3);
  plan[2].name = plan[1].name;
  plan.link(1, 3, LinkKind::fs, -k_day);
  const Answer answer = check(plan);
  EXPECT_EQ(answer.gao[0].passed, false);
  EXPECT_EQ(answer.gao[0].findings[1].activities, Rows{2});
  EXPECT_EQ(answer.gao[1].passed, false);
  EXPECT_EQ(answer.gao[7].passed, std::nullopt);
  EXPECT_EQ(answer.gao[7].reason, "check.not_in_plan");
  EXPECT_EQ(answer.gao[9].passed, false) << "no task has a baseline";
}

TEST(ScheduleCheck, BrokenPlansAreRefused) {
  TestPlan plan = chain(3);
  plan.link(3, 1);
  NoProgress progress;
  const auto answer = check_schedule(plan.plan, {}, progress);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.refusals().front().code, "plan.cycle");
}

}  // namespace
}  // namespace tc::engine::schedule_check
