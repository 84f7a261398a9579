#include <string>

#include "interchange/mspdi/schema.h"

namespace tc::interchange::mspdi {
namespace {

using plan::Index;
using plan::Project;

/// The limit is in days; the length of a day comes later in the file, so the reader scales it.
void set_critical_limit(ProjectRow& row, const Text& text) {
  row.project.critical_limit = Minutes::from_tenths(text.small());
}

std::string critical_limit_text(const Project& p, Index, const Names&) {
  const std::int64_t day = p.per_day.tenths();
  return day <= 0 ? "0" : format_scaled(p.critical_limit.tenths(), day, 0);
}

std::string days_per_month_text(const Project& p, Index, const Names&) {
  const std::int64_t day = p.per_day.tenths();
  return day <= 0 ? "20" : format_scaled(p.per_month.tenths(), day, 0);
}

void set_clock(std::int32_t& tenths, const Text& text) {
  const auto parsed = parse_clock(text.value);
  if (!parsed) return text.warn("import.bad_date");
  tenths = *parsed;
}

constexpr std::array k_project_elements = {
    ProjectElement{"SaveVersion"},
    ProjectElement{"BuildNumber"},
    ProjectElement{"UID", [](ProjectRow& r, const Text& t) { r.project.uid = t.value; }, nullptr},
    ProjectElement{"Name", [](ProjectRow& r, const Text& t) { r.file_name = t.value; }, nullptr},
    ProjectElement{"GUID", [](ProjectRow& r, const Text& t) { r.project.guid = t.value; },
                   [](const Project& p, Index, const Names&) { return p.guid; }},
    ProjectElement{"Title", [](ProjectRow& r, const Text& t) { r.project.name = t.value; },
                   [](const Project& p, Index, const Names&) { return p.name; }},
    ProjectElement{"Subject"},
    ProjectElement{"Category"},
    ProjectElement{"Company"},
    ProjectElement{"Manager"},
    ProjectElement{"Author"},
    ProjectElement{"CreationDate"},
    ProjectElement{"Revision"},
    ProjectElement{"LastSaved"},
    ProjectElement{
        "ScheduleFromStart",
        [](ProjectRow& r, const Text& t) { r.project.schedule_from_finish = !t.flag(); },
        [](const Project& p, Index, const Names&) { return flag_text(!p.schedule_from_finish); }},
    ProjectElement{"StartDate", [](ProjectRow& r, const Text& t) { r.project.start = t.date(); },
                   [](const Project& p, Index, const Names&) { return date_text(p.start); }},
    ProjectElement{"FinishDate", [](ProjectRow& r, const Text& t) { r.project.finish = t.date(); },
                   [](const Project& p, Index, const Names&) { return date_text(p.finish); }},
    ProjectElement{"FYStartDate"},
    ProjectElement{"CriticalSlackLimit", set_critical_limit, critical_limit_text},
    ProjectElement{"CurrencyDigits"},
    ProjectElement{"CurrencySymbol"},
    ProjectElement{"CurrencyCode",
                   [](ProjectRow& r, const Text& t) { r.project.currency = t.value; },
                   [](const Project& p, Index, const Names&) { return p.currency; }},
    ProjectElement{"CurrencySymbolPosition"},
    ProjectElement{
        "CalendarUID", [](ProjectRow& r, const Text& t) { r.calendar_uid = t.integer(); },
        [](const Project& p, Index, const Names& n) {
          return p.calendar == plan::k_none ? std::string("-1")
                                            : n.calendars[static_cast<std::size_t>(p.calendar)];
        }},
    ProjectElement{
        "DefaultStartTime",
        [](ProjectRow& r, const Text& t) { set_clock(r.project.day_start_tenths, t); },
        [](const Project& p, Index, const Names&) { return clock_text(p.day_start_tenths); }},
    ProjectElement{
        "DefaultFinishTime",
        [](ProjectRow& r, const Text& t) { set_clock(r.project.day_finish_tenths, t); },
        [](const Project& p, Index, const Names&) { return clock_text(p.day_finish_tenths); }},
    ProjectElement{
        "MinutesPerDay",
        [](ProjectRow& r, const Text& t) { r.project.per_day = Minutes::from_minutes(t.small()); },
        [](const Project& p, Index, const Names&) {
          return std::to_string(p.per_day.tenths() / k_tenths_per_minute);
        }},
    ProjectElement{
        "MinutesPerWeek",
        [](ProjectRow& r, const Text& t) { r.project.per_week = Minutes::from_minutes(t.small()); },
        [](const Project& p, Index, const Names&) {
          return std::to_string(p.per_week.tenths() / k_tenths_per_minute);
        }},
    ProjectElement{"DaysPerMonth",
                   [](ProjectRow& r, const Text& t) { r.days_per_month = t.small(); },
                   days_per_month_text},
    ProjectElement{"DefaultTaskType"},
    ProjectElement{"DefaultFixedCostAccrual"},
    ProjectElement{"DefaultStandardRate"},
    ProjectElement{"DefaultOvertimeRate"},
    ProjectElement{"DurationFormat"},
    ProjectElement{"WorkFormat"},
    ProjectElement{"EditableActualCosts"},
    ProjectElement{
        "HonorConstraints",
        [](ProjectRow& r, const Text& t) { r.project.honor_constraints = t.flag(); },
        [](const Project& p, Index, const Names&) { return flag_text(p.honor_constraints); }},
    ProjectElement{"EarnedValueMethod"},
    ProjectElement{"InsertedProjectsLikeSummary"},
    ProjectElement{
        "MultipleCriticalPaths",
        [](ProjectRow& r, const Text& t) { r.project.multiple_critical_paths = t.flag(); },
        [](const Project& p, Index, const Names&) { return flag_text(p.multiple_critical_paths); }},
    ProjectElement{"NewTasksEffortDriven"},
    ProjectElement{"NewTasksEstimated"},
    ProjectElement{
        "SplitsInProgressTasks",
        [](ProjectRow& r, const Text& t) { r.project.retain_started_after_status = t.flag(); },
        [](const Project& p, Index, const Names&) {
          return flag_text(p.retain_started_after_status);
        }},
    ProjectElement{"SpreadActualCost"},
    ProjectElement{"SpreadPercentComplete"},
    ProjectElement{"TaskUpdatesResource"},
    ProjectElement{"FiscalYearStart"},
    ProjectElement{"WeekStartDay"},
    ProjectElement{"MoveCompletedEndsBack"},
    ProjectElement{"MoveRemainingStartsBack"},
    ProjectElement{"MoveRemainingStartsForward"},
    ProjectElement{"MoveCompletedEndsForward"},
    ProjectElement{"BaselineForEarnedValue"},
    ProjectElement{"AutoAddNewResourcesAndTasks"},
    ProjectElement{"StatusDate",
                   [](ProjectRow& r, const Text& t) { r.project.status_date = t.date(); },
                   [](const Project& p, Index, const Names&) { return date_text(p.status_date); }},
    ProjectElement{"CurrentDate"},
    ProjectElement{"MicrosoftProjectServerURL"},
    ProjectElement{"Autolink"},
    ProjectElement{"NewTaskStartDate"},
    ProjectElement{"NewTasksAreManual"},
    ProjectElement{"DefaultTaskEVMethod"},
    ProjectElement{"ProjectExternallyEdited"},
    ProjectElement{"ExtendedCreationDate"},
    ProjectElement{"ActualsInSync"},
    ProjectElement{"RemoveFileProperties"},
    ProjectElement{"AdminProject"},
    ProjectElement{"UpdateManuallyScheduledTasksWhenEditingLinks"},
    ProjectElement{"KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled"},
    ProjectElement{"Views"},
    ProjectElement{"Filters"},
    ProjectElement{"Groups"},
    ProjectElement{"Tables"},
    ProjectElement{"Maps"},
    ProjectElement{"Reports"},
    ProjectElement{"DataLinks"},
    ProjectElement{"VBAProjects"},
    ProjectElement{"OutlineCodes"},
    ProjectElement{"WBSMasks"},
    ProjectElement{"ExtendedAttributes"},
    ProjectElement{"Calendars"},
    ProjectElement{"Tasks"},
    ProjectElement{"Resources"},
    ProjectElement{"Assignments"},
};

}  // namespace

std::span<const ProjectElement> project_elements() { return k_project_elements; }

}  // namespace tc::interchange::mspdi
