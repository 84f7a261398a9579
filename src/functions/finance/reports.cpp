#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "functions/finance/finance.h"
#include "functions/finance/plan_cost.h"
#include "project/report_tools.h"

namespace tc::functions::finance {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_budget_columns = {
    link("project", {"项目", "Project"}, "project"),
    text("kind", {"费用类别", "Cost kind"}),
    money("budget", {"预算", "Budget"}),
    money("committed", {"承诺", "Committed"}),
    money("spent", {"实际", "Actual"}),
    money("available", {"可用", "Available"}),
    money("eac", {"完工估算", "Estimate at completion"}),
    money("variance", {"完工偏差", "Variance"}),
    percent("used", {"使用率", "Used"}, 0, 1000),
};
Result<ReportTable> control(const ReportInput& input) {
  struct Sum {
    std::int64_t budget = 0, committed = 0, spent = 0, available = 0, estimate = 0;
  };
  std::map<std::pair<Id, std::string>, Sum> sums;
  for (const Row& row : project::report_rows(input, "budget_line")) {
    if (row.state == "draft" || row.state == "submitted") continue;
    Sum& sum = sums[{row.scope, std::string(row.text("kind"))}];
    sum.budget += project::minor_units(row, "amount");
    sum.committed += project::minor_units(row, "committed");
    sum.spent += project::minor_units(row, "spent") + project::minor_units(row, "accrued");
    sum.available += project::minor_units(row, "available");
    sum.estimate += project::minor_units(row, "estimate_at_completion");
  }
  ReportTable table;
  for (const auto& [key, sum] : sums)
    table.rows.push_back({Value(key.first), Value(key.second), project::yuan(sum.budget),
                          project::yuan(sum.committed), project::yuan(sum.spent),
                          project::yuan(sum.available), project::yuan(sum.estimate),
                          project::yuan(sum.budget - sum.estimate),
                          project::share(sum.budget - sum.available, sum.budget)});
  return table;
}

constexpr std::array k_flow_columns = {
    text("month", {"月份", "Month"}),       money("inflow", {"资金到位", "Funding"}),
    money("outflow", {"资金需求", "Need"}), money("balance", {"累计余额", "Balance"}),
    money("gap", {"缺口", "Gap"}),
};

// Need: the cost of the plan; payments that are due where a project has no costed plan.
Result<ReportTable> cash_flow(const ReportInput& input) {
  std::map<std::string, std::int64_t> inflow, outflow;
  std::set<Id> costed;
  for (const Row& row : project::report_rows(input, "funding")) {
    inflow[project::month_of(static_cast<Day>(row.integer("on_day")))] +=
        project::minor_units(row, "amount");
    costed.insert(row.scope);
  }
  for (const Id id : std::set<Id>(costed)) {
    const MonthlyCost of_plan = plan_cost(input, id);
    if (of_plan.empty()) costed.erase(id);
    for (const auto& [month, kinds] : of_plan) outflow[month] += total(kinds);
  }
  for (const Row& row : project::report_rows(input, "payment"))
    if (!costed.contains(row.scope))
      outflow[project::month_of(static_cast<Day>(row.integer("due_on")))] +=
          project::minor_units(row, "amount");
  std::set<std::string> months;
  for (const auto& [month, amount] : inflow) months.insert(month);
  for (const auto& [month, amount] : outflow) months.insert(month);
  std::vector<engine::finance::Flow> in, out;
  for (const std::string& month : months) {
    in.push_back(inflow[month]);
    out.push_back(outflow[month]);
  }
  ReportTable table;
  if (months.empty()) return table;
  const auto funding = engine::finance::funding_gap(in, out);
  if (!funding) return funding.refusals();
  std::size_t at = 0;
  for (const std::string& month : months) {
    table.rows.push_back({Value(month), project::yuan(in[at]), project::yuan(out[at]),
                          project::yuan(funding->balance[at]), project::yuan(funding->gap[at])});
    ++at;
  }
  table.finding = {"最大资金缺口 {gap} 元", "The largest funding gap is CNY {gap}"};
  table.arguments = {{"gap", std::to_string(funding->peak_gap / 100)}};
  return table;
}

constexpr std::array k_reserve_columns = {
    link("project", {"项目", "Project"}, "project"),
    money("reserve", {"储备", "Reserve"}),
    money("released", {"已动用", "Released"}),
    money("left", {"剩余", "Left"}),
    percent("drawdown", {"动用率", "Drawdown"}, 0, 1000),
};
Result<ReportTable> reserves(const ReportInput& input) {
  std::map<Id, std::pair<std::int64_t, std::int64_t>> sums;
  for (const Row& row : project::report_rows(input, "budget_line"))
    if (Words("contingency management_reserve").contains(row.text("kind")) &&
        row.state != "draft" && row.state != "submitted")
      sums[row.scope].first += project::minor_units(row, "amount");
  for (const Row& row : project::report_rows(input, "reserve_release"))
    if (row.state == "released") sums[row.scope].second += project::minor_units(row, "amount");
  ReportTable table;
  for (const auto& [scope, sum] : sums)
    table.rows.push_back({Value(scope), project::yuan(sum.first), project::yuan(sum.second),
                          project::yuan(sum.first - sum.second),
                          project::share(sum.second, sum.first)});
  return table;
}

constexpr std::array k_case_columns = {
    link("business_case", {"商业论证", "Business case"}, "business_case"),
    number("npv", {"NPV", "NPV"}, 0, "CNY"),
    number("irr", {"IRR", "IRR"}, 0, "%"),
    number("dynamic_payback", {"动态回收期", "Discounted payback"}),
    number("profitability_index", {"盈利指数", "PI"}),
};
Result<ReportTable> cases(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "business_case"))
    table.rows.push_back({Value(row.id), row.at("npv"), row.at("irr"), row.at("dynamic_payback"),
                          row.at("profitability_index")});
  return table;
}

