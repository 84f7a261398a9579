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
};

struct Sum {
  std::int64_t requests = 0, accepted = 0, cost_minor = 0;
  double days = 0;
};

// Σ |accepted cost changes| against the budget of the project, in percent.
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
  }
  ReportTable table;
  for (const auto& [project_id, sum] : sums) {
    const std::optional<Row> row = input.reader.load("project", project_id);
    const std::int64_t budget = row ? project::minor_units(*row, "budget") : 0;
    const Value share =
        budget > 0
            ? Value(100.0 * static_cast<double>(absolute[project_id]) / static_cast<double>(budget))
            : Value();
    table.rows.push_back({Value(project_id), Value(sum.requests), Value(sum.accepted),
                          project::yuan(sum.cost_minor), Value(sum.days), share});
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
