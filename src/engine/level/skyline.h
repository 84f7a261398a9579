#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/civil.h"

namespace tc::engine::level {

/// How much of one resource is used over time, as steps: cheap for long horizons, where a table
/// with one entry per period would not be.
class Skyline {
 public:
  explicit Skyline(std::int64_t capacity = 0) : capacity_(capacity) {}

  /// The end of the first stretch inside [from, to) that leaves less than `units`; k_no_time where
  /// they fit throughout. O(log steps + steps inside).
  [[nodiscard]] PlanTime conflict_end(PlanTime from, PlanTime to, std::int64_t units) const {
    const std::int64_t room = capacity_ - units;
    for (auto step = at(from); step->time < to; ++step) {
      if (step->used > room) return (step + 1)->time;
    }
    return k_no_time;
  }
  /// The first moment from `from` on at which `units` fit; they must not exceed the capacity.
  [[nodiscard]] PlanTime room_begin(PlanTime from, std::int64_t units) const {
    auto step = at(from);
    if (step->used <= capacity_ - units) return from;
    while (step->used > capacity_ - units) ++step;
    return step->time;
  }
  /// The first moment inside [from, to) at which `units` do not fit; `to` where they always do.
  [[nodiscard]] PlanTime room_end(PlanTime from, PlanTime to, std::int64_t units) const {
    for (auto step = at(from); step->time < to; ++step) {
      if (step->used > capacity_ - units) return std::max(step->time, from);
    }
    return to;
  }
  /// O(steps) where steps are inserted, else as above.
  void add(PlanTime from, PlanTime to, std::int64_t units) {
    const std::size_t first = split(from);
    const std::size_t last = split(to);
    for (std::size_t row = first; row < last; ++row) steps_[row].used += units;
    merge(last);
    merge(first);
  }
  [[nodiscard]] std::int64_t capacity() const { return capacity_; }

 private:
  struct Step {
    PlanTime time = 0;
    std::int64_t used = 0;  ///< From `time` to the next step.
  };
  [[nodiscard]] std::vector<Step>::const_iterator at(PlanTime time) const {
    return std::upper_bound(steps_.begin(), steps_.end(), time,
                            [](PlanTime left, const Step& right) { return left < right.time; }) -
           1;
  }
  std::size_t split(PlanTime time) {
    const auto step = at(time);
    const auto row = static_cast<std::size_t>(step - steps_.begin());
    if (step->time == time) return row;
    steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(row) + 1, Step{time, step->used});
    return row + 1;
  }
  void merge(std::size_t row) {
    if (row > 0 && row < steps_.size() && steps_[row].used == steps_[row - 1].used)
      steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(row));
  }

  std::int64_t capacity_;
  /// Ascending; the first lies before and the last after every date.
  std::vector<Step> steps_{{k_no_time, 0}, {INT32_MAX, 0}};
};

}  // namespace tc::engine::level
