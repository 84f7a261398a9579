#pragma once

#include <map>
#include <utility>

#include "kernel/kernel.h"

/// Hours asked of people and hours they have, week by week.
namespace tc::functions::resource {

inline constexpr std::int64_t k_week_days = 7;
inline constexpr double k_hours_per_week = 40;
inline constexpr double k_hours_per_day = 8;

struct Cell {
  double demand = 0;
  double capacity = k_hours_per_week;
};
/// By person and Monday.
using Grid = std::map<std::pair<Id, std::int64_t>, Cell>;

[[nodiscard]] std::int64_t monday_of(std::int64_t day);
/// Working days (Monday to Friday) of [from, until] within the week that begins on `monday`.
[[nodiscard]] std::int64_t days_in_week(std::int64_t monday, std::int64_t from, std::int64_t until);
/// Working days of [from, until], ten years at most.
[[nodiscard]] std::int64_t working_days(std::int64_t from, std::int64_t until);

/// The part of a full week that each person has: the last step that has begun, else all of it.
class Availability {
 public:
  explicit Availability(const kernel::ReportInput& input);
  [[nodiscard]] double hours(Id person, std::int64_t monday) const;

 private:
  std::map<Id, std::map<std::int64_t, double>> steps_;
};

/// Whoever has bookings or leave in the coming weeks.
[[nodiscard]] Grid load_of(const kernel::ReportInput& input, std::int64_t weeks);

}  // namespace tc::functions::resource
