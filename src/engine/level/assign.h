#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"

namespace tc::engine::level {

inline constexpr std::int64_t k_assignment_size_max = 2'000;
/// Costs lie between 0 and this.
inline constexpr std::int64_t k_assignment_cost_max = 1'000'000'000'000;

/// Who does what at least total cost: rows are jobs, columns candidates, each candidate takes at
/// most one job. `k_impossible` marks a pair that cannot be. Answers the column of every row; −1
/// where a row has to stay open, which happens to as few rows as possible. Refuses
/// `level.too_large` and `level.bad_cost` (rows of different length, a negative or too large cost).
/// Hungarian method with shortest augmenting paths, O(rows² · columns). Source: Kuhn 1955;
/// Jonker, Volgenant 1987.
[[nodiscard]] Result<std::vector<std::int32_t>> assign_cheapest(
    const std::vector<std::vector<std::int64_t>>& cost);

inline constexpr std::int64_t k_impossible = -1;

/// A skill with its level, or the level that a job asks for.
struct Skill {
  std::int32_t skill = 0;
  std::int32_t level = 0;
};

/// How well a person's skills meet what a job asks for, as a cost: k_impossible where a skill is
/// missing or too low, else the sum of the levels beyond what is asked, so that the scarcer
/// expertise stays free for jobs that need it. O(asked · held).
[[nodiscard]] std::int64_t skill_cost(const std::vector<Skill>& asked,
                                      const std::vector<Skill>& held);

}  // namespace tc::engine::level
