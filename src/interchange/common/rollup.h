#pragma once

#include "plan/plan.h"

namespace tc::interchange {

/// Gives summaries without stored dates the first start and the last finish below them, so that
/// a written file shows them. O(activities).
void roll_up_stored_dates(plan::Plan& plan);

}  // namespace tc::interchange
