#pragma once

#include <optional>
#include <string>
#include <vector>

#include "project/plan_book.h"

/// Line of balance (流水施工、线平衡): work that repeats from unit to unit, floor after floor.
namespace tc::functions::time {

/// Fewer units are no repetition.
inline constexpr std::size_t k_units_min = 3;

/// One kind of work over all units: activities of one name below different summaries.
struct Trade {
  std::string name;
  std::vector<plan::Index> units;  ///< In the order of their finishes.
  PlanTime start = k_no_time;      ///< Of the first unit.
  PlanTime finish = k_no_time;     ///< Of the last.
  /// Units per week, from the first finish to the last; nothing where all finish at once.
  std::optional<double> rate;
  std::int64_t due =
      0;  ///< Units that should be done by the status date: by baseline 0, else plan.
  std::int64_t done = 0;  ///< Units that are.
  /// The least wait of a unit between the trade before and this one, in days of the clock.
  std::optional<double> buffer_days;
};

/// The trades of a plan in the order in which they begin. O(n log n).
[[nodiscard]] std::vector<Trade> trades_of(const project::LoadedPlan& loaded, PlanTime status);

}  // namespace tc::functions::time
