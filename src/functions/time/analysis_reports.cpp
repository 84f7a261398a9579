#include <array>
#include <cmath>

#include "engine/schedule/float_paths.h"
#include "functions/time/float_kinds.h"
#include "functions/time/plan_reports.h"
#include "functions/time/plan_words.h"
#include "functions/time/repetition.h"
#include "kernel/fields.h"
#include "project/plan_book.h"
#include "project/report_tools.h"

/// Reports that look at one plan as a whole: kinds of float, float paths, line of balance.
namespace tc::functions::time {
namespace {

using namespace kernel;
using namespace kernel::field;
using project::LoadedPlan;
using project::time_value;

constexpr std::size_t k_analysis_rows_max = 5000;
constexpr std::int64_t k_paths_max = 100;
constexpr std::int64_t k_paths_otherwise = 10;

constexpr std::array k_analysis_project_inputs = {
    field::link("project", {"项目", "Project"}, "project", k_required)};
constexpr std::array k_path_inputs = {
    field::link("project", {"项目", "Project"}, "project", k_required),
    integer("paths", {"路径数", "Paths"}, {1, k_paths_max}),
};

constexpr std::array k_float_columns = {
    field::link("activity", {"活动标识", "Activity id"}, "*"),
    text("name", {"活动", "Activity"}),
    number("total_float", {"总浮动时间", "Total float"}, 0, "d"),
    number("free_float", {"自由浮动时间", "Free float"}, 0, "d"),
    number("independent_float", {"独立浮动时间", "Independent float"}, 0, "d"),
    number("interfering_float", {"干扰浮动时间", "Interfering float"}, 0, "d"),
};
constexpr std::array k_path_columns = {
    integer("path", {"路径", "Path"}, {}),
    number("path_float", {"路径浮动", "Float of the path"}, 0, "d"),
    field::link("activity", {"活动标识", "Activity id"}, "*"),
    text("name", {"活动", "Activity"}),
    text("start", {"开始", "Start"}),
    text("finish", {"完成", "Finish"}),
    text("joins", {"汇入", "Joins"}),
};
constexpr std::array k_balance_columns = {
    text("name", {"工种", "Trade"}),
    integer("units", {"单元数", "Units"}, {}),
    text("start", {"开始", "Start"}),
    text("finish", {"完成", "Finish"}),
    number("rate", {"每周单元", "Units per week"}),
    integer("due", {"应完成", "Due"}, {}),
    integer("done", {"已完成", "Done"}, {}),
    integer("balance", {"差额", "Balance"}, {}),
    number("buffer", {"与前一工种间隔", "Wait after the trade before"}, 0, "d"),
};

Result<std::shared_ptr<const LoadedPlan>> plan_of(const ReportInput& input) {
  return input.kernel.part<project::PlanBook>().load(
      input.reader, parse_id(input.inputs.text("project")).value_or(0));
}

Value rounded(double value) { return Value(std::round(value * 100) / 100); }

Value optional_number(const std::optional<double>& value) {
  return value ? rounded(*value) : Value();
}

Result<ReportTable> float_kinds(const ReportInput& input) {
  const auto loaded = plan_of(input);
  if (!loaded) return loaded.refusals();
  const plan::Plan& plan = (*loaded)->plan;
  const double per_day = tenths_per_day(plan);
  const std::vector<Minutes> independent = independent_floats(**loaded);
  ReportTable table;
  for (std::size_t i = 0; i < plan.activities.size(); ++i) {
    const plan::Activity& activity = plan.activities[i];
    const auto& dates = (*loaded)->schedule.activities[i];
    const bool own = activity.kind != plan::ActivityKind::summary && !activity.external &&
                     activity.actual_finish == k_no_time && dates.start != k_no_time;
    if (!own || table.rows.size() >= k_analysis_rows_max) continue;
    const auto days = [&](Minutes length) { return rounded(length.tenths() / per_day); };
    table.rows.push_back({Value(activity.id), Value(name_of(activity)), days(dates.total_float),
                          days(dates.free_float), days(independent[i]),
                          days(dates.total_float - dates.free_float)});
  }
  return table;
}

Result<ReportTable> float_paths(const ReportInput& input) {
  const auto loaded = plan_of(input);
  if (!loaded) return loaded.refusals();
  const plan::Plan& plan = (*loaded)->plan;
  engine::schedule::FloatPathOptions options;
  const Json* wanted = input.inputs.find("paths");
  options.count_max = static_cast<std::size_t>(
      wanted != nullptr && wanted->is_integer() ? wanted->integer() : k_paths_otherwise);
  const auto paths = engine::schedule::compute_float_paths(plan, options);
  if (!paths) return paths.refusals();
  const auto name = [&](plan::Index row) {
    return Value(name_of(plan.activities[static_cast<std::size_t>(row)]));
  };
  ReportTable table;
  for (std::size_t i = 0; i < paths->size(); ++i) {
    const engine::schedule::FloatPath& path = (*paths)[i];
    for (const plan::Index row : path.activities) {
      if (table.rows.size() >= k_analysis_rows_max) break;
      const auto& dates = (*loaded)->schedule.activities[static_cast<std::size_t>(row)];
      table.rows.push_back({Value(static_cast<std::int64_t>(i) + 1),
                            rounded(path.float_tenths / tenths_per_day(plan)),
                            Value(plan.activities[static_cast<std::size_t>(row)].id), name(row),
                            time_value(dates.start), time_value(dates.finish),
                            path.joins == plan::k_none ? Value() : name(path.joins)});
    }
  }
  return table;
}

Result<ReportTable> line_of_balance(const ReportInput& input) {
  const auto loaded = plan_of(input);
  if (!loaded) return loaded.refusals();
  PlanTime status = start_of(input.reader.today());
  if (!(*loaded)->plan.projects.empty())
    status = std::max(status, (*loaded)->plan.projects.front().status_date);
  ReportTable table;
  std::int64_t behind = 0;
  for (const Trade& trade : trades_of(**loaded, status)) {
    const std::int64_t balance = trade.done - trade.due;
    behind += balance < 0;
    table.rows.push_back({Value(trade.name), Value(static_cast<std::int64_t>(trade.units.size())),
                          time_value(trade.start), time_value(trade.finish),
                          optional_number(trade.rate), Value(trade.due), Value(trade.done),
                          Value(balance), optional_number(trade.buffer_days)});
  }
  table.finding = {"{trades} 个重复工种，{behind} 个落后于平衡线",
                   "{trades} repeated trades, {behind} behind their line"};
  table.arguments = {{"trades", std::to_string(table.rows.size())},
                     {"behind", std::to_string(behind)}};
  return table;
}

}  // namespace

Report float_kinds_report() {
  return {.name = "time.float_kinds",
          .label = {"浮动时间种类", "Kinds of float"},
          .permission = "plan.read",
          .inputs = k_analysis_project_inputs,
          .columns = k_float_columns,
          .handler = float_kinds};
}

Report float_paths_report() {
  return {.name = "time.float_paths",
          .label = {"多条浮动路径", "Multiple float paths"},
          .permission = "plan.read",
          .inputs = k_path_inputs,
          .columns = k_path_columns,
          .handler = float_paths};
}

Report line_of_balance_report() {
  return {.name = "time.line_of_balance",
          .label = {"线平衡图", "Line of balance"},
          .permission = "plan.read",
          .inputs = k_analysis_project_inputs,
          .columns = k_balance_columns,
          .handler = line_of_balance};
}

}  // namespace tc::functions::time
