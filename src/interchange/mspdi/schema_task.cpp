#include <algorithm>
#include <string>

#include "base/row.h"
#include "interchange/mspdi/schema.h"

namespace tc::interchange::mspdi {
namespace {

using plan::Activity;
using plan::ActivityKind;
using plan::Constraint;
using plan::ConstraintKind;
using plan::EffortKind;
using plan::Index;
using plan::Link;
using plan::LinkKind;

std::string optional_duration(const std::optional<Minutes>& minutes) {
  return minutes ? duration_text(*minutes) : std::string();
}

/// Slack is written in tenths of a minute.
std::string optional_tenths(const std::optional<Minutes>& minutes) {
  return minutes ? std::to_string(minutes->tenths()) : std::string();
}

void set_effort(TaskRow& row, const Text& text) {
  switch (text.small()) {
    case 0:
      row.activity.effort = EffortKind::fixed_units;
      break;
    case 1:
      row.activity.effort = EffortKind::fixed_duration;
      break;
    case 2:
      row.activity.effort = EffortKind::fixed_work;
      break;
    default:
      text.warn("import.bad_value");
  }
}

std::string effort_text(const Activity& a, Index, const Names&) {
  if (a.effort == EffortKind::fixed_duration) return "1";
  return a.effort == EffortKind::fixed_work ? "2" : "0";
}

void set_duration_format(TaskRow& row, const Text& text) {
  const auto format = parse_duration_format(text.value);
  if (!format) return text.warn("import.bad_value");
  row.activity.duration_typed.unit = format->unit;
  row.activity.duration_typed.estimated |= format->estimated;
  row.activity.elapsed = format->elapsed;
}

std::string task_duration_format(const Activity& a, Index, const Names&) {
  return duration_format_text({a.duration_typed.unit, a.elapsed, a.duration_typed.estimated});
}

/// MS Project's numbers 0…7, in their order.
constexpr std::array k_constraints = {
    ConstraintKind::asap,
    ConstraintKind::alap,
    ConstraintKind::must_start_on,
    ConstraintKind::must_finish_on,
    ConstraintKind::start_no_earlier_than,
    ConstraintKind::start_no_later_than,
    ConstraintKind::finish_no_earlier_than,
    ConstraintKind::finish_no_later_than,
};

void set_constraint(TaskRow& row, const Text& text) {
  const std::int64_t number = text.integer();
  if (number < 0 || number >= static_cast<std::int64_t>(k_constraints.size())) {
    return text.warn("import.bad_value");
  }
  row.activity.constraint.kind = k_constraints[static_cast<std::size_t>(number)];
}

/// P6's "start on" and "finish on" have no equal: "must" is the nearest.
std::string constraint_text(const Activity& a, Index, const Names&) {
  ConstraintKind kind = a.constraint.kind;
  if (kind == ConstraintKind::start_on) kind = ConstraintKind::must_start_on;
  if (kind == ConstraintKind::finish_on) kind = ConstraintKind::must_finish_on;
  const auto found = std::find(k_constraints.begin(), k_constraints.end(), kind);
  return std::to_string(found - k_constraints.begin());
}

std::string calendar_uid_text(const Activity& a, Index, const Names& n) {
  return a.calendar == plan::k_none ? "-1" : n.calendars[row_of(a.calendar)];
}

constexpr std::array k_task_elements = {
    TaskElement{
        "UID", [](TaskRow& r, const Text& t) { r.uid = t.integer(), r.activity.uid = t.value; },
        [](const Activity&, Index index, const Names& n) { return n.activities[row_of(index)]; }},
    TaskElement{"GUID", [](TaskRow& r, const Text& t) { r.activity.guid = t.value; },
                [](const Activity& a, Index, const Names&) { return a.guid; }},
    TaskElement{
        "ID", nullptr,
        [](const Activity&, Index index, const Names&) { return std::to_string(index + 1); }},
    TaskElement{"Name", [](TaskRow& r, const Text& t) { r.activity.name = t.value; },
                [](const Activity& a, Index, const Names&) { return a.name; }},
    TaskElement{"Active", [](TaskRow& r, const Text& t) { r.activity.active = t.flag(); },
                [](const Activity& a, Index, const Names&) { return flag_text(a.active); }},
    TaskElement{"Manual", [](TaskRow& r, const Text& t) { r.activity.manual = t.flag(); },
                [](const Activity& a, Index, const Names&) { return flag_text(a.manual); }},
    TaskElement{"Type", set_effort, effort_text},
    TaskElement{"IsNull", [](TaskRow& r, const Text& t) { r.activity.blank = t.flag(); },
                [](const Activity& a, Index, const Names&) { return flag_text(a.blank); }},
    TaskElement{"CreateDate"},
    TaskElement{"Contact"},
    TaskElement{"WBS", [](TaskRow& r, const Text& t) { r.activity.wbs = t.value; },
                [](const Activity& a, Index index, const Names& n) {
                  return a.wbs.empty() ? n.outline[row_of(index)] : a.wbs;
                }},
    TaskElement{"WBSLevel"},
    TaskElement{
        "OutlineNumber", nullptr,
        [](const Activity&, Index index, const Names& n) { return n.outline[row_of(index)]; }},
    TaskElement{"OutlineLevel", [](TaskRow& r, const Text& t) { r.level = t.small(); },
                [](const Activity&, Index index, const Names& n) {
                  return std::to_string(n.levels[row_of(index)]);
                }},
    TaskElement{"Priority", [](TaskRow& r, const Text& t) { r.activity.priority = t.small(); },
                [](const Activity& a, Index, const Names&) { return std::to_string(a.priority); }},
    TaskElement{"StartText"},
    TaskElement{"FinishText"},
    TaskElement{"DurationText"},
    TaskElement{"Start", [](TaskRow& r, const Text& t) { r.activity.stored.start = t.date(); },
                [](const Activity& a, Index, const Names&) { return date_text(a.stored.start); }},
    TaskElement{"Finish", [](TaskRow& r, const Text& t) { r.activity.stored.finish = t.date(); },
                [](const Activity& a, Index, const Names&) { return date_text(a.stored.finish); }},
    TaskElement{"Duration", [](TaskRow& r, const Text& t) { r.activity.duration = t.duration(); },
                [](const Activity& a, Index, const Names&) { return duration_text(a.duration); }},
    TaskElement{"ManualStart",
                [](TaskRow& r, const Text& t) { r.activity.manual_start = t.date(); },
                [](const Activity& a, Index, const Names&) { return date_text(a.manual_start); }},
    TaskElement{"ManualFinish",
                [](TaskRow& r, const Text& t) { r.activity.manual_finish = t.date(); },
                [](const Activity& a, Index, const Names&) { return date_text(a.manual_finish); }},
    TaskElement{"ManualDuration"},
    TaskElement{"DurationFormat", set_duration_format, task_duration_format},
    TaskElement{"Work", [](TaskRow& r, const Text& t) { r.activity.work = t.duration(); },
                [](const Activity& a, Index, const Names&) { return duration_text(a.work); }},
    TaskElement{"Stop", [](TaskRow& r, const Text& t) { r.activity.suspend = t.date(); },
                [](const Activity& a, Index, const Names&) { return date_text(a.suspend); }},
    TaskElement{"Resume", [](TaskRow& r, const Text& t) { r.activity.resume = t.date(); },
                [](const Activity& a, Index, const Names&) { return date_text(a.resume); }},
    TaskElement{"ResumeValid"},
    TaskElement{"EffortDriven",
                [](TaskRow& r, const Text& t) { r.activity.effort_driven = t.flag(); },
                [](const Activity& a, Index, const Names&) { return flag_text(a.effort_driven); }},
    TaskElement{"Recurring", [](TaskRow& r, const Text& t) { r.activity.recurring = t.flag(); },
                [](const Activity& a, Index, const Names&) { return flag_text(a.recurring); }},
    TaskElement{"OverAllocated"},
    TaskElement{"Estimated",
                [](TaskRow& r, const Text& t) { r.activity.duration_typed.estimated = t.flag(); },
                [](const Activity& a, Index, const Names&) {
                  return flag_text(a.duration_typed.estimated);
                }},
    TaskElement{"Milestone", [](TaskRow& r, const Text& t) { r.activity.milestone = t.flag(); },
                [](const Activity& a, Index, const Names&) { return flag_text(a.milestone); }},
    TaskElement{"Summary", [](TaskRow& r, const Text& t) { r.summary = t.flag(); },
                [](const Activity& a, Index, const Names&) {
                  return flag_text(a.kind == ActivityKind::summary);
                }},
    TaskElement{"DisplayAsSummary"},
    TaskElement{"Critical",
                [](TaskRow& r, const Text& t) { r.activity.stored.critical = t.flag(); },
                [](const Activity& a, Index, const Names&) {
                  return a.stored.critical ? flag_text(*a.stored.critical) : std::string();
                }},
    TaskElement{"IsSubproject", [](TaskRow& r, const Text& t) { r.activity.external |= t.flag(); },
                nullptr},
    TaskElement{"IsSubprojectReadOnly"},
    TaskElement{"SubprojectName"},
    TaskElement{"ExternalTask", [](TaskRow& r, const Text& t) { r.activity.external |= t.flag(); },
                [](const Activity& a, Index, const Names&) { return flag_text(a.external); }},
    TaskElement{"ExternalTaskProject", [](TaskRow& r, const Text& t) { r.external_file = t.value; },
                nullptr},
    TaskElement{
        "EarlyStart", [](TaskRow& r, const Text& t) { r.activity.stored.early_start = t.date(); },
        [](const Activity& a, Index, const Names&) { return date_text(a.stored.early_start); }},
    TaskElement{
        "EarlyFinish", [](TaskRow& r, const Text& t) { r.activity.stored.early_finish = t.date(); },
        [](const Activity& a, Index, const Names&) { return date_text(a.stored.early_finish); }},
    TaskElement{
        "LateStart", [](TaskRow& r, const Text& t) { r.activity.stored.late_start = t.date(); },
        [](const Activity& a, Index, const Names&) { return date_text(a.stored.late_start); }},
    TaskElement{
        "LateFinish", [](TaskRow& r, const Text& t) { r.activity.stored.late_finish = t.date(); },
        [](const Activity& a, Index, const Names&) { return date_text(a.stored.late_finish); }},
    TaskElement{"StartVariance"},
    TaskElement{"FinishVariance"},
    TaskElement{"WorkVariance"},
    TaskElement{"FreeSlack",
                [](TaskRow& r, const Text& t) {
                  r.activity.stored.free_float = Minutes::from_tenths(t.small());
                },
                [](const Activity& a, Index, const Names&) {
                  return optional_tenths(a.stored.free_float);
                }},
    TaskElement{"TotalSlack",
                [](TaskRow& r, const Text& t) {
                  r.activity.stored.total_float = Minutes::from_tenths(t.small());
                },
                [](const Activity& a, Index, const Names&) {
                  return optional_tenths(a.stored.total_float);
                }},
    TaskElement{"StartSlack"},
    TaskElement{"FinishSlack"},
    TaskElement{
        "FixedCost", [](TaskRow& r, const Text& t) { r.activity.fixed_cost_minor = t.integer(); },
        [](const Activity& a, Index, const Names&) { return std::to_string(a.fixed_cost_minor); }},
    TaskElement{"FixedCostAccrual"},
    TaskElement{"PercentComplete",
                [](TaskRow& r, const Text& t) { r.activity.percent_complete = t.small(100); },
                [](const Activity& a, Index, const Names&) {
                  return format_scaled(a.percent_complete, 100, 0);
                }},
    TaskElement{"PercentWorkComplete",
                [](TaskRow& r, const Text& t) { r.activity.percent_work = t.small(100); },
                [](const Activity& a, Index, const Names&) {
                  return format_scaled(a.percent_work, 100, 0);
                }},
    TaskElement{"Cost", [](TaskRow& r, const Text& t) { r.activity.cost_minor = t.integer(); },
                [](const Activity& a, Index, const Names&) {
                  return std::to_string(a.cost_minor);
                }},
    TaskElement{"OvertimeCost"},
    TaskElement{"OvertimeWork"},
    TaskElement{"ActualStart",
                [](TaskRow& r, const Text& t) { r.activity.actual_start = t.date(); },
                [](const Activity& a, Index, const Names&) { return date_text(a.actual_start); }},
    TaskElement{"ActualFinish",
                [](TaskRow& r, const Text& t) { r.activity.actual_finish = t.date(); },
                [](const Activity& a, Index, const Names&) { return date_text(a.actual_finish); }},
    TaskElement{"ActualDuration",
                [](TaskRow& r, const Text& t) { r.activity.actual_duration = t.duration(); },
                [](const Activity& a, Index, const Names&) {
                  return optional_duration(a.actual_duration);
                }},
    TaskElement{"ActualCost"},
    TaskElement{"ActualOvertimeCost"},
    TaskElement{"ActualWork"},
    TaskElement{"ActualOvertimeWork"},
    TaskElement{"RegularWork"},
    TaskElement{"RemainingDuration",
                [](TaskRow& r, const Text& t) { r.activity.remaining_duration = t.duration(); },
                [](const Activity& a, Index, const Names&) {
                  return optional_duration(a.remaining_duration);
                }},
    TaskElement{"RemainingCost"},
    TaskElement{"RemainingWork"},
    TaskElement{"RemainingOvertimeCost"},
    TaskElement{"RemainingOvertimeWork"},
    TaskElement{"ACWP"},
    TaskElement{"CV"},
    TaskElement{"ConstraintType", set_constraint, constraint_text},
    TaskElement{"CalendarUID", [](TaskRow& r, const Text& t) { r.calendar_uid = t.integer(); },
                calendar_uid_text},
    TaskElement{
        "ConstraintDate", [](TaskRow& r, const Text& t) { r.activity.constraint.date = t.date(); },
        [](const Activity& a, Index, const Names&) { return date_text(a.constraint.date); }},
    TaskElement{"Deadline", [](TaskRow& r, const Text& t) { r.activity.deadline = t.date(); },
                [](const Activity& a, Index, const Names&) { return date_text(a.deadline); }},
    TaskElement{"LevelAssignments"},
    TaskElement{"LevelingCanSplit"},
    TaskElement{"LevelingDelay",
                [](TaskRow& r, const Text& t) {
                  r.activity.levelling_delay = Minutes::from_tenths(t.small());
                },
                [](const Activity& a, Index, const Names&) {
                  return std::to_string(a.levelling_delay.tenths());
                }},
    TaskElement{"LevelingDelayFormat"},
    TaskElement{"PreLeveledStart"},
    TaskElement{"PreLeveledFinish"},
    TaskElement{"Hyperlink"},
    TaskElement{"HyperlinkAddress"},
    TaskElement{"HyperlinkSubAddress"},
    TaskElement{"IgnoreResourceCalendar",
                [](TaskRow& r, const Text& t) { r.activity.ignore_resource_calendar = t.flag(); },
                [](const Activity& a, Index, const Names&) {
                  return flag_text(a.ignore_resource_calendar);
                }},
    TaskElement{"Notes", [](TaskRow& r, const Text& t) { r.activity.notes = t.value; },
                [](const Activity& a, Index, const Names&) { return a.notes; }},
    TaskElement{"HideBar"},
    TaskElement{"Rollup"},
    TaskElement{"BCWS"},
    TaskElement{"BCWP"},
    TaskElement{"PhysicalPercentComplete",
                [](TaskRow& r, const Text& t) { r.activity.percent_physical = t.small(100); },
                [](const Activity& a, Index, const Names&) {
                  return format_scaled(a.percent_physical, 100, 0);
                }},
    TaskElement{"EarnedValueMethod"},
    TaskElement{"PredecessorLink"},
    TaskElement{"ActualWorkProtected"},
    TaskElement{"ActualOvertimeWorkProtected"},
    TaskElement{"IsPublished"},
    TaskElement{"StatusManager"},
    TaskElement{"CommitmentStart"},
    TaskElement{"CommitmentFinish"},
    TaskElement{"CommitmentType"},
    TaskElement{"BoardStatusColumnOrderingID"},
    TaskElement{"SprintColumnOrderingID"},
    TaskElement{"NextAvailableBoardStatusColumnOrderingID"},
    TaskElement{"NextAvailableSprintOrderingID"},
    TaskElement{"ExtendedAttribute"},
    TaskElement{"Baseline"},
    TaskElement{"OutlineCode"},
    TaskElement{"TimephasedData"},
};

/// MS Project's numbers: 0 FF, 1 FS, 2 SF, 3 SS.
constexpr std::array k_link_kinds = {LinkKind::ff, LinkKind::fs, LinkKind::sf, LinkKind::ss};

void set_link_kind(LinkRow& row, const Text& text) {
  const std::int64_t number = text.integer();
  if (number < 0 || number >= static_cast<std::int64_t>(k_link_kinds.size())) {
    return text.warn("import.bad_value");
  }
  row.link.kind = k_link_kinds[static_cast<std::size_t>(number)];
}

std::string link_kind_text(const Link& link, Index, const Names&) {
  const auto found = std::find(k_link_kinds.begin(), k_link_kinds.end(), link.kind);
  return std::to_string(found - k_link_kinds.begin());
}

bool is_percent(plan::LagKind kind) {
  return kind == plan::LagKind::percent || kind == plan::LagKind::elapsed_percent;
}

/// The format comes after the lag: the lag is scaled when the link is whole.
void set_lag_format(LinkRow& row, const Text& text) {
  const auto format = parse_duration_format(text.value);
  if (!format) return text.warn("import.bad_value");
  row.link.lag_typed = format->unit;
  const bool percent = format->unit == plan::DurationUnit::percent;
  if (percent) {
    row.link.lag_kind = format->elapsed ? plan::LagKind::elapsed_percent : plan::LagKind::percent;
  } else if (format->elapsed) {
    row.link.lag_kind = plan::LagKind::elapsed;
  }
}

std::string lag_format_text(const Link& link, Index, const Names&) {
  const bool elapsed =
      link.lag_kind == plan::LagKind::elapsed || link.lag_kind == plan::LagKind::elapsed_percent;
  const auto unit = is_percent(link.lag_kind) ? plan::DurationUnit::percent : link.lag_typed;
  return duration_format_text({unit, elapsed, false});
}

std::string lag_text(const Link& link, Index, const Names&) {
  return is_percent(link.lag_kind) ? format_scaled(link.lag, 100, 0) : std::to_string(link.lag);
}

constexpr std::array k_link_elements = {
    LinkElement{"PredecessorUID",
                [](LinkRow& r, const Text& t) { r.predecessor_uid = t.integer(); },
                [](const Link& l, Index, const Names& n) { return n.activities[row_of(l.from)]; }},
    LinkElement{"Type", set_link_kind, link_kind_text},
    LinkElement{"CrossProject"},
    LinkElement{"CrossProjectName", [](LinkRow& r, const Text& t) { r.external_task = t.value; },
                nullptr},
    LinkElement{"LinkLag", [](LinkRow& r, const Text& t) { r.link.lag = t.small(); }, lag_text},
    LinkElement{"LagFormat", set_lag_format, lag_format_text},
};

}  // namespace

std::span<const TaskElement> task_elements() { return k_task_elements; }
std::span<const LinkElement> link_elements() { return k_link_elements; }

}  // namespace tc::interchange::mspdi
