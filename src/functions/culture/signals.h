#pragma once

#include <array>

#include "kernel/kernel.h"
#include "project/report_tools.h"

/// What data that nobody was asked for say about a team: hours, people who leave, what
/// retrospectives brought up, and how projects with it fare.
namespace tc::functions::culture {

inline constexpr std::array k_burnout_columns = {
    kernel::field::link("unit", {"部门", "Unit"}, "organisation_unit"),
    kernel::field::integer("people", {"人数", "People"}, {}),
    kernel::field::number("hours", {"工时", "Hours"}, 0, "h"),
    kernel::field::percent("overtime_share", {"加班占比", "Overtime"}),
    kernel::field::percent("weekend_share", {"周末占比", "At weekends"}),
    kernel::field::boolean("alarm", {"预警", "Alarm"}),
};
/// Hours of overtime and at weekends by unit; units of fewer than five people are not shown. An
/// alarm from 15 % overtime or 10 % at weekends on.
[[nodiscard]] Result<kernel::ReportTable> burnout(const kernel::ReportInput& input);

inline constexpr std::array k_turnover_columns = {
    kernel::field::link("unit", {"部门", "Unit"}, "organisation_unit"),
    kernel::field::integer("people", {"人数", "People"}, {}),
    kernel::field::integer("exits", {"一年内离职", "Exits in a year"}, {}),
    kernel::field::percent("turnover_rate", {"离职率", "Turnover"}, 0, 1000),
    kernel::field::integer("signals", {"全部信号", "All signals"}, {}),
};
[[nodiscard]] Result<kernel::ReportTable> turnover(const kernel::ReportInput& input);

inline constexpr std::array k_lanes = {
    kernel::Choice{"went_well", {"做得好的", "Went well"}},
    kernel::Choice{"went_badly", {"待改进的", "Went badly"}},
    kernel::Choice{"try_next", {"下次尝试", "Try next"}},
};
inline constexpr std::array k_retro_columns = {
    kernel::field::link("retrospective", {"回顾", "Retrospective"}, "retrospective"),
    kernel::field::choice("lane", {"栏目", "Lane"}, k_lanes),
    kernel::field::text("said", {"内容", "What was said"}),
    kernel::field::date("held_on", {"日期", "Date"}),
};
[[nodiscard]] Result<kernel::ReportTable> retro(const kernel::ReportInput& input);

inline constexpr std::array k_outcome_columns = {
    kernel::field::link("project", {"项目", "Project"}, "project"),
    kernel::field::number("mood", {"团队心情", "Mood"}),
    kernel::field::number("spi", {"进度绩效 SPI", "SPI"}),
    kernel::field::integer("kudos", {"点赞", "Kudos"}, {}),
};
/// The mean mood of a project's retrospectives beside its schedule performance.
[[nodiscard]] Result<kernel::ReportTable> outcome(const kernel::ReportInput& input);

}  // namespace tc::functions::culture
