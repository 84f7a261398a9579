#include "engine/level/smooth.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "engine/level/problem.h"
#include "engine/level/random_instance.h"

namespace tc::engine::level {
namespace {

std::int64_t squares_of(const Instance& instance, const std::vector<std::int32_t>& starts,
                        std::int32_t duration) {
  std::int64_t sum = 0;
  for (std::size_t resource = 0; resource < instance.resources.size(); ++resource) {
    for (std::int32_t period = 0; period < duration; ++period) {
      std::int64_t use = 0;
      for (std::size_t row = 0; row < starts.size(); ++row) {
        const Mode& mode = instance.activities[row].modes[0];
        if (starts[row] <= period && period < starts[row] + mode.duration)
          use += mode.requests[resource];
      }
      sum += use * use;
    }
  }
  return sum;
}

/// The least sum over all schedules inside the duration, by trying them.
std::int64_t least_squares(const Instance& instance, std::int32_t duration) {
  std::vector<std::int32_t> starts(instance.activities.size(), 0);
  std::vector<std::int32_t> earliest(starts.size(), 0);
  std::int64_t best = INT64_MAX;
  const std::function<void(std::size_t)> place = [&](std::size_t row) {
    if (row == starts.size()) {
      best = std::min(best, squares_of(instance, starts, duration));
      return;
    }
    const Activity& activity = instance.activities[row];
    const std::vector<std::int32_t> saved = earliest;
    for (std::int32_t at = earliest[row]; at + activity.modes[0].duration <= duration; ++at) {
      starts[row] = at;
      for (const std::int32_t to : activity.successors) {
        std::int32_t& next = earliest[static_cast<std::size_t>(to)];
        next = std::max(next, at + activity.modes[0].duration);
      }
      place(row + 1);
      earliest = saved;
    }
  };
  place(0);
  return best;
}

TEST(Smooth, ComesCloseToTheLeast) {
  int optimal = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    Instance instance = testing::random_instance(seed, {.activities = 5, .resources = 2});
    const std::int32_t path = compile(instance, {0, 0, 0, 0, 0}).critical_path;
    if (path == 0) {
      ++optimal;
      continue;
    }
    NoProgress progress;
    const Smoothed smoothed = smooth(instance, {.duration = path + 1}, progress).value();
    EXPECT_EQ(smoothed.squares, squares_of(instance, smoothed.schedule.starts, path + 1)) << seed;
    EXPECT_LE(smoothed.squares, smoothed.squares_before) << seed;
    const std::int64_t least = least_squares(instance, path + 1);
    EXPECT_GE(smoothed.squares, least) << seed;
    optimal += smoothed.squares == least;
  }
  EXPECT_GE(optimal, 38);
}

// One all the time, beside it one and two for half of it: 4, 4, 1, 1 early, one after the other
// 3, 3, 2, 2.
TEST(Smooth, PutsOneAfterTheOther) {
  Instance instance;
  instance.resources.resize(1);
  instance.resources[0].capacity = 9;
  for (const auto& [duration, units] : {std::pair{4, 1}, {2, 1}, {2, 2}}) {
    Activity activity;
    activity.modes.push_back({duration, {units}});
    instance.activities.push_back(activity);
  }
  NoProgress progress;
  const Smoothed smoothed = smooth(instance, {.duration = 4}, progress).value();
  EXPECT_EQ(smoothed.squares_before, 16 + 16 + 1 + 1);
  EXPECT_EQ(smoothed.squares, 9 + 9 + 4 + 4);
  EXPECT_EQ(smoothed.schedule.starts[1] + smoothed.schedule.starts[2], 2);
}

TEST(Smooth, KeepsPrecedencesAndDuration) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const Instance instance = testing::random_instance(seed, {.activities = 50, .resources = 3});
    NoProgress progress;
    const Smoothed smoothed = smooth(instance, {.rounds_max = 5}, progress).value();
    const Problem problem = compile(instance, std::vector<std::int32_t>(50, 0));
    for (std::size_t row = 0; row < 50; ++row) {
      const std::int32_t finish =
          smoothed.schedule.starts[row] + instance.activities[row].modes[0].duration;
      EXPECT_LE(finish, problem.critical_path);
      for (const std::int32_t to : instance.activities[row].successors)
        EXPECT_LE(finish, smoothed.schedule.starts[static_cast<std::size_t>(to)]);
    }
  }
}

TEST(Smooth, RefusesTooShort) {
  const Instance instance = testing::random_instance(3, {.activities = 30});
  NoProgress progress;
  const Result<Smoothed> result = smooth(instance, {.duration = 1}, progress);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.refusals()[0].code, "level.duration_too_short");
  EXPECT_EQ(smooth(instance, {.duration = INT32_MAX}, progress).refusals()[0].code,
            "level.too_large");
}

}  // namespace
}  // namespace tc::engine::level
