#include "engine/arrow_network/arrow_network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace tc::engine::arrow_network {
namespace {

using Pairs = std::set<std::pair<int, int>>;

/// Times on nodes, by the definition, for comparison.
std::vector<Times> on_nodes(const Network& network) {
  const std::size_t n = network.durations.size();
  std::vector<Times> times(n);
  for (std::size_t round = 0; round < n; ++round) {
    for (const Link& link : network.links) {
      Times& after = times[static_cast<std::size_t>(link.after)];
      const auto before = static_cast<std::size_t>(link.before);
      after.early_start = std::max(
          after.early_start, times[before].early_start + network.durations[before] + link.lag);
    }
  }
  std::int64_t end = 0;
  for (std::size_t i = 0; i < n; ++i) {
    times[i].early_finish = times[i].early_start + network.durations[i];
    end = std::max(end, times[i].early_finish);
  }
  for (Times& one : times) one.late_finish = end;
  for (std::size_t round = 0; round < n; ++round) {
    for (const Link& link : network.links) {
      const auto after = static_cast<std::size_t>(link.after);
      Times& before = times[static_cast<std::size_t>(link.before)];
      before.late_finish = std::min(before.late_finish,
                                    times[after].late_finish - network.durations[after] - link.lag);
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    times[i].late_start = times[i].late_finish - network.durations[i];
    times[i].total_float = times[i].late_start - times[i].early_start;
    std::int64_t next = end;
    for (const Link& link : network.links) {
      if (static_cast<std::size_t>(link.before) == i)
        next = std::min(next, times[static_cast<std::size_t>(link.after)].early_start - link.lag);
    }
    times[i].free_float = next - times[i].early_finish;
  }
  return times;
}

/// Which works come after which, by links.
Pairs order_on_nodes(const Network& network) {
  const auto n = static_cast<int>(network.durations.size());
  Pairs pairs;
  for (const Link& link : network.links) pairs.insert({link.before, link.after});
  for (int k = 0; k < n; ++k) {
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < n; ++j) {
        if (pairs.contains({i, k}) && pairs.contains({k, j})) pairs.insert({i, j});
      }
    }
  }
  return pairs;
}

/// Which works come after which, by events.
Pairs order_on_arrows(const ArrowNetwork& network, int works) {
  const std::size_t n = network.events.size();
  std::vector<std::vector<bool>> reach(n, std::vector<bool>(n, false));
  for (std::size_t i = n; i-- > 0;) {
    reach[i][i] = true;
    for (const Arrow& arrow : network.arrows) {
      if (static_cast<std::size_t>(arrow.from) != i) continue;
      for (std::size_t j = 0; j < n; ++j) {
        if (reach[static_cast<std::size_t>(arrow.to)][j]) reach[i][j] = true;
      }
    }
  }
  Pairs pairs;
  for (int a = 0; a < works; ++a) {
    for (int b = 0; b < works; ++b) {
      const Arrow& one = network.arrows[static_cast<std::size_t>(a)];
      const Arrow& two = network.arrows[static_cast<std::size_t>(b)];
      if (a != b && reach[static_cast<std::size_t>(one.to)][static_cast<std::size_t>(two.from)])
        pairs.insert({a, b});
    }
  }
  return pairs;
}

void expect_well_drawn(const ArrowNetwork& network) {
  std::set<std::pair<int, int>> between;
  std::vector<bool> entered(network.events.size(), false), left(network.events.size(), false);
  for (const Arrow& arrow : network.arrows) {
    EXPECT_LT(arrow.from, arrow.to);
    EXPECT_TRUE(between.insert({arrow.from, arrow.to}).second) << "two arrows between events";
    left[static_cast<std::size_t>(arrow.from)] = entered[static_cast<std::size_t>(arrow.to)] = true;
  }
  EXPECT_EQ(std::ranges::count(entered, false), 1) << "one start";
  EXPECT_EQ(std::ranges::count(left, false), 1) << "one end";
}

