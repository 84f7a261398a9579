#include "base/civil.h"

#include <array>
#include <cstdio>

namespace tc {
namespace {

// Days and dates by the era method of Howard Hinnant ("chrono-Compatible Low-Level Date
// Algorithms"): exact for all int32 days, no tables.
constexpr std::int32_t k_days_per_era = 146097;
constexpr std::int32_t k_days_to_epoch = 719468;

bool read_digits(std::string_view& text, int count, int& value) {
  if (text.size() < static_cast<std::size_t>(count)) return false;
  value = 0;
  for (int i = 0; i < count; ++i) {
    const char c = text[static_cast<std::size_t>(i)];
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(static_cast<std::size_t>(count));
  return true;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Day> read_day(std::string_view& text) {
  Civil civil;
  if (!read_digits(text, 4, civil.year) || !take(text, '-') || !read_digits(text, 2, civil.month) ||
      !take(text, '-') || !read_digits(text, 2, civil.day)) {
    return std::nullopt;
  }
  if (civil.month < 1 || civil.month > 12 || civil.day < 1) return std::nullopt;
  const Day day = day_from_civil(civil);
  const Civil back = civil_from_day(day);
  if (back.month != civil.month || back.day != civil.day) return std::nullopt;
  return day;
}

struct ClockTime {
  int hour = 0, minute = 0, second = 0, millisecond = 0;
};

std::optional<ClockTime> read_clock(std::string_view& text) {
  ClockTime clock;
  if (!read_digits(text, 2, clock.hour) || !take(text, ':') ||
      !read_digits(text, 2, clock.minute)) {
    return std::nullopt;
  }
  if (take(text, ':') && !read_digits(text, 2, clock.second)) return std::nullopt;
  if (take(text, '.')) {
    int scale = 100;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
      clock.millisecond += (text.front() - '0') * scale;
      scale /= 10;
      text.remove_prefix(1);
    }
  }
  const bool midnight = clock.hour == 24 && clock.minute == 0 && clock.second == 0;
  if ((clock.hour > 23 && !midnight) || clock.minute > 59 || clock.second > 59) return std::nullopt;
  return clock;
}

}  // namespace

Day day_from_civil(Civil civil) {
  const int year = civil.year - (civil.month <= 2 ? 1 : 0);
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year =
      (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * k_days_per_era + day_of_era - k_days_to_epoch;
}

Civil civil_from_day(Day day) {
  const std::int64_t shifted = std::int64_t{day} + k_days_to_epoch;
  const std::int64_t era =
      (shifted >= 0 ? shifted : shifted - (k_days_per_era - 1)) / k_days_per_era;
  const int day_of_era = static_cast<int>(shifted - era * k_days_per_era);
  const int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted_month = (5 * day_of_year + 2) / 153;
  Civil civil;
  civil.day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  civil.month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  civil.year = static_cast<int>(year_of_era + era * 400) + (civil.month <= 2 ? 1 : 0);
  return civil;
}

std::string format_day(Day day) {
  if (day == k_no_day) return {};
  const Civil civil = civil_from_day(day);
  std::array<char, 32> buffer{};
  const int size = std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d", civil.year,
                                 civil.month, civil.day);
  return {buffer.data(), static_cast<std::size_t>(size)};
}

std::string format_plan_time(PlanTime time) {
  if (time == k_no_time) return {};
  std::string text = format_day(day_of(time));
  const int tenths = tenths_in_day(time);
  const int seconds = tenths % 10 * 6;
  std::array<char, 16> buffer{};
  const int size = seconds == 0 ? std::snprintf(buffer.data(), buffer.size(), "T%02d:%02d",
                                                tenths / 600, tenths / 10 % 60)
                                : std::snprintf(buffer.data(), buffer.size(), "T%02d:%02d:%02d",
                                                tenths / 600, tenths / 10 % 60, seconds);
  return text.append(buffer.data(), static_cast<std::size_t>(size));
}

std::string format_moment(Moment moment) {
  const std::int64_t day_ms = 86'400'000;
  std::int64_t day = moment / day_ms;
  std::int64_t rest = moment % day_ms;
  if (rest < 0) rest += day_ms, --day;
  std::array<char, 24> buffer{};
  const int size =
      std::snprintf(buffer.data(), buffer.size(), "T%02d:%02d:%02d.%03dZ",
                    static_cast<int>(rest / 3'600'000), static_cast<int>(rest / 60'000 % 60),
                    static_cast<int>(rest / 1000 % 60), static_cast<int>(rest % 1000));
  return format_day(static_cast<Day>(day)).append(buffer.data(), static_cast<std::size_t>(size));
}

std::optional<Day> parse_day(std::string_view text) {
  const std::optional<Day> day = read_day(text);
  return day && text.empty() ? day : std::nullopt;
}

std::optional<PlanTime> parse_plan_time(std::string_view text) {
  const std::optional<Day> day = read_day(text);
  if (!day || *day < 0 || *day > k_day_max) return std::nullopt;
  if (text.empty()) return start_of(*day);
  if (!take(text, 'T') && !take(text, ' ')) return std::nullopt;
  const std::optional<ClockTime> clock = read_clock(text);
  if (!clock || !text.empty()) return std::nullopt;
  return start_of(*day) + clock->hour * 600 + clock->minute * 10 + (clock->second + 3) / 6;
}

std::optional<Moment> parse_moment(std::string_view text) {
  const std::optional<Day> day = read_day(text);
  if (!day || !take(text, 'T')) return std::nullopt;
  const std::optional<ClockTime> clock = read_clock(text);
  if (!clock || !take(text, 'Z') || !text.empty()) return std::nullopt;
  return (std::int64_t{*day} * 86400 + clock->hour * 3600 + clock->minute * 60 + clock->second) *
             1000 +
         clock->millisecond;
}

}  // namespace tc
