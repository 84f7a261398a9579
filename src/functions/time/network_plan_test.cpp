#include "functions/time/network_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/schedule/test_plan.h"

namespace tc::functions::time {
namespace {

using engine::arrow_network::Arrow;
using engine::schedule::testing::k_day;
using engine::schedule::testing::TestPlan;
using plan::LinkKind;

std::shared_ptr<project::LoadedPlan> loaded(const TestPlan& plan) {
  plan::Plan copy = plan.plan;
  for (std::size_t row = 0; row < copy.activities.size(); ++row)
    copy.activities[row].id = static_cast<Id>(row) + 1;
  return project::compute(std::move(copy), 1, 2, 1).value();
}

// A 5 before B 2 and C 4, both before D 3: the wave of B is its free float of two days.
TEST(NetworkPlan, DrawsTheDatesOfTheScheduleOnTheCalendar) {
  TestPlan plan(plan::Profile::msp);
  for (const int days : {5, 2, 4, 3}) plan.add_days(days);
  for (const auto& [from, to] : {std::pair{0, 1}, {0, 2}, {1, 3}, {2, 3}}) plan.link(from, to);
  const auto present = loaded(plan);
  const NetworkPlan made = network_plan(*present, plan::k_none).value();
  ASSERT_EQ(made.works.size(), 4U);
  const auto& at = made.layout.at;
  for (std::size_t i = 0; i < made.arrows.size(); ++i) {
    const Arrow& arrow = made.network.arrows[i];
    EXPECT_LE(at[static_cast<std::size_t>(arrow.from)], made.arrows[i].start);
    EXPECT_LE(made.arrows[i].finish, at[static_cast<std::size_t>(arrow.to)]);
    if (arrow.kind != Arrow::Kind::work) continue;
    const auto& dates = present->schedule.activities[i];
    EXPECT_EQ(made.arrows[i].start, dates.start);
    // A finish at 17:00 reaches the event at 08:00 of the next working day: no wave over a night.
    const bool waves = made.arrows[i].finish < at[static_cast<std::size_t>(arrow.to)];
    EXPECT_EQ(waves, dates.free_float > Minutes()) << i;
    EXPECT_EQ(arrow.critical, dates.critical);
  }
  EXPECT_GT(present->schedule.activities[1].free_float, Minutes());
}

// Each of 2 days: the second begins with the first, the third one day before the second is done,
// the fourth one day after the third, the fifth would begin before the first does.
TEST(NetworkPlan, DrawsOverlapsInPartsAndSaysWhatItLeavesOut) {
  TestPlan plan(plan::Profile::msp);
  for (int i = 0; i < 5; ++i) plan.add_days(2);
  plan.link(0, 1, LinkKind::ss);
  plan.link(1, 2, LinkKind::fs, -k_day);
  plan.link(2, 3, LinkKind::fs, k_day);
  plan.link(0, 4, LinkKind::ff, -k_day);
  plan.link(0, 4, LinkKind::fs, -3 * k_day);
  const auto present = loaded(plan);
  const NetworkPlan made = network_plan(*present, plan::k_none).value();
  EXPECT_EQ(made.left_out.links_of_other_kinds,
            1);  // −1 − 2 days after a finish: before its start.
  EXPECT_EQ(made.left_out.negative_lags, 1);
  EXPECT_EQ(made.left_out.out_of_order, 0);
  EXPECT_EQ(made.links.size(), 5U);
  const auto is_lag = [](const Arrow& arrow) { return arrow.kind == Arrow::Kind::lag; };
  EXPECT_EQ(std::ranges::count_if(made.network.arrows, is_lag), 1);
  EXPECT_EQ(made.network.arrows[0].from, made.network.arrows[1].from);
  std::vector<std::string> drawn;
  for (std::size_t i = 0; i < made.arrows.size(); ++i) {
    if (made.network.arrows[i].work != 1) continue;
    drawn.push_back(format_plan_time(made.arrows[i].start));
    drawn.push_back(format_plan_time(made.arrows[i].finish));
  }
  EXPECT_EQ(drawn, (std::vector<std::string>{"2026-01-05T08:00", "2026-01-06T08:00",
                                             "2026-01-06T08:00", "2026-01-06T17:00"}));
}

TEST(NetworkPlan, AsksForABranchOfALargePlan) {
  TestPlan plan(plan::Profile::msp);
  for (std::size_t i = 0; i <= k_network_works_max; ++i) plan.add_days(1);
  plan.link(0, 1);
  const Result<NetworkPlan> made = network_plan(*loaded(plan), plan::k_none);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.refusals().front().code, "plan.network_too_large");
  // A branch of one work; what leads out of it is counted.
  const NetworkPlan branch = network_plan(*loaded(plan), 0).value();
  EXPECT_EQ(branch.works.size(), 1U);
  EXPECT_EQ(branch.left_out.links_outside, 1);
}

}  // namespace
}  // namespace tc::functions::time
