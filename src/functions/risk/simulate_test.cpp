#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "engine/montecarlo/messages.h"
#include "functions/risk/risk.h"
#include "kernel/test_tool_io.h"

namespace tc::functions::risk {
namespace {

class OneFile final : public kernel::TestToolIo {
 public:
  explicit OneFile(std::string bytes) : TestToolIo(engine::montecarlo::k_messages) {
    files["file"] = std::move(bytes);
  }
};

int run(OneFile& io, std::vector<std::string_view> arguments) {
  arguments.insert(arguments.begin(), "file");
  return kernel::run_tool(tools().front(), arguments, io);
}

Json answer_of(std::string bytes, std::vector<std::string_view> arguments) {
  OneFile io(std::move(bytes));
  arguments.push_back("--json");
  EXPECT_EQ(run(io, std::move(arguments)), kernel::k_exit_done) << io.message;
  Result<Json> json = parse_json(io.answer);
  return json ? std::move(json).value() : Json();
}

constexpr const char* k_networks = R"({"networks": {"one": {"acts": {
  "A": ["tri", 8, 10, 15], "B": ["tri", 4, 5, 9], "R": ["risk", 0.4, "tri", 5, 10, 20]},
  "logic": "A+R+B"}}})";

TEST(SimulateTool, AnswersAsTheContractSays) {
  const Json json = answer_of(k_networks, {"--iterations", "2000", "--seed", "3"});
  EXPECT_EQ(json.find("iterations")->integer(), 2000);
  EXPECT_EQ(json.find("seed")->integer(), 3);
  EXPECT_EQ(json.text("sampling"), "lhs");
  const Json& finish = *json.find("finish");
  for (const char* key : {"mean", "sd", "p5", "p10", "p20", "p50", "p70", "p80", "p90", "p95"}) {
    EXPECT_TRUE(finish.find(key)->is_number()) << key;
  }
  EXPECT_NEAR(finish.find("mean")->number(), 11 + 6 + 0.4 * 35 / 3, 0.2);
  EXPECT_EQ(finish.find("ci80")->size(), 2U);
  EXPECT_TRUE(json.find("cost")->is_null());
  EXPECT_EQ(json.find("reasons")->text("cost"), "simulation.no_cost");
  EXPECT_EQ(json.find("jcl")->size(), 0U);
  ASSERT_EQ(json.find("activities")->size(), 3U);
  for (const Json& activity : json.find("activities")->items()) {
    EXPECT_DOUBLE_EQ(activity.find("criticality")->number(), 1);
    EXPECT_GT(activity.find("cruciality")->number(), 0);
  }
  EXPECT_TRUE(json.find("samples_per_second")->is_number());
}

// One after the other: deviations 6 and 8 ÷ √12 make one of 10 ÷ √12, of which they are 0.6 and
// 0.8.
TEST(SimulateTool, SensitivitiesOfAChainAreItsDeviationsByTheWhole) {
  const Json json = answer_of(
      R"({"networks": {"one": {"acts": {"A": ["uniform", 7, 13], "B": ["uniform", 11, 19]},
          "logic": "A+B"}}})",
      {"--iterations", "10000", "--seed", "3"});
  EXPECT_NEAR(json.find("finish")->find("mean")->number(), 10 + 15, 0.01);
  EXPECT_NEAR(json.find("finish")->find("sd")->number(), 10 / std::sqrt(12), 0.03);
  const double parts[] = {0.6, 0.8};
  for (std::size_t i = 0; i < 2; ++i) {
    const Json& activity = json.find("activities")->items()[i];
    EXPECT_NEAR(activity.find("cruciality")->number(), parts[i], 0.015) << i;
    EXPECT_NEAR(activity.find("ssi")->number(), parts[i], 0.015) << i;
  }
}

// PERT: (8 + 4 · 10 + 15) ÷ 6 = 10.5, deviation √((10.5 − 8) · (15 − 10.5) ÷ 7) = 1.268; lognormal
// as told.
TEST(SimulateTool, RangesHaveTheirMeansAndDeviations) {
  const auto finish = [](const std::string& range) {
    const Json json =
        answer_of(R"({"networks": {"one": {"acts": {"A": )" + range + R"(}, "logic": "A"}}})",
                  {"--iterations", "10000", "--seed", "3"});
    const Json& told = *json.find("finish");
    return std::pair(told.find("mean")->number(), told.find("sd")->number());
  };
  const auto [pert_mean, pert_deviation] = finish(R"(["pert", 8, 10, 15])");
  EXPECT_NEAR(pert_mean, 10.5, 0.002);
  EXPECT_NEAR(pert_deviation, std::sqrt(2.5 * 4.5 / 7), 0.005);
  const auto [log_mean, log_deviation] = finish(R"(["lognormal", 10, 3])");
  EXPECT_NEAR(log_mean, 10, 0.01);
  EXPECT_NEAR(log_deviation, 3, 0.03);
}

