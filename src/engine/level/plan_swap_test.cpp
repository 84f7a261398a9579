#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>

#include "engine/level/level_plan.h"
#include "engine/level/staffed_plan.h"

namespace tc::engine::level {
namespace {

using schedule::testing::k_day;
using schedule::testing::TestPlan;
using testing::add_resource;
using testing::assign;
using testing::levelled;
using testing::random_staffed_plan;

/// Two activities of two days for the first of three people.
TestPlan two_for_one() {
  TestPlan plan(plan::Profile::msp);
  for (int at = 0; at < 3; ++at) add_resource(plan);
  for (int at = 0; at < 2; ++at) assign(plan, plan.add_days(2), 0);
  return plan;
}

TEST(PlanSwap, GoesToWhoLetsItFinishEarliest) {
  TestPlan plan = two_for_one();
  assign(plan, plan.add_days(1), 1);
  plan[2].priority = 900;  // The second person is busy on the first day.
  const Levelling one = levelled(plan, {.alternatives = {{1}, {1}}});
  ASSERT_EQ(one.swaps.size(), 1U);
  EXPECT_TIME(one.after.projects[0].finish, "2026-01-07T17:00");
  const Levelling both = levelled(plan, {.alternatives = {{1, 2}, {1, 2}}});
  ASSERT_EQ(both.swaps.size(), 1U);
  EXPECT_EQ(both.swaps[0].resource_before, 0);
  EXPECT_EQ(both.swaps[0].resource_after, 2);
  EXPECT_TIME(both.after.projects[0].finish, "2026-01-06T17:00");
  EXPECT_TRUE(both.overloads_after.empty());
  EXPECT_TRUE(std::ranges::all_of(both.delay_tenths, [](int delay) { return delay == 0; }));
  const auto assignment = static_cast<std::size_t>(both.swaps[0].assignment);
  apply_levelling(both, plan.plan);
  EXPECT_EQ(plan.plan.assignments[assignment].resource, 2);
  EXPECT_EQ(plan.schedule().activities, both.after.activities);
}

TEST(PlanSwap, StaysWithThePresentOneWhereNobodyIsEarlier) {
  TestPlan plan = two_for_one();
  plan.link(0, 1);
  EXPECT_TRUE(levelled(plan, {.alternatives = {{1, 2}, {1, 2}}}).swaps.empty());
}

TEST(PlanSwap, PassesOverWhoCannotTakeItOver) {
  const auto swaps = [](const auto& change) {
    TestPlan plan = two_for_one();
    plan.plan.resources[0].calendar = plan.plan.resources[1].calendar = 0;
    change(plan);
    return levelled(plan, {.alternatives = {{1}, {1}}}).swaps.size();
  };
  EXPECT_EQ(swaps([](TestPlan&) {}), 1U);
  EXPECT_EQ(swaps([](TestPlan& plan) { plan.plan.resources[1].calendar = 1; }), 0U);
  EXPECT_EQ(swaps([](TestPlan& plan) { plan.plan.resources[1].calendar = plan::k_none; }), 0U);
  // Another calendar with the same working time is the same.
  EXPECT_EQ(swaps([](TestPlan& plan) {
              plan.plan.calendars.push_back(plan.plan.calendars[0]);
              plan.plan.resources[1].calendar = 2;
            }),
            1U);
  EXPECT_EQ(swaps([](TestPlan& plan) { plan.plan.resources[1].max_units = 5000; }), 0U);
  EXPECT_EQ(
      swaps([](TestPlan& plan) { plan.plan.resources[1].kind = plan::ResourceKind::material; }),
      0U);
  // Who works on it already, and work that is shared out in two rows.
  EXPECT_EQ(swaps([](TestPlan& plan) {
              assign(plan, 0, 1);
              assign(plan, 1, 1);
            }),
            0U);
  EXPECT_EQ(swaps([](TestPlan& plan) {
              for (const plan::Index row : {0, 1}) assign(plan, row, 0, 2500);
            }),
            0U);
}

TEST(PlanSwap, NobodyWorksOnOneActivityTwice) {
  TestPlan plan = two_for_one();
  for (int at = 0; at < 2; ++at) add_resource(plan);
  // Both activities need the first two people; the same two others could do either part.
  for (const plan::Index row : {0, 1}) assign(plan, row, 1);
  const std::vector<plan::Index> others = {2, 3};
  const Levelling levelling = levelled(plan, {.alternatives = {others, others, others, others}});
  EXPECT_EQ(levelling.swaps.size(), 2U);
  EXPECT_TIME(levelling.after.projects[0].finish, "2026-01-06T17:00");
  EXPECT_TRUE(levelling.overloads_after.empty());
  // With one other only, one of the two parts stays: then nothing is gained.
  EXPECT_TRUE(levelled(plan, {.alternatives = {{2}, {2}, {2}, {2}}}).swaps.empty());
}

TEST(PlanSwap, RefusesResourcesThatDoNotExist) {
  const TestPlan plan = two_for_one();
  NoProgress progress;
  const auto result = level_plan(plan.plan, {.alternatives = {{7}}}, progress);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.refusals()[0].code, "plan.reference_missing");
}

/// Each with everybody of the same half of the resources; every third also on calendars of people.
TEST(PlanSwap, ProposalsHold) {
  std::size_t swaps = 0;
  int earlier = 0;
  for (unsigned seed = 1; seed <= 120; ++seed) {
    const auto profile = seed % 2 == 0 ? plan::Profile::msp : plan::Profile::p6;
    const bool plain = seed % 3 == 0;
    TestPlan plan = random_staffed_plan(profile, seed, plain);
    for (int at = 0; at < 2; ++at) add_resource(plan);
    for (plan::Index row = 0; row < 20; ++row) assign(plan, row * 3, (row % 2) * 2 + 1, 2500);
    if (seed % 3 == 1) {
      for (plan::Resource& resource : plan.plan.resources) resource.calendar = 0;
      // Nobody works on that calendar at night.
      for (plan::Activity& activity : plan.plan.activities)
        activity.ignore_resource_calendar = activity.calendar == 3;
    }
    PlanOptions options{.passes_max = seed % 4 == 0 ? 60 : 6, .seed = seed};
    const Levelling delays = levelled(plan, options);
    const PlanTime without = delays.after.projects[0].finish;
    options.split = seed % 5 == 0;
    for (const plan::Assignment& assignment : plan.plan.assignments) {
      std::vector<plan::Index>& others = options.alternatives.emplace_back();
      for (plan::Index other = assignment.resource % 2; other < 6; other += 2)
        others.push_back(other);
    }
    const Levelling levelling = levelled(plan, options);
    TestPlan applied = plan;
    apply_levelling(levelling, applied.plan);
    EXPECT_EQ(applied.schedule().activities, levelling.after.activities) << seed;
    EXPECT_LE(levelling.after.projects[0].finish, without) << seed;
    EXPECT_LE(levelling.lower_bound_tenths, levelling.makespan_tenths) << seed;
    EXPECT_LE(levelling.overloads_after.size(), delays.overloads_after.size()) << seed;
    std::map<std::pair<plan::Index, plan::Index>, int> staff;
    for (const plan::Assignment& after : applied.plan.assignments)
      ++staff[{after.activity, after.resource}];
    for (const Swap& swap : levelling.swaps) {
      const plan::Assignment& after =
          applied.plan.assignments[static_cast<std::size_t>(swap.assignment)];
      EXPECT_EQ(after.resource, swap.resource_after) << seed;
      EXPECT_EQ(swap.resource_before % 2, swap.resource_after % 2) << seed;
      EXPECT_EQ((staff[{after.activity, after.resource}]), 1) << seed;
    }
    EXPECT_EQ(levelled(plan, options).delay_tenths, levelling.delay_tenths) << seed;
    swaps += levelling.swaps.size();
    earlier += levelling.after.projects[0].finish < without ? 1 : 0;
  }
  EXPECT_GT(swaps, 500U);
  EXPECT_GT(earlier, 60);
}

}  // namespace
}  // namespace tc::engine::level
