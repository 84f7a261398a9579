#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "engine/level/problem.h"

namespace tc::engine::level {

struct SearchLimits {
  std::int64_t schedules_max = 5'000;
  std::uint64_t seed = 1;
  std::int32_t good_enough = 0;  ///< A lower bound: a makespan that reaches it ends the search.
  std::int64_t done = 0;         ///< Schedules made before, for progress.
};

struct Found {
  std::vector<std::int32_t> start;  ///< In the order of the problem.
  std::int32_t makespan = 0;
  std::int64_t schedules = 0;
  bool stopped = false;  ///< By the progress.
};

/// The best schedule found; makes at least one. See README.md for the method.
[[nodiscard]] Found search(const Problem& problem, const SearchLimits& limits, Progress& progress);

}  // namespace tc::engine::level
