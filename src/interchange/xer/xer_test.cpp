#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "interchange/common/encoding.h"
#include "interchange/xer/calendar.h"
#include "interchange/xer/read.h"
#include "interchange/xer/write.h"

namespace tc::interchange::xer {
namespace {

using plan::Activity;
using plan::ActivityKind;
using plan::ConstraintKind;
using plan::k_none;

std::string sample() {
  std::ifstream file("tests/data/interchange/bridge.xer", std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

plan::Plan read_plan(std::string_view bytes) {
  Result<ReadOutcome> result = read(bytes);
  EXPECT_TRUE(result.ok());
  return std::move(result.value().plan);
}

const Activity& find(const plan::Plan& plan, std::string_view uid) {
  for (const Activity& activity : plan.activities) {
    if (activity.uid == uid) return activity;
  }
  ADD_FAILURE() << uid;
  return plan.activities.front();
}

PlanTime time(std::string_view text) { return parse_plan_time(text).value(); }

std::string code_of(std::string_view bytes, const ReadOptions& options = {}) {
  const Result<ReadOutcome> result = read(bytes, options);
  return result.ok() ? "ok" : result.refusals().front().code;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(XerRead, ReadsProjectsWithTheirOptions) {
  const plan::Plan plan = read_plan(sample());
  ASSERT_EQ(plan.projects.size(), 2U);
  const plan::Project& bridge = plan.projects[0];
  EXPECT_EQ(bridge.code, "BRIDGE");
  EXPECT_EQ(bridge.name, "River bridge");
  EXPECT_EQ(bridge.currency, "CNY");
  EXPECT_EQ(bridge.status_date, time("2024-03-11T08:00"));
  EXPECT_EQ(bridge.must_finish_by, k_no_time);
  EXPECT_TRUE(bridge.ignore_external_links && bridge.open_ends_critical);
  EXPECT_FALSE(bridge.lag_from_early_start || bridge.use_expected_finish ||
               bridge.float_per_project);
  EXPECT_EQ(bridge.progress_mode, plan::ProgressMode::progress_override);
  EXPECT_EQ(bridge.float_kind, plan::FloatKind::smallest);
  EXPECT_EQ(bridge.lag_calendar, plan::LagCalendar::twenty_four_hours);
  const plan::Project& road = plan.projects[1];
  EXPECT_EQ(road.must_finish_by, time("2024-06-28T17:00"));
  EXPECT_TRUE(road.critical_is_longest_path);
  EXPECT_EQ(road.critical_limit, Minutes::from_minutes(480));
  EXPECT_EQ(road.float_kind, plan::FloatKind::finish);
}

TEST(XerRead, PutsActivitiesBelowTheirNodes) {
  const plan::Plan plan = read_plan(sample());
  std::string order;
  for (const Activity& activity : plan.activities) order += activity.uid + " ";
  EXPECT_EQ(order, "wbs:10 1000 1030 wbs:11 1010 wbs:12 1020 1040 wbs:20 2000 ");
  EXPECT_EQ(find(plan, "wbs:11").parent, 0);
  EXPECT_EQ(find(plan, "wbs:11").wbs, "BRIDGE.FND");
  EXPECT_EQ(find(plan, "wbs:20").parent, k_none);
  EXPECT_EQ(find(plan, "2000").project, 1);
}

TEST(XerRead, ReadsActivities) {
  const plan::Plan plan = read_plan(sample());
  const Activity& piles = find(plan, "1010");
  EXPECT_EQ(piles.duration, Minutes::from_minutes(4800));
  EXPECT_EQ(piles.remaining_duration, Minutes::from_minutes(2400));
  EXPECT_EQ(piles.percent_complete, 5000);
  EXPECT_EQ(piles.suspend, time("2024-03-06T08:00"));
  EXPECT_EQ(piles.resume, time("2024-03-07T08:00"));
  EXPECT_EQ(piles.expected_finish, time("2024-03-15T17:00"));
  EXPECT_EQ(piles.priority, 700);
  EXPECT_EQ(piles.stored.start, time("2024-03-04T08:00"));
  EXPECT_EQ(piles.stored.finish, time("2024-03-15T17:00"));
  EXPECT_EQ(piles.stored.critical, true);
  EXPECT_EQ(piles.cost_minor, 68625);
  const Activity& girders = find(plan, "1020");
  EXPECT_TRUE(girders.resource_dependent);
  EXPECT_EQ(girders.effort, plan::EffortKind::fixed_work);
  EXPECT_EQ(girders.duration, Minutes::from_minutes(3990));
  EXPECT_EQ(girders.stored.total_float, Minutes::from_minutes(960));
  EXPECT_EQ(girders.stored.free_float, Minutes::from_minutes(480));
  EXPECT_EQ(girders.stored.critical, false);
  EXPECT_EQ(girders.constraint.kind, ConstraintKind::start_no_earlier_than);
  EXPECT_EQ(girders.constraint2.kind, ConstraintKind::finish_no_later_than);
  EXPECT_EQ(girders.constraint2.date, time("2024-04-30T17:00"));
  EXPECT_EQ(find(plan, "1000").kind, ActivityKind::start_milestone);
  EXPECT_EQ(find(plan, "1030").kind, ActivityKind::level_of_effort);
  EXPECT_EQ(find(plan, "1040").constraint.kind, ConstraintKind::must_finish_on);
  EXPECT_EQ(find(plan, "2000").stored.critical, true);  // By its driving path flag.
  EXPECT_EQ(find(plan, "2000").external_early_start, time("2024-05-06T08:00"));
}

TEST(XerRead, ReadsLinksResourcesAndAssignments) {
  const plan::Plan plan = read_plan(sample());
  ASSERT_EQ(plan.links.size(), 4U);  // The fifth comes from a project that is not in the file.
  EXPECT_EQ(plan.links[1].kind, plan::LinkKind::ss);
  EXPECT_EQ(plan.links[1].lag, -7500);
  const plan::Resource& crew = plan.resources[1];
  EXPECT_EQ(crew.max_units, 60000);  // The rate in force at the data date.
  EXPECT_EQ(crew.rate_millionths, 32'750'000);
  EXPECT_EQ(plan.resources[2].kind, plan::ResourceKind::material);
  const plan::Assignment& first = plan.assignments[0];
  EXPECT_EQ(first.units, 2813);
  EXPECT_EQ(first.work, Minutes::from_minutes(1350));
  EXPECT_EQ(first.actual_work, Minutes::from_minutes(675));
  EXPECT_EQ(first.remaining_work, Minutes::from_minutes(675));
}

TEST(XerRead, ReadsCalendars) {
  const plan::Plan plan = read_plan(sample());
  const plan::Calendar& days = plan.calendars[0];
  EXPECT_EQ(days.week[1], (plan::Shifts{{4800, 7200}, {7800, 10200}}));
  EXPECT_EQ(days.week[0], plan::Shifts{});
  ASSERT_EQ(days.exceptions.size(), 2U);
  EXPECT_EQ(format_day(days.exceptions[0].first), "2024-04-04");
  EXPECT_TRUE(days.exceptions[0].shifts.empty());
  EXPECT_EQ(days.exceptions[1].shifts, (plan::Shifts{{4800, 9600}}));
  // A shift over midnight is two shifts on two days.
  EXPECT_EQ(plan.calendars[1].week[3], (plan::Shifts{{0, 3600}, {13200, 14400}}));
}

TEST(XerCalendar, WritesWhatItReads) {
  plan::Calendar calendar;
  calendar.week = standard_week();
  calendar.week[6] = plan::Shifts{{0, 14400}};
  calendar.exceptions.push_back({19800, 19802, {{6000, 9000}}, {}, {}});
  plan::Calendar again;
  ASSERT_TRUE(read_calendar_data(write_calendar_data(calendar), again));
  EXPECT_EQ(again.week, calendar.week);
  EXPECT_EQ(again.exceptions.size(), 3U);
  EXPECT_EQ(write_calendar_data(again), write_calendar_data(calendar));
}

TEST(XerCalendar, ToleratesDamage) {
  const std::string whole = write_calendar_data({});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    plan::Calendar calendar;
    (void)read_calendar_data(std::string_view(whole).substr(0, size), calendar);
  }
  plan::Calendar deep;
  EXPECT_FALSE(read_calendar_data(std::string(100'000, '('), deep));
}

TEST(XerWrite, GivesTheFileBack) {
  const std::string bytes = sample();
  const plan::Plan plan = read_plan(bytes);
  const WriteOutcome outcome = write(plan);
  EXPECT_EQ(outcome.bytes, bytes);
  EXPECT_TRUE(outcome.loss.empty());
}

TEST(XerWrite, ChangesOnlyWhatChanged) {
  const std::string bytes = sample();
  plan::Plan plan = read_plan(bytes);
  for (Activity& activity : plan.activities) {
    if (activity.uid != "1010") continue;
    activity.name = "Piles\tdriven\nat night";
    activity.actual_finish = time("2024-03-15T17:00");
    activity.remaining_duration = Minutes();
  }
  plan.projects[0].progress_mode = plan::ProgressMode::retained_logic;
  plan.resources[1].rate_millionths = 35'000'000;
  std::string expected = replaced(bytes, "\tPiles\t",
                                  "\tPiles driven\x7F\x7F"
                                  "at night\t");
  expected = replaced(expected, "TK_Active", "TK_Complete");
  expected = replaced(expected, "\t0\t0\t40\t22.5\t80\t\t2024-03-04 08:00\t\t",
                      "\t0\t0\t0\t22.5\t80\t\t2024-03-04 08:00\t2024-03-15 17:00\t");
  expected = replaced(expected,
                      "2024-03-11 08:00\t2024-03-15 17:00\t2024-03-11 08:00\t"
                      "2024-03-15 17:00\t\tPT_High",
                      "2024-03-11 08:00\t2024-03-15 17:00\t\t\t\tPT_High");
  expected = replaced(expected, "\tSD_None\tY\tN\tN\tFT_MF\trcal_24Hour\tN\tY\t",
                      "\tSD_None\tY\tN\tY\tFT_MF\trcal_24Hour\tN\tN\t");
  expected = replaced(expected, "\t6\t6\t32.75\t", "\t6\t6\t35\t");
  EXPECT_EQ(write(plan).bytes, expected);
}

TEST(XerWrite, AddsAndRemovesRows) {
  plan::Plan plan = read_plan(sample());
  Activity extra;
  extra.name = "Painting";
  extra.parent = 5;
  extra.duration = Minutes::from_minutes(480);
  plan.activities.push_back(extra);
  plan.links.erase(plan.links.begin());
  plan::Link link;
  link.from = 6;
  link.to = static_cast<plan::Index>(plan.activities.size() - 1);
  plan.links.push_back(link);
  const plan::Plan again = read_plan(write(plan).bytes);
  EXPECT_EQ(again.activities.size(), plan.activities.size());
  EXPECT_EQ(again.links.size(), plan.links.size());
  const Activity& painting = find(again, "2001");
  EXPECT_EQ(painting.name, "Painting");
  EXPECT_EQ(again.activities[static_cast<std::size_t>(painting.parent)].uid, "wbs:12");
  EXPECT_EQ(again.links.back().to, static_cast<plan::Index>(&painting - again.activities.data()));
}

TEST(XerWrite, WritesOurOwnPlan) {
  plan::Plan plan;
  plan.projects.emplace_back();
  plan.projects[0].name = "桥";
  plan.projects[0].start = time("2024-03-04T08:00");
  plan.calendars.emplace_back();
  plan.calendars[0].name = "标准";
  plan.calendars[0].week = standard_week();
  plan.projects[0].calendar = 0;
  plan.activities.resize(3);
  plan.activities[0].name = "开始";
  plan.activities[0].milestone = true;
  plan.activities[1].name = "打桩";
  plan.activities[1].duration = Minutes::from_minutes(960);
  plan.activities[1].deadline = time("2024-04-01T17:00");
  plan.activities[2].name = "验收";
  plan.activities[2].milestone = true;
  plan::Link first, second;
  first.from = 0, first.to = 1;
  second.from = 1, second.to = 2;
  second.lag_kind = plan::LagKind::percent, second.lag = 5000;
  plan.links = {first, second};
  const WriteOutcome outcome = write(plan);
  EXPECT_FALSE(is_valid_utf8(outcome.bytes));  // GB18030.
  const plan::Plan again = read_plan(outcome.bytes);
  ASSERT_EQ(again.activities.size(), 4U);
  EXPECT_EQ(again.activities[0].name, "桥");
  EXPECT_EQ(again.activities[1].kind, ActivityKind::start_milestone);
  EXPECT_EQ(again.activities[2].name, "打桩");
  EXPECT_EQ(again.activities[2].duration, Minutes::from_minutes(960));
  EXPECT_EQ(again.activities[3].kind, ActivityKind::finish_milestone);
  EXPECT_EQ(again.links[1].lag, 4800);
  EXPECT_EQ(again.calendars[0].week, plan.calendars[0].week);
  std::string lost;
  for (const plan::Loss& loss : outcome.loss) lost += loss.field + "; ";
  EXPECT_EQ(lost, "Activity.deadline; Link.lag percent; ");
  EXPECT_EQ(write(again).bytes, outcome.bytes);
}

TEST(XerEncoding, KeepsChineseCodePages) {
  std::int64_t lost = 0;
  const std::string utf8 = replaced(replaced(sample(), "Foundations", "基础与桩基工程"), "Girders",
                                    "主梁架设及体系转换");
  const std::string bytes = encode_text(utf8, "gb18030", false, lost);
  const plan::Plan plan = read_plan(bytes);
  EXPECT_EQ(find(plan, "wbs:11").name, "基础与桩基工程");
  EXPECT_EQ(write(plan).bytes, bytes);
  const std::string wide = encode_text(utf8, "UTF-16LE", true, lost);
  EXPECT_EQ(find(read_plan(wide), "1020").name, "主梁架设及体系转换");
  EXPECT_EQ(write(read_plan(wide)).bytes, wide);
  ReadOptions korean;
  korean.encoding = "windows-949";
  EXPECT_EQ(code_of(bytes, korean), "ok");
}

TEST(XerHostile, RefusesWhatIsNoFile) {
  EXPECT_EQ(code_of(""), "import.not_a_plan_file");
  EXPECT_EQ(code_of("%T\tTASK\n"), "import.not_a_plan_file");
  ReadOptions small;
  small.file_bytes_max = 100;
  EXPECT_EQ(code_of(sample(), small), "import.too_large");
}

TEST(XerHostile, RefusesLongLines) {
  std::string bytes = "ERMHDR\t8.4\n%T\tTASK\n%F\ttask_id\ttask_name\n%R\t1\t";
  bytes.append(100'000'000, 'x');
  bytes += "\n%E\n";
  const Result<ReadOutcome> result = read(bytes);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.refusals().front().code, "import.line_too_long");
  EXPECT_EQ(result.refusals().front().field, "4");
}

TEST(XerHostile, SurvivesEveryCut) {
  const std::string bytes = sample();
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    const Result<ReadOutcome> result = read(std::string_view(bytes).substr(0, size));
    if (size < 6) continue;
    ASSERT_TRUE(result.ok()) << size;
    const bool told = std::any_of(result->warnings.begin(), result->warnings.end(),
                                  [](const Refusal& r) { return r.code == "import.truncated"; });
    EXPECT_TRUE(told || size + 4 > bytes.size()) << size;
    (void)write(result->plan);
  }
}

TEST(XerHostile, PassesOverBadRows) {
  const std::string_view bytes =
      "ERMHDR\t8.4\n"
      "%T\tPROJECT\n%F\tproj_id\tclndr_id\tplan_start_date\n%R\t1\t77\tyesterday\n"
      "%T\tCALENDAR\n%F\tclndr_id\tbase_clndr_id\tclndr_data\n%R\t1\t2\t(0||x\n%R\t2\t1\t\n"
      "%T\tPROJWBS\n%F\twbs_id\tproj_id\tparent_wbs_id\n%R\t1\t1\t2\n%R\t2\t1\t1\n%R\t3\t9\t\n"
      "%T\tTASK\n%F\ttask_id\tproj_id\twbs_id\ttask_type\ttarget_drtn_hr_cnt\n"
      "%R\t1\t1\t1\tTT_Odd\tmany\n%R\t1\t1\t1\tTT_Task\t8\n%R\t\t1\t1\tTT_Task\t8\n"
      "%R\t2\t1\t55\tTT_Task\t99999999999\textra\tcells\n"
      "%T\tTASKRSRC\n%F\ttaskrsrc_id\ttask_id\trsrc_id\n%R\t1\t8\t9\n%R\n%R\t\n"
      "%T\tEMPTY\n%R\tbefore\tcolumns\nstray\n%E\n";
  const Result<ReadOutcome> result = read(bytes);
  ASSERT_TRUE(result.ok());
  std::string codes;
  for (const Refusal& warning : result->warnings) codes += warning.code.substr(7) + " ";
  for (const char* code : {"bad_date", "bad_number", "bad_value", "bad_reference", "bad_row",
                           "duplicate", "cycle", "bad_calendar"}) {
    EXPECT_NE(codes.find(code), std::string::npos) << code << " in " << codes;
  }
  EXPECT_EQ(result->plan.activities.size(), 5U);
  const std::string back = write(result->plan).bytes;
  const Result<ReadOutcome> again = read(back);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(write(again->plan).bytes, back);
}

TEST(XerHostile, CountsWarningsBeyondTheLimit) {
  std::string bytes = "ERMHDR\t8.4\n%T\tTASK\n%F\ttask_id\tact_start_date\n";
  for (int i = 0; i < 3000; ++i) bytes += "%R\t" + std::to_string(i) + "\tnever\n";
  const Result<ReadOutcome> result = read(bytes + "%E\n");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->warnings.size(), static_cast<std::size_t>(k_warnings_max) + 1);
  EXPECT_EQ(result->warnings.back().code, "import.more_warnings");
}

}  // namespace
}  // namespace tc::interchange::xer
