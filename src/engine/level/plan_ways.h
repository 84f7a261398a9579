#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/level/plan_model.h"
#include "engine/level/plan_parts.h"

namespace tc::engine::level {

struct PlanOptions;

/// A way to do a node.
struct NodeMode {
  std::int32_t duration = 0;  ///< As the schedule engine counts it.
  std::int32_t units_factor = 10000;
  std::int64_t cost = 0;
};

/// Per entry of PlanWays::mode_nodes the way that is chosen, 0 the present one; empty: all present.
using Choice = std::vector<std::uint16_t>;

/// What levelling may do with an activity beside putting it off.
struct PlanWays {
  /// Per node, working tenths: the shortest piece it may be cut into; 0: never interrupted.
  std::vector<std::int32_t> piece_min;
  /// Per demand of the model, one more: into `others`, the resources that may take it over. Empty:
  /// nobody may.
  std::vector<std::uint32_t> other_begin;
  std::vector<plan::Index> others;
  std::vector<plan::Index> assignment;  ///< Per demand: its assignment; k_none: several.

  std::vector<schedule::NodeIndex> mode_nodes;  ///< That can be done in several ways,
  std::vector<std::vector<NodeMode>> modes;     ///< these, the present one first.
  std::vector<std::int64_t> units;              ///< Of every demand in the present way.
  std::int64_t cost_max = 0;

  [[nodiscard]] std::span<const plan::Index> others_of(std::size_t demand) const {
    if (other_begin.empty()) return {};
    return {others.data() + other_begin[demand], others.data() + other_begin[demand + 1]};
  }
};

/// Gives the nodes the lengths and demands of a choice; the empty one gives back the present ones.
void set_modes(PlanModel& model, const PlanWays& ways, const Choice& choice);
[[nodiscard]] std::int64_t cost_of(const PlanWays& ways, const Choice& choice);

/// A demand that another resource takes over.
struct DemandSwap {
  std::size_t demand = 0;  ///< Into PlanModel::demands.
  plan::Index before = plan::k_none;
  plan::Index after = plan::k_none;
};
void swap_demands(PlanModel& model, std::span<const DemandSwap> swaps);
void swap_back(PlanModel& model, std::span<const DemandSwap> swaps);

/// Activities with work that a person laid out by hand, per activity.
[[nodiscard]] std::vector<std::uint8_t> laid_out(const plan::Plan& plan);
/// One calendar decides a node's length, and nothing else than its length its finish.
[[nodiscard]] bool has_free_length(const PlanModel& model, schedule::NodeIndex node);

/// Whether the options allow anything but putting off.
[[nodiscard]] bool has_ways(const PlanOptions& options);

/// Readies the model for what the options allow: every node that may change gets a place for its
/// delay and length. Refuses `plan.reference_missing` for resources that do not exist. O(plan +
/// alternatives).
[[nodiscard]] Result<PlanWays> make_plan_ways(PlanModel& model, const PlanOptions& options);

}  // namespace tc::engine::level
