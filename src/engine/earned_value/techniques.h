#pragma once

#include <cstdint>
#include <vector>

#include "engine/earned_value/amount.h"

namespace tc::engine::earned_value {

/// How the value of finished and unfinished work is taken (EIA-748).
enum class Technique : std::uint8_t {
  percent_complete,        ///< Reported percentage, which wants evidence.
  zero_hundred,            ///< All when finished.
  fifty_fifty,             ///< Half when started, the rest when finished.
  twentyfive_seventyfive,  ///< A quarter when started, the rest when finished.
  weighted_milestones,     ///< The weights of the milestones reached.
  units,                   ///< Units done of the units planned.
  standards,               ///< Standard hours earned of the standard hours planned.
  level_of_effort,         ///< Earned as planned: EV = PV.
  apportioned,             ///< The share that its base package has earned.
};

struct Milestone {
  std::int64_t weight = 0;
  std::int32_t done_period = -1;  ///< -1: not reached.
};

/// Exact part of the budget: earned / whole.
struct Part {
  std::int64_t earned = 0;
  std::int64_t whole = 1;
};

inline constexpr std::int64_t k_whole_percent = 10000;

/// The part of the budget that `done` earns. Preconditions: 0 ≤ done, for percentages ≤ 10000;
/// not for level of effort and apportioned packages, whose value follows from something else.
[[nodiscard]] Part earned_part(Technique technique, std::int64_t done, std::int64_t units_planned);
/// The weights of the milestones reached by the end of `period`.
[[nodiscard]] Part earned_part(const std::vector<Milestone>& milestones, std::int32_t period);

}  // namespace tc::engine::earned_value
