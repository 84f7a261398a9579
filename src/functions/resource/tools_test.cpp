#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/json.h"
#include "functions/resource/resource.h"
#include "interchange/mspdi/write.h"
#include "kernel/test_tool_io.h"

namespace tc::functions::resource {
namespace {

struct Io final : kernel::TestToolIo {
  Io() : TestToolIo(messages()) {}
};

int run(Io& io, const std::vector<std::string_view>& arguments) {
  return kernel::run_tool(tools().front(), arguments, io);
}

/// Two jobs of two and three periods for one machine, between dummies.
constexpr std::string_view k_two_jobs = "4 1 1  0 0 2 2 3  2 1 1 4  3 1 1 4  0 0 0";

TEST(PlanLevel, AnswersAnInstanceAsTheContractSays) {
  Io io;
  io.files["a.rcp"] = k_two_jobs;
  ASSERT_EQ(run(io, {"a.rcp", "--schedules", "50", "--json"}), kernel::k_exit_done);
  const Json json = parse_json(io.answer).value();
  EXPECT_EQ(json.find("makespan")->integer(), 5);
  EXPECT_EQ(json.find("lower_bound")->integer(), 5);
  EXPECT_EQ(json.text("bound"), "resource_energy");
  EXPECT_TRUE(json.find("proved")->boolean());
  EXPECT_EQ(json.find("critical_path")->integer(), 3);
  EXPECT_LE(json.find("schedules")->integer(), 50);
  EXPECT_TRUE(json.find("elapsed_ms")->is_number());
  ASSERT_EQ(json.find("starts")->size(), 4U);
  EXPECT_EQ(json.find("starts")->items()[3].integer(), 5);
}

TEST(PlanLevel, ThreadsShareTheSchedules) {
  Io io;
  io.files["a.rcp"] = k_two_jobs;
  ASSERT_EQ(run(io, {"a.rcp", "--schedules", "60", "--threads", "3", "--json"}),
            kernel::k_exit_done);
  const Json json = parse_json(io.answer).value();
  EXPECT_EQ(json.find("makespan")->integer(), 5);
  EXPECT_LE(json.find("schedules")->integer(), 60);
}

/// Two activities of two days for one person.
plan::Plan two_for_one() {
  plan::Plan plan;
  plan::Calendar calendar;
  calendar.name = "Standard";
  for (std::size_t day = 1; day < 6; ++day) calendar.week[day] = plan::Shifts{{4800, 9600}};
  plan.calendars.push_back(calendar);
  plan::Project& project = plan.projects.emplace_back();
  project.calendar = 0;
  project.start = *parse_plan_time("2026-01-05T08:00");
  plan::Resource& person = plan.resources.emplace_back();
  person.uid = "1";
  person.name = "Wang";
  for (const char* uid : {"1", "2"}) {
    plan::Activity& activity = plan.activities.emplace_back();
    activity.uid = uid;
    activity.name = uid;
    activity.duration = Minutes::from_minutes(960);
    plan::Assignment& assignment = plan.assignments.emplace_back();
    assignment.activity = static_cast<plan::Index>(plan.activities.size()) - 1;
    assignment.resource = 0;
  }
  return plan;
}

std::string plan_file() { return interchange::mspdi::write(two_for_one()).bytes; }

TEST(PlanLevel, ProposesForAPlan) {
  Io io;
  io.files["plan.xml"] = plan_file();
  ASSERT_EQ(run(io, {"plan.xml", "--json"}), kernel::k_exit_done) << io.message;
  const Json json = parse_json(io.answer).value();
  EXPECT_EQ(json.find("overallocations_before")->integer(), 2);
  EXPECT_EQ(json.find("overallocations_after")->integer(), 0);
  EXPECT_EQ(json.find("makespan")->integer(), 4 * 480);
  EXPECT_EQ(json.find("critical_path")->integer(), 2 * 480);
  ASSERT_EQ(json.find("moves")->size(), 1U);
  EXPECT_EQ(json.find("moves")->items()[0].text("start_after"), "2026-01-07T08:00");
  std::int64_t delays = 0;
  for (const Json& activity : json.find("activities")->items())
    delays += activity.find("levelling_delay")->integer();
  EXPECT_EQ(delays, 2 * 24 * 60);  // Elapsed.
  EXPECT_EQ(json.find("starts")->size(), json.find("activities")->size());
}

/// Beside the plan above a second person of the group, and the way out that `arguments` allow.
Json answer_with(const std::vector<std::string_view>& arguments, plan::Plan plan) {
  Io io;
  io.files["plan.xml"] = interchange::mspdi::write(plan).bytes;
  std::vector<std::string_view> all = {"plan.xml", "--json"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  EXPECT_EQ(run(io, all), kernel::k_exit_done) << io.message;
  return parse_json(io.answer).value();
}

TEST(PlanLevel, GivesWorkToSomebodyOfTheGroup) {
  plan::Plan plan = two_for_one();
  plan.resources.push_back(plan.resources[0]);
  plan.resources[1].uid = "2";
  plan.resources[1].name = "Li";
  plan.resources[0].group = plan.resources[1].group = "Painters";
  EXPECT_EQ(answer_with({}, plan).find("swap_count")->integer(), 0);
  const Json json = answer_with({"--replace-people"}, plan);
  EXPECT_EQ(json.find("makespan")->integer(), 2 * 480);
  ASSERT_EQ(json.find("swaps")->size(), 1U);
  EXPECT_EQ(json.find("swaps")->items()[0].text("before"), "1");
  EXPECT_EQ(json.find("swaps")->items()[0].text("after"), "2");
}

TEST(PlanLevel, InterruptsAndChangesCrews) {
  plan::Plan plan = two_for_one();
  plan.activities[0].constraint = {plan::ConstraintKind::must_start_on,
                                   *parse_plan_time("2026-01-06T08:00")};
  const Json split = answer_with({"--split"}, plan);
  EXPECT_EQ(split.find("split_count")->integer(), 1);
  EXPECT_EQ(split.find("splits")->items()[0].find("pieces")->items()[1].text("start"),
            "2026-01-08T08:00");
  EXPECT_EQ(split.find("overallocations_after")->integer(), 0);
  plan = two_for_one();
  plan.resources[0].max_units = 20000;
  plan.activities[1].effort = plan::EffortKind::fixed_work;
  const Json crews = answer_with({"--change-crews"}, plan);
  EXPECT_EQ(crews.find("mode_count")->integer(), 0);  // The other still takes two days.
  plan.assignments.erase(plan.assignments.begin());
  plan.activities.erase(plan.activities.begin());
  plan.assignments[0].activity = 0;
  const Json shorter = answer_with({"--change-crews"}, plan);
  ASSERT_EQ(shorter.find("mode_count")->integer(), 1);
  EXPECT_EQ(shorter.find("modes")->items()[0].find("duration_after")->integer(), 480);
  EXPECT_EQ(shorter.find("modes")->items()[0].find("units_factor")->number(), 200);
  EXPECT_EQ(shorter.find("extra_cost_minor")->integer(), 0);
}

TEST(PlanLevel, RefusesAndExplains) {
  Io io;
  io.files["bad.rcp"] = "2 1\n4\n1 1 1 9\n0 0 0\n";
  EXPECT_EQ(run(io, {"bad.rcp"}), kernel::k_exit_refused);
  EXPECT_NE(io.message.find("psplib.malformed"), std::string::npos);
  io.message.clear();
  io.zh = true;
  io.files["over.rcp"] = "1 1  1  5 2 0";
  EXPECT_EQ(run(io, {"over.rcp"}), kernel::k_exit_refused);
  EXPECT_NE(io.message.find("活动 1"), std::string::npos);
  EXPECT_NE(io.message.find("level.capacity_exceeded"), std::string::npos);
  io.files["none.txt"] = "no plan";
  EXPECT_EQ(run(io, {"none.txt"}), kernel::k_exit_refused);
}

TEST(PlanLevel, WrongUsage) {
  Io io;
  for (const std::vector<std::string_view>& arguments :
       std::vector<std::vector<std::string_view>>{{},
                                                  {"a", "b"},
                                                  {"a", "--schedules"},
                                                  {"a", "--schedules", "0"},
                                                  {"a", "--seed", "x"},
                                                  {"a", "--threads", "65"},
                                                  {"a", "--extra-cost-max", "-1"},
                                                  {"a", "--deadline-ms", "-1"},
                                                  {"a", "--unknown", "1"}}) {
    EXPECT_EQ(run(io, arguments), kernel::k_exit_usage);
  }
  EXPECT_NE(io.message.find("usage:"), std::string::npos);
}

}  // namespace
}  // namespace tc::functions::resource
