#include "engine/schedule/day_table.h"

#include <algorithm>

namespace tc::engine::schedule {
namespace {

/// How many times shorter than the mean the shortest working day may be: no bucket is longer than
/// that one, and the table as much larger.
constexpr std::int32_t k_spread_max = 16;

}  // namespace

DayTable::DayTable(const plan::WorkingTime& exact) {
  if (!build_rows(exact)) {
    rows_.clear();
    return;
  }
  build_entries();
  origin_ = static_cast<std::uint32_t>(start_of(exact.horizon().first));
  day_count_ = static_cast<std::uint32_t>(rows_.size());
}

bool DayTable::build_rows(const plan::WorkingTime& exact) {
  const plan::Horizon horizon = exact.horizon();
  rows_.reserve(static_cast<std::size_t>(horizon.last - horizon.first + 1));
  std::int32_t work = exact.position(start_of(horizon.first));
  first_work_ = static_cast<std::uint32_t>(work);
  PlanTime last_finish = exact.finish_at(work);
  for (Day day = horizon.first; day <= horizon.last; ++day) {
    const plan::Shifts shifts = exact.shifts_on(day);
    if (shifts.size() > 2) return false;
    DayRow row;
    row.last_finish = last_finish;
    row.first = row.second = {k_tenths_per_day, 0};
    const std::int32_t before = work;
    for (const plan::Shift& shift : shifts) work += shift.end_tenths - shift.start_tenths;
    if (!shifts.empty()) {
      const auto part = [](std::int32_t start, std::int32_t end) {
        return Part{static_cast<std::uint16_t>(start), static_cast<std::uint16_t>(end)};
      };
      row.first = part(shifts[0].start_tenths, shifts[0].end_tenths);
      row.second = shifts.size() == 2 ? part(shifts[1].start_tenths, shifts[1].end_tenths)
                                      : part(row.first.end, row.first.end);
      row.turn = row.first.end + row.second.start;
      last_finish = start_of(day) + row.second.end;
    }
    row.work = before - row.first.cut(0) - row.second.cut(0);
    row.work_after = work;
    rows_.push_back(row);
  }
  PlanTime next_start = exact.start_at(work);
  auto next = static_cast<std::uint32_t>(rows_.size());
  for (auto row = next; row-- > 0;) {
    rows_[row].next_start = next_start;
    rows_[row].next = next;
    if (rows_[row].first.end == 0) continue;
    next_start = start_of(horizon.first + static_cast<Day>(row)) + rows_[row].first.start;
    next = row;
  }
  return true;
}

/// No bucket is longer than a working day: what it holds lies in one day or in the next one. Only
/// whole buckets count, so there always is a next one.
void DayTable::build_entries() {
  std::int32_t before = static_cast<std::int32_t>(first_work_);
  const std::int32_t total = rows_.back().work_after - before;
  std::int32_t shortest = INT32_MAX;
  std::int32_t working_days = 0;
  for (const DayRow& row : rows_) {
    if (row.work_after > before) shortest = std::min(shortest, row.work_after - before);
    working_days += row.work_after > before ? 1 : 0;
    before = row.work_after;
  }
  if (working_days == 0 || shortest < total / working_days / k_spread_max) return;
  while ((2 << shift_) <= shortest) ++shift_;
  bucket_count_ = static_cast<std::uint32_t>(total) >> shift_;
  entries_.reserve(bucket_count_);
  std::uint32_t row = 0;
  for (std::uint32_t bucket = 0; bucket < bucket_count_; ++bucket) {
    const auto work = static_cast<std::int32_t>((bucket << shift_) + first_work_);
    while (rows_[row].work_after <= work) ++row;
    entries_.push_back(row);
  }
}

WorkInstant DayTable::outside(const plan::WorkingTime& exact, PlanTime time) {
  const std::int32_t position = exact.position(time);
  return {position, exact.start_at(position), exact.finish_at(position)};
}

}  // namespace tc::engine::schedule
