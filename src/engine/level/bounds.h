#pragma once

#include <cstdint>

#include "engine/level/problem.h"

namespace tc::engine::level {

/// Which argument proves a lower bound of the makespan.
enum class Bound : std::uint8_t {
  critical_path,     ///< Longest path, resources ignored.
  resource_energy,   ///< Work of one resource by its capacity.
  head_tail_energy,  ///< The same of a subset between its least head and its least tail.
  destructive,       ///< One period less is refuted by propagation and learning.
};

struct LowerBound {
  std::int32_t value = 0;
  Bound kind = Bound::critical_path;
};

/// The best of the bounds that cost no search. O(n² · resources) up to
/// k_head_tail_activities_max activities, O(n · resources) beyond.
[[nodiscard]] LowerBound simple_bound(const Problem& problem);

inline constexpr std::int32_t k_head_tail_activities_max = 2'000;

}  // namespace tc::engine::level
