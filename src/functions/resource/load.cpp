#include "functions/resource/load.h"

#include <algorithm>

#include "project/report_tools.h"

namespace tc::functions::resource {

using namespace kernel;

namespace {

constexpr double k_load_whole = 10'000;

}  // namespace

std::int64_t monday_of(std::int64_t day) {
  return day - (weekday(static_cast<Day>(day)) + 6) % k_week_days;
}

std::int64_t days_in_week(std::int64_t monday, std::int64_t from, std::int64_t until) {
  const std::int64_t first = std::max(from, monday), last = std::min(until, monday + 4);
  return std::max<std::int64_t>(last - first + 1, 0);
}

std::int64_t working_days(std::int64_t from, std::int64_t until) {
  constexpr std::int64_t k_weeks_max = 522;
  std::int64_t count = 0;
  const std::int64_t first = monday_of(from);
  for (std::int64_t monday = first; monday <= until && monday < first + k_weeks_max * k_week_days;
       monday += k_week_days)
    count += days_in_week(monday, from, until);
  return count;
}

Availability::Availability(const ReportInput& input) {
  for (const Row& row : project::report_rows(input, "availability_step"))
    steps_[row.integer("person")][row.integer("from_day")] =
        static_cast<double>(row.integer("share")) / k_load_whole;
}

double Availability::hours(Id person, std::int64_t monday) const {
  const auto steps = steps_.find(person);
  if (steps == steps_.end()) return k_hours_per_week;
  const auto after = steps->second.upper_bound(monday);
  return after == steps->second.begin() ? k_hours_per_week
                                        : std::prev(after)->second * k_hours_per_week;
}

Grid load_of(const ReportInput& input, std::int64_t weeks) {
  Grid grid;
  const Availability available(input);
  const std::int64_t first = monday_of(input.reader.today());
  const auto each_week = [&](const Row& row, const auto& add) {
    for (std::int64_t monday = std::max(first, monday_of(row.integer("from_day")));
         monday <= row.integer("until_day") && monday < first + weeks * k_week_days;
         monday += k_week_days) {
      const auto [at, fresh] = grid.try_emplace({row.integer("person"), monday});
      if (fresh) at->second.capacity = available.hours(row.integer("person"), monday);
      add(at->second, days_in_week(monday, row.integer("from_day"), row.integer("until_day")));
    }
  };
  for (const Row& row : project::report_rows(input, "booking")) {
    if (row.state == "released") continue;
    each_week(row, [&](Cell& cell, std::int64_t days) {
      cell.demand += static_cast<double>(days) * k_hours_per_day *
                     static_cast<double>(row.integer("share")) / k_load_whole;
    });
  }
  for (const Row& row : project::report_rows(input, "leave"))
    each_week(row, [&](Cell& cell, std::int64_t days) {
      cell.capacity -= static_cast<double>(days) * k_hours_per_day;
    });
  return grid;
}

}  // namespace tc::functions::resource
