#include "plan/working_time.h"

#include <gtest/gtest.h>

#include <random>

namespace tc::plan {
namespace {

constexpr Shift k_morning{4800, 7200};     // 08:00–12:00
constexpr Shift k_afternoon{7800, 10200};  // 13:00–17:00

PlanTime at(const char* text) { return parse_plan_time(text).value(); }

Calendar standard() {
  Calendar calendar;
  calendar.name = "Standard";
  for (std::size_t day = 0; day < 7; ++day) calendar.week[day] = Shifts{};
  for (std::size_t day = 1; day < 6; ++day) calendar.week[day] = Shifts{k_morning, k_afternoon};
  return calendar;
}

const Horizon k_2026{day_from_civil({2026, 1, 1}), day_from_civil({2026, 12, 31})};

WorkingTime compiled(const Plan& plan, Index calendar = 0) {
  return compile_calendar(plan, calendar, k_2026).value();
}

TEST(WorkingTime, OnePositionHasTwoRenderings) {
  Plan plan;
  plan.calendars = {standard()};
  const WorkingTime time = compiled(plan);
  const PlanTime friday = at("2026-01-09T17:00");
  const PlanTime monday = at("2026-01-12T08:00");
  EXPECT_EQ(time.position(friday), time.position(monday));
  EXPECT_EQ(time.next_work_start(friday), monday);
  EXPECT_EQ(time.previous_work_finish(monday), friday);
  EXPECT_EQ(time.next_work_start(at("2026-01-10T03:00")), monday);
  EXPECT_EQ(time.previous_work_finish(at("2026-01-10T03:00")), friday);
  EXPECT_EQ(time.next_work_start(at("2026-01-09T12:30")), at("2026-01-09T13:00"));
  EXPECT_EQ(time.next_work_start(at("2026-01-09T10:06")), at("2026-01-09T10:06"));
}

TEST(WorkingTime, AddRendersForwardAsFinishAndBackwardAsStart) {
  Plan plan;
  plan.calendars = {standard()};
  const WorkingTime time = compiled(plan);
  EXPECT_EQ(time.add(at("2026-01-09T08:00"), 4800), at("2026-01-09T17:00"));
  EXPECT_EQ(time.add(at("2026-01-09T17:00"), 4800), at("2026-01-12T17:00"));
  EXPECT_EQ(time.add(at("2026-01-12T17:00"), -4800), at("2026-01-12T08:00"));
  EXPECT_EQ(time.add(at("2026-01-12T08:00"), -4800), at("2026-01-09T08:00"));
  EXPECT_EQ(time.add(at("2026-01-10T01:00"), 0), at("2026-01-10T01:00"));
  EXPECT_EQ(time.between(at("2026-01-09T08:00"), at("2026-01-12T17:00")), 9600);
  EXPECT_EQ(time.between(at("2026-01-12T17:00"), at("2026-01-09T08:00")), -9600);
}

TEST(WorkingTime, ShiftsOverMidnight) {
  Calendar night;
  night.name = "Night";
  for (std::size_t day = 0; day < 7; ++day) night.week[day] = Shifts{};
  for (std::size_t day = 1; day < 6; ++day) {  // Monday to Friday 22:00–06:00
    night.week[day] = Shifts{{0, 3600}, {13200, 14400}};
  }
  night.week[1] = Shifts{{13200, 14400}};
  night.week[6] = Shifts{{0, 3600}};
  Plan plan;
  plan.calendars = {night};
  const WorkingTime time = compiled(plan);
  const PlanTime monday = at("2026-01-12T22:00");
  EXPECT_EQ(time.add(monday, 4800), at("2026-01-13T06:00"));
  EXPECT_EQ(time.add(monday, 1200), at("2026-01-13T00:00"));
  EXPECT_EQ(time.next_work_start(at("2026-01-13T00:00")), at("2026-01-13T00:00"));
  EXPECT_EQ(time.add(monday, 5 * 4800), at("2026-01-17T06:00"));
  EXPECT_EQ(time.next_work_start(at("2026-01-17T06:00")), at("2026-01-19T22:00"));
}

TEST(WorkingTime, HolidayMovedToTheWeekend) {  // 调休
  Calendar calendar = standard();
  calendar.exceptions = {
      {day_from_civil({2026, 2, 16}), day_from_civil({2026, 2, 22}), {}, "春节", {}},
      {day_from_civil({2026, 2, 14}),
       day_from_civil({2026, 2, 14}),
       {k_morning, k_afternoon},
       "调休",
       {}}};
  Plan plan;
  plan.calendars = {calendar};
  const WorkingTime time = compiled(plan);
  EXPECT_EQ(time.add(at("2026-02-13T08:00"), 2 * 4800), at("2026-02-14T17:00"));
  EXPECT_EQ(time.next_work_start(at("2026-02-14T17:00")), at("2026-02-23T08:00"));
  EXPECT_EQ(time.add(at("2026-02-23T17:00"), -2 * 4800), at("2026-02-14T08:00"));
}

TEST(WorkingTime, LaterExceptionWins) {
  Calendar calendar = standard();
  const Day day = day_from_civil({2026, 3, 2});
  calendar.exceptions = {{day, day + 4, {}, "closed", {}},
                         {day + 1, day + 1, {k_morning}, "half", {}}};
  Plan plan;
  plan.calendars = {calendar};
  EXPECT_EQ(compiled(plan).between(start_of(day), start_of(day + 5)), 2400);
}

TEST(WorkingTime, InheritsDaysAndExceptionsFromTheBase) {
  Calendar base = standard();
  base.exceptions = {
      {day_from_civil({2026, 5, 1}), day_from_civil({2026, 5, 1}), {}, "Labour", {}}};
  Calendar derived;
  derived.name = "Resource";
  derived.base = 0;
  derived.week[5] = Shifts{k_morning};  // Friday mornings only
  Plan plan;
  plan.calendars = {base, derived};
  const WorkingTime time = compiled(plan, 1);
  EXPECT_EQ(time.between(at("2026-04-20"), at("2026-04-27")), 4 * 4800 + 2400);
  EXPECT_EQ(time.between(at("2026-05-01"), at("2026-05-02")), 0);  // the base's holiday holds
}

TEST(WorkingTime, WorkWeekReplacesTheWeekForItsDays) {
  Calendar calendar = standard();
  WorkWeek summer;
  summer.first = day_from_civil({2026, 7, 6});
  summer.last = day_from_civil({2026, 7, 19});
  summer.week[6] = Shifts{k_morning};
  summer.week[5] = Shifts{};
  calendar.work_weeks = {summer};
  Plan plan;
  plan.calendars = {calendar};
  const WorkingTime time = compiled(plan);
  EXPECT_EQ(time.between(at("2026-07-06"), at("2026-07-13")), 4 * 4800 + 2400);
  EXPECT_EQ(time.between(at("2026-07-20"), at("2026-07-27")), 5 * 4800);
}

TEST(WorkingTime, CalendarWithoutWorkIsRefusedByName) {
  Plan plan;
  plan.calendars.resize(1);
  plan.calendars[0].name = "Empty";
  const Result<WorkingTime> result = compile_calendar(plan, 0, k_2026);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.refusals()[0].code, "plan.calendar_no_working_time");
  EXPECT_EQ(result.refusals()[0].arguments[0].value, "Empty");
}

TEST(WorkingTime, TooManyDifferentDaysAreRefused) {
  Calendar calendar = standard();
  for (Day day = 0; day < 3000; ++day) {
    Shifts shifts;
    for (std::int32_t shift = 0; shift < 30; ++shift) {
      shifts.push_back({shift * 400, shift * 400 + 1 + day % 399});
    }
    shifts[0].end_tenths = 1 + day / 8;
    calendar.exceptions.push_back({day, day, shifts, "", {}});
  }
  Plan plan;
  plan.calendars = {calendar};
  EXPECT_EQ(compile_calendar(plan, 0, k_2026).refusals()[0].code, "plan.calendar_too_complex");
}

TEST(WorkingTime, BaseLoopIsRefused) {
  Plan plan;
  plan.calendars = {standard(), standard()};
  plan.calendars[0].base = 1;
  plan.calendars[1].base = 0;
  EXPECT_EQ(compile_calendar(plan, 0, k_2026).refusals()[0].code, "plan.calendar_base_loop");
}

TEST(WorkingTime, WorkOnExceptionDaysOnlyEndsAtTheLimitInsteadOfLooping) {
  Calendar calendar;
  calendar.name = "Shutdown";
  const Day day = day_from_civil({2026, 6, 1});
  calendar.exceptions = {{day, day + 1, {k_morning}, "shutdown", {}}};
  Plan plan;
  plan.calendars = {calendar};
  const WorkingTime time = compiled(plan);
  EXPECT_EQ(time.add(start_of(day), 4800), start_of(day + 1) + 7200);
  EXPECT_EQ(time.add(start_of(day), 4801), k_plan_time_max);
  EXPECT_EQ(time.add(start_of(day), -1), k_plan_time_min);
}

TEST(WorkingTime, AroundTheClockIsTheClock) {
  const WorkingTime time = WorkingTime::around_the_clock();
  EXPECT_EQ(time.add(at("2026-01-10T03:00"), 14400), at("2026-01-11T03:00"));
  EXPECT_EQ(time.add(at("2149-01-10T03:00"), -14400 * 365), at("2148-01-11T03:00"));
  EXPECT_EQ(time.next_work_start(at("2026-01-10T00:00")), at("2026-01-10T00:00"));
}

TEST(WorkingTime, IntersectionAndUnion) {
  Calendar early = standard();
  for (std::size_t day = 1; day < 7; ++day) early.week[day] = Shifts{{3600, 6000}};  // 06:00–10:00
  Plan plan;
  plan.calendars = {standard(), early};
  const WorkingTime both = intersect(compiled(plan, 0), compiled(plan, 1), "both").value();
  EXPECT_EQ(both.between(at("2026-01-05"), at("2026-01-12")), 5 * 1200);
  EXPECT_EQ(both.between(at("2040-01-02"), at("2040-01-09")), 5 * 1200);
  const WorkingTime any = unite(compiled(plan, 0), compiled(plan, 1), "any").value();
  EXPECT_EQ(any.between(at("2026-01-05"), at("2026-01-12")), 5 * (3600 + 2400) + 2400);
  Calendar night = standard();
  for (std::size_t day = 1; day < 6; ++day) night.week[day] = Shifts{{12000, 14400}};
  plan.calendars.push_back(night);
  EXPECT_EQ(intersect(compiled(plan, 0), compiled(plan, 2), "none").refusals()[0].code,
            "plan.calendar_no_working_time");
}

/// Every table answer against walking through the shifts, inside and outside the tables.
TEST(WorkingTime, TablesEqualASlowWalk) {
  Calendar calendar = standard();
  calendar.exceptions = {
      {day_from_civil({2026, 2, 16}), day_from_civil({2026, 3, 30}), {}, "long", {}},
      {day_from_civil({2026, 4, 11}), day_from_civil({2026, 4, 11}), {{1, 2}}, "tiny", {}}};
  Plan plan;
  plan.calendars = {calendar};
  const WorkingTime time = compiled(plan);
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    const Day day = static_cast<Day>(random() % 65000);
    const PlanTime from = start_of(day) + static_cast<PlanTime>(random() % 14400);
    const PlanTime to = from + static_cast<PlanTime>(random() % (14400 * 30));
    std::int32_t slow = 0;
    for (Day d = day_of(from); d <= day_of(to); ++d) {
      for (const Shift& shift : time.shifts_on(d)) {
        const PlanTime start = std::max(from, start_of(d) + shift.start_tenths);
        const PlanTime end = std::min(to, start_of(d) + shift.end_tenths);
        if (start < end) slow += end - start;
      }
    }
    ASSERT_EQ(time.between(from, to), slow)
        << format_plan_time(from) << " " << format_plan_time(to);
    const std::int32_t position = time.position(to);
    const PlanTime start = time.start_at(position);
    const PlanTime finish = time.finish_at(position);
    ASSERT_LE(finish, to);
    ASSERT_GE(start, to);
    ASSERT_EQ(time.position(start), position);
    ASSERT_EQ(time.position(finish), position);
    ASSERT_EQ(time.position(start + 1), position + 1);
    ASSERT_EQ(time.position(finish - 1), position - 1);
  }
}

TEST(WorkingTime, AnInstantThatIsNotSetHasTheFirstPositionOfAll) {
  const WorkingTime time = WorkingTime::around_the_clock();
  EXPECT_EQ(time.position(k_no_time), time.position(k_plan_time_min));
  EXPECT_EQ(time.start_at(time.position(k_no_time)), k_plan_time_min);
}

}  // namespace
}  // namespace tc::plan
