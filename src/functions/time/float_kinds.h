#pragma once

#include <vector>

#include "project/plan_book.h"

namespace tc::functions::time {

/// Independent float by activity: how far it can be put off although everything before it is as
/// late and everything behind it as early as can be; working time of its calendar. It is the free
/// float less what predecessors at their late dates would take of it, never below zero. Zero where
/// nothing is computed. O(activities + links).
[[nodiscard]] std::vector<Minutes> independent_floats(const project::LoadedPlan& loaded);

}  // namespace tc::functions::time
