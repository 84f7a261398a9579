#include "engine/level/level.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "engine/level/check.h"
#include "engine/level/decoder.h"
#include "engine/level/exact.h"
#include "engine/level/random_instance.h"
#include "engine/level/search.h"

namespace tc::engine::level {
namespace {

using testing::random_instance;
using testing::RandomShape;

/// Says stop after so many steps.
class StopAfter final : public Progress {
 public:
  explicit StopAfter(int steps) : left_(steps) {}
  [[nodiscard]] bool step(std::int64_t, std::int64_t, const char*) override { return left_-- > 0; }

 private:
  int left_;
};

std::vector<std::int32_t> first_modes(const Instance& instance) {
  return std::vector<std::int32_t>(instance.activities.size(), 0);
}

/// The least makespan by trying every order in serial generation: one of them is optimal.
std::int32_t least_makespan(const Problem& problem) {
  Decoder decoder(problem);
  std::vector<std::int32_t> list(static_cast<std::size_t>(problem.count));
  std::iota(list.begin(), list.end(), 0);
  std::vector<std::int32_t> start(list.size());
  std::int32_t best = INT32_MAX;
  do {
    std::vector<std::int32_t> place(list.size());
    for (std::size_t at = 0; at < list.size(); ++at)
      place[static_cast<std::size_t>(list[at])] = static_cast<std::int32_t>(at);
    bool ordered = true;
    for (std::int32_t row = 0; row < problem.count; ++row) {
      for (const auto* to = problem.after.first(row); to != problem.after.last(row); ++to)
        ordered &= place[static_cast<std::size_t>(row)] < place[static_cast<std::size_t>(*to)];
    }
    if (ordered) best = std::min(best, decoder.serial(Side::forward, list, start));
  } while (std::ranges::next_permutation(list).found);
  return best;
}

TEST(Level, AgreesWithTryingEveryOrder) {
  int cases = 0;
  for (unsigned seed = 1; seed <= 150; ++seed) {
    const Instance instance = random_instance(seed, {.activities = 7, .resources = 3});
    const Problem problem = compile(instance, first_modes(instance));
    const std::int32_t expected = least_makespan(problem);
    EXPECT_LE(simple_bound(problem).value, expected) << seed;
    NoProgress progress;
    const Result<Solution> solution = solve(instance, {.schedules_max = 20}, progress);
    ASSERT_TRUE(solution.ok()) << seed;
    EXPECT_TRUE(solution->proved) << seed;
    EXPECT_EQ(solution->makespan, expected) << seed;
    EXPECT_TRUE(check_schedule(instance, solution->schedule).empty()) << seed;
    ++cases;
  }
  EXPECT_EQ(cases, 150);
}

/// From a bad start, the exact search alone finds and proves the optimum.
TEST(Level, ExactSearchNeedsNoGoodStart) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Instance instance = random_instance(seed, {.activities = 8, .resources = 2});
    const Problem problem = compile(instance, first_modes(instance));
    std::vector<std::int32_t> start;
    std::int32_t end = 0;
    for (const std::int32_t duration : problem.duration) {
      start.push_back(end);
      end += duration;
    }
    Exact exact(problem, 0, start, end);
    while (!exact.done()) {
      exact.reduce_upper(50);
      exact.raise_lower(50);
    }
    EXPECT_EQ(exact.upper(), least_makespan(problem)) << seed;
    EXPECT_EQ(exact.lower(), exact.upper()) << seed;
  }
}

TEST(Level, DecodersKeepEveryConstraint) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    // 40 resources do not fit one word.
    const RandomShape shape{.activities = 40, .resources = seed % 2 == 0 ? 40 : 4};
    const Instance instance = random_instance(seed, shape);
    const Problem problem = compile(instance, first_modes(instance));
    Decoder decoder(problem);
    std::vector<std::int32_t> list(40);
    std::iota(list.begin(), list.end(), 0);
    std::vector<std::int32_t> start(40);
    const std::int32_t parallel = decoder.parallel(Side::forward, list, start);
    Schedule schedule{in_instance_order(problem, start), first_modes(instance)};
    EXPECT_TRUE(check_schedule(instance, schedule).empty()) << seed;
    EXPECT_EQ(makespan_of(instance, schedule), parallel);
    std::int32_t makespan = decoder.serial(Side::forward, list, start);
    // Justification never makes it longer.
    Side side = Side::forward;
    for (int pass = 0; pass < 4; ++pass) {
      decoder.justifying_list(side, start, list);
      side = opposite(side);
      const std::int32_t next = decoder.serial(side, list, start);
      EXPECT_LE(next, makespan) << seed;
      makespan = next;
    }
    schedule.starts = in_instance_order(problem, start);
    EXPECT_TRUE(check_schedule(instance, schedule).empty()) << seed;
  }
}

