#pragma once

#include <string>

#include "project/plan_book.h"

namespace tc::functions::time {

/// A plan to begin a project with, made from the plan of another one: its activities, links,
/// calendars and assignments, without progress, baselines and what depends on other projects. Given
/// dates (constraints, deadlines, manual dates) move with the start, by whole days.
[[nodiscard]] plan::Plan from_template(const project::LoadedPlan& source, const std::string& name,
                                       PlanTime start);

}  // namespace tc::functions::time
