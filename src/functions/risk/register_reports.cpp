#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "functions/risk/risk.h"
#include "project/report_tools.h"

namespace tc::functions::risk {
namespace {

using namespace kernel;
using namespace kernel::field;

/// Risks of the report that are not over.
std::vector<Row> open_risks(const ReportInput& input) {
  std::vector<Row> rows = project::report_rows(input, "risk");
  std::erase_if(rows, [](const Row& row) { return project::is_final(row); });
  return rows;
}
std::string_view remaining(const Row& risk) {
  return risk.has("residual_probability") ? "residual_probability" : "probability";
}

constexpr std::array k_reserve_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("risks", {"未关闭风险", "Open risks"}, {}),
    money("expected", {"期望损失 Σ EMV", "Σ EMV"}),
    money("residual", {"应对后", "After responses"}),
};
Result<ReportTable> reserve(const ReportInput& input) {
  struct Sum {
    std::int64_t count = 0, expected = 0, residual = 0;
  };
  const Settings settings(input.reader);
  std::map<Id, Sum> sums;
  for (const Row& row : open_risks(input)) {
    const Scale scale = settings.scale(row.scope);
    Sum& sum = sums[row.scope];
    ++sum.count;
    sum.expected += expected_loss(row, scale, "probability");
    sum.residual += expected_loss(row, scale, remaining(row));
  }
  ReportTable table;
  for (const auto& [scope, sum] : sums)
    table.rows.push_back(
        {Value(scope), Value(sum.count), project::yuan(sum.expected), project::yuan(sum.residual)});
  return table;
}

constexpr std::array k_top_columns = {
    link("risk", {"风险", "Risk"}, "risk"),   integer("score", {"评分", "Score"}, {}),
    money("expected", {"期望损失", "EMV"}),   text("state", {"状态", "State"}),
    integer("age_days", {"账龄", "Age"}, {}),
};
Result<ReportTable> top(const ReportInput& input) {
  constexpr std::size_t k_shown = 10;
  const Settings settings(input.reader);
  std::vector<Row> rows = open_risks(input);
  std::ranges::stable_sort(rows, std::greater<>(),
                           [](const Row& row) { return row.integer("score"); });
  ReportTable table;
  for (std::size_t i = 0; i < rows.size() && i < k_shown; ++i)
    table.rows.push_back(
        {Value(rows[i].id), rows[i].at("score"),
         project::yuan(expected_loss(rows[i], settings.scale(rows[i].scope), "probability")),
         Value(rows[i].state),
         Value(std::int64_t{input.reader.today() - project::day_made(rows[i])})});
  return table;
}

constexpr std::array k_appetite_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("score_max", {"可接受评分", "Score accepted"}, {}),
    integer("residual_score", {"最高残余评分", "Highest residual score"}, {}),
    integer("beyond", {"超偏好风险", "Risks beyond"}, {}),
    money("exposure", {"残余敞口", "Residual exposure"}),
    money("exposure_max", {"可接受敞口", "Exposure accepted"}),
    boolean("breached", {"超出偏好", "Breached"}),
};
// What is left after the responses against what the organisation takes.
Result<ReportTable> appetite(const ReportInput& input) {
  struct Sum {
    std::int64_t worst = 0, beyond = 0, exposure = 0;
  };
  const Settings settings(input.reader);
  std::map<Id, Sum> sums;
  for (const Row& row : open_risks(input)) {
    Sum& sum = sums[row.scope];
    sum.exposure += expected_loss(row, settings.scale(row.scope), remaining(row));
    if (row.text("kind") == "opportunity") continue;
    const std::int64_t score =
        row.has("residual_score") ? row.integer("residual_score") : row.integer("score");
    sum.worst = std::max(sum.worst, score);
    sum.beyond += score > settings.appetite(row.scope, row.text("category")).score_max;
  }
  ReportTable table;
  for (const auto& [scope, sum] : sums) {
    const Appetite taken = settings.appetite(scope);
    const bool dear = taken.exposure_minor_max && sum.exposure > *taken.exposure_minor_max;
    Value most;
    if (taken.exposure_minor_max) most = project::yuan(*taken.exposure_minor_max);
    table.rows.push_back({Value(scope), Value(taken.score_max), Value(sum.worst), Value(sum.beyond),
                          project::yuan(sum.exposure), most,
                          Value(std::int64_t{dear || sum.beyond > 0})});
  }
  return table;
}

