#pragma once

#include <cstdint>
#include <vector>

#include "plan/working_time.h"

namespace tc::engine::schedule {

/// An instant as its calendar sees it.
struct WorkInstant {
  std::int32_t position = 0;  ///< Working tenths before it.
  PlanTime start = 0;         ///< The latest instant with this position.
  PlanTime finish = 0;        ///< The earliest one.
};

/// A compiled calendar once more, for the inner loops: everything about a day stands in one row, so
/// that a conversion touches a row, or an entry and a row, and has no loop, whatever the hour. Same
/// answers as plan::WorkingTime, which is asked where the table does not reach: in calendars that
/// have days of more than two shifts or single very short ones, and before and after the horizon.
class DayTable {
 public:
  explicit DayTable(const plan::WorkingTime& exact);

  [[nodiscard, gnu::always_inline]] WorkInstant at(const plan::WorkingTime& exact,
                                                   PlanTime time) const {
    constexpr auto k_day = static_cast<std::uint32_t>(k_tenths_per_day);
    const std::uint32_t since = static_cast<std::uint32_t>(time) - origin_;
    const std::uint32_t row = since / k_day;
    if (row >= day_count_) [[unlikely]]
      return outside(exact, time);
    const DayRow& day = rows_.data()[row];
    const auto tenths = static_cast<std::int32_t>(since - row * k_day);
    const PlanTime midnight = time - tenths;
    const std::int32_t first = day.first.cut(tenths);
    const std::int32_t second = day.second.cut(tenths);
    WorkInstant result;
    result.position = day.work + first + second;
    result.start =
        tenths < day.second.end ? midnight + larger(tenths, day.second.start) : day.next_start;
    result.start =
        tenths < day.first.end ? midnight + larger(tenths, day.first.start) : result.start;
    result.finish = tenths > day.first.start ? midnight + first : day.last_finish;
    result.finish = tenths > day.second.start ? midnight + second : result.finish;
    return result;
  }
  /// The latest instant with this position.
  [[nodiscard, gnu::always_inline]] PlanTime start_at(const plan::WorkingTime& exact,
                                                      std::int32_t position) const {
    const std::uint32_t bucket = (static_cast<std::uint32_t>(position) - first_work_) >> shift_;
    if (bucket >= bucket_count_) [[unlikely]]
      return exact.start_at(position);
    const std::uint32_t entry = entries_.data()[bucket];
    const DayRow& entered = rows_.data()[entry];
    const std::uint32_t row = entered.work_after <= position ? entered.next : entry;
    const DayRow& day = rows_.data()[row];
    const std::int32_t left = position - day.work;
    return midnight_of(row) + left - (left < day.turn ? day.second.start : day.first.end);
  }
  /// The earliest instant with this position.
  [[nodiscard, gnu::always_inline]] PlanTime finish_at(const plan::WorkingTime& exact,
                                                       std::int32_t position) const {
    const std::uint32_t bucket =
        (static_cast<std::uint32_t>(position) - 1U - first_work_) >> shift_;
    if (bucket >= bucket_count_) [[unlikely]]
      return exact.finish_at(position);
    const std::uint32_t entry = entries_.data()[bucket];
    const DayRow& entered = rows_.data()[entry];
    const std::uint32_t row = entered.work_after < position ? entered.next : entry;
    const DayRow& day = rows_.data()[row];
    const std::int32_t left = position - day.work;
    return midnight_of(row) + left - (left <= day.turn ? day.second.start : day.first.end);
  }

 private:
  /// A shift; of a day without work `start` lies after the day and `end` before it.
  struct Part {
    std::uint16_t start = 0;
    std::uint16_t end = 0;

    [[nodiscard]] std::int32_t cut(std::int32_t tenths) const {
      const std::int32_t late = larger(tenths, start);
      return late < end ? late : end;
    }
  };
  struct DayRow {
    std::int32_t work = 0;        ///< Position at midnight less what `cut` gives there.
    std::int32_t work_after = 0;  ///< Position at the next midnight.
    std::int32_t turn = 0;        ///< Position less `work` where the second shift begins.
    PlanTime next_start = 0;      ///< Of the next working day.
    PlanTime last_finish = 0;     ///< Of the working day before.
    Part first;
    Part second;
    std::uint32_t next = 0;  ///< Row of the next working day.
  };

  [[nodiscard]] static std::int32_t larger(std::int32_t a, std::int32_t b) { return a > b ? a : b; }
  [[nodiscard]] PlanTime midnight_of(std::uint32_t row) const {
    return static_cast<PlanTime>(origin_ + row * static_cast<std::uint32_t>(k_tenths_per_day));
  }
  [[nodiscard]] static WorkInstant outside(const plan::WorkingTime& exact, PlanTime time);
  [[nodiscard]] bool build_rows(const plan::WorkingTime& exact);
  void build_entries();

  std::uint32_t origin_ = 0;  ///< First midnight of the table.
  std::uint32_t day_count_ = 0;
  std::uint32_t first_work_ = 0;  ///< Position at `origin_`.
  std::uint32_t shift_ = 0;
  std::uint32_t bucket_count_ = 0;
  std::vector<DayRow> rows_;
  std::vector<std::uint32_t> entries_;  ///< Bucket of 2^shift work → working day where it starts.
};

/// A calendar with its table.
struct QuickCalendar {
  const plan::WorkingTime& exact;
  const DayTable& table;

  [[nodiscard, gnu::always_inline]] WorkInstant at(PlanTime time) const {
    return table.at(exact, time);
  }
  [[nodiscard, gnu::always_inline]] std::int32_t position(PlanTime time) const {
    return at(time).position;
  }
  [[nodiscard, gnu::always_inline]] PlanTime start_at(std::int32_t position) const {
    return table.start_at(exact, position);
  }
  [[nodiscard, gnu::always_inline]] PlanTime finish_at(std::int32_t position) const {
    return table.finish_at(exact, position);
  }
};

}  // namespace tc::engine::schedule