ArrowNetwork converted(const Network& network) {
  NoProgress progress;
  Result<ArrowNetwork> made = convert(network, {}, progress);
  EXPECT_TRUE(made.ok());
  return made ? *made : ArrowNetwork();
}

TEST(ArrowNetwork, EqualsTheNetworkOnNodes) {
  std::mt19937 random(20260105);
  for (int round = 0; round < 3000; ++round) {
    const int works = 1 + static_cast<int>(random() % 14);
    const int density = 1 + static_cast<int>(random() % 60);
    Network network;
    for (int i = 0; i < works; ++i)
      network.durations.push_back(static_cast<std::int64_t>(random() % 12));
    for (int i = 0; i < works; ++i) {
      for (int j = i + 1; j < works; ++j) {
        if (static_cast<int>(random() % 100) >= density) continue;
        const bool lagged = random() % 8 == 0;
        network.links.push_back({i, j, lagged ? static_cast<std::int64_t>(1 + random() % 5) : 0});
      }
    }
    const ArrowNetwork made = converted(network);
    expect_well_drawn(made);
    ASSERT_EQ(order_on_arrows(made, works), order_on_nodes(network)) << round;
    const std::vector<Times> times = on_nodes(network);
    ASSERT_EQ(made.works, times) << round;
    for (std::size_t i = 0; i < times.size(); ++i)
      ASSERT_EQ(made.arrows[i].times, times[i]) << round << " work " << i;
    if (HasFailure()) return;
  }
}

// A of 10 days, B begins when 4 of them are over (start-start with 4 days, 4 − 10 = −6), C of 3
// days ends at least 2 after A (finish-finish with 2 days, 2 − 3 = −1): A is drawn as 4 + 5 + 1
// days.
TEST(ArrowNetwork, DrawsOverlappedWorksInParts) {
  const ArrowNetwork made = converted({{10, 8, 3}, {{0, 1, -6}, {0, 2, -1}}});
  expect_well_drawn(made);
  std::vector<std::int64_t> lengths;
  for (const Arrow& arrow : made.arrows) {
    if (arrow.work != 0) continue;
    EXPECT_EQ(arrow.part, static_cast<int>(lengths.size()) + 1);
    lengths.push_back(arrow.duration);
  }
  EXPECT_EQ(lengths, (std::vector<std::int64_t>{4, 5, 1}));
  EXPECT_EQ(made.works[1].early_start, 4);
  EXPECT_EQ(made.works[2].early_finish, 12);  // 10 + 2.
  EXPECT_EQ(made.computed_duration, 12);      // B: 4 + 8, C: 12.
  EXPECT_EQ(made.works[0].total_float, 0);
}

// Works that begin together begin at one event, without a dummy between them.
TEST(ArrowNetwork, WorksThatBeginTogetherShareAnEvent) {
  const ArrowNetwork made = converted({{3, 5, 4}, {{0, 1, 0}, {1, 2, -5}}});
  EXPECT_EQ(made.arrows[1].from, made.arrows[2].from);
  EXPECT_EQ(made.works[2].early_start, 3);
}

TEST(ArrowNetwork, OverlapsEqualTheNetworkOnNodes) {
  std::mt19937 random(20261123);
  for (int round = 0; round < 3000; ++round) {
    const auto below = [&](int limit) {
      return static_cast<int>(random() % static_cast<unsigned>(limit));
    };
    const int works = 1 + below(12);
    const int density = 1 + below(60);
    Network network;
    for (int i = 0; i < works; ++i) network.durations.push_back(below(12));
    bool together = false;
    for (int i = 0; i < works; ++i) {
      const auto duration = static_cast<int>(network.durations[static_cast<std::size_t>(i)]);
      for (int j = i + 1; j < works; ++j) {
        if (below(100) >= density) continue;
        network.links.push_back({i, j, below(3) == 0 ? 0 : below(duration + 4) - duration});
        together |= duration > 0 && network.links.back().lag == -duration;
      }
    }
    const ArrowNetwork made = converted(network);
    expect_well_drawn(made);
    const std::vector<Times> times = on_nodes(network);
    ASSERT_EQ(made.works, times) << round;
    std::vector<std::int64_t> reached(times.size(), 0);
    for (const Arrow& arrow : made.arrows) {
      if (arrow.kind != Arrow::Kind::work) continue;
      const Times& whole = times[static_cast<std::size_t>(arrow.work)];
      ASSERT_EQ(arrow.times.early_start, whole.early_start + arrow.offset) << round;
      reached[static_cast<std::size_t>(arrow.work)] += arrow.duration;
      // What begins together with a work does not hold it at their event.
      const bool held_alike = together || arrow.part > 1;
      ASSERT_TRUE(held_alike || arrow.times.late_start == whole.late_start) << round;
    }
    ASSERT_EQ(reached, network.durations);
    if (HasFailure()) return;
  }
}