constexpr std::array k_kri_columns = {
    link("indicator", {"关键风险指标", "Indicator"}, "risk_indicator"),
    link("risk", {"风险", "Risk"}, "risk"),
    number("value", {"当前值", "Value"}),
    number("amber_limit", {"预警值", "Amber limit"}),
    number("red_limit", {"触发值", "Trigger"}),
    text("status", {"状态", "Status"}),
    integer("breached_days", {"超限天数", "Days in breach"}, {}),
};
Result<ReportTable> breaches(const ReportInput& input) {
  ReportTable table;
  std::vector<Row> rows = project::report_rows(input, "risk_indicator");
  std::erase_if(rows, [](const Row& row) {
    return row.text("status") != "red" && row.text("status") != "amber";
  });
  std::ranges::stable_sort(rows, {}, [](const Row& row) { return row.text("status") != "red"; });
  for (const Row& row : rows) {
    const auto days =
        project::days_between(row.at("breached_on"), Value(std::int64_t{input.reader.today()}));
    table.rows.push_back({Value(row.id), row.at("risk"), row.at("value"), row.at("amber_limit"),
                          row.at("red_limit"), row.at("status"), project::optional_value(days)});
  }
  return table;
}

constexpr std::array k_response_columns = {
    link("response", {"应对措施", "Response"}, "risk_response"),
    link("risk", {"风险", "Risk"}, "risk"),
    money("before", {"应对前 EMV", "EMV before"}),
    money("after", {"应对后 EMV", "EMV after"}),
    money("cost", {"费用", "Cost"}),
    number("leverage", {"杠杆率", "Leverage"}),
    text("effect", {"效果", "Effect"}),
};
// Leverage = (EMV before − EMV after) ÷ cost of the response.
Result<ReportTable> responses(const ReportInput& input) {
  const Settings settings(input.reader);
  std::map<Id, Row> risks;
  for (Row& row : project::report_rows(input, "risk")) risks.emplace(row.id, std::move(row));
  ReportTable table;
  for (const Row& row : project::report_rows(input, "risk_response")) {
    const auto risk = risks.find(row.integer("risk"));
    if (risk == risks.end()) continue;
    const Scale scale = settings.scale(row.scope);
    const std::int64_t before = expected_loss(risk->second, scale, "probability");
    Row treated = risk->second;
    if (row.has("probability_after")) treated.set("probability", row.at("probability_after"));
    const std::int64_t after = expected_loss(treated, scale, "probability");
    table.rows.push_back({Value(row.id), row.at("risk"), project::yuan(before),
                          project::yuan(after), row.at("cost"),
                          project::ratio(static_cast<double>(before - after),
                                         static_cast<double>(project::minor_units(row, "cost"))),
                          row.at("effect")});
  }
  return table;
}

constexpr std::array k_cause_columns = {
    link("category", {"风险类别", "Category"}, "risk_category"),
    integer("projects", {"涉及项目", "Projects"}, {}),
    integer("risks", {"未关闭风险", "Open risks"}, {}),
    money("exposure", {"风险敞口", "Exposure"}),
    boolean("common", {"共因", "Common cause"}),
};
// One category that threatens several projects is one cause to treat once.
Result<ReportTable> common_causes(const ReportInput& input) {
  struct Sum {
    std::set<Id> projects;
    std::int64_t risks = 0, exposure = 0;
  };
  const Settings settings(input.reader);
  std::map<Id, Sum> sums;
  for (const Row& row : open_risks(input)) {
    if (!row.has("rbs")) continue;
    Sum& sum = sums[row.integer("rbs")];
    sum.projects.insert(row.scope);
    ++sum.risks;
    sum.exposure += expected_loss(row, settings.scale(row.scope), "probability");
  }
  ReportTable table;
  for (const auto& [category, sum] : sums)
    table.rows.push_back({Value(category), Value(static_cast<std::int64_t>(sum.projects.size())),
                          Value(sum.risks), project::yuan(sum.exposure),
                          Value(std::int64_t{sum.projects.size() > 1})});
  std::ranges::stable_sort(table.rows, std::greater<>(),
                           [](const auto& row) { return std::get<Money>(row[3]).minor; });
  return table;
}