TEST(SimulateTool, SharedNetworksComeNearTheirAnswers) {
  const char* root = std::getenv("TC_SHARED_DATA");
  std::ifstream file(std::filesystem::path(root == nullptr ? "../shared/data" : root) /
                     "analytics/sra/sra-exact.json");
  std::ostringstream text;
  text << file.rdbuf();
  int cases = 0;
  const Result<Json> document = parse_json(text.str());
  for (const char* sampling : {"mc", "lhs", "sobol"}) {
    if (!document) break;
    for (const JsonMember& network : document->find("networks")->members()) {
      const Json json = answer_of(text.str(), {"--network", network.key, "--sampling", sampling});
      const Json& exact = *network.value.find("exact");
      const double error = exact.find("sd")->number() / 100;  // √10,000
      EXPECT_NEAR(json.find("finish")->find("mean")->number(), exact.find("mean")->number(),
                  4 * error)
          << network.key;
      EXPECT_NEAR(json.find("finish")->find("p80")->number(), exact.find("P80")->number(),
                  6 * error)
          << network.key;
      ++cases;
    }
  }
  std::printf("  %d shared cases\n", cases);
}

constexpr const char* k_plan = R"(<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="http://schemas.microsoft.com/project"><Name>P</Name>
<StartDate>2026-01-05T08:00:00</StartDate><CalendarUID>1</CalendarUID>
<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>
<WeekDays>
<WeekDay><DayType>1</DayType><DayWorking>0</DayWorking></WeekDay>
<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime>
<FromTime>08:00:00</FromTime><ToTime>16:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>
</WeekDays></Calendar></Calendars>
<Tasks>
<Task><UID>1</UID><ID>1</ID><Name>A</Name><Duration>PT16H0M0S</Duration>
<CalendarUID>-1</CalendarUID></Task>
<Task><UID>2</UID><ID>2</ID><Name>B</Name><Duration>PT8H0M0S</Duration>
<CalendarUID>-1</CalendarUID>
<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink></Task>
</Tasks></Project>)";

TEST(SimulateTool, PlansAnswerWithDates) {
  const Json json = answer_of(k_plan, {"--default-range", "-50,100", "--iterations", "1000"});
  // One working day a week: 24 hours of work end on the third Monday, and at most on the sixth.
  const Json& finish = *json.find("finish");
  EXPECT_GE(finish.text("p5"), "2026-01-12T08:00");
  EXPECT_LE(finish.text("p95"), "2026-02-09T16:00");
  EXPECT_LT(finish.text("p5"), finish.text("p95"));
  EXPECT_EQ(json.find("activities")->size(), 2U);
}

TEST(SimulateTool, RefusesWithExitCodes) {
  OneFile plain(k_plan);
  EXPECT_EQ(run(plain, {}), kernel::k_exit_refused);
  EXPECT_NE(plain.message.find("--default-range"), std::string::npos);
  EXPECT_NE(plain.message.find("simulation.no_ranges"), std::string::npos);
  OneFile unknown(k_networks);
  EXPECT_EQ(run(unknown, {"--network", "two"}), kernel::k_exit_refused);
  EXPECT_EQ(run(unknown, {"--sampling", "best"}), kernel::k_exit_usage);
  EXPECT_EQ(run(unknown, {"--default-range", "10"}), kernel::k_exit_usage);
  EXPECT_EQ(run(unknown, {"--iterations", "0"}), kernel::k_exit_refused);
  OneFile nonsense("nonsense");
  EXPECT_EQ(run(nonsense, {}), kernel::k_exit_refused);
}

TEST(SimulateTool, DetailsSensitivityAndMitigation) {
  const Json json = answer_of(
      R"({"activities": [{"id": "A", "duration": ["tri", 8, 10, 15], "cost_per_unit": 3}],
          "risks": [{"id": "R", "probability": 0.5, "mitigated_probability": 0.1,
                     "impacts": [{"kind": "delay", "amount": 5, "activities": ["A"]}]}]})",
      {"--details", "--sensitivity", "--mitigation", "--iterations", "1000"});
  EXPECT_GT(json.find("risks")->items()[0].find("finish_p80")->number(), 0);
  EXPECT_LT(json.find("mitigated")->find("finish")->find("mean")->number(),
            json.find("finish")->find("mean")->number());
  EXPECT_TRUE(json.find("cost")->is_object());
  EXPECT_GT(json.find("jcl")->size(), 3U);
  EXPECT_EQ(json.find("details")->find("finish")->find("histogram")->size(), 50U);
}

}  // namespace
}  // namespace tc::functions::risk
