#include "plan/codec.h"

#include <gtest/gtest.h>

#include <random>

namespace tc::plan {
namespace {

/// A plan in which no field has its default value.
Plan full_plan() {
  Plan plan;
  plan.profile = Profile::p6;
  plan.format = "xer";
  plan.title = "酒店";
  Project project;
  project.uid = "1";
  project.guid = "g";
  project.code = "P";
  project.name = "项目";
  project.calendar = 0;
  project.start = 1;
  project.finish = 2;
  project.must_finish_by = 3;
  project.status_date = 4;
  project.schedule_from_finish = true;
  project.honor_constraints = false;
  project.critical_is_longest_path = true;
  project.multiple_critical_paths = true;
  project.open_ends_critical = true;
  project.use_expected_finish = false;
  project.lag_from_early_start = false;
  project.float_per_project = false;
  project.ignore_external_links = true;
  project.retain_started_after_status = true;
  project.critical_limit = Minutes::from_tenths(-5);
  project.lag_calendar = LagCalendar::project_default;
  project.progress_mode = ProgressMode::actual_dates;
  project.float_kind = FloatKind::start;
  project.per_day = Minutes::from_tenths(1);
  project.per_week = Minutes::from_tenths(2);
  project.per_month = Minutes::from_tenths(3);
  project.day_start_tenths = 5;
  project.day_finish_tenths = 6;
  project.currency = "EUR";
  project.extra = "pe";
  plan.projects = {project};
  Calendar calendar;
  calendar.uid = "c";
  calendar.name = "日历";
  calendar.base = 0;
  calendar.project = 0;
  calendar.is_resource = true;
  calendar.week[3] = Shifts{{1, 2}, {3, 4}};
  calendar.work_weeks = {{-3, 9, calendar.week, "w"}};
  calendar.exceptions = {{1, 2, {{5, 6}}, "n", "e"}};
  calendar.per_day = calendar.per_week = calendar.per_month = calendar.per_year =
      Minutes::from_tenths(7);
  calendar.extra = "ce";
  plan.calendars = {calendar};
  Activity activity;
  activity.id = INT64_MAX;
  activity.uid = "a";
  activity.guid = "ag";
  activity.code = "A10";
  activity.name = "支模";
  activity.wbs = "1.2";
  activity.parent = 0;
  activity.project = 7;
  activity.calendar = 0;
  activity.kind = ActivityKind::hammock;
  activity.effort = EffortKind::fixed_work;
  activity.percent_kind = PercentKind::physical;
  activity.effort_driven = activity.resource_dependent = activity.manual = true;
  activity.active = false;
  activity.external = activity.blank = activity.milestone = activity.elapsed = true;
  activity.recurring = activity.ignore_resource_calendar = true;
  activity.levelling_split = true;
  activity.duration_typed = {DurationUnit::weeks, true};
  activity.duration = Minutes::from_tenths(123);
  activity.remaining_duration = Minutes::from_tenths(0);
  activity.actual_duration = Minutes::from_tenths(INT32_MAX);
  activity.work = Minutes::from_tenths(INT32_MIN);
  activity.constraint = {ConstraintKind::must_finish_on, 11};
  activity.constraint2 = {ConstraintKind::finish_on, 12};
  activity.deadline = 13;
  activity.expected_finish = 14;
  activity.actual_start = 15;
  activity.actual_finish = 16;
  activity.suspend = 17;
  activity.resume = 18;
  activity.manual_start = 19;
  activity.manual_finish = 20;
  activity.external_early_start = 21;
  activity.external_late_finish = INT32_MAX;
  activity.percent_complete = 1;
  activity.percent_physical = 2;
  activity.percent_work = 3;
  activity.priority = 4;
  activity.levelling_delay = Minutes::from_tenths(5);
  activity.crash_duration = Minutes::from_tenths(61);
  activity.crash_cost_minor = 15;
  activity.crash_weight = 70;
  activity.optimistic_duration = Minutes::from_tenths(62);
  activity.likely_duration = Minutes::from_tenths(63);
  activity.pessimistic_duration = Minutes::from_tenths(64);
  activity.external_project = 1LL << 61U;
  activity.external_activity = 71;
  activity.fixed_cost_minor = INT64_MIN;
  activity.cost_minor = 6;
  activity.segments = {{1, 2}, {3, 4}};
  activity.baselines = {{1, 2, 3, Minutes::from_tenths(4), Minutes::from_tenths(5), 6}};
  activity.notes = std::string("n\0ul", 4);
  activity.stored = {1, 2, 3, 4, 5, 6, Minutes::from_tenths(7), Minutes::from_tenths(8), true};
  activity.extra = "ae";
  plan.activities = {activity, Activity{}};
  plan.links = {
      {0, 1, LinkKind::sf, LagKind::elapsed_percent, DurationUnit::months, -9, "l", "le"}};
  Resource resource;
  resource.id = 5;
  resource.uid = "r";
  resource.guid = "rg";
  resource.code = "rc";
  resource.name = "张伟";
  resource.initials = "z";
  resource.email = "e";
  resource.group = "g";
  resource.calendar = 0;
  resource.kind = ResourceKind::equipment;
  resource.max_units = 1;
  resource.rate_millionths = 2;
  resource.overtime_rate_millionths = 3;
  resource.cost_per_use_minor = 4;
  resource.notes = "n";
  resource.extra = "re";
  plan.resources = {resource};
  Assignment assignment;
  assignment.uid = "s";
  assignment.activity = 0;
  assignment.resource = 0;
  assignment.units = 1;
  assignment.work = assignment.actual_work = assignment.remaining_work = assignment.delay =
      Minutes::from_tenths(2);
  assignment.overtime_work = assignment.remaining_overtime_work = Minutes::from_tenths(1);
  assignment.contour = 3;
  assignment.start = 4;
  assignment.finish = 5;
  assignment.cost_minor = 6;
  assignment.extra = "se";
  plan.assignments = {assignment};
  plan.foreign_tables = {{"T", {"c1", "c2"}, {{"1", "2"}, {}}}};
  plan.extra = "x";
  return plan;
}

TEST(Codec, RoundTripKeepsEveryField) {
  const Plan plan = full_plan();
  const std::string bytes = pack_plan(plan);
  const Result<Plan> back = unpack_plan(bytes);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(pack_plan(*back), bytes);
  const Activity& activity = back->activities[0];
  EXPECT_EQ(activity.name, "支模");
  EXPECT_EQ(activity.notes.size(), 4U);
  EXPECT_EQ(activity.external_late_finish, INT32_MAX);
  EXPECT_EQ(activity.fixed_cost_minor, INT64_MIN);
  EXPECT_EQ(activity.work.tenths(), INT32_MIN);
  EXPECT_EQ(activity.remaining_duration->tenths(), 0);
  EXPECT_EQ(activity.stored.critical, true);
  EXPECT_FALSE(back->activities[1].remaining_duration.has_value());
  EXPECT_EQ(back->activities[1].deadline, k_no_time);
  EXPECT_EQ(back->calendars[0].week, plan.calendars[0].week);
  EXPECT_EQ(back->links[0].lag, -9);
  EXPECT_EQ(back->foreign_tables[0].rows[0][1], "2");
}

/// A new field of the plan must be coded too: this test says where to look when a size changes.
TEST(Codec, KnowsEveryFieldOfThePlan) {
  EXPECT_EQ(sizeof(Plan), 280U);
  EXPECT_EQ(sizeof(Project), 256U);
  EXPECT_EQ(sizeof(Calendar), 400U);
  EXPECT_EQ(sizeof(Activity), 536U);
  EXPECT_EQ(sizeof(Link), 80U);
  EXPECT_EQ(sizeof(Resource), 336U);
  EXPECT_EQ(sizeof(Assignment), 120U);
}

// Version 2 added four bytes behind an activity, the crash figures; version 3 two: what an external
// one stands for; version 4 the last byte, the current baseline; version 5 four behind an activity,
// whether levelling split it and its three-point estimate, and two behind an assignment.
TEST(Codec, ReadsVersionFour) {
  Plan plan;
  plan.activities.emplace_back().extra = "last field";
  plan.activities.front().external_activity = 7;
  plan.activities.front().levelling_split = true;
  std::string bytes = pack_plan(plan);
  EXPECT_TRUE(unpack_plan(bytes)->activities.front().levelling_split);
  bytes.erase(bytes.find("last field") + 16, 4);
  bytes[6] = '\4';
  const Result<Plan> read = unpack_plan(seal_for_test(bytes));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->activities.front().external_activity, 7);
  EXPECT_FALSE(read->activities.front().levelling_split);
}

TEST(Codec, ReadsVersionThree) {
  Plan plan;
  plan.activities.emplace_back().extra = "last field";
  plan.activities.front().external_activity = 7;
  plan.current_baseline = 1;
  std::string bytes = pack_plan(plan);
  EXPECT_EQ(unpack_plan(bytes)->current_baseline, 1);
  bytes.erase(bytes.find("last field") + 16, 4);
  bytes.pop_back();
  bytes[6] = '\3';
  const Result<Plan> read = unpack_plan(seal_for_test(bytes));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->activities.front().external_activity, 7);
  EXPECT_EQ(read->current_baseline, k_none);
}

