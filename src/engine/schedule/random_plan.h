#pragma once

#include <algorithm>
#include <random>

#include "engine/schedule/test_plan.h"

/// Random plans for property tests: the same seed gives the same plan.
namespace tc::engine::schedule::testing {

struct RandomShape {
  int activities = 60;
  bool plain = false;  ///< One calendar, only durations and working links.
  bool work = false;   ///< Also resources, contours, levelling delays and modes of progress.
};

/// Work of two people on their own calendars for every tenth activity.
inline void assign_at_random(TestPlan& plan, std::mt19937& random) {
  plan.plan.resources.resize(2);
  plan.plan.resources[0].calendar = 1;
  plan.plan.resources[1].calendar = 0;
  for (std::size_t row = 0; row < plan.plan.activities.size(); ++row) {
    const bool nights = plan.plan.activities[row].calendar == 3;  // Nobody works then.
    if (random() % 10 != 0 || nights) continue;
    for (plan::Index resource = 0; resource < 2; ++resource) {
      plan::Assignment assignment;
      assignment.activity = static_cast<plan::Index>(row);
      assignment.resource = resource;
      assignment.work = assignment.remaining_work = plan.plan.activities[row].duration;
      assignment.units = 5000 * static_cast<std::int32_t>(1 + random() % 3);
      assignment.contour = static_cast<std::int32_t>(random() % 8);
      plan.plan.assignments.push_back(assignment);
      if (random() % 2 == 0) break;
    }
  }
}

inline TestPlan random_plan(plan::Profile profile, unsigned seed, const RandomShape& shape = {}) {
  TestPlan plan(profile);
  std::mt19937 random(seed);
  const auto below = [&](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  plan.plan.calendars.push_back(week_calendar("Six days", {{4200, 10800}}, 1, 6));
  plan.plan.calendars.push_back(week_calendar("Nights", {{0, 3600}, {12000, 14400}}, 0, 6));
  for (int row = 0; row < shape.activities; ++row) {
    const plan::Index index = plan.add(below(8) == 0 ? 0 : below(40) * 1200);
    plan::Activity& activity = plan[index];
    if (shape.plain) continue;
    if (below(3) == 0) activity.calendar = below(4);
    if (activity.duration.tenths() == 0) {
      activity.kind = below(2) == 0 ? plan::ActivityKind::start_milestone
                                    : plan::ActivityKind::finish_milestone;
      activity.milestone = true;
    }
    const PlanTime date = at("2026-01-05") + below(60) * k_tenths_per_day + below(24) * k_hour;
    if (below(6) == 0) activity.constraint = {static_cast<plan::ConstraintKind>(below(10)), date};
    if (below(12) == 0) activity.deadline = date;
    if (shape.work && below(12) == 0)
      activity.levelling_delay = Minutes::from_tenths(below(9) * 7200);
    if (below(12) == 0) {
      activity.actual_start = at("2026-01-02T08:00");
      activity.actual_duration = Minutes::from_tenths(1200);
      activity.remaining_duration =
          Minutes::from_tenths(std::max(0, activity.duration.tenths() - 1200));
      if (below(2) == 0) {
        activity.actual_finish = at("2026-01-03T15:00");
        activity.remaining_duration = Minutes();
      }
    }
  }
  if (shape.work) {
    assign_at_random(plan, random);
    plan.project().retain_started_after_status = below(2) == 0;
    plan.project().progress_mode = static_cast<plan::ProgressMode>(below(3));
  }
  for (int row = 1; row < shape.activities; ++row) {
    for (int count = below(4); count > 0; --count) {
      plan::Link& link =
          plan.link(below(row), row, static_cast<plan::LinkKind>(below(shape.plain ? 3 : 4)),
                    below(3) == 0 ? below(20) * 600 : 0);
      if (!shape.plain && below(8) == 0) link.lag = -link.lag;
      if (!shape.plain && below(8) == 0) link.lag_kind = plan::LagKind::elapsed;
      if (!shape.plain && below(16) == 0) {
        link.lag_kind = plan::LagKind::percent;
        link.lag = below(10000);
      }
    }
  }
  return plan;
}

}  // namespace tc::engine::schedule::testing
