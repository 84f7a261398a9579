#include "engine/level/assign.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace tc::engine::level {
namespace {

using Costs = std::vector<std::vector<std::int64_t>>;

/// Rows that stay open, then cost: by trying every assignment.
std::pair<int, std::int64_t> least(const Costs& cost) {
  const std::size_t rows = cost.size();
  const std::size_t columns = cost[0].size();
  std::vector<std::size_t> choice(rows + columns);
  std::iota(choice.begin(), choice.end(), 0);
  std::pair<int, std::int64_t> best{INT32_MAX, 0};
  do {
    std::pair<int, std::int64_t> sum{0, 0};
    for (std::size_t row = 0; row < rows; ++row) {
      const bool possible = choice[row] < columns && cost[row][choice[row]] != k_impossible;
      if (possible)
        sum.second += cost[row][choice[row]];
      else
        ++sum.first;
    }
    best = std::min(best, sum);
  } while (std::ranges::next_permutation(choice).found);
  return best;
}

TEST(Assign, AgreesWithTryingEverything) {
  std::mt19937 random(1);
  for (int round = 0; round < 150; ++round) {
    Costs cost(1 + random() % 4);
    const std::size_t columns = 1 + random() % 4;
    for (auto& row : cost) {
      for (std::size_t at = 0; at < columns; ++at)
        row.push_back(random() % 3 == 0 ? k_impossible : static_cast<std::int64_t>(random() % 20));
    }
    const std::vector<std::int32_t> column_of = assign_cheapest(cost).value();
    std::pair<int, std::int64_t> sum{0, 0};
    std::vector<int> taken(columns, 0);
    for (std::size_t row = 0; row < cost.size(); ++row) {
      if (column_of[row] < 0) {
        ++sum.first;
        continue;
      }
      const auto column = static_cast<std::size_t>(column_of[row]);
      EXPECT_EQ(++taken[column], 1);
      sum.second += cost[row][column];
    }
    EXPECT_EQ(sum, least(cost)) << round;
  }
}

TEST(Assign, RefusesBadTables) {
  EXPECT_EQ(assign_cheapest({{1, 2}, {1}}).refusals()[0].code, "level.bad_cost");
  EXPECT_EQ(assign_cheapest({{-5}}).refusals()[0].code, "level.bad_cost");
  EXPECT_EQ(assign_cheapest({{INT64_MAX}}).refusals()[0].code, "level.bad_cost");
  EXPECT_EQ(assign_cheapest(Costs(k_assignment_size_max + 1)).refusals()[0].code,
            "level.too_large");
  EXPECT_TRUE(assign_cheapest({}).value().empty());
  EXPECT_EQ(assign_cheapest({{}, {}}).value(), (std::vector<std::int32_t>{-1, -1}));
}

TEST(Assign, SkillsAskForTheLeastExpertise) {
  const std::vector<Skill> asked = {{1, 3}, {2, 1}};
  EXPECT_EQ(skill_cost(asked, {{1, 3}, {2, 1}}), 0);
  EXPECT_EQ(skill_cost(asked, {{1, 5}, {2, 2}, {9, 9}}), 3);
  EXPECT_EQ(skill_cost(asked, {{1, 2}, {2, 9}}), k_impossible);
  EXPECT_EQ(skill_cost(asked, {{1, 3}}), k_impossible);
  EXPECT_EQ(skill_cost({}, {}), 0);
}

}  // namespace
}  // namespace tc::engine::level
