#include "engine/level/capacity.h"

#include <gtest/gtest.h>

#include "engine/schedule/test_plan.h"

namespace tc::engine::level {
namespace {

using schedule::testing::TestPlan;
using schedule::testing::week_calendar;

TestPlan plan_with_crew(std::int32_t max_units, std::int32_t units, std::int32_t days) {
  TestPlan plan(plan::Profile::msp);
  plan::Resource resource;
  resource.max_units = max_units;
  plan.plan.resources.push_back(resource);
  plan::Assignment assignment;
  assignment.activity = plan.add_days(days);
  assignment.resource = 0;
  assignment.units = units;
  plan.plan.assignments.push_back(assignment);
  return plan;
}

TEST(Capacity, CountsWorkingTimeByWeek) {
  // Seven working days from a Monday: five in the first week, two in the second.
  const TestPlan plan = plan_with_crew(20000, 15000, 7);
  const auto weeks = capacity_by_week(plan.plan).value();
  ASSERT_EQ(weeks.size(), 2U);
  EXPECT_EQ(format_day(weeks[0].monday), "2026-01-05");
  EXPECT_EQ(weeks[0].capacity_minutes, 2 * 5 * 480);
  EXPECT_EQ(weeks[0].demand_minutes, 5 * 480 * 3 / 2);
  EXPECT_EQ(format_day(weeks[1].monday), "2026-01-12");
  EXPECT_EQ(weeks[1].demand_minutes, 2 * 480 * 3 / 2);
}

TEST(Capacity, TheResourceHasItsOwnCalendarAndTheDelayCounts) {
  TestPlan plan = plan_with_crew(10000, 10000, 1);
  plan.plan.calendars.push_back(week_calendar("Two days", {{4800, 7200}}, 1, 2));
  plan.plan.resources[0].calendar = 2;
  plan[0].ignore_resource_calendar = true;
  plan[0].levelling_delay = Minutes::from_tenths(7 * k_tenths_per_day);
  const auto weeks = capacity_by_week(plan.plan).value();
  ASSERT_EQ(weeks.size(), 1U);
  EXPECT_EQ(format_day(weeks[0].monday), "2026-01-12");
  EXPECT_EQ(weeks[0].capacity_minutes, 2 * 240);
  EXPECT_EQ(weeks[0].demand_minutes, 480);
}

TEST(Capacity, NothingToShowAndTooMuch) {
  const TestPlan empty(plan::Profile::msp);
  EXPECT_TRUE(capacity_by_week(empty.plan).value().empty());
  const TestPlan endless = plan_with_crew(10000, 10000, 20000);
  const auto refused = capacity_by_week(endless.plan);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.refusals()[0].code, "level.too_large");
}

/// A pause that levelling made asks for nothing; one that came with the plan is held through.
TEST(Capacity, PausesOfLevellingAreFree) {
  TestPlan plan(plan::Profile::msp);
  plan.plan.resources.emplace_back().max_units = 10000;
  plan::Assignment& assignment = plan.plan.assignments.emplace_back();
  assignment.activity = plan.add_days(4);
  assignment.resource = 0;
  plan[0].segments = {
      {schedule::testing::at("2026-01-05T08:00"), schedule::testing::at("2026-01-06T17:00")},
      {schedule::testing::at("2026-01-12T08:00"), schedule::testing::at("2026-01-13T17:00")}};
  const auto held = capacity_by_week(plan.plan).value();
  EXPECT_EQ(held[0].demand_minutes, 5 * 480);
  plan[0].levelling_split = true;
  const auto weeks = capacity_by_week(plan.plan).value();
  ASSERT_EQ(weeks.size(), 2U);
  EXPECT_EQ(weeks[0].demand_minutes, 2 * 480);
  EXPECT_EQ(weeks[1].demand_minutes, 2 * 480);
}

}  // namespace
}  // namespace tc::engine::level
