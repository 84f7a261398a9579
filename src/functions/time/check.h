#pragma once

#include <string>

#include "engine/schedule_check/schedule_check.h"
#include "kernel/function.h"

/// Schedule quality on a file and in a report.
namespace tc::functions::time {

/// The JSON answer of `plan check` as the contract shows it; one line.
[[nodiscard]] std::string check_answer(const plan::Plan& plan,
                                       const engine::schedule_check::Answer& answer);

[[nodiscard]] Status check_plan(kernel::ToolCall& call, kernel::ToolIo& io);

inline constexpr kernel::Tool k_check_tool = {
    .name = "plan check",
    .label = {"检查计划质量（DCMA-14 与 GAO）", "Check a schedule's quality (DCMA-14 and GAO)"},
    .usage = "plan check FILE [--json]",
    .run = check_plan};

/// `time.quality`: the fourteen tests and ten practices of one project.
[[nodiscard]] kernel::Report quality_report();

}  // namespace tc::functions::time
