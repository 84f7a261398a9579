#pragma once

#include <cstdint>
#include <vector>

#include "engine/schedule/schedule.h"

namespace tc::engine::schedule {

/// What makes one path more critical than another.
enum class PathBy : std::uint8_t {
  free_float,   ///< How far its links are from driving the end activity; the first is the longest.
  total_float,  ///< The total float of its activities.
};

struct FloatPathOptions {
  plan::Index end = plan::k_none;  ///< Where all paths lead; k_none: what finishes last.
  PathBy by = PathBy::free_float;
  std::size_t count_max = 10;
  Options schedule;
};

struct FloatPath {
  std::int32_t float_tenths =
      0;  ///< By free float: until it drives. By total: of its last activity.
  std::vector<plan::Index> activities;  ///< In working order; the last leads to `joins`.
  plan::Index joins = plan::k_none;  ///< The activity of an earlier path; k_none: the end itself.
};

/// Multiple float paths: the paths to one activity, the most critical first. Each activity stands
/// in one path at most, finished ones in none. Refuses what compute_schedule refuses, and
/// `plan.path_end_unknown` where `end` is no activity with own dates.
/// O((activities + links) · log links). Source: docs/method/schedule.md §4.
[[nodiscard]] Result<std::vector<FloatPath>> compute_float_paths(
    const plan::Plan& plan, const FloatPathOptions& options = {});

}  // namespace tc::engine::schedule
