#include "engine/montecarlo/calendar_table.h"

#include <gtest/gtest.h>

#include <random>

#include "base/row.h"

namespace tc::engine::montecarlo {
namespace {

constexpr Day k_first = 20'454;
constexpr Day k_last = 20'854;

plan::WorkingTime working_time(const std::vector<plan::Shifts>& week, const plan::Shifts& other) {
  plan::Plan plan;
  plan::Calendar calendar;
  for (std::size_t day = 0; day < 7; ++day) calendar.week[day] = week[day % week.size()];
  calendar.exceptions = {{k_first + 30, k_first + 36, {}, {}, {}},
                         {k_first + 200, k_first + 200, other, {}, {}}};
  plan.calendars.push_back(calendar);
  return plan::compile_calendar(plan, 0, {k_first, k_last}).value();
}

/// The table against the calendar that it was made of, tick by tick at random.
void expect_same(const plan::WorkingTime& exact, std::int32_t bucket) {
  const CalendarTables tables = make_calendar_tables({{exact, {}}}, k_first, k_last, 1).value();
  const CalendarTable& table = tables.tables.at(1);
  EXPECT_EQ(table.bucket.value, bucket);
  const std::int32_t origin = exact.position(start_of(k_first));
  std::mt19937 random(5);
  for (std::int64_t time = start_of(k_first); time < start_of(k_last + 1);
       time += static_cast<int>(random() % 300)) {
    const auto instant = static_cast<PlanTime>(time);
    ASSERT_EQ(position_in(table, instant), exact.position(instant) - origin) << time;
  }
  for (std::int32_t place = 0; place < table.work_buckets; ++place) {
    ASSERT_EQ(table.place[place], exact.start_at(origin + place * table.work_each.value)) << place;
  }
}

TEST(CalendarTable, HoldsDaysWhereAllWorkingDaysAreAlike) {
  const plan::Shifts two = {{4800, 7200}, {7800, 10200}};
  const plan::Shifts one = {{3601, 10801}};
  expect_same(working_time({two, two, two, two, two, {}, {}}, two), k_tenths_per_day);
  expect_same(working_time({one, one, {}}, one), k_tenths_per_day);
  expect_same(plan::WorkingTime::around_the_clock(), k_tenths_per_day);
}

TEST(CalendarTable, HoldsPiecesWhereDaysDiffer) {
  const plan::Shifts day = {{4800, 7200}, {7800, 10200}};
  expect_same(working_time({day, day, {}}, {{4800, 7200}}), 600);
  expect_same(working_time({{{0, 1200}, {2400, 3600}, {4800, 6000}}}, {}), 1200);
}

TEST(CalendarTable, RefusesPiecesOfOneTick) {
  const plan::WorkingTime fine = working_time({{{4800, 7200}}, {{4801, 7200}}}, {});
  const auto tables = make_calendar_tables({{fine, {}}}, k_first, k_last, 1);
  ASSERT_FALSE(tables);
  EXPECT_EQ(tables.refusals().front().code, "simulation.calendar_too_fine");
}

}  // namespace
}  // namespace tc::engine::montecarlo
