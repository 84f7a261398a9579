#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <random>
#include <sstream>

#include "base/json.h"
#include "engine/finance/assets.h"
#include "engine/finance/cash_flow.h"
#include "engine/finance/rate_of_return.h"
#include "engine/finance/tax.h"

namespace tc::engine::finance {
namespace {

constexpr double k_exact = 1e-9;

std::vector<Flow> flows_of(const Json& json) {
  std::vector<Flow> list;
  for (const Json& item : json.items()) list.push_back(item.integer());
  return list;
}

const Result<Json>& oracle() {
  static const Result<Json> json = [] {
    const char* const folder = std::getenv("TC_SHARED_DATA");
    const std::string root = folder != nullptr ? folder : "../shared/data";
    std::ifstream file(root + "/analytics/oracles/finance.json");
    std::ostringstream text;
    text << file.rdbuf();
    return parse_json(text.str());
  }();
  return json;
}

TEST(FinanceOracle, RatesAndValues) {
  if (!oracle()) {
    std::puts("0 shared cases");
    return;
  }
  int compared = 0;
  for (const Json& item : oracle()->find("irr_basic")->find("cases")->items()) {
    const std::vector<Flow> flows = flows_of(*item.find("cf"));
    if (const Json* irr = item.find("irr")) {
      EXPECT_NEAR(rates_of_return(flows)->unique().value, irr->number(), k_exact);
    } else {
      const Json& rates = *item.find("mirr");
      const Figure mirr = modified_rate_of_return(flows, rates.find("finance")->number(),
                                                  rates.find("reinvest")->number());
      EXPECT_NEAR(mirr.value, item.find("value")->number(), k_exact);
    }
    ++compared;
  }
  const Json& npv = *oracle()->find("npv_end_of_period");
  EXPECT_NEAR(
      net_present_value(npv.find("rate")->number(), flows_of(*npv.find("cf")), Timing::end).value,
      npv.find("npv")->number(), k_exact);
  const Json& dated = *oracle()->find("xnpv");
  std::vector<Flow> flows;
  std::vector<Day> days;
  for (const Json& pair : dated.find("cf")->items()) {
    flows.push_back(pair.items()[0].integer());
    days.push_back(*parse_day(pair.items()[1].string()));
  }
  EXPECT_NEAR(net_present_value(dated.find("rate")->number(), flows, days).value,
              dated.find("value")->number(), k_exact);
  const Json& several = oracle()->find("multiple_irr")->items().front();
  const auto rates = rates_of_return(flows_of(*several.find("cf")));
  ASSERT_EQ(rates->roots.size(), 2U);
  EXPECT_NEAR(rates->roots[0], several.find("roots")->items()[0].number(), k_exact);
  EXPECT_NEAR(rates->roots[1], several.find("roots")->items()[1].number(), k_exact);
  EXPECT_EQ(rates->unique().reason, "finance.several_rates");
  const auto none = rates_of_return(flows_of(*oracle()->find("no_irr")->find("cf")));
  EXPECT_EQ(none->unique().reason, "finance.no_sign_change");
  compared += 4;
  std::printf("%d shared cases\n", compared);
  EXPECT_EQ(compared, 8);
}

TEST(FinanceOracle, ChineseEvaluationAndDepreciation) {
  if (!oracle()) {
    std::puts("0 shared cases");
    return;
  }
  const Json& item = *oracle()->find("evaluation_cn");
  const std::vector<Flow> flows = flows_of(*item.find("cf"));
  const Profitability result = profitability(item.find("ic")->number(), flows, Timing::start);
  EXPECT_NEAR(result.npv.value, item.find("npv")->number(), k_exact);
  EXPECT_NEAR(result.npv_rate.value, item.find("npvr")->number(), k_exact);
  EXPECT_NEAR(rates_of_return(flows)->unique().value, item.find("irr")->number(), k_exact);
  EXPECT_NEAR(result.static_payback.value, item.find("static_payback")->number(), k_exact);
  EXPECT_NEAR(result.dynamic_payback.value, item.find("dynamic_payback")->number(), k_exact);
  const Json& assets = *oracle()->find("depreciation");
  const Flow cost = assets.find("cost")->integer();
  const Flow salvage = assets.find("salvage")->integer();
  const auto years = static_cast<std::int32_t>(assets.find("years")->integer());
  EXPECT_EQ(depreciate(cost, salvage, years, Depreciation::straight_line)->front(),
            assets.find("straight_line")->integer());
  EXPECT_EQ(*depreciate(cost, salvage, years, Depreciation::sum_of_years),
            flows_of(*assets.find("sum_of_years")));
  EXPECT_EQ(*depreciate(cost, salvage, years, Depreciation::double_declining),
            flows_of(*assets.find("double_declining_cn_last2_straight")));
  std::puts("8 shared figures");
}

TEST(RateOfReturn, TextbookInterpolationDiffersFromTheRoot) {
  const Figure rate = interpolated_rate(.10, 501.84, .11, -25.75);
  EXPECT_NEAR(rate.value, .1 + .01 * 501.84 / (501.84 + 25.75), 1e-15);
  const std::vector<Flow> flows = {-1000, 300, 420, 360, 400, 200};
  const double root = rates_of_return(flows)->unique().value;
  const Interpolated line = interpolated_rate(flows, root);
  EXPECT_NEAR(line.rate.value, root, 1e-4);
  EXPECT_GT(std::abs(line.rate.value - root), 1e-7);
  EXPECT_NEAR(line.low_rate, .21, 1e-12);
}

/// Flows with chosen roots: the product of (1 − (1+r) v).
TEST(RateOfReturn, FindsEveryChosenRoot) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> draw(-0.6, 1.5);
  int checked = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<double> chosen(1 + random() % 4);
    for (double& root : chosen) root = std::round(draw(random) * 50) / 50;
    std::sort(chosen.begin(), chosen.end());
    bool apart = true;
    for (std::size_t at = 1; at < chosen.size(); ++at)
      apart = apart && chosen[at] - chosen[at - 1] > 0.05;
    if (!apart) continue;
    std::vector<double> product = {-1};
    for (const double root : chosen) {
      product.push_back(0);
      for (std::size_t at = product.size() - 1; at > 0; --at)
        product[at] -= (1 + root) * product[at - 1];
    }
    std::vector<Flow> flows;
    for (const double value : product) flows.push_back(std::llround(value * 1e12));
    const auto rates = rates_of_return(flows);
    ASSERT_TRUE(rates.ok());
    ASSERT_EQ(rates->roots.size(), chosen.size()) << round;
    EXPECT_LE(rates->roots.size(), static_cast<std::size_t>(rates->sign_changes));
    for (std::size_t at = 0; at < chosen.size(); ++at)
      EXPECT_NEAR(rates->roots[at], chosen[at], 1e-7);
    ++checked;
  }
  EXPECT_GT(checked, 200);
}

