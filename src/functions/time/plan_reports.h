#pragma once

#include "kernel/function.h"

/// The reports on one plan that have a file each.
namespace tc::functions::time {

/// `time.float_kinds`: total, free, independent and interfering float.
[[nodiscard]] kernel::Report float_kinds_report();

/// `time.float_paths`: the paths to the end of the plan, the most critical first.
[[nodiscard]] kernel::Report float_paths_report();

/// `time.line_of_balance`: work that repeats from unit to unit, its rate and what is behind.
[[nodiscard]] kernel::Report line_of_balance_report();

/// `time.board`: activities as cards by what is to be done with them today.
[[nodiscard]] kernel::Report board_report();

/// `time.calendar`: starts, finishes, milestones and deadlines by day.
[[nodiscard]] kernel::Report calendar_report();

/// `time.projects`: the spans of all plans on one time line.
[[nodiscard]] kernel::Report projects_report();

/// `time.compression`: the steps of 工期优化 or 费用优化, each with the edits that carry it out.
[[nodiscard]] kernel::Report compression_report();

/// `time.critical_chain`: chains, buffers and how much of them is used up (fever chart).
[[nodiscard]] kernel::Report critical_chain_report();

/// `time.pert`: three-point estimates, the expected finish, and the simulation beside it.
[[nodiscard]] kernel::Report pert_report();

/// `time.external_links`: links between projects, broken ones first.
[[nodiscard]] kernel::Report external_links_report();

/// `time.program`: the plans of a portfolio, a programme or of linked projects as one network.
[[nodiscard]] kernel::Report program_report();

}  // namespace tc::functions::time
