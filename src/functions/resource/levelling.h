#pragma once

#include <array>

#include "kernel/kernel.h"
#include "project/report_tools.h"

/// Who a plan asks for more than they have, week by week, and a proposal that puts activities off.
namespace tc::functions::resource {

inline constexpr std::array k_plan_load_inputs = {
    kernel::field::link("project", {"项目", "Project"}, "project", kernel::field::k_required),
    kernel::field::text("scenario", {"方案标识", "Scenario id"}),
};
inline constexpr std::array k_plan_load_columns = {
    kernel::field::text("resource", {"资源", "Resource"}),
    kernel::field::date("week", {"周", "Week"}),
    kernel::field::number("demand", {"需求", "Demand"}, 0, "h"),
    kernel::field::number("capacity", {"产能", "Capacity"}, 0, "h"),
    kernel::field::percent("load", {"负荷", "Load"}, 0, 1'000'000),
    kernel::field::integer("overloaded_days", {"超载天数", "Days overloaded"}, {}),
};
/// Of the plan of one project or of a scenario: every week between the first and the last work of a
/// resource, the most overloaded resources first, at most sixty of them. A week may have overloaded
/// days although its hours suffice. `extra` holds the same by resource (`load`) and the edits that
/// take all levelling delays out of the plan (`delays`).
[[nodiscard]] Result<kernel::ReportTable> plan_load(const kernel::ReportInput& input);

inline constexpr std::array k_levelling_inputs = {
    kernel::field::link("project", {"项目", "Project"}, "project", kernel::field::k_required),
    kernel::field::text("scenario", {"方案标识", "Scenario id"}),
    kernel::field::boolean("smooth", {"工期固定-资源均衡", "Even out, finish fixed"}, 0),
    kernel::field::boolean("within_float", {"仅在时差内", "Within float only"}, 0),
    kernel::field::boolean("any_priority", {"不考虑优先级", "Whatever the priority"}, 0),
    kernel::field::integer("seconds", {"搜索时间", "Search for"}, {0, 600, "s"}),
    kernel::field::boolean("split", {"允许中断活动", "Interrupt activities"}, 0),
    kernel::field::boolean("replace_people", {"允许换人", "Replace people"}, 0),
    kernel::field::boolean("change_crews", {"允许调整人数与工期", "Change crews"}, 0),
    // Minor units of the plan's currency.
    kernel::field::integer("extra_cost_max", {"赶工费用上限", "Crash for at most"},
                           {0, 100'000'000'000'000, {}}),
};
inline constexpr std::array k_levelling_columns = {
    kernel::field::text("activity", {"活动", "Activity"}),
    kernel::field::text("resources", {"资源", "Resources"}),
    kernel::field::date("start_before", {"原开始", "Start before"}),
    kernel::field::date("start_after", {"平衡后开始", "Start after"}),
    kernel::field::date("finish_before", {"原完成", "Finish before"}),
    kernel::field::date("finish_after", {"平衡后完成", "Finish after"}),
    kernel::field::number("delay", {"平衡延迟", "Levelling delay"}, 0, "d"),
};
/// What levelling proposes for one plan or one of its scenarios: the activities that move, the most
/// delayed first. With `smooth` it evens out the use inside the floats instead, whatever the
/// capacities; only search time and scenario count then. `extra`
/// holds the edits of the plan's API that carry it out (`edits`), the load that is left (`load`, as
/// plan_load tells it), what becomes of projects that follow (`effects`), and beside the moves what
/// is interrupted, given to others and done another way (`splits`, `swaps`, `modes`, `counts`).
/// Refuses what the engine refuses.
[[nodiscard]] Result<kernel::ReportTable> levelling(const kernel::ReportInput& input);

}  // namespace tc::functions::resource
