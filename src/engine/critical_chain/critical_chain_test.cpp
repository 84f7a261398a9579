#include "engine/critical_chain/critical_chain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace tc::engine::critical_chain {
namespace {

using Indices = std::vector<std::int32_t>;

TEST(CriticalChain, SizesBuffersAsTheWorkedExample) {
  // Aggressive 6, 4, 2; deltas 3, 2, 1: half of 12, and 2·√(1.5² + 1² + 0.5²) = 3.74.
  const Buffer buffer = size_buffer({{0, 6, 9, {}}, {6, 4, 6, {}}, {10, 2, 3, {}}});
  EXPECT_DOUBLE_EQ(buffer.cut_and_paste, 6);
  EXPECT_NEAR(buffer.root_sum_square, 3.7417, 1e-4);
  EXPECT_DOUBLE_EQ(size_buffer({}).root_sum_square, 0);
}

TEST(CriticalChain, RunsThroughSharedResources) {
  // 0 → 1 and 2 → 3; 1 and 2 need the one resource, so 0 1 waits no longer than 2 after 1 does.
  const Input input{{{0, 3, 5, {}}, {3, 4, 6, {{0, 1}}}, {7, 5, 8, {{0, 1}}}, {12, 2, 3, {}}},
                    {{0, 1}, {2, 3}},
                    {1}};
  const Chains chains = find_chains(input).value();
  EXPECT_EQ(chains.critical, (Indices{0, 1, 2, 3}));
  EXPECT_EQ(chains.duration, 14);
  EXPECT_DOUBLE_EQ(chains.buffer.cut_and_paste, 7);
  EXPECT_TRUE(chains.feeding.empty());
  // With two of the resource the chain is the longer of the two paths.
  Input wide = input;
  wide.capacities = {2};
  EXPECT_EQ(find_chains(wide)->critical, (Indices{2, 3}));
}

TEST(CriticalChain, PutsAFeedingBufferWhereAChainJoins) {
  // 0 → 1 → 4 is the chain; 2 → 3 joins at 4.
  const Input input{{{0, 6, 9, {}}, {6, 6, 9, {}}, {0, 3, 6, {}}, {3, 2, 6, {}}, {12, 2, 2, {}}},
                    {{0, 1}, {1, 4}, {2, 3}, {3, 4}},
                    {}};
  const Chains chains = find_chains(input).value();
  EXPECT_EQ(chains.critical, (Indices{0, 1, 4}));
  ASSERT_EQ(chains.feeding.size(), 1U);
  EXPECT_EQ(chains.feeding[0].activities, (Indices{2, 3}));
  EXPECT_EQ(chains.feeding[0].joins, 4);
  EXPECT_DOUBLE_EQ(chains.feeding[0].buffer.cut_and_paste, 2.5);
  EXPECT_DOUBLE_EQ(chains.feeding[0].buffer.root_sum_square, 5);
}

// 1 begins when 4 of the 10 of 0 are done: the chain is 4 + 9, with that share of its safety.
TEST(CriticalChain, CountsAnOverlappedActivityUntilTheNextBegins) {
  const Input input{
      {{0, 10, 20, {}}, {4, 9, 12, {}}, {13, 2, 2, {}}}, {{0, 1, 4}, {1, 2}, {0, 2}}, {}};
  const Chains chains = find_chains(input).value();
  EXPECT_EQ(chains.critical, (Indices{0, 1, 2}));
  EXPECT_EQ(chains.counted, (std::vector<std::int64_t>{4, 9, 2}));
  EXPECT_EQ(chains.duration, 15);
  EXPECT_DOUBLE_EQ(chains.buffer.cut_and_paste, 7.5);
  EXPECT_DOUBLE_EQ(chains.buffer.root_sum_square, 5);  // 4² + 3²
  Input wrong = input;
  wrong.links[0].counts = 5;  // 1 begins at 4 already.
  EXPECT_FALSE(find_chains(wrong));
}

TEST(CriticalChain, IsAsLongAsTheLongestOfAllChains) {
  std::mt19937 random(20260126);
  const auto draw = [&](unsigned below) { return static_cast<std::int64_t>(random() % below); };
  for (int round = 0; round < 500; ++round) {
    Input input;
    input.capacities = {2, 1};
    const int count = 1 + static_cast<int>(draw(9));
    for (int i = 0; i < count; ++i) {
      const std::int64_t aggressive = draw(5);
      input.activities.push_back(
          {draw(20), aggressive, aggressive + draw(4), {{static_cast<std::int32_t>(draw(2)), 1}}});
    }
    const auto follows = [&](int i, int j) {
      const Activity& one = input.activities[static_cast<std::size_t>(i)];
      const Activity& two = input.activities[static_cast<std::size_t>(j)];
      if (one.start + one.aggressive > two.start) return false;
      if (one.start == two.start && two.aggressive == 0 && i >= j) return false;
      return one.demands[0].resource == 1 && two.demands[0].resource == 1;
    };
    std::function<std::int64_t(int)> from = [&](int i) {
      std::int64_t best = 0;
      for (int j = 0; j < count; ++j) {
        if (j != i && follows(i, j)) best = std::max(best, from(j));
      }
      return best + input.activities[static_cast<std::size_t>(i)].aggressive;
    };
    std::int64_t longest = 0;
    for (int i = 0; i < count; ++i) longest = std::max(longest, from(i));
    EXPECT_EQ(find_chains(input)->duration, longest) << round;
  }
}

TEST(CriticalChain, ReadsTheFever) {
  // Of 100, 50 remain after 60: ten late of a buffer of 40.
  const FeverPoint point = fever_point({100, 50, 60, 40});
  EXPECT_DOUBLE_EQ(point.chain_done, 0.5);
  EXPECT_DOUBLE_EQ(point.buffer_used, 0.25);
  EXPECT_EQ(point.zone, Zone::green);
  EXPECT_EQ(fever_point({100, 50, 68, 40}).zone, Zone::yellow);
  EXPECT_EQ(fever_point({100, 50, 76, 40}).zone, Zone::red);
  EXPECT_LT(fever_point({100, 50, 40, 40}).buffer_used, 0);
  EXPECT_EQ(fever_point({0, 0, 0, 0}).zone, Zone::green);
  EXPECT_EQ(fever_point({10, 10, 5, 0}).zone, Zone::red);
}

TEST(CriticalChain, RefusesWhatIsNoSchedule) {
  const auto code = [](const Input& input) {
    const Result<Chains> made = find_chains(input);
    return made ? std::string() : made.refusals().front().code;
  };
  EXPECT_EQ(code({}), "critical_chain.empty");
  EXPECT_EQ(code({{{-1, 1, 1, {}}}, {}, {}}), "critical_chain.activity_invalid");
  EXPECT_EQ(code({{{0, 3, 2, {}}}, {}, {}}), "critical_chain.activity_invalid");
  EXPECT_EQ(code({{{0, 1, INT64_MAX, {}}}, {}, {}}), "critical_chain.activity_invalid");
  EXPECT_EQ(code({{{0, 1, 1, {{0, 1}}}}, {}, {}}), "critical_chain.demand_invalid");
  EXPECT_EQ(code({{{0, 1, 1, {{0, 2}}}}, {}, {1}}), "critical_chain.demand_invalid");
  EXPECT_EQ(code({{{0, 1, 1, {}}}, {{0, 1}}, {}}), "critical_chain.link_invalid");
  EXPECT_EQ(code({{{0, 2, 2, {}}, {1, 1, 1, {}}}, {{0, 1}}, {}}), "critical_chain.link_invalid");
  EXPECT_EQ(code({std::vector<Activity>(k_activities_max + 1), {}, {}}),
            "critical_chain.too_large");
}

}  // namespace
}  // namespace tc::engine::critical_chain
