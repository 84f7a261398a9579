#include "engine/finance/money.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numeric>
#include <random>
#include <sstream>

#include "engine/finance/budget.h"
#include "engine/finance/cost_phasing.h"
#include "engine/finance/file.h"
#include "engine/finance/what_if.h"

namespace tc::engine::finance {
namespace {

TEST(Money, PartsAlwaysAddUp) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 2000; ++round) {
    const auto amount = static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000;
    std::vector<std::int64_t> weights(1 + random() % 12);
    for (std::int64_t& weight : weights) weight = static_cast<std::int64_t>(random() % 100);
    weights[0] += 1;
    const auto parts = allocate(amount, weights);
    ASSERT_TRUE(parts.ok());
    EXPECT_EQ(std::accumulate(parts->begin(), parts->end(), std::int64_t{0}), amount);
    const auto total = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    for (std::size_t at = 0; at < weights.size(); ++at) {
      const double exact = static_cast<double>(amount) * static_cast<double>(weights[at]) /
                           static_cast<double>(total);
      EXPECT_LT(std::abs(static_cast<double>((*parts)[at]) - exact), 1);
    }
  }
  const std::vector<std::int64_t> thirds = {1, 1, 1};
  EXPECT_EQ(*allocate(100, thirds), (std::vector<std::int64_t>{34, 33, 33}));
  EXPECT_FALSE(allocate(1, std::vector<std::int64_t>{0, 0}).ok());
  EXPECT_FALSE(allocate(1, std::vector<std::int64_t>{-1, 2}).ok());
  EXPECT_FALSE(allocate(INT64_MIN, thirds).ok());
}

TEST(Money, ConvertsAtTheRateOfTheDay) {
  const auto rates = RateTable::make(
      "CNY", {{"USD", 10, 700'000'000}, {"USD", 20, 720'000'000}, {"JPY", 1, 5'000'000}});
  ASSERT_TRUE(rates.ok());
  EXPECT_EQ(rates->convert({100, "USD"}, "CNY", 19)->minor, 700);
  EXPECT_EQ(rates->convert({100, "USD"}, "CNY", 20)->minor, 720);
  EXPECT_EQ(rates->convert({700, "CNY"}, "USD", 15)->minor, 100);
  EXPECT_EQ(rates->convert({100, "USD"}, "JPY", 15)->minor, 140);
  EXPECT_EQ(rates->convert({1, "USD"}, "CNY", 9).refusals().front().code, "finance.rate_missing");
  EXPECT_EQ(rates->convert({1, "EUR"}, "CNY", 9).refusals().front().code, "finance.rate_missing");
  EXPECT_FALSE(RateTable::make("CNY", {{"USD", 1, 0}}).ok());
  const std::vector<Settlement> settlements = {{4000, 20}};
  const auto difference = exchange_difference(*rates, {10000, "USD"}, 10, settlements, 25);
  EXPECT_EQ(difference->realised_minor, 800);
  EXPECT_EQ(difference->unrealised_minor, 1200);
  const std::vector<Settlement> more = {{10001, 20}};
  EXPECT_FALSE(exchange_difference(*rates, {10000, "USD"}, 10, more, 25).ok());
}

TEST(Budget, EncumbersAtSignatureAndNeverOverspends) {
  const BudgetLine line{"A", 1000, 0, 0, 0};
  const auto signed_contract = commit(line, 600);
  EXPECT_EQ(*available(*signed_contract), 400);
  EXPECT_EQ(commit(*signed_contract, 401).refusals().front().code, "finance.budget_exceeded");
  const auto delivered = accrue(*signed_contract, 200);
  EXPECT_EQ(delivered->commitment, 400);
  EXPECT_EQ(*available(*delivered), 400);
  const auto invoiced = invoice(*delivered, 500);
  EXPECT_EQ(invoiced->actual, 500);
  EXPECT_EQ(invoiced->accrual, 0);
  EXPECT_EQ(invoiced->commitment, 100);
  EXPECT_EQ(*available(*invoiced), 400);
  EXPECT_FALSE(invoice(*invoiced, 501).ok());
  EXPECT_FALSE(commit(line, -1).ok());
  EXPECT_FALSE(available({"A", INT64_MIN, 1, 1, 1}).ok());
}

TEST(WhatIf, SensitivityIsLinear) {
  const std::vector<Line> lines = {{"investment", {-1000}}, {"revenue", {0, 700, 700}}};
  const std::vector<double> changes = {-.1, .1};
  const auto rows = sensitivity(.1, lines, Timing::start, changes);
  ASSERT_TRUE(rows.ok());
  const double base = net_present_value(.1, total_of(lines), Timing::start).value;
  EXPECT_NEAR((*rows)[0].points[0].npv.value, base + 100, 1e-9);
  EXPECT_NEAR((*rows)[0].switching_value.value, base / 1000, 1e-12);
  const double change = (*rows)[1].switching_value.value;
  EXPECT_NEAR(base + change * (base + 1000), 0, 1e-9);
  EXPECT_NEAR((*rows)[1].points[1].rate_of_return.value,
              2 * 770 / (std::sqrt(770.0 * 770 + 4 * 770 * 1000) - 770) - 1, 1e-9);
}

