#include <algorithm>
#include <array>
#include <map>

#include "functions/finance/finance.h"
#include "functions/finance/plan_cost.h"
#include "project/report_tools.h"

namespace tc::functions::finance {
namespace {

using namespace kernel;
using namespace kernel::field;

bool in_force(const Row& line) { return !Words("draft submitted").contains(line.state); }

constexpr std::array k_project_required = {
    link("project", {"项目", "Project"}, "project", k_required)};
constexpr std::array k_phased_columns = {
    text("month", {"月份", "Month"}),        money("labour", {"人工", "Labour"}),
    money("material", {"材料", "Material"}), money("equipment", {"设备", "Equipment"}),
    money("other", {"其他", "Other"}),       money("total", {"合计", "Total"}),
    money("to_date", {"累计", "To date"}),
};
// The plan's cost by month as it is scheduled now: a slip moves it without anybody's doing.
Result<ReportTable> phased_budget(const ReportInput& input) {
  ReportTable table;
  std::int64_t sum = 0;
  for (const auto& [month, kinds] :
       plan_cost(input, parse_id(input.inputs.text("project")).value_or(0))) {
    sum += total(kinds);
    std::vector<Value> row = {Value(month)};
    for (const std::int64_t amount : kinds) row.push_back(project::yuan(amount));
    row.push_back(project::yuan(total(kinds)));
    row.push_back(project::yuan(sum));
    table.rows.push_back(std::move(row));
  }
  return table;
}

constexpr std::array k_grid_columns = {
    link("wbs_entry", {"工作包", "WBS entry"}, "wbs_entry"),
    text("kind", {"费用类别", "Cost kind"}),
    text("period", {"期间", "Period"}),
    money("budget", {"预算", "Budget"}),
    money("committed", {"承诺", "Committed"}),
    money("spent", {"实际", "Actual"}),
    money("eac", {"完工估算", "Estimate at completion"}),
    integer("revision", {"版本", "Revision"}, {}),
};
// Work × cost × period.
Result<ReportTable> grid(const ReportInput& input) {
  struct Sum {
    std::int64_t budget = 0, committed = 0, spent = 0, estimate = 0, revision = 0;
  };
  std::map<std::tuple<Id, std::string, std::string>, Sum> cells;
  for (const Row& row : project::report_rows(input, "budget_line")) {
    Sum& sum = cells[{row.integer("wbs_entry"), std::string(row.text("kind")),
                      std::string(row.text("period"))}];
    sum.budget += project::minor_units(row, "amount");
    sum.committed += project::minor_units(row, "committed");
    sum.spent += project::minor_units(row, "spent") + project::minor_units(row, "accrued");
    sum.estimate += project::minor_units(row, "estimate_at_completion");
    sum.revision = std::max(sum.revision, row.integer("revision", 1));
  }
  ReportTable table;
  for (const auto& [key, sum] : cells) {
    const auto& [wbs, kind, period] = key;
    Value work;
    if (wbs != 0) work = wbs;
    table.rows.push_back({work, Value(kind), Value(period), project::yuan(sum.budget),
                          project::yuan(sum.committed), project::yuan(sum.spent),
                          project::yuan(sum.estimate), Value(sum.revision)});
  }
  return table;
}

constexpr std::array k_curve_columns = {
    text("month", {"月份", "Month"}),
    money("budget", {"累计预算", "Budget to date"}),
    money("spent", {"累计实际", "Actual to date"}),
};
constexpr std::int64_t k_months_per_year = 12;
constexpr std::size_t k_year_length = 4, k_month_length = 7;

// A budget for a year lies evenly on its months, to the last fen.
void spread(const Row& line, std::map<std::string, std::pair<std::int64_t, std::int64_t>>& months) {
  const std::string period(line.text("period"));
  const std::int64_t amount = project::minor_units(line, "amount");
  if (period.size() == k_month_length && parse_day(period + "-01")) {
    months[period].first += amount;
  } else if (period.size() == k_year_length && parse_day(period + "-01-01")) {
    for (std::int64_t month = 1; month <= k_months_per_year; ++month) {
      const std::string name = period + (month < 10 ? "-0" : "-") + std::to_string(month);
      months[name].first +=
          amount * month / k_months_per_year - amount * (month - 1) / k_months_per_year;
    }
  }
}

Result<ReportTable> s_curve(const ReportInput& input) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> months;
  for (const Row& row : project::report_rows(input, "budget_line"))
    if (in_force(row)) spread(row, months);
  for (const Row& row : project::report_rows(input, "cost_entry"))
    if (row.text("kind") == "actual")
      months[project::month_of(static_cast<Day>(row.integer("on_day")))].second +=
          project::minor_units(row, "amount");
  ReportTable table;
  std::int64_t budget = 0, spent = 0;
  for (const auto& [month, sums] : months) {
    budget += sums.first;
    spent += sums.second;
    table.rows.push_back({Value(month), project::yuan(budget), project::yuan(spent)});
  }
  return table;
}

constexpr std::array k_steps = {
    Choice{"budget", {"预算", "Budget"}},         Choice{"spent", {"实际", "Actual"}},
    Choice{"accrued", {"计提", "Accrued"}},       Choice{"committed", {"承诺", "Committed"}},
    Choice{"forecast", {"预测尚需", "Forecast"}}, Choice{"left", {"余额", "Left"}},
};
constexpr std::array k_waterfall_columns = {
    choice("step", {"构成", "Step"}, k_steps),
    money("amount", {"金额", "Amount"}),
    money("level", {"剩余", "Remaining"}),
};
// From the budget down to what is left when everything known is paid.
Result<ReportTable> waterfall(const ReportInput& input) {
  std::array<std::int64_t, 5> sums{};
  constexpr std::array<std::string_view, 5> k_parts = {"amount", "spent", "accrued", "committed",
                                                       "forecast"};
  for (const Row& row : project::report_rows(input, "budget_line")) {
    if (!in_force(row)) continue;
    for (std::size_t i = 0; i < k_parts.size(); ++i)
      sums[i] += project::minor_units(row, k_parts[i]);
  }
  ReportTable table;
  std::int64_t left = sums[0];
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const std::int64_t amount = i == 0 ? sums[i] : -sums[i];
    if (i > 0) left += amount;
    table.rows.push_back(
        {Value(std::string(k_steps[i].value)), project::yuan(amount), project::yuan(left)});
  }
  table.rows.push_back({Value(std::string("left")), project::yuan(left), project::yuan(left)});
  return table;
}

