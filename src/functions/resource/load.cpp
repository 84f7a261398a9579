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

Availability::Availability(const ReportInput& input) : days_(input.reader) {
  for (const Row& row : project::report_rows(input, "availability_step"))
    steps_[row.integer("person")][row.integer("from_day")] =
        static_cast<double>(row.integer("share")) / k_load_whole;
}

double Availability::week_hours(std::int64_t monday) const {
  return hours_within(monday, monday, monday + k_week_days - 1);
}

double Availability::hours_within(std::int64_t monday, std::int64_t from,
                                  std::int64_t until) const {
  const std::int64_t sunday = monday + k_week_days - 1;
  return project::k_hours_per_day *
         static_cast<double>(days_.count(std::max(from, monday), std::min(until, sunday)));
}

double Availability::hours(Id person, std::int64_t monday) const {
  const double whole = week_hours(monday);
  const auto steps = steps_.find(person);
  if (steps == steps_.end()) return whole;
  const auto after = steps->second.upper_bound(monday);
  return after == steps->second.begin() ? whole : std::prev(after)->second * whole;
}

Grid load_of(const ReportInput& input, const Availability& available, std::int64_t weeks) {
  Grid grid;
  const std::int64_t first = monday_of(input.reader.today());
  const auto each_week = [&](const Row& row, const auto& add) {
    for (std::int64_t monday = std::max(first, monday_of(row.integer("from_day")));
         monday <= row.integer("until_day") && monday < first + weeks * k_week_days;
         monday += k_week_days) {
      const auto [at, fresh] = grid.try_emplace({row.integer("person"), monday});
      if (fresh) at->second.capacity = available.hours(row.integer("person"), monday);
      add(at->second,
          available.hours_within(monday, row.integer("from_day"), row.integer("until_day")));
    }
  };
  for (const Row& row : project::report_rows(input, "booking")) {
    if (row.state == "released") continue;
    each_week(row, [&](Cell& cell, double hours) {
      cell.demand += hours * static_cast<double>(row.integer("share")) / k_load_whole;
    });
  }
  for (const Row& row : project::report_rows(input, "leave"))
    each_week(row, [&](Cell& cell, double hours) { cell.capacity -= hours; });
  return grid;
}

}  // namespace tc::functions::resource
