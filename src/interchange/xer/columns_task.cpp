#include <algorithm>
#include <string>

#include "interchange/common/number.h"
#include "interchange/xer/columns.h"

namespace tc::interchange::xer {
namespace {

using plan::Activity;
using plan::ActivityKind;
using plan::Constraint;
using plan::ConstraintKind;
using plan::EffortKind;
using plan::PercentKind;

struct ConstraintCode {
  std::string_view code;
  ConstraintKind kind;
};
constexpr std::array k_constraints = {
    ConstraintCode{"CS_MSO", ConstraintKind::start_on},
    ConstraintCode{"CS_MEO", ConstraintKind::finish_on},
    ConstraintCode{"CS_MSOA", ConstraintKind::start_no_earlier_than},
    ConstraintCode{"CS_MEOA", ConstraintKind::finish_no_earlier_than},
    ConstraintCode{"CS_MSOB", ConstraintKind::start_no_later_than},
    ConstraintCode{"CS_MEOB", ConstraintKind::finish_no_later_than},
    ConstraintCode{"CS_MANDSTART", ConstraintKind::must_start_on},
    ConstraintCode{"CS_MANDFIN", ConstraintKind::must_finish_on},
    ConstraintCode{"CS_ALAP", ConstraintKind::alap},
};

ConstraintKind constraint_kind(const Cell& cell) {
  for (const ConstraintCode& entry : k_constraints) {
    if (entry.code == cell.text) return entry.kind;
  }
  cell.unknown_value("-");
  return ConstraintKind::asap;
}

std::string constraint_text(const Constraint& constraint) {
  for (const ConstraintCode& entry : k_constraints) {
    if (entry.kind == constraint.kind) return std::string(entry.code);
  }
  return {};
}

struct PriorityCode {
  std::string_view code;
  std::int32_t priority;
};
constexpr std::array k_priorities = {
    PriorityCode{"PT_Top", 900}, PriorityCode{"PT_High", 700},   PriorityCode{"PT_Normal", 500},
    PriorityCode{"PT_Low", 300}, PriorityCode{"PT_Lowest", 100},
};

std::int32_t priority_of(const Cell& cell) {
  for (const PriorityCode& entry : k_priorities) {
    if (entry.code == cell.text) return entry.priority;
  }
  cell.unknown_value("PT_Normal");
  return 500;
}

std::string priority_text(std::int32_t priority) {
  for (const PriorityCode& entry : k_priorities) {
    if (priority >= entry.priority) return std::string(entry.code);
  }
  return "PT_Lowest";
}

void set_kind(TaskRow& row, const Cell& cell) {
  Activity& a = row.activity;
  if (cell.text == "TT_Mile")
    a.kind = ActivityKind::start_milestone;
  else if (cell.text == "TT_FinMile")
    a.kind = ActivityKind::finish_milestone;
  else if (cell.text == "TT_LOE")
    a.kind = ActivityKind::level_of_effort;
  else if (cell.text == "TT_WBS")
    a.kind = ActivityKind::wbs_summary;
  else if (cell.text == "TT_Rsrc")
    a.resource_dependent = true;
  else if (cell.text != "TT_Task")
    cell.unknown_value("TT_Task");
  a.milestone = a.kind == ActivityKind::start_milestone || a.kind == ActivityKind::finish_milestone;
}

std::string kind_text(const Activity& a, plan::Index, const Names&) {
  switch (a.kind) {
    case ActivityKind::start_milestone:
      return "TT_Mile";
    case ActivityKind::finish_milestone:
      return "TT_FinMile";
    case ActivityKind::level_of_effort:
    case ActivityKind::hammock:
      return "TT_LOE";
    case ActivityKind::wbs_summary:
      return "TT_WBS";
    case ActivityKind::task:
    case ActivityKind::summary:
      break;
  }
  if (a.milestone && a.duration == Minutes()) return "TT_FinMile";
  return a.resource_dependent ? "TT_Rsrc" : "TT_Task";
}

void set_effort(TaskRow& row, const Cell& cell) {
  Activity& a = row.activity;
  if (cell.text == "DT_FixedDrtn")
    a.effort = EffortKind::fixed_duration;
  else if (cell.text == "DT_FixedDUR2")
    a.effort = EffortKind::fixed_duration, a.effort_driven = true;
  else if (cell.text == "DT_FixedQty")
    a.effort = EffortKind::fixed_work;
  else if (cell.text == "DT_FixedRate")
    a.effort = EffortKind::fixed_rate;
  else
    cell.unknown_value("DT_FixedDrtn");
}

std::string effort_text(const Activity& a, plan::Index, const Names&) {
  switch (a.effort) {
    case EffortKind::fixed_duration:
      return a.effort_driven ? "DT_FixedDUR2" : "DT_FixedDrtn";
    case EffortKind::fixed_work:
      return "DT_FixedQty";
    case EffortKind::fixed_units:
    case EffortKind::fixed_rate:
      return "DT_FixedRate";
  }
  return {};
}

void set_percent_kind(TaskRow& row, const Cell& cell) {
  PercentKind& kind = row.activity.percent_kind;
  if (cell.text == "CP_Phys")
    kind = PercentKind::physical;
  else if (cell.text == "CP_Units")
    kind = PercentKind::work;
  else if (cell.text != "CP_Drtn")
    cell.unknown_value("CP_Drtn");
}

std::string percent_kind_text(const Activity& a, plan::Index, const Names&) {
  if (a.percent_kind == PercentKind::physical) return "CP_Phys";
  return a.percent_kind == PercentKind::work ? "CP_Units" : "CP_Drtn";
}

void set_status(TaskRow& row, const Cell& cell) {
  row.complete = cell.text == "TK_Complete";
  if (!row.complete && cell.text != "TK_NotStart" && cell.text != "TK_Active") {
    cell.unknown_value("TK_NotStart");
  }
}

std::string status_text(const Activity& a, plan::Index, const Names&) {
  if (a.actual_finish != k_no_time) return "TK_Complete";
  return a.actual_start != k_no_time ? "TK_Active" : "TK_NotStart";
}

std::string optional_hours(const std::optional<Minutes>& minutes) {
  return minutes ? hours_text(*minutes) : std::string();
}

/// P6 empties the remaining dates of what is finished.
std::string remaining_date(const Activity& a, PlanTime time) {
  return a.actual_finish == k_no_time ? date_text(time) : std::string();
}

/// A date column of the field that `Field` picks out of an activity.
template <class Field>
constexpr TaskColumn date_column(std::string_view name, Field) {
  return {name, [](TaskRow& r, const Cell& c) { Field{}(r.activity) = c.date(); },
          [](const Activity& a, plan::Index, const Names&) { return date_text(Field{}(a)); }};
}

constexpr std::array k_task_columns = {
    TaskColumn{
        "task_id", [](TaskRow& r, const Cell& c) { r.activity.uid = c.text; },
        [](const Activity&, plan::Index index, const Names& n) { return n.activity(index); }},
    TaskColumn{"proj_id",
               [](TaskRow& r, const Cell& c) { r.activity.project = c.reference(c.ids.projects); },
               [](const Activity& a, plan::Index, const Names& n) { return n.project(a.project); }},
    TaskColumn{"wbs_id",
               [](TaskRow& r, const Cell& c) { r.activity.parent = c.reference(c.ids.wbs); },
               [](const Activity& a, plan::Index, const Names& n) { return n.activity(a.parent); }},
    TaskColumn{
        "clndr_id",
        [](TaskRow& r, const Cell& c) { r.activity.calendar = c.reference(c.ids.calendars); },
        [](const Activity& a, plan::Index, const Names& n) {
          const plan::Project& project = n.plan.projects[static_cast<std::size_t>(a.project)];
          return n.calendar(a.calendar == plan::k_none ? project.calendar : a.calendar);
        }},
    TaskColumn{
        "phys_complete_pct",
        [](TaskRow& r, const Cell& c) { r.activity.percent_physical = clamp_int32(c.scaled(100)); },
        [](const Activity& a, plan::Index, const Names&) {
          return format_scaled(a.percent_physical, 100);
        }},
    TaskColumn{"complete_pct_type", set_percent_kind, percent_kind_text},
    TaskColumn{"task_type", set_kind, kind_text},
    TaskColumn{"duration_type", set_effort, effort_text},
    TaskColumn{"status_code", set_status, status_text},
    TaskColumn{"task_code", [](TaskRow& r, const Cell& c) { r.activity.code = c.text; },
               [](const Activity& a, plan::Index index, const Names& n) {
                 return a.code.empty() ? n.activity(index) : a.code;
               }},
    TaskColumn{"task_name", [](TaskRow& r, const Cell& c) { r.activity.name = c.text; },
               [](const Activity& a, plan::Index, const Names&) { return a.name; }},
    TaskColumn{"guid", [](TaskRow& r, const Cell& c) { r.activity.guid = c.text; },
               [](const Activity& a, plan::Index, const Names&) { return a.guid; }},
    TaskColumn{"total_float_hr_cnt",
               [](TaskRow& r, const Cell& c) { r.activity.stored.total_float = c.hours(); },
               [](const Activity& a, plan::Index, const Names&) {
                 return optional_hours(a.stored.total_float);
               }},
    TaskColumn{"free_float_hr_cnt",
               [](TaskRow& r, const Cell& c) { r.activity.stored.free_float = c.hours(); },
               [](const Activity& a, plan::Index, const Names&) {
                 return optional_hours(a.stored.free_float);
               }},
    TaskColumn{"remain_drtn_hr_cnt",
               [](TaskRow& r, const Cell& c) { r.activity.remaining_duration = c.hours(); },
               [](const Activity& a, plan::Index, const Names&) {
                 return hours_text(a.remaining_duration.value_or(a.duration));
               }},
    TaskColumn{"act_work_qty", [](TaskRow& r, const Cell& c) { r.work_done += c.scaled(600); },
               nullptr},
    TaskColumn{"act_equip_qty", [](TaskRow& r, const Cell& c) { r.work_done += c.scaled(600); },
               nullptr},
    TaskColumn{"remain_work_qty", [](TaskRow& r, const Cell& c) { r.work_left += c.scaled(600); },
               nullptr},
    TaskColumn{"remain_equip_qty", [](TaskRow& r, const Cell& c) { r.work_left += c.scaled(600); },
               nullptr},
    TaskColumn{"target_work_qty", [](TaskRow& r, const Cell& c) { r.activity.work = c.hours(); },
               [](const Activity& a, plan::Index, const Names&) { return hours_text(a.work); }},
    TaskColumn{"target_drtn_hr_cnt",
               [](TaskRow& r, const Cell& c) { r.activity.duration = c.hours(); },
               [](const Activity& a, plan::Index, const Names&) { return hours_text(a.duration); }},
    TaskColumn{
        "cstr_type",
        [](TaskRow& r, const Cell& c) { r.activity.constraint.kind = constraint_kind(c); },
        [](const Activity& a, plan::Index, const Names&) { return constraint_text(a.constraint); }},
    TaskColumn{"cstr_type2",
               [](TaskRow& r, const Cell& c) { r.activity.constraint2.kind = constraint_kind(c); },
               [](const Activity& a, plan::Index, const Names&) {
                 return constraint_text(a.constraint2);
               }},
    date_column(
        "cstr_date", [](auto& a) -> auto& { return a.constraint.date; }),
    date_column(
        "cstr_date2", [](auto& a) -> auto& { return a.constraint2.date; }),
    date_column(
        "act_start_date", [](auto& a) -> auto& { return a.actual_start; }),
    date_column(
        "act_end_date", [](auto& a) -> auto& { return a.actual_finish; }),
    date_column(
        "late_start_date", [](auto& a) -> auto& { return a.stored.late_start; }),
    date_column(
        "late_end_date", [](auto& a) -> auto& { return a.stored.late_finish; }),
    date_column(
        "early_start_date", [](auto& a) -> auto& { return a.stored.early_start; }),
    date_column(
        "early_end_date", [](auto& a) -> auto& { return a.stored.early_finish; }),
    date_column(
        "expect_end_date", [](auto& a) -> auto& { return a.expected_finish; }),
    date_column(
        "suspend_date", [](auto& a) -> auto& { return a.suspend; }),
    date_column(
        "resume_date", [](auto& a) -> auto& { return a.resume; }),
    date_column(
        "external_early_start_date", [](auto& a) -> auto& { return a.external_early_start; }),
    date_column(
        "external_late_end_date", [](auto& a) -> auto& { return a.external_late_finish; }),
    TaskColumn{"restart_date", [](TaskRow& r, const Cell& c) { r.restart = c.date(); },
               [](const Activity& a, plan::Index, const Names&) {
                 return remaining_date(a, a.stored.early_start);
               }},
    TaskColumn{"reend_date", [](TaskRow& r, const Cell& c) { r.remaining_finish = c.date(); },
               [](const Activity& a, plan::Index, const Names&) {
                 return remaining_date(a, a.stored.early_finish);
               }},
    TaskColumn{"rem_late_start_date", nullptr,
               [](const Activity& a, plan::Index,
                  const Names&) { return remaining_date(a, a.stored.late_start); }},
    TaskColumn{"rem_late_end_date", nullptr,
               [](const Activity& a, plan::Index,
                  const Names&) { return remaining_date(a, a.stored.late_finish); }},
    TaskColumn{
        "target_start_date", [](TaskRow& r, const Cell& c) { r.target_start = c.date(); },
        [](const Activity& a, plan::Index, const Names&) { return date_text(a.stored.start); }},
    TaskColumn{
        "target_end_date", [](TaskRow& r, const Cell& c) { r.target_finish = c.date(); },
        [](const Activity& a, plan::Index, const Names&) { return date_text(a.stored.finish); }},
    TaskColumn{
        "priority_type", [](TaskRow& r, const Cell& c) { r.activity.priority = priority_of(c); },
        [](const Activity& a, plan::Index, const Names&) { return priority_text(a.priority); }},
    TaskColumn{"driving_path_flag", [](TaskRow& r, const Cell& c) { r.driving = c.flag(); },
               nullptr},
};

constexpr std::array k_wbs_columns = {
    WbsColumn{"wbs_id",
              [](WbsRow& r, const Cell& c) { r.activity.uid = "wbs:" + std::string(c.text); },
              [](const Activity&, plan::Index index, const Names& n) { return n.activity(index); }},
    WbsColumn{"proj_id",
              [](WbsRow& r, const Cell& c) { r.activity.project = c.reference(c.ids.projects); },
              [](const Activity& a, plan::Index, const Names& n) { return n.project(a.project); }},
    WbsColumn{"parent_wbs_id",
              [](WbsRow& r, const Cell& c) {
                // The top node's parent is a node of the enterprise, which is not in the file.
                const auto at = c.ids.wbs.find(c.text);
                r.activity.parent = at == c.ids.wbs.end() ? plan::k_none : at->second;
              },
              [](const Activity& a, plan::Index, const Names& n) { return n.activity(a.parent); }},
    WbsColumn{"seq_num", [](WbsRow& r, const Cell& c) { r.sequence = c.scaled(1); }, nullptr},
    WbsColumn{"proj_node_flag", [](WbsRow& r, const Cell& c) { r.top = c.flag(); },
              [](const Activity& a, plan::Index, const Names&) {
                return std::string(a.parent == plan::k_none ? "Y" : "N");
              }},
    WbsColumn{"wbs_short_name", [](WbsRow& r, const Cell& c) { r.activity.code = c.text; },
              [](const Activity& a, plan::Index, const Names&) { return a.code; }},
    WbsColumn{"wbs_name", [](WbsRow& r, const Cell& c) { r.activity.name = c.text; },
              [](const Activity& a, plan::Index, const Names&) { return a.name; }},
    WbsColumn{"guid", [](WbsRow& r, const Cell& c) { r.activity.guid = c.text; },
              [](const Activity& a, plan::Index, const Names&) { return a.guid; }},
};

std::int32_t part_of(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return 0;
  return static_cast<std::int32_t>(
      std::clamp<std::int64_t>((part * 10000 + whole / 2) / whole, 0, 10000));
}

}  // namespace

std::span<const TaskColumn> task_columns() { return k_task_columns; }
std::span<const WbsColumn> wbs_columns() { return k_wbs_columns; }

void finish_wbs(WbsRow& row) {
  if (row.activity.project == plan::k_none) row.activity.project = 0;
}

void finish_task(TaskRow& row) {
  Activity& a = row.activity;
  if (a.project == plan::k_none) a.project = 0;
  const bool started = a.actual_start != k_no_time;
  const bool finished = a.actual_finish != k_no_time;
  const auto first_set = [](std::initializer_list<PlanTime> times) {
    for (const PlanTime time : times) {
      if (time != k_no_time) return time;
    }
    return k_no_time;
  };
  a.stored.start = first_set({a.actual_start, a.stored.early_start, row.restart, row.target_start});
  a.stored.finish = started ? first_set({a.actual_finish, row.remaining_finish,
                                         a.stored.early_finish, row.target_finish})
                            : first_set({a.actual_finish, a.stored.early_finish,
                                         row.remaining_finish, row.target_finish});
  a.percent_work = part_of(row.work_done, row.work_done + row.work_left);
  if (finished || row.complete) {
    a.percent_complete = 10000;
  } else if (started && a.remaining_duration) {
    a.percent_complete =
        part_of((a.duration - *a.remaining_duration).tenths(), a.duration.tenths());
  }
}

}  // namespace tc::interchange::xer
