#pragma once

#include <cstdint>
#include <span>

#include "engine/level/random.h"

namespace tc::engine::level {

/// Crossover of two orders of the same rows. A block of `a` keeps its rows. Either it is ordered as
/// in `b` and all else as in `a`, or it stays as it is and what lies before and after it is ordered
/// as in `b`: rows that follow each other in both orders do so in the child. `place_in_a` is the
/// place of every row in `a`.
void cross_lists(std::span<const std::int32_t> a, std::span<const std::int32_t> place_in_a,
                 std::span<const std::int32_t> b, Random& random, std::span<std::int32_t> child);

}  // namespace tc::engine::level
