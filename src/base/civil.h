#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tc {

/// A day: count of days since 1970-01-01 (proleptic Gregorian).
using Day = std::int32_t;
/// A wall-clock instant of a plan: tenths of a minute since 1970-01-01 00:00 local time.
using PlanTime = std::int32_t;
/// A moment: milliseconds since 1970-01-01 00:00 UTC.
using Moment = std::int64_t;

inline constexpr std::int32_t k_tenths_per_minute = 10;
inline constexpr std::int32_t k_tenths_per_hour = 600;
inline constexpr std::int32_t k_tenths_per_day = 14400;
inline constexpr PlanTime k_no_time = INT32_MIN;
inline constexpr Day k_no_day = INT32_MIN;
/// Plan dates are allowed from 1970-01-01 to the end of 2149 (`plan.date_out_of_range`).
inline constexpr Day k_day_max = 65743;

struct Civil {
  int year = 1970;
  int month = 1;  ///< 1…12
  int day = 1;    ///< 1…31
};

[[nodiscard]] Day day_from_civil(Civil civil);
[[nodiscard]] Civil civil_from_day(Day day);
/// 0 = Sunday … 6 = Saturday.
[[nodiscard]] constexpr int weekday(Day day) {
  return day >= -4 ? (day + 4) % 7 : (day + 5) % 7 + 6;
}
[[nodiscard]] constexpr Day day_of(PlanTime time) {
  return time / k_tenths_per_day - (time % k_tenths_per_day < 0 ? 1 : 0);
}
[[nodiscard]] constexpr PlanTime start_of(Day day) { return day * k_tenths_per_day; }
[[nodiscard]] constexpr std::int32_t tenths_in_day(PlanTime time) {
  return time - start_of(day_of(time));
}

/// `YYYY-MM-DD`.
[[nodiscard]] std::string format_day(Day day);
/// `YYYY-MM-DDThh:mm`, `:ss` only where not zero; empty for k_no_time.
[[nodiscard]] std::string format_plan_time(PlanTime time);
/// `YYYY-MM-DDThh:mm:ss.mmmZ`.
[[nodiscard]] std::string format_moment(Moment moment);

/// Strict: exactly `YYYY-MM-DD`, a date that exists.
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);
/// `YYYY-MM-DD`, then optional `T` or blank and `hh:mm`, optional `:ss` (24:00 is the next day),
/// optional fraction (ignored), optional `Z` refused. Out of 1970…2149 gives nothing.
[[nodiscard]] std::optional<PlanTime> parse_plan_time(std::string_view text);
/// `YYYY-MM-DDThh:mm[:ss[.mmm]]Z`.
[[nodiscard]] std::optional<Moment> parse_moment(std::string_view text);

}  // namespace tc
