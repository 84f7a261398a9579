#pragma once

#include <cstdint>

#include "base/progress.h"
#include "base/result.h"
#include "engine/level/bounds.h"
#include "engine/level/instance.h"

namespace tc::engine::level {

struct Options {
  /// Schedules that the search may make, counted as Hartmann and Kolisch do: one pass that fixes
  /// every start once is one; passes over a part count as that part.
  std::int64_t schedules_max = 5'000;
  std::uint64_t seed = 1;
  /// After the search, proof and improvement by learning from conflicts, until done or stopped.
  bool exact = true;
};

struct Solution {
  Schedule schedule;
  std::int32_t makespan = 0;
  LowerBound lower_bound;
  bool proved = false;  ///< The makespan equals the lower bound.
  std::int32_t critical_path = 0;
  std::int64_t schedules = 0;  ///< Made by the search.
};

/// A schedule with the least makespan that is found until the limits are reached or `progress`
/// says stop; the same instance, options and stops give the same answer. Refuses what
/// check_instance refuses, and `level.no_modes_fit`.
[[nodiscard]] Result<Solution> solve(const Instance& instance, const Options& options,
                                     Progress& progress);

}  // namespace tc::engine::level
