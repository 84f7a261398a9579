#include <algorithm>
#include <array>
#include <map>

#include "functions/strategy/strategy.h"
#include "project/readings.h"
#include "project/report_tools.h"

namespace tc::functions::strategy {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_variance_columns = {
    link("benefit", {"收益", "Benefit"}, "benefit"),
    link("project", {"项目", "Project"}, "project"),
    text("state", {"状态", "State"}),
    money("planned_to_date", {"至今计划", "Planned to date"}),
    money("realised", {"已实现", "Realised"}),
    money("variance", {"偏差", "Variance"}),
    percent("realisation_rate", {"实现率", "Realisation rate"}, 0, 1000),
    text("project_state", {"项目状态", "State of the project"}),
};
// Planned to date: evenly over the days from the first to the full benefit.
Result<ReportTable> variance(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "benefit")) {
    if (!row.has("planned_value") || !row.has("from_day") || !row.has("full_by")) continue;
    const std::int64_t days =
        std::max<std::int64_t>(row.integer("full_by") - row.integer("from_day"), 1);
    const std::int64_t past =
        std::clamp<std::int64_t>(input.reader.today() - row.integer("from_day"), 0, days);
    const std::int64_t planned = project::minor_units(row, "planned_value") / days * past +
                                 project::minor_units(row, "planned_value") % days * past / days;
    const std::int64_t realised = project::minor_units(row, "realised_value");
    const auto project = input.reader.load("project", row.scope);
    table.rows.push_back({Value(row.id), Value(row.scope), Value(row.state), project::yuan(planned),
                          project::yuan(realised), project::yuan(realised - planned),
                          row.at("realisation_rate"), project ? Value(project->state) : Value()});
  }
  return table;
}

constexpr std::array k_network_columns = {
    link("from", {"来自", "From"}, "*"),           link("to", {"支撑", "Supports"}, "*"),
    text("record", {"来源类型", "Source type"}),   text("to_record", {"支撑类型", "Supports type"}),
    money("value", {"计划金额", "Planned value"}),
};
// Projects bring benefits, benefits enable others and serve objectives.
Result<ReportTable> network(const ReportInput& input) {
  ReportTable table;
  struct End {
    const char* record;
    Id id;
  };
  const auto add = [&](End from, End to, const Value& value) {
    if (from.id != 0 && to.id != 0)
      table.rows.push_back({Value(from.id), Value(to.id), Value(std::string(from.record)),
                            Value(std::string(to.record)), value});
  };
  for (const Row& row : project::report_rows(input, "benefit")) {
    const Value value = row.at("planned_value");
    add({"project", row.scope}, {"benefit", row.id}, value);
    add({"benefit", row.id}, {"objective", row.integer("objective")}, value);
    add({"benefit", row.integer("depends_on")}, {"benefit", row.id}, value);
  }
  return table;
}

constexpr std::array k_review_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("slip_days", {"延误", "Slip"}, {-100'000, 100'000}),
    boolean("on_time", {"按期", "On time"}),
    percent("budget_used", {"预算使用率", "Budget used"}, 0, 1000),
    boolean("on_budget", {"预算内", "On budget"}),
    percent("realisation_rate", {"收益实现率", "Benefits realised"}, 0, 1000),
    integer("red_kpis", {"红灯指标", "Red KPIs"}, {}),
    integer("high_risks", {"高风险", "High risks"}, {}),
};
// On time, on budget, benefits, indicators and risk of every project in one line.
Result<ReportTable> review(const ReportInput& input) {
  constexpr std::int64_t k_high = 12;
  struct Sum {
    std::int64_t budget = 0, estimate = 0, planned = 0, realised = 0, red = 0, risks = 0;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "budget_line")) {
    if (Words("draft submitted").contains(row.state)) continue;
    sums[row.scope].budget += project::minor_units(row, "amount");
    sums[row.scope].estimate += project::minor_units(row, "estimate_at_completion");
  }
  for (const Row& row : project::report_rows(input, "benefit")) {
    sums[row.scope].planned += project::minor_units(row, "planned_value");
    sums[row.scope].realised += project::minor_units(row, "realised_value");
  }
  for (const auto& [scope, red] : project::red_indicators(input)) sums[scope].red = red;
  for (const Row& row : project::report_rows(input, "risk"))
    sums[row.scope].risks += !project::is_final(row) && row.integer("score") >= k_high;
  ReportTable table;
  for (const Row& row : project::report_rows(input, "project")) {
    const Sum& sum = sums[row.id];
    const auto slip = project::days_between(row.at("finish"), row.at("forecast_finish"));
    table.rows.push_back(
        {Value(row.id), project::optional_value(slip), Value(std::int64_t{slip.value_or(0) <= 0}),
         project::share(sum.estimate, sum.budget), Value(std::int64_t{sum.estimate <= sum.budget}),
         project::share(sum.realised, sum.planned), Value(sum.red), Value(sum.risks)});
  }
  return table;
}

constexpr std::array k_benefits_reports = {
    Report{"strategy.benefit_variance",
           {"收益偏差", "Benefit variance"},
           "benefit.read",
           project::k_project_inputs,
           k_variance_columns,
           "table",
           variance},
    Report{"strategy.benefit_network",
           {"收益依赖网络", "Benefit dependency network"},
           "benefit.read",
           project::k_project_inputs,
           k_network_columns,
           "network",
           network},
    Report{"strategy.review",
           {"定期复核", "Regular review"},
           "project.read",
           project::k_project_inputs,
           k_review_columns,
           "table",
           review},
};

}  // namespace

std::span<const Report> benefit_reports() { return k_benefits_reports; }

}  // namespace tc::functions::strategy
