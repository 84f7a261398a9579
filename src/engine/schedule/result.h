#pragma once

#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"
#include "engine/schedule/schedule.h"

namespace tc::engine::schedule {

/// Everything the plan's owner sees, from a network and its computed state. O(activities + links).
[[nodiscard]] Schedule make_schedule(const Network& network, const State& state);

/// What the program of the profile shows of one activity, its critical flag by float included.
/// Empty for a row without a node.
[[nodiscard]] ActivityDates shown_row(const Network& network, const State& state,
                                      plan::Index activity);
/// Whether a row counts for the summary above it.
[[nodiscard]] bool rolls_up(const plan::Activity& activity);
void merge_into_summary(ActivityDates& summary, const ActivityDates& child);
/// The float between a summary's early and late dates, on its project's calendar.
void set_summary_float(const Network& network, plan::Index summary, ActivityDates& dates);

/// Turns node results into what the program of the profile shows per activity, critical flags
/// included. Rows without a node stay empty.
void fill_activities(const Network& network, const State& state, Schedule& schedule);

/// Level-of-effort and hammock activities span from their predecessors to their successors, after
/// everything else is known; they never drive. Source: docs/method/schedule.md §3.
void fill_spans(const Network& network, Schedule& schedule);

/// Summaries and WBS summaries: earliest start, latest finish, critical when anything inside is.
/// Children stand after their parents, so one walk backward suffices. O(activities).
void roll_up(const Network& network, Schedule& schedule);

/// Data errors: `plan.actual_finish_without_start`, `plan.actual_after_status_date`,
/// `plan.complete_without_finish` (argument `uids`, the first 20), `plan.date_out_of_range`.
void check_data(const Network& network, Schedule& schedule);

}  // namespace tc::engine::schedule
