#include "engine/montecarlo/plan_network.h"

#include <gtest/gtest.h>

#include <cstdio>

#include "engine/montecarlo/network_json.h"
#include "engine/schedule/random_plan.h"

namespace tc::engine::montecarlo {
namespace {

using schedule::testing::random_plan;
using schedule::testing::TestPlan;

std::vector<std::optional<DurationRange>> no_ranges(const plan::Plan& plan) {
  return std::vector<std::optional<DurationRange>>(plan.activities.size());
}

/// Without uncertainty the simulation gives the dates of the scheduling engine.
bool agrees(const plan::Plan& plan) {
  PlanOptions options;
  options.default_range = {-10, 10};
  Result<PlanNetwork> network = network_of_plan(plan, no_ranges(plan), options);
  if (!network) return false;
  for (std::size_t row = 0; row < network->network.activities.size(); ++row) {
    Activity& activity = network->network.activities[row];
    if (activity.duration.kind == Distribution::Kind::triangular)
      activity.duration = Distribution::fixed(activity.duration.b);
  }
  Options simulation;
  simulation.iterations = 1;
  const Result<Outcome> outcome = simulate(network->network, simulation);
  if (!outcome) return false;
  const schedule::Schedule expected = schedule::compute_schedule(plan).value();
  // The end of a shift and the start of the next one are the same moment of work.
  const auto calendar = plan::compile_calendar(plan, 0, {20'000, 24'000}).value();
  const PlanTime finish = finish_date(network->network, outcome->axis, outcome->finish.maximum);
  return finish == expected.projects[0].finish ||
         calendar.position(finish) == calendar.position(expected.projects[0].finish);
}

TEST(PlanNetwork, PlainPlansGiveTheScheduledFinish) {
  for (const plan::Profile profile :
       {plan::Profile::msp, plan::Profile::p6, plan::Profile::cn_jgj121}) {
    for (unsigned seed = 1; seed <= 100; ++seed) {
      const TestPlan plan = random_plan(profile, seed, {60, true});
      EXPECT_TRUE(agrees(plan.plan)) << seed;
    }
  }
}

/// Calendars, constraints, progress, lags in percent: equal but for what README names.
TEST(PlanNetwork, RichPlansNearlyAlwaysDo) {
  int equal = 0, all = 0;
  for (const plan::Profile profile : {plan::Profile::msp, plan::Profile::p6}) {
    for (unsigned seed = 1; seed <= 200; ++seed) {
      equal += agrees(random_plan(profile, seed).plan) ? 1 : 0;
      ++all;
    }
  }
  std::printf("  %d of %d rich plans finish as scheduled\n", equal, all);
  EXPECT_GE(equal, all * 80 / 100);
}

TEST(PlanNetwork, NeedsRanges) {
  TestPlan plan(plan::Profile::msp);
  plan.add_days(5);
  const Result<PlanNetwork> network = network_of_plan(plan.plan, no_ranges(plan.plan), {});
  ASSERT_FALSE(network.ok());
  EXPECT_EQ(network.refusals().front().code, "simulation.no_ranges");
}

TEST(PlanNetwork, OnlyWhatIsLeftVaries) {
  TestPlan plan(plan::Profile::msp);
  const plan::Index index = plan.add_days(10);
  plan[index].actual_start = schedule::testing::at("2026-01-05T08:00");
  plan[index].actual_duration = Minutes::from_tenths(4 * 4800);
  plan[index].remaining_duration = Minutes::from_tenths(6 * 4800);
  PlanOptions options;
  options.default_range = {-50, 100};
  const PlanNetwork network = network_of_plan(plan.plan, no_ranges(plan.plan), options).value();
  const Distribution& duration = network.network.activities[0].duration;
  EXPECT_DOUBLE_EQ(duration.a, 7 * 4800);
  EXPECT_DOUBLE_EQ(duration.b, 10 * 4800);
  EXPECT_DOUBLE_EQ(duration.c, 16 * 4800);
}

TEST(Ranges, OfMicrosoftProjectByAlias) {
  TestPlan plan(plan::Profile::msp);
  plan.add_days(5);
  plan.plan.projects[0].extra =
      "<ExtendedAttributes><ExtendedAttribute><FieldID>188743767</FieldID>"
      "<FieldName>Number1</FieldName><Alias>最短工期</Alias></ExtendedAttribute>"
      "<ExtendedAttribute><FieldID>188743956</FieldID><FieldName>Duration5</FieldName>"
      "<Alias>Maximum Duration</Alias></ExtendedAttribute></ExtendedAttributes>";
  plan[0].extra =
      "<ExtendedAttribute><FieldID>188743767</FieldID><Value>3</Value></ExtendedAttribute>"
      "<ExtendedAttribute><FieldID>188743956</FieldID><Value>PT72H0M0S</Value>"
      "</ExtendedAttribute>";
  const auto ranges = ranges_of(plan.plan);
  ASSERT_TRUE(ranges[0].has_value());
  EXPECT_DOUBLE_EQ(ranges[0]->low, 3 * 4800);
  EXPECT_DOUBLE_EQ(ranges[0]->likely, 5 * 4800);
  EXPECT_DOUBLE_EQ(ranges[0]->high, 9 * 4800);
}

TEST(Ranges, OfThePlanWinOverItsFile) {
  TestPlan plan(plan::Profile::msp);
  plan.add_days(5);
  plan[0].extra =
      "<ExtendedAttribute><FieldID>188743783</FieldID><Value>PT8H0M0S</Value></ExtendedAttribute>"
      "<ExtendedAttribute><FieldID>188743785</FieldID><Value>PT80H0M0S</Value></ExtendedAttribute>";
  plan[0].optimistic_duration = Minutes::from_tenths(2 * 4800);
  plan[0].likely_duration = Minutes::from_tenths(4 * 4800);
  const auto ranges = ranges_of(plan.plan);
  ASSERT_TRUE(ranges[0].has_value());
  EXPECT_DOUBLE_EQ(ranges[0]->low, 2 * 4800);
  EXPECT_DOUBLE_EQ(ranges[0]->likely, 4 * 4800);
  EXPECT_DOUBLE_EQ(ranges[0]->high, 10 * 4800);
}

TEST(Ranges, OfPrimaveraByUserField) {
  TestPlan plan(plan::Profile::p6);
  plan.add_days(5);
  plan.plan.foreign_tables = {
      {"UDFTYPE",
       {"udf_type_id", "table_name", "udf_type_label"},
       {{"7", "TASK", "Min Duration"}, {"8", "TASK", "Max Duration"}}},
      {"UDFVALUE", {"udf_type_id", "fk_id", "udf_number"}, {{"7", "1", "4"}, {"8", "1", "8.5"}}}};
  const auto ranges = ranges_of(plan.plan);
  ASSERT_TRUE(ranges[0].has_value());
  EXPECT_DOUBLE_EQ(ranges[0]->low, 4 * 4800);
  EXPECT_DOUBLE_EQ(ranges[0]->high, 8.5 * 4800);
}

Json parsed(std::string_view text) { return parse_json(text).value(); }

TEST(NetworkJson, ReadsActivitiesLinksAndRisks) {
  const Json json = parsed(R"({"unit_minutes": 480,
    "activities": [{"id": "A", "duration": ["tri", 1, 2, 4], "cost_per_unit": 10},
                   {"id": "B", "duration": 3, "cost": ["uniform", 5, 9]}],
    "links": [{"from": "A", "to": "B", "kind": "ss", "lag": 0.5}],
    "risks": [{"id": "R", "probability": 0.3, "impacts":
      [{"kind": "delay", "amount": ["fixed", 2], "activities": ["B"]}]}],
    "correlations": [{"activities": ["A", "B"], "rho": 0.2}],
    "joint_points": [{"t": 5, "c": 40}]})");
  const NamedNetwork named = read_network(json, "").value();
  EXPECT_EQ(named.network.activities.size(), 2U);
  EXPECT_EQ(named.network.links[0].lag, 2400);
  EXPECT_DOUBLE_EQ(named.network.activities[0].cost_per_tick, 10.0 / 4800);
  EXPECT_DOUBLE_EQ(named.network.risks[0].impacts[0].amount.a, 9600);
  EXPECT_EQ(named.joint_points.size(), 1U);
  EXPECT_TRUE(simulate(named.network, {}).ok());
}

std::string code_of(std::string_view text, std::string_view name = "") {
  const Json json = parsed(text);
  const Result<NamedNetwork> named = read_network(json, name);
  return named ? "" : named.refusals().front().code;
}

TEST(NetworkJson, RefusesWithACode) {
  EXPECT_EQ(code_of(R"({"networks": {}})"), "simulation.empty");
  EXPECT_EQ(code_of(R"({"networks": {"a": {}, "b": {}}})"), "simulation.network_needed");
  EXPECT_EQ(code_of(R"({"networks": {"a": {}}})", "c"), "simulation.network_unknown");
  EXPECT_EQ(code_of(R"({"acts": {"A": ["tri", 1, 2]}})"), "simulation.bad_distribution");
  EXPECT_EQ(code_of(R"({"acts": {"A": ["who", 1, 2]}})"), "simulation.bad_distribution");
  EXPECT_EQ(code_of(R"({"acts": {"A": 1}, "logic": "A+"})"), "simulation.bad_logic");
  EXPECT_EQ(code_of(R"({"acts": {"A": 1}, "logic": "max(A"})"), "simulation.bad_logic");
  EXPECT_EQ(code_of(R"({"acts": {"A": 1}, "logic": "A+B"})"), "simulation.bad_reference");
  EXPECT_EQ(code_of(R"({"acts": {"A": 1}, "logic": ")" + std::string(5000, '(') + "\"}"),
            "simulation.bad_logic");
  EXPECT_EQ(code_of(R"({"acts": {"A": 1}, "links": [{"from": "A", "to": "A", "kind": "?"}]})"),
            "simulation.bad_value");
  EXPECT_EQ(code_of(R"({"activities": [{"id": "A", "duration": 1, "cost_per_unit": "x"}]})"),
            "simulation.bad_value");
}

}  // namespace
}  // namespace tc::engine::montecarlo
