#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernel/kernel.h"
#include "project/plan_write.h"

/// Edits as people send them, of plans and of their scenarios.
namespace tc::functions::time {

[[nodiscard]] Refusal not_granted(std::string_view permission);

struct EditPlace {
  kernel::Reader& reader;
  kernel::Kernel& kernel;
};
/// Edits of the API, links to other projects included, prepared. Refuses what they are refused
/// with, and `plan.cycle` where they close a cycle through other projects.
[[nodiscard]] Result<project::PreparedEdit> prepare_public_edit(
    EditPlace place, std::shared_ptr<const project::LoadedPlan> loaded, const Json* edits,
    bool dry_run);

/// The changes of versions in (seen, present] that still stand: neither undone nor an undoing.
[[nodiscard]] std::vector<Json> standing_changes(kernel::Reader& reader, Id plan, std::int64_t seen,
                                                 std::int64_t present);
/// Whether others changed one of these cells since the version the caller saw.
[[nodiscard]] bool touched_since(kernel::Reader& reader, Id plan, std::int64_t seen,
                                 std::int64_t present, const std::vector<std::string>& cells);

/// Takes a plan edit, a baseline or an import back (input `tx`).
[[nodiscard]] Result<kernel::ActionOutcome> undo_edit(const kernel::ActionInput& input);

/// POST …/plan/edits, of the plan or of `?scenario=`.
[[nodiscard]] kernel::RouteAnswer post_edits(const kernel::RouteInput& input);

}  // namespace tc::functions::time
