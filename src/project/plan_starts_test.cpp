#include "project/plan_starts.h"

#include <gtest/gtest.h>

namespace tc::project {
namespace {

constexpr PlanTime k_monday = start_of(20514) + 4800;  // 2 March 2026, 8:00.

plan::Plan two_activities() {
  plan::Plan plan;
  plan.projects.emplace_back().start = k_monday;
  for (const std::int64_t id : {1, 2}) {
    plan::Activity activity;
    activity.id = id;
    activity.name = "A" + std::to_string(id);
    activity.duration = Minutes::from_minutes(480);
    plan.activities.push_back(std::move(activity));
  }
  return plan;
}

std::vector<kernel::Occasion> starts_by(const plan::Plan& before, const plan::Plan& after) {
  const auto loaded = compute(before, 7, 8, 1);
  EXPECT_TRUE(loaded);
  return starts_between(**loaded, after);
}

TEST(PlanStarts, OnTheDayOfTheActualStartElseOnThePlannedOne) {
  const plan::Plan before = two_activities();
  plan::Plan after = before;
  EXPECT_TRUE(starts_by(before, after).empty());
  after.activities[0].percent_complete = 100;
  after.activities[1].actual_start = k_monday + 3 * 14'400;
  const auto starts = starts_by(before, after);
  ASSERT_EQ(starts.size(), 2U);
  EXPECT_EQ(starts[0].id, 1);
  EXPECT_EQ(starts[0].day, day_of(k_monday));
  EXPECT_EQ(starts[1].title, "A2");
  EXPECT_EQ(starts[1].day, day_of(k_monday) + 3);
}

// Whoever begins on another day than before begins anew; going on is no start.
TEST(PlanStarts, OnceUnlessTheDayMoves) {
  plan::Plan before = two_activities();
  before.activities[0].actual_start = k_monday;
  before.activities[0].percent_complete = 10;
  plan::Plan after = before;
  after.activities[0].percent_complete = 60;
  EXPECT_TRUE(starts_by(before, after).empty());
  after.activities[0].actual_start = k_monday - 14'400;
  EXPECT_EQ(starts_by(before, after).size(), 1U);
}

// What has no id here yet cannot be held by anything; nor do summaries begin by themselves.
TEST(PlanStarts, NewRowsAndSummariesDoNot) {
  const plan::Plan before = two_activities();
  plan::Plan after = before;
  after.activities[0].id = 99;
  after.activities[0].percent_complete = 50;
  after.activities[1].kind = plan::ActivityKind::summary;
  after.activities[1].percent_complete = 50;
  EXPECT_TRUE(starts_by(before, after).empty());
}

}  // namespace
}  // namespace tc::project
