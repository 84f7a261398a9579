#include "engine/earned_value/phasing.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace tc::engine::earned_value {
namespace {

/// Working days of eight hours, Monday to Friday.
plan::Plan plan_with_calendar() {
  plan::Plan plan;
  plan::Calendar calendar;
  for (std::size_t day = 1; day <= 5; ++day) calendar.week[day] = plan::Shifts{{4800, 9600}};
  plan.calendars.push_back(calendar);
  plan.projects.emplace_back().calendar = 0;
  return plan;
}

PlanTime at(int year, int month, int day, int hour = 0) {
  return start_of(day_from_civil({year, month, day})) + hour * k_tenths_per_hour;
}

void add_activity(plan::Plan& plan, PlanTime start, PlanTime finish, Amount cost) {
  plan::ActivityBaseline baseline;
  baseline.start = start;
  baseline.finish = finish;
  baseline.cost_minor = cost;
  baseline.work = Minutes::from_minutes(480);
  plan.activities.emplace_back().baselines.push_back(baseline);
}

TEST(Phasing, BoundsCoverWholeMonthsAndWeeks) {
  const Bounds months = bounds_of(at(2026, 11, 15), at(2027, 1, 2), Cycle::months);
  EXPECT_EQ(months, (Bounds{at(2026, 11, 1), at(2026, 12, 1), at(2027, 1, 1), at(2027, 2, 1)}));
  const Bounds weeks = bounds_of(at(2026, 11, 22), at(2026, 11, 23), Cycle::weeks);
  EXPECT_EQ(weeks, (Bounds{at(2026, 11, 16), at(2026, 11, 23), at(2026, 11, 30)}));
}

TEST(PlannedValue, SpreadsOverWorkingTimeByMonth) {
  plan::Plan plan = plan_with_calendar();
  // Thursday 29 and Friday 30 January 2026, Monday 2 February: three working days.
  add_activity(plan, at(2026, 1, 29, 8), at(2026, 2, 2, 16), 300);
  add_activity(plan, at(2026, 1, 30, 16), at(2026, 1, 30, 16), 7);
  const auto curve = planned_value(plan, {});
  ASSERT_TRUE(curve.ok());
  EXPECT_EQ(curve->amounts, (std::vector<Amount>{207, 100}));
  CurveOptions work;
  work.quantity = Quantity::work;
  EXPECT_EQ(planned_value(plan, work)->amounts, (std::vector<Amount>{4800 + 3200, 1600}));
  CurveOptions missing;
  missing.baseline = 3;
  EXPECT_EQ(planned_value(plan, missing).refusals().front().code, "earned_value.baseline_missing");
}

TEST(PlannedValue, PartsAlwaysAddUp) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 300; ++round) {
    plan::Plan plan = plan_with_calendar();
    Amount total = 0;
    for (int activity = 0; activity < 5; ++activity) {
      const auto start = at(2026, 1, 1) + static_cast<PlanTime>(random() % 3'000'000);
      const auto length = static_cast<PlanTime>(random() % 2'000'000);
      const auto cost = static_cast<Amount>(random() % 100'000'007);
      add_activity(plan, start, start + length, cost);
      total += cost;
    }
    CurveOptions options;
    options.cycle = round % 2 == 0 ? Cycle::months : Cycle::weeks;
    if (round % 3 == 0) options.bounds = Bounds{at(2026, 2, 1), at(2026, 2, 9), at(2026, 5, 1)};
    const auto curve = planned_value(plan, options);
    ASSERT_TRUE(curve.ok());
    const Amount sum = std::accumulate(curve->amounts.begin(), curve->amounts.end(), Amount{0});
    EXPECT_EQ(curve->before + sum + curve->after, total);
    for (const Amount amount : curve->amounts) EXPECT_GE(amount, 0);
  }
}

}  // namespace
}  // namespace tc::engine::earned_value
