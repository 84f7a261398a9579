#pragma once

#include <string>

#include "engine/level/instance.h"
#include "plan/plan.h"

/// For tests and measurements: problems whose solutions are known as plans.
namespace tc::engine::level::testing {

/// An instance of one mode each as a plan on a week of forty hours: a period is an hour.
inline plan::Plan plan_of(const Instance& instance) {
  plan::Plan plan;
  plan.profile = plan::Profile::msp;
  plan.projects.resize(1);
  plan.projects[0].calendar = 0;
  plan.projects[0].start = *parse_plan_time("2026-01-05T08:00");
  plan::Calendar& calendar = plan.calendars.emplace_back();
  for (std::size_t day = 1; day < 6; ++day)
    calendar.week[day] = plan::Shifts{{4800, 7200}, {7800, 10200}};
  for (const Resource& resource : instance.resources)
    plan.resources.emplace_back().max_units = resource.capacity * 10000;
  for (std::size_t row = 0; row < instance.activities.size(); ++row) {
    const Mode& mode = instance.activities[row].modes.front();
    plan::Activity& activity = plan.activities.emplace_back();
    activity.uid = std::to_string(row + 1);
    activity.duration = Minutes::from_tenths(mode.duration * k_tenths_per_hour);
    for (std::size_t at = 0; at < mode.requests.size(); ++at) {
      if (mode.requests[at] == 0) continue;
      plan::Assignment& assignment = plan.assignments.emplace_back();
      assignment.activity = static_cast<plan::Index>(row);
      assignment.resource = static_cast<plan::Index>(at);
      assignment.units = mode.requests[at] * 10000;
    }
    for (const std::int32_t to : instance.activities[row].successors) {
      plan::Link& link = plan.links.emplace_back();
      link.from = static_cast<plan::Index>(row);
      link.to = to;
    }
  }
  return plan;
}

}  // namespace tc::engine::level::testing
