#include "functions/time/external_links.h"

#include <gtest/gtest.h>

namespace tc::functions::time {
namespace {

using plan::LagKind;
using plan::LinkKind;

constexpr Id k_project = 7, k_other = 8;

PlanTime time_of(const char* text) { return *parse_plan_time(text); }

/// A task of two days from Monday, 2 March 2026, 8 to 12 and 13 to 17 o'clock, that follows another
/// project's activity of 4 March, 8:00, to 5 March, 17:00.
plan::Plan follower(LinkKind kind, std::int32_t lag = 0, LagKind lag_kind = LagKind::working) {
  plan::Plan plan;
  plan::Calendar calendar;
  for (std::size_t day = 0; day < 7; ++day) {
    calendar.week[day] =
        day >= 1 && day <= 5 ? plan::Shifts{{4800, 7200}, {7800, 10200}} : plan::Shifts{};
  }
  plan.calendars.push_back(calendar);
  plan::Project project;
  project.calendar = 0;
  project.start = time_of("2026-03-02T08:00");
  plan.projects.push_back(project);
  plan::Activity task;
  task.id = 1;
  task.uid = "1";
  task.duration = Minutes::from_minutes(960);
  plan.activities.push_back(task);
  plan::Activity other;
  other.id = 2;
  other.uid = "2";
  other.external = true;
  other.external_project = k_other;
  other.external_activity = 3;
  other.duration = Minutes::from_minutes(960);
  other.manual_start = time_of("2026-03-04T08:00");
  other.manual_finish = time_of("2026-03-05T17:00");
  plan.activities.push_back(other);
  plan::Link link;
  link.from = 1;
  link.to = 0;
  link.kind = kind;
  link.lag = lag;
  link.lag_kind = lag_kind;
  plan.links.push_back(link);
  return plan;
}

std::shared_ptr<project::LoadedPlan> loaded(plan::Plan plan) {
  auto made = project::compute(std::move(plan), k_project + 100, k_project, 1);
  EXPECT_TRUE(made.ok());
  return *made;
}

TEST(ExternalLinks, WhatEachKindAllows) {
  struct Row {
    LinkKind kind;
    std::int32_t lag;
    LagKind lag_kind;
    const char* allowed;
  };
  const Row rows[] = {
      {LinkKind::fs, 0, LagKind::working, "2026-03-06T08:00"},
      {LinkKind::fs, 4800, LagKind::working, "2026-03-09T08:00"},
      {LinkKind::fs, 14400, LagKind::elapsed, "2026-03-09T08:00"},
      {LinkKind::fs, 5000, LagKind::percent, "2026-03-09T08:00"},
      {LinkKind::ss, 0, LagKind::working, "2026-03-04T08:00"},
      {LinkKind::ff, 4800, LagKind::working, "2026-03-06T17:00"},
  };
  for (const Row& row : rows) {
    const auto links = external_links(*loaded(follower(row.kind, row.lag, row.lag_kind)));
    ASSERT_EQ(links.size(), 1U);
    EXPECT_EQ(format_plan_time(links[0].allowed), std::string(row.allowed));
    EXPECT_EQ(links[0].planned, links[0].allowed) << row.allowed;
    EXPECT_EQ(links[0].short_by, Minutes());
  }
}

TEST(ExternalLinks, AFixedStartBreaksThemUntilItIsFinished) {
  plan::Plan plan = follower(LinkKind::fs);
  plan.activities[0].constraint = {plan::ConstraintKind::must_start_on,
                                   time_of("2026-03-03T08:00")};
  auto links = external_links(*loaded(plan));
  EXPECT_EQ(links[0].planned, time_of("2026-03-03T08:00"));
  EXPECT_EQ(links[0].short_by, Minutes::from_minutes(3 * 480));
  plan.activities[0].actual_start = time_of("2026-03-03T08:00");
  plan.activities[0].actual_finish = time_of("2026-03-04T17:00");
  links = external_links(*loaded(plan));
  EXPECT_EQ(links[0].short_by, Minutes());
}

TEST(ExternalLinks, AloneTheyBecomeExternalEarlyStarts) {
  const auto before = loaded(follower(LinkKind::fs, 4800));
  const plan::Plan alone = with_external_dates(*before);
  ASSERT_EQ(alone.activities.size(), 1U);
  EXPECT_TRUE(alone.links.empty());
  EXPECT_EQ(alone.activities[0].external_early_start, time_of("2026-03-09T08:00"));
  const auto schedule = engine::schedule::compute_schedule(alone);
  ASSERT_TRUE(schedule.ok());
  EXPECT_EQ(schedule->activities[0].start, before->schedule.activities[0].start);
  EXPECT_EQ(with_external_dates(*loaded(alone)).activities.size(), 1U);
}

}  // namespace
}  // namespace tc::functions::time