/// A pass that takes over the starts of its beginning ends as the whole pass does.
TEST(Level, KeptStartsChangeNothing) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const RandomShape shape{.activities = 40, .resources = seed % 2 == 0 ? 40 : 4};
    const Instance instance = random_instance(seed, shape);
    const Problem problem = compile(instance, first_modes(instance));
    Decoder decoder(problem);
    std::vector<std::int32_t> list(40);
    std::iota(list.begin(), list.end(), 0);
    std::vector<std::int32_t> whole(40);
    const std::int32_t makespan = decoder.serial(Side::forward, list, whole);
    EXPECT_EQ(decoder.placed(), 40);
    for (const std::size_t kept : {1U, 17U, 39U, 40U}) {
      std::vector<std::int32_t> start(40, -1);
      for (std::size_t place = 0; place < kept; ++place)
        start[static_cast<std::size_t>(list[place])] = whole[static_cast<std::size_t>(list[place])];
      EXPECT_EQ(decoder.serial(Side::forward, list, start, INT32_MAX, kept), makespan);
      EXPECT_EQ(start, whole);
      EXPECT_EQ(decoder.placed(), 40 - static_cast<std::int32_t>(kept));
    }
  }
}

TEST(Level, SameSeedSameAnswer) {
  const Instance instance = random_instance(5, {.activities = 60, .resources = 4});
  NoProgress progress;
  const Options options{.schedules_max = 2000, .seed = 9, .exact = false};
  const Result<Solution> first = solve(instance, options, progress);
  const Result<Solution> second = solve(instance, options, progress);
  EXPECT_EQ(first->schedule.starts, second->schedule.starts);
  EXPECT_LE(first->schedules, 2000);
}

TEST(Level, StopsWhenToldAndStillAnswers) {
  const Instance instance = random_instance(6, {.activities = 90, .resources = 4});
  StopAfter progress(0);
  const Result<Solution> solution = solve(instance, {.schedules_max = 1'000'000}, progress);
  ASSERT_TRUE(solution.ok());
  EXPECT_LE(solution->schedules, 300);
  EXPECT_TRUE(check_schedule(instance, solution->schedule).empty());
}

TEST(Level, TheCheckerFindsWhatIsWrong) {
  Instance instance;
  instance.resources = {{1, true}};
  instance.activities = {{{{2, {1}}}, {1}}, {{{2, {1}}}, {}}};
  EXPECT_TRUE(check_schedule(instance, {{0, 2}, {0, 0}}).empty());
  EXPECT_EQ(check_schedule(instance, {{0, 1}, {0, 0}}).size(), 2U);  // Precedence and overload.
  EXPECT_EQ(check_schedule(instance, {{-1, 2}, {0, 0}}).size(), 1U);
  EXPECT_EQ(check_schedule(instance, {{0}, {0}}).size(), 1U);
  EXPECT_EQ(check_schedule(instance, {{0, 2}, {0, 1}}).size(), 1U);
}

std::string refused_code(const Instance& instance) {
  NoProgress progress;
  const Result<Solution> solution = solve(instance, {}, progress);
  return solution.ok() ? "" : solution.refusals()[0].code;
}

