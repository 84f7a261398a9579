#pragma once

#include "kernel/kernel.h"
#include "project/plan_book.h"
#include "project/plan_edit.h"

/// How a new version of a plan is written: the commands and blobs of one transaction.
namespace tc::project {

/// The command that makes `after` the present version of its plan, over `version`.
[[nodiscard]] kernel::CommandSpec plan_update(const LoadedPlan& after, std::int64_t version);
/// The command that tells the project its forecast finish.
[[nodiscard]] kernel::CommandSpec project_update(const LoadedPlan& after);
/// The mark in the change log of what replaces or touches the whole plan.
[[nodiscard]] kernel::BlobWrite whole_change(Id plan, std::int64_t version);
/// The change and, at times, a checkpoint.
[[nodiscard]] std::vector<kernel::BlobWrite> edit_blobs(const LoadedPlan& after,
                                                        const std::string& change);

/// The plan with baseline `number` (0…31) taken from its present dates.
[[nodiscard]] plan::Plan with_baseline(const LoadedPlan& loaded, std::int64_t number);

/// Everything that saving a baseline writes.
[[nodiscard]] kernel::ActionOutcome baseline_outcome(const LoadedPlan& loaded, std::int64_t number);
/// Everything that a batch of edits writes. Refuses as apply_edits and the engine do.
[[nodiscard]] Result<kernel::ActionOutcome> edit_outcome(const LoadedPlan& loaded,
                                                         const Json& edits, kernel::Kernel& kernel);

}  // namespace tc::project
