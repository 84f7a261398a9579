#include "project/joined_plan.h"

#include <gtest/gtest.h>

namespace tc::project {
namespace {

/// One activity after the other on a calendar of eight hours a day, Monday to Friday.
plan::Plan chain(std::initializer_list<std::pair<Id, int>> works) {
  plan::Plan plan;
  plan::Calendar calendar;
  for (int day = 0; day < 7; ++day) {
    const bool works_then = day >= 1 && day <= 5;
    calendar.week[static_cast<std::size_t>(day)] =
        works_then ? plan::Shifts{{4800, 7200}, {7800, 10200}} : plan::Shifts{};
  }
  plan.calendars.push_back(calendar);
  plan::Project project;
  project.calendar = 0;
  project.start = *parse_plan_time("2026-03-02T08:00");
  plan.projects.push_back(project);
  for (const auto& [id, days] : works) {
    plan::Activity activity;
    activity.id = id;
    activity.uid = std::to_string(id);
    activity.name = "A" + std::to_string(id);
    activity.duration = Minutes::from_minutes(480 * days);
    plan.activities.push_back(activity);
    if (plan.activities.size() == 1) continue;
    plan::Link link;
    link.from = static_cast<plan::Index>(plan.activities.size()) - 2;
    link.to = link.from + 1;
    plan.links.push_back(link);
  }
  return plan;
}

void follow(plan::Plan& plan, Id project, Id activity, plan::Index to) {
  plan::Activity row;
  row.id = 900 + activity;
  row.external = true;
  row.external_project = project;
  row.external_activity = activity;
  row.manual_start = row.manual_finish = plan.projects.front().start;
  plan.activities.push_back(row);
  plan::Link link;
  link.from = static_cast<plan::Index>(plan.activities.size()) - 1;
  link.to = to;
  plan.links.push_back(link);
}

std::shared_ptr<const LoadedPlan> loaded(plan::Plan plan, Id project) {
  auto made = compute(std::move(plan), project + 10, project, 1);
  EXPECT_TRUE(made.ok());
  return *made;
}

PlanTime time_of(const char* text) { return *parse_plan_time(text); }

TEST(JoinedPlan, ExternalRowsGiveWayToTheActivities) {
  plan::Plan second = chain({{11, 2}, {12, 1}});
  follow(second, 1, 2, 0);
  const std::vector<std::shared_ptr<const LoadedPlan>> plans = {loaded(chain({{1, 5}, {2, 3}}), 1),
                                                                loaded(std::move(second), 2)};
  // Alone, the given dates hold it where they were.
  EXPECT_EQ(plans[1]->schedule.projects[0].finish, time_of("2026-03-04T17:00"));
  const JoinedPlan joined = join_plans(plans);
  EXPECT_EQ(joined.plan.activities.size(), 4U);
  EXPECT_EQ(joined.plan.links.size(), 3U);
  EXPECT_EQ(joined.plan.calendars.size(), 2U);
  EXPECT_EQ(joined.plan.projects[1].calendar, 1);
  EXPECT_EQ(joined.rows[1], (std::vector<plan::Index>{2, 3, 1}));
  const auto schedule = engine::schedule::compute_schedule(joined.plan);
  ASSERT_TRUE(schedule.ok());
  EXPECT_EQ(schedule->activities[2].start, time_of("2026-03-12T08:00"));
  EXPECT_EQ(schedule->projects[1].finish, time_of("2026-03-16T17:00"));
}

TEST(JoinedPlan, WhatIsNotThereStaysAsItIs) {
  plan::Plan second = chain({{11, 2}});
  follow(second, 1, 77, 0);  // No such activity.
  follow(second, 5, 1, 0);   // No such plan.
  const std::vector<std::shared_ptr<const LoadedPlan>> plans = {loaded(chain({{1, 5}}), 1),
                                                                loaded(std::move(second), 2)};
  const JoinedPlan joined = join_plans(plans);
  EXPECT_EQ(joined.plan.activities.size(), 4U);
  EXPECT_TRUE(engine::schedule::compute_schedule(joined.plan).ok());
}

TEST(JoinedPlan, ACycleThroughBothIsRefused) {
  plan::Plan first = chain({{1, 5}, {2, 3}}), second = chain({{11, 2}, {12, 1}});
  follow(first, 2, 12, 0);
  follow(second, 1, 2, 0);
  const std::vector<std::shared_ptr<const LoadedPlan>> plans = {loaded(std::move(first), 1),
                                                                loaded(std::move(second), 2)};
  const JoinedPlan joined = join_plans(plans);
  const auto schedule = engine::schedule::compute_schedule(joined.plan);
  ASSERT_FALSE(schedule.ok());
  EXPECT_EQ(schedule.refusals().front().code, "plan.cycle");
}

}  // namespace
}  // namespace tc::project
