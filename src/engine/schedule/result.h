#pragma once

#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"
#include "engine/schedule/schedule.h"

namespace tc::engine::schedule {

/// Everything the plan's owner sees, from a network and its computed state. O(activities + links).
[[nodiscard]] Schedule make_schedule(const Network& network, const State& state);

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
