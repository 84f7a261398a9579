#include "psplib.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "engine/level/check.h"
#include "engine/level/level.h"
#include "engine/level/problem.h"

/// The levelling engine against the best known bounds of 1,560 published instances.
namespace tc::oracle {
namespace {

using namespace engine::level;

std::int32_t energy_bound(const Problem& problem) {
  std::int64_t most = 0;
  for (std::size_t resource = 0; resource < problem.limits.size(); ++resource) {
    std::int64_t energy = 0;
    for (std::int32_t row = 0; row < problem.count; ++row) {
      energy += std::int64_t{problem.duration[static_cast<std::size_t>(row)]} *
                problem.units_of(row, resource);
    }
    most = std::max(most, (energy + problem.limits[resource] - 1) / problem.limits[resource]);
  }
  return static_cast<std::int32_t>(most);
}

/// Bounds of the data, own bounds below the best known makespan, schedules sound and never better
/// than what is proved impossible.
void check_set(const std::string& set) {
  const std::vector<PsplibCase> cases = psplib_cases(set);
  for (const PsplibCase& entry : cases) {
    SCOPED_TRACE(entry.name);
    const Problem problem =
        compile(entry.instance, std::vector<std::int32_t>(entry.instance.activities.size(), 0));
    EXPECT_EQ(problem.critical_path, entry.critical_path);
    EXPECT_EQ(energy_bound(problem), entry.resource_bound);
    NoProgress progress;
    const Solution solution =
        solve(entry.instance, {.schedules_max = 150, .exact = false}, progress).value();
    EXPECT_TRUE(check_schedule(entry.instance, solution.schedule).empty());
    EXPECT_EQ(makespan_of(entry.instance, solution.schedule), solution.makespan);
    EXPECT_GE(solution.makespan, entry.best_lower);
    EXPECT_LE(solution.lower_bound.value, entry.best_upper);
    EXPECT_LE(solution.schedules, 150);
    EXPECT_LT(solution.makespan, entry.best_upper * 6 / 5);
  }
  std::printf("  %zu instances of %s\n", cases.size(), set.c_str());
}

TEST(Psplib, J30) { check_set("j30"); }
TEST(Psplib, J60) { check_set("j60"); }
TEST(Psplib, J120) { check_set("j120"); }

TEST(Psplib, OptimaAreProved) {
  const std::vector<PsplibCase> cases = psplib_cases("j30", 17);
  for (const PsplibCase& entry : cases) {
    NoProgress progress;
    const Solution solution =
        solve(entry.instance, {.schedules_max = 1000, .exact = true}, progress).value();
    EXPECT_TRUE(solution.proved) << entry.name;
    EXPECT_EQ(solution.makespan, entry.best_upper) << entry.name;
    EXPECT_TRUE(check_schedule(entry.instance, solution.schedule).empty()) << entry.name;
  }
  std::printf("  %zu optima of j30\n", cases.size());
}

/// A learnt clause that leaves out two bounds, each for the sake of the other, is too strong: then
/// 80 periods, the optimum, were refuted here.
TEST(Psplib, LearntClausesKeepWhatTheyFollowFrom) {
  for (const PsplibCase& entry : psplib_cases("j60", 1)) {
    if (entry.name != "j605_3") continue;
    NoProgress progress;
    const Solution solution =
        solve(entry.instance, {.schedules_max = 20'000, .exact = true}, progress).value();
    EXPECT_LE(solution.lower_bound.value, entry.best_upper);
    EXPECT_EQ(solution.makespan, 80);
  }
}

/// Far too little work for a proof: the bounds must still be sound.
TEST(Psplib, BoundsHoldWhenStopped) {
  class Steps final : public Progress {
   public:
    [[nodiscard]] bool step(std::int64_t, std::int64_t, const char*) override {
      return left_-- > 0;
    }

   private:
    int left_ = 60;
  };
  const std::vector<PsplibCase> cases = psplib_cases("j120", 40);
  for (const PsplibCase& entry : cases) {
    Steps progress;
    const Solution solution = solve(entry.instance, {.schedules_max = INT64_MAX}, progress).value();
    EXPECT_LE(solution.lower_bound.value, entry.best_upper) << entry.name;
    EXPECT_GE(solution.makespan, entry.best_lower) << entry.name;
  }
  std::printf("  %zu stopped runs of j120\n", cases.size());
}

}  // namespace
}  // namespace tc::oracle
