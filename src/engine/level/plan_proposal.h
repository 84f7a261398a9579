#pragma once

#include "engine/level/level_plan.h"

namespace tc::engine::level {

/// Fills in what follows from the delays, pieces, people and ways of a levelling: the dates and
/// overloads of the plan before and after, and the moves. Refuses what compute_schedule and
/// make_plan_model refuse. O(activities + links).
[[nodiscard]] Status complete_proposal(const plan::Plan& plan, const schedule::Options& rules,
                                       Levelling& levelling);

/// The activities that get other dates or delays, from `before` and `after`.
void collect_moves(const plan::Plan& plan, Levelling& levelling);

}  // namespace tc::engine::level
