#include "engine/level/plan_search.h"

#include <gtest/gtest.h>

#include "engine/level/instance_plan.h"
#include "engine/level/level.h"
#include "engine/level/level_plan.h"
#include "engine/level/plan_justify.h"
#include "engine/level/random_instance.h"
#include "engine/schedule/test_plan.h"

namespace tc::engine::level {
namespace {

using schedule::testing::TestPlan;
using testing::plan_of;
using testing::random_instance;

/// Says stop after so many looks.
class StopsAfter final : public Progress {
 public:
  explicit StopsAfter(int looks) : left_(looks) {}
  [[nodiscard]] bool step(std::int64_t, std::int64_t, const char*) override { return left_-- > 0; }

 private:
  int left_;
};

Levelling levelled(const plan::Plan& plan, std::int64_t passes, std::uint64_t seed = 1) {
  NoProgress progress;
  return level_plan(plan, {.passes_max = passes, .seed = seed}, progress).value();
}

std::vector<std::int32_t> order_of(const plan::Plan& plan) {
  PlanModel model = make_plan_model(plan, {}, {}).value();
  NoProgress progress;
  const PlanFound found = search_plan(model, {}, progress);
  std::vector<std::int32_t> activities;
  for (const std::int32_t node : justified_order(model, found.best.start))
    activities.push_back(model.network.activity[static_cast<std::size_t>(node)]);
  return activities;
}

TEST(JustifiedOrder, PutsLastWhatCanWaitLongest) {
  TestPlan plan(plan::Profile::msp);
  const plan::Index first = plan.add_days(1);
  const plan::Index last = plan.add_days(2);
  const plan::Index beside = plan.add_days(5);
  const plan::Index middle = plan.add_days(1);
  plan.link(first, last);
  // As late as they can: beside on day 0, middle on day 4, last on day 3, first on day 2.
  EXPECT_EQ(order_of(plan.plan), (std::vector<std::int32_t>{beside, first, last, middle}));
}

TEST(JustifiedOrder, HeedsResourcesAndLinks) {
  TestPlan plan(plan::Profile::msp);
  plan.plan.resources.emplace_back().uid = "R";
  const plan::Index first = plan.add_days(1);
  const plan::Index second = plan.add_days(3);
  const plan::Index beside = plan.add_days(6);
  for (const plan::Index row : {first, second}) {
    plan::Assignment& assignment = plan.plan.assignments.emplace_back();
    assignment.activity = row;
    assignment.resource = 0;
  }
  // The longer one came first; now the other ends with the plan and it before: on days 2 and 5.
  EXPECT_EQ(order_of(plan.plan), (std::vector<std::int32_t>{beside, second, first}));
  // Started no later than the second: that one on day 3, so the first on day 2.
  plan.link(first, second, plan::LinkKind::ss);
  EXPECT_EQ(order_of(plan.plan), (std::vector<std::int32_t>{beside, first, second}));
}

/// Against the proved optimum of the same problem: never below, and nearly always there.
TEST(PlanSearch, FindsTheOptimumOfSmallPlans) {
  int reached = 0;
  constexpr int k_plans = 40;
  for (unsigned seed = 1; seed <= k_plans; ++seed) {
    const Instance instance = random_instance(seed, {.activities = 14, .resources = 3});
    NoProgress progress;
    const Solution solution = solve(instance, {}, progress).value();
    ASSERT_TRUE(solution.proved);
    const Levelling levelling = levelled(plan_of(instance), 400);
    EXPECT_TRUE(levelling.overloads_after.empty()) << seed;
    const std::int64_t optimum = std::int64_t{solution.makespan} * k_tenths_per_hour;
    EXPECT_GE(levelling.makespan_tenths, optimum) << seed;
    reached += levelling.makespan_tenths == optimum ? 1 : 0;
  }
  EXPECT_GE(reached, k_plans - 1);
}

/// More passes than the fixed rules need find shorter plans, and the same ones each time.
TEST(PlanSearch, ImprovesOnTheRulesAndRepeats) {
  int shorter = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const plan::Plan plan = plan_of(random_instance(seed, {.activities = 60, .resources = 4}));
    const Levelling rules = levelled(plan, 8);
    const Levelling found = levelled(plan, 300, seed);
    EXPECT_LE(rules.passes, 8);
    EXPECT_LE(found.passes, 301);  // A child is a pass and its justification.
    EXPECT_LE(found.makespan_tenths, rules.makespan_tenths) << seed;
    shorter += found.makespan_tenths < rules.makespan_tenths ? 1 : 0;
    EXPECT_EQ(found.delay_tenths, levelled(plan, 300, seed).delay_tenths) << seed;
  }
  EXPECT_GE(shorter, 6);
}

TEST(PlanSearch, SmallPlansAreSearchedWithoutBeingAsked) {
  const auto passes = [](int activities) {
    TestPlan plan(plan::Profile::msp);
    plan.plan.resources.emplace_back();
    for (int at = 0; at < activities; ++at) {
      // No two of them fit side by side, so no schedule reaches the bound by work.
      plan::Assignment& assignment = plan.plan.assignments.emplace_back();
      assignment.activity = plan.add_days(1);
      assignment.resource = 0;
      assignment.units = 6000;
    }
    NoProgress progress;
    return level_plan(plan.plan, {}, progress).value().passes;
  };
  EXPECT_EQ(passes(100), 200);
  EXPECT_EQ(passes(8000), 4);
}

TEST(PlanSearch, AStopKeepsTheBestSoFar) {
  const plan::Plan plan = plan_of(random_instance(5, {.activities = 60, .resources = 4}));
  for (const int looks : {0, 3, 40}) {
    StopsAfter progress(looks);
    const Levelling levelling = level_plan(plan, {.passes_max = INT64_MAX}, progress).value();
    EXPECT_TRUE(levelling.overloads_after.empty());
    EXPECT_LE(levelling.passes, 2 * looks + 1);
    EXPECT_GE(levelling.passes, 1);
  }
}

TEST(PlanSearch, PlansWithoutActivitiesEndAtOnce) {
  const TestPlan plan(plan::Profile::msp);
  EXPECT_EQ(levelled(plan.plan, 1000).passes, 1);
}

}  // namespace
}  // namespace tc::engine::level
