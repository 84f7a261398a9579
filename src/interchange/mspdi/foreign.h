#pragma once

#include "interchange/common/report.h"
#include "plan/plan.h"

namespace tc::interchange::mspdi {

/// A plan of another format (or our own) reshaped so that MS Project's rules hold: one project;
/// base calendars without a base; a calendar of its own for every work resource; level of effort
/// as tasks; activity codes as WBS. What has no place is counted in `report`. O(plan).
[[nodiscard]] plan::Plan reshape_for_mspdi(const plan::Plan& plan, Report& report);

}  // namespace tc::interchange::mspdi
