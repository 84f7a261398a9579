#include <array>
#include <map>

#include "engine/quality/capability.h"
#include "functions/quality/charts.h"
#include "functions/quality/quality.h"
#include "project/report_tools.h"

namespace tc::functions::quality {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_pareto_columns = {
    text("cause", {"原因类别", "Cause"}),
    integer("count", {"数量", "Count"}, {}),
    percent("cumulative", {"累计", "Cumulative"}),
    boolean("vital", {"关键少数", "Vital few"}),
};
Result<ReportTable> pareto(const ReportInput& input) {
  std::map<std::string, double> counts;
  for (const Row& row : project::report_rows(input, "nonconformity"))
    if (row.has("cause_class")) counts[std::string(row.text("cause_class"))] += 1;
  ReportTable table;
  if (counts.empty()) return table;
  std::vector<engine::quality::ParetoItem> items;
  for (const auto& [name, count] : counts) items.push_back({name, count});
  const auto sorted = engine::quality::pareto(std::move(items));
  if (!sorted) return sorted.refusals();
  constexpr double k_percent_unit = 10'000.0;
  for (const auto& item : *sorted)
    table.rows.push_back({Value(item.name), Value(static_cast<std::int64_t>(item.amount)),
                          Value(static_cast<std::int64_t>(item.cumulative * k_percent_unit + 0.5)),
                          Value(std::int64_t{item.vital})});
  return table;
}

constexpr std::array k_measure_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("nonconformities", {"不合格", "Nonconformities"}, {}),
    integer("open", {"未关闭", "Open"}, {}),
    number("age_days", {"平均账龄", "Mean age"}, 0, "d"),
    percent("repeat_rate", {"重复率", "Repeat rate"}),
    percent("removal_efficiency", {"缺陷清除率 DRE", "Defect removal efficiency"}),
    percent("escape_rate", {"缺陷逃逸率", "Escape rate"}),
    percent("first_pass_yield", {"一次合格率", "First-pass yield"}),
    number("review_efficiency", {"评审效率", "Defects per review hour"}),
};
// DRE: defects found before use ÷ all; what is left escaped. First-pass yield: inspections accepted
// at once, whatever a repetition found.
Result<ReportTable> measures(const ReportInput& input) {
  struct Sum {
    std::int64_t all = 0, open = 0, repeats = 0, before_use = 0, phased = 0, inspected = 0,
                 accepted = 0, found = 0;
    double hours = 0;
    project::Mean age;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "nonconformity")) {
    Sum& sum = sums[row.scope];
    ++sum.all;
    sum.repeats += row.integer("repeat");
    sum.phased += row.has("found_in");
    sum.before_use += row.has("found_in") && row.text("found_in") != "use";
    if (project::is_final(row)) continue;
    ++sum.open;
    sum.age.add(static_cast<double>(input.reader.today() - project::day_made(row)));
  }
  for (const Row& row : project::report_rows(input, "inspection")) {
    if (!row.has("first_result")) continue;
    ++sums[row.scope].inspected;
    sums[row.scope].accepted += row.text("first_result") == "accepted";
  }
  for (const Row& row : project::report_rows(input, "quality_review")) {
    sums[row.scope].found += row.integer("defects_found");
    sums[row.scope].hours += row.number_of("hours");
  }
  ReportTable table;
  for (const auto& [scope, sum] : sums)
    table.rows.push_back({Value(scope), Value(sum.all), Value(sum.open), sum.age.value(),
                          project::share(sum.repeats, sum.all),
                          project::share(sum.before_use, sum.phased),
                          project::share(sum.phased - sum.before_use, sum.phased),
                          project::share(sum.accepted, sum.inspected),
                          project::ratio(static_cast<double>(sum.found), sum.hours)});
  return table;
}

constexpr std::array k_cost_columns = {
    text("kind", {"类别", "Kind"}),
    money("amount", {"金额", "Amount"}),
    percent("share", {"占比", "Share"}),
};
Result<ReportTable> cost_of_quality(const ReportInput& input) {
  std::map<std::string, std::int64_t> kinds;
  std::int64_t total = 0;
  for (const Row& row : project::report_rows(input, "quality_cost")) {
    kinds[std::string(row.text("kind"))] += project::minor_units(row, "amount");
    total += project::minor_units(row, "amount");
  }
  ReportTable table;
  for (const auto& [kind, amount] : kinds)
    table.rows.push_back({Value(kind), project::yuan(amount), project::share(amount, total)});
  return table;
}

