#include <array>
#include <map>

#include "functions/change_control/change_control.h"
#include "functions/functions.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace change_control {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr double k_reports_percent = 100;

bool is_accepted(const Row& row) {
  return Words("approved implementing verified closed").contains(row.state);
}

constexpr std::array k_log_columns = {
    link("change_request", {"变更请求", "Change request"}, "change_request"),
    text("number", {"编号", "Number"}),
    text("state", {"状态", "State"}),
    text("authority", {"审批权限", "Authority"}),
    number("finish_delta_days", {"工期影响", "Δ finish"}, 0, "d"),
    money("cost_change", {"费用变化", "Δ cost"}),
};

Result<ReportTable> log(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "change_request")) {
    table.rows.push_back({Value(row.id), Value(row.number), Value(row.state), row.at("authority"),
                          row.at("finish_delta_days"), row.at("cost_change")});
  }
  return table;
}

constexpr std::array k_index_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("requests", {"变更请求数", "Requests"}, {}),
    integer("accepted", {"已批准", "Accepted"}, {}),
    money("accepted_cost", {"批准的费用变化", "Accepted Δ cost"}),
    number("accepted_days", {"批准的工期变化", "Accepted Δ finish"}, 0, "d"),
    number("change_index", {"累计变更指数", "Cumulative change index"}, 0, "%"),
    number("rework_share", {"返工率", "Rework"}, 0, "%"),
};

struct Sum {
  std::int64_t requests = 0, accepted = 0, cost_minor = 0;
  double days = 0, rework_hours = 0, hours = 0;
};

// Σ |accepted cost changes| against the budget of the project, and hours of rework against all
// hours of its timesheets, in percent.
Result<ReportTable> index(const ReportInput& input) {
  std::map<Id, Sum> sums;
  std::map<Id, std::int64_t> absolute;
  for (const Row& row : project::report_rows(input, "change_request")) {
    Sum& sum = sums[row.scope];
    ++sum.requests;
    if (!is_accepted(row)) continue;
    ++sum.accepted;
    const std::int64_t cost = project::minor_units(row, "cost_change");
    sum.cost_minor += cost;
    absolute[row.scope] += cost < 0 ? -cost : cost;
    sum.days += row.number_of("finish_delta_days");
    sum.rework_hours += row.number_of("rework_hours");
  }
  for (const Row& row : project::report_rows(input, "timesheet"))
    if (const auto sum = sums.find(row.scope); sum != sums.end())
      sum->second.hours += row.number_of("hours");
  ReportTable table;
  for (const auto& [project_id, sum] : sums) {
    const std::optional<Row> row = input.reader.load("project", project_id);
    const std::int64_t budget = row ? project::minor_units(*row, "budget") : 0;
    const Value share = project::ratio(static_cast<double>(absolute[project_id]),
                                       static_cast<double>(budget), k_reports_percent);
    table.rows.push_back({Value(project_id), Value(sum.requests), Value(sum.accepted),
                          project::yuan(sum.cost_minor), Value(sum.days), share,
                          project::ratio(sum.rework_hours, sum.hours, k_reports_percent)});
  }
  return table;
}

constexpr std::array k_trend_columns = {
    text("month", {"月份", "Month"}),
    integer("raised", {"提出", "Raised"}, {}),
    integer("closed", {"关闭", "Closed"}, {}),
};

Result<ReportTable> trend(const ReportInput& input) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> months;
  for (const Row& row : project::report_rows(input, "change_request")) {
    // An id begins with the millisecond in which its record was made.
    ++months[project::month_of(project::day_made(row))].first;
    if (project::is_final(row)) ++months[project::month_of(project::state_day(row))].second;
  }
  ReportTable table;
  for (const auto& [month, counts] : months)
    table.rows.push_back({Value(month), Value(counts.first), Value(counts.second)});
  return table;
}

constexpr std::array k_board_columns = {
    link("change_request", {"变更请求", "Change request"}, "change_request"),
    text("state", {"状态", "State"}),
    text("urgency", {"紧急程度", "Urgency"}),
    text("authority", {"审批权限", "Authority"}),
    integer("waiting_days", {"停留天数", "Days in this state"}, {}),
};

Result<ReportTable> board(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "change_request")) {
    if (project::is_final(row)) continue;
    table.rows.push_back({Value(row.id), Value(row.state), row.at("urgency"), row.at("authority"),
                          Value(std::int64_t{input.reader.today() - project::state_day(row)})});
  }
  return table;
}

constexpr std::array k_agenda_columns = {
    link("change_request", {"变更请求", "Change request"}, "change_request"),
    text("authority", {"审批权限", "Authority"}),
    text("urgency", {"紧急程度", "Urgency"}),
    number("finish_delta_days", {"工期影响", "Δ finish"}, 0, "d"),
    number("p80_delta_days", {"P80 完成变化", "Δ P80 finish"}, 0, "d"),
    money("cost_change", {"费用变化", "Δ cost"}),
    integer("overload_delta", {"资源超载变化", "Δ overloaded days"}, {-1'000'000, 1'000'000}),
    integer("effects", {"影响项", "Effects"}, {}),
    text("options", {"备选方案", "Options"}),
};

// What the board has before it: analysed and not yet decided, the most urgent first.
Result<ReportTable> agenda(const ReportInput& input) {
  constexpr Words k_by_urgency = "emergency urgent normal";
  ReportTable table;
  const std::vector<Row> rows = project::report_rows(input, "change_request");
  for (const std::string_view urgency : k_by_urgency) {
    for (const Row& row : rows) {
      const std::string_view own = row.has("urgency") ? row.text("urgency") : "normal";
      if (row.state != "analysed" || own != urgency) continue;
      const auto effects =
          project::linked(input.reader, "change_effect", "change_request", row.id).size();
      table.rows.push_back({Value(row.id), row.at("authority"), Value(std::string(own)),
                            row.at("finish_delta_days"), row.at("p80_delta_days"),
                            row.at("cost_change"), row.at("overload_delta"),
                            Value(static_cast<std::int64_t>(effects)), row.at("options")});
    }
  }
  return table;
}

constexpr std::array k_reports = {
    Report{"change_control.log",
           {"变更日志", "Change log"},
           "change_request.read",
           project::k_project_inputs,
           k_log_columns,
           "table",
           log},
    Report{"change_control.index",
           {"累计变更指数", "Cumulative change index"},
           "change_request.read",
           project::k_project_inputs,
           k_index_columns,
           "bar",
           index},
    Report{"change_control.trend",
           {"变更趋势", "Change trend"},
           "change_request.read",
           project::k_project_inputs,
           k_trend_columns,
           "line",
           trend},
    Report{"change_control.board",
           {"变更看板", "Change board"},
           "change_request.read",
           project::k_project_inputs,
           k_board_columns,
           "board",
           board},
    Report{"change_control.agenda",
           {"委员会议程", "Board agenda"},
           "change_request.read",
           project::k_project_inputs,
           k_agenda_columns,
           "table",
           agenda},
};

}  // namespace

std::span<const Report> reports() { return k_reports; }

}  // namespace change_control

const kernel::Function& change_control_function() {
  static const kernel::Function function = {.name = "change_control",
                                            .label = {"变更控制", "Change control"},
                                            .records = change_control::records(),
                                            .rules = change_control::rules(),
                                            .actions = change_control::actions(),
                                            .subscriptions = change_control::subscriptions(),
                                            .reports = change_control::reports()};
  return function;
}

}  // namespace tc::functions