TEST(RateOfReturn, EveryRootIsAZeroAndFlowsMayBeMany) {
  std::mt19937_64 random(6);
  for (int round = 0; round < 200; ++round) {
    std::vector<Flow> flows(2 + random() % 40);
    for (Flow& flow : flows) flow = static_cast<Flow>(random() % 2001) - 1000;
    const auto rates = rates_of_return(flows);
    ASSERT_TRUE(rates.ok());
    for (const double root : rates->roots) {
      double magnitude = 0;
      double weight = 1;
      for (const Flow flow : flows) {
        magnitude += std::abs(static_cast<double>(flow)) * weight;
        weight /= 1 + root;
      }
      const double value = net_present_value(root, flows, Timing::start).value;
      EXPECT_LE(std::abs(value), magnitude * 1e-12) << root;
    }
    EXPECT_EQ(rates->roots.empty(), !rates->reason.empty());
  }
  std::vector<Flow> loan(1000, 12);
  loan.front() = -1000;
  EXPECT_NEAR(net_present_value(rates_of_return(loan)->unique().value, loan, Timing::start).value,
              0, 1e-6);
  std::vector<Flow> waves(k_isolated_flows_max + 2);
  for (std::size_t at = 0; at < waves.size(); ++at) waves[at] = at % 2 == 0 ? 1 : -1;
  EXPECT_EQ(rates_of_return(waves).refusals().front().code, "finance.too_many_flows");
}

TEST(RateOfReturn, TouchingAndMissingRoots) {
  // (1 − 1.1 v)²: a double root at 10 %.
  const auto twice = rates_of_return(std::vector<Flow>{100, -220, 121});
  ASSERT_EQ(twice->roots.size(), 1U);
  EXPECT_NEAR(twice->roots[0], .1, 1e-7);
  const auto complex = rates_of_return(std::vector<Flow>{100, -220, 130});
  EXPECT_EQ(complex->unique().reason, "finance.no_rate");
  EXPECT_EQ(rates_of_return(std::vector<Flow>{0, 0})->unique().reason, "finance.all_zero");
  EXPECT_NEAR(rates_of_return(std::vector<Flow>{-100, 100})->unique().value, 0, 1e-12);
  EXPECT_NEAR(rates_of_return(std::vector<Flow>{-100, 1})->unique().value, -.99, k_exact);
  const std::vector<Day> days = {0, 365};
  EXPECT_NEAR(rates_of_return(std::vector<Flow>{-100, 110}, days)->unique().value, .1, k_exact);
  EXPECT_EQ(
      rates_of_return(std::vector<Flow>{-100, 110}, std::vector<Day>{9, 1}).refusals().front().code,
      "finance.date_invalid");
}

