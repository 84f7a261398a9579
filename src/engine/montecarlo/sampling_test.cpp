#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <set>

#include "engine/montecarlo/draws.h"
#include "engine/montecarlo/normal.h"
#include "engine/montecarlo/sampler.h"
#include "engine/montecarlo/test_network.h"

namespace tc::engine::montecarlo {
namespace {

using Kind = Distribution::Kind;

/// All uniform numbers of one variable.
std::vector<float> uniforms_of(const DrawPlan& plan, std::size_t variable) {
  const Kernel& kernel = *kernel_for(best_instruction_set());
  std::vector<float> memory;
  std::vector<float> result;
  for (std::int64_t chunk = 0; chunk < plan.chunk_count(); ++chunk) {
    const Draws draws = plan.draws(chunk, memory);
    for (std::int32_t block = 0; block * k_block < plan.chunk_size(chunk); ++block) {
      float u[k_block];
      kernel.uniforms(draws, plan.variables()[variable], block, u);
      const std::int32_t count = std::min(k_block, plan.chunk_size(chunk) - block * k_block);
      result.insert(result.end(), u, u + count);
    }
  }
  return result;
}

TEST(Sampling, LatinHypercubeMeetsEveryStratumOnce) {
  for (const std::size_t variables : {std::size_t{5}, std::size_t{500}}) {
    for (const std::int64_t iterations : {1, 100, 1000, 1024}) {
      const DrawPlan plan(Sampling::latin_hypercube, 3, iterations,
                          std::vector<double>(variables, 1));
      for (const std::size_t variable : {std::size_t{0}, variables - 1}) {
        std::set<int> strata;
        for (const float u : uniforms_of(plan, variable))
          strata.insert(static_cast<int>(static_cast<double>(u) * static_cast<double>(iterations)));
        EXPECT_EQ(strata.size(), static_cast<std::size_t>(iterations));
      }
    }
  }
}

/// Of the most influential variables each pair meets every cell of a grid of 32 × 32 once.
TEST(Sampling, LatinHypercubeIsEvenInPairsOfTheMostInfluential) {
  std::vector<double> influence(500, 0.5);
  for (std::size_t variable = 100; variable < 133; ++variable) influence[variable] = -1;
  const DrawPlan plan(Sampling::latin_hypercube, 3, 2048, influence);
  std::vector<std::vector<float>> columns;
  for (std::size_t variable = 100; variable < 133; ++variable)
    columns.push_back(uniforms_of(plan, variable));
  for (std::size_t a = 0; a < columns.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      for (std::size_t chunk = 0; chunk < 2; ++chunk) {
        std::set<int> cells;
        for (std::size_t at = chunk * 1024; at < (chunk + 1) * 1024; ++at)
          cells.insert(static_cast<int>(columns[a][at] * 32) * 32 +
                       static_cast<int>(columns[b][at] * 32));
        ASSERT_EQ(cells.size(), 1024U) << a << " " << b;
      }
    }
  }
}

/// Evenness is bought with no bias: over many seeds every place of a hypercube is as likely as any
/// other, also beside another variable's and in hypercubes that are not full.
TEST(Sampling, LatinHypercubeIsUniformOverSeeds) {
  constexpr int k_seeds = 2000;
  for (const std::int64_t size : {700, 1024}) {
    std::array<double, 64> cells{};
    for (std::uint64_t seed = 1; seed <= k_seeds; ++seed) {
      const DrawPlan plan(Sampling::latin_hypercube, seed, size, {3, 2, 1});
      const std::size_t at = seed % static_cast<std::size_t>(size);
      const auto eighth = [&](std::size_t variable) {
        return static_cast<std::size_t>(uniforms_of(plan, variable)[at] * 8);
      };
      cells[eighth(0) * 8 + eighth(2)] += 1;
    }
    double chi_square = 0;
    for (const double count : cells)
      chi_square += (count - k_seeds / 64.0) * (count - k_seeds / 64.0) / (k_seeds / 64.0);
    EXPECT_LT(chi_square, 103.4);  // 63 degrees of freedom at the level of one in a thousand.
  }
}

/// Strata of 1,024 that are met; the scores come from a table, so a few numbers stray.
std::size_t strata_met(const std::vector<float>& numbers) {
  std::set<int> strata;
  for (const float u : numbers) strata.insert(static_cast<int>(u * 1024));
  return strata.size();
}

TEST(Sampling, SobolMeetsEveryStratum) {
  std::vector<double> influence(200, 0);
  influence[7] = 1;
  const DrawPlan plan(Sampling::sobol, 3, 1024, influence);
  for (std::size_t variable = 0; variable < 200; ++variable)
    EXPECT_GE(strata_met(uniforms_of(plan, variable)), 1020U) << variable;
}

/// What all influences together do to the answer is as even as a single dimension.
TEST(Sampling, SobolIsEvenAlongTheInfluences) {
  std::vector<double> influence;
  double square = 0;
  for (int row = 0; row < 30; ++row) {
    influence.push_back(row % 7 - 2);
    square += influence.back() * influence.back();
  }
  const DrawPlan plan(Sampling::sobol, 3, 1024, influence);
  std::vector<double> along(1024, 0);
  for (std::size_t variable = 0; variable < 30; ++variable) {
    const std::vector<float> numbers = uniforms_of(plan, variable);
    for (std::size_t at = 0; at < along.size(); ++at)
      along[at] += influence[variable] * normal_quantile(numbers[at]) / std::sqrt(square);
  }
  std::vector<float> even;
  for (const double score : along) even.push_back(static_cast<float>(normal_cdf(score)));
  EXPECT_GE(strata_met(even), 1020U);
}

/// No two variables follow each other: |r| < 5/√n for every pair of the first hundred.
TEST(Sampling, VariablesAreUncorrelated) {
  for (const Sampling sampling : {Sampling::plain, Sampling::latin_hypercube, Sampling::sobol}) {
    const DrawPlan plan(sampling, 11, 4096, std::vector<double>(300, 1));
    std::vector<std::vector<float>> columns;
    for (std::size_t variable = 0; variable < 100; ++variable)
      columns.push_back(uniforms_of(plan, variable));
    int bad = 0;
    for (std::size_t a = 0; a < columns.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        double sum = 0;
        for (std::size_t at = 0; at < columns[a].size(); ++at)
          sum += (static_cast<double>(columns[a][at]) - 0.5) *
                 (static_cast<double>(columns[b][at]) - 0.5);
        bad += std::abs(sum * 12 / 4096) > 5 / std::sqrt(4096.0) ? 1 : 0;
      }
    }
    EXPECT_LE(bad, 2) << static_cast<int>(sampling);
  }
}

