#pragma once

#include <vector>

#include "interchange/mspdi/record.h"

namespace tc::interchange::mspdi {

/// The timephased work of one assignment.
struct AssignmentWork {
  plan::Index assignment = plan::k_none;
  std::vector<Timephased> pieces;
};

/// Fills `segments` of the activities whose work pauses although their calendar works: MS Project
/// writes no splits, only the work of each assignment by time. An activity is split where every
/// assignment pauses. O(pieces log pieces + days of the pauses × exceptions), at most
/// k_calendar_days_max; pauses beyond that count as splits, with a line in the loss report.
void derive_splits(plan::Plan& plan, const std::vector<AssignmentWork>& work, Report& report);

}  // namespace tc::interchange::mspdi
