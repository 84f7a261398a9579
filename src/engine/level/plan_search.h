#pragma once

#include <cstdint>

#include "base/progress.h"
#include "engine/level/plan_pass.h"

namespace tc::engine::level {

struct PlanSearchLimits {
  bool within_float = false;
  std::int64_t passes_max = 1;  ///< Justifications count, too.
  std::uint64_t seed = 1;
  PlanTime good_enough = k_no_time;  ///< A finish that no pass can undercut ends the search.
  const PlanWays* ways = nullptr;    ///< What may be done beside putting off; null: nothing.
};

struct PlanFound {
  PassResult best;
  std::int64_t passes = 0;
};

/// The best of several schedules of a plan; makes at least one. First the fixed rules, by serial
/// and parallel generation in turn; then a genetic search over orders, each child a pass and its
/// justification. What the progress stops keeps the best so far.
[[nodiscard]] PlanFound search_plan(PlanModel& model, const PlanSearchLimits& limits,
                                    Progress& progress);

}  // namespace tc::engine::level
