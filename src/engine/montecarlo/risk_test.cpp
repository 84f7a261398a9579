#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/montecarlo/correlation.h"
#include "engine/montecarlo/test_network.h"

namespace tc::engine::montecarlo {
namespace {

constexpr double k_day = 4800;

Options options_of(std::int64_t iterations = 20'000) {
  Options options;
  options.iterations = iterations;
  options.seed = 17;
  return options;
}

Risk driver(double probability, Distribution factor, std::vector<Index> activities) {
  Risk risk;
  risk.id = "driver";
  risk.probability = probability;
  risk.impacts.push_back(
      {Impact::Kind::factor, std::move(factor), {}, std::move(activities), false});
  return risk;
}

Risk event(double probability, double days, std::vector<Index> activities, bool parallel = false) {
  Risk risk;
  risk.id = "event";
  risk.probability = probability;
  risk.impacts.push_back({Impact::Kind::delay,
                          Distribution::fixed(days * k_day),
                          {},
                          std::move(activities),
                          parallel});
  return risk;
}

double mean_days(const Network& network, const Options& options = options_of()) {
  return simulate(network, options)->finish.mean / k_day;
}

TEST(Risks, DriverMultiplies) {
  Network network = testing::chain({Distribution::fixed(100 * k_day)});
  network.risks.push_back(driver(0.5, Distribution::triangular(1, 1.2, 1.5), {0}));
  EXPECT_NEAR(mean_days(network), 111.6667, 0.05);
}

TEST(Risks, SharedDriverCorrelates) {
  Network network = testing::chain({Distribution::uniform(90 * k_day, 110 * k_day),
                                    Distribution::uniform(90 * k_day, 110 * k_day)});
  const double alone = simulate(network, options_of())->finish.sd;
  network.risks.push_back(driver(1, Distribution::uniform(0.8, 1.2), {0, 1}));
  const Outcome outcome = simulate(network, options_of()).value();
  // Var(sum) = Var(a) + Var(b) + 2 r sd(a) sd(b) gives r.
  const double a = outcome.activities[0].sd, b = outcome.activities[1].sd;
  const double r = (outcome.finish.sd * outcome.finish.sd - a * a - b * b) / (2 * a * b);
  EXPECT_NEAR(r, 0.797872340425521, 0.02);
  EXPECT_GT(outcome.finish.sd, alone);
}

TEST(Risks, SeriesAddParallelTakesTheLargest) {
  Network network = testing::chain({Distribution::fixed(10 * k_day)});
  network.risks = {event(1, 3, {0}), event(1, 5, {0})};
  EXPECT_DOUBLE_EQ(mean_days(network), 18);
  network.risks = {event(1, 3, {0}, true), event(1, 5, {0}, true)};
  EXPECT_DOUBLE_EQ(mean_days(network), 15);
}

TEST(Risks, ExclusiveOnesNeverMeet) {
  Network network = testing::chain({Distribution::fixed(10 * k_day)});
  network.risks = {event(0.5, 3, {0}), event(0.5, 5, {0})};
  for (Risk& risk : network.risks) risk.exclusive = "either";
  const Outcome outcome = simulate(network, options_of()).value();
  EXPECT_DOUBLE_EQ(outcome.finish.minimum / k_day, 13);
  EXPECT_DOUBLE_EQ(outcome.finish.maximum / k_day, 15);
  EXPECT_NEAR(outcome.finish.mean / k_day, 14, 0.01);
}

TEST(Risks, LeaveOneOutRanksAndMitigationHelps) {
  Network network = testing::chain({Distribution::triangular(8 * k_day, 10 * k_day, 14 * k_day),
                                    Distribution::fixed(5 * k_day)});
  network.risks = {event(0.5, 2, {0}), event(0.5, 8, {1})};
  network.risks[0].id = "small";
  network.risks[1].id = "large";
  network.risks[1].mitigated_probability = 0.1;
  Options options = options_of();
  options.risk_sensitivity = true;
  options.mitigation = true;
  const Outcome outcome = simulate(network, options).value();
  ASSERT_EQ(outcome.risks.size(), 2U);
  EXPECT_EQ(outcome.risks[0].id, "large");
  EXPECT_GT(outcome.risks[0].finish_p80, outcome.risks[1].finish_p80);
  EXPECT_GT(outcome.risks[1].finish_p80, 0);
  EXPECT_NEAR((outcome.finish.mean - outcome.mitigated_finish->mean) / k_day, 0.4 * 8, 0.02);
}

TEST(Branches, OneAlternativeExists) {
  Network network = testing::chain({Distribution::fixed(10 * k_day), Distribution::fixed(2 * k_day),
                                    Distribution::fixed(7 * k_day)});
  network.branches = {{{{0.25, {1}}, {0.75, {2}}}}};
  const Outcome outcome = simulate(network, options_of()).value();
  EXPECT_NEAR(outcome.finish.mean / k_day, 10 + 0.25 * 2 + 0.75 * 7, 0.01);
  EXPECT_DOUBLE_EQ(outcome.finish.minimum / k_day, 12);
  EXPECT_NEAR(outcome.activities[1].criticality, 0.25, 0.002);
}

TEST(Branches, ConditionLooksAtTheFinish) {
  Network network =
      testing::chain({Distribution::uniform(0, 10 * k_day), Distribution::fixed(3 * k_day),
                      Distribution::fixed(1 * k_day)});
  network.conditions = {{0, static_cast<PlanTime>(5 * k_day), {1}, {2}}};
  const Outcome outcome = simulate(network, options_of()).value();
  EXPECT_NEAR(outcome.finish.mean / k_day, 5 + 2, 0.01);
  EXPECT_NEAR(outcome.finish.maximum / k_day, 13, 0.01);
}

TEST(Cost, RateFixedAndEscalation) {
  Network network = testing::chain({Distribution::fixed(100 * k_day)});
  network.activities[0].cost_per_tick = 2 / k_day;
  network.activities[0].cost = Distribution::fixed(50);
  EXPECT_NEAR(simulate(network, options_of(100))->cost->mean, 250, 1e-3);
  network.escalation_per_year = 0.1;
  const double years = 100 * k_day / (365.25 * k_tenths_per_day);
  EXPECT_NEAR(simulate(network, options_of(100))->cost->mean, 250 * std::pow(1.1, years), 0.01);
}

/// Spearman's correlation of two series.
double spearman(const std::vector<float>& a, const std::vector<float>& b) {
  const auto ranks = [](const std::vector<float>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](auto x, auto y) { return values[x] < values[y]; });
    std::vector<double> rank(values.size());
    for (std::size_t at = 0; at < order.size(); ++at) rank[order[at]] = static_cast<double>(at);
    return rank;
  };
  const std::vector<double> x = ranks(a), y = ranks(b);
  const double middle = (static_cast<double>(a.size()) - 1) / 2;
  double product = 0, square = 0;
  for (std::size_t at = 0; at < a.size(); ++at) {
    product += (x[at] - middle) * (y[at] - middle);
    square += (x[at] - middle) * (x[at] - middle);
  }
  return product / square;
}

