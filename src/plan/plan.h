#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"
#include "base/minutes.h"

/// The neutral plan: what every format is read into, every engine computes on and the store keeps.
///
/// Times are wall-clock tenths of a minute (PlanTime, k_no_time = not set), durations, lags and
/// floats working tenths of a minute (Minutes), percents hundredths of a percent. Objects refer to
/// each other by index into the vectors of the Plan; -1 = none. Activities stand in display order,
/// a parent before its children.
namespace tc::plan {

using Index = std::int32_t;
inline constexpr Index k_none = -1;

enum class Profile : std::uint8_t { msp, p6, cn_jgj121 };

// --- Calendars ---------------------------------------------------------------------------------

/// Working time of one day: [start, end) in tenths since midnight, ascending, not overlapping,
/// 0 ≤ start < end ≤ 14400. A shift over midnight is two shifts on two days.
struct Shift {
  std::int32_t start_tenths = 0;
  std::int32_t end_tenths = 0;
  friend bool operator==(const Shift&, const Shift&) = default;
};
using Shifts = std::vector<Shift>;

/// A weekday's shifts; nothing = inherit from the base calendar (or non-working without a base).
using Week = std::array<std::optional<Shifts>, 7>;  // 0 = Sunday

/// Days first…last (inclusive) work as `shifts` says; empty = not working. Working exceptions
/// (调休) and holidays are the same thing. A later exception of the list wins over an earlier one.
struct CalendarException {
  Day first = 0;
  Day last = 0;
  Shifts shifts;
  std::string name;
  std::string extra;  ///< What the format says of it beyond this (recurrence), see Plan::extra.
};

/// A dated replacement of the weekly pattern (MS Project's work weeks), first…last inclusive.
struct WorkWeek {
  Day first = 0;
  Day last = 0;
  Week week;
  std::string name;
};

struct Calendar {
  std::string uid;
  std::string name;
  Index base = k_none;     ///< Derived calendars inherit days and exceptions from it.
  Index project = k_none;  ///< Owner, where the format has project calendars.
  bool is_resource = false;
  Week week;
  std::vector<WorkWeek> work_weeks;
  std::vector<CalendarException> exceptions;
  Minutes per_day = Minutes::from_minutes(480);  ///< Converts units only, never moves dates.
  Minutes per_week = Minutes::from_minutes(2400);
  Minutes per_month = Minutes::from_minutes(9600);
  Minutes per_year = Minutes::from_minutes(120000);
  std::string extra;
};

// --- Activities --------------------------------------------------------------------------------

enum class ActivityKind : std::uint8_t {
  task,
  summary,
  start_milestone,
  finish_milestone,
  level_of_effort,
  hammock,
  wbs_summary
};
enum class ConstraintKind : std::uint8_t {
  asap,
  alap,
  start_no_earlier_than,
  start_no_later_than,
  finish_no_earlier_than,
  finish_no_later_than,
  must_start_on,
  must_finish_on,  ///< MS Project's MSO/MFO and P6's mandatory: pin both passes.
  start_on,
  finish_on  ///< P6's start on / finish on: never earlier, late capped.
};
struct Constraint {
  ConstraintKind kind = ConstraintKind::asap;
  PlanTime date = k_no_time;
  friend bool operator==(const Constraint&, const Constraint&) = default;
};

enum class DurationUnit : std::uint8_t { minutes, hours, days, weeks, months, years, percent };
/// How a person typed a duration or lag; never changes its length.
struct UnitTyped {
  DurationUnit unit = DurationUnit::days;
  bool estimated = false;
};

enum class EffortKind : std::uint8_t { fixed_units, fixed_duration, fixed_work, fixed_rate };
enum class PercentKind : std::uint8_t { duration, physical, work };

/// One piece of a split activity, [start, finish).
struct Segment {
  PlanTime start = k_no_time;
  PlanTime finish = k_no_time;
};

struct ActivityBaseline {
  std::int32_t number = 0;
  PlanTime start = k_no_time;
  PlanTime finish = k_no_time;
  Minutes duration;
  Minutes work;
  std::int64_t cost_minor = 0;
};

/// What the file's program had computed: the oracle, and what is shown before the first
/// computation. Absent values are k_no_time or nothing.
struct Stored {
  PlanTime start = k_no_time, finish = k_no_time;
  PlanTime early_start = k_no_time, early_finish = k_no_time;
  PlanTime late_start = k_no_time, late_finish = k_no_time;
  std::optional<Minutes> total_float, free_float;
  std::optional<bool> critical;
};

struct Activity {
  std::int64_t id = 0;  ///< Ours, once stored.
  std::string uid;      ///< MS Project's UID, P6's task_id (a WBS node: "wbs:" + wbs_id).
  std::string guid;
  std::string code;  ///< P6's activity id (task_code); MS Project: empty.
  std::string name;
  std::string wbs;  ///< Dotted WBS code.
  Index parent = k_none;
  Index project = 0;        ///< Into Plan::projects.
  Index calendar = k_none;  ///< k_none: the project's.
  ActivityKind kind = ActivityKind::task;
  EffortKind effort = EffortKind::fixed_units;
  PercentKind percent_kind = PercentKind::duration;
  bool effort_driven = false;
  bool resource_dependent = false;  ///< P6: scheduled on the calendars of its resources.
  bool manual = false;
  bool active = true;
  bool external = false;   ///< A ghost of another project: its dates are given, not computed.
  bool blank = false;      ///< MS Project's null row: kept for the round trip only.
  bool milestone = false;  ///< The flag a person set (MS Project: may have a duration).
  bool elapsed = false;    ///< Duration counts wall-clock time, not the calendar's.
  bool recurring = false;
  bool ignore_resource_calendar = false;
  /// `segments` come from levelling, which replaces them and takes them away again; never set where
  /// a person or a file split the activity.
  bool levelling_split = false;
  UnitTyped duration_typed;
  Minutes duration;                           ///< At completion, as planned.
  std::optional<Minutes> remaining_duration;  ///< Nothing: duration − done part.
  std::optional<Minutes> actual_duration;
  Minutes work;
  Constraint constraint;
  Constraint constraint2;  ///< P6's secondary constraint.
  PlanTime deadline = k_no_time;
  PlanTime expected_finish = k_no_time;  ///< P6.
  PlanTime actual_start = k_no_time;
  PlanTime actual_finish = k_no_time;
  PlanTime suspend = k_no_time;  ///< P6 suspend; MS Project's Stop.
  PlanTime resume = k_no_time;
  PlanTime manual_start = k_no_time;
  PlanTime manual_finish = k_no_time;
  PlanTime external_early_start = k_no_time;  ///< P6: dates given by projects not in the file.
  PlanTime external_late_finish = k_no_time;
  std::int32_t percent_complete = 0;  ///< Of duration, hundredths of a percent.
  std::int32_t percent_physical = 0;
  std::int32_t percent_work = 0;
  std::int32_t priority = 500;  ///< 0…1000, 1000 = never levelled.
  Minutes levelling_delay;      ///< Elapsed.
  std::int64_t fixed_cost_minor = 0;
  std::int64_t cost_minor = 0;
  std::optional<Minutes> crash_duration;  ///< The shortest it can be made.
  std::int64_t crash_cost_minor = 0;      ///< What being that short costs more.
  std::int32_t crash_weight = 100;  ///< 优选系数 in hundredths: the least is shortened first.
  // Three-point estimate of the duration (PERT); with no middle what is planned is most likely.
  std::optional<Minutes> optimistic_duration;
  std::optional<Minutes> likely_duration;
  std::optional<Minutes> pessimistic_duration;
  /// Of an external one whose other plan is kept here too: which activity of which project. Its
  /// name stays there, for those who may see it.
  std::int64_t external_project = 0;
  std::int64_t external_activity = 0;
  std::vector<Segment> segments;  ///< More than one: split.
  std::vector<ActivityBaseline> baselines;
  std::string notes;
  Stored stored;
  std::string extra;
};

// --- Links, resources, assignments ---------------------------------------------------------------

enum class LinkKind : std::uint8_t { fs, ss, ff, sf };
enum class LagKind : std::uint8_t { working, elapsed, percent, elapsed_percent };

struct Link {
  Index from = k_none;  ///< Predecessor.
  Index to = k_none;    ///< Successor.
  LinkKind kind = LinkKind::fs;
  LagKind lag_kind = LagKind::working;
  DurationUnit lag_typed = DurationUnit::days;
  std::int32_t lag = 0;  ///< Tenths of a minute; for percent kinds hundredths of a percent.
  std::string uid;
  std::string extra;
};

enum class ResourceKind : std::uint8_t { work, material, cost, equipment };

struct Resource {
  std::int64_t id = 0;
  std::string uid;
  std::string guid;
  std::string code;
  std::string name;
  std::string initials;
  std::string email;
  std::string group;
  Index calendar = k_none;
  ResourceKind kind = ResourceKind::work;
  std::int32_t max_units = 10000;    ///< Hundredths of a percent; 10000 = one full person.
  std::int64_t rate_millionths = 0;  ///< Per hour, millionths of the major unit.
  std::int64_t overtime_rate_millionths = 0;
  std::int64_t cost_per_use_minor = 0;
  std::string notes;
  std::string extra;
};

struct Assignment {
  std::string uid;
  Index activity = k_none;
  Index resource = k_none;  ///< k_none: work that nobody is assigned to yet.
  std::int32_t units = 10000;
  Minutes work;
  Minutes actual_work;
  Minutes remaining_work;
  Minutes delay;
  Minutes overtime_work;  ///< Of `work`: done beside the working time, so it takes none of it.
  Minutes remaining_overtime_work;  ///< Of `remaining_work`.
  std::int32_t contour = 0;         ///< 0 flat … 8 contoured, MS Project's WorkContour.
  PlanTime start = k_no_time;
  PlanTime finish = k_no_time;
  std::int64_t cost_minor = 0;
  std::string extra;
};

// --- The plan ------------------------------------------------------------------------------------

enum class LagCalendar : std::uint8_t {
  predecessor,
  successor,
  project_default,
  twenty_four_hours
};
enum class ProgressMode : std::uint8_t { retained_logic, progress_override, actual_dates };
enum class FloatKind : std::uint8_t { start, finish, smallest };

/// One project of the file with the settings that decide its dates.
struct Project {
  std::string uid;
  std::string guid;
  std::string code;
  std::string name;
  Index calendar = k_none;
  PlanTime start = k_no_time;
  PlanTime finish = k_no_time;          ///< As stored, or the base of a schedule from finish.
  PlanTime must_finish_by = k_no_time;  ///< P6: replaces the base of the backward pass.
  PlanTime status_date = k_no_time;     ///< P6's data date; MS Project's status date.
  bool schedule_from_finish = false;
  bool honor_constraints = true;  ///< MS Project: tasks always honour their constraint dates.
  bool critical_is_longest_path = false;
  bool multiple_critical_paths = false;  ///< MS Project.
  bool open_ends_critical = false;       ///< P6.
  bool use_expected_finish = true;
  bool lag_from_early_start = true;  ///< P6's sched_lag_early_start_flag.
  bool float_per_project = true;     ///< P6: backward base is each project's finish.
  bool ignore_external_links = false;
  bool retain_started_after_status = false;  ///< MS Project: splits in-progress tasks.
  Minutes critical_limit;                    ///< Critical where total float ≤ this.
  LagCalendar lag_calendar = LagCalendar::predecessor;
  ProgressMode progress_mode = ProgressMode::retained_logic;
  FloatKind float_kind = FloatKind::smallest;
  Minutes per_day = Minutes::from_minutes(480);
  Minutes per_week = Minutes::from_minutes(2400);
  Minutes per_month = Minutes::from_minutes(9600);
  std::int32_t day_start_tenths = 4800;    ///< MS Project's DefaultStartTime (08:00).
  std::int32_t day_finish_tenths = 10200;  ///< 17:00.
  std::string currency = "CNY";
  std::string extra;
};

/// A table of the source format that the model has no place for, kept whole for the way back.
struct ForeignTable {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

struct Plan {
  Profile profile = Profile::msp;
  std::string format;  ///< "mspdi", "xer", …: whose `extra` the objects hold; empty: our own.
  std::string title;
  std::vector<Project> projects;
  std::vector<Calendar> calendars;
  std::vector<Activity> activities;
  std::vector<Link> links;
  std::vector<Resource> resources;
  std::vector<Assignment> assignments;
  std::vector<ForeignTable> foreign_tables;
  /// What the model does not hold of an object, as text that only its format understands; written
  /// back to that format only. Every object has such a text; this is the file's own.
  std::string extra;
  /// Number of the approved baseline that variances are measured against; k_none: the first there
  /// is.
  std::int32_t current_baseline = k_none;
};

/// The baseline with this number; null where the activity has none of it.
[[nodiscard]] inline const ActivityBaseline* baseline_of(const Activity& activity,
                                                         std::int32_t number) {
  for (const ActivityBaseline& one : activity.baselines)
    if (one.number == number) return &one;
  return nullptr;
}
/// The one that variances of the plan are measured against, or null.
[[nodiscard]] inline const ActivityBaseline* current_baseline_of(const Plan& plan,
                                                                 const Activity& activity) {
  if (plan.current_baseline != k_none) return baseline_of(activity, plan.current_baseline);
  return activity.baselines.empty() ? nullptr : &activity.baselines.front();
}

/// One line of the loss report: what a file says and the plan (or a target format) cannot hold.
struct Loss {
  std::string field;  ///< The format's own name, e.g. "Task/HyperlinkAddress".
  std::int64_t count = 0;
  std::string where;  ///< Where it went: "kept for mspdi", "dropped", "read as …".
};

}  // namespace tc::plan
