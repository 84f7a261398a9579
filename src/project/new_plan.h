#pragma once

#include <string>

#include "kernel/kernel.h"
#include "plan/plan.h"

namespace tc::project {

/// An empty plan that begins on `start`: one project, the working week of the office (Monday to
/// Friday, 8–12 and 13–17) with the statutory holidays and make-up days of the `calendar` records.
[[nodiscard]] plan::Plan new_plan(kernel::Reader& reader, const std::string& name, PlanTime start);

}  // namespace tc::project
