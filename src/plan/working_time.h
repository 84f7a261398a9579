#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"
#include "base/result.h"
#include "plan/plan.h"

namespace tc::plan {

/// Times and work positions stay inside these bounds; results beyond are cut there, and the engine
/// refuses what lies outside 1970…2149 (`plan.date_out_of_range`).
inline constexpr PlanTime k_plan_time_max = start_of(k_day_max + 1) - 1;
inline constexpr PlanTime k_plan_time_min = -k_plan_time_max;

/// The days for which tables are wanted; days outside cost a division more, never a wrong answer.
struct Horizon {
  Day first = 0;
  Day last = 0;  ///< Inclusive.
};

/// One calendar compiled to tables: wall-clock time ↔ working time in O(1).
///
/// A *position* is the count of working tenths before an instant, counted from an arbitrary
/// origin of the calendar. All instants of a non-working gap have the same position: 17:00 and
/// 08:00 of the next morning are one position with two renderings, `finish_at` and `start_at`.
/// Immutable after compiling. Source: docs/method/schedule.md §2.
class WorkingTime {
 public:
  /// The shifts of one day each: what a table is built from. `days` covers `horizon`, before and
  /// after it the week repeats.
  struct Pattern {
    Horizon horizon;
    std::vector<Shifts> days;
    std::array<Shifts, 7> week;  ///< 0 = Sunday.
  };

  /// 24 hours on every day.
  [[nodiscard]] static WorkingTime around_the_clock();
  /// Builds the tables. The pattern must have working time. Nothing where its different days have
  /// more than 65,535 shifts together.
  [[nodiscard]] static std::optional<WorkingTime> from_pattern(const Pattern& pattern);

  /// Working tenths before `time`, which may be any value, k_no_time too. O(1).
  [[nodiscard]] std::int32_t position(PlanTime time) const {
    // Unsigned, so that what lies before the tables wraps around to far behind them.
    constexpr auto k_day = static_cast<std::uint32_t>(k_tenths_per_day);
    const std::uint32_t since =
        static_cast<std::uint32_t>(time) - static_cast<std::uint32_t>(first_day_) * k_day;
    const std::uint32_t row = since / k_day;
    if (row >= day_count_) [[unlikely]]
      return position_outside(time);
    const DayRow& entry = days_[row];
    return entry.work +
           work_in_day(entry.first, entry.count, static_cast<std::int32_t>(since - row * k_day));
  }
  /// The latest instant with this position: where the next work starts. O(1).
  [[nodiscard]] PlanTime start_at(std::int32_t position) const {
    const std::uint32_t bucket =
        static_cast<std::uint32_t>(position - first_work_) >> bucket_shift_;
    if (bucket >= bucket_count_) [[unlikely]]
      return outside(position, false);
    std::uint32_t row = buckets_[bucket];
    while (work_days_[row + 1].work <= position) ++row;
    return start_in_day(work_days_[row], position);
  }
  /// The earliest instant with this position: where the previous work finishes. O(1).
  [[nodiscard]] PlanTime finish_at(std::int32_t position) const {
    const std::uint32_t bucket =
        static_cast<std::uint32_t>(position - 1 - first_work_) >> bucket_shift_;
    if (bucket >= bucket_count_) [[unlikely]]
      return outside(position, true);
    std::uint32_t row = buckets_[bucket];
    while (work_days_[row + 1].work < position) ++row;
    return finish_in_day(work_days_[row], position);
  }

  /// `time` itself inside a shift, else the start of the next one.
  [[nodiscard]] PlanTime next_work_start(PlanTime time) const { return start_at(position(time)); }
  /// `time` itself inside a shift, else the end of the previous one.
  [[nodiscard]] PlanTime previous_work_finish(PlanTime time) const {
    return finish_at(position(time));
  }
  /// `tenths` of work after `time`, rendered as a finish; before it (negative) as a start; 0 gives
  /// `time` unchanged.
  [[nodiscard]] PlanTime add(PlanTime time, std::int64_t tenths) const;
  /// Working tenths from `from` to `to`, negative when `to` is earlier.
  [[nodiscard]] std::int32_t between(PlanTime from, PlanTime to) const {
    return position(to) - position(from);
  }
  [[nodiscard]] bool works_at(PlanTime time) const;
  /// The shifts of a day, also outside the tables.
  [[nodiscard]] Shifts shifts_on(Day day) const;
  [[nodiscard]] std::int32_t week_work() const { return week_work_; }
  [[nodiscard]] Horizon horizon() const;
  friend bool operator==(const WorkingTime&, const WorkingTime&) = default;

