#pragma once

#include <cstdint>
#include <vector>

#include "engine/montecarlo/montecarlo.h"
#include "engine/montecarlo/network.h"

namespace tc::engine::montecarlo {

/// What can be said of a network before it is simulated.
struct Estimate {
  std::vector<double> mean;       ///< Duration per activity without risks, ticks.
  std::vector<double> weight;     ///< How probably the activity is critical, roughly, 0 … 1.
  std::vector<double> influence;  ///< Standard deviation times weight.
  PlanTime earliest = 0;          ///< No instant on the clock is earlier.
  PlanTime latest = 0;            ///< None is later.
  std::int64_t axis_latest = 0;   ///< The same on the axis.
  double axis_mean_finish = 0;    ///< Finish with mean durations, roughly.
  bool in_range = true;           ///< All instants fit the axis and 1970–2149.
};

[[nodiscard]] Estimate estimate_of(const Network& network, const std::vector<Index>& order,
                                   const Axis& axis);

}  // namespace tc::engine::montecarlo