TEST(Codec, ReadsVersionTwo) {
  Plan plan;
  plan.activities.emplace_back().extra = "last field";
  plan.activities.front().crash_weight = 50;
  std::string bytes = pack_plan(plan);
  bytes.erase(bytes.find("last field") + 13, 6);
  bytes.pop_back();
  bytes[6] = '\2';
  const Result<Plan> read = unpack_plan(seal_for_test(bytes));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->activities.front().crash_weight, 50);
  EXPECT_EQ(read->activities.front().external_project, 0);
}

TEST(Codec, ReadsVersionOne) {
  Plan plan;
  plan.activities.emplace_back().extra = "last field";
  std::string bytes = pack_plan(plan);
  bytes.erase(bytes.find("last field") + 10, 10);
  bytes.pop_back();
  bytes[6] = '\1';
  const Result<Plan> read = unpack_plan(seal_for_test(bytes));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->activities.front().extra, "last field");
  EXPECT_EQ(read->activities.front().crash_weight, 100);
  EXPECT_FALSE(read->activities.front().crash_duration);
}

TEST(Codec, DamageIsRefused) {
  const std::string bytes = pack_plan(full_plan());
  EXPECT_EQ(unpack_plan({}).refusals()[0].code, "plan.blob_corrupt");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_FALSE(unpack_plan(std::string_view(bytes).substr(0, size)).ok());
  }
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    ASSERT_FALSE(unpack_plan(damaged).ok()) << at;
  }
}

/// Damage behind a right checksum: never a read beyond the end, never a huge allocation.
TEST(Codec, HostileContentIsRefusedOrReadWithinBounds) {
  const std::string bytes = pack_plan(full_plan());
  std::mt19937 random(1);
  constexpr std::size_t k_body = 16;
  for (int round = 0; round < 20000; ++round) {
    std::string hostile = bytes;
    for (int change = 0; change < 3; ++change) {
      hostile[k_body + random() % (hostile.size() - k_body)] = static_cast<char>(random());
    }
    const std::string sealed = seal_for_test(hostile);
    const Result<Plan> plan = unpack_plan(sealed);
    if (plan) {
      EXPECT_TRUE(unpack_plan(pack_plan(*plan)).ok());
    }
  }
}

}  // namespace
}  // namespace tc::plan
