#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "interchange/common/report.h"
#include "plan/plan.h"

/// The columns of P6's tables that the plan has a place for: one line per column says how it is
/// read and how it is written. All other columns ride along in `extra`.
///
/// Units of the format: `*_hr_cnt` and quantities of work are hours, rates are per hour, dates are
/// local `yyyy-MM-dd HH:mm`. Source: docs of P6's XER import/export data map, and the files.
namespace tc::interchange::xer {

/// Ids of the file → index in a table; the keys look into the file's text or the plan's uids.
using IdMap = std::unordered_map<std::string_view, plan::Index>;

struct Ids {
  IdMap projects, calendars, wbs, tasks, resources;
};

/// What a column reader needs besides its cell.
struct Cell {
  const Ids& ids;
  Report& report;
  std::string_view table;
  std::string_view column;
  std::string_view text;  ///< Never empty.
  std::int64_t line = 0;

  /// Each answers nothing, and warns, where the text is not what it should be.
  [[nodiscard]] PlanTime date() const;
  [[nodiscard]] std::int64_t scaled(std::int64_t scale) const;  ///< 0 where unreadable.
  [[nodiscard]] Minutes hours() const { return minutes(600); }
  [[nodiscard]] Minutes minutes(std::int64_t scale) const;
  [[nodiscard]] plan::Index reference(const IdMap& map) const;
  [[nodiscard]] bool flag() const { return text == "Y"; }
  [[nodiscard]] std::string copy() const { return std::string(text); }
  void unknown_value(std::string_view used) const;
  [[nodiscard]] std::string place() const;
};

/// Ids that the rows of a file get, by index into the plan.
struct Names {
  std::vector<std::string> projects, calendars, activities, resources, links, assignments;
  const plan::Plan& plan;

  explicit Names(const plan::Plan& of) : plan(of) {}
  [[nodiscard]] std::string project(plan::Index index) const { return at(projects, index); }
  [[nodiscard]] std::string calendar(plan::Index index) const { return at(calendars, index); }
  [[nodiscard]] std::string activity(plan::Index index) const { return at(activities, index); }
  [[nodiscard]] std::string resource(plan::Index index) const { return at(resources, index); }

 private:
  static std::string at(const std::vector<std::string>& ids, plan::Index index) {
    return index < 0 ? std::string() : ids[static_cast<std::size_t>(index)];
  }
};

/// An activity with what the row says of it beyond the plan's fields.
struct TaskRow {
  plan::Activity activity;
  PlanTime restart = k_no_time, remaining_finish = k_no_time;
  PlanTime target_start = k_no_time, target_finish = k_no_time;
  bool driving = false;
  bool complete = false;
  std::int64_t work_done = 0, work_left = 0;  ///< Tenths of a minute, labour and equipment.
};

struct WbsRow {
  plan::Activity activity;
  std::int64_t sequence = 0;
  bool top = false;
};

/// Links and assignments know rows that may not be in the file.
struct LinkRow {
  plan::Link link;
  std::string_view from, to;
};

struct RateRow {
  plan::Index resource = plan::k_none;
  PlanTime start = k_no_time;
  std::int32_t units = 10000;
  std::int64_t rate_millionths = 0;
};

/// `get` renders what the plan holds of its object number `index`; nullptr where a column is only
/// read. `Object` is what the plan keeps, `Row` what a reader fills.
template <class Row, class Object>
struct Column {
  std::string_view name;
  void (*set)(Row& row, const Cell& cell);
  std::string (*get)(const Object& object, plan::Index index, const Names& names);
};

using ProjectColumn = Column<plan::Project, plan::Project>;
using CalendarColumn = Column<plan::Calendar, plan::Calendar>;
using WbsColumn = Column<WbsRow, plan::Activity>;
using TaskColumn = Column<TaskRow, plan::Activity>;
using LinkColumn = Column<LinkRow, plan::Link>;
using ResourceColumn = Column<plan::Resource, plan::Resource>;
using RateColumn = Column<RateRow, plan::Resource>;
using AssignmentColumn = Column<plan::Assignment, plan::Assignment>;

[[nodiscard]] std::span<const ProjectColumn> project_columns();
[[nodiscard]] std::span<const ProjectColumn> option_columns();  ///< SCHEDOPTIONS.
[[nodiscard]] std::span<const CalendarColumn> calendar_columns();
[[nodiscard]] std::span<const WbsColumn> wbs_columns();
[[nodiscard]] std::span<const TaskColumn> task_columns();
[[nodiscard]] std::span<const LinkColumn> link_columns();
[[nodiscard]] std::span<const ResourceColumn> resource_columns();
[[nodiscard]] std::span<const RateColumn> rate_columns();  ///< RSRCRATE.
[[nodiscard]] std::span<const AssignmentColumn> assignment_columns();

/// Fields that follow from several columns: percents, what was stored as start and finish, kind.
void finish_task(TaskRow& row);
/// A calendar without data and without a base is the standard week; true where it was so.
bool finish_calendar(plan::Calendar& calendar);
/// A project without a calendar has the first.
void finish_project(plan::Project& project, bool has_calendars);
/// A row whose project is not in the file belongs to the first.
void finish_wbs(WbsRow& row);

/// Whether a rate that starts at `start` replaces the one chosen so far: the one in force at the
/// data date `now` is the latest that has begun, else the first.
[[nodiscard]] bool replaces_rate(PlanTime best, PlanTime start, PlanTime now);

/// `yyyy-MM-dd HH:mm`, seconds cut; empty for k_no_time.
[[nodiscard]] std::string date_text(PlanTime time);
/// Hours with up to six decimals.
[[nodiscard]] std::string hours_text(Minutes minutes);

}  // namespace tc::interchange::xer
