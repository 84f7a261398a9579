#include "functions/time/plan_why.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/schedule/test_plan.h"
#include "project/plan_workbench.h"

namespace tc::functions::time {
namespace {

using engine::schedule::testing::at;
using engine::schedule::testing::k_day;
using engine::schedule::testing::TestPlan;
using plan::Index;

Json ask(const TestPlan& plan, Index activity, std::string_view field, bool zh = false) {
  plan::Plan copy = plan.plan;
  for (std::size_t row = 0; row < copy.activities.size(); ++row) {
    copy.activities[row].id = static_cast<Id>(row) + 1;
    copy.activities[row].name = "A" + std::to_string(row);
  }
  const auto loaded = project::compute(std::move(copy), 1, 2, 1).value();
  const auto followed = why_field(field).value();
  project::Workbench bench(*loaded);
  const auto reasons = bench.why(1, deciding_activity(*loaded, activity, followed), followed);
  return why_json(*loaded, {activity, field, zh}, *reasons);
}

std::vector<std::string> kinds(const Json& answer) {
  std::vector<std::string> result;
  for (const Json& step : answer.find("chain")->items()) result.emplace_back(step.text("kind"));
  return result;
}

const Json& step(const Json& answer, std::size_t number) {
  return answer.find("chain")->items()[number];
}

TEST(PlanWhy, AStartIsToldBackToTheProjectStartWithItsNumbers) {
  TestPlan plan(plan::Profile::msp);
  plan.add_days(5);
  plan.add_days(2);
  plan.link(0, 1, plan::LinkKind::fs, k_day);
  const Json answer = ask(plan, 1, "start");
  EXPECT_EQ(kinds(answer), (std::vector<std::string>{"link", "duration", "project_start"}));
  EXPECT_EQ(answer.text("value"), "2026-01-13T08:00");
  EXPECT_EQ(step(answer, 0).text("name"), "A0");
  EXPECT_EQ(step(answer, 0).text("text"), "Follows its predecessor's finish, lag 8 hours");
  EXPECT_EQ(step(answer, 0).text("value"), "2026-01-09T17:00");
  EXPECT_EQ(step(answer, 0).find("length_minutes")->number(), 480);
  EXPECT_EQ(step(answer, 0).find("link")->text("type"), "fs");
  EXPECT_EQ(step(answer, 0).find("parallel")->integer(), 0);
  EXPECT_EQ(step(answer, 1).text("text"), "It takes 40 hours of work");
  EXPECT_EQ(step(answer, 1).text("change"), "Shorten or split the activity");
  EXPECT_EQ(step(ask(plan, 1, "start", true), 1).text("text"), "工期：40 小时工作");
}

TEST(PlanWhy, ConstraintsWeekendsDeadlinesAndActualsAreNamed) {
  TestPlan plan(plan::Profile::msp);
  for (int count = 0; count < 4; ++count) plan.add_days(1);
  plan.constrain(0, plan::ConstraintKind::start_no_earlier_than, "2026-01-10T08:00");
  plan[1].actual_start = at("2026-01-06T08:00");
  plan[2].deadline = at("2026-01-06T17:00");
  plan[3].manual = true;
  plan[3].manual_start = at("2026-01-07T08:00");
  EXPECT_EQ(kinds(ask(plan, 0, "start")), (std::vector<std::string>{"calendar", "constraint"}));
  EXPECT_EQ(step(ask(plan, 0, "start"), 0).text("text"),
            "No working time from 2026-01-10T08:00 to 2026-01-12T08:00");
  EXPECT_EQ(kinds(ask(plan, 1, "start")), std::vector<std::string>{"actual"});
  EXPECT_EQ(kinds(ask(plan, 2, "total_float")), (std::vector<std::string>{"float", "deadline"}));
  EXPECT_EQ(kinds(ask(plan, 3, "start")), std::vector<std::string>{"manual"});
}

TEST(PlanWhy, ASummaryIsExplainedByWhatDecidesIt) {
  TestPlan plan(plan::Profile::msp);
  const Index summary = plan.add_summary();
  plan.add_days(2, summary);
  plan.add_days(9, summary);
  const Json answer = ask(plan, summary, "finish");
  EXPECT_EQ(kinds(answer), (std::vector<std::string>{"rolled_up", "duration", "project_start"}));
  EXPECT_EQ(step(answer, 0).text("name"), "A2");
  EXPECT_EQ(kinds(ask(plan, 1, "critical")), (std::vector<std::string>{"float", "project_finish"}));
}

TEST(PlanWhy, OnlyKnownFieldsAreAnswered) {
  EXPECT_FALSE(why_field("name").has_value());
  EXPECT_EQ(why_field("critical"), why_field("total_float"));
}

}  // namespace
}  // namespace tc::functions::time
