#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/level/plan_model.h"

namespace tc::engine::level {

/// The nodes in the order in which they start once every one of them, the last to finish first, is
/// moved as late as its successors and its resources allow (justification, Valls, Ballestín,
/// Quintanilla 2005). A pass in this order closes the gaps that the schedule had.
///
/// `start` per node. Lengths, lags and resources are taken on the calendar of the first project, so
/// for plans of several calendars this is only an order that promises well.
/// O((activities + links) · log), times the steps of a resource's use that lie in the way.
[[nodiscard]] std::vector<std::int32_t> justified_order(const PlanModel& model,
                                                        std::span<const PlanTime> start);

}  // namespace tc::engine::level
