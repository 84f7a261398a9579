#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "engine/portfolio/portfolio.h"
#include "functions/portfolio/records.h"
#include "project/report_tools.h"

namespace tc::functions::portfolio {
namespace {

using namespace kernel;
using namespace kernel::field;
namespace pf = tc::engine::portfolio;

std::vector<Row> candidates(const ReportInput& input) {
  std::vector<Row> rows = project::report_rows(input, "demand");
  std::erase_if(rows,
                [](const Row& row) { return !Words("qualified approved").contains(row.state); });
  return rows;
}

// By the model; without a strategic value or a risk these count as nothing.
Value score_of(const Row& model, const Row& demand) {
  const std::string_view kind = model.text("kind");
  if (kind == "wsjf" || kind == "rice") return demand.at(kind);
  if (kind == "cost_of_delay") return demand.at("cd3");
  const auto weight = [&](std::string_view name) {
    return static_cast<double>(model.integer(name));
  };
  const double all = weight("value_weight") + weight("urgency_weight") + weight("strategy_weight") +
                     weight("risk_weight");
  const double sum =
      weight("value_weight") * static_cast<double>(demand.integer("business_value")) +
      weight("urgency_weight") * static_cast<double>(demand.integer("time_criticality")) +
      weight("strategy_weight") * demand.number_of("strategic_value") +
      weight("risk_weight") * static_cast<double>(6 - demand.integer("risk", 6));
  return project::ratio(sum, all);
}

constexpr std::array k_scoring_inputs = {
    link("scoring_model", {"评分模型", "Scoring model"}, "scoring_model", k_required)};
constexpr std::array k_scoring_columns = {
    link("demand", {"需求", "Demand"}, "demand"),
    number("score", {"得分", "Score"}),
    integer("rank", {"名次", "Rank"}, {}),
    money("cost", {"投资", "Cost"}),
};
Result<ReportTable> scoring(const ReportInput& input) {
  ReportTable table;
  const auto model =
      input.reader.load("scoring_model", parse_id(input.inputs.text("scoring_model")).value_or(0));
  if (!model) return table;
  for (const Row& row : candidates(input)) {
    const Value score = score_of(*model, row);
    if (is_set(score)) table.rows.push_back({Value(row.id), score, Value(), row.at("cost")});
  }
  std::ranges::stable_sort(table.rows, std::greater<>(),
                           [](const auto& row) { return std::get<double>(row[1]); });
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    table.rows[i][2] = static_cast<std::int64_t>(i + 1);
  return table;
}

constexpr std::array k_frontier_columns = {
    money("limit", {"投资上限", "Limit"}),
    money("used", {"投入", "Invested"}),
    number("value", {"总价值", "Value"}),
    integer("selected", {"入选", "Selected"}, {}),
};
// The most value for each amount of money, at the present budget.
Result<ReportTable> frontier(const ReportInput& input) {
  constexpr int k_points = 10;
  constexpr double k_minor = 100.0;
  ReportTable table;
  const Question question = question_of(1, input.reader);
  if (question.demands.empty()) return table;
  pf::Options options;
  options.children = 5'000;
  options.nodes = 100'000;
  const auto points = pf::efficient_frontier(question.model, 0, k_points, options, input.progress);
  if (!points) return points.refusals();
  for (const auto& point : *points)
    table.rows.push_back({project::yuan(std::llround(point.limit * k_minor)),
                          project::yuan(std::llround(point.used * k_minor)), Value(point.objective),
                          Value(static_cast<std::int64_t>(point.selected.size()))});
  return table;
}

/// What a scenario chose: demands with their start period.
std::map<Id, std::int64_t> chosen(const Row& scenario) {
  std::map<Id, std::int64_t> starts;
  const Result<Json> list = parse_json(scenario.text("selected"));
  if (!list || !list->is_array()) return starts;
  for (const Json& item : list->items())
    if (const auto id = parse_id(item.text("id")))
      starts[*id] = item.find("start") == nullptr ? 1 : item.find("start")->integer();
  return starts;
}
/// Why it left the others out.
std::map<Id, std::string> left_out(const Row& scenario) {
  std::map<Id, std::string> reasons;
  const Result<Json> list = parse_json(scenario.text("rejected"));
  if (!list || !list->is_array()) return reasons;
  for (const Json& item : list->items())
    if (const auto id = parse_id(item.text("id"))) reasons[*id] = item.text("why");
  return reasons;
}
std::optional<Row> scenario_in(const ReportInput& input, const char* name) {
  return input.reader.load("portfolio_scenario", parse_id(input.inputs.text(name)).value_or(0));
}

constexpr std::array k_selection_inputs = {
    link("scenario", {"方案", "Scenario"}, "portfolio_scenario", k_required)};
constexpr std::array k_selection_columns = {
    link("demand", {"需求", "Demand"}, "demand"),
    boolean("selected", {"入选", "Selected"}),
    integer("start_period", {"起始期", "Start"}, {}),
    text("why", {"落选原因", "Why not"}),
    money("cost", {"投资", "Cost"}),
};
Result<ReportTable> selection(const ReportInput& input) {
  ReportTable table;
  const auto scenario = scenario_in(input, "scenario");
  if (!scenario) return table;
  const auto starts = chosen(*scenario);
  const auto reasons = left_out(*scenario);
  for (const Row& row : project::report_rows(input, "demand")) {
    const auto start = starts.find(row.id);
    const auto why = reasons.find(row.id);
    if (start == starts.end() && why == reasons.end()) continue;
    const bool in = start != starts.end();
    table.rows.push_back({Value(row.id), Value(std::int64_t{in}),
                          in ? Value(start->second) : Value(), in ? Value() : Value(why->second),
                          row.at("cost")});
  }
  return table;
}

constexpr std::array k_diff_inputs = {
    link("scenario", {"方案", "Scenario"}, "portfolio_scenario", k_required),
    link("other", {"另一方案", "Other scenario"}, "portfolio_scenario", k_required),
};
constexpr std::array k_changes = {
    Choice{"only_here", {"仅在此方案", "Only here"}},
    Choice{"only_there", {"仅在另一方案", "Only in the other"}},
    Choice{"moved", {"起始期不同", "Other start"}},
};
constexpr std::array k_diff_columns = {
    link("demand", {"需求", "Demand"}, "demand"),
    choice("change", {"差异", "Difference"}, k_changes),
    integer("start_period", {"起始期", "Start"}, {}),
    integer("other_start", {"另一起始期", "Other start"}, {}),
    money("cost", {"投资", "Cost"}),
};
Result<ReportTable> scenario_diff(const ReportInput& input) {
  ReportTable table;
  const auto one = scenario_in(input, "scenario"), other = scenario_in(input, "other");
  if (!one || !other) return table;
  const auto here = chosen(*one), there = chosen(*other);
  for (const Row& row : project::report_rows(input, "demand")) {
    const auto a = here.find(row.id), b = there.find(row.id);
    const bool in_a = a != here.end(), in_b = b != there.end();
    if (in_a == in_b && (!in_a || a->second == b->second)) continue;
    table.rows.push_back({Value(row.id),
                          Value(std::string(in_a && in_b ? "moved"
                                            : in_a       ? "only_here"
                                                         : "only_there")),
                          in_a ? Value(a->second) : Value(), in_b ? Value(b->second) : Value(),
                          row.at("cost")});
  }
  return table;
}

constexpr std::array k_dimensions = {
    Choice{"type", {"类型", "Type"}},
    Choice{"risk", {"风险", "Risk"}},
    Choice{"horizon", {"时间跨度", "Horizon"}},
};
constexpr std::array k_balance_columns = {
    choice("dimension", {"维度", "Dimension"}, k_dimensions),
    text("category", {"类别", "Class"}),
    integer("demands", {"需求数", "Demands"}, {}),
    money("cost", {"投资", "Cost"}),
    percent("share", {"占比", "Share"}),
    percent("envelope_share", {"额度占比", "Share of envelopes"}),
};
// Where the money goes by type, risk and horizon, beside how the envelopes are split by type.
Result<ReportTable> balance(const ReportInput& input) {
  std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::int64_t>> cells;
  std::int64_t total = 0, envelopes = 0;
  for (const Row& row : candidates(input)) {
    const std::int64_t cost = project::minor_units(row, "cost");
    total += cost;
    const std::string risk = row.has("risk") ? std::to_string(row.integer("risk")) : "";
    for (const auto& [dimension, name] :
         {std::pair<std::string, std::string>{"type", row.text("category")},
          {"risk", risk},
          {"horizon", std::string(row.text("horizon"))}}) {
      auto& [count, sum] = cells[{dimension, name}];
      ++count;
      sum += cost;
    }
  }
  std::map<std::string, std::int64_t> buckets;
  for (const Row& row : project::report_rows(input, "budget_envelope")) {
    if (!row.has("category")) continue;
    buckets[std::string(row.text("category"))] += project::minor_units(row, "amount");
    envelopes += project::minor_units(row, "amount");
  }
  ReportTable table;
  for (const auto& [key, cell] : cells)
    table.rows.push_back(
        {Value(key.first), Value(key.second), Value(cell.first), project::yuan(cell.second),
         project::share(cell.second, total),
         key.first == "type" ? project::share(buckets[key.second], envelopes) : Value()});
  return table;
}

constexpr std::array k_roll_up_columns = {
    link("portfolio", {"项目组合", "Portfolio"}, "portfolio"),
    integer("projects", {"项目数", "Projects"}, {}),
    integer("red", {"红灯", "Red"}, {}),
    integer("amber", {"黄灯", "Amber"}, {}),
    integer("high_risks", {"高风险", "High risks"}, {}),
    number("health", {"健康指数", "Health index"}),
};
// 100 for all green, 50 for all amber, 0 for all red; the projects behind it stand in the health.
Result<ReportTable> roll_up(const ReportInput& input) {
  constexpr std::int64_t k_high = 12;
  struct Sum {
    std::int64_t projects = 0, red = 0, amber = 0, risks = 0;
  };
  std::map<Id, std::int64_t> risks;
  for (const Row& row : project::report_rows(input, "risk"))
    risks[row.scope] += !project::is_final(row) && row.integer("score") >= k_high;
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "project")) {
    if (row.state == "closed") continue;
    const std::string_view rag =
        row.has("rag_override") ? row.text("rag_override") : row.text("rag");
    Sum& sum = sums[row.integer("parent")];
    ++sum.projects;
    sum.red += rag == "red";
    sum.amber += rag == "amber";
    sum.risks += risks[row.id];
  }
  ReportTable table;
  for (const auto& [parent, sum] : sums) {
    const double lost =
        100.0 * static_cast<double>(sum.red) + 50.0 * static_cast<double>(sum.amber);
    table.rows.push_back({parent == k_organisation ? Value() : Value(parent), Value(sum.projects),
                          Value(sum.red), Value(sum.amber), Value(sum.risks),
                          Value(100.0 - lost / static_cast<double>(sum.projects))});
  }
  return table;
}