constexpr std::array k_gate_columns = {
    link("gate", {"关口", "Gate"}, "gate"),
    date("planned_on", {"计划日期", "Planned"}),
    integer("risks", {"之前可能发生", "Expected before it"}, {}),
    integer("beyond", {"超偏好风险", "Beyond appetite"}, {}),
    money("expected", {"期望损失", "EMV"}),
};
// Each open risk counts at the first gate on or after the day it is expected; without a day at the
// next gate.
Result<ReportTable> by_gate(const ReportInput& input) {
  std::vector<Row> gates = project::report_rows(input, "gate");
  std::erase_if(gates,
                [&](const Row& gate) { return gate.integer("planned_on") < input.reader.today(); });
  std::ranges::stable_sort(gates, {}, [](const Row& row) { return row.integer("planned_on"); });
  struct Sum {
    std::int64_t risks = 0, beyond = 0, expected = 0;
  };
  std::map<Id, Sum> sums;
  const Settings settings(input.reader);
  for (const Row& row : open_risks(input)) {
    const auto gate = std::ranges::find_if(gates, [&](const Row& one) {
      return one.scope == row.scope && one.integer("planned_on") >= row.integer("proximity");
    });
    if (gate == gates.end()) continue;
    Sum& sum = sums[gate->id];
    ++sum.risks;
    sum.beyond +=
        row.integer("score") > settings.appetite(row.scope, row.text("category")).score_max;
    sum.expected += expected_loss(row, settings.scale(row.scope), "probability");
  }
  ReportTable table;
  for (const Row& gate : gates) {
    const Sum& sum = sums[gate.id];
    table.rows.push_back({Value(gate.id), gate.at("planned_on"), Value(sum.risks),
                          Value(sum.beyond), project::yuan(sum.expected)});
  }
  return table;
}

constexpr std::array k_register_reports = {
    Report{"risk.reserve",
           {"风险储备", "Risk reserve"},
           "risk.read",
           project::k_project_inputs,
           k_reserve_columns,
           "bar",
           reserve},
    Report{"risk.top",
           {"十大风险", "Top ten"},
           "risk.read",
           project::k_project_inputs,
           k_top_columns,
           "bar",
           top},
    Report{"risk.appetite",
           {"残余风险与偏好", "Residual risk against appetite"},
           "risk.read",
           project::k_project_inputs,
           k_appetite_columns,
           "table",
           appetite},
    Report{"risk.kri",
           {"关键风险指标超限", "Breached indicators"},
           "risk_indicator.read",
           project::k_project_inputs,
           k_kri_columns,
           "table",
           breaches},
    Report{"risk.responses",
           {"应对效果", "Effect of responses"},
           "risk_response.read",
           project::k_project_inputs,
           k_response_columns,
           "bar",
           responses},
    Report{"risk.common_causes",
           {"共因风险", "Common causes"},
           "risk.read",
           project::k_project_inputs,
           k_cause_columns,
           "bar",
           common_causes},
    Report{"risk.by_gate",
           {"分关口风险", "Risk per gate"},
           "risk.read",
           project::k_project_inputs,
           k_gate_columns,
           "bar",
           by_gate},
};

}  // namespace

std::span<const Report> register_figures() { return k_register_reports; }

}  // namespace tc::functions::risk