/// Regularised incomplete beta function by its continued fraction (Lentz).
double beta_cdf(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - beta_cdf(b, a, 1 - x);
  double c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), f = d;
  for (int m = 1; m < 300; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    f *= c * d;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    f *= c * d;
  }
  return std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) +
                  b * std::log1p(-x)) *
         f / a;
}

double triangular_cdf(double low, double mode, double high, double x) {
  if (x < mode) return (x - low) * (x - low) / ((high - low) * (mode - low));
  return 1 - (high - x) * (high - x) / ((high - low) * (high - mode));
}

/// Kolmogorov's distance of a million plain draws; the bar of the five-in-ten-thousand level.
void expect_follows(const Distribution& distribution, double (*cdf)(double)) {
  constexpr std::int64_t k_count = 1'000'000;
  const DrawPlan plan(Sampling::plain, 5, k_count, {1});
  SamplerSet samplers;
  Program program;
  DrawnNode node;
  node.sampler = samplers.make(distribution);
  FlowNode flow;
  flow.drawn = 0;
  flow.ends = true;
  program.nodes = program.drawn = 1;
  program.flow = &flow;
  program.drawn_nodes = &node;
  std::int32_t duration[k_block], finish[k_block], project_finish[k_block];
  float cost_part[k_block];
  double cost[k_block];
  Workspace work;
  work.duration = duration;
  work.finish = finish;
  work.project_finish = project_finish;
  work.cost_part = cost_part;
  work.project_cost = cost;
  std::vector<std::int32_t> values;
  std::vector<float> memory;
  for (std::int64_t chunk = 0; chunk < plan.chunk_count(); ++chunk) {
    const Draws draws = plan.draws(chunk, memory);
    for (std::int32_t block = 0; block * k_block < plan.chunk_size(chunk); ++block) {
      kernel_for(best_instruction_set())->forward(program, draws, block, work);
      values.insert(values.end(), duration, duration + k_block);
    }
  }
  values.resize(k_count);
  std::ranges::sort(values);
  // Between the points looked at the distance can only be larger by their spacing.
  constexpr std::size_t k_spacing = 50;
  double distance = 0;
  for (std::size_t at = 0; at < values.size(); at += k_spacing) {
    const double below = static_cast<double>(at) / k_count;
    distance = std::max(distance, std::abs(cdf(values[at]) - below));
  }
  distance += static_cast<double>(k_spacing) / k_count;
  EXPECT_LT(distance, 1.95 / std::sqrt(static_cast<double>(k_count)));
}

constexpr double k_unit = 1'000'000;