TEST(WhatIf, BreakEven) {
  const BreakEven result = break_even({1000, 50, 30, 5, 9000});
  EXPECT_NEAR(result.units.value, 600, 1e-12);
  EXPECT_NEAR(result.utilisation.value, .6, 1e-12);
  EXPECT_NEAR(result.unit_price.value, 44, 1e-12);
  EXPECT_EQ(break_even({1000, 30, 30, 0, 9000}).units.reason, "finance.no_margin");
}

plan::Plan plan_with_costs(std::mt19937_64& random) {
  plan::Plan plan;
  plan::Calendar calendar;
  for (std::size_t day = 1; day <= 5; ++day) calendar.week[day] = plan::Shifts{{4800, 9600}};
  plan.calendars.push_back(calendar);
  plan.projects.emplace_back().calendar = 0;
  plan.resources.emplace_back();
  plan.resources.emplace_back().kind = plan::ResourceKind::material;
  for (int row = 0; row < 8; ++row) {
    plan::Activity& activity = plan.activities.emplace_back();
    activity.stored.start = start_of(20000) + static_cast<PlanTime>(random() % 2'000'000);
    activity.stored.finish = activity.stored.start + static_cast<PlanTime>(random() % 900'000);
    activity.cost_minor = static_cast<Flow>(random() % 1'000'000);
    plan::Assignment& assignment = plan.assignments.emplace_back();
    assignment.activity = row;
    assignment.resource = row % 2;
    assignment.cost_minor = activity.cost_minor / 3;
  }
  return plan;
}

TEST(CostPhasing, EveryFenIsInSomeMonth) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 100; ++round) {
    const plan::Plan plan = plan_with_costs(random);
    Flow total = 0;
    Flow material = 0;
    for (const plan::Activity& activity : plan.activities) total += activity.cost_minor;
    for (const plan::Assignment& assignment : plan.assignments)
      material += assignment.resource == 1 ? assignment.cost_minor : 0;
    const auto cost = phase_cost(plan, earned_value::Cycle::months);
    ASSERT_TRUE(cost.ok());
    EXPECT_EQ(std::accumulate(cost->total.begin(), cost->total.end(), cost->outside), total);
    const auto& by_kind = cost->kinds[static_cast<std::size_t>(CostKind::material)];
    EXPECT_EQ(std::accumulate(by_kind.begin(), by_kind.end(), Flow{0}), material);
    const auto paid = payments(cost->total, {1000, 500, 1, 3});
    ASSERT_TRUE(paid.ok());
    EXPECT_EQ(std::accumulate(paid->begin(), paid->end(), cost->outside), total);
    EXPECT_GT(paid->front(), 0);
  }
  EXPECT_EQ(phase_cost(plan::Plan{}, earned_value::Cycle::months).refusals().front().code,
            "finance.plan_without_cost");
  EXPECT_FALSE(payments(std::vector<Flow>{1}, {6000, 6000, 0, 0}).ok());
}

TEST(CostPhasing, FundingGap) {
  const auto gap = funding_gap(std::vector<Flow>{100, 0, 300}, std::vector<Flow>{50, 120, 100, 20});
  EXPECT_EQ(gap->balance, (std::vector<Flow>{50, -70, 130, 110}));
  EXPECT_EQ(gap->peak_gap, 70);
  EXPECT_EQ(gap->peak_period, 1);
}

TEST(FinanceFile, EvaluatesAndNamesReasons) {
  const auto answer = evaluate_file(
      R"({"currency":"CNY","rate":0.1,"flows":[-1000,300,420,360,400,200],
          "budget":[{"id":"A","budget":100,"commitment":30}]})");
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->find("measures")->find("npv")->find("minor")->integer(), 288);
  EXPECT_NEAR(answer->find("rate_of_return")->find("irr")->number(), .21081390965002214, 1e-9);
  EXPECT_EQ(answer->find("budget")->items()[0].find("available")->find("minor")->integer(), 70);
  const auto taxed =
      evaluate_file(R"({"rate":0.1,"flows":[-100,110],"tax":{"rate":0.25,"taxable":[0,40]}})");
  EXPECT_EQ(taxed->find("tax")->items()[1].integer(), 10);
  EXPECT_NEAR(taxed->find("rate_of_return_after_tax")->find("irr")->number(), 0, 1e-9);
  EXPECT_NEAR(taxed->find("rate_of_return")->find("irr")->number(), .1, 1e-9);
  const auto none = evaluate_file(R"({"flows":[100,200]})");
  EXPECT_TRUE(none->find("rate_of_return")->find("irr")->is_null());
  EXPECT_EQ(none->find("rate_of_return")->find("reasons")->text("irr"), "finance.no_sign_change");
}

