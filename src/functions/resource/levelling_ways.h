#pragma once

#include <vector>

#include "engine/level/level_plan.h"
#include "kernel/kernel.h"

/// What levelling may do beside putting off: who may do whose work, and how an answer tells what
/// became of it.
namespace tc::functions::resource {

using Alternatives = std::vector<std::vector<plan::Index>>;

/// Per assignment the other resources of the same group; nobody where a group is not named.
[[nodiscard]] Alternatives alternatives_by_group(const plan::Plan& plan);
/// Per assignment of a person the people of the plan with all the skills of that one, valid today,
/// at the same level or above; of other resources those of the same group.
[[nodiscard]] Alternatives alternatives_by_skill(const kernel::ReportInput& input,
                                                 const plan::Plan& plan);

/// The edits of the plan's API that carry a levelling out: other crews, other people, then delays
/// and pieces.
[[nodiscard]] Json levelling_edits(const plan::Plan& plan, const engine::level::Levelling& made);
/// Those that take every delay and every interruption of levelling out of the plan.
[[nodiscard]] Json clearing_edits(const plan::Plan& plan);

/// Appends `splits`, `swaps`, `modes`, `counts` and `cost_minor`.
void append_ways(const plan::Plan& plan, const engine::level::Levelling& made, Json& extra);

}  // namespace tc::functions::resource
