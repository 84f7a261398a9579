#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/schedule/day_table.h"
#include "plan/working_time.h"

namespace tc::engine::schedule {

using CalendarIndex = std::uint16_t;

/// The compiled calendars of a plan, each different one once. Calendars are compiled when first
/// asked for, so one that nothing uses cannot stop a computation.
class CalendarSet {
 public:
  /// Index of the 24-hour calendar.
  static constexpr CalendarIndex k_around_the_clock = 0;

  CalendarSet();
  /// The calendar of the plan; plan::k_none gives Monday to Friday, 08:00–12:00 and 13:00–17:00.
  /// Refuses what plan::compile_calendar refuses, and `plan.too_many_calendars`.
  [[nodiscard]] Result<CalendarIndex> add(const plan::Plan& plan, plan::Index calendar,
                                          const plan::Horizon& horizon);
  /// Refuses what plan::intersect refuses, and `plan.too_many_calendars`.
  [[nodiscard]] Result<CalendarIndex> add_intersection(CalendarIndex a, CalendarIndex b,
                                                       const std::string& name);
  [[nodiscard]] const plan::WorkingTime& operator[](CalendarIndex index) const {
    return calendars_[index];
  }
  [[nodiscard]] const plan::WorkingTime* data() const { return calendars_.data(); }
  [[nodiscard]] const DayTable* tables() const { return tables_.data(); }
  [[nodiscard]] std::size_t size() const { return calendars_.size(); }

 private:
  [[nodiscard]] Result<CalendarIndex> intern(plan::WorkingTime calendar);

  std::vector<plan::WorkingTime> calendars_;
  std::vector<DayTable> tables_;                             ///< Of each calendar.
  std::vector<std::optional<CalendarIndex>> by_plan_index_;  ///< First plan::k_none, then all.
  std::map<std::pair<CalendarIndex, CalendarIndex>, CalendarIndex> intersections_;
};

}  // namespace tc::engine::schedule
