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

std::string plan_file() {
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
  return interchange::mspdi::write(plan).bytes;
}

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
                                                  {"a", "--deadline-ms", "-1"},
                                                  {"a", "--unknown", "1"}}) {
    EXPECT_EQ(run(io, arguments), kernel::k_exit_usage);
  }
  EXPECT_NE(io.message.find("usage:"), std::string::npos);
}

}  // namespace
}  // namespace tc::functions::resource
