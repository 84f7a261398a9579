#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "plan/plan.h"

namespace tc::engine::schedule {

struct Options {
  std::optional<plan::Profile> profile;  ///< Whose rules; nothing: the plan's.
  PlanTime status_date = k_no_time;      ///< Replaces the data date of every project.
};

/// What the schedule says of one activity. Dates are rendered as the profile's program prints
/// them: a start as the next, a finish as the previous working moment. k_no_time where there is
/// nothing to say (inactive and blank rows, summaries without anything inside).
struct ActivityDates {
  PlanTime start = k_no_time;
  PlanTime finish = k_no_time;
  PlanTime early_start = k_no_time;
  PlanTime early_finish = k_no_time;
  PlanTime late_start = k_no_time;
  PlanTime late_finish = k_no_time;
  Minutes total_float;  ///< Working time of the activity's calendar; may be negative.
  Minutes free_float;
  bool critical = false;
  friend bool operator==(const ActivityDates&, const ActivityDates&) = default;
};

struct ProjectDates {
  PlanTime start = k_no_time;   ///< Earliest start of its activities.
  PlanTime finish = k_no_time;  ///< Latest finish of its activities.
  friend bool operator==(const ProjectDates&, const ProjectDates&) = default;
};

/// The answer, in the order of the plan.
struct Schedule {
  std::vector<ActivityDates> activities;
  std::vector<ProjectDates> projects;
  std::vector<std::uint32_t> driving_begin;  ///< Per activity, into driving_links; one more.
  std::vector<plan::Index> driving_links;    ///< Links that decide an activity's start.
  Refusals refusals;  ///< Errors in the data that did not stop the computation.

  [[nodiscard]] std::span<const plan::Index> driving(plan::Index activity) const {
    const auto row = static_cast<std::size_t>(activity);
    return {driving_links.data() + driving_begin[row],
            driving_links.data() + driving_begin[row + 1]};
  }
};

/// Early and late dates, floats, critical path and driving links of every activity by the critical
/// path method with calendars, under the rules of MS Project, Primavera P6 or JGJ/T 121.
/// Durations and floats in working tenths of the activity's calendar. Refuses `plan.cycle`
/// (argument `activities`: a shortest cycle), `plan.reference_missing`, `plan.start_missing`,
/// `plan.calendar_no_working_time` and `plan.calendar_base_loop`. Errors in actual dates do not
/// stop it: they stand in Schedule::refusals. O(activities + links).
/// Source: docs/method/schedule.md.
[[nodiscard]] Result<Schedule> compute_schedule(const plan::Plan& plan,
                                                const Options& options = {});

}  // namespace tc::engine::schedule
