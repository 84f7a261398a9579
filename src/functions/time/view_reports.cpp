#include <algorithm>
#include <array>

#include "functions/time/plan_reports.h"
#include "functions/time/plan_words.h"
#include "kernel/fields.h"
#include "project/plan_book.h"

/// Activities as cards on a board and in a calendar, projects as bars beside each other.
namespace tc::functions::time {
namespace {

using namespace kernel;
using namespace kernel::field;
using project::LoadedPlan;

constexpr std::size_t k_view_rows_max = 5000;
constexpr std::int64_t k_view_plans_max = 20'000;

constexpr std::array k_view_project_inputs = {
    field::link("project", {"项目", "Project"}, "project", k_required)};

// In the order of the lanes.
constexpr std::array k_view_states = {
    Choice{"overdue", {"已逾期", "Overdue"}},  Choice{"in_progress", {"进行中", "In progress"}},
    Choice{"due", {"应开始", "Due to begin"}}, Choice{"later", {"未到期", "Later"}},
    Choice{"done", {"已完成", "Done"}},
};
constexpr std::array k_board_columns = {
    choice("state", {"状态", "State"}, k_view_states),
    text("name", {"活动", "Activity"}),
    date("finish", {"完成", "Finish"}),
    number("complete", {"完成百分比", "Complete"}, 0, "%"),
    make("critical", Kind::boolean, {"关键", "Critical"}, 0),
};
constexpr std::array k_events = {
    Choice{"start", {"开始", "Start"}},
    Choice{"finish", {"完成", "Finish"}},
    Choice{"milestone", {"里程碑", "Milestone"}},
    Choice{"deadline", {"期限", "Deadline"}},
};
constexpr std::array k_calendar_columns = {
    date("day", {"日期", "Day"}),
    text("name", {"活动", "Activity"}),
    choice("event", {"事件", "Event"}, k_events),
};
constexpr std::array k_projects_columns = {
    field::link("project", {"项目", "Project"}, "project"),
    date("start", {"开始", "Start"}),
    date("finish", {"完成", "Finish"}),
    date("baseline_finish", {"基准完成", "Baseline finish"}),
};

Value day_value(PlanTime time) {
  return time == k_no_time ? Value() : Value(std::int64_t{day_of(time)});
}

std::string_view state_of(const plan::Activity& activity,
                          const engine::schedule::ActivityDates& dates, PlanTime today) {
  if (activity.actual_finish != k_no_time) return "done";
  if (dates.finish < today) return "overdue";
  if (activity.actual_start != k_no_time || activity.percent_complete > 0) return "in_progress";
  return dates.start < today + k_tenths_per_day ? "due" : "later";
}

/// Shows every activity that is scheduled by itself to `take`.
template <class Take>
Result<ReportTable> of_plan(const ReportInput& input, Take take) {
  const auto loaded = input.kernel.part<project::PlanBook>().load(
      input.reader, parse_id(input.inputs.text("project")).value_or(0));
  if (!loaded) return loaded.refusals();
  ReportTable table;
  for (std::size_t i = 0; i < (*loaded)->plan.activities.size(); ++i) {
    const plan::Activity& activity = (*loaded)->plan.activities[i];
    const auto& dates = (*loaded)->schedule.activities[i];
    const bool own = activity.kind != plan::ActivityKind::summary && !activity.external &&
                     dates.start != k_no_time;
    if (own && table.rows.size() < k_view_rows_max) take(table, activity, dates);
  }
  return table;
}

Result<ReportTable> board(const ReportInput& input) {
  const PlanTime today = start_of(input.reader.today());
  return of_plan(input, [&](ReportTable& table, const plan::Activity& activity, const auto& dates) {
    table.rows.push_back({Value(std::string(state_of(activity, dates, today))),
                          Value(name_of(activity)), day_value(dates.finish),
                          Value(activity.percent_complete / 100.0),
                          Value(std::int64_t{dates.critical})});
  });
}

Result<ReportTable> calendar(const ReportInput& input) {
  return of_plan(input, [](ReportTable& table, const plan::Activity& activity, const auto& dates) {
    const auto add = [&](PlanTime time, const char* event) {
      if (time == k_no_time) return;
      table.rows.push_back({day_value(time), Value(name_of(activity)), Value(std::string(event))});
    };
    add(activity.deadline, "deadline");
    if (activity.duration.tenths() == 0) return add(dates.finish, "milestone");
    add(dates.start, "start");
    add(dates.finish, "finish");
  });
}

// By what the plan records say, so that no plan need be loaded.
Result<ReportTable> projects(const ReportInput& input) {
  std::vector<std::pair<PlanTime, std::vector<Value>>> rows;
  for (const Row& row : input.reader.list("plan", Expr(), {}, k_view_plans_max)) {
    const PlanTime start = parse_plan_time(row.text("start")).value_or(k_no_time);
    const PlanTime finish = parse_plan_time(row.text("finish")).value_or(k_no_time);
    if (start == k_no_time || finish == k_no_time) continue;
    const PlanTime baseline = parse_plan_time(row.text("baseline_finish")).value_or(k_no_time);
    rows.push_back(
        {start, {Value(row.scope), day_value(start), day_value(finish), day_value(baseline)}});
  }
  std::ranges::stable_sort(rows, {}, [](const auto& one) { return one.first; });
  if (rows.size() > k_view_rows_max) rows.resize(k_view_rows_max);
  ReportTable table;
  for (auto& [start, row] : rows) table.rows.push_back(std::move(row));
  return table;
}

}  // namespace

Report board_report() {
  return {.name = "time.board",
          .label = {"活动看板", "Board of activities"},
          .permission = "plan.read",
          .inputs = k_view_project_inputs,
          .columns = k_board_columns,
          .chart = "board",
          .handler = board};
}

Report calendar_report() {
  return {.name = "time.calendar",
          .label = {"活动日历", "Calendar of activities"},
          .permission = "plan.read",
          .inputs = k_view_project_inputs,
          .columns = k_calendar_columns,
          .chart = "calendar",
          .handler = calendar};
}

Report projects_report() {
  return {.name = "time.projects",
          .label = {"跨项目横道", "Projects on one time line"},
          .permission = "plan.read",
          .columns = k_projects_columns,
          .chart = "dates",
          .handler = projects};
}

}  // namespace tc::functions::time
