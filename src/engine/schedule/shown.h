#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"
#include "engine/schedule/schedule.h"

namespace tc::engine::schedule {

struct ShownRow {
  plan::Index activity = plan::k_none;
  ActivityDates dates;
};

/// What a change makes different in a schedule.
struct ShownChange {
  std::vector<ShownRow> rows;   ///< Whose dates differ, in the order of the plan.
  PlanTime finish = k_no_time;  ///< The latest finish of all projects.
};

/// The schedule of a plan that is edited in place, as users see it: what a change makes different
/// costs the rows that it touches and the summaries above them.
class Shown {
 public:
  /// `schedule` is what make_schedule gave for the network. O(activities).
  void reset(const Network& network, Schedule schedule);
  /// The same plan has this schedule now, after changes of cells and links only.
  void take_over(Schedule schedule) { schedule_ = std::move(schedule); }

  /// The difference to what was reset to. `touched` are the activities whose dates or inputs
  /// changed, and the ends of changed links. Where the plan has level of effort, hammocks, WBS
  /// summary activities or critical activities by the longest path, everything is compared.
  [[nodiscard]] ShownChange difference(const Network& network, const State& state,
                                       const std::vector<plan::Index>& touched);

 private:
  void find_children(const plan::Plan& plan);
  void mark(plan::Index row);
  void sort_marked();
  [[nodiscard]] ActivityDates rolled_up(const Network& network, plan::Index summary) const;
  [[nodiscard]] const ActivityDates& now(plan::Index row) const;
  [[nodiscard]] PlanTime finish_of(const ShownChange& change) const;
  [[nodiscard]] ShownChange compared(const Network& network, const State& state) const;

  Schedule schedule_;
  // What is asked of every row, apart from the large activities.
  std::vector<std::uint8_t> is_summary_;
  std::vector<std::uint8_t> rolls_up_;
  std::vector<std::uint8_t> ends_project_;  ///< Its finish counts for the project's.
  std::vector<plan::Index> parent_;
  std::vector<std::uint32_t> children_begin_;  ///< Per row, into children_; one more.
  std::vector<plan::Index> children_;
  bool rows_suffice_ = false;  ///< A row depends on its node or on what is below it only.
  // While a difference is found.
  std::vector<plan::Index> marked_;
  std::vector<std::uint32_t> place_;  ///< Per row: 0, or one more than its place in fresh_.
  std::vector<ActivityDates> fresh_;  ///< Per marked row.
};

}  // namespace tc::engine::schedule
