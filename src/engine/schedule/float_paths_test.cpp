#include "engine/schedule/float_paths.h"

#include <set>

#include "engine/schedule/random_plan.h"
#include "engine/schedule/test_plan.h"

/// P6's multiple float paths.
namespace tc::engine::schedule::testing {
namespace {

using plan::Index;
using plan::Profile;

/// Start (0) to end (4) through 5, 3 and 1 days; before the last of them two more, 5 and 6.
TestPlan three_ways() {
  TestPlan plan(Profile::p6);
  plan.add_days(1);
  plan.add_days(5);
  plan.add_days(3);
  plan.add_days(1);
  plan.add_days(2);
  for (const Index middle : {1, 2, 3}) {
    plan.link(0, middle);
    plan.link(middle, 4);
  }
  plan.add_days(1);
  plan.add(k_day / 2);
  plan.link(5, 3);
  plan.link(6, 3);
  return plan;
}

TEST(FloatPaths, FirstIsTheLongestAndOthersJoinIt) {
  const auto paths = compute_float_paths(three_ways().plan).value();
  ASSERT_EQ(paths.size(), 4U);
  EXPECT_EQ(paths[0].activities, (std::vector<Index>{0, 1, 4}));
  EXPECT_EQ(paths[0].float_tenths, 0);
  EXPECT_EQ(paths[0].joins, plan::k_none);
  EXPECT_EQ(paths[1].activities, (std::vector<Index>{2}));
  EXPECT_EQ(paths[1].float_tenths, 2 * k_day);
  EXPECT_EQ(paths[1].joins, 4);
  EXPECT_EQ(paths[2].activities, (std::vector<Index>{5, 3}));
  EXPECT_EQ(paths[2].float_tenths, 4 * k_day);
  EXPECT_EQ(paths[3].activities, (std::vector<Index>{6}));
  EXPECT_EQ(paths[3].float_tenths, 4 * k_day + k_day / 2);
  EXPECT_EQ(paths[3].joins, 3);
}

TEST(FloatPaths, ByTotalFloatFollowsTheLeastOfIt) {
  TestPlan plan = three_ways();
  plan.constrain(2, plan::ConstraintKind::finish_no_later_than, "2026-01-06T17:00");
  FloatPathOptions options;
  options.by = PathBy::total_float;
  const auto paths = compute_float_paths(plan.plan, options).value();
  EXPECT_EQ(paths[0].activities, (std::vector<Index>{0, 2, 4}));
  EXPECT_EQ(paths[1].activities, (std::vector<Index>{1}));
  EXPECT_EQ(paths[1].float_tenths, 0);
}

TEST(FloatPaths, EndAndCountAreChosen) {
  TestPlan plan = three_ways();
  FloatPathOptions options;
  options.end = 3;
  options.count_max = 1;
  const auto paths = compute_float_paths(plan.plan, options).value();
  ASSERT_EQ(paths.size(), 1U);
  EXPECT_EQ(paths[0].activities, (std::vector<Index>{0, 3}));
  options.count_max = 0;
  EXPECT_TRUE(compute_float_paths(plan.plan, options)->empty());
  options.end = 99;
  EXPECT_EQ(compute_float_paths(plan.plan, options).refusals()[0].code, "plan.path_end_unknown");
  EXPECT_FALSE(compute_float_paths(plan::Plan()).ok());
}

TEST(FloatPaths, FinishedActivitiesAreOnNoPath) {
  TestPlan plan = three_ways();
  plan[0].actual_start = at("2026-01-02T08:00");
  plan[0].actual_finish = at("2026-01-02T17:00");
  const auto paths = compute_float_paths(plan.plan).value();
  EXPECT_EQ(paths[0].activities, (std::vector<Index>{1, 4}));
}

TEST(FloatPaths, NoActivityStandsInTwoPathsAndFloatsGrow) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    FloatPathOptions options;
    options.count_max = 1000;
    const TestPlan plan = random_plan(Profile::p6, seed, {.plain = true});
    const auto paths = compute_float_paths(plan.plan, options).value();
    std::set<Index> seen;
    for (std::size_t at = 0; at < paths.size(); ++at) {
      const std::size_t before = at == 0 ? 0 : at - 1;
      EXPECT_GE(paths[at].float_tenths, paths[before].float_tenths) << seed;
      for (const Index activity : paths[at].activities) {
        EXPECT_TRUE(seen.insert(activity).second) << seed;
      }
    }
  }
}

}  // namespace
}  // namespace tc::engine::schedule::testing
