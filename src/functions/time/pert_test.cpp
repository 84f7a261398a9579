#include "functions/time/pert.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/schedule/test_plan.h"

namespace tc::functions::time {
namespace {

using engine::montecarlo::ranges_of;
using engine::schedule::testing::at;
using engine::schedule::testing::TestPlan;

constexpr std::int32_t k_day = 4800;

void estimate(plan::Activity& activity, int low, int high) {
  activity.optimistic_duration = Minutes::from_tenths(low * k_day);
  activity.pessimistic_duration = Minutes::from_tenths(high * k_day);
}

TEST(Pert, SumsAlongTheLongestPath) {
  TestPlan plan(plan::Profile::cn_jgj121);
  const plan::Index first = plan.add_days(4);
  const plan::Index second = plan.add_days(6);
  plan.add_days(3);
  estimate(plan[first], 2, 12);
  estimate(plan[second], 3, 9);
  plan.link(first, second);
  const auto made = pert_of(plan.plan, ranges_of(plan.plan));
  ASSERT_TRUE(made.ok());
  // 5 + 6 days from Monday 5 January: the end of Monday the 19th.
  EXPECT_EQ(made->finish, at("2026-01-19T17:00"));
  EXPECT_NEAR(made->deviation / k_day, std::sqrt(100.0 / 36 + 1), 1e-12);
  ASSERT_EQ(made->activities.size(), 2U);
  EXPECT_TRUE(made->activities[0].on_path);
  EXPECT_NEAR(made->probability_by(made->finish, plan.plan), 0.5, 1e-12);
  // A day before: Φ(−1 / 1.9437).
  EXPECT_NEAR(made->probability_by(at("2026-01-16T17:00"), plan.plan), 0.3034, 5e-4);
  // What is done varies no more.
  plan[second].actual_start = at("2026-01-05T08:00");
  plan[second].actual_finish = at("2026-01-12T17:00");
  EXPECT_EQ(pert_of(plan.plan, ranges_of(plan.plan))->activities.size(), 1U);
}

TEST(Pert, WithoutEstimatesNothingVaries) {
  TestPlan plan(plan::Profile::msp);
  plan.add_days(4);
  const auto made = pert_of(plan.plan, ranges_of(plan.plan));
  ASSERT_TRUE(made.ok());
  EXPECT_TRUE(made->activities.empty());
  EXPECT_EQ(made->probability_by(made->finish, plan.plan), 1);
  EXPECT_EQ(made->probability_by(made->finish - 1, plan.plan), 0);
}

}  // namespace
}  // namespace tc::functions::time
