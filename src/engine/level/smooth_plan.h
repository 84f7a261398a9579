#pragma once

#include <cstdint>

#include "base/progress.h"
#include "base/result.h"
#include "engine/level/level_plan.h"

namespace tc::engine::level {

struct PlanSmoothOptions {
  std::optional<plan::Profile> profile = {};  ///< Whose rules decide; nothing: the plan's.
  PlanTime status_date = k_no_time;           ///< As in schedule::Options.
  std::vector<plan::Index> projects = {};     ///< Whose activities may move; empty: all.
  /// Descents from random places inside the floats, after the one from the early dates. Nothing:
  /// by the size of the plan.
  std::optional<std::int64_t> rounds_max = {};
  std::uint64_t seed = 1;
};

struct PlanSmoothed {
  Levelling levelling;  ///< Delays only; no finish moves.
  // Σ over resources and days of (person-days used)²: everything as early as logic lets it, and as
  // proposed.
  double squares_before = 0;
  double squares = 0;
};

/// Resource levelling with fixed duration (工期固定-资源均衡) of a plan: puts activities off inside
/// their floats so that the sum of squares of what each resource does per day becomes small;
/// capacities are not looked at, delays and interruptions of an earlier levelling are replaced.
/// Descent over single activities as in smooth.h, a working day at a time. What levelling may not
/// move stays, and so do activities with constraints or pieces and those inside summaries that
/// links lead to or from. Refuses what make_plan_model refuses.
/// O(rounds · sweeps · n · float · duration), floats and durations in days.
[[nodiscard]] Result<PlanSmoothed> smooth_plan(const plan::Plan& plan,
                                               const PlanSmoothOptions& options,
                                               Progress& progress);

}  // namespace tc::engine::level
