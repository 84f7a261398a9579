#include <array>
#include <map>

#include "functions/process/process.h"
#include "project/report_tools.h"

namespace tc::functions::process {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_compliance_columns = {
    link("project", {"项目", "Project"}, "project"),
    text("phase", {"阶段", "Phase"}),
    integer("applicable", {"适用强制项", "Applicable"}, {}),
    integer("satisfied", {"已满足", "Satisfied"}, {}),
    percent("compliance", {"流程符合率", "Process compliance"}),
};

// Satisfied mandatory items of those that apply, per project and phase; phase "*" is the project.
Result<ReportTable> compliance(const ReportInput& input) {
  std::map<std::pair<Id, std::string>, std::pair<std::int64_t, std::int64_t>> counts;
  for (const Row& row : project::report_rows(input, "checklist_item")) {
    if (row.integer("mandatory") == 0 || row.text("status") == "not_applicable") continue;
    const bool satisfied = row.text("status") == "satisfied";
    for (const std::string& phase : {std::string(row.text("phase")), std::string("*")}) {
      auto& [applicable, done] = counts[{row.scope, phase}];
      ++applicable;
      done += satisfied;
    }
  }
  ReportTable table;
  for (const auto& [key, count] : counts) {
    table.rows.push_back({Value(key.first), Value(key.second), Value(count.first),
                          Value(count.second), project::share(count.second, count.first)});
  }
  return table;
}

constexpr std::array k_board_columns = {
    link("project", {"项目", "Project"}, "project"),
    link("gate", {"关口", "Gate"}, "gate"),
    text("phase", {"阶段", "Phase"}),
    text("state", {"状态", "State"}),
    text("decision", {"结论", "Decision"}),
    date("planned_on", {"计划日期", "Planned"}),
    integer("overdue_days", {"逾期天数", "Overdue"}, {}),
};

Result<ReportTable> gate_board(const ReportInput& input) {
  ReportTable table;
  const std::int64_t today = input.reader.today();
  for (const Row& row : project::report_rows(input, "gate")) {
    const bool open = row.state != "decided" && row.state != "conditions_closed";
    const std::int64_t late = today - row.integer("planned_on", today);
    table.rows.push_back({Value(row.scope), Value(row.id), row.at("phase"), Value(row.state),
                          row.at("decision"), row.at("planned_on"),
                          open && late > 0 ? Value(late) : Value()});
  }
  return table;
}

constexpr std::array k_performance_columns = {
    text("phase", {"阶段", "Phase"}),
    integer("decided", {"已决定", "Decided"}, {}),
    number("cycle_days", {"平均周期", "Mean cycle"}, 0, "d"),
    percent("first_pass_rate", {"一次通过率", "First-pass rate"}),
};

Result<ReportTable> gate_performance(const ReportInput& input) {
  struct Sum {
    project::Mean cycle;
    std::int64_t first = 0;
  };
  std::map<std::string, Sum> phases;
  for (const Row& row : project::report_rows(input, "gate")) {
    if (!row.has("decided_on")) continue;
    Sum& sum = phases[std::string(row.text("phase"))];
    sum.cycle.add(static_cast<double>(row.integer("cycle_days")));
    sum.first += row.integer("first_pass");
  }
  ReportTable table;
  for (const auto& [phase, sum] : phases) {
    table.rows.push_back({Value(phase), Value(sum.cycle.count()), sum.cycle.value(),
                          project::share(sum.first, sum.cycle.count())});
  }
  return table;
}

constexpr std::array k_deviation_columns = {
    link("project", {"项目", "Project"}, "project"),
    link("waiver", {"偏离", "Waiver"}, "waiver"),
    text("state", {"状态", "State"}),
    date("expires_on", {"有效期至", "Expires"}),
};

Result<ReportTable> deviations(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "waiver"))
    table.rows.push_back({Value(row.scope), Value(row.id), Value(row.state), row.at("expires_on")});
  return table;
}

constexpr std::array k_reports = {
    Report{"process.compliance",
           {"流程符合率", "Process compliance"},
           "checklist_item.read",
           project::k_project_inputs,
           k_compliance_columns,
           "heat",
           compliance},
    Report{"process.gate_board",
           {"关口看板", "Gate board"},
           "gate.read",
           project::k_project_inputs,
           k_board_columns,
           "board",
           gate_board},
    Report{"process.gate_performance",
           {"关口绩效", "Gate performance"},
           "gate.read",
           project::k_project_inputs,
           k_performance_columns,
           "bar",
           gate_performance},
    Report{"process.deviations",
           {"偏离台账", "Deviation register"},
           "waiver.read",
           project::k_project_inputs,
           k_deviation_columns,
           "table",
           deviations},
};

}  // namespace

std::span<const Report> reports() {
  static const std::vector<Report> all = [] {
    std::vector<Report> list(k_reports.begin(), k_reports.end());
    list.insert(list.end(), method_reports().begin(), method_reports().end());
    return list;
  }();
  return all;
}

}  // namespace tc::functions::process
