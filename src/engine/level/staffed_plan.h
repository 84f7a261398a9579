#pragma once

#include <random>

#include "base/progress.h"
#include "engine/level/level_plan.h"
#include "engine/schedule/random_plan.h"

/// Plans with resources for tests of levelling.
namespace tc::engine::level::testing {

using schedule::testing::TestPlan;

inline plan::Index add_resource(TestPlan& plan, std::int32_t units = 10000) {
  plan::Resource resource;
  resource.uid = "R" + std::to_string(plan.plan.resources.size());
  resource.max_units = units;
  plan.plan.resources.push_back(resource);
  return static_cast<plan::Index>(plan.plan.resources.size()) - 1;
}

inline void assign(TestPlan& plan, plan::Index activity, plan::Index resource,
                   std::int32_t units = 10000) {
  plan::Assignment assignment;
  assignment.activity = activity;
  assignment.resource = resource;
  assignment.units = units;
  plan.plan.assignments.push_back(assignment);
}

inline Levelling levelled(const TestPlan& plan, const PlanOptions& options = {}) {
  NoProgress progress;
  return level_plan(plan.plan, options, progress).value();
}

/// A random network of 60 activities, each of which one of four resources works on.
inline TestPlan random_staffed_plan(plan::Profile profile, unsigned seed, bool plain) {
  TestPlan plan = schedule::testing::random_plan(profile, seed, {.activities = 60, .plain = plain});
  std::mt19937 random(seed);
  for (int at = 0; at < 4; ++at) add_resource(plan, 10000 + 5000 * static_cast<int>(random() % 3));
  for (plan::Index row = 0; row < 60; ++row) {
    assign(plan, row, static_cast<plan::Index>(random() % 4),
           2500 * static_cast<int>(1 + random() % 4));
  }
  return plan;
}

}  // namespace tc::engine::level::testing
