#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/level/plan_model.h"
#include "engine/level/plan_parts.h"

namespace tc::engine::level {

struct PlanOptions;

/// What levelling may do with an activity beside putting it off.
struct PlanWays {
  /// Per node, working tenths: the shortest piece it may be cut into; 0: never interrupted.
  std::vector<std::int32_t> piece_min;
  /// Per demand of the model, one more: into `others`, the resources that may take it over. Empty:
  /// nobody may.
  std::vector<std::uint32_t> other_begin;
  std::vector<plan::Index> others;
  std::vector<plan::Index> assignment;  ///< Per demand: its assignment; k_none: several.

  [[nodiscard]] std::span<const plan::Index> others_of(std::size_t demand) const {
    if (other_begin.empty()) return {};
    return {others.data() + other_begin[demand], others.data() + other_begin[demand + 1]};
  }
};

/// A demand that another resource takes over.
struct DemandSwap {
  std::size_t demand = 0;  ///< Into PlanModel::demands.
  plan::Index before = plan::k_none;
  plan::Index after = plan::k_none;
};
void swap_demands(PlanModel& model, std::span<const DemandSwap> swaps);
void swap_back(PlanModel& model, std::span<const DemandSwap> swaps);

/// Whether the options allow anything but putting off.
[[nodiscard]] bool has_ways(const PlanOptions& options);

/// Readies the model for what the options allow: every node that may change gets a place for its
/// delay and length. Refuses `plan.reference_missing` for resources that do not exist. O(plan +
/// alternatives).
[[nodiscard]] Result<PlanWays> make_plan_ways(PlanModel& model, const PlanOptions& options);

}  // namespace tc::engine::level
