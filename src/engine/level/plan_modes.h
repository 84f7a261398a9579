#pragma once

#include <vector>

#include "engine/level/level_plan.h"
#include "engine/level/plan_ways.h"
#include "plan/plan.h"

namespace tc::engine::level {

struct ModeKinds {
  /// Twice the units in half the time and half the units in twice the time, for work that stays
  /// the same: effort driven (not with a fixed duration) or of the type fixed work.
  bool crews = true;
  bool crash = true;  ///< The shortest duration at its cost.
};

/// Other ways to do the activities of a plan that have not started: those that the resources have
/// units for, with whole minutes and whole hundredths of a percent. O(plan).
[[nodiscard]] std::vector<PlanMode> modes_of(const plan::Plan& plan, const ModeKinds& kinds = {});

/// Nothing of it is done, it has no pieces but those of levelling, and its length counts on a
/// calendar.
[[nodiscard]] bool has_free_duration(const plan::Activity& activity);

/// Puts the modes that the options name into `ways`, as far as they can be used. O(plan + modes).
void collect_modes(const PlanModel& model, const PlanOptions& options, PlanWays& ways);

/// Writes the ways of a levelling into a plan: durations, units, and the work that follows.
void apply_modes(const std::vector<ModeChoice>& modes, plan::Plan& plan);

}  // namespace tc::engine::level
