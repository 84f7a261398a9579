#pragma once

#include <optional>

#include "base/progress.h"
#include "project/plan_book.h"

/// What a plan says about itself beyond its dates; measured on the plan and on the sandbox.
namespace tc::functions::change_control {

/// Resource-days that are asked for more than there is; nothing where the plan cannot be levelled.
[[nodiscard]] std::optional<std::int64_t> overloads_of(const project::LoadedPlan& loaded);

/// The day that four of five simulations keep to (P80), with the ranges of the plan or, where it
/// has none, durations of −10 to +25 percent; the same draws for the same activities. Nothing for
/// plans of more than 3,000 activities and where nothing is left to simulate.
[[nodiscard]] std::optional<Day> p80_of(const project::LoadedPlan& loaded, Progress& progress);

}  // namespace tc::functions::change_control
