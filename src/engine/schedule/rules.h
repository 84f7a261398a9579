#pragma once

#include <cstdint>

#include "plan/plan.h"

namespace tc::engine::schedule {

/// What differs between the programs whose results we reproduce, as data over one engine.
/// Each switch is a row of docs/method/schedule.md §3, where its source is named.
struct Rules {
  /// SNLT and FNLT pull early dates too, and must-start/must-finish pin against logic, where the
  /// project honours constraint dates (MS Project). Else they only cap late dates.
  bool late_constraints_move_early = false;
  /// A start-no-earlier-than date without predecessors may lie before the project start.
  bool constraint_may_precede_start = false;
  /// Every unstarted start is at or after the data date; progress is counted from it.
  bool data_date_floor = false;
  /// As-late-as-possible: true = the activity takes its late dates and its successors follow them
  /// (second forward pass); false = it moves right up to its successors' early dates.
  bool alap_takes_late_dates = false;
  /// Lags run on the successor's calendar; else on the one the project chooses.
  bool lag_on_successor_calendar = false;
  /// A finish-to-finish link never pulls a start before the project start.
  bool finish_link_floored = false;
  /// A finish that a finish link asks for inside non-working time moves to the next work start
  /// instead of the previous work finish.
  bool finish_link_keeps_date = false;
  /// Free float is never negative and of an activity without successors its total float.
  bool free_float_clamped = false;
  /// Of several links to one successor the loosest counts where one is broken; no free float below
  /// zero, none where a mandatory or expected finish ends the activity.
  bool free_float_merges_links = false;
  /// A finished activity leaves the network: late = actual dates, not critical, its links ignored
  /// in the backward pass. Else it stays in the network at the data date.
  bool finished_leaves_network = false;
  /// An activity with work resources is scheduled on their calendars (else only where it says so).
  bool resource_calendars = false;
  /// Zero-length activities stay where their driver puts them, also at the end of a shift.
  bool milestone_follows_driver = false;
  /// Dates are whole minutes: lengths and lags are rounded, halves away from zero.
  bool whole_minutes = false;

  /// A length or lag in tenths as the program uses it.
  [[nodiscard]] std::int32_t rounded(std::int32_t tenths) const;
};

[[nodiscard]] Rules rules_of(plan::Profile profile);

}  // namespace tc::engine::schedule
