#pragma once

#include <vector>

#include "base/result.h"
#include "engine/montecarlo/kernel.h"
#include "engine/montecarlo/network.h"

namespace tc::engine::montecarlo {

/// Realisations of the weather; each iteration meets one of them, the same for all activities.
inline constexpr int k_weather_realisations = 64;

/// Owns the arrays behind kernel tables.
struct CalendarTables {
  std::vector<CalendarTable> tables;
  std::vector<std::vector<std::int32_t>> storage;
};

/// Cuts the calendars into buckets that work entirely or not at all, from `first` to `last`; entry
/// 0 is around the clock, entry i + 1 calendar i. Refuses `simulation.calendar_too_fine` where
/// that needs more than 2^26 buckets.
[[nodiscard]] Result<CalendarTables> make_calendar_tables(const std::vector<Calendar>& calendars,
                                                          Day first, Day last, std::uint64_t seed);

/// Working ticks before an instant, as the kernel computes it; not of calendars with weather.
[[nodiscard]] std::int32_t position_in(const CalendarTable& table, PlanTime instant);

}  // namespace tc::engine::montecarlo
