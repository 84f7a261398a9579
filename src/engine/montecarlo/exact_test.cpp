#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "base/json.h"
#include "engine/montecarlo/montecarlo.h"
#include "engine/montecarlo/network_json.h"
#include "engine/montecarlo/normal.h"

/// The networks with exact answers: each percentile and mean lies within four standard errors, for
/// twenty seeds, with at most one exception.
namespace tc::engine::montecarlo {
namespace {

constexpr int k_seeds = 20;
constexpr std::int64_t k_iterations = 10'000;
constexpr double k_errors = 4;

std::optional<Json> exact_cases() {
  const char* root = std::getenv("TC_SHARED_DATA");
  const std::filesystem::path path =
      std::filesystem::path(root == nullptr ? "../shared/data" : root) /
      "analytics/sra/sra-exact.json";
  std::ifstream file(path);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  Result<Json> json = parse_json(text.str());
  if (!json) return std::nullopt;
  return std::move(json).value();
}

Options options_of(int seed, Sampling sampling = Sampling::plain) {
  Options options;
  options.iterations = k_iterations;
  options.seed = static_cast<std::uint64_t>(seed);
  options.sampling = sampling;
  return options;
}

/// How many of the checks over all seeds fail.
struct Tally {
  int checks = 0;
  int failures = 0;
  void check(double value, double exact, double standard_error) {
    ++checks;
    failures += std::abs(value - exact) > k_errors * standard_error ? 1 : 0;
  }
};

/// Density of the finish at a value, from a large run: only the width of the tolerance.
double density_at(const Series& series, double value) {
  for (const Bin& bin : series.histogram) {
    if (value < bin.from || value > bin.to || bin.to <= bin.from) continue;
    return static_cast<double>(bin.count) / 1e6 / (bin.to - bin.from);
  }
  return 0;
}

const std::vector<std::pair<const char*, double>> k_parts = {{"P5", .05}, {"P10", .1}, {"P20", .2},
                                                             {"P50", .5}, {"P70", .7}, {"P80", .8},
                                                             {"P90", .9}, {"P95", .95}};

void check_case(const NamedNetwork& named, const Json& exact) {
  Options large = options_of(4711);
  large.iterations = 1'000'000;
  large.activity_outputs = false;
  const Series reference = simulate(named.network, large)->finish;
  const double unit = named.ticks_per_unit;
  Tally tally;
  for (int seed = 1; seed <= k_seeds; ++seed) {
    const Result<Outcome> outcome = simulate(named.network, options_of(seed));
    ASSERT_TRUE(outcome.ok());
    const double n = k_iterations;
    tally.check(outcome->finish.mean / unit, exact.find("mean")->number(),
                exact.find("sd")->number() / std::sqrt(n));
    for (std::size_t at = 0; at < k_parts.size(); ++at) {
      const auto [key, part] = k_parts[at];
      const double wanted = exact.find(key)->number();
      const double density = density_at(reference, wanted * unit) * unit;
      ASSERT_GT(density, 0) << key;
      tally.check(outcome->finish.percentiles[at].value / unit, wanted,
                  std::sqrt(part * (1 - part) / n) / density);
    }
  }
  EXPECT_EQ(tally.checks, k_seeds * 9);
  EXPECT_LE(tally.failures, 1);
}

TEST(Exact, NetworksOfTheSharedFile) {
  const std::optional<Json> cases = exact_cases();
  int count = 0;
  if (cases) {
    for (const JsonMember& member : cases->find("networks")->members()) {
      SCOPED_TRACE(member.key);
      const Result<NamedNetwork> named = read_network(*cases, member.key);
      ASSERT_TRUE(named.ok());
      check_case(*named, *member.value.find("exact"));
      ++count;
    }
    EXPECT_EQ(count, 7);
  }
  std::printf("  %d shared networks with exact answers\n", count);
}

/// s→1 A, s→2 B, 1→2 C, 1→t D, 2→t E.
Network bridge(const Json& acts, double unit) {
  Network network;
  for (const JsonMember& act : acts.members()) {
    Activity activity;
    activity.id = act.key;
    activity.duration.kind = Distribution::Kind::discrete;
    for (const Json& point : act.value.items()) {
      activity.duration.points.push_back(
          {point.items()[0].number() * unit, point.items()[1].number()});
    }
    network.activities.push_back(std::move(activity));
  }
  for (const auto& [from, to] : {std::pair{0, 2}, {0, 3}, {1, 4}, {2, 4}}) {
    network.links.push_back({.from = from, .to = to});
  }
  return network;
}

TEST(Exact, BridgeWithTies) {
  const std::optional<Json> cases = exact_cases();
  if (!cases) return;
  const Json& exact = *cases->find("bridge_discrete")->find("exact");
  constexpr double k_unit = 10;
  const Network network = bridge(*cases->find("bridge_discrete")->find("acts"), k_unit);
  Tally tally;
  for (int seed = 1; seed <= k_seeds; ++seed) {
    const Result<Outcome> outcome = simulate(network, options_of(seed));
    ASSERT_TRUE(outcome.ok());
    const double n = k_iterations;
    tally.check(outcome->finish.mean / k_unit, 11.695, 1.641637901609226 / std::sqrt(n));
    for (std::size_t row = 0; row < network.activities.size(); ++row) {
      const Json& wanted = *exact.find(network.activities[row].id);
      const ActivityRisk& risk = outcome->activities[row];
      const double ci = wanted.find("CI")->number();
      const double ssi = wanted.find("SSI")->number();
      const double cri = wanted.find("CRI_pearson")->number();
      tally.check(risk.criticality, ci, std::sqrt(ci * (1 - ci) / n));
      // Error of a ratio of deviations: CI and both deviations vary; 1/√(2n) each, generous.
      tally.check(risk.ssi, ssi, ssi * (std::sqrt((1 - ci) / ci / n) + 2 / std::sqrt(2 * n)));
      tally.check(risk.cruciality.value(), cri, 1.5 / std::sqrt(n));
    }
  }
  EXPECT_LE(tally.failures, 1) << "of " << tally.checks;
}

TEST(Exact, JointConfidence) {
  Network network;
  network.activities.resize(1);
  network.activities[0].duration = scaled(Distribution::triangular(20, 30, 50), 4800);
  network.activities[0].cost = Distribution::uniform(100, 140);
  network.activities[0].cost_per_tick = 5.0 / 4800;
  Tally tally;
  for (int seed = 1; seed <= k_seeds; ++seed) {
    Options options = options_of(seed);
    options.joint_points = {{35 * 4800, 290}, {40 * 4800, 320}, {50 * 4800, 330}};
    const Result<Outcome> outcome = simulate(network, options);
    ASSERT_TRUE(outcome.ok());
    ASSERT_EQ(outcome->joint.size(), 3U);
    const double exact[] = {0.53819444, 0.79555556, 0.88444444};
    for (std::size_t at = 0; at < 3; ++at) {
      tally.check(outcome->joint[at].probability, exact[at],
                  std::sqrt(exact[at] * (1 - exact[at]) / k_iterations));
    }
  }
  EXPECT_LE(tally.failures, 1) << "of " << tally.checks;
}

Network side_by_side(const std::vector<Distribution>& durations) {
  Network network;
  for (const Distribution& duration : durations) {
    Activity activity;
    activity.id = std::to_string(network.activities.size());
    activity.duration = scaled(duration, 4800);
    network.activities.push_back(activity);
  }
  return network;
}

TEST(Exact, ClarksMaximumOfTwoNormals) {
  const auto normal = [](double mean, double sd) {
    return Distribution{.kind = Distribution::Kind::normal, .a = mean, .b = sd};
  };
  // Cut nowhere: a negative duration has probability 3e-7 and below.
  const Network network = side_by_side({normal(10, 2), normal(12, 3)});
  Tally tally;
  for (int seed = 1; seed <= k_seeds; ++seed) {
    const Outcome outcome = simulate(network, options_of(seed)).value();
    const double n = k_iterations;
    tally.check(outcome.finish.mean / 4800, 12.654195926815252, 2.4116149 / std::sqrt(n));
    tally.check(outcome.finish.sd / 4800, 2.4116149113867773, 2.4116149 / std::sqrt(2 * n));
    tally.check(outcome.activities[0].criticality, 0.2895498709769594,
                std::sqrt(0.28955 * 0.71045 / n));
  }
  EXPECT_LE(tally.failures, 1) << "of " << tally.checks;
}

TEST(Exact, PertClassic) {
  Network network;
  const double values[][3] = {{2, 5, 8}, {1, 2, 9}, {0.25, 0.5, 3.75},
                              {1, 1, 7}, {1, 2, 9}, {1, 3, 11}};
  for (const auto& [low, mode, high] : values) {
    Activity activity;
    activity.id = std::string(1, static_cast<char>('A' + network.activities.size()));
    // The article's mean (a+4m+b)/6 and deviation (b−a)/6.
    activity.duration = {
        .kind = Distribution::Kind::normal, .a = (low + 4 * mode + high) / 6 * 4800, .b = 0};
    network.activities.push_back(activity);
  }
  for (const auto& [from, to] : {std::pair{0, 1}, {0, 2}, {1, 3}, {1, 4}, {2, 4}, {3, 5}, {4, 5}}) {
    network.links.push_back({.from = from, .to = to});
  }
  const Outcome outcome = simulate(network, options_of(1)).value();
  EXPECT_DOUBLE_EQ(outcome.finish.mean / 4800, 15);
  const bool critical[] = {true, true, false, false, true, true};
  for (std::size_t row = 0; row < 6; ++row) {
    EXPECT_DOUBLE_EQ(outcome.activities[row].criticality, critical[row] ? 1 : 0) << row;
  }
}

}  // namespace
}  // namespace tc::engine::montecarlo
