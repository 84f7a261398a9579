#include "functions/time/plan_compression.h"

#include <gtest/gtest.h>

#include "engine/schedule/test_plan.h"
#include "functions/time/critical_chain_plan.h"

namespace tc::functions::time {
namespace {

using engine::schedule::testing::k_day;
using engine::schedule::testing::TestPlan;

std::shared_ptr<project::LoadedPlan> loaded(const TestPlan& plan) {
  plan::Plan copy = plan.plan;
  for (std::size_t row = 0; row < copy.activities.size(); ++row)
    copy.activities[row].id = static_cast<Id>(row) + 1;
  return project::compute(std::move(copy), 1, 2, 1).value();
}

// A 10 d (to 6, 400.00) before B 10 d (to 8, 1,000.00).
TestPlan two_in_a_row() {
  TestPlan plan(plan::Profile::msp);
  plan.add_days(10);
  plan.add_days(10);
  plan.link(0, 1);
  plan.plan.activities[0].crash_duration = Minutes::from_tenths(6 * k_day);
  plan.plan.activities[0].crash_cost_minor = 40'000;
  plan.plan.activities[1].crash_duration = Minutes::from_tenths(8 * k_day);
  plan.plan.activities[1].crash_cost_minor = 100'000;
  return plan;
}

PlanCompression compressed(const TestPlan& plan, const CompressionAsk& ask) {
  NoProgress progress;
  return compress_plan(*loaded(plan), ask, progress).value();
}

TEST(PlanCompression, EveryStepIsScheduledAgain) {
  const TestPlan plan = two_in_a_row();
  const PlanCompression made = compressed(plan, {});
  ASSERT_EQ(made.steps.size(), 3U);
  EXPECT_EQ(made.steps[0].finish, loaded(plan)->schedule.activities[1].finish);
  EXPECT_EQ(made.steps[1].duration, 16 * k_day);
  EXPECT_NEAR(made.steps[1].rate, 10'000, 1e-6);
  EXPECT_NEAR(made.steps[2].added, 140'000, 1e-6);
  for (std::size_t i = 0; i < made.steps.size(); ++i) {
    TestPlan changed = plan;
    for (std::size_t work = 0; work < 2; ++work)
      changed.plan.activities[work].duration = changed.plan.activities[work].duration -
                                               Minutes::from_tenths(made.steps[i].shortened[work]);
    EXPECT_EQ(made.steps[i].finish, loaded(changed)->schedule.activities[1].finish) << i;
  }
}

// Overhead between the two prices: the first step pays, the second does not.
TEST(PlanCompression, OverheadDecidesWhereItStopsToPay) {
  CompressionAsk ask;
  for (const auto& [overhead, best] : {std::pair{9'000, 0U}, {20'000, 1U}, {60'000, 2U}}) {
    ask.overhead_minor_per_day = overhead;
    EXPECT_EQ(compressed(two_in_a_row(), ask).best, best) << overhead;
  }
}

TEST(PlanCompression, WeightsDecideInsteadOfCosts) {
  TestPlan plan = two_in_a_row();
  plan.plan.activities[0].crash_weight = 300;
  CompressionAsk ask;
  ask.by_weight = true;
  const PlanCompression made = compressed(plan, ask);
  ASSERT_EQ(made.steps.size(), 3U);
  EXPECT_EQ(made.steps[1].shortened, (std::vector<std::int64_t>{0, 2 * k_day}));
}

TEST(PlanCompression, SaysWhenTheDateCannotBeMet) {
  CompressionAsk ask;
  const TestPlan plan = two_in_a_row();
  const auto present = loaded(plan);
  ask.finish = present->schedule.activities[0].finish;
  const PlanCompression made = compressed(plan, ask);
  EXPECT_FALSE(made.wanted_met);
  EXPECT_GT(made.steps.back().finish, ask.finish);
  ask.finish = present->schedule.activities[1].finish - k_tenths_per_day;
  EXPECT_TRUE(compressed(plan, ask).wanted_met);
}

// What is done is done: half of A is left, and of its four days to save two at most.
TEST(PlanCompression, OnlyWhatIsLeftIsShortened) {
  TestPlan plan = two_in_a_row();
  plan::Activity& begun = plan.plan.activities[0];
  begun.actual_start = loaded(plan)->schedule.activities[0].start;
  begun.remaining_duration = Minutes::from_tenths(2 * k_day);
  begun.percent_complete = 8'000;
  const PlanCompression made = compressed(plan, {});
  EXPECT_EQ(made.steps.back().shortened, (std::vector<std::int64_t>{2 * k_day, 2 * k_day}));
}

TEST(CriticalChain, UsesUpItsBufferAsTimePasses) {
  TestPlan plan = two_in_a_row();
  const PlanTime start = loaded(plan)->schedule.activities[0].start;
  NoProgress progress;
  PlanChains made = chains_of(*loaded(plan), {}, start, progress).value();
  ASSERT_EQ(made.chains.size(), 1U);
  EXPECT_FALSE(made.chains[0].begun);
  EXPECT_EQ(made.chains[0].duration, 10 * k_day);
  // Eight of ten planned days of A done, four aggressive ones; begun twelve working days ago.
  plan.plan.activities[0].actual_start = start;
  plan.plan.activities[0].remaining_duration = Minutes::from_tenths(2 * k_day);
  made = chains_of(*loaded(plan), {0.5, false}, start + 16 * k_tenths_per_day, progress).value();
  const auto& now = made.chains[0].now;
  EXPECT_TRUE(made.chains[0].begun);
  EXPECT_NEAR(now.chain_done, 0.4, 1e-9);
  EXPECT_NEAR(now.buffer_used, (12.0 + 6 - 10) / 5, 1e-9);
}

}  // namespace
}  // namespace tc::functions::time
