#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "engine/montecarlo/calendar_table.h"
#include "engine/montecarlo/draws.h"
#include "engine/montecarlo/kernel.h"
#include "engine/montecarlo/montecarlo.h"
#include "engine/montecarlo/sampler.h"

namespace tc::engine::montecarlo {

/// Which of the risks act, and how. All variants of a network draw the same random numbers.
struct Variant {
  Index without_risk = k_none;  ///< This one never occurs.
  bool mitigated = false;       ///< All responses are in place.
};

/// A network made ready: everything the kernel points into.
struct Model {
  Program program;
  Axis axis;
  std::vector<Index> order;       ///< Activity per node.
  std::vector<Index> drawn_node;  ///< Per activity: row of its moments, k_none = never varies.
  std::vector<FlowNode> flow;
  std::vector<Edge> edges;
  std::vector<std::int32_t> lag_calendars;  ///< Per edge.
  std::vector<Detail> details;
  std::vector<DrawnNode> drawn;
  std::vector<std::int32_t> fixed_duration;  ///< Per node, of those that are not drawn.
  std::vector<PlanTime> instants;            ///< Rows of clock finishes after those of the nodes.
  std::vector<std::int32_t> node_effects;
  std::vector<Variable> occurrences;
  std::vector<Effect> effects;
  std::vector<Gate> gates;
  std::vector<Cost> costs;
  std::vector<float> escalation;
  CalendarTables calendars;
  SamplerSet samplers;
  std::vector<double> influence;  ///< Per variable of the draws.
};

/// Refuses what is wrong with the network, see messages.h. The variables of the program still lack
/// their sources: give them with `connect`.
[[nodiscard]] Result<std::unique_ptr<Model>> build_model(const Network& network,
                                                         const Variant& variant,
                                                         std::uint64_t seed);

/// Tells every variable of the model where its random numbers come from.
void connect(Model& model, const std::vector<Variable>& variables);

}  // namespace tc::engine::montecarlo
