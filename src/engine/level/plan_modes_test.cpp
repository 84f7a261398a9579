#include "engine/level/plan_modes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <random>

#include "engine/level/staffed_plan.h"

namespace tc::engine::level {
namespace {

using schedule::testing::k_day;
using schedule::testing::TestPlan;
using testing::add_resource;
using testing::assign;
using testing::levelled;
using testing::random_staffed_plan;

/// A crew of two people, one of whom works four days on work that stays the same.
TestPlan half_a_crew() {
  TestPlan plan(plan::Profile::msp);
  add_resource(plan, 20000);
  const plan::Index row = plan.add_days(4);
  plan[row].effort = plan::EffortKind::fixed_work;
  plan[row].work = Minutes::from_tenths(4 * k_day);
  assign(plan, row, 0);
  plan.plan.assignments[0].work = plan.plan.assignments[0].remaining_work = plan[row].work;
  return plan;
}

TEST(PlanModes, CrewsOfWorkThatStays) {
  TestPlan plan = half_a_crew();
  const auto modes = modes_of(plan.plan);
  ASSERT_EQ(modes.size(), 2U);
  EXPECT_EQ(modes[0].duration_tenths, 2 * k_day);
  EXPECT_EQ(modes[0].units_factor, 20000);
  EXPECT_EQ(modes[1].duration_tenths, 8 * k_day);
  EXPECT_EQ(modes[1].units_factor, 5000);
  const auto count = [&](const auto& change) {
    TestPlan other = half_a_crew();
    change(other);
    return modes_of(other.plan).size();
  };
  EXPECT_EQ(count([](TestPlan& other) { other.plan.resources[0].max_units = 19999; }), 1U);
  EXPECT_EQ(count([](TestPlan& other) { other.plan.assignments[0].units = 3333; }), 1U);
  EXPECT_EQ(count([](TestPlan& other) { other[0].effort = plan::EffortKind::fixed_units; }), 0U);
  EXPECT_EQ(count([](TestPlan& other) {
              other[0].effort = plan::EffortKind::fixed_units;
              other[0].effort_driven = true;
            }),
            2U);
  EXPECT_EQ(count([](TestPlan& other) {
              other[0].effort = plan::EffortKind::fixed_duration;
              other[0].effort_driven = true;
            }),
            0U);
  EXPECT_EQ(count([](TestPlan& other) { other[0].actual_start = other.project().start; }), 0U);
  EXPECT_EQ(count([](TestPlan& other) { other[0].elapsed = true; }), 0U);
  EXPECT_EQ(count([](TestPlan& other) { other.plan.assignments[0].contour = 8; }), 0U);
  EXPECT_EQ(count([](TestPlan& other) { other.plan.assignments.clear(); }), 0U);
}

TEST(PlanModes, CrashDurationsAtTheirCost) {
  TestPlan plan(plan::Profile::msp);
  plan[plan.add_days(4)].crash_duration = Minutes::from_tenths(3 * k_day);
  plan[0].crash_cost_minor = 500;
  plan[plan.add_days(4)].crash_duration = Minutes::from_tenths(4 * k_day);
  plan.add_days(4);
  const auto modes = modes_of(plan.plan);
  ASSERT_EQ(modes.size(), 1U);
  EXPECT_EQ(modes[0].duration_tenths, 3 * k_day);
  EXPECT_EQ(modes[0].cost_minor, 500);
  EXPECT_TRUE(modes_of(plan.plan, {.crews = true, .crash = false}).empty());
}

TEST(PlanModes, MorePeopleForAShorterTime) {
  TestPlan plan = half_a_crew();
  const Levelling levelling = levelled(plan, {.modes = modes_of(plan.plan)});
  ASSERT_EQ(levelling.modes.size(), 1U);
  EXPECT_EQ(levelling.modes[0].duration_before_tenths, 4 * k_day);
  EXPECT_EQ(levelling.modes[0].duration_after_tenths, 2 * k_day);
  EXPECT_EQ(levelling.makespan_tenths, 2 * k_day);
  EXPECT_EQ(levelling.lower_bound_tenths, 2 * k_day);
  ASSERT_EQ(levelling.moves.size(), 1U);
  plan[0].remaining_duration = plan[0].duration;
  apply_levelling(levelling, plan.plan);
  EXPECT_EQ(plan[0].duration.tenths(), 2 * k_day);
  EXPECT_EQ(plan[0].remaining_duration->tenths(), 2 * k_day);
  EXPECT_EQ(plan.plan.assignments[0].units, 20000);
  EXPECT_EQ(plan.plan.assignments[0].work.tenths(), 4 * k_day);
  EXPECT_EQ(plan[0].work.tenths(), 4 * k_day);
  EXPECT_EQ(plan.schedule().activities, levelling.after.activities);
}

/// Two activities in a row and one beside them; each may be crashed.
TestPlan crashable() {
  TestPlan plan(plan::Profile::msp);
  for (const int days : {4, 6, 5}) {
    const plan::Index row = plan.add_days(days);
    plan[row].crash_duration = Minutes::from_tenths((days - row - 1) * k_day);
    plan[row].crash_cost_minor = 100;
    assign(plan, row, add_resource(plan));
  }
  plan.link(0, 1);
  return plan;
}

TEST(PlanModes, KeepsTheBudget) {
  const TestPlan plan = crashable();
  const auto days = [&](std::int64_t cost_max) {
    const Levelling levelling =
        levelled(plan, {.modes = modes_of(plan.plan), .cost_max = cost_max});
    std::int64_t cost = 0;
    for (const ModeChoice& mode : levelling.modes) cost += mode.cost_minor;
    EXPECT_LE(cost, cost_max);
    // What lies beside is not made shorter for nothing.
    for (const ModeChoice& mode : levelling.modes) EXPECT_NE(mode.activity, 2);
    return levelling.makespan_tenths / k_day;
  };
  EXPECT_EQ(days(0), 10);
  EXPECT_EQ(days(99), 10);
  EXPECT_EQ(days(100), 8);  // The second of them saves two days, the first one.
  EXPECT_EQ(days(199), 8);
  EXPECT_EQ(days(1000), 7);
}

TEST(PlanModes, WorkFollowsAShorterDuration) {
  TestPlan plan = crashable();
  plan.plan.assignments[1].work = Minutes::from_tenths(6 * k_day);
  apply_levelling(levelled(plan, {.modes = modes_of(plan.plan), .cost_max = 100}), plan.plan);
  EXPECT_EQ(plan[1].duration.tenths(), 4 * k_day);
  EXPECT_EQ(plan.plan.assignments[1].work.tenths(), 4 * k_day);
  EXPECT_EQ(plan.plan.assignments[1].units, 10000);
}

TEST(PlanModes, PassesOverWhatCannotBeUsed) {
  const TestPlan plan = half_a_crew();
  const auto chosen = [&](const PlanMode& mode) {
    return levelled(plan, {.modes = {mode}}).modes.size();
  };
  EXPECT_EQ(chosen({0, k_day}), 1U);
  EXPECT_EQ(chosen({7, k_day}), 0U);
  EXPECT_EQ(chosen({-1, k_day}), 0U);
  EXPECT_EQ(chosen({0, 0}), 0U);
  EXPECT_EQ(chosen({0, k_day, 0}), 0U);
  EXPECT_EQ(chosen({0, k_day, 30000}), 0U);
  EXPECT_EQ(chosen({0, k_day, 10000, 1}), 0U);
  EXPECT_EQ(chosen({0, k_day, 10000, -1}), 0U);
}

/// Crews and crash durations for a part of the activities of a random plan.
void make_choosable(TestPlan& plan, unsigned seed) {
  std::mt19937 random(seed);
  for (plan::Resource& resource : plan.plan.resources) resource.max_units += 10000;
  for (plan::Activity& activity : plan.plan.activities) {
    if (random() % 3 == 0) activity.effort = plan::EffortKind::fixed_work;
    if (random() % 3 == 0) {
      activity.crash_duration = Minutes::from_tenths(activity.duration.tenths() * 2 / 3 / 10 * 10);
      activity.crash_cost_minor = static_cast<std::int64_t>(random() % 100);
    }
  }
  for (plan::Assignment& one : plan.plan.assignments)
    one.work = Minutes::from_tenths(plan[one.activity].duration.tenths() * (one.units / 100) / 100);
}

TEST(PlanModes, ProposalsHold) {
  std::size_t modes = 0;
  int earlier = 0;
  for (unsigned seed = 1; seed <= 120; ++seed) {
    const auto profile = seed % 2 == 0 ? plan::Profile::msp : plan::Profile::p6;
    TestPlan plan = random_staffed_plan(profile, seed, seed % 3 == 0);
    make_choosable(plan, seed);
    PlanOptions options{.passes_max = seed % 4 == 0 ? 60 : 12, .seed = seed};
    options.within_float = seed % 7 == 0;
    const Levelling delays = levelled(plan, options);
    options.modes = modes_of(plan.plan);
    options.cost_max = 300;
    options.split = seed % 5 == 0;
    if (seed % 4 == 0) options.alternatives.assign(60, {0, 1, 2, 3});
    const Levelling levelling = levelled(plan, options);
    TestPlan applied = plan;
    apply_levelling(levelling, applied.plan);
    EXPECT_EQ(applied.schedule().activities, levelling.after.activities) << seed;
    EXPECT_LE(levelling.after.projects[0].finish, delays.after.projects[0].finish) << seed;
    EXPECT_LE(levelling.lower_bound_tenths, levelling.makespan_tenths) << seed;
    EXPECT_LE(levelling.overloads_after.size(), delays.overloads_after.size()) << seed;
    std::int64_t cost = 0;
    for (const ModeChoice& mode : levelling.modes) {
      cost += mode.cost_minor;
      if (mode.units_factor == 10000) continue;
      for (std::size_t row = 0; row < plan.plan.assignments.size(); ++row) {
        if (plan.plan.assignments[row].activity == mode.activity) {
          EXPECT_EQ(plan.plan.assignments[row].work, applied.plan.assignments[row].work) << seed;
        }
      }
    }
    EXPECT_LE(cost, 300);
    EXPECT_EQ(levelled(plan, options).delay_tenths, levelling.delay_tenths) << seed;
    modes += levelling.modes.size();
    earlier += levelling.after.projects[0].finish < delays.after.projects[0].finish ? 1 : 0;
  }
  EXPECT_GT(modes, 150U);
  EXPECT_GT(earlier, 60);
}

/// Five activities of two ways each for two people: the best of all 32 choices.
TEST(PlanModes, ReachesTheBestChoiceOfTinyPlans) {
  int reached = 0;
  int shorter = 0;
  constexpr int k_plans = 30;
  for (unsigned seed = 1; seed <= k_plans; ++seed) {
    std::mt19937 random(seed);
    TestPlan plan(plan::Profile::msp);
    add_resource(plan, 20000);
    std::vector<PlanMode> modes;
    for (plan::Index row = 0; row < 5; ++row) {
      plan.add_days(2 * static_cast<int>(1 + random() % 3));
      assign(plan, row, 0);
      modes.push_back({row, plan[row].duration.tenths() / 2, 20000, 10});
      if (row > 0 && random() % 2 == 0)
        plan.link(static_cast<plan::Index>(random() % static_cast<unsigned>(row)), row);
    }
    std::int64_t best = INT64_MAX;
    for (unsigned chosen = 0; chosen < 32; ++chosen) {
      if (std::popcount(chosen) > 3) continue;
      TestPlan other = plan;
      for (const PlanMode& mode : modes) {
        if ((chosen >> mode.activity & 1U) == 0) continue;
        other[mode.activity].duration = Minutes::from_tenths(mode.duration_tenths);
        other.plan.assignments[static_cast<std::size_t>(mode.activity)].units = 20000;
      }
      best = std::min(best, levelled(other).makespan_tenths);
    }
    const auto found = levelled(plan, {.modes = modes, .cost_max = 30}).makespan_tenths;
    EXPECT_GE(found, best) << seed;
    reached += found == best ? 1 : 0;
    shorter += best < levelled(plan).makespan_tenths ? 1 : 0;
  }
  EXPECT_EQ(reached, k_plans);
  EXPECT_GT(shorter, 10);
}

}  // namespace
}  // namespace tc::engine::level
