#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"
#include "engine/schedule/schedule.h"
#include "engine/schedule/why.h"

namespace tc::engine::schedule {

class ActivityModel;

/// What an edit may change of one activity without changing the shape of the network.
struct ActivityInputs {
  Minutes duration;
  std::optional<Minutes> remaining_duration;
  std::optional<Minutes> actual_duration;
  plan::Constraint constraint;
  plan::Constraint constraint2;
  PlanTime deadline = k_no_time;
  PlanTime expected_finish = k_no_time;
  PlanTime actual_start = k_no_time;
  PlanTime actual_finish = k_no_time;
  PlanTime resume = k_no_time;
  PlanTime manual_start = k_no_time;
  PlanTime manual_finish = k_no_time;
  Minutes levelling_delay;
  std::int32_t percent_complete = 0;
  bool manual = false;
};

[[nodiscard]] ActivityInputs inputs_of(const plan::Activity& activity);

using InputChanges = std::vector<std::pair<plan::Index, ActivityInputs>>;

/// One edit: all of it, or, when refused, nothing.
struct Change {
  InputChanges activities;
  std::vector<plan::Index> removed_links;  ///< Into Plan::links as it is before the change.
  std::vector<plan::Link> added_links;     ///< Appended to Plan::links.
  /// Into Plan::assignments, as they become: of activities that are named above.
  std::vector<std::pair<std::size_t, plan::Assignment>> assignments = {};
  /// Likewise; ascending, into Plan::assignments as it is before the change.
  std::vector<std::size_t> removed_assignments = {};
  std::vector<plan::Assignment> added_assignments = {};  ///< Appended to Plan::assignments.
};

/// A plan that is edited again and again: an edit costs what it affects, not the whole plan, and
/// can be taken back. Results are bit by bit those of computing the edited plan anew.
///
/// Inputs of activities: the affected cone. Links: moving the link arrays, then the cone; a link
/// against the present order or at a summary rebuilds the network. As-late-as-possible
/// constraints, schedules from finish and a moved project finish recompute all late dates.
/// Other edits (activities, calendars, project settings): change the plan, then open it again.
class IncrementalSchedule {
 public:
  /// `plan` is edited in place and must outlive this. Refuses what compute_schedule refuses.
  [[nodiscard]] static Result<IncrementalSchedule> open(plan::Plan& plan,
                                                        const Options& options = {});
  IncrementalSchedule(IncrementalSchedule&&) noexcept;
  IncrementalSchedule& operator=(IncrementalSchedule&&) noexcept;
  ~IncrementalSchedule();

  /// Applies the change to the plan and recomputes. Gives the activities whose dates or floats
  /// changed, in no particular order, until the next call; summaries are left to the reader of
  /// `schedule`. Refuses `plan.cycle`, `plan.reference_missing` and
  /// `plan.calendar_no_working_time`.
  [[nodiscard]] Result<std::span<const plan::Index>> apply(const Change& change);
  /// The finish of every project as it would be with these inputs; nothing stays changed. Costs
  /// early dates only. Refuses `plan.reference_missing`.
  [[nodiscard]] Result<std::vector<PlanTime>> finishes_with(const InputChanges& changes);
  /// Takes back the last change that was not yet taken back; false when there is none.
  bool undo();
  /// Forgets how to take back what was applied so far.
  void forget();
  [[nodiscard]] std::size_t undo_depth() const;

  [[nodiscard]] const Network& network() const;
  [[nodiscard]] const State& state() const;
  /// Everything as compute_schedule gives it. O(activities + links).
  [[nodiscard]] Schedule schedule() const;
  /// The driver chain of a field, see why.h.
  [[nodiscard]] std::vector<Reason> why(plan::Index activity, Field field);

 private:
  struct Impl;
  explicit IncrementalSchedule(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tc::engine::schedule
