#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "engine/portfolio/bound.h"
#include "engine/portfolio/choices.h"

namespace tc::engine::portfolio {

struct ExactResult {
  bool complete = false;  ///< Nothing better exists.
  bool improved = false;
  std::vector<std::int32_t> chosen;  ///< Choice per candidate, where improved.
  std::int64_t value = 0;
};

/// Depth-first search for anything worth more than `known`, cut by the Lagrangian bound: a choice
/// against the prices costs its reduced value. Stops after `nodes_max` nodes.
[[nodiscard]] ExactResult search_exactly(const Choices& choices, const Bound& bound,
                                         std::int64_t known, std::int64_t nodes_max,
                                         Progress& progress);

}  // namespace tc::engine::portfolio
