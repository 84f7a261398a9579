#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "engine/quality/capability.h"
#include "engine/quality/chart.h"
#include "functions/quality/quality.h"
#include "project/report_tools.h"

namespace tc::functions::quality {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_metric_input = {
    project::k_project_input,
    link("metric", {"质量指标", "Metric"}, "quality_metric", k_required),
};

std::vector<Row> measurements(const ReportInput& input) {
  const std::optional<Id> metric = parse_id(input.inputs.text("metric"));
  std::vector<Row> rows = project::report_rows(input, "measurement");
  std::erase_if(rows, [&](const Row& row) { return !metric || row.integer("metric") != *metric; });
  std::ranges::stable_sort(rows, {}, [](const Row& row) { return row.integer("on_day"); });
  return rows;
}

constexpr std::array k_chart_columns = {
    date("on_day", {"日期", "Date"}),       number("value", {"数值", "Value"}),
    number("center", {"中心线", "Center"}), number("lower", {"下控制限", "LCL"}),
    number("upper", {"上控制限", "UCL"}),   boolean("signal", {"异常", "Signal"}),
};
Result<ReportTable> control_chart(const ReportInput& input) {
  const std::vector<Row> rows = measurements(input);
  engine::quality::Data data;
  for (const Row& row : rows) data.values.push_back(row.number_of("value"));
  const auto limits = engine::quality::fit(engine::quality::ChartKind::imr, data, {});
  if (!limits) return limits.refusals();
  const auto chart = engine::quality::evaluate(data, *limits, engine::quality::k_nelson);
  if (!chart) return chart.refusals();
  ReportTable table;
  std::int64_t signals = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& point = chart->points[i];
    signals += point.rules != 0;
    table.rows.push_back({rows[i].at("on_day"), Value(point.value), Value(point.center),
                          Value(point.lower), Value(point.upper),
                          Value(std::int64_t{point.rules != 0})});
  }
  table.finding = {"{count} 个点违反 Nelson 规则", "{count} points break a Nelson rule"};
  table.arguments = {{"count", std::to_string(signals)}};
  return table;
}

constexpr std::array k_capability_columns = {
    integer("count", {"样本", "Values"}, {}),
    number("mean", {"平均", "Mean"}),
    number("cp", {"Cp", "Cp"}),
    number("cpk", {"Cpk", "Cpk"}),
    number("pp", {"Pp", "Pp"}),
    number("ppk", {"Ppk", "Ppk"}),
};
Value shown(const Figure& figure) {
  if (!figure.defined()) return {};
  return figure.value;
}
Result<ReportTable> capability(const ReportInput& input) {
  const std::vector<Row> rows = measurements(input);
  const auto metric =
      input.reader.load("quality_metric", parse_id(input.inputs.text("metric")).value_or(0));
  if (!metric) return refuse(RefusalKind::not_found, "record.not_found");
  engine::quality::Data data;
  for (const Row& row : rows) data.values.push_back(row.number_of("value"));
  const auto limits = engine::quality::fit(engine::quality::ChartKind::imr, data, {});
  if (!limits) return limits.refusals();
  double sum = 0, squares = 0;
  for (const double value : data.values) sum += value;
  const auto count = static_cast<double>(data.values.size());
  const double mean = sum / count;
  for (const double value : data.values) squares += (value - mean) * (value - mean);
  const double overall = count > 1 ? std::sqrt(squares / (count - 1)) : 0;
  engine::quality::Specification specification;
  if (metric->has("lower_limit")) specification.lower = metric->number_of("lower_limit");
  if (metric->has("upper_limit")) specification.upper = metric->number_of("upper_limit");
  const auto result = engine::quality::capability(mean, limits->sigma, overall, specification);
  ReportTable table;
  table.rows.push_back({Value(static_cast<std::int64_t>(rows.size())), Value(mean),
                        shown(result.cp), shown(result.cpk), shown(result.pp), shown(result.ppk)});
  return table;
}

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
    percent("first_pass_yield", {"一次合格率", "First-pass yield"}),
    number("review_efficiency", {"评审效率", "Defects per review hour"}),
};
// DRE: defects found before use ÷ all. First-pass yield: inspections accepted at once.
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
    if (!row.has("result")) continue;
    ++sums[row.scope].inspected;
    sums[row.scope].accepted += row.text("result") == "accepted";
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
};

}  // namespace

std::span<const Report> reports() { return k_reports; }

}  // namespace tc::functions::quality
