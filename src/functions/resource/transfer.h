#pragma once

#include <array>

#include "kernel/kernel.h"
#include "project/report_tools.h"

/// Somebody moves from one project to another: what both plans say to it.
namespace tc::functions::resource {

inline constexpr std::array k_transfer_inputs = {
    kernel::field::link("project", {"调入项目", "To project"}, "project",
                        kernel::field::k_required),
    kernel::field::link("activity", {"调入活动", "To activity"}, "*", kernel::field::k_required),
    kernel::field::link("person", {"人员", "Person"}, "person", kernel::field::k_required),
};
inline constexpr std::array k_transfer_columns = {
    kernel::field::link("project", {"项目", "Project"}, "project"),
    kernel::field::text("activity", {"活动", "Activity"}),
    kernel::field::number("days_before", {"原工期", "Days before"}, 0, "d"),
    kernel::field::number("days_after", {"调配后工期", "Days after"}, 0, "d"),
    kernel::field::date("finish_before", {"项目原完成", "Project finishes before"}),
    kernel::field::date("finish_after", {"调配后完成", "Project finishes after"}),
    kernel::field::integer("delta_days", {"完成变化", "Δ finish"}, {-100'000, 100'000}),
};
/// The work of an activity stays: with the person its days shrink to days · share / (share + whole
/// person), without them they grow likewise; an activity that nobody else works on waits until they
/// are back. Both plans are computed on a sandbox. Refuses `record.not_found` without a plan,
/// `resource.activity_missing` where the activity is not in it.
[[nodiscard]] Result<kernel::ReportTable> transfer(const kernel::ReportInput& input);

inline constexpr std::array k_transfer_messages = {
    Message{"resource.activity_missing",
            {"该活动不在项目计划中", "The activity is not in the plan of the project"}},
};

}  // namespace tc::functions::resource
