#pragma once

#include <map>
#include <utility>

#include "kernel/kernel.h"
#include "project/office_calendar.h"

/// Hours asked of people and hours they have, week by week.
namespace tc::functions::resource {

inline constexpr std::int64_t k_week_days = 7;

struct Cell {
  double demand = 0;
  double capacity = 0;
};
/// By person and Monday.
using Grid = std::map<std::pair<Id, std::int64_t>, Cell>;

[[nodiscard]] std::int64_t monday_of(std::int64_t day);

/// The hours that a full week has, and the part of it that each person is there: the last step that
/// has begun, else all of it.
class Availability {
 public:
  explicit Availability(const kernel::ReportInput& input);
  /// Of the office.
  [[nodiscard]] double week_hours(std::int64_t monday) const;
  [[nodiscard]] double hours(Id person, std::int64_t monday) const;
  /// Of somebody wholly there, on the days of [from, until] that lie in the week.
  [[nodiscard]] double hours_within(std::int64_t monday, std::int64_t from,
                                    std::int64_t until) const;

 private:
  project::OfficeDays days_;
  std::map<Id, std::map<std::int64_t, double>> steps_;
};

/// Whoever has bookings or leave in the coming weeks.
[[nodiscard]] Grid load_of(const kernel::ReportInput& input, const Availability& available,
                           std::int64_t weeks);

}  // namespace tc::functions::resource
