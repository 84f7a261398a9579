#pragma once

#include <string>

#include "kernel/kernel.h"
#include "project/plan_book.h"

namespace tc::functions::time {

/// The plan as arrays (docs/reference/api-shapes.md, "Plan").
[[nodiscard]] std::string columnar_text(const project::LoadedPlan& loaded,
                                        const kernel::Registry& registry, bool zh, bool can_edit);

/// The chain of drivers of a date, from the activity back to what holds it.
[[nodiscard]] Json why_json(const project::LoadedPlan& loaded, plan::Index activity,
                            std::string_view field, bool zh);

}  // namespace tc::functions::time
