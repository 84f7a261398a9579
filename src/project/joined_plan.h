#pragma once

#include <memory>
#include <set>
#include <span>
#include <vector>

#include "kernel/kernel.h"
#include "project/plan_book.h"

/// Plans of several projects as one network.
namespace tc::project {

/// One plan of them all: rows that stand for an activity of another of the plans give way to that
/// activity. Each project keeps its calendars, status date and settings; whose rules hold is the
/// first plan's profile.
struct JoinedPlan {
  plan::Plan plan;
  /// Per plan and row of it, the row here.
  std::vector<std::vector<plan::Index>> rows;
};
[[nodiscard]] JoinedPlan join_plans(std::span<const std::shared_ptr<const LoadedPlan>> plans);

/// The projects that are joined to these by links, those included, as far as `visible` (nothing:
/// whoever may see them): by id.
[[nodiscard]] std::set<Id> linked_projects(kernel::Reader& reader, std::set<Id> projects,
                                           bool visible_only);

/// Refuses `plan.cycle` where the plan with these edits closes a cycle through other projects. Its
/// names say of which project each activity is; what the reader may not see is "another project".
/// Costs nothing unless edits add links to a plan that has predecessors and successors elsewhere.
[[nodiscard]] Status check_no_cycle(kernel::Reader& reader, kernel::Kernel& kernel,
                                    const std::shared_ptr<const LoadedPlan>& loaded,
                                    const Json& edits);

/// Computes the network; names of a cycle say of which project each activity is.
[[nodiscard]] Result<engine::schedule::Schedule> schedule_joined(
    kernel::Reader& reader, std::span<const std::shared_ptr<const LoadedPlan>> plans,
    JoinedPlan& joined);

}  // namespace tc::project
