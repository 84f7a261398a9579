#include <gtest/gtest.h>

#include <cstdio>

#include "engine/montecarlo/test_network.h"

/// The same input gives the same bits, whatever computes them.
namespace tc::engine::montecarlo {
namespace {

void expect_equal(const Series& a, const Series& b) {
  EXPECT_EQ(a.mean, b.mean);
  EXPECT_EQ(a.sd, b.sd);
  for (std::size_t at = 0; at < a.percentiles.size(); ++at) {
    EXPECT_EQ(a.percentiles[at].value, b.percentiles[at].value);
    EXPECT_EQ(a.percentiles[at].low, b.percentiles[at].low);
    EXPECT_EQ(a.percentiles[at].high, b.percentiles[at].high);
  }
  for (std::size_t at = 0; at < a.histogram.size(); ++at)
    EXPECT_EQ(a.histogram[at].count, b.histogram[at].count);
}

void expect_equal(const Outcome& a, const Outcome& b) {
  expect_equal(a.finish, b.finish);
  expect_equal(*a.cost, *b.cost);
  expect_equal(*a.mitigated_finish, *b.mitigated_finish);
  ASSERT_EQ(a.activities.size(), b.activities.size());
  for (std::size_t row = 0; row < a.activities.size(); ++row) {
    EXPECT_EQ(a.activities[row].criticality, b.activities[row].criticality) << row;
    EXPECT_EQ(a.activities[row].mean, b.activities[row].mean) << row;
    EXPECT_EQ(a.activities[row].ssi, b.activities[row].ssi) << row;
    EXPECT_EQ(a.activities[row].cruciality, b.activities[row].cruciality) << row;
  }
  for (std::size_t row = 0; row < a.risks.size(); ++row)
    EXPECT_EQ(a.risks[row].finish_p80, b.risks[row].finish_p80);
}

Options options_of(Sampling sampling) {
  Options options;
  options.iterations = 1'500;
  options.seed = 99;
  options.sampling = sampling;
  options.mitigation = true;
  options.risk_sensitivity = true;
  return options;
}

TEST(Repeat, ThreadsAndInstructionSetsGiveTheSameBits) {
  int compared = 0;
  for (unsigned seed = 1; seed <= 2; ++seed) {
    for (const int calendars : {0, 1, 3}) {
      const Network network = testing::rich_network(seed, 80, calendars);
      for (const Sampling sampling :
           {Sampling::plain, Sampling::latin_hypercube, Sampling::sobol}) {
        Options options = options_of(sampling);
        options.instruction_set = InstructionSet::portable;
        const Result<Outcome> reference = simulate(network, options);
        ASSERT_TRUE(reference.ok()) << reference.refusals().front().code;
        for (const InstructionSet set :
             {InstructionSet::portable, InstructionSet::avx2, InstructionSet::avx512}) {
          if (kernel_for(set) == nullptr) continue;
          for (const int threads : {1, 2, 7}) {
            options.instruction_set = set;
            options.threads = threads;
            expect_equal(*reference, simulate(network, options).value());
            ++compared;
          }
        }
      }
    }
  }
  std::printf("  %d runs compared\n", compared);
}

TEST(Repeat, SeedsDiffer) {
  const Network network = testing::rich_network(1);
  Options options = options_of(Sampling::plain);
  const double first = simulate(network, options)->finish.mean;
  options.seed = 100;
  EXPECT_NE(first, simulate(network, options)->finish.mean);
}

TEST(Repeat, WeatherIsTheSameForAll) {
  Network network = testing::rich_network(2);
  network.calendars[0].lost_day.fill(0.2);
  Options options = options_of(Sampling::plain);
  options.instruction_set = InstructionSet::portable;
  const Outcome reference = simulate(network, options).value();
  options.instruction_set = best_instruction_set();
  options.threads = 2;
  expect_equal(reference, simulate(network, options).value());
  network.calendars[0].lost_day.fill(0);
  EXPECT_LT(simulate(network, options)->finish.mean, reference.finish.mean);
}

}  // namespace
}  // namespace tc::engine::montecarlo
