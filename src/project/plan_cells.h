#pragma once

#include <utility>
#include <vector>

#include "engine/schedule/incremental.h"
#include "engine/schedule/shown.h"
#include "project/plan_edit.h"

namespace tc::project {

/// Edits that leave the rows of a plan alone: cells, links and assignments. Their consequences can
/// be computed in place, without a copy of the plan.
struct CellEdits {
  PlanChange change;
  std::vector<std::pair<plan::Index, plan::Activity>> activities;     ///< As they become.
  std::vector<std::pair<std::size_t, plan::Assignment>> assignments;  ///< Of those, as they become.
  std::vector<std::size_t> removed_assignments;                       ///< Into Plan::assignments.
  std::vector<plan::Assignment> added_assignments;             ///< Appended to Plan::assignments.
  std::vector<plan::Resource> added_resources;                 ///< Appended to Plan::resources.
  std::vector<plan::Index> removed_links;                      ///< Into Plan::links.
  std::vector<plan::Link> added_links;                         ///< Appended to Plan::links.
  std::vector<std::pair<plan::Index, plan::Index>> link_ends;  ///< Of all those links.

  /// What the engine must hear of it.
  [[nodiscard]] engine::schedule::Change for_engine() const;
  /// Makes the plan what it becomes.
  void apply(plan::Plan& plan) const;
};

/// What such edits lead to.
struct Consequences {
  engine::schedule::ShownChange shown;
  engine::schedule::Schedule schedule;  ///< Everything, where it was asked for.
};

/// Whether edits are of this kind; the others add, remove or move rows, or change what a row is
/// (its kind, its calendar, whether it is active).
[[nodiscard]] bool are_cell_edits(const Json& edits);

/// What such edits make of the plan. Refuses what apply_edits refuses, with the same words.
[[nodiscard]] Result<CellEdits> cell_edits(const LoadedPlan& loaded, const Json& edits);

}  // namespace tc::project
