#pragma once

#include <cstdint>

#include "base/progress.h"
#include "base/result.h"
#include "engine/level/bounds.h"
#include "engine/level/instance.h"
#include "engine/level/search.h"

namespace tc::engine::level {

struct ModesFound {
  Schedule schedule;
  std::int32_t makespan = 0;
  std::int64_t schedules = 0;
};

/// A schedule of an instance with several modes or budgets, by simulated annealing over modes and
/// the order of the activities, every order justified to both ends. Makes at least one schedule.
/// Refuses `level.no_modes_fit` where no choice of modes was found that keeps the budgets. The
/// instance must be sound (check_instance).
[[nodiscard]] Result<ModesFound> search_modes(const Instance& instance, const SearchLimits& limits,
                                              Progress& progress);

/// Every activity in its shortest mode, every resource by its least work. O(size).
[[nodiscard]] LowerBound multi_mode_bound(const Instance& instance);

/// The first mode of every activity that fits the renewable resources and is shortest.
[[nodiscard]] std::vector<std::int32_t> shortest_modes(const Instance& instance);

[[nodiscard]] bool has_choice(const Instance& instance);

}  // namespace tc::engine::level