constexpr std::array k_kill_columns = {
    link("project", {"项目", "Project"}, "project"),
    text("rag", {"状态灯", "RAG"}),
    integer("slip_days", {"延误", "Slip"}, {-100'000, 100'000}),
    text("review", {"复核决定", "Review"}),
    integer("signs", {"终止信号", "Signs"}, {}),
};
// Projects with at least two signs: red, over 60 days late, no strategic contribution, or a review
// that pauses or ends them.
Result<ReportTable> kill_list(const ReportInput& input) {
  constexpr std::int64_t k_late_days = 60, k_signs_min = 2;
  std::set<Id> serving;
  for (const Row& row : project::report_rows(input, "contribution"))
    if (row.text("strength") != "none") serving.insert(row.scope);
  std::map<Id, Row> reviews;
  for (Row& row : project::report_rows(input, "component_review")) {
    const auto at = reviews.find(row.scope);
    if (at == reviews.end() || at->second.integer("held_on") <= row.integer("held_on"))
      reviews.insert_or_assign(row.scope, std::move(row));
  }
  ReportTable table;
  for (const Row& row : project::report_rows(input, "project")) {
    if (row.state == "closed") continue;
    const std::string_view rag =
        row.has("rag_override") ? row.text("rag_override") : row.text("rag");
    const auto slip = project::days_between(row.at("finish"), row.at("forecast_finish"));
    const auto review = reviews.find(row.id);
    const std::string decision(review == reviews.end() ? "" : review->second.text("decision"));
    const std::int64_t signs = std::int64_t{rag == "red"} + (slip.value_or(0) > k_late_days) +
                               !serving.contains(row.id) +
                               Words("pause terminate").contains(decision);
    if (signs < k_signs_min) continue;
    table.rows.push_back({Value(row.id), Value(std::string(rag)), project::optional_value(slip),
                          Value(decision), Value(signs)});
  }
  return table;
}

