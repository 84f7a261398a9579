#include <algorithm>
#include <array>
#include <map>

#include "functions/portfolio/records.h"
#include "project/report_tools.h"

namespace tc::functions::portfolio {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_bubble_columns = {
    link("demand", {"需求", "Demand"}, "demand"), integer("risk", {"风险", "Risk"}, {}),
    number("value", {"价值", "Value"}),           money("cost", {"投资", "Cost"}),
    text("category", {"类别", "Category"}),
};
Result<ReportTable> bubble(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "demand")) {
    if (Words("rejected draft").contains(row.state)) continue;
    table.rows.push_back({Value(row.id), row.at("risk"),
                          row.has("strategic_value") ? row.at("strategic_value") : row.at("wsjf"),
                          row.at("cost"), row.at("category")});
  }
  return table;
}

constexpr std::array k_line_columns = {
    integer("rank", {"名次", "Rank"}, {}),
    link("demand", {"需求", "Demand"}, "demand"),
    number("wsjf", {"WSJF", "WSJF"}),
    money("cost", {"投资", "Cost"}),
    money("cumulative", {"累计投资", "Cumulative"}),
    boolean("above_line", {"在线上", "Above the line"}),
};
// By falling WSJF; the line lies where the envelopes are used up.
Result<ReportTable> waterline(const ReportInput& input) {
  std::int64_t budget = 0, sum = 0, rank = 0;
  for (const Row& row : project::report_rows(input, "budget_envelope"))
    budget += project::minor_units(row, "amount");
  std::vector<Row> rows = project::report_rows(input, "demand");
  std::erase_if(rows,
                [](const Row& row) { return !Words("qualified approved").contains(row.state); });
  std::ranges::stable_sort(rows, std::greater<>(),
                           [](const Row& row) { return row.number_of("wsjf"); });
  ReportTable table;
  for (const Row& row : rows) {
    sum += project::minor_units(row, "cost");
    table.rows.push_back({Value(++rank), Value(row.id), row.at("wsjf"), row.at("cost"),
                          project::yuan(sum), Value(std::int64_t{sum <= budget})});
  }
  return table;
}

constexpr std::array k_mix_columns = {
    text("category", {"类别", "Category"}),
    integer("demands", {"需求数", "Demands"}, {}),
    money("cost", {"投资", "Cost"}),
    percent("share", {"占比", "Share"}),
};
Result<ReportTable> mix(const ReportInput& input) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> categories;
  std::int64_t total = 0;
  for (const Row& row : project::report_rows(input, "demand")) {
    if (row.state == "rejected") continue;
    auto& [count, cost] = categories[std::string(row.text("category"))];
    ++count;
    cost += project::minor_units(row, "cost");
    total += project::minor_units(row, "cost");
  }
  ReportTable table;
  for (const auto& [category, sum] : categories)
    table.rows.push_back({Value(category), Value(sum.first), project::yuan(sum.second),
                          project::share(sum.second, total)});
  return table;
}

constexpr std::array k_scenario_columns = {
    link("scenario", {"方案", "Scenario"}, "portfolio_scenario"),
    number("budget_factor", {"预算系数", "Budget factor"}),
    number("objective", {"总价值", "Value"}),
    money("cost", {"总投资", "Cost"}),
    number("gap", {"差距", "Gap"}, 0, "%"),
    boolean("proved", {"已证明", "Proved"}),
    integer("selected", {"入选", "Selected"}, {}),
};
Result<ReportTable> scenarios(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "portfolio_scenario")) {
    const Result<Json> selected = parse_json(row.text("selected"));
    table.rows.push_back({Value(row.id), row.at("budget_factor"), row.at("objective"),
                          row.at("cost"), row.at("gap"), row.at("proved"),
                          Value(static_cast<std::int64_t>(
                              selected && selected->is_array() ? selected->size() : 0))});
  }
  return table;
}

constexpr std::array k_health_columns = {
    link("portfolio", {"项目组合", "Portfolio"}, "portfolio"),
    link("project", {"项目", "Project"}, "project"),
    text("rag", {"状态灯", "RAG"}),
    text("cause", {"首要原因", "First cause"}),
    date("finish", {"计划完成", "Planned finish"}),
    date("forecast", {"预测完成", "Forecast"}),
    integer("slip_days", {"延误", "Slip"}, {-100'000, 100'000}),
    integer("high_risks", {"高风险", "High risks"}, {}),
};
Result<ReportTable> health(const ReportInput& input) {
  constexpr std::int64_t k_high = 12;
  std::map<Id, std::int64_t> risks;
  for (const Row& row : project::report_rows(input, "risk"))
    risks[row.scope] += !project::is_final(row) && row.integer("score") >= k_high;
  ReportTable table;
  for (const Row& row : project::report_rows(input, "project")) {
    if (row.state == "closed") continue;
    const auto slip = project::days_between(row.at("finish"), row.at("forecast_finish"));
    const Value rag = row.has("rag_override") ? row.at("rag_override") : row.at("rag");
    table.rows.push_back({row.at("parent"), Value(row.id), rag, row.at("rag_cause"),
                          row.at("finish"), row.at("forecast_finish"),
                          project::optional_value(slip), Value(risks[row.id])});
  }
  return table;
}

constexpr std::array k_roadmap_columns = {
    link("project", {"项目", "Project"}, "project"),
    date("start", {"开始", "Start"}),
    date("finish", {"完成", "Finish"}),
    date("forecast", {"预测", "Forecast"}),
    text("state", {"状态", "State"}),
};
Result<ReportTable> roadmap(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "project"))
    table.rows.push_back({Value(row.id), row.at("start"), row.at("finish"),
                          row.at("forecast_finish"), Value(row.state)});
  return table;
}

constexpr std::array k_reports = {
    Report{"portfolio.bubble",
           {"气泡图", "Bubble chart"},
           "demand.read",
           {},
           k_bubble_columns,
           "bubble",
           bubble},
    Report{"portfolio.waterline",
           {"水位线", "Waterline"},
           "demand.read",
           {},
           k_line_columns,
           "table",
           waterline},
    Report{"portfolio.mix",
           {"投资结构", "Investment mix"},
           "demand.read",
           {},
           k_mix_columns,
           "bar",
           mix},
    Report{"portfolio.scenarios",
           {"方案比较", "Scenarios"},
           "portfolio_scenario.read",
           {},
           k_scenario_columns,
           "table",
           scenarios},
    Report{"portfolio.health",
           {"组合健康度", "Portfolio health"},
           "project.read",
           project::k_project_inputs,
           k_health_columns,
           "table",
           health},
    Report{"portfolio.roadmap",
           {"路线图", "Roadmap"},
           "project.read",
           project::k_project_inputs,
           k_roadmap_columns,
           "dates",
           roadmap},
};

}  // namespace

std::span<const Report> reports() {
  static const std::vector<Report> all = [] {
    std::vector<Report> list(k_reports.begin(), k_reports.end());
    list.insert(list.end(), board_reports().begin(), board_reports().end());
    return list;
  }();
  return all;
}

}  // namespace tc::functions::portfolio
