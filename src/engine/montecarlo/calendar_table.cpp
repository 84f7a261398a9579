#include "engine/montecarlo/calendar_table.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <optional>

#include "base/row.h"
#include "engine/montecarlo/philox.h"

namespace tc::engine::montecarlo {
namespace {

constexpr std::int64_t k_buckets_max = 1 << 26;

bool has_weather(const Calendar& calendar) {
  return std::ranges::any_of(calendar.lost_day, [](double part) { return part > 0; });
}

/// The longest length that divides all borders of shifts.
std::int32_t bucket_of(const plan::WorkingTime& working_time, Day first, Day last) {
  std::int32_t bucket = k_tenths_per_day;
  for (Day day = first; day <= last; ++day) {
    for (const plan::Shift& shift : working_time.shifts_on(day)) {
      bucket = std::gcd(bucket, std::gcd(shift.start_tenths, shift.end_tenths));
    }
  }
  return bucket;
}

/// The shifts of every working day where all are alike and simple.
std::optional<plan::Shifts> common_shifts(const plan::WorkingTime& working_time, Day first,
                                          Day last) {
  plan::Shifts common;
  for (Day day = first; day <= last; ++day) {
    const plan::Shifts shifts = working_time.shifts_on(day);
    if (shifts.empty()) continue;
    if (common.empty()) common = shifts;
    if (shifts != common) return std::nullopt;
  }
  if (common.empty() || common.size() > 2) return std::nullopt;
  return common;
}

Divisor divisor_of(std::int32_t value) {
  // For x < 2^31 this multiplier gives x / value exactly (Granlund and Montgomery, 1994).
  Divisor divisor;
  divisor.value = value;
  divisor.shift = std::bit_width(static_cast<std::uint32_t>(value) - 1) - 1;
  const std::uint64_t power = std::uint64_t{1} << (32 + divisor.shift);
  divisor.magic = static_cast<std::uint32_t>((power + static_cast<std::uint32_t>(value) - 1) /
                                             static_cast<std::uint32_t>(value));
  return divisor;
}

/// Nothing where a bucket would be shorter than two ticks.
std::optional<CalendarTable> empty_table(const plan::WorkingTime& working_time, Day first,
                                         Day last) {
  std::int32_t bucket = k_tenths_per_day;
  std::optional<plan::Shifts> shifts = common_shifts(working_time, first, last);
  if (!shifts) {
    bucket = bucket_of(working_time, first, last);
    shifts = plan::Shifts{{0, bucket}};
  }
  const plan::Shift one = shifts->front();
  const plan::Shift two =
      shifts->size() == 2 ? shifts->back() : plan::Shift{one.end_tenths, one.end_tenths};
  const std::int32_t work = one.end_tenths - one.start_tenths + two.end_tenths - two.start_tenths;
  if (work < 2) return std::nullopt;
  CalendarTable table;
  table.bucket = divisor_of(bucket);
  table.work_each = divisor_of(work);
  table.first_start = one.start_tenths;
  table.first_end = one.end_tenths;
  table.second_start = two.start_tenths;
  table.second_end = two.end_tenths;
  table.origin = start_of(first);
  table.buckets = (last - first + 1) * (k_tenths_per_day / bucket);
  return table;
}

/// One realisation: appends to `work` and gives the instants of the working buckets.
std::vector<std::int32_t> fill(const Calendar& calendar, const CalendarTable& table,
                               std::uint64_t seed, std::uint32_t realisation,
                               std::vector<std::int32_t>& work) {
  const std::int32_t bucket = table.bucket.value;
  const std::int32_t per_day = k_tenths_per_day / bucket;
  const Day first = day_of(table.origin);
  std::vector<std::int32_t> place;
  for (std::int32_t index = 0; index * per_day < table.buckets; ++index) {
    const Day day = first + index;
    const auto month = static_cast<std::size_t>(civil_from_day(day).month - 1);
    const PhiloxWords words = philox({static_cast<std::uint32_t>(day), realisation, 0,
                                      static_cast<std::uint32_t>(Purpose::weather)},
                                     seed);
    const bool lost = static_cast<double>(words[0]) < calendar.lost_day[month] * 4294967296.0;
    std::vector<std::uint8_t> works(row_of(per_day), 0);
    if (!lost) {
      for (const plan::Shift& shift : calendar.working_time.shifts_on(day)) {
        std::fill(works.begin() + shift.start_tenths / bucket,
                  works.begin() + (shift.end_tenths + bucket - 1) / bucket, std::uint8_t{1});
      }
    }
    for (std::int32_t at = 0; at < per_day; ++at) {
      const auto before = static_cast<std::int32_t>(place.size()) * table.work_each.value;
      work.push_back(2 * before + works[row_of(at)]);
      if (works[row_of(at)] != 0) {
        place.push_back(start_of(day) + at * bucket + table.first_start);
      }
    }
  }
  return place;
}

}  // namespace

Result<CalendarTables> make_calendar_tables(const std::vector<Calendar>& calendars, Day first,
                                            Day last, std::uint64_t seed) {
  std::vector<Calendar> all = {{plan::WorkingTime::around_the_clock(), {}}};
  all.insert(all.end(), calendars.begin(), calendars.end());
  CalendarTables result;
  std::int64_t total = 0;
  for (const Calendar& calendar : all) {
    const std::optional<CalendarTable> empty = empty_table(calendar.working_time, first, last);
    if (!empty) return refuse(RefusalKind::rule, "simulation.calendar_too_fine");
    CalendarTable table = *empty;
    table.weather = has_weather(calendar);
    const int realisations = table.weather ? k_weather_realisations : 1;
    total += std::int64_t{table.buckets} * realisations;
    if (total > k_buckets_max) return refuse(RefusalKind::rule, "simulation.calendar_too_fine");
    std::vector<std::int32_t> work;
    std::vector<std::vector<std::int32_t>> places;
    std::size_t longest = 1;
    for (int realisation = 0; realisation < realisations; ++realisation) {
      places.push_back(fill(calendar, table, seed, static_cast<std::uint32_t>(realisation), work));
      longest = std::max(longest, places.back().size());
    }
    std::vector<std::int32_t> place;
    for (std::vector<std::int32_t>& row : places) {
      // Work beyond the last working bucket piles up at the end of the tables.
      row.resize(longest, start_of(last + 1) - table.bucket.value + table.first_start);
      place.insert(place.end(), row.begin(), row.end());
    }
    table.work_buckets = static_cast<std::int32_t>(longest);
    result.storage.push_back(std::move(work));
    table.work = result.storage.back().data();
    result.storage.push_back(std::move(place));
    table.place = result.storage.back().data();
    result.tables.push_back(table);
  }
  return result;
}

std::int32_t position_in(const CalendarTable& table, PlanTime instant) {
  const std::int32_t bucket = table.bucket.value;
  const std::int32_t from_origin =
      std::clamp(instant - table.origin, 0, table.buckets * bucket - 1);
  const std::int32_t entry = table.work[from_origin / bucket];
  if ((entry & 1) == 0) return entry >> 1;
  const std::int32_t inside = from_origin % bucket;
  return (entry >> 1) + std::clamp(inside, table.first_start, table.first_end) - table.first_start +
         std::clamp(inside, table.second_start, table.second_end) - table.second_start;
}

}  // namespace tc::engine::montecarlo
