#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "engine/level/instance.h"

namespace tc::engine::level {

struct SmoothOptions {
  std::int32_t duration = 0;     ///< Periods that the whole may take; 0: the critical path.
  std::int64_t rounds_max = 50;  ///< Fresh starts from random places inside the floats.
  std::uint64_t seed = 1;
};

struct Smoothed {
  Schedule schedule;
  std::int64_t squares_before = 0;  ///< Σ over resources and periods of use², everything early.
  std::int64_t squares = 0;
};

/// Resource levelling with fixed duration (工期固定-资源均衡): shifts activities inside their
/// floats so that the sum of squares of the use per period becomes small; capacities are not looked
/// at. Descent over single activities (Burgess, Killebrew 1962) from the early schedule and from
/// random ones. The first mode of every activity is taken. Refuses what check_instance refuses,
/// and `level.duration_too_short`. O(rounds · sweeps · n · float · resources).
[[nodiscard]] Result<Smoothed> smooth(const Instance& instance, const SmoothOptions& options,
                                      Progress& progress);

}  // namespace tc::engine::level
