#include <algorithm>
#include <string>

#include "interchange/common/number.h"
#include "interchange/xer/calendar.h"
#include "interchange/xer/columns.h"

namespace tc::interchange::xer {
namespace {

using plan::Calendar;
using plan::FloatKind;
using plan::LagCalendar;
using plan::ProgressMode;
using plan::Project;

std::string flag_text(bool value) { return value ? "Y" : "N"; }

LagCalendar lag_calendar(const Cell& cell) {
  if (cell.text == "rcal_Predecessor") return LagCalendar::predecessor;
  if (cell.text == "rcal_Successor") return LagCalendar::successor;
  if (cell.text == "rcal_24Hour") return LagCalendar::twenty_four_hours;
  if (cell.text == "rcal_ProjDefault") return LagCalendar::project_default;
  cell.unknown_value("rcal_Predecessor");
  return LagCalendar::predecessor;
}

std::string lag_calendar_text(LagCalendar kind) {
  switch (kind) {
    case LagCalendar::predecessor:
      return "rcal_Predecessor";
    case LagCalendar::successor:
      return "rcal_Successor";
    case LagCalendar::twenty_four_hours:
      return "rcal_24Hour";
    case LagCalendar::project_default:
      return "rcal_ProjDefault";
  }
  return {};
}

FloatKind float_kind(const Cell& cell) {
  if (cell.text == "FT_SF") return FloatKind::start;
  if (cell.text == "FT_FF") return FloatKind::finish;
  if (cell.text == "FT_MF") return FloatKind::smallest;
  cell.unknown_value("FT_FF");
  return FloatKind::finish;
}

std::string float_kind_text(FloatKind kind) {
  if (kind == FloatKind::start) return "FT_SF";
  return kind == FloatKind::finish ? "FT_FF" : "FT_MF";
}

constexpr std::array k_project_columns = {
    ProjectColumn{
        "proj_id", [](Project& p, const Cell& c) { p.uid = c.text; },
        [](const Project&, plan::Index index, const Names& n) { return n.project(index); }},
    ProjectColumn{"proj_short_name", [](Project& p, const Cell& c) { p.code = c.text; },
                  [](const Project& p, plan::Index, const Names&) { return p.code; }},
    ProjectColumn{"proj_name", [](Project& p, const Cell& c) { p.name = c.text; }, nullptr},
    ProjectColumn{"guid", [](Project& p, const Cell& c) { p.guid = c.text; },
                  [](const Project& p, plan::Index, const Names&) { return p.guid; }},
    ProjectColumn{
        "clndr_id", [](Project& p, const Cell& c) { p.calendar = c.reference(c.ids.calendars); },
        [](const Project& p, plan::Index, const Names& n) { return n.calendar(p.calendar); }},
    ProjectColumn{"plan_start_date", [](Project& p, const Cell& c) { p.start = c.date(); },
                  [](const Project& p, plan::Index, const Names&) { return date_text(p.start); }},
    ProjectColumn{
        "plan_end_date", [](Project& p, const Cell& c) { p.must_finish_by = c.date(); },
        [](const Project& p, plan::Index, const Names&) { return date_text(p.must_finish_by); }},
    ProjectColumn{"scd_end_date", [](Project& p, const Cell& c) { p.finish = c.date(); },
                  [](const Project& p, plan::Index, const Names&) { return date_text(p.finish); }},
    ProjectColumn{
        "last_recalc_date", [](Project& p, const Cell& c) { p.status_date = c.date(); },
        [](const Project& p, plan::Index, const Names&) { return date_text(p.status_date); }},
    ProjectColumn{
        "critical_drtn_hr_cnt", [](Project& p, const Cell& c) { p.critical_limit = c.hours(); },
        [](const Project& p, plan::Index, const Names&) { return hours_text(p.critical_limit); }},
    ProjectColumn{
        "critical_path_type",
        [](Project& p, const Cell& c) { p.critical_is_longest_path = c.text == "CT_DrivPath"; },
        [](const Project& p, plan::Index, const Names&) {
          return std::string(p.critical_is_longest_path ? "CT_DrivPath" : "CT_TotFloat");
        }},
};

constexpr std::array k_option_columns = {
    ProjectColumn{
        "proj_id", nullptr,
        [](const Project&, plan::Index index, const Names& n) { return n.project(index); }},
    ProjectColumn{"sched_outer_depend_type",
                  [](Project& p, const Cell& c) { p.ignore_external_links = c.text == "SD_None"; },
                  [](const Project& p, plan::Index, const Names&) {
                    return std::string(p.ignore_external_links ? "SD_None" : "SD_Both");
                  }},
    ProjectColumn{"sched_open_critical_flag",
                  [](Project& p, const Cell& c) { p.open_ends_critical = c.flag(); },
                  [](const Project& p, plan::Index, const Names&) {
                    return flag_text(p.open_ends_critical);
                  }},
    ProjectColumn{"sched_lag_early_start_flag",
                  [](Project& p, const Cell& c) { p.lag_from_early_start = c.flag(); },
                  [](const Project& p, plan::Index, const Names&) {
                    return flag_text(p.lag_from_early_start);
                  }},
    ProjectColumn{"sched_retained_logic",
                  [](Project& p, const Cell& c) {
                    if (c.flag())
                      p.progress_mode = ProgressMode::retained_logic;
                    else if (p.progress_mode == ProgressMode::retained_logic)
                      p.progress_mode = ProgressMode::actual_dates;
                  },
                  [](const Project& p, plan::Index, const Names&) {
                    return flag_text(p.progress_mode == ProgressMode::retained_logic);
                  }},
    ProjectColumn{"sched_progress_override",
                  [](Project& p, const Cell& c) {
                    if (c.flag()) p.progress_mode = ProgressMode::progress_override;
                  },
                  [](const Project& p, plan::Index, const Names&) {
                    return flag_text(p.progress_mode == ProgressMode::progress_override);
                  }},
    ProjectColumn{
        "sched_float_type", [](Project& p, const Cell& c) { p.float_kind = float_kind(c); },
        [](const Project& p, plan::Index, const Names&) { return float_kind_text(p.float_kind); }},
    ProjectColumn{"sched_calendar_on_relationship_lag",
                  [](Project& p, const Cell& c) { p.lag_calendar = lag_calendar(c); },
                  [](const Project& p, plan::Index, const Names&) {
                    return lag_calendar_text(p.lag_calendar);
                  }},
    ProjectColumn{"sched_use_expect_end_flag",
                  [](Project& p, const Cell& c) { p.use_expected_finish = c.flag(); },
                  [](const Project& p, plan::Index, const Names&) {
                    return flag_text(p.use_expected_finish);
                  }},
    ProjectColumn{
        "sched_use_project_end_date_for_float",
        [](Project& p, const Cell& c) { p.float_per_project = c.flag(); },
        [](const Project& p, plan::Index, const Names&) { return flag_text(p.float_per_project); }},
};

void set_calendar_data(Calendar& calendar, const Cell& cell) {
  if (read_calendar_data(cell.text, calendar)) return;
  cell.report.warn("import.bad_calendar", cell.place(), {{"calendar", calendar.name}});
}

std::string calendar_kind_text(const Calendar& calendar) {
  if (calendar.is_resource) return "CA_Rsrc";
  return calendar.project == plan::k_none ? "CA_Base" : "CA_Project";
}

constexpr std::array k_calendar_columns = {
    CalendarColumn{
        "clndr_id", [](Calendar& k, const Cell& c) { k.uid = c.text; },
        [](const Calendar&, plan::Index index, const Names& n) { return n.calendar(index); }},
    CalendarColumn{"clndr_name", [](Calendar& k, const Cell& c) { k.name = c.text; },
                   [](const Calendar& k, plan::Index, const Names&) { return k.name; }},
    CalendarColumn{
        "proj_id", [](Calendar& k, const Cell& c) { k.project = c.reference(c.ids.projects); },
        [](const Calendar& k, plan::Index, const Names& n) { return n.project(k.project); }},
    CalendarColumn{
        "base_clndr_id", [](Calendar& k, const Cell& c) { k.base = c.reference(c.ids.calendars); },
        [](const Calendar& k, plan::Index, const Names& n) { return n.calendar(k.base); }},
    CalendarColumn{
        "clndr_type", [](Calendar& k, const Cell& c) { k.is_resource = c.text == "CA_Rsrc"; },
        [](const Calendar& k, plan::Index, const Names&) { return calendar_kind_text(k); }},
    CalendarColumn{
        "day_hr_cnt", [](Calendar& k, const Cell& c) { k.per_day = c.hours(); },
        [](const Calendar& k, plan::Index, const Names&) { return hours_text(k.per_day); }},
    CalendarColumn{
        "week_hr_cnt", [](Calendar& k, const Cell& c) { k.per_week = c.hours(); },
        [](const Calendar& k, plan::Index, const Names&) { return hours_text(k.per_week); }},
    CalendarColumn{
        "month_hr_cnt", [](Calendar& k, const Cell& c) { k.per_month = c.hours(); },
        [](const Calendar& k, plan::Index, const Names&) { return hours_text(k.per_month); }},
    CalendarColumn{
        "year_hr_cnt", [](Calendar& k, const Cell& c) { k.per_year = c.hours(); },
        [](const Calendar& k, plan::Index, const Names&) { return hours_text(k.per_year); }},
    CalendarColumn{
        "clndr_data", set_calendar_data,
        [](const Calendar& k, plan::Index, const Names&) { return write_calendar_data(k); }},
};

}  // namespace

bool finish_calendar(Calendar& calendar) {
  const bool empty = std::none_of(calendar.week.begin(), calendar.week.end(),
                                  [](const auto& day) { return day.has_value(); });
  if (!empty || calendar.base != plan::k_none) return false;
  calendar.week = standard_week();
  return true;
}

void finish_project(Project& project, bool has_calendars) {
  if (project.calendar == plan::k_none && has_calendars) project.calendar = 0;
}

std::span<const ProjectColumn> project_columns() { return k_project_columns; }
std::span<const ProjectColumn> option_columns() { return k_option_columns; }
std::span<const CalendarColumn> calendar_columns() { return k_calendar_columns; }

}  // namespace tc::interchange::xer
