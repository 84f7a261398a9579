#pragma once

#include <optional>
#include <vector>

#include "engine/montecarlo/montecarlo.h"
#include "engine/montecarlo/network.h"
#include "plan/plan.h"

namespace tc::engine::montecarlo {

/// Duration at completion, working ticks.
struct DurationRange {
  double low = 0;
  double likely = 0;
  double high = 0;
};

struct PlanOptions {
  /// Where an activity has no range of its own: percent of the duration, such as -10 and +25.
  std::optional<std::pair<double, double>> default_range;
  Distribution::Kind kind = Distribution::Kind::triangular;  ///< Or pert, uniform.
  std::optional<plan::Profile> profile;                      ///< Nothing: the plan's.
  PlanTime status_date = k_no_time;
};

/// A plan as a network. Only what is still to be done varies; what has started keeps its start.
struct PlanNetwork {
  Network network;
  std::vector<Index> activity;    ///< Per activity of the network: row in the plan.
  std::size_t ranged = 0;         ///< Activities that vary.
  std::size_t skipped_links = 0;  ///< From starts of summaries: not simulated.
};

/// Builds it by the rules of engine/schedule. `ranges` has a place per activity of the plan.
/// Refuses what `schedule::build_network` refuses; `simulation.no_ranges` where nothing varies.
[[nodiscard]] Result<PlanNetwork> network_of_plan(
    const plan::Plan& plan, const std::vector<std::optional<DurationRange>>& ranges,
    const PlanOptions& options);

/// Three-point estimates of the plan; without, those that its file holds in custom fields: MS
/// Project's by alias (minimum, most likely,
/// maximum duration and their usual other names in English and Chinese) or, where Duration1 to
/// Duration3 have no alias, as its PERT analysis filled them; Primavera's by the label of a user
/// field, in days. A missing middle is the planned duration.
[[nodiscard]] std::vector<std::optional<DurationRange>> ranges_of(const plan::Plan& plan);

}  // namespace tc::engine::montecarlo