TEST(CashFlow, ConventionsAndEdges) {
  const std::vector<Flow> flows = {-1000, 600, 600};
  const double start = net_present_value(.1, flows, Timing::start).value;
  EXPECT_NEAR(net_present_value(.1, flows, Timing::end).value, start / 1.1, k_exact);
  EXPECT_NEAR(net_present_value(.1, flows, Timing::middle).value, start / std::sqrt(1.1), k_exact);
  EXPECT_EQ(net_present_value(-1, flows, Timing::start).reason, "finance.rate_invalid");
  EXPECT_EQ(net_present_value(std::nan(""), flows, Timing::start).reason, "finance.rate_invalid");
  EXPECT_EQ(net_present_value(-.999999, std::vector<Flow>(1000, 1), Timing::start).reason,
            "finance.overflow");
  EXPECT_EQ(payback(0, std::vector<Flow>{-10, 5}).reason, "finance.never_paid_back");
  EXPECT_NEAR(payback(0, std::vector<Flow>{-10, 20, -30, 40}).value, 2.5, k_exact);
  EXPECT_EQ(payback(0, std::vector<Flow>{10}).value, 0);
  EXPECT_NEAR(equivalent_annual(.1, 1000, 3).value, 402.1148036253776, k_exact);
  EXPECT_NEAR(equivalent_annual(0, 900, 3).value, 300, k_exact);
  EXPECT_EQ(modified_rate_of_return(std::vector<Flow>{1, 2}, .1, .1).reason, "finance.no_outflow");
  EXPECT_EQ(profitability(.1, {}, Timing::start).npv.value, 0);
  EXPECT_FALSE(check_flows(std::vector<Flow>{INT64_MIN}).ok());
  EXPECT_FALSE(check_flows({}).ok());
}

TEST(Assets, DepreciationAlwaysAddsUp) {
  std::mt19937_64 random(9);
  for (int round = 0; round < 500; ++round) {
    const auto cost = static_cast<Flow>(random() % 10'000'000);
    const auto salvage = static_cast<Flow>(random() % static_cast<std::uint64_t>(cost + 1));
    const auto years = static_cast<std::int32_t>(1 + random() % 40);
    for (const Depreciation method : {Depreciation::straight_line, Depreciation::sum_of_years,
                                      Depreciation::double_declining}) {
      const auto parts = depreciate(cost, salvage, years, method);
      ASSERT_TRUE(parts.ok());
      EXPECT_EQ(parts->size(), static_cast<std::size_t>(years));
      EXPECT_EQ(std::accumulate(parts->begin(), parts->end(), Flow{0}), cost - salvage);
      EXPECT_GE(*std::min_element(parts->begin(), parts->end()), 0);
    }
  }
  EXPECT_FALSE(depreciate(100, 101, 5, Depreciation::straight_line).ok());
  EXPECT_FALSE(depreciate(100, 10, 0, Depreciation::straight_line).ok());
  EXPECT_FALSE(depreciate(INT64_MAX, 10, 5, Depreciation::straight_line).ok());
}

TEST(Assets, WorkingCapitalAndConstructionInterest) {
  const std::vector<CapitalItem> items = {{"receivables", 3600, 12, false},
                                          {"inventory", 2400, 6, false},
                                          {"payables", 1200, 12, true}};
  EXPECT_EQ(working_capital(items)->need, 300 + 400 - 100);
  const std::vector<CapitalItem> broken = {{"cash", 1, 0, false}};
  EXPECT_EQ(working_capital(broken).refusals().front().code, "finance.turnover_invalid");
  // 300, 600, 400 borrowed at 12 %: 18, 74.16, 143.06 (a common textbook example, in 万元).
  const std::vector<Flow> loans = {30000, 60000, 40000};
  EXPECT_EQ(construction_interest(loans, .12)->years, (std::vector<Flow>{1800, 7416, 14306}));
}

TEST(Tax, LossesAreSetOffInTheirTime) {
  const std::vector<Flow> profit = {-100, 40, 30, 50, 100};
  EXPECT_EQ(*income_tax(profit, {.25, 5}), (std::vector<Flow>{0, 0, 0, 5, 25}));
  EXPECT_EQ(*income_tax(profit, {.25, 1}), (std::vector<Flow>{0, 0, 8, 13, 25}));
  EXPECT_EQ(*income_tax(profit, {.25, 0}), (std::vector<Flow>{0, 10, 8, 13, 25}));
  EXPECT_FALSE(income_tax(profit, {1.5, 5}).ok());
  EXPECT_FALSE(income_tax(std::vector<Flow>{INT64_MIN}, {.25, 5}).ok());
}

}  // namespace
}  // namespace tc::engine::finance
