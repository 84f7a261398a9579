#pragma once

#include <string>

#include "kernel/kernel.h"
#include "plan/plan.h"

namespace tc::project {

/// An empty plan that begins on `start`: one project with the calendar of the office.
[[nodiscard]] plan::Plan new_plan(kernel::Reader& reader, const std::string& name, PlanTime start);

}  // namespace tc::project