constexpr std::array k_sheet_columns = {
    link("demand", {"需求", "Demand"}, "demand"),
    text("state", {"状态", "State"}),
    money("cost", {"投资", "Cost"}),
    number("wsjf", {"WSJF", "WSJF"}),
    number("strategic_value", {"战略价值", "Strategic value"}),
    integer("scenarios", {"入选方案数", "Chosen in scenarios"}, {}),
    integer("computed", {"方案总数", "Scenarios"}, {}),
    text("why", {"落选原因", "Why not"}),
    link("decision", {"已作决策", "Decision taken"}, "portfolio_decision"),
};
// One line for each thing to decide, with what the scenarios say of it.
Result<ReportTable> decision_sheet(const ReportInput& input) {
  std::map<Id, std::int64_t> votes;
  std::map<Id, std::string> reasons;
  std::int64_t computed = 0;
  for (const Row& row : project::report_rows(input, "portfolio_scenario")) {
    if (row.state == "draft") continue;
    ++computed;
    for (const auto& [id, start] : chosen(row)) ++votes[id];
    for (const auto& [id, why] : left_out(row)) reasons[id] = why;
  }
  std::map<Id, Id> decided;
  for (const Row& row : project::report_rows(input, "portfolio_decision"))
    if (row.has("demand")) decided[row.integer("demand")] = row.id;
  ReportTable table;
  for (const Row& row : candidates(input)) {
    const auto decision = decided.find(row.id);
    table.rows.push_back({Value(row.id), Value(row.state), row.at("cost"), row.at("wsjf"),
                          row.at("strategic_value"), Value(votes[row.id]), Value(computed),
                          Value(reasons[row.id]),
                          decision == decided.end() ? Value() : Value(decision->second)});
  }
  return table;
}

