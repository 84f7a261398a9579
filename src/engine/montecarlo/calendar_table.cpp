#include "engine/montecarlo/calendar_table.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "engine/montecarlo/philox.h"

namespace tc::engine::montecarlo {
namespace {

constexpr std::int64_t k_buckets_max = 1 << 26;

std::size_t row_of(std::int32_t index) { return static_cast<std::size_t>(index); }

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

CalendarTable empty_table(std::int32_t bucket, Day first, Day last) {
  CalendarTable table;
  table.bucket = bucket;
  // For x < 2^31 this multiplier gives x / bucket exactly (Granlund and Montgomery, 1994).
  table.shift = std::bit_width(static_cast<std::uint32_t>(bucket) - 1) - 1;
  const std::uint64_t power = std::uint64_t{1} << (32 + table.shift);
  table.magic = static_cast<std::uint32_t>((power + static_cast<std::uint32_t>(bucket) - 1) /
                                           static_cast<std::uint32_t>(bucket));
  table.origin = start_of(first);
  table.buckets = (last - first + 1) * (k_tenths_per_day / bucket);
  return table;
}

/// One realisation: appends to `work` and gives the instants of the working buckets.
std::vector<std::int32_t> fill(const Calendar& calendar, const CalendarTable& table,
                               std::uint64_t seed, std::uint32_t realisation,
                               std::vector<std::int32_t>& work) {
  const std::int32_t per_day = k_tenths_per_day / table.bucket;
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
        std::fill(works.begin() + shift.start_tenths / table.bucket,
                  works.begin() + shift.end_tenths / table.bucket, std::uint8_t{1});
      }
    }
    for (std::int32_t at = 0; at < per_day; ++at) {
      const auto before = static_cast<std::int32_t>(place.size()) * table.bucket;
      work.push_back(2 * before + works[row_of(at)]);
      if (works[row_of(at)] != 0) place.push_back(start_of(day) + at * table.bucket);
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
    CalendarTable table = empty_table(bucket_of(calendar.working_time, first, last), first, last);
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
      row.resize(longest, start_of(last + 1) - table.bucket);
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
  const std::int32_t last = table.buckets * table.bucket - 1;
  const std::int32_t from_origin = std::clamp(instant - table.origin, 0, last);
  const std::int32_t entry = table.work[from_origin / table.bucket];
  return (entry >> 1) + ((entry & 1) != 0 ? from_origin % table.bucket : 0);
}

}  // namespace tc::engine::montecarlo