/// All numbers that correlated activities are given, and would have got otherwise.
struct Given {
  std::vector<std::vector<float>> correlated, independent;
};
Given given_of(const Network& network, std::size_t rows, std::int64_t iterations) {
  const Kernel& kernel = *kernel_for(best_instruction_set());
  DrawPlan plan(Sampling::plain, 23, iterations, std::vector<double>(rows, 1));
  std::vector<Variable> variables = plan.variables();
  Correlator correlator(network);
  correlator.mark(variables);
  correlator.prepare(plan, kernel);
  Given result{std::vector<std::vector<float>>(rows), std::vector<std::vector<float>>(rows)};
  std::vector<float> memory;
  std::vector<float> block_values(rows * k_block);
  for (std::int64_t chunk = 0; chunk < plan.chunk_count(); ++chunk) {
    const Draws draws = plan.draws(chunk, memory);
    for (std::int32_t block = 0; block * k_block < plan.chunk_size(chunk); ++block) {
      const std::int32_t count = std::min(k_block, plan.chunk_size(chunk) - block * k_block);
      correlator.fill(draws, plan.chunk_begin(chunk), block, kernel, block_values.data());
      for (std::size_t row = 0; row < rows; ++row) {
        const float* begin = block_values.data() + row * k_block;
        result.correlated[row].insert(result.correlated[row].end(), begin, begin + count);
        float u[k_block];
        kernel.uniforms(draws, plan.variables()[row], block, u);
        result.independent[row].insert(result.independent[row].end(), u, u + count);
      }
    }
  }
  return result;
}