constexpr std::array k_dependency_columns = {
    link("demand", {"需求", "Demand"}, "demand"),
    link("requires_demand", {"前提需求", "Requires"}, "demand"),
    text("exclusive_group", {"互斥组", "Exclusive group"}),
    text("state", {"前提状态", "State of what it requires"}),
};
Result<ReportTable> dependencies(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "demand")) {
    if (!row.has("requires_demand") && !row.has("exclusive_group")) continue;
    const auto required = input.reader.load("demand", row.integer("requires_demand"));
    table.rows.push_back({Value(row.id), row.at("requires_demand"), row.at("exclusive_group"),
                          required ? Value(required->state) : Value()});
  }
  return table;
}

constexpr std::array k_board_reports = {
    Report{"portfolio.scoring",
           {"模型评分", "Scores of a model"},
           "demand.read",
           k_scoring_inputs,
           k_scoring_columns,
           "bar",
           scoring},
    Report{"portfolio.frontier",
           {"有效前沿", "Efficient frontier"},
           "demand.read",
           {},
           k_frontier_columns,
           "scatter",
           frontier},
    Report{"portfolio.selection",
           {"方案入选与落选", "Selection of a scenario"},
           "portfolio_scenario.read",
           k_selection_inputs,
           k_selection_columns,
           "table",
           selection},
    Report{"portfolio.scenario_diff",
           {"方案差异", "Difference of scenarios"},
           "portfolio_scenario.read",
           k_diff_inputs,
           k_diff_columns,
           "table",
           scenario_diff},
    Report{"portfolio.balance",
           {"组合平衡", "Balance"},
           "demand.read",
           {},
           k_balance_columns,
           "heat",
           balance},
    Report{"portfolio.roll_up",
           {"组合健康汇总", "Health of portfolios"},
           "project.read",
           {},
           k_roll_up_columns,
           "bar",
           roll_up},
    Report{"portfolio.kill_list",
           {"终止清单", "Kill list"},
           "project.read",
           {},
           k_kill_columns,
           "table",
           kill_list},
    Report{"portfolio.decision_sheet",
           {"决策会议单", "Decision sheet"},
           "demand.read",
           {},
           k_sheet_columns,
           "table",
           decision_sheet},
    Report{"portfolio.dependencies",
           {"依赖报告", "Dependencies"},
           "demand.read",
           {},
           k_dependency_columns,
           "network",
           dependencies},
};

}  // namespace

std::span<const Report> board_reports() { return k_board_reports; }

}  // namespace tc::functions::portfolio
