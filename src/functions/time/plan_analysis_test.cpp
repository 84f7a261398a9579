#include <gtest/gtest.h>

#include "engine/schedule/test_plan.h"
#include "functions/time/float_kinds.h"
#include "functions/time/plan_template.h"
#include "functions/time/repetition.h"

namespace tc::functions::time {
namespace {

using engine::schedule::testing::at;
using engine::schedule::testing::k_day;
using engine::schedule::testing::TestPlan;

std::shared_ptr<project::LoadedPlan> loaded(const TestPlan& plan) {
  plan::Plan copy = plan.plan;
  for (std::size_t row = 0; row < copy.activities.size(); ++row)
    copy.activities[row].id = static_cast<Id>(row) + 1;
  return project::compute(std::move(copy), 1, 2, 1).value();
}

// A 6 days and B 2; C 1 and E 3 behind B; D behind A, C and E. E may begin on day 3 at the latest
// (6 − 3), so B may end on day 3 instead of day 2. C: early 2–3, D begins on day 6: free float 3.
// With B as late as can be C begins on day 3: independent float 6 − 3 − 1 = 2.
TEST(FloatKinds, IndependentFloatIsLeftWhenAllBeforeAreLate) {
  TestPlan plan(plan::Profile::msp);
  for (const int days : {6, 2, 1, 3, 1}) plan.add_days(days);
  for (const auto& [from, to] : {std::pair{1, 2}, {1, 3}, {0, 4}, {2, 4}, {3, 4}})
    plan.link(from, to);
  const auto present = loaded(plan);
  const std::vector<Minutes> floats = independent_floats(*present);
  EXPECT_EQ(present->schedule.activities[2].free_float.tenths(), 3 * k_day);
  EXPECT_EQ(floats[2].tenths(), 2 * k_day);
  EXPECT_EQ(floats[0].tenths(), 0);
  EXPECT_EQ(floats[3].tenths(), 0);  // Free 1, B late takes it.
}

// Four floors: frame takes 5 days a floor from Monday 5 January on, finishes on the Fridays 9, 16,
// 23 and 30: 3 floors in 3 weeks = 1 a week. Paint takes 2 days a floor and follows its frame.
TEST(LineOfBalance, RatesWaitsAndWhatIsDue) {
  TestPlan plan(plan::Profile::msp);
  std::vector<plan::Index> frames, paints;
  for (int floor = 0; floor < 4; ++floor) {
    const plan::Index unit = plan.add_summary();
    frames.push_back(plan.add_days(5, unit));
    paints.push_back(plan.add_days(2, unit));
    plan[frames.back()].name = "Frame";
    plan[paints.back()].name = "Paint";
    plan.link(frames.back(), paints.back());
    if (floor > 0) plan.link(frames[static_cast<std::size_t>(floor) - 1], frames.back());
  }
  plan[frames[0]].actual_start = at("2026-01-05T08:00");
  plan[frames[0]].actual_finish = at("2026-01-09T17:00");
  const auto trades = trades_of(*loaded(plan), at("2026-01-19T00:00"));
  ASSERT_EQ(trades.size(), 2U);
  EXPECT_EQ(trades[0].name, "Frame");
  EXPECT_EQ(trades[0].units.size(), 4U);
  EXPECT_DOUBLE_EQ(trades[0].rate.value(), 1);
  EXPECT_EQ(trades[0].due, 2);  // 9 and 16 January.
  EXPECT_EQ(trades[0].done, 1);
  EXPECT_FALSE(trades[0].buffer_days.has_value());
  EXPECT_EQ(trades[1].due, 1);  // Tuesday 13 January; the next on the 20th.
  // Friday 17:00 to Monday 08:00: 63 hours.
  EXPECT_DOUBLE_EQ(trades[1].buffer_days.value(), 63.0 / 24);
}

TEST(LineOfBalance, TwoUnitsOrTwoInOneUnitAreNoRepetition) {
  TestPlan plan(plan::Profile::msp);
  const plan::Index unit = plan.add_summary();
  for (int i = 0; i < 3; ++i) plan[plan.add_days(1, unit)].name = "Test";
  EXPECT_TRUE(trades_of(*loaded(plan), at("2026-01-05T00:00")).empty());
}

TEST(PlanTemplate, KeepsTheWorkAndForgetsWhatHappened) {
  TestPlan plan(plan::Profile::msp);
  plan.add_days(2);
  plan.add_days(3);
  plan.link(0, 1);
  plan.constrain(1, plan::ConstraintKind::start_no_earlier_than, "2026-01-12T08:00");
  plan[0].actual_start = at("2026-01-05T08:00");
  plan[0].percent_complete = 5000;
  plan[0].baselines.push_back({});
  const plan::Index other = plan.add_days(1);
  plan[other].external = true;
  plan[other].external_project = 9;
  plan.link(other, 1);
  plan.project().status_date = at("2026-01-06T17:00");
  const plan::Plan made = from_template(*loaded(plan), "Second hall", at("2026-03-02T08:00"));
  ASSERT_EQ(made.activities.size(), 2U);
  EXPECT_EQ(made.links.size(), 1U);
  EXPECT_EQ(made.title, "Second hall");
  EXPECT_EQ(made.activities[0].actual_start, k_no_time);
  EXPECT_TRUE(made.activities[0].baselines.empty());
  EXPECT_EQ(made.projects[0].status_date, k_no_time);
  // 5 January to 2 March are 56 days: 12 January becomes 9 March.
  EXPECT_EQ(format_plan_time(made.projects[0].start), "2026-03-02T08:00");
  EXPECT_EQ(format_plan_time(made.activities[1].constraint.date), "2026-03-09T08:00");
}

}  // namespace
}  // namespace tc::functions::time
