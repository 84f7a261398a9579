#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "engine/quality/chart.h"
#include "functions/performance/performance.h"
#include "project/readings.h"
#include "project/report_tools.h"

namespace tc::functions::performance {
namespace {

using namespace kernel;
using namespace kernel::field;
using engine::earned_value::Indicators;
using engine::earned_value::Measure;

Value value_of(const Indicators& indicators, Measure measure) {
  const auto& figure = indicators[measure];
  if (!figure.defined()) return {};
  return figure.value;
}

/// A part of the whole, as percentages are kept: in hundredths of a percent.
Value part_of(const Indicators& indicators, Measure measure) {
  const auto& figure = indicators[measure];
  if (!figure.defined()) return {};
  return std::int64_t{std::llround(figure.value * 10'000)};
}

// Projects of the report that have control accounts.
std::set<Id> measured_projects(const ReportInput& input) {
  std::set<Id> projects;
  for (const Row& row : project::report_rows(input, "account_period")) projects.insert(row.scope);
  return projects;
}

constexpr std::array k_evm_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("period", {"数据期", "Period"}, {}),
    money("planned_value", {"PV", "PV"}),
    money("earned_value", {"EV", "EV"}),
    money("actual_cost", {"AC", "AC"}),
    money("budget_at_completion", {"BAC", "BAC"}),
    number("schedule_variance", {"SV", "SV"}, 0, "CNY"),
    number("cost_variance", {"CV", "CV"}, 0, "CNY"),
    number("spi", {"SPI", "SPI"}),
    number("cpi", {"CPI", "CPI"}),
    percent("percent_complete", {"完成比", "Complete"}),
    percent("percent_spent", {"花费比", "Spent"}),
    number("eac_at_plan", {"EAC 按计划", "EAC at plan"}, 0, "CNY"),
    number("eac_cpi", {"EAC CPI", "EAC CPI"}, 0, "CNY"),
    number("eac_cpi_spi", {"EAC CPI·SPI", "EAC CPI·SPI"}, 0, "CNY"),
    number("eac_80_20", {"EAC 80/20", "EAC 80/20"}, 0, "CNY"),
    number("etc", {"ETC", "ETC"}, 0, "CNY"),
    number("vac", {"VAC", "VAC"}, 0, "CNY"),
    number("tcpi_bac", {"TCPI(BAC)", "TCPI(BAC)"}),
    number("tcpi_eac", {"TCPI(EAC)", "TCPI(EAC)"}),
    number("earned_schedule", {"挣得进度 ES", "ES"}),
    number("sv_time", {"SV(t)", "SV(t)"}),
    number("spi_time", {"SPI(t)", "SPI(t)"}),
    number("ieac_time", {"IEAC(t)", "IEAC(t)"}),
};

// Amounts of the engine are minor units; here they are told in the currency.
Value major(const Indicators& indicators, Measure measure) {
  const auto& figure = indicators[measure];
  if (!figure.defined()) return {};
  return figure.value / 100.0;
}

Result<ReportTable> earned_value(const ReportInput& input) {
  ReportTable table;
  for (const Id id : measured_projects(input)) {
    const Curves curves = curves_of(input.reader, id, 0);
    const auto figures = measure_curves(curves);
    if (!figures) return figures.refusals();
    const Indicators& all = *figures;
    table.rows.push_back({Value(id),
                          Value(std::int64_t{curves.period}),
                          project::yuan(curves.planned_now),
                          project::yuan(curves.earned_now),
                          project::yuan(curves.actual_now),
                          project::yuan(curves.budget()),
                          major(all, Measure::schedule_variance),
                          major(all, Measure::cost_variance),
                          value_of(all, Measure::schedule_performance_index),
                          value_of(all, Measure::cost_performance_index),
                          part_of(all, Measure::percent_complete),
                          part_of(all, Measure::percent_spent),
                          major(all, Measure::eac_at_plan),
                          major(all, Measure::eac_cpi),
                          major(all, Measure::eac_cpi_spi),
                          major(all, Measure::eac_80_20),
                          major(all, Measure::etc_cpi),
                          major(all, Measure::variance_at_completion),
                          value_of(all, Measure::tcpi_bac),
                          value_of(all, Measure::tcpi_eac),
                          value_of(all, Measure::earned_schedule),
                          value_of(all, Measure::schedule_variance_time),
                          value_of(all, Measure::schedule_performance_index_time),
                          value_of(all, Measure::ieac_time)});
  }
  return table;
}

constexpr std::array k_curve_columns = {
    integer("period", {"期号", "Period"}, {}), money("planned", {"计划价值 PV", "PV"}),
    money("earned", {"挣值 EV", "EV"}),        money("actual", {"实际成本 AC", "AC"}),
    money("forecast", {"预测", "Forecast"}),
};

// The forecast goes on from the actual cost to EAC by CPI along the remaining planned curve.
Result<ReportTable> s_curve(const ReportInput& input) {
  ReportTable table;
  const std::set<Id> projects = measured_projects(input);
  if (projects.empty()) return table;
  const Curves curves = curves_of(input.reader, *projects.begin(), 0);
  const auto figures = measure_curves(curves);
  const bool forecast = figures && (*figures)[Measure::eac_cpi].defined();
  const double eac = forecast ? (*figures)[Measure::eac_cpi].value : 0;
  const auto left = static_cast<double>(curves.budget() - curves.planned_now);
  for (std::size_t t = 0; t < curves.planned.size(); ++t) {
    const bool past = t >= 1 && t <= curves.earned.size();
    Value ahead;
    if (forecast && left > 0 && t >= curves.earned.size()) {
      const double share = static_cast<double>(curves.planned[t] - curves.planned_now) / left;
      const auto actual = static_cast<double>(curves.actual_now);
      ahead = project::yuan(static_cast<std::int64_t>(actual + (eac - actual) * share + 0.5));
    }
    table.rows.push_back({Value(static_cast<std::int64_t>(t)), project::yuan(curves.planned[t]),
                          past ? project::yuan(curves.earned[t - 1]) : Value(),
                          past ? project::yuan(curves.actual[t - 1]) : Value(), ahead});
  }
  return table;
}

constexpr std::array k_bull_columns = {
    link("project", {"项目", "Project"}, "project"),
    number("spi", {"SPI", "SPI"}),
    number("cpi", {"CPI", "CPI"}),
    text("zone", {"区域", "Zone"}),
};
Result<ReportTable> bulls_eye(const ReportInput& input) {
  ReportTable table;
  for (const Id id : measured_projects(input)) {
    const auto figures = measure_curves(curves_of(input.reader, id, 0));
    if (!figures) continue;
    const auto& spi = (*figures)[Measure::schedule_performance_index];
    const auto& cpi = (*figures)[Measure::cost_performance_index];
    if (!spi.defined() || !cpi.defined()) continue;
    const double worst = std::min(spi.value, cpi.value);
    table.rows.push_back({Value(id), Value(spi.value), Value(cpi.value),
                          Value(std::string(worst >= 0.95   ? "green"
                                            : worst >= 0.85 ? "amber"
                                                            : "red"))});
  }
  return table;
}

constexpr std::array k_kpi_columns = {
    link("kpi", {"指标", "KPI"}, "kpi"),    link("project", {"项目", "Project"}, "project"),
    date("on_day", {"日期", "Date"}),       number("value", {"数值", "Value"}),
    number("target", {"目标", "Target"}),   text("status", {"状态", "Status"}),
    number("change", {"较上期", "Change"}),
};
// The latest reading of each indicator and project, with its change since the one before.
Result<ReportTable> scorecard(const ReportInput& input) {
  std::map<std::pair<Id, Id>, std::vector<Row>> series;
  for (Row& row : project::report_rows(input, "kpi_reading"))
    series[{row.integer("kpi"), row.scope}].push_back(std::move(row));
  ReportTable table;
  for (auto& [key, rows] : series) {
    std::ranges::stable_sort(rows, {}, [](const Row& row) { return row.integer("on_day"); });
    const Row& latest = rows.back();
    const auto kpi = input.reader.load("kpi", key.first);
    Value change;
    if (rows.size() > 1)
      change = latest.number_of("value") - rows[rows.size() - 2].number_of("value");
    table.rows.push_back({Value(key.first), Value(key.second), latest.at("on_day"),
                          latest.at("value"), kpi ? kpi->at("target") : Value(),
                          latest.at("status"), change});
  }
  return table;
}

constexpr std::array k_control_inputs = {
    project::k_project_input,
    link("kpi", {"指标", "KPI"}, "kpi", k_required),
};
constexpr std::array k_control_columns = {
    date("on_day", {"日期", "Date"}),       number("value", {"数值", "Value"}),
    number("center", {"中心线", "Center"}), number("lower", {"下控制限", "LCL"}),
    number("upper", {"上控制限", "UCL"}),   boolean("signal", {"异常", "Signal"}),
};
Result<ReportTable> kpi_chart(const ReportInput& input) {
  const std::optional<Id> kpi = parse_id(input.inputs.text("kpi"));
  std::vector<Row> rows = project::report_rows(input, "kpi_reading");
  std::erase_if(rows, [&](const Row& row) { return !kpi || row.integer("kpi") != *kpi; });
  std::ranges::stable_sort(rows, {}, [](const Row& row) { return row.integer("on_day"); });
  engine::quality::Data data;
  for (const Row& row : rows) data.values.push_back(row.number_of("value"));
  const auto limits = engine::quality::fit(engine::quality::ChartKind::imr, data, {});
  if (!limits) return limits.refusals();
  const auto chart = engine::quality::evaluate(data, *limits, engine::quality::k_nelson);
  if (!chart) return chart.refusals();
  ReportTable table;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& point = chart->points[i];
    table.rows.push_back({rows[i].at("on_day"), Value(point.value), Value(point.center),
                          Value(point.lower), Value(point.upper),
                          Value(std::int64_t{point.rules != 0})});
  }
  return table;
}

constexpr std::array k_league_columns = {
    link("project", {"项目", "Project"}, "project"),
    number("health", {"健康指数", "Health index"}),
    number("spi", {"SPI", "SPI"}),
    number("cpi", {"CPI", "CPI"}),
    integer("red_kpis", {"红灯指标", "Red KPIs"}, {}),
};
// Health 0…100: 50 points each for SPI and CPI (full at 1), five off for each indicator that is red
// at its last reading.
Result<ReportTable> league(const ReportInput& input) {
  std::map<Id, std::int64_t> red = project::red_indicators(input);
  ReportTable table;
  for (const Id id : measured_projects(input)) {
    const auto figures = measure_curves(curves_of(input.reader, id, 0));
    if (!figures) continue;
    const Value spi = value_of(*figures, Measure::schedule_performance_index);
    const Value cpi = value_of(*figures, Measure::cost_performance_index);
    if (!is_set(spi) || !is_set(cpi)) continue;
    const double health = 50 * std::min(std::get<double>(spi), 1.0) +
                          50 * std::min(std::get<double>(cpi), 1.0) -
                          5 * static_cast<double>(red[id]);
    table.rows.push_back({Value(id), Value(std::max(health, 0.0)), spi, cpi, Value(red[id])});
  }
  std::ranges::stable_sort(table.rows, std::greater<>(),
                           [](const auto& row) { return std::get<double>(row[1]); });
  return table;
}

constexpr std::array k_history_columns = {
    link("snapshot", {"快照", "Snapshot"}, "status_snapshot"),
    integer("period", {"数据期", "Period"}, {}),
    number("spi", {"SPI", "SPI"}),
    number("cpi", {"CPI", "CPI"}),
    money("eac", {"EAC", "EAC"}),
    text("state", {"状态", "State"}),
};
Result<ReportTable> history(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "status_snapshot"))
    table.rows.push_back({Value(row.id), row.at("period"), row.at("spi"), row.at("cpi"),
                          row.at("estimate_at_completion"), Value(row.state)});
  return table;
}