TEST(Sampling, DistributionsFollowTheirFunctions) {
  expect_follows(Distribution::uniform(k_unit, 3 * k_unit),
                 [](double x) { return (x / k_unit - 1) / 2; });
  expect_follows(Distribution::triangular(k_unit, 2 * k_unit, 5 * k_unit),
                 [](double x) { return triangular_cdf(1, 2, 5, x / k_unit); });
  expect_follows(Distribution::pert(k_unit, 2 * k_unit, 5 * k_unit),
                 [](double x) { return beta_cdf(2, 4, (x / k_unit - 1) / 4); });
  expect_follows(Distribution::pert(k_unit, 4.3 * k_unit, 5 * k_unit, 2.5), [](double x) {
    return beta_cdf(1 + 2.5 * 3.3 / 4, 1 + 2.5 * 0.7 / 4, (x / k_unit - 1) / 4);
  });
  expect_follows({.kind = Kind::beta, .a = 0.7, .b = 3, .c = 0, .d = 4 * k_unit},
                 [](double x) { return beta_cdf(0.7, 3, x / k_unit / 4); });
  expect_follows({.kind = Kind::normal, .a = 5 * k_unit, .b = k_unit},
                 [](double x) { return normal_cdf(x / k_unit - 5); });
  Distribution cut{.kind = Kind::normal, .a = 5 * k_unit, .b = k_unit};
  cut.lowest = 4 * k_unit;
  cut.highest = 7 * k_unit;
  expect_follows(cut, [](double x) {
    const double low = normal_cdf(-1), high = normal_cdf(2);
    return (normal_cdf(x / k_unit - 5) - low) / (high - low);
  });
  expect_follows({.kind = Kind::lognormal, .a = 4 * k_unit, .b = 2 * k_unit}, [](double x) {
    const double variance = std::log(1.25);
    return normal_cdf((std::log(x / k_unit / 4) + variance / 2) / std::sqrt(variance));
  });
  expect_follows({.kind = Kind::weibull, .a = 1.7, .b = 3 * k_unit, .c = k_unit},
                 [](double x) { return 1 - std::exp(-std::pow((x / k_unit - 1) / 3, 1.7)); });
  Distribution cumulative{.kind = Kind::cumulative};
  cumulative.points = {{k_unit, 0}, {2 * k_unit, 0.5}, {6 * k_unit, 1}};
  expect_follows(cumulative, [](double x) {
    const double v = x / k_unit;
    return v < 2 ? (v - 1) / 2 : 0.5 + (v - 2) / 8;
  });
}

TEST(Sampling, TrigenMeetsItsPercentiles) {
  const Range range = trigen_range(20, 30, 50);
  EXPECT_NEAR(range.low, 9.47743795, 1e-7);
  EXPECT_NEAR(range.high, 63.42991805, 1e-7);
  const Distribution trigen{.kind = Kind::trigen, .a = 20, .b = 30, .c = 50};
  EXPECT_NEAR(quantile(trigen, 0.1), 20, 1e-9);
  EXPECT_NEAR(quantile(trigen, 0.9), 50, 1e-9);
}

TEST(Sampling, LognormalPercentilesAreMet) {
  const Distribution lognormal{.kind = Kind::lognormal_percentiles, .a = 10, .b = 40};
  EXPECT_NEAR(quantile(lognormal, 0.1), 10, 1e-9);
  EXPECT_NEAR(quantile(lognormal, 0.9), 40, 1e-9);
}

/// Six parallel chains, then a series: better sampling needs fewer iterations for the same P80.
TEST(Sampling, VarianceOfThePercentileShrinks) {
  Network network;
  for (int row = 0; row < 30; ++row) {
    Activity activity;
    const double mode = 4800 * (10 + row % 5 * 3);
    activity.duration = Distribution::triangular(mode * 0.7, mode, mode * (1.5 + 0.1 * (row % 4)));
    network.activities.push_back(activity);
  }
  for (std::int32_t chain = 0; chain < 6; ++chain) {
    for (std::int32_t at = 1; at < 4; ++at)
      network.links.push_back({.from = chain * 4 + at - 1, .to = chain * 4 + at});
    network.links.push_back({.from = chain * 4 + 3, .to = 24});
  }
  for (std::int32_t at = 25; at < 30; ++at) network.links.push_back({.from = at - 1, .to = at});
  double variance[3] = {};
  for (std::size_t kind = 0; kind < 3; ++kind) {
    double sum = 0, squares = 0;
    constexpr int k_runs = 300;
    for (int seed = 1; seed <= k_runs; ++seed) {
      Options options;
      options.iterations = 1024;
      options.seed = static_cast<std::uint64_t>(seed);
      options.sampling = static_cast<Sampling>(kind);
      options.activity_outputs = false;
      const double p80 = simulate(network, options)->finish.percentiles[5].value;
      sum += p80 / k_runs;
      squares += p80 * p80 / k_runs;
    }
    variance[kind] = squares - sum * sum;
  }
  std::printf("  mc/lhs %.2f, mc/sobol %.2f\n", variance[0] / variance[1],
              variance[0] / variance[2]);
  EXPECT_GT(variance[0] / variance[1], 2.0);
  EXPECT_GT(variance[0] / variance[2], 3.0);
}

}  // namespace
}  // namespace tc::engine::montecarlo
