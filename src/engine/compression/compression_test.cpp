#include "engine/compression/compression.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace tc::engine::compression {
namespace {

using plan::LinkKind;

Curve curve_of(const Network& network, std::optional<std::int64_t> target = {}) {
  NoProgress progress;
  Result<Curve> curve = compress(network, target, progress);
  EXPECT_TRUE(curve) << (curve ? "" : curve.refusals().front().code);
  return curve ? *curve : Curve();
}

std::string refusal_of(const Network& network) {
  NoProgress progress;
  const Result<Curve> curve = compress(network, {}, progress);
  return curve ? "" : curve.refusals().front().code;
}

// Two works in a row, one beside them: first the cheap one, then the dear one, then both branches.
TEST(Compression, ShortensTheCheapestFirst) {
  Network network;
  network.works = {{6, 4, 10, 0}, {8, 5, 30, 0}, {12, 9, 5, 0}};
  network.links = {{0, 1}};
  const Curve curve = curve_of(network);
  EXPECT_EQ(curve.normal, 14);
  ASSERT_EQ(curve.steps.size(), 2U);
  EXPECT_EQ(curve.steps[0].to, 12);
  EXPECT_EQ(curve.steps[0].rate, 10);
  EXPECT_EQ(curve.steps[0].changes, (std::vector<Change>{{0, 2}}));
  EXPECT_EQ(curve.steps[1].to, 9);
  EXPECT_EQ(curve.steps[1].rate, 35);
  EXPECT_EQ(curve.steps[1].changes, (std::vector<Change>{{1, 3}, {2, 3}}));
  EXPECT_TRUE(curve.at_shortest);
  EXPECT_EQ(curve.cost_of(11), 20 + 35);
  EXPECT_EQ(curve.cheapest(9), 14);
  EXPECT_EQ(curve.cheapest(34), 12);
  EXPECT_EQ(curve.cheapest(35), 9);
  EXPECT_EQ(curve.shortened(11, 3), (std::vector<std::int64_t>{2, 1, 1}));
}

// 0 → 1 → 2 is longest, 0 → 3 and 4 → 2 lie beside it. First 1 alone; then 0 and 2 together, and 1
// gets its time back: 4 + 4 − 1 per unit.
TEST(Compression, AWorkIsGivenBackWhereOthersServeBoth) {
  Network network;
  network.works = {{4, 1, 4, 0}, {2, 1, 1, 0}, {4, 1, 4, 0}, {5, 4, 100, 0}, {5, 4, 100, 0}};
  network.links = {{0, 1}, {1, 2}, {0, 3}, {4, 2}};
  const Curve curve = curve_of(network);
  EXPECT_EQ(curve.normal, 10);
  ASSERT_GE(curve.steps.size(), 2U);
  EXPECT_EQ(curve.steps[0].rate, 1);
  EXPECT_EQ(curve.steps[1].rate, 7);
  EXPECT_EQ(curve.steps[1].changes, (std::vector<Change>{{0, 1}, {1, -1}, {2, 1}}));
  EXPECT_EQ(curve.reached(), 5);
  EXPECT_EQ(curve.shortened(5, 5), (std::vector<std::int64_t>{3, 0, 3, 1, 1}));
}

TEST(Compression, StopsAtTheTarget) {
  Network network;
  network.works = {{10, 0, 7, 3}};
  const Curve curve = curve_of(network, 8);
  EXPECT_EQ(curve.normal, 13);
  EXPECT_EQ(curve.reached(), 8);
  EXPECT_FALSE(curve.at_shortest);
  EXPECT_EQ(curve_of(network, 20).steps.size(), 0U);
  EXPECT_EQ(curve_of(network).reached(), 3);  // The release stays.
}

std::int64_t length_of(const Network& network, const std::vector<std::int64_t>& durations) {
  // Works of the random networks stand in topological order.
  std::vector<std::int64_t> start(durations.size(), 0), finish(durations.size(), 0);
  std::int64_t end = 0;
  for (std::size_t i = 0; i < durations.size(); ++i) {
    start[i] = network.works[i].release;
    std::int64_t least_finish = 0;
    for (const Link& link : network.links) {
      if (static_cast<std::size_t>(link.after) != i) continue;
      const auto before = static_cast<std::size_t>(link.before);
      const bool from_start = link.kind == LinkKind::ss || link.kind == LinkKind::sf;
      const std::int64_t held = (from_start ? start[before] : finish[before]) + link.lag;
      if (link.kind == LinkKind::fs || link.kind == LinkKind::ss)
        start[i] = std::max(start[i], held);
      else
        least_finish = std::max(least_finish, held);
    }
    finish[i] = std::max(start[i] + durations[i], least_finish);
    end = std::max(end, finish[i]);
  }
  return end;
}

/// The least cost for each duration of the whole, by trying all durations of all works.
std::vector<std::int64_t> brute_force(const Network& network, std::int64_t normal) {
  std::vector<std::int64_t> least(static_cast<std::size_t>(normal) + 1, INT64_MAX);
  std::vector<std::int64_t> durations;
  const std::function<void(std::int64_t)> visit = [&](std::int64_t cost) {
    const std::size_t i = durations.size();
    if (i == network.works.size()) {
      std::int64_t& best = least[static_cast<std::size_t>(length_of(network, durations))];
      best = std::min(best, cost);
      return;
    }
    const Work& work = network.works[i];
    for (std::int64_t d = work.shortest; d <= work.normal; ++d) {
      durations.push_back(d);
      visit(cost + (work.normal - d) * work.rate);
      durations.pop_back();
    }
  };
  visit(0);
  for (std::size_t d = 1; d < least.size(); ++d) least[d] = std::min(least[d], least[d - 1]);
  return least;
}

Network random_network(std::mt19937& random) {
  const auto upto = [&](int n) {
    return static_cast<std::int64_t>(random() % static_cast<unsigned>(n + 1));
  };
  Network network;
  const auto works = static_cast<std::int32_t>(2 + upto(5));
  for (std::int32_t i = 0; i < works; ++i) {
    const std::int64_t normal = upto(5);
    network.works.push_back(
        {normal, std::max<std::int64_t>(0, normal - upto(3)), upto(9), upto(5) == 0 ? upto(6) : 0});
    for (std::int32_t before = 0; before < i; ++before) {
      if (upto(2) != 0) continue;
      const auto kind = upto(3) == 0 ? static_cast<LinkKind>(upto(3)) : LinkKind::fs;
      network.links.push_back({before, i, kind, upto(4) == 0 ? upto(4) - 2 : 0});
    }
  }
  return network;
}

TEST(Compression, TheCurveEqualsTryingEverything) {
  std::mt19937 random(11);
  int durations_compared = 0;
  for (int round = 0; round < 400; ++round) {
    const Network network = random_network(random);
    const Curve curve = curve_of(network);
    const std::vector<std::int64_t> least = brute_force(network, curve.normal);
    for (std::int64_t d = 0; d <= curve.normal; ++d) {
      const std::int64_t expected = least[static_cast<std::size_t>(d)];
      if (d < curve.reached()) {
        EXPECT_EQ(expected, INT64_MAX) << round << ": " << d;
        continue;
      }
      ASSERT_EQ(static_cast<std::int64_t>(curve.cost_of(d)), expected) << round << ": " << d;
      // And the durations it names really give that length at that cost.
      const std::vector<std::int64_t> by = curve.shortened(d, network.works.size());
      std::vector<std::int64_t> durations;
      std::int64_t cost = 0;
      for (std::size_t i = 0; i < by.size(); ++i) {
        durations.push_back(network.works[i].normal - by[i]);
        cost += by[i] * network.works[i].rate;
        EXPECT_GE(durations.back(), network.works[i].shortest);
        EXPECT_GE(by[i], 0);
      }
      EXPECT_EQ(cost, expected);
      EXPECT_LE(length_of(network, durations), d);
      ++durations_compared;
    }
    for (std::size_t i = 1; i < curve.steps.size(); ++i)
      EXPECT_LE(curve.steps[i - 1].rate, curve.steps[i].rate);  // Convex.
  }
  EXPECT_GT(durations_compared, 1000);
}

TEST(Compression, RefusesWhatIsNoNetwork) {
  EXPECT_EQ(refusal_of({}), "compression.empty");
  EXPECT_EQ(refusal_of({{{4, 5, 0, 0}}, {}}), "compression.work_invalid");
  EXPECT_EQ(refusal_of({{{-1, -1, 0, 0}}, {}}), "compression.work_invalid");
  EXPECT_EQ(refusal_of({{{1, 0, -1, 0}}, {}}), "compression.work_invalid");
  EXPECT_EQ(refusal_of({{{INT64_MAX, 0, 1, 0}}, {}}), "compression.work_invalid");
  EXPECT_EQ(refusal_of({{{1, 0, INT64_MAX, 0}}, {}}), "compression.work_invalid");
  EXPECT_EQ(refusal_of({{{1, 1, 0, 0}}, {{0, 1}}}), "compression.link_invalid");
  EXPECT_EQ(refusal_of({{{1, 1, 0, 0}, {1, 1, 0, 0}}, {{0, 1, LinkKind::fs, INT64_MAX}}}),
            "compression.link_invalid");
  EXPECT_EQ(refusal_of({{{1, 1, 0, 0}, {1, 1, 0, 0}}, {{0, 1}, {1, 0}}}), "compression.cycle");
  Network many;
  many.works.resize(k_works_max + 1);
  EXPECT_EQ(refusal_of(many), "compression.too_large");
}

class StopAtOnce final : public Progress {
 public:
  [[nodiscard]] bool step(std::int64_t, std::int64_t, const char*) override { return false; }
};

TEST(Compression, CanBeCancelled) {
  StopAtOnce stop;
  const Result<Curve> curve = compress({{{5, 1, 1, 0}}, {}}, {}, stop);
  ASSERT_FALSE(curve);
  EXPECT_EQ(curve.refusals().front().code, "compression.cancelled");
}

// 2,000 works in 40 parallel chains with cross links end within the patience of a person.
TEST(Compression, TakesALargeNetwork) {
  std::mt19937 random(3);
  Network network;
  for (std::int32_t i = 0; i < 2000; ++i) {
    const auto normal = static_cast<std::int64_t>(480 * (1 + random() % 20));
    network.works.push_back(
        {normal, normal / 2, static_cast<std::int64_t>(1 + random() % 1000), 0});
    if (i >= 40) network.links.push_back({i - 40, i});
    if (i >= 41 && i % 7 == 0) network.links.push_back({i - 41, i});
  }
  const Curve curve = curve_of(network, 200'000);
  EXPECT_GT(curve.steps.size(), 10U);
  EXPECT_LT(curve.reached(), curve.normal);
}

}  // namespace
}  // namespace tc::engine::compression
