#pragma once

#include "interchange/common/report.h"
#include "plan/plan.h"

namespace tc::interchange::xer {

/// A plan of another format (or our own) reshaped so that P6's rules hold: every project has one
/// top WBS node, summaries are nodes and nothing else, links and assignments join tasks only,
/// calendars say all their days. What has no place is counted in `report`. O(plan).
[[nodiscard]] plan::Plan reshape_for_xer(const plan::Plan& plan, Report& report);

}  // namespace tc::interchange::xer
