#pragma once

#include <array>
#include <map>

#include "kernel/kernel.h"
#include "project/report_tools.h"

/// What a scope baseline holds, and what has become of it.
namespace tc::functions::scope {

struct Frozen {
  std::int64_t revision = 1;
  std::string title;
};
/// The requirements that a baseline froze, by id.
[[nodiscard]] std::map<Id, Frozen> frozen_in(const kernel::Row& baseline);

/// Freezes the requirements and counts of the project as they are now, once.
void freeze_scope(kernel::Row& row, const kernel::Row*, kernel::Reader& reader);

inline constexpr std::array k_changes = {
    kernel::Choice{"added", {"新增", "Added"}},
    kernel::Choice{"removed", {"取消", "Removed"}},
    kernel::Choice{"changed", {"变更", "Changed"}},
};
inline constexpr std::array k_diff_inputs = {
    project::k_project_input,
    kernel::field::link("before", {"基准", "Baseline"}, "scope_baseline"),
    kernel::field::link("after", {"对比基准", "Compared with"}, "scope_baseline"),
};
inline constexpr std::array k_diff_columns = {
    kernel::field::link("requirement", {"需求", "Requirement"}, "requirement"),
    kernel::field::text("title", {"标题", "Title"}),
    kernel::field::choice("change", {"变化", "Change"}, k_changes),
    kernel::field::integer("revision_before", {"基准版本", "Revision before"}, {}),
    kernel::field::integer("revision_after", {"对比版本", "Revision after"}, {}),
};
/// Two baselines side by side; without the first the latest of the project, without the second the
/// scope as it is now.
[[nodiscard]] Result<kernel::ReportTable> baseline_diff(const kernel::ReportInput& input);

}  // namespace tc::functions::scope
