#include "engine/schedule/day_table.h"

#include <gtest/gtest.h>

#include <random>

namespace tc::engine::schedule {
namespace {

constexpr Day k_first = 20000;
constexpr Day k_last = 20400;

/// Weeks and exceptions at random; `shifts_max` shifts on a day.
plan::Plan random_calendar(std::mt19937& random, unsigned shifts_max) {
  const auto shifts = [&] {
    plan::Shifts result;
    std::int32_t at = static_cast<std::int32_t>(random() % 3) * 1000;
    for (auto count = random() % (shifts_max + 1); count > 0 && at < 13000; --count) {
      const auto length = static_cast<std::int32_t>(1 + random() % 3000);
      result.push_back({at, std::min(at + length, k_tenths_per_day)});
      at += length + 1 + static_cast<std::int32_t>(random() % 3000);
    }
    return result;
  };
  plan::Plan plan;
  plan::Calendar calendar;
  for (auto& day : calendar.week) day = shifts();
  calendar.week[1] = plan::Shifts{{4800, 7200}, {7800, 10200}};
  for (int count = 0; count < 20; ++count) {
    const Day day = k_first + static_cast<Day>(random() % static_cast<unsigned>(k_last - k_first));
    calendar.exceptions.push_back({day, day + static_cast<Day>(random() % 9), shifts(), {}, {}});
  }
  plan.calendars.push_back(calendar);
  return plan;
}

void expect_same(const plan::WorkingTime& exact, const DayTable& table, std::int64_t time) {
  const auto moment = static_cast<PlanTime>(time);
  const std::int32_t position = exact.position(moment);
  const WorkInstant instant = table.at(exact, moment);
  ASSERT_EQ(instant.position, position) << time;
  ASSERT_EQ(instant.start, exact.start_at(position)) << time;
  ASSERT_EQ(instant.finish, exact.finish_at(position)) << time;
  for (const std::int32_t at : {position - 4800, position - 1, position, position + 1}) {
    ASSERT_EQ(table.start_at(exact, at), exact.start_at(at)) << at;
    ASSERT_EQ(table.finish_at(exact, at), exact.finish_at(at)) << at;
  }
}

void expect_same_everywhere(const plan::WorkingTime& exact, std::mt19937& random) {
  const DayTable table(exact);
  const std::int64_t first = start_of(exact.horizon().first);
  const std::int64_t last = start_of(exact.horizon().last + 1);
  for (std::int64_t time = first - 40000; time <= last + 40000;
       time += 1 + static_cast<int>(random() % 400)) {
    expect_same(exact, table, time);
    if (::testing::Test::HasFatalFailure()) return;
  }
  for (std::int64_t midnight = first; midnight <= last; midnight += k_tenths_per_day) {
    for (const std::int64_t tenths : {-1, 0, 1, 4800, 7200, 7201, 7800, 10200}) {
      expect_same(exact, table, midnight + tenths);
    }
  }
  for (const std::int64_t time : {plan::k_plan_time_min, 0, plan::k_plan_time_max}) {
    expect_same(exact, table, time);
  }
}

TEST(DayTable, AnswersAsTheCalendarItWasMadeOf) {
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    const plan::Plan plan = random_calendar(random, 1U + static_cast<unsigned>(round) % 3U);
    expect_same_everywhere(plan::compile_calendar(plan, 0, {k_first, k_last}).value(), random);
    if (HasFatalFailure()) return;
  }
  expect_same_everywhere(plan::WorkingTime::around_the_clock(), random);
}

/// A calendar that works on a few days only, and never after.
TEST(DayTable, AnswersWhereWorkEnds) {
  std::mt19937 random(4);
  plan::Plan plan;
  plan::Calendar calendar;
  calendar.week.fill(plan::Shifts{});
  calendar.exceptions = {{k_first + 9, k_first + 11, {{4800, 7200}, {7800, 10200}}, {}, {}}};
  plan.calendars.push_back(calendar);
  expect_same_everywhere(plan::compile_calendar(plan, 0, {k_first, k_last}).value(), random);
}

}  // namespace
}  // namespace tc::engine::schedule