TEST(FinanceFile, ManyFlowsLeaveOnlyTheRatesOpen) {
  std::string bytes = R"({"rate":0.1,"flows":[-1)";
  for (int at = 0; at < 3000; ++at) bytes += at % 2 == 0 ? ",2" : ",-2";
  const auto answer = evaluate_file(bytes + "]}");
  ASSERT_TRUE(answer.ok());
  EXPECT_TRUE(answer->find("measures")->find("npv")->is_number());
  EXPECT_EQ(answer->find("rate_of_return")->find("reasons")->text("irr"), "finance.too_many_flows");
}

TEST(FinanceFile, RefusesHostileFiles) {
  for (const char* bytes :
       {"", "[]", "{}", R"({"flows":[]})", R"({"flows":[1.5]})", R"({"flows":[1e18]})",
        R"({"flows":[9223372036854775807]})", R"({"flows":[1,-2],"dates":["2026-02-30"]})",
        R"({"flows":[1,-2],"timing":"never"})", R"({"lines":[{"flows":[1]}]})",
        R"({"depreciation":{"cost":1}})", R"({"payments":{"cost":[1],"advance":1e300}})",
        R"({"break_even":{}})",
        R"({"working_capital":[{"name":"x","annual_amount":1,"turnovers":0}]})",
        R"({"construction_interest":{"loans":[9007199254740992,9007199254740992],"rate":9}})"}) {
    EXPECT_FALSE(evaluate_file(bytes).ok()) << bytes;
  }
}

void expect_reasons(const Json& json) {
  if (json.is_array()) {
    for (const Json& item : json.items()) expect_reasons(item);
  } else if (json.is_object()) {
    for (const JsonMember& member : json.members()) {
      expect_reasons(member.value);
      if (!member.value.is_null()) continue;
      const Json* const reasons = json.find("reasons");
      ASSERT_NE(reasons, nullptr) << to_text(json);
      EXPECT_FALSE(reasons->text(member.key).empty()) << to_text(json);
    }
  }
}

/// Files with a few bytes changed are answered or refused, and answers never hold what is no
/// number.
TEST(FinanceFile, MutatedFilesAreAnsweredOrRefused) {
  const std::vector<std::string> samples = {
      R"({"currency":"CNY","rate":0.1,"flows":[-100000,30000,42000,36000,40000,20000],"tax":{"rate":0.25,"taxable":[0,5000,9000]},"depreciation":{"cost":100000,"salvage":10000,"years":5}})",
      R"({"rate":0.12,"lines":[{"name":"a","flows":[-1000,5]},{"name":"b","flows":[0,700,700]}],"changes":[0.1]})",
      R"({"rate":0.09,"flows":[-10000,2750,4250],"dates":["2008-01-01","2008-03-01","2008-10-30"]})",
      R"({"break_even":{"capacity_units":1000,"unit_price":50,"unit_variable_cost":30,"unit_tax":5,"fixed_cost":9000},"budget":[{"id":"A","budget":1000,"commitment":600}],"payments":{"cost":[100,200],"advance":0.1,"retention":0.05,"payment_lag":1,"retention_lag":3,"funding":[50]},"construction_interest":{"loans":[30000,60000],"rate":0.12},"working_capital":[{"name":"r","annual_amount":36000,"turnovers":12}]})",
  };
  // Pieces that hurt: limits, signs, wrong kinds.
  const std::vector<std::string> pieces = {
      "-1", "0",     "1e308", "9007199254740993", "-9223372036854775808", "1.5", "null", "[]",
      "{}", "\"x\"", "1e-300"};
  std::mt19937_64 random(77);
  int answered = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string bytes = samples[random() % samples.size()];
    for (std::uint64_t change = 1 + random() % 3; change > 0; --change) {
      // Replace one number, or now and then any byte.
      std::size_t at = random() % bytes.size();
      if (random() % 8 == 0) {
        bytes[at] = static_cast<char>(random() % 96 + 32);
        continue;
      }
      at = bytes.find_first_of("0123456789", at);
      if (at == std::string::npos) continue;
      const std::size_t end = std::min(bytes.find_first_not_of("0123456789.", at), bytes.size());
      bytes.replace(at, end - at, pieces[random() % pieces.size()]);
    }
    const auto answer = evaluate_file(bytes);
    if (!answer) {
      EXPECT_FALSE(answer.refusals().front().code.empty());
      continue;
    }
    ++answered;
    expect_reasons(*answer);
  }
  EXPECT_GT(answered, 50);
}

/// The samples of the README are computed as they stand there.
TEST(FinanceFile, ReadmeSamples) {
  std::ifstream file("src/engine/finance/README.md");
  std::ostringstream text;
  text << file.rdbuf();
  const std::string readme = text.str();
  int samples = 0;
  for (std::size_t at = readme.find("```json"); at != std::string::npos;
       at = readme.find("```json", at + 1)) {
    const std::size_t begin = at + 7;
    const std::string bytes = readme.substr(begin, readme.find("```", begin) - begin);
    EXPECT_TRUE(evaluate_file(bytes).ok()) << bytes;
    ++samples;
  }
  EXPECT_EQ(samples, 1);
}

}  // namespace
}  // namespace tc::engine::finance
