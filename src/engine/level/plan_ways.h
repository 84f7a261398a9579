#pragma once

#include <cstdint>
#include <vector>

#include "engine/level/plan_model.h"
#include "engine/level/plan_parts.h"

namespace tc::engine::level {

struct PlanOptions;

/// What levelling may do with an activity beside putting it off.
struct PlanWays {
  /// Per node, working tenths: the shortest piece it may be cut into; 0: never interrupted.
  std::vector<std::int32_t> piece_min;
};

/// Whether the options allow anything but putting off.
[[nodiscard]] bool has_ways(const PlanOptions& options);

/// Readies the model for what the options allow: every node that may change gets a place for its
/// delay and length. O(plan).
[[nodiscard]] PlanWays make_plan_ways(PlanModel& model, const PlanOptions& options);

}  // namespace tc::engine::level