constexpr std::array k_itp_columns = {
    link("inspection", {"检验", "Inspection"}, "inspection"),
    text("point", {"控制点", "Point"}),
    date("planned_on", {"计划日期", "Planned"}),
    text("state", {"状态", "State"}),
    text("result", {"结果", "Result"}),
};
Result<ReportTable> itp(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "inspection"))
    table.rows.push_back(
        {Value(row.id), row.at("point"), row.at("planned_on"), Value(row.state), row.at("result")});
  return table;
}

constexpr std::array k_board_columns = {
    link("nonconformity", {"不合格", "Nonconformity"}, "nonconformity"),
    text("state", {"状态", "State"}),
    text("severity", {"等级", "Severity"}),
    link("owner", {"负责人", "Owner"}, "person"),
    integer("age_days", {"账龄", "Age"}, {}),
};
Result<ReportTable> board(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "nonconformity")) {
    if (project::is_final(row)) continue;
    table.rows.push_back({Value(row.id), Value(row.state), row.at("severity"), row.at("owner"),
                          Value(std::int64_t{input.reader.today() - project::day_made(row)})});
  }
  return table;
}

constexpr std::array k_fishbone_input = {
    project::k_project_input,
    link("nonconformity", {"不合格", "Nonconformity"}, "nonconformity"),
};
constexpr std::array k_fishbone_columns = {
    link("cause", {"原因", "Cause"}, "cause"),   link("effect_of", {"它导致", "Leads to"}, "cause"),
    text("branch", {"分支", "Branch"}),          integer("why", {"第几个为什么", "Which why"}, {}),
    boolean("root", {"根本原因", "Root cause"}),
};
// Causes under the branches of the 6M; each deeper one answers the next why.
Result<ReportTable> fishbone(const ReportInput& input) {
  const std::optional<Id> only = parse_id(input.inputs.text("nonconformity"));
  std::map<Id, Row> causes;
  for (Row& row : project::report_rows(input, "cause"))
    if (!only || row.integer("nonconformity") == *only) causes.emplace(row.id, std::move(row));
  ReportTable table;
  for (const auto& [id, row] : causes) {
    std::int64_t why = 1;
    for (auto above = causes.find(row.integer("effect_of")); above != causes.end();
         above = causes.find(above->second.integer("effect_of")))
      ++why;
    table.rows.push_back(
        {Value(id), row.at("effect_of"), row.at("branch"), Value(why), row.at("root")});
  }
  return table;
}

constexpr std::array k_reports = {
    Report{"quality.control_chart",
           {"控制图", "Control chart"},
           "measurement.read",
           k_metric_input,
           k_chart_columns,
           "control",
           control_chart},
    Report{"quality.capability",
           {"过程能力", "Capability"},
           "measurement.read",
           k_metric_input,
           k_capability_columns,
           "figures",
           capability},
    Report{"quality.pareto",
           {"帕累托图", "Pareto"},
           "nonconformity.read",
           project::k_project_inputs,
           k_pareto_columns,
           "pareto",
           pareto},
    Report{"quality.measures",
           {"质量指标", "Quality measures"},
           "nonconformity.read",
           project::k_project_inputs,
           k_measure_columns,
           "table",
           measures},
    Report{"quality.cost",
           {"质量成本 PAF", "Cost of quality"},
           "quality_cost.read",
           project::k_project_inputs,
           k_cost_columns,
           "bar",
           cost_of_quality},
    Report{"quality.itp",
           {"检验试验计划", "Inspection and test plan"},
           "inspection.read",
           project::k_project_inputs,
           k_itp_columns,
           "board",
           itp},
    Report{"quality.board",
           {"不合格看板", "Nonconformity board"},
           "nonconformity.read",
           project::k_project_inputs,
           k_board_columns,
           "board",
           board},
    Report{"quality.fishbone",
           {"鱼骨图", "Fishbone"},
           "cause.read",
           k_fishbone_input,
           k_fishbone_columns,
           "tree",
           fishbone},
};

}  // namespace

std::span<const Report> reports() { return k_reports; }

}  // namespace tc::functions::quality