constexpr std::array k_treatment_columns = {
    text("treatment", {"资本化", "Treatment"}),
    money("budget", {"预算", "Budget"}),
    money("spent", {"实际", "Actual"}),
};
Result<ReportTable> treatment(const ReportInput& input) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> sums;
  for (const Row& row : project::report_rows(input, "budget_line")) {
    auto& [budget, spent] = sums[std::string(row.text("treatment"))];
    budget += project::minor_units(row, "amount");
    spent += project::minor_units(row, "spent");
  }
  ReportTable table;
  for (const auto& [kind, sum] : sums)
    table.rows.push_back({Value(kind), project::yuan(sum.first), project::yuan(sum.second)});
  return table;
}

constexpr std::array k_burn_columns = {
    text("month", {"月份", "Month"}),
    money("spent", {"当月实际", "Spent"}),
    money("to_date", {"累计", "To date"}),
};
Result<ReportTable> burn_rate(const ReportInput& input) {
  std::map<std::string, std::int64_t> months;
  for (const Row& row : project::report_rows(input, "cost_entry"))
    if (row.text("kind") == "actual")
      months[project::month_of(static_cast<Day>(row.integer("on_day")))] +=
          project::minor_units(row, "amount");
  ReportTable table;
  std::int64_t sum = 0;
  for (const auto& [month, amount] : months) {
    sum += amount;
    table.rows.push_back({Value(month), project::yuan(amount), project::yuan(sum)});
  }
  return table;
}

constexpr std::array k_reports = {
    Report{"finance.budget_control",
           {"预算控制", "Budget control"},
           "budget_line.read",
           project::k_project_inputs,
           k_budget_columns,
           "bar",
           control},
    Report{"finance.cash_flow",
           {"现金流与缺口", "Cash flow and gap"},
           "funding.read",
           project::k_project_inputs,
           k_flow_columns,
           "line",
           cash_flow},
    Report{"finance.reserves",
           {"储备动用", "Reserve drawdown"},
           "budget_line.read",
           project::k_project_inputs,
           k_reserve_columns,
           "bar",
           reserves},
    Report{"finance.business_cases",
           {"商业论证", "Business cases"},
           "business_case.read",
           project::k_project_inputs,
           k_case_columns,
           "table",
           cases},
    Report{"finance.treatment",
           {"资本化与费用化", "CAPEX and OPEX"},
           "budget_line.read",
           project::k_project_inputs,
           k_treatment_columns,
           "bar",
           treatment},
    Report{"finance.burn_rate",
           {"支出速度", "Burn rate"},
           "cost_entry.read",
           project::k_project_inputs,
           k_burn_columns,
           "line",
           burn_rate},
};

}  // namespace

std::span<const Report> reports() {
  static const std::vector<Report> all = [] {
    std::vector<Report> list(k_reports.begin(), k_reports.end());
    for (const std::span<const Report> more : {phase_reports(), book_reports()})
      list.insert(list.end(), more.begin(), more.end());
    return list;
  }();
  return all;
}

}  // namespace tc::functions::finance
