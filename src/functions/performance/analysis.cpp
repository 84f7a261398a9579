#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "functions/performance/performance.h"
#include "project/report_tools.h"

namespace tc::functions::performance {
namespace {

using namespace kernel;
using namespace kernel::field;
using engine::earned_value::Measure;

constexpr double k_percent = 100.0;

/// Cumulative amounts of one control account at the end of a period.
struct Standing {
  std::int64_t period = 0, planned = 0, earned = 0, actual = 0;
};

/// A control account with its last two reports.
struct Account {
  Row row;
  Standing now, before;
  std::string analysis;
  [[nodiscard]] std::int64_t budget() const {
    return project::minor_units(row, "budget_at_completion");
  }
  [[nodiscard]] std::int64_t schedule_variance() const { return now.earned - now.planned; }
  [[nodiscard]] std::int64_t cost_variance() const { return now.earned - now.actual; }
  /// What it will cost by its own CPI; the budget where nothing was earned.
  [[nodiscard]] std::int64_t estimate() const {
    if (now.earned == 0) return budget();
    return std::llround(static_cast<double>(budget()) * static_cast<double>(now.actual) /
                        static_cast<double>(now.earned));
  }
};

std::vector<Account> accounts_of(const ReportInput& input) {
  std::map<Id, std::map<std::int64_t, Row>> periods;
  for (Row& row : project::report_rows(input, "account_period"))
    if (row.has("earned_value"))
      periods[row.integer("control_account")].insert_or_assign(row.integer("period"),
                                                               std::move(row));
  std::vector<Account> accounts;
  for (Row& row : project::report_rows(input, "control_account")) {
    Account account{std::move(row), {}, {}, {}};
    for (const auto& [period, told] : periods[account.row.id]) {
      account.before = account.now;
      account.now = {period, project::minor_units(told, "planned_value"),
                     project::minor_units(told, "earned_value"),
                     project::minor_units(told, "actual_cost")};
      account.analysis = told.text("analysis");
    }
    if (account.now.period > 0) accounts.push_back(std::move(account));
  }
  return accounts;
}

constexpr std::array k_variance_columns = {
    link("control_account", {"控制账户", "Control account"}, "control_account"),
    integer("period", {"数据期", "Period"}, {}),
    money("schedule_variance", {"SV", "SV"}),
    number("schedule_percent", {"SV%", "SV%"}, 0, "%"),
    money("cost_variance", {"CV", "CV"}),
    number("cost_percent", {"CV%", "CV%"}, 0, "%"),
    percent("threshold", {"阈值", "Threshold"}),
    boolean("beyond", {"超出阈值", "Beyond"}),
    text("analysis", {"原因、影响与纠正", "Cause, effect, correction"}),
};
// SV% = SV ÷ PV, CV% = CV ÷ EV; beyond the account's threshold an analysis is owed.
Result<ReportTable> variance(const ReportInput& input) {
  constexpr std::int64_t k_threshold = 1000;
  ReportTable table;
  for (const Account& account : accounts_of(input)) {
    const std::int64_t threshold = account.row.integer("threshold", k_threshold);
    const auto part = [](std::int64_t of, std::int64_t whole) {
      return project::ratio(static_cast<double>(of), static_cast<double>(whole), k_percent);
    };
    const Value schedule = part(account.schedule_variance(), account.now.planned);
    const Value cost = part(account.cost_variance(), account.now.earned);
    const auto far = [&](const Value& value) {
      return is_set(value) &&
             std::abs(std::get<double>(value)) * k_percent > static_cast<double>(threshold);
    };
    table.rows.push_back({Value(account.row.id), Value(account.now.period),
                          project::yuan(account.schedule_variance()), schedule,
                          project::yuan(account.cost_variance()), cost, Value(threshold),
                          Value(std::int64_t{far(schedule) || far(cost)}),
                          Value(account.analysis)});
  }
  return table;
}

constexpr std::array k_format_1_columns = {
    link("control_account", {"控制账户", "Control account"}, "control_account"),
    link("wbs_entry", {"工作包", "WBS entry"}, "wbs_entry"),
    money("planned_period", {"当期 PV", "PV, period"}),
    money("earned_period", {"当期 EV", "EV, period"}),
    money("actual_period", {"当期 AC", "AC, period"}),
    money("planned", {"累计 PV", "PV to date"}),
    money("earned", {"累计 EV", "EV to date"}),
    money("actual", {"累计 AC", "AC to date"}),
    money("schedule_variance", {"SV", "SV"}),
    money("cost_variance", {"CV", "CV"}),
    money("budget", {"BAC", "BAC"}),
    money("eac", {"EAC", "EAC"}),
    money("vac", {"VAC", "VAC"}),
};
// ISO 21508 and IPMR format 1: by work breakdown, current period and to date, at completion.
Result<ReportTable> format_1(const ReportInput& input) {
  ReportTable table;
  for (const Account& account : accounts_of(input)) {
    const Standing& now = account.now;
    const Standing& before = account.before;
    table.rows.push_back(
        {Value(account.row.id), account.row.at("wbs_entry"),
         project::yuan(now.planned - before.planned), project::yuan(now.earned - before.earned),
         project::yuan(now.actual - before.actual), project::yuan(now.planned),
         project::yuan(now.earned), project::yuan(now.actual),
         project::yuan(account.schedule_variance()), project::yuan(account.cost_variance()),
         project::yuan(account.budget()), project::yuan(account.estimate()),
         project::yuan(account.budget() - account.estimate())});
  }
  return table;
}

/// The project of the report, or the first one with control accounts.
Id measured_project(const ReportInput& input) {
  const std::vector<Row> rows = project::report_rows(input, "account_period");
  return rows.empty() ? 0 : rows.front().scope;
}

constexpr std::array k_period_columns = {
    integer("period", {"期号", "Period"}, {}),
    money("planned", {"当期 PV", "PV, period"}),
    money("earned", {"当期 EV", "EV, period"}),
    money("actual", {"当期 AC", "AC, period"}),
    money("planned_to_date", {"累计 PV", "PV to date"}),
    money("earned_to_date", {"累计 EV", "EV to date"}),
    money("actual_to_date", {"累计 AC", "AC to date"}),
    number("spi_period", {"当期 SPI", "SPI, period"}),
    number("cpi_period", {"当期 CPI", "CPI, period"}),
};
Result<ReportTable> periods(const ReportInput& input) {
  ReportTable table;
  const Id project_id = measured_project(input);
  if (project_id == 0) return table;
  const Curves curves = curves_of(input.reader, project_id, 0);
  std::int64_t planned = 0, earned = 0, actual = 0;
  for (std::size_t t = 0; t < curves.earned.size(); ++t) {
    const std::int64_t pv = curves.planned[t + 1] - planned, ev = curves.earned[t] - earned,
                       ac = curves.actual[t] - actual;
    planned += pv;
    earned += ev;
    actual += ac;
    const auto index = [](std::int64_t of, std::int64_t by) {
      return project::ratio(static_cast<double>(of), static_cast<double>(by));
    };
    table.rows.push_back({Value(static_cast<std::int64_t>(t + 1)), project::yuan(pv),
                          project::yuan(ev), project::yuan(ac), project::yuan(planned),
                          project::yuan(earned), project::yuan(actual), index(ev, pv),
                          index(ev, ac)});
  }
  return table;
}

constexpr std::array k_format_3_columns = {
    integer("period", {"期号", "Period"}, {}),
    money("planned", {"当期基准", "Baseline, period"}),
    money("to_date", {"累计基准", "Baseline to date"}),
    percent("share", {"占 BAC", "Of BAC"}),
};
// IPMR format 3: the performance measurement baseline over time.
Result<ReportTable> format_3(const ReportInput& input) {
  ReportTable table;
  const Id project_id = measured_project(input);
  if (project_id == 0) return table;
  const Curves curves = curves_of(input.reader, project_id, 0);
  for (std::size_t t = 1; t < curves.planned.size(); ++t)
    table.rows.push_back({Value(static_cast<std::int64_t>(t)),
                          project::yuan(curves.planned[t] - curves.planned[t - 1]),
                          project::yuan(curves.planned[t]),
                          project::share(curves.planned[t], curves.budget())});
  return table;
}

constexpr std::array k_cone_columns = {
    integer("period", {"数据期", "Period"}, {}),         money("low", {"最低 EAC", "Lowest EAC"}),
    money("likely", {"EAC（CPI）", "EAC by CPI"}),       money("high", {"最高 EAC", "Highest EAC"}),
    number("duration", {"工期估算 IEAC(t)", "IEAC(t)"}),
};
// How far the four forecasts lay apart at each data date: the cone narrows towards the end.
Result<ReportTable> forecast_cone(const ReportInput& input) {
  ReportTable table;
  const Id project_id = measured_project(input);
  if (project_id == 0) return table;
  const std::int64_t last = curves_of(input.reader, project_id, 0).period;
  for (std::int64_t period = 1; period <= last; ++period) {
    const auto figures = measure_curves(curves_of(input.reader, project_id, period));
    if (!figures || !(*figures)[Measure::eac_cpi].defined()) continue;
    double low = INFINITY, high = -INFINITY;
    for (const Measure measure :
         {Measure::eac_at_plan, Measure::eac_cpi, Measure::eac_cpi_spi, Measure::eac_80_20}) {
      if (!(*figures)[measure].defined()) continue;
      low = std::min(low, (*figures)[measure].value);
      high = std::max(high, (*figures)[measure].value);
    }
    const auto& duration = (*figures)[Measure::ieac_time];
    Value months;
    if (duration.defined()) months = duration.value;
    table.rows.push_back({Value(period), project::yuan(std::llround(low)),
                          project::yuan(std::llround((*figures)[Measure::eac_cpi].value)),
                          project::yuan(std::llround(high)), months});
  }
  return table;
}

constexpr std::array k_gantt_columns = {
    link("work_package", {"工作包", "Work package"}, "work_package"),
    date("start", {"开始", "Start"}),
    date("earned_until", {"挣得至", "Earned until"}),
    date("finish", {"完成", "Finish"}),
    text("technique", {"挣值方法", "Technique"}),
    money("budget", {"预算", "Budget"}),
    money("earned_value", {"挣值 EV", "EV"}),
    percent("earned", {"挣得比例", "Earned"}),
};
// Each package with the day up to which its value is earned.
Result<ReportTable> gantt(const ReportInput& input) {
  constexpr std::int64_t k_whole = 10'000;
  ReportTable table;
  for (const Row& row : project::report_rows(input, "work_package")) {
    Value until;
    if (row.has("start") && row.has("finish"))
      until = row.integer("start") +
              (row.integer("finish") - row.integer("start")) * row.integer("earned") / k_whole;
    table.rows.push_back({Value(row.id), row.at("start"), until, row.at("finish"),
                          row.at("technique"), row.at("budget"), row.at("earned_value"),
                          row.at("earned")});
  }
  return table;
}

constexpr std::array k_trend_columns = {
    text("milestone", {"里程碑", "Milestone"}),
    date("reported_on", {"报告日期", "Reported on"}),
    date("forecast", {"预测日期", "Forecast"}),
    integer("slip_days", {"较首次偏移", "Slip since the first"}, {-100'000, 100'000, "d"}),
};
Result<ReportTable> milestone_trend(const ReportInput& input) {
  std::map<Id, std::vector<Row>> milestones;
  for (Row& row : project::report_rows(input, "milestone_forecast"))
    milestones[row.integer("activity")].push_back(std::move(row));
  ReportTable table;
  for (auto& [activity, rows] : milestones) {
    std::ranges::stable_sort(rows, {}, [](const Row& row) { return row.integer("reported_on"); });
    for (const Row& row : rows)
      table.rows.push_back({Value(std::string(rows.front().text("title"))), row.at("reported_on"),
                            row.at("forecast"),
                            Value(row.integer("forecast") - rows.front().integer("forecast"))});
  }
  return table;
}

constexpr std::array k_analysis_reports = {
    Report{"performance.periods",
           {"当期与累计", "Period and to date"},
           "control_account.read",
           project::k_project_inputs,
           k_period_columns,
           "line",
           periods},
    Report{"performance.forecast_cone",
           {"预测锥", "Forecast cone"},
           "control_account.read",
           project::k_project_inputs,
           k_cone_columns,
           "curve",
           forecast_cone},
    Report{"performance.variance",
           {"偏差分析报告", "Variance analysis report"},
           "control_account.read",
           project::k_project_inputs,
           k_variance_columns,
           "table",
           variance},
    Report{"performance.format_1",
           {"格式 1：工作分解结构", "Format 1: work breakdown structure"},
           "control_account.read",
           project::k_project_inputs,
           k_format_1_columns,
           "table",
           format_1},
    Report{"performance.format_3",
           {"格式 3：基准", "Format 3: baseline"},
           "control_account.read",
           project::k_project_inputs,
           k_format_3_columns,
           "curve",
           format_3},
    Report{"performance.ev_gantt",
           {"挣值甘特图", "Earned value Gantt"},
           "work_package.read",
           project::k_project_inputs,
           k_gantt_columns,
           "dates",
           gantt},
    Report{"performance.milestone_trend",
           {"里程碑趋势", "Milestone trend"},
           "milestone_forecast.read",
           project::k_project_inputs,
           k_trend_columns,
           "dates",
           milestone_trend},
};

}  // namespace

std::span<const Report> analysis_reports() { return k_analysis_reports; }

}  // namespace tc::functions::performance
