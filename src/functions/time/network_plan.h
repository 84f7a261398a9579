#pragma once

#include <vector>

#include "engine/arrow_network/layers.h"
#include "engine/arrow_network/layout.h"
#include "functions/time/work_network.h"

/// A plan as network diagrams: works on nodes (单代号) and works as arrows over a calendar
/// (双代号时标), with the dates and floats of the plan's own schedule.
namespace tc::functions::time {

/// More works than a person can follow in one picture; a branch of the WBS is chosen instead.
inline constexpr std::size_t k_network_works_max = 400;

/// A solid line from `start` to `finish`, a wave up to the event at its end, a wait before `start`
/// where something else than its predecessors holds it.
struct DrawnArrow {
  PlanTime start = k_no_time;
  PlanTime finish = k_no_time;
};

struct NetworkPlan : WorkNetwork {
  engine::arrow_network::Layers nodes;
  engine::arrow_network::ArrowNetwork network;
  engine::arrow_network::Layout layout;
  std::vector<DrawnArrow> arrows;  ///< By arrow of the network.
  std::int64_t clearance = 0;      ///< Tenths of a minute that two events on a lane keep.
};

/// The diagrams of the leaf activities below `branch` (k_none: of all). Refuses
/// `plan.network_too_large` (arguments: works, limit), `arrow_network.empty`, `.cycle`.
[[nodiscard]] Result<NetworkPlan> network_plan(const project::LoadedPlan& loaded,
                                               plan::Index branch);

}  // namespace tc::functions::time