constexpr std::array k_spend_columns = {
    link("project", {"项目", "Project"}, "project"),
    text("month", {"月份", "Month"}),
    money("spent", {"支出", "Spent"}),
};
Result<ReportTable> spend(const ReportInput& input) {
  std::map<std::pair<Id, std::string>, std::int64_t> cells;
  for (const Row& row : project::report_rows(input, "cost_entry"))
    if (Words("actual accrual").contains(row.text("kind")))
      cells[{row.scope, project::month_of(static_cast<Day>(row.integer("on_day")))}] +=
          project::minor_units(row, "amount");
  ReportTable table;
  for (const auto& [key, amount] : cells)
    table.rows.push_back({Value(key.first), Value(key.second), project::yuan(amount)});
  return table;
}

constexpr std::array k_phase_reports = {
    Report{"finance.phased_budget",
           {"由进度分期的预算", "Budget phased by the schedule"},
           "budget_line.read",
           k_project_required,
           k_phased_columns,
           "line",
           phased_budget},
    Report{"finance.grid",
           {"预算表格", "Budget grid"},
           "budget_line.read",
           project::k_project_inputs,
           k_grid_columns,
           "table",
           grid},
    Report{"finance.s_curve",
           {"预算与实际曲线", "Budget and actual S-curve"},
           "budget_line.read",
           project::k_project_inputs,
           k_curve_columns,
           "line",
           s_curve},
    Report{"finance.waterfall",
           {"预算瀑布图", "Budget waterfall"},
           "budget_line.read",
           project::k_project_inputs,
           k_waterfall_columns,
           "waterfall",
           waterfall},
    Report{"finance.spend",
           {"组合支出", "Portfolio spend"},
           "cost_entry.read",
           project::k_project_inputs,
           k_spend_columns,
           "heat",
           spend},
};

}  // namespace

std::span<const Report> phase_reports() { return k_phase_reports; }

}  // namespace tc::functions::finance
