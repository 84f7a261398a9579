#pragma once

#include <array>

#include "kernel/kernel.h"
#include "project/report_tools.h"

/// What is asked for by role, skill and team; who is booked when; hours and their cost.
namespace tc::functions::resource {

inline constexpr std::array k_groupings = {
    kernel::Choice{"role", {"岗位", "Role"}},
    kernel::Choice{"skill", {"技能", "Skill"}},
    kernel::Choice{"team", {"团队", "Team"}},
};
inline constexpr std::array k_demand_inputs = {
    project::k_project_input,
    kernel::field::choice("by", {"分组", "By"}, k_groupings),
};
inline constexpr std::array k_demand_columns = {
    kernel::field::date("week", {"周", "Week"}),
    kernel::field::text("group", {"组别", "Group"}),
    kernel::field::number("demand", {"已占用", "Booked"}, 0, "h"),
    kernel::field::number("unfilled", {"未满足请求", "Asked for"}, 0, "h"),
    kernel::field::number("capacity", {"产能", "Capacity"}, 0, "h"),
    kernel::field::number("gap", {"缺口", "Short by"}, 0, "h"),
};
/// Twelve weeks by role (of the resource, else the job title), skill or team: hours booked and
/// hours of open requests against the capacity of everybody in the group.
[[nodiscard]] Result<kernel::ReportTable> demand(const kernel::ReportInput& input);

inline constexpr std::array k_timeline_columns = {
    kernel::field::link("person", {"人员", "Person"}, "person"),
    kernel::field::link("booking", {"占用", "Booking"}, "booking"),
    kernel::field::date("from_day", {"自", "From"}),
    kernel::field::date("until_day", {"至", "Until"}),
    kernel::field::percent("share", {"投入比例", "Share"}),
    kernel::field::text("strength", {"性质", "Strength"}),
};
[[nodiscard]] Result<kernel::ReportTable> timeline(const kernel::ReportInput& input);

inline constexpr std::array k_request_columns = {
    kernel::field::link("request", {"资源请求", "Request"}, "resource_request"),
    kernel::field::text("state", {"状态", "State"}),
    kernel::field::text("role_name", {"岗位", "Role"}),
    kernel::field::integer("people", {"人数", "People"}, {}),
    kernel::field::integer("missing", {"尚缺人数", "Missing"}, {}),
    kernel::field::date("from_day", {"自", "From"}),
    kernel::field::integer("days_left", {"距开始天数", "Days to the start"}, {-100'000, 100'000}),
};
[[nodiscard]] Result<kernel::ReportTable> requests(const kernel::ReportInput& input);

inline constexpr std::array k_hour_columns = {
    kernel::field::link("person", {"人员", "Person"}, "person"),
    kernel::field::text("month", {"月份", "Month"}),
    kernel::field::number("planned", {"计划工时", "Planned"}, 0, "h"),
    kernel::field::number("actual", {"实际工时", "Actual"}, 0, "h"),
    kernel::field::number("variance", {"差异", "Variance"}, 0, "h"),
    kernel::field::number("overtime", {"加班", "Overtime"}, 0, "h"),
    kernel::field::percent("overtime_share", {"加班占比", "Overtime share"}),
};
/// Confirmed bookings against timesheets, by person and month.
[[nodiscard]] Result<kernel::ReportTable> hours(const kernel::ReportInput& input);

inline constexpr std::array k_role_columns = {
    kernel::field::text("role", {"岗位", "Role"}),
    kernel::field::integer("people", {"人数", "People"}, {}),
    kernel::field::number("hours", {"工时", "Hours"}, 0, "h"),
    kernel::field::money("cost", {"人工成本", "Cost"}),
};
[[nodiscard]] Result<kernel::ReportTable> role_cost(const kernel::ReportInput& input);

}  // namespace tc::functions::resource
