#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "base/json.h"
#include "base/text.h"
#include "engine/service_level/business_clock.h"
#include "engine/service_level/queue.h"

namespace tc::engine::service_level {
namespace {

constexpr Moment k_minute = 60'000;
constexpr Moment k_hour = 60 * k_minute;

std::string shared_text(const std::string& name) {
  const char* const folder = std::getenv("TC_SHARED_DATA");
  const std::string root = folder != nullptr ? folder : "../shared/data";
  std::ifstream file(root + "/analytics/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

plan::Calendar office() {
  plan::Calendar calendar;
  for (std::size_t day = 1; day <= 5; ++day)
    calendar.week[day] = plan::Shifts{{5400, 7200}, {7800, 10800}};  // 9–12, 13–18.
  return calendar;
}

/// Adds the listed days of a year; nothing where the file is absent.
int add_year(int year, plan::Calendar& calendar) {
  const auto json = parse_json(shared_text("cn-calendar/" + std::to_string(year) + ".json"));
  if (!json) return 0;
  int days = 0;
  for (const Json& item : json->find("days")->items()) {
    plan::CalendarException exception;
    exception.first = exception.last = *parse_day(item.text("date"));
    if (!item.find("isOffDay")->boolean()) exception.shifts = *calendar.week[1];
    calendar.exceptions.push_back(exception);
    ++days;
  }
  return days;
}

bool serves(const plan::Calendar& calendar, Moment local) {
  const Day day = static_cast<Day>(local / (24 * k_hour));
  const auto tenths = static_cast<std::int32_t>(local % (24 * k_hour) / 6000);
  const plan::Shifts* shifts = nullptr;
  const auto& regular = calendar.week[static_cast<std::size_t>(weekday(day))];
  if (regular) shifts = &*regular;
  for (const plan::CalendarException& exception : calendar.exceptions) {
    if (exception.first <= day && day <= exception.last) shifts = &exception.shifts;
  }
  if (shifts == nullptr) return false;
  return std::any_of(shifts->begin(), shifts->end(), [&](const plan::Shift& shift) {
    return shift.start_tenths <= tenths && tenths < shift.end_tenths;
  });
}

/// Central European time with daylight saving, 2024 to 2026 (UTC moments of the changes).
std::vector<ZoneChange> berlin() {
  std::vector<ZoneChange> zone;
  for (const auto& [text, offset] :
       {std::pair{"2023-10-29T01:00:00Z", 60}, std::pair{"2024-03-31T01:00:00Z", 120},
        std::pair{"2024-10-27T01:00:00Z", 60}, std::pair{"2025-03-30T01:00:00Z", 120},
        std::pair{"2025-10-26T01:00:00Z", 60}, std::pair{"2026-03-29T01:00:00Z", 120},
        std::pair{"2026-10-25T01:00:00Z", 60}}) {
    zone.push_back({*parse_moment(text), offset});
  }
  return zone;
}

/// Compares a clock with counting every minute of three years.
void compare_with_minutes(const plan::Calendar& calendar, const std::vector<ZoneChange>& zone) {
  const Day first = day_from_civil({2024, 1, 1});
  const Day last = day_from_civil({2026, 12, 31});
  const auto clock = BusinessClock::make(calendar, first, last, zone);
  ASSERT_TRUE(clock.ok());
  const Moment origin = Moment{first} * 24 * k_hour - 24 * k_hour;
  const auto minutes = static_cast<std::size_t>((last - first + 3) * 1440);
  const auto offset_at = [&](Moment moment) {
    std::int32_t offset = zone.front().offset_minutes;
    for (const ZoneChange& change : zone) {
      if (change.from <= moment) offset = change.offset_minutes;
    }
    return offset * k_minute;
  };
  std::vector<std::int64_t> served(minutes + 1);
  for (std::size_t at = 0; at < minutes; ++at) {
    const Moment moment = origin + static_cast<Moment>(at) * k_minute;
    const Moment local = moment + offset_at(moment);
    const bool inside =
        local >= Moment{first} * 24 * k_hour && local < Moment{last + 1} * 24 * k_hour;
    served[at + 1] = served[at] + (inside && serves(calendar, local) ? k_minute : 0);
  }
  std::mt19937_64 random(1);
  for (int round = 0; round < 20000; ++round) {
    std::size_t a = random() % minutes;
    std::size_t b = random() % minutes;
    if (round % 2 == 0) b = std::min(minutes, a + random() % 5000);
    if (a > b) std::swap(a, b);
    const Moment from = origin + static_cast<Moment>(a) * k_minute;
    const Moment to = origin + static_cast<Moment>(b) * k_minute;
    ASSERT_EQ(clock->between(from, to), served[b] - served[a]) << round;
    // A pause somewhere takes away what is served in it.
    const std::size_t p = a + random() % (b - a + 1);
    const std::size_t q = p + random() % 3000;
    const std::vector<Pause> pauses = {
        {origin + static_cast<Moment>(p) * k_minute, origin + static_cast<Moment>(q) * k_minute}};
    const std::size_t end = std::min(q, b);
    const std::int64_t left = served[b] - served[a] - (served[std::max(p, end)] - served[p]);
    ASSERT_EQ(*clock->between(from, to, pauses), left);
    if (left == 0) continue;
    // The due moment is the first minute by which so much has been served.
    const auto due = clock->due(from, left, pauses);
    ASSERT_TRUE(due.ok());
    ASSERT_EQ(*clock->between(from, *due, pauses), left);
    ASSERT_EQ(*clock->between(from, *due - k_minute, pauses), left - k_minute);
    ASSERT_LE(*due, to);
  }
}

TEST(BusinessClock, EqualsCountingEveryMinuteInChina) {
  plan::Calendar calendar = office();
  int listed = 0;
  for (int year = 2024; year <= 2026; ++year) listed += add_year(year, calendar);
  std::printf("%d shared holidays and make-up days\n", listed);
  EXPECT_TRUE(listed == 0 || listed == 28 + 8 + 28 + 5 + 33 + 6);
  compare_with_minutes(calendar, {{0, 480}});
}

TEST(BusinessClock, EqualsCountingEveryMinuteWithDaylightSaving) {
  plan::Calendar calendar;
  // Around the clock on Sundays, so that skipped and repeated hours are served.
  for (std::size_t day = 0; day < 7; ++day) calendar.week[day] = plan::Shifts{{0, 14400}};
  calendar.week[3] = plan::Shifts{{600, 1800}, {13200, 14400}};
  compare_with_minutes(calendar, berlin());
}

TEST(BusinessClock, WorkingDaysOfTheYear) {
  const std::string text = shared_text("cn-calendar/working-days.csv");
  int months = 0;
  for (const std::string_view line : split(text, '\n')) {
    const auto cells = split(trim(line), ',');
    if (cells.size() != 16 || cells[0] == "year") continue;
    const int year = std::stoi(std::string(cells[0]));
    plan::Calendar calendar = office();
    add_year(year, calendar);
    const auto clock = BusinessClock::make(calendar, day_from_civil({year, 1, 1}),
                                           day_from_civil({year, 12, 31}), {});
    const auto days = [&](Day from, Day to) {
      return clock->between(Moment{from} * 24 * k_hour, Moment{to} * 24 * k_hour) / (8 * k_hour);
    };
    EXPECT_EQ(days(day_from_civil({year, 1, 1}), day_from_civil({year + 1, 1, 1})),
              std::stoi(std::string(cells[1])));
    for (int month = 1; month <= 12; ++month) {
      const Day next =
          month == 12 ? day_from_civil({year + 1, 1, 1}) : day_from_civil({year, month + 1, 1});
      EXPECT_EQ(days(day_from_civil({year, month, 1}), next),
                std::stoi(std::string(cells[static_cast<std::size_t>(month) + 3])));
      ++months;
    }
  }
  std::printf("%d shared months\n", months);
  EXPECT_TRUE(text.empty() || months == 36);
}

TEST(BusinessClock, HostileInputIsRefused) {
  const auto code = [](const plan::Calendar& calendar, Day first, Day last,
                       const std::vector<ZoneChange>& zone = {}) {
    const auto clock = BusinessClock::make(calendar, first, last, zone);
    return clock ? std::string() : clock.refusals().front().code;
  };
  plan::Calendar calendar = office();
  EXPECT_EQ(code(calendar, 10, 9), "service_level.horizon_invalid");
  EXPECT_EQ(code(calendar, INT32_MIN, INT32_MAX), "service_level.horizon_invalid");
  EXPECT_EQ(code(calendar, 0, 50, {{5, 0}, {5, 0}}), "service_level.zone_invalid");
  EXPECT_EQ(code(calendar, 0, 50, {{5, 5000}}), "service_level.zone_invalid");
  EXPECT_EQ(code(plan::Calendar{}, 0, 50), "service_level.no_service_time");
  calendar.week[2] = plan::Shifts{{9, 3}};
  EXPECT_EQ(code(calendar, 0, 50), "service_level.calendar_invalid");
  calendar.base = 0;
  EXPECT_EQ(code(calendar, 0, 50), "service_level.calendar_has_base");
  const auto clock = BusinessClock::make(office(), 0, 50, {});
  EXPECT_EQ(clock->due(0, INT64_MAX).refusals().front().code, "service_level.outside_horizon");
  EXPECT_EQ(clock->between(INT64_MIN, INT64_MAX), clock->between(clock->first(), clock->last()));
  const std::vector<Pause> crossed = {{10, 20}, {15, 30}};
  EXPECT_EQ(clock->between(0, 50, crossed).refusals().front().code, "service_level.pause_invalid");
  const auto state = standing(*clock, clock->first(), clock->first() + 3 * k_hour, 2 * k_hour, {});
  EXPECT_TRUE(state->breached);
  EXPECT_EQ(state->remaining_ms, -k_hour);
  EXPECT_EQ(state->due, clock->first() + 2 * k_hour);
}

TEST(QueueOracle, Erlang) {
  const auto json = parse_json(shared_text("oracles/queue.json"));
  if (!json) {
    std::puts("0 shared cases");
    return;
  }
  constexpr double k_handling = 180;
  int figures = 0;
  for (const Json& row : json->find("erlang_c")->find("rows")->items()) {
    const std::int64_t agents = row.find("agents")->integer();
    const auto waiting = erlang_c(10, agents);
    EXPECT_NEAR(waiting->probability, row.find("Pw")->number(), 1e-9);
    EXPECT_NEAR(service_level(*waiting, 10, agents, 20 / k_handling), row.find("SL")->number(),
                1e-9);
    EXPECT_NEAR(waiting->mean_wait * k_handling, row.find("ASA_s")->number(), 1e-9);
    figures += 3;
  }
  EXPECT_EQ(*agents_for(10, 20 / k_handling, .8),
            json->find("erlang_c")->find("agents_for_80_in_20")->integer());
  EXPECT_NEAR(*erlang_b(20, 25), json->find("erlang_b")->find("B")->number(), 1e-9);
  EXPECT_NEAR(erlang_c(20, 25)->probability, json->find("erlang_b")->find("C")->number(), 1e-9);
  const Json& mmc = *json->find("mmc");
  const auto queue = erlang_c(8.0 / 3, 4);
  EXPECT_NEAR(queue->probability, mmc.find("Pw")->number(), 1e-9);
  EXPECT_NEAR(queue->mean_queue, mmc.find("Lq")->number(), 1e-9);
  EXPECT_NEAR(queue->mean_wait / 3, mmc.find("Wq")->number(), 1e-9);
  std::printf("%d shared figures\n", figures + 6);
}

TEST(Queue, LargeLoadsAndEdges) {
  const auto busy = erlang_c(10000, 10100);
  ASSERT_TRUE(busy.ok());
  EXPECT_GT(busy->probability, 0);
  EXPECT_LT(busy->probability, 1);
  EXPECT_EQ(erlang_c(10, 10).refusals().front().code, "service_level.unstable");
  EXPECT_EQ(erlang_b(NAN, 10).refusals().front().code, "service_level.load_invalid");
  EXPECT_EQ(erlang_b(-1, 10).refusals().front().code, "service_level.load_invalid");
  EXPECT_EQ(erlang_b(10, -1).refusals().front().code, "service_level.load_invalid");
  EXPECT_EQ(agents_for(10, 1, 1).refusals().front().code, "service_level.load_invalid");
  EXPECT_EQ(*erlang_b(3, 0), 1);
}

}  // namespace
}  // namespace tc::engine::service_level
