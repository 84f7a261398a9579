#pragma once

#include <array>
#include <map>
#include <numeric>
#include <string>

#include "engine/finance/cost_phasing.h"
#include "kernel/kernel.h"

namespace tc::functions::finance {

/// Cost by kind (engine/finance CostKind), in minor units.
using KindCosts = std::array<std::int64_t, engine::finance::k_cost_kinds>;
[[nodiscard]] inline std::int64_t total(const KindCosts& kinds) {
  return std::accumulate(kinds.begin(), kinds.end(), std::int64_t{0});
}
using MonthlyCost = std::map<std::string, KindCosts>;

/// What the schedule of a project costs month by month: when an activity moves, its money moves.
/// Empty where the plan is not costed or not to be seen.
[[nodiscard]] MonthlyCost plan_cost(const kernel::ReportInput& input, Id project_id);

}  // namespace tc::functions::finance
