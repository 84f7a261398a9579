#pragma once

#include <span>

#include "functions/time/plan_edits.h"
#include "kernel/function.h"
#include "kernel/kernel.h"

/// Scenarios: a version of a plan with edits of its own, worked on, compared, then applied to the
/// plan or discarded.
namespace tc::functions::time {

inline constexpr std::string_view k_scenario_open = "open";
inline constexpr std::string_view k_scenario_edit = "scenario.edit";

[[nodiscard]] std::span<const kernel::Record> scenario_records();
[[nodiscard]] std::span<const kernel::Action> scenario_actions();
/// `time.scenarios`: the plan and its scenarios side by side.
[[nodiscard]] kernel::Report scenarios_report();
/// `time.scenario_moves`: the activities that one scenario moves.
[[nodiscard]] kernel::Report scenario_moves_report();

/// Edits of the API on the scenario that the address names, prepared; `request` stores them.
/// Refuses `scenario.not_open`, and `record.stale` where others changed the same cells since.
[[nodiscard]] Result<project::PreparedEdit> prepare_scenario_edit(const kernel::RouteInput& input,
                                                                  kernel::Reader& reader,
                                                                  const Json& body, bool dry_run,
                                                                  kernel::Request& request);

}  // namespace tc::functions::time
