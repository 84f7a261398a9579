#pragma once

#include <memory>
#include <optional>

#include "kernel/kernel.h"
#include "project/plan_book.h"

/// Which plan an address is about.
namespace tc::functions::time {

struct AskedPlan {
  std::shared_ptr<const project::LoadedPlan> plan;
  std::optional<kernel::Row> scenario;  ///< Where it is not the project's own plan.
};

/// The plan of the project in the path, or its scenario that `?scenario=` names. Refuses
/// `plan.none` and `record.not_found`.
[[nodiscard]] Result<AskedPlan> asked_plan(const kernel::RouteInput& input, kernel::Reader& reader);
/// The same for a project that is known.
[[nodiscard]] Result<AskedPlan> asked_plan(const kernel::RouteInput& input, kernel::Reader& reader,
                                           Id project);
/// For looking at: rows of other projects have the names that this reader may see.
[[nodiscard]] Result<std::shared_ptr<const project::LoadedPlan>> shown_plan(
    const kernel::RouteInput& input, kernel::Reader& reader);

/// The project an address names; 0 for what is no id.
[[nodiscard]] Id id_in_path(const kernel::RouteInput& input);
[[nodiscard]] std::string query_value(const kernel::RouteInput& input, const char* name);

}  // namespace tc::functions::time
