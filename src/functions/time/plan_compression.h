#pragma once

#include <optional>
#include <vector>

#include "engine/compression/compression.h"
#include "functions/time/work_network.h"

/// 工期优化 and 费用优化 of a plan: what is left of it is compressed on its network, and every step
/// is scheduled again, so that calendars and constraints have the last word on the finish.
namespace tc::functions::time {

struct CompressionAsk {
  bool by_weight = false;             ///< By 优选系数 instead of cost.
  PlanTime finish = k_no_time;        ///< Wanted; not set: as far as works can be shortened.
  double overhead_minor_per_day = 0;  ///< Indirect cost of the project, per working day.
};

/// The plan after so many steps.
struct CompressionStep {
  std::int64_t duration = 0;  ///< Working tenths of the project calendar, of the whole.
  PlanTime finish = k_no_time;
  std::vector<engine::compression::Change> changes;  ///< Since the step before, by work.
  std::vector<std::int64_t> shortened;               ///< In all, by work.
  double rate = 0;   ///< Minor units, or weights, per working day of the whole.
  double added = 0;  ///< Direct cost in minor units more than as planned.
};

struct PlanCompression {
  WorkNetwork network;
  std::vector<CompressionStep> steps;  ///< The first is the plan as it stands.
  std::size_t best = 0;                ///< Least direct and indirect cost together.
  bool wanted_met = true;
  std::size_t shortenable = 0;  ///< Works with a shortest duration below their own.
};

/// Refuses `plan.network_too_large` and what the engines refuse.
[[nodiscard]] Result<PlanCompression> compress_plan(const project::LoadedPlan& loaded,
                                                    const CompressionAsk& ask, Progress& progress);

}  // namespace tc::functions::time
