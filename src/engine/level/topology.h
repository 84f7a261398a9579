#pragma once

#include <cstdint>
#include <vector>

#include "engine/level/instance.h"

namespace tc::engine::level {

/// The activities so that every one comes after its predecessors; shorter than the instance where
/// precedences form a cycle. The successors must exist. O(activities + links).
[[nodiscard]] std::vector<std::int32_t> topological_order(const Instance& instance);

}  // namespace tc::engine::level