 private:
  struct DayRow {
    std::int32_t work = 0;  ///< Position at midnight.
    std::uint16_t first = 0;
    std::uint16_t count = 0;
    friend bool operator==(const DayRow&, const DayRow&) = default;
  };
  struct WorkDay {
    PlanTime midnight = 0;
    std::int32_t work = 0;
    std::uint16_t first = 0;
    std::uint16_t count = 0;
    friend bool operator==(const WorkDay&, const WorkDay&) = default;
  };

  [[nodiscard]] std::int32_t work_in_day(std::uint32_t first, std::uint32_t count,
                                         std::int32_t tenths) const {
    std::int32_t work = 0;
    for (const Shift* shift = shifts_.data() + first; count > 0; ++shift, --count) {
      if (tenths <= shift->start_tenths) break;
      work += (tenths < shift->end_tenths ? tenths : shift->end_tenths) - shift->start_tenths;
    }
    return work;
  }
  [[nodiscard]] PlanTime start_in_day(const WorkDay& day, std::int32_t position) const {
    std::int32_t left = position - day.work;
    const Shift* shift = shifts_.data() + day.first;
    while (left >= shift->end_tenths - shift->start_tenths) {
      left -= shift->end_tenths - shift->start_tenths;
      ++shift;
    }
    return day.midnight + shift->start_tenths + left;
  }
  [[nodiscard]] PlanTime finish_in_day(const WorkDay& day, std::int32_t position) const {
    std::int32_t left = position - day.work;
    const Shift* shift = shifts_.data() + day.first;
    while (left > shift->end_tenths - shift->start_tenths) {
      left -= shift->end_tenths - shift->start_tenths;
      ++shift;
    }
    return day.midnight + shift->start_tenths + left;
  }
  [[nodiscard]] std::int32_t position_outside(PlanTime time) const;
  [[nodiscard]] PlanTime outside(std::int32_t position, bool finish) const;
  [[nodiscard]] PlanTime inside(std::int32_t position, bool finish) const;
  [[nodiscard]] bool build_days(const Pattern& pattern);
  void build_buckets();

  Day first_day_ = 0;
  std::uint32_t day_count_ = 0;
  std::int32_t first_work_ = 0;  ///< Position at the start of the tables.
  std::int32_t last_work_ = 0;   ///< Position at their end.
  std::int32_t week_work_ = 0;
  std::uint32_t bucket_shift_ = 0;
  std::uint32_t bucket_count_ = 0;
  std::vector<DayRow> days_;
  std::vector<WorkDay> work_days_;      ///< Working days only, with one row beyond the end.
  std::vector<std::uint32_t> buckets_;  ///< Work / 2^shift → first row of work_days_ in it.
  std::vector<Shift> shifts_;           ///< The different day patterns, one after the other.
};

/// Compiles one calendar of the plan with everything it inherits. Own exceptions come before those
/// of the base, exceptions before work weeks, work weeks before the week. Refuses
/// `plan.calendar_no_working_time`, `plan.calendar_base_loop` and `plan.calendar_too_complex`
/// (argument: calendar).
/// O(days of the horizon and of the exceptions).
[[nodiscard]] Result<WorkingTime> compile_calendar(const Plan& plan, Index calendar,
                                                   const Horizon& horizon);

/// Works when both work (task ∩ resource). Refuses `plan.calendar_no_working_time` and
/// `plan.calendar_too_complex` (argument: `name`).
[[nodiscard]] Result<WorkingTime> intersect(const WorkingTime& a, const WorkingTime& b,
                                            const std::string& name);
/// Works when at least one works. Refuses `plan.calendar_too_complex` (argument: `name`).
[[nodiscard]] Result<WorkingTime> unite(const WorkingTime& a, const WorkingTime& b,
                                        const std::string& name);

}  // namespace tc::plan
