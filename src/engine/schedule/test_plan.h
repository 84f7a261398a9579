#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "engine/schedule/schedule.h"

/// Small plans for tests: standard calendar 08:00–12:00, 13:00–17:00, start Monday 2026-01-05.
namespace tc::engine::schedule::testing {

inline constexpr std::int32_t k_day = 4800;
inline constexpr std::int32_t k_hour = 600;

inline PlanTime at(std::string_view text) { return parse_plan_time(text).value(); }

inline plan::Calendar week_calendar(const std::string& name, const plan::Shifts& shifts,
                                    std::size_t first = 1, std::size_t last = 5) {
  plan::Calendar calendar;
  calendar.name = name;
  for (std::size_t day = 0; day < 7; ++day) {
    calendar.week[day] = day >= first && day <= last ? shifts : plan::Shifts{};
  }
  return calendar;
}

class TestPlan {
 public:
  explicit TestPlan(plan::Profile profile) {
    plan.profile = profile;
    plan.calendars = {week_calendar("Standard", {{4800, 7200}, {7800, 10200}}),
                      week_calendar("24 hours", {{0, 14400}}, 0, 6)};
    plan.projects.resize(1);
    plan.projects[0].calendar = 0;
    plan.projects[0].start = at("2026-01-05T08:00");
    if (profile == plan::Profile::p6) {
      plan.projects[0].status_date = at("2026-01-05T08:00");
      plan.projects[0].float_kind = plan::FloatKind::finish;
    }
  }

  plan::Index add(std::int32_t duration_tenths, plan::Index parent = plan::k_none) {
    plan::Activity activity;
    activity.uid = std::to_string(plan.activities.size() + 1);
    activity.name = "Activity " + activity.uid;
    activity.duration = Minutes::from_tenths(duration_tenths);
    activity.parent = parent;
    plan.activities.push_back(activity);
    return static_cast<plan::Index>(plan.activities.size()) - 1;
  }
  plan::Index add_days(std::int32_t days, plan::Index parent = plan::k_none) {
    return add(days * k_day, parent);
  }
  plan::Index add_milestone(plan::ActivityKind kind) {
    const plan::Index index = add(0);
    (*this)[index].kind = kind;
    (*this)[index].milestone = true;
    return index;
  }
  plan::Index add_summary(plan::Index parent = plan::k_none) {
    const plan::Index index = add(0, parent);
    (*this)[index].kind = plan::ActivityKind::summary;
    return index;
  }
  plan::Link& link(plan::Index from, plan::Index to, plan::LinkKind kind = plan::LinkKind::fs,
                   std::int32_t lag = 0) {
    plan::Link entry;
    entry.from = from;
    entry.to = to;
    entry.kind = kind;
    entry.lag = lag;
    plan.links.push_back(entry);
    return plan.links.back();
  }
  plan::Activity& operator[](plan::Index index) {
    return plan.activities[static_cast<std::size_t>(index)];
  }
  void constrain(plan::Index index, plan::ConstraintKind kind, std::string_view date) {
    (*this)[index].constraint = {kind, at(date)};
  }
  plan::Project& project() { return plan.projects[0]; }

  Schedule schedule() const { return compute_schedule(plan).value(); }

  plan::Plan plan;
};

/// "start finish" of an activity, short: day of January and hour.
inline std::string text(PlanTime time) { return format_plan_time(time); }

#define EXPECT_TIME(value, expected) EXPECT_EQ(::tc::format_plan_time(value), expected)

}  // namespace tc::engine::schedule::testing
