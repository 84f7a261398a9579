#pragma once

#include <string>

#include "engine/level/level_plan.h"

namespace tc::functions::resource {

/// The JSON answer of `plan level` for a plan: every activity with its levelled dates and its
/// levelling delay, what moved, was interrupted, given to others or done another way, and what that
/// does to each project. One line without a line break.
[[nodiscard]] std::string plan_answer(const plan::Plan& plan,
                                      const engine::level::Levelling& levelling, double elapsed_ms);

}  // namespace tc::functions::resource
