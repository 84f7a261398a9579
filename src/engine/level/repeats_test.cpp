#include "engine/level/repeats.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "engine/level/decoder.h"
#include "engine/level/random.h"
#include "engine/level/random_instance.h"

namespace tc::engine::level {
namespace {

TEST(Repeats, OnlyWhatWasMadeBeforeIsGivenUp) {
  constexpr std::int32_t k_activities = 24;
  int noticed = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const Instance instance = testing::random_instance(seed, {.activities = k_activities});
    const Problem problem = compile(instance, std::vector<std::int32_t>(k_activities, 0));
    Decoder decoder(problem);
    Repeats repeats;
    Random random(seed);
    std::set<std::vector<std::int32_t>> made;
    std::vector<std::int32_t> list(k_activities);
    for (int round = 0; round < 200; ++round) {
      std::iota(list.begin(), list.end(), 0);
      const auto at = static_cast<std::size_t>(random.below(k_activities - 1));
      const auto* const to = problem.after.last(list[at]);
      if (std::find(problem.after.first(list[at]), to, list[at + 1]) == to)
        std::swap(list[at], list[at + 1]);
      std::vector<std::int32_t> start(k_activities);
      std::vector<std::int32_t> whole(k_activities);
      (void)decoder.serial(Side::forward, list, whole);
      if (decoder.serial(Side::forward, list, start, INT32_MAX, 0, &repeats) == INT32_MAX) {
        EXPECT_TRUE(made.contains(whole)) << seed;
        ++noticed;
      } else {
        EXPECT_EQ(start, whole) << seed;
      }
      made.insert(whole);
    }
  }
  EXPECT_GT(noticed, 20 * 150);  // Of 24 neighbours of one list 200 rounds repeat nearly all.
}

TEST(Repeats, SidesAreKeptApart) {
  const Instance instance = testing::random_instance(3, {.activities = 24});
  const Problem problem = compile(instance, std::vector<std::int32_t>(24, 0));
  std::vector<std::int32_t> list(24);
  std::iota(list.begin(), list.end(), 0);
  std::vector<std::int32_t> start(24);
  Repeats repeats;
  const auto pass = [&](Side side) {
    repeats.begin(side, list, 0, start);
    bool known = false;
    for (const std::int32_t row : list) known |= repeats.place(row, 0);
    return known;
  };
  EXPECT_FALSE(pass(Side::forward));
  EXPECT_FALSE(pass(Side::backward));
  EXPECT_TRUE(pass(Side::forward));
}

}  // namespace
}  // namespace tc::engine::level
