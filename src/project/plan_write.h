#pragma once

#include <optional>

#include "kernel/kernel.h"
#include "project/plan_book.h"
#include "project/plan_cells.h"
#include "project/plan_edit.h"

/// How a new version of a plan is written: the commands and blobs of one transaction.
namespace tc::project {

/// What the records say of a version of a plan.
struct PlanFigures {
  std::int64_t activities = 0;
  std::int64_t links = 0;
  std::int64_t critical = 0;
  PlanTime start = k_no_time;
  PlanTime finish = k_no_time;
};

/// When the plan should have been done by its current baseline; k_no_time without one.
[[nodiscard]] PlanTime baseline_finish(const plan::Plan& plan);
[[nodiscard]] PlanFigures figures_of(const LoadedPlan& loaded);

/// The command that makes `after` the present version of its plan, over `version`.
[[nodiscard]] kernel::CommandSpec plan_update(const LoadedPlan& after, std::int64_t version);
/// The command that tells the project its forecast finish.
[[nodiscard]] kernel::CommandSpec project_update(const LoadedPlan& after);
/// The mark in the change log of what replaces or touches the whole plan.
[[nodiscard]] kernel::BlobWrite whole_change(Id plan, std::int64_t version);

/// A batch of edits with its consequences, computed and not yet stored.
struct PreparedEdit {
  std::shared_ptr<const LoadedPlan> before;
  PlanChange change;
  Json consequences;                     ///< As project::difference tells them.
  std::vector<kernel::Occasion> starts;  ///< Activities that begin by it.
  PlanFigures figures;  ///< Of the plan with the edits; this and what follows not in a dry run.
  // One of the two: the edits of cells with the dates they give, or the whole next version.
  std::optional<CellEdits> cells;
  engine::schedule::Schedule schedule;
  std::shared_ptr<LoadedPlan> after;

  /// The commands and blobs that store it.
  [[nodiscard]] kernel::ActionOutcome outcome() const;
};

/// Computes edits of cells and links on the workbench of the plan, those of rows on a copy.
/// Refuses as apply_edits and the engine do.
[[nodiscard]] Result<PreparedEdit> prepare_edit(kernel::Kernel& kernel,
                                                std::shared_ptr<const LoadedPlan> before,
                                                const Json& edits, bool dry_run);
/// Refuses what the rules on the start of an activity refuse (Rule::on "start" of plan). Nothing is
/// read unless the edit starts one.
[[nodiscard]] Status check_starts(kernel::Reader& reader, const PreparedEdit& edit);
/// Tells the loaded plans that the edit was committed. `reader` sees it; where it sees another
/// change instead (a request that was answered before is answered again), nothing is told.
void publish(kernel::Reader& reader, kernel::Kernel& kernel, PreparedEdit edit);

/// The plan with baseline `number` (0…31) taken from its present dates; a `current` one is what
/// variances are measured against from then on.
[[nodiscard]] plan::Plan with_baseline(const LoadedPlan& loaded, std::int64_t number, bool current);

/// Everything that saving a baseline writes.
[[nodiscard]] kernel::ActionOutcome baseline_outcome(const LoadedPlan& loaded, std::int64_t number,
                                                     bool current);
}  // namespace tc::project