/// Small instances with modes and a budget against trying every choice of modes.
TEST(Level, ModesAgreeWithTryingEveryChoice) {
  int cases = 0;
  int refused = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const Instance instance =
        random_instance(seed, {.activities = 5, .resources = 2, .modes = 2, .budgets = 1});
    std::int32_t expected = INT32_MAX;
    for (unsigned choice = 0; choice < 32; ++choice) {
      Instance fixed = instance;
      for (std::size_t row = 0; row < 5; ++row)
        fixed.activities[row].modes = {instance.activities[row].modes[(choice >> row) & 1U]};
      std::int64_t consumed = 0;
      for (const Activity& activity : fixed.activities)
        consumed += activity.modes[0].requests.back();
      if (consumed > fixed.resources.back().capacity || !check_instance(fixed).ok()) continue;
      expected = std::min(expected, least_makespan(compile(fixed, first_modes(fixed))));
    }
    NoProgress progress;
    const Result<Solution> solution = solve(instance, {.schedules_max = 3000}, progress);
    if (!solution.ok()) {
      EXPECT_EQ(solution.refusals()[0].code, "level.no_modes_fit") << seed;
      EXPECT_EQ(expected, INT32_MAX) << seed;
      ++refused;
      continue;
    }
    EXPECT_EQ(solution->makespan, expected) << seed;
    EXPECT_LE(solution->lower_bound.value, expected) << seed;
    EXPECT_TRUE(check_schedule(instance, solution->schedule).empty()) << seed;
    ++cases;
  }
  EXPECT_EQ(cases + refused, 40);
  EXPECT_GT(cases, 30);
}

TEST(Level, RefusesWhenNoModesKeepTheBudget) {
  Instance instance;
  instance.resources = {{3, false}};
  instance.activities = {{{{1, {2}}}, {}}, {{{1, {2}}}, {}}};
  EXPECT_EQ(refused_code(instance), "level.no_modes_fit");
}

TEST(Level, RefusesWhatIsNotSound) {
  const auto one = [](std::int32_t duration, std::int32_t units, std::int32_t to) {
    Instance instance;
    instance.resources = {{3, true}};
    instance.activities.push_back({{{duration, {units}}}, {}});
    if (to >= 0) instance.activities[0].successors = {to};
    return instance;
  };
  EXPECT_EQ(refused_code({}), "level.empty");
  EXPECT_EQ(refused_code(one(2, 4, -1)), "level.capacity_exceeded");
  EXPECT_EQ(refused_code(one(-2, 1, -1)), "level.bad_number");
  EXPECT_EQ(refused_code(one(2, -1, -1)), "level.bad_number");
  EXPECT_EQ(refused_code(one(2, 1, 7)), "level.reference_missing");
  EXPECT_EQ(refused_code(one(2, 1, 0)), "level.cycle");
  EXPECT_EQ(refused_code(one(INT32_MAX, 1, -1)), "level.too_large");
  EXPECT_EQ(refused_code(one(0, 99, -1)), "");  // Without length nothing is used.
  Instance negative = one(1, 0, -1);
  negative.resources[0].capacity = -1;
  EXPECT_EQ(refused_code(negative), "level.bad_capacity");
  Instance modeless = one(1, 1, -1);
  modeless.activities[0].modes.clear();
  EXPECT_EQ(refused_code(modeless), "level.bad_number");
}

/// Thousands of activities on one machine: the answer is their sum, and soon there.
TEST(Level, LargeInstancesHaveAnswers) {
  Instance instance;
  instance.resources = {{1, true}};
  for (std::int32_t row = 0; row < 8000; ++row)
    instance.activities.push_back({{{1 + row % 7, {1}}}, {}});
  NoProgress progress;
  const Result<Solution> solution = solve(instance, {.schedules_max = 3, .exact = false}, progress);
  ASSERT_TRUE(solution.ok());
  EXPECT_TRUE(solution->proved);
  instance.activities.resize(k_activities_max + 1, instance.activities[0]);
  EXPECT_EQ(refused_code(instance), "level.too_large");
}

TEST(Level, DegenerateInstancesHaveAnswers) {
  Instance instance;
  instance.activities = {{{{0, {}}}, {}}};
  NoProgress progress;
  const Result<Solution> solution = solve(instance, {}, progress);
  ASSERT_TRUE(solution.ok());
  EXPECT_EQ(solution->makespan, 0);
  EXPECT_TRUE(solution->proved);
  // A capacity of 2^31 − 1 fills half a word with its guard.
  instance.resources.assign(5, {INT32_MAX, true});
  instance.activities.assign(4, {{{3, std::vector<std::int32_t>(5, INT32_MAX)}}, {}});
  const Result<Solution> wide = solve(instance, {}, progress);
  EXPECT_EQ(wide->makespan, 12);
  EXPECT_TRUE(wide->proved);
}

}  // namespace
}  // namespace tc::engine::level
