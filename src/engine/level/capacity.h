#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "engine/schedule/schedule.h"
#include "plan/plan.h"

namespace tc::engine::level {

inline constexpr std::int64_t k_weeks_max = 2'000;
inline constexpr std::int64_t k_capacity_rows_max = 4'000'000;

/// One resource in one week.
struct CapacityWeek {
  plan::Index resource = plan::k_none;
  Day monday = 0;
  std::int64_t capacity_minutes = 0;  ///< Units times the working time of its calendar.
  std::int64_t demand_minutes = 0;    ///< Units times the working time of its activities.
};

/// Capacity against demand of the work and equipment resources, for every week between the first
/// start and the last finish: what a heat map shows. Rounded to minutes per week. A resource
/// without a calendar works on that of the first project. Refuses what make_plan_model refuses and
/// `level.too_large` beyond k_weeks_max weeks or k_capacity_rows_max rows. O(resources · weeks +
/// demands · weeks each lasts).
[[nodiscard]] Result<std::vector<CapacityWeek>> capacity_by_week(
    const plan::Plan& plan, const schedule::Options& options = {});

}  // namespace tc::engine::level