TEST(ArrowNetwork, NeedsAsFewDummiesAsTheTextbooks) {
  // A before C and D, B before D: one dummy, and one for C beside D. {A, B} before {C, D}: A and B
  // lie side by side, C and D too. A chain: none.
  EXPECT_EQ(converted({{3, 4, 5, 6}, {{0, 2, 0}, {0, 3, 0}, {1, 3, 0}}}).dummies, 1U);
  EXPECT_EQ(converted({{3, 4, 5, 6}, {{0, 2, 0}, {0, 3, 0}, {1, 2, 0}, {1, 3, 0}}}).dummies, 2U);
  EXPECT_EQ(converted({{3, 4, 5}, {{0, 1, 0}, {1, 2, 0}, {0, 2, 0}}}).dummies, 0U);
  // Two works side by side are told apart by one.
  EXPECT_EQ(converted({{3, 4}, {}}).dummies, 1U);
}

TEST(ArrowNetwork, CountsLateTimesFromWhatIsRequired) {
  NoProgress progress;
  const Result<ArrowNetwork> made = convert({{3, 4}, {{0, 1, 0}}}, 10, progress);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->computed_duration, 7);
  EXPECT_EQ(made->arrows[1].times.total_float, 3);
  EXPECT_TRUE(made->arrows[0].critical);
  EXPECT_EQ(convert({{3, 4}, {{0, 1, 0}}}, 5, progress)->arrows[0].times.total_float, -2);
}

TEST(ArrowNetwork, RefusesWhatIsNoNetwork) {
  NoProgress progress;
  const auto code = [&](const Network& network) {
    const Result<ArrowNetwork> made = convert(network, {}, progress);
    return made ? std::string() : made.refusals().front().code;
  };
  EXPECT_EQ(code({}), "arrow_network.empty");
  EXPECT_EQ(code({{1, -1}, {}}), "arrow_network.duration_invalid");
  EXPECT_EQ(code({{1, INT64_MAX}, {}}), "arrow_network.duration_invalid");
  EXPECT_EQ(code({{1, 1}, {{0, 1, -3}}}), "arrow_network.duration_invalid");
  EXPECT_EQ(code({{1, 1}, {{0, 2, 0}}}), "arrow_network.link_invalid");
  EXPECT_EQ(code({{1}, {{0, 0, 0}}}), "arrow_network.cycle");
  const Result<ArrowNetwork> loop =
      convert({{1, 1, 1, 1}, {{0, 1, 0}, {1, 2, 0}, {2, 1, 0}, {2, 3, 0}}}, {}, progress);
  EXPECT_EQ(loop.refusals().front().arguments.front().value, "2 → 1");
}

TEST(ArrowNetwork, StandsLargeNetworks) {
  Network chain;
  Network star;
  for (int i = 0; i < 20'000; ++i) {
    chain.durations.push_back(1);
    star.durations.push_back(1);
    if (i > 0) chain.links.push_back({i - 1, i, 0});
    if (i > 0) star.links.push_back({0, i, 0});
  }
  EXPECT_EQ(converted(chain).dummies, 0U);
  EXPECT_EQ(converted(star).computed_duration, 2);
}

}  // namespace
}  // namespace tc::engine::arrow_network
