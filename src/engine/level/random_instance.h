#pragma once

#include <random>

#include "engine/level/instance.h"

/// Random instances for property tests: the same seed gives the same instance.
namespace tc::engine::level::testing {

struct RandomShape {
  int activities = 8;
  int resources = 2;
  int modes = 1;
  int budgets = 0;  ///< Nonrenewable resources.
  int capacity_max = 6;
};

inline Instance random_instance(unsigned seed, const RandomShape& shape = {}) {
  std::mt19937 random(seed);
  const auto below = [&](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  Instance instance;
  for (int at = 0; at < shape.resources; ++at)
    instance.resources.push_back({1 + below(shape.capacity_max), true});
  for (int at = 0; at < shape.budgets; ++at)
    instance.resources.push_back({shape.activities * 3 + below(shape.activities), false});
  instance.activities.resize(static_cast<std::size_t>(shape.activities));
  for (int row = 0; row < shape.activities; ++row) {
    Activity& activity = instance.activities[static_cast<std::size_t>(row)];
    for (int mode = 0; mode < shape.modes; ++mode) {
      Mode& entry = activity.modes.emplace_back();
      entry.duration = below(5);
      for (const Resource& resource : instance.resources)
        entry.requests.push_back(resource.renewable ? below(resource.capacity + 1) : below(5));
    }
    for (int to = row + 1; to < shape.activities; ++to) {
      if (below(6) == 0) activity.successors.push_back(to);
    }
  }
  return instance;
}

}  // namespace tc::engine::level::testing