constexpr std::array k_reports = {
    Report{"performance.earned_value",
           {"挣值分析", "Earned value"},
           "control_account.read",
           project::k_project_inputs,
           k_evm_columns,
           "table",
           earned_value},
    Report{"performance.s_curve",
           {"S 曲线", "S-curve"},
           "control_account.read",
           project::k_project_inputs,
           k_curve_columns,
           "line",
           s_curve},
    Report{"performance.bulls_eye",
           {"靶心图", "Bull's-eye"},
           "control_account.read",
           project::k_project_inputs,
           k_bull_columns,
           "quadrant",
           bulls_eye},
    Report{"performance.scorecard",
           {"指标卡", "Scorecard"},
           "kpi_reading.read",
           project::k_project_inputs,
           k_kpi_columns,
           "table",
           scorecard},
    Report{"performance.kpi_chart",
           {"指标控制图", "KPI control chart"},
           "kpi_reading.read",
           k_control_inputs,
           k_control_columns,
           "control",
           kpi_chart},
    Report{"performance.league",
           {"项目排行", "League table"},
           "control_account.read",
           project::k_project_inputs,
           k_league_columns,
           "bar",
           league},
    Report{"performance.snapshots",
           {"快照历史", "Snapshots"},
           "status_snapshot.read",
           project::k_project_inputs,
           k_history_columns,
           "line",
           history},
};

}  // namespace

std::span<const Report> reports() {
  static const std::vector<Report> all = [] {
    std::vector<Report> list(k_reports.begin(), k_reports.end());
    list.insert(list.end(), analysis_reports().begin(), analysis_reports().end());
    return list;
  }();
  return all;
}

}  // namespace tc::functions::performance
