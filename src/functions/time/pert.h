#pragma once

#include <vector>

#include "engine/montecarlo/plan_network.h"
#include "project/plan_book.h"

/// PERT (Malcolm, Roseboom, Clark, Fazar 1959): a plan computed with the expected durations of its
/// three-point estimates.
namespace tc::functions::time {

struct PertActivity {
  plan::Index activity = plan::k_none;
  engine::montecarlo::DurationRange range;  ///< Working tenths, as the others.
  double expected = 0;                      ///< (optimistic + 4 · likely + pessimistic) / 6.
  double deviation = 0;                     ///< (pessimistic − optimistic) / 6.
  bool on_path = false;                     ///< On the longest path.
};

struct PertPlan {
  std::vector<PertActivity> activities;  ///< That have an estimate and are not finished.
  PlanTime finish = k_no_time;           ///< With expected durations.
  double deviation = 0;  ///< Of the finish: √Σ deviation² along the longest path.

  /// By the normal distribution, with the working time between the finish and the target; 0 or 1
  /// where nothing varies. Early where paths merge: only the longest one is looked at.
  [[nodiscard]] double probability_by(PlanTime target, const plan::Plan& plan) const;
};

/// `ranges` has a place per activity of the plan. What has started keeps its start. Refuses what
/// compute_schedule refuses. O(activities + links).
[[nodiscard]] Result<PertPlan> pert_of(
    const plan::Plan& plan,
    const std::vector<std::optional<engine::montecarlo::DurationRange>>& ranges);

}  // namespace tc::functions::time