TEST(Correlations, ReachTheWantedRankCorrelation) {
  Network network = testing::chain(std::vector<Distribution>(4, Distribution::uniform(1, 2)));
  network.correlations = {{{0, 1}, 0.5}, {{1, 2}, -0.3}, {{2, 3}, 0.8}};
  for (const auto method : {CorrelationMethod::gaussian_copula, CorrelationMethod::iman_conover}) {
    network.correlation_method = method;
    const Given given = given_of(network, 4, 10'000);
    EXPECT_NEAR(spearman(given.correlated[0], given.correlated[1]), 0.5, 0.02);
    EXPECT_NEAR(spearman(given.correlated[1], given.correlated[2]), -0.3, 0.02);
    EXPECT_NEAR(spearman(given.correlated[2], given.correlated[3]), 0.8, 0.02);
    EXPECT_NEAR(spearman(given.correlated[0], given.correlated[2]), 0, 0.03);
  }
}

TEST(Correlations, ImanConoverKeepsEveryValue) {
  Network network = testing::chain(std::vector<Distribution>(3, Distribution::uniform(1, 2)));
  network.correlations = {{{0, 1, 2}, 0.7}};
  network.correlation_method = CorrelationMethod::iman_conover;
  Given given = given_of(network, 3, 5'000);
  for (std::size_t row = 0; row < 3; ++row) {
    std::ranges::sort(given.correlated[row]);
    std::ranges::sort(given.independent[row]);
    EXPECT_EQ(given.correlated[row], given.independent[row]);
  }
}

TEST(Correlations, ImpossibleOnesAreMovedAndReported) {
  Network network =
      testing::chain(std::vector<Distribution>(3, Distribution::uniform(k_day, 9 * k_day)));
  network.correlations = {{{0, 1}, 0.9}, {{1, 2}, 0.9}, {{0, 2}, -0.9}};
  const Outcome outcome = simulate(network, options_of(1000)).value();
  EXPECT_EQ(outcome.correlation_changes.size(), 3U);
  for (const CorrelationChange& change : outcome.correlation_changes) {
    EXPECT_LT(std::abs(change.used), std::abs(change.wanted));
    EXPECT_GT(change.used * change.wanted, 0);
  }
}

std::string code_of(const Network& network, const Options& options = options_of(100)) {
  const Result<Outcome> outcome = simulate(network, options);
  return outcome ? "" : outcome.refusals().front().code;
}

TEST(Hostile, IsRefusedWithACode) {
  EXPECT_EQ(code_of({}), "simulation.empty");
  const auto one = [](const Distribution& distribution) { return testing::chain({distribution}); };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Distribution& bad :
       {Distribution::fixed(nan), Distribution::triangular(3, 2, 1), Distribution::uniform(2, 1),
        Distribution::pert(1, 2, 3, 0), Distribution::fixed(1e18),
        Distribution{.kind = Distribution::Kind::discrete},
        Distribution{.kind = Distribution::Kind::weibull, .a = -1, .b = 1},
        Distribution{.kind = Distribution::Kind::lognormal, .a = 0, .b = 1}}) {
    EXPECT_EQ(code_of(one(bad)), "simulation.bad_distribution");
  }
  Network network = one(Distribution::fixed(1));
  EXPECT_EQ(code_of(network, options_of(0)), "simulation.bad_option");
  EXPECT_EQ(code_of(network, options_of(1LL << 40)), "simulation.bad_option");
  EXPECT_EQ(code_of(one(Distribution::fixed(1e12))), "simulation.date_out_of_range");
  network.links = {{.from = 0, .to = 0}};
  EXPECT_EQ(code_of(network), "simulation.cycle");
  network.links = {{.from = 0, .to = 7}};
  EXPECT_EQ(code_of(network), "simulation.bad_reference");
  network.links.clear();
  network.risks = {driver(1.5, Distribution::fixed(1), {0})};
  EXPECT_EQ(code_of(network), "simulation.bad_probability");
  network.risks = {driver(0.5, Distribution::fixed(1), {-3})};
  EXPECT_EQ(code_of(network), "simulation.bad_reference");
  network.risks.clear();
  network.correlations = {{{0}, 2}};
  EXPECT_EQ(code_of(network), "simulation.bad_correlation");
  EXPECT_EQ(code_of(one(Distribution::fixed(-5))), "");
}

/// Stops after the given number of steps.
class Impatient final : public Progress {
 public:
  [[nodiscard]] bool step(std::int64_t, std::int64_t, const char*) override { return ++steps_ < 3; }

 private:
  int steps_ = 0;
};

TEST(Progress, CancelsTheRun) {
  Impatient impatient;
  const Network network = testing::rich_network(3);
  const Result<Outcome> outcome = simulate(network, options_of(1'000'000), impatient);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.refusals().front().code, "simulation.cancelled");
}

TEST(StopRule, EndsWhenTheIntervalIsNarrow) {
  const Network network =
      testing::chain({Distribution::triangular(8 * k_day, 10 * k_day, 14 * k_day)});
  Options options = options_of(1'000'000);
  options.sampling = Sampling::plain;
  options.stop_half_width = 0.05 * k_day;
  const Outcome outcome = simulate(network, options).value();
  EXPECT_TRUE(outcome.stopped_early);
  EXPECT_LT(outcome.iterations, 20'000);
  const Percentile& p80 = outcome.finish.percentiles[5];
  EXPECT_LE((p80.high - p80.low) / 2, options.stop_half_width);
}

/// The interval covers the true percentile in 95 % of the runs, or a little more.
TEST(Intervals, CoverTheTruth) {
  const Network network = testing::chain({Distribution::uniform(0, 1000 * k_day)});
  int covered = 0;
  constexpr int k_runs = 400;
  for (int seed = 1; seed <= k_runs; ++seed) {
    Options options = options_of(1000);
    options.sampling = Sampling::plain;
    options.seed = static_cast<std::uint64_t>(seed);
    const Percentile p80 = simulate(network, options)->finish.percentiles[5];
    covered += p80.low <= 800 * k_day && p80.high >= 800 * k_day ? 1 : 0;
  }
  EXPECT_GE(covered, 366);
}

}  // namespace
}  // namespace tc::engine::montecarlo
