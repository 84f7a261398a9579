#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "engine/finance/money.h"
#include "functions/finance/case.h"
#include "functions/finance/finance.h"
#include "project/report_tools.h"

namespace tc::functions::finance {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_profit_columns = {
    link("project", {"项目", "Project"}, "project"),
    money("revenue", {"已确认收入", "Revenue earned"}),
    money("cost", {"实际成本", "Cost"}),
    money("margin", {"毛利", "Margin"}),
    number("margin_rate", {"毛利率", "Margin"}, 0, "%"),
    money("unpaid", {"应收未到", "Receivable"}),
    money("revenue_total", {"全部收入", "Revenue in all"}),
    money("eac", {"完工估算", "Estimate at completion"}),
    money("margin_total", {"预计毛利", "Margin expected"}),
};
// Earned against spent now, and all revenue against the estimate at completion.
Result<ReportTable> profit(const ReportInput& input) {
  struct Sum {
    std::int64_t earned = 0, unpaid = 0, all = 0, cost = 0, estimate = 0;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "receivable")) {
    if (row.state == "written_off") continue;
    const std::int64_t amount = project::minor_units(row, "amount");
    Sum& sum = sums[row.scope];
    sum.all += amount;
    if (row.state == "planned") continue;
    sum.earned += amount;
    if (row.state != "received") sum.unpaid += amount;
  }
  for (const Row& row : project::report_rows(input, "budget_line")) {
    const auto at = sums.find(row.scope);
    if (at == sums.end()) continue;
    at->second.cost += project::minor_units(row, "spent") + project::minor_units(row, "accrued");
    at->second.estimate += project::minor_units(row, "estimate_at_completion");
  }
  constexpr double k_percent = 100.0;
  ReportTable table;
  for (const auto& [scope, sum] : sums)
    table.rows.push_back({Value(scope), project::yuan(sum.earned), project::yuan(sum.cost),
                          project::yuan(sum.earned - sum.cost),
                          project::ratio(static_cast<double>(sum.earned - sum.cost),
                                         static_cast<double>(sum.earned), k_percent),
                          project::yuan(sum.unpaid), project::yuan(sum.all),
                          project::yuan(sum.estimate), project::yuan(sum.all - sum.estimate)});
  return table;
}

constexpr std::array k_difference_columns = {
    link("foreign_item", {"外币项目", "Foreign item"}, "foreign_item"),
    text("kind", {"性质", "Kind"}),
    text("currency", {"币种", "Currency"}),
    money("realised", {"已实现汇兑损益", "Realised gain"}),
    money("unrealised", {"未实现汇兑损益", "Unrealised gain"}),
    text("missing", {"缺少汇率", "Rate missing"}),
};

Result<engine::finance::RateTable> rates_to_yuan(const ReportInput& input) {
  constexpr double k_e8 = 1e8;
  std::vector<engine::finance::Rate> rates;
  for (const Row& row : project::report_rows(input, "exchange_rate"))
    if (row.text("to_currency") == k_book_currency)
      rates.push_back({std::string(row.text("from_currency")),
                       static_cast<Day>(row.integer("on_day")),
                       std::llround(row.number_of("rate") * k_e8)});
  return engine::finance::RateTable::make(std::string(k_book_currency), std::move(rates));
}

// At today's rate; a weaker yuan is a gain on what others owe and a loss on what is owed.
Result<ReportTable> exchange_difference(const ReportInput& input) {
  const auto rates = rates_to_yuan(input);
  if (!rates) return rates.refusals();
  ReportTable table;
  for (const Row& row : project::report_rows(input, "foreign_item")) {
    const auto& booked = std::get<Money>(row.at("amount"));
    std::vector<engine::finance::Settlement> settled;
    if (row.has("settled"))
      settled.push_back(
          {project::minor_units(row, "settled"), static_cast<Day>(row.integer("settled_on"))});
    const auto found = engine::finance::exchange_difference(
        *rates, {booked.minor, booked.currency}, static_cast<Day>(row.integer("booked_on")),
        settled, input.reader.today());
    std::vector<Value> told = {Value(row.id), row.at("kind"), Value(booked.currency)};
    if (found) {
      const std::int64_t sign = row.text("kind") == "payable" ? -1 : 1;
      told.push_back(project::yuan(sign * found->realised_minor));
      told.push_back(project::yuan(sign * found->unrealised_minor));
      told.emplace_back();
    } else {
      told.insert(told.end(), 2, Value());
      told.emplace_back(found.refusals().front().code);
    }
    table.rows.push_back(std::move(told));
  }
  return table;
}

constexpr std::array k_research_columns = {
    choice("category", {"费用类别", "Category"}, k_research_categories),
    number("hours", {"研发工时", "R&D hours"}, 0, "h"),
    money("expensed", {"费用化", "Expensed"}),
    money("capitalised", {"资本化", "Capitalised"}),
    money("counted", {"可计入", "Counted"}),
    money("deduction", {"加计扣除", "Extra deduction"}),
};
// Other costs count up to a tenth of all: at most the rest ÷ 9. What counts is deducted once more
// (100 %); a capitalised part is so over the years of its amortisation.
Result<ReportTable> research(const ReportInput& input) {
  struct Sum {
    double hours = 0;
    std::int64_t expensed = 0, capitalised = 0;
    [[nodiscard]] std::int64_t all() const { return expensed + capitalised; }
  };
  std::array<Sum, k_research_categories.size()> sums;
  for (const Row& row : project::report_rows(input, "rnd_entry")) {
    const auto at = std::ranges::find(k_research_categories, row.text("category"), &Choice::value);
    if (at == k_research_categories.end()) continue;
    Sum& sum = sums[static_cast<std::size_t>(at - k_research_categories.begin())];
    sum.hours += row.number_of("hours");
    (row.integer("capitalised") != 0 ? sum.capitalised : sum.expensed) +=
        project::minor_units(row, "amount");
  }
  constexpr std::int64_t k_other_part = 9;
  std::int64_t rest = 0;
  for (std::size_t i = 0; i + 1 < sums.size(); ++i) rest += sums[i].all();
  ReportTable table;
  std::int64_t counted_all = 0;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const bool other = i + 1 == sums.size();
    const std::int64_t counted =
        other ? std::min(sums[i].all(), rest / k_other_part) : sums[i].all();
    counted_all += counted;
    table.rows.push_back({Value(std::string(k_research_categories[i].value)), Value(sums[i].hours),
                          project::yuan(sums[i].expensed), project::yuan(sums[i].capitalised),
                          project::yuan(counted), project::yuan(counted)});
  }
  table.finding = {"可加计扣除 {sum} 元", "CNY {sum} may be deducted once more"};
  table.arguments = {{"sum", std::to_string(counted_all / 100)}};
  return table;
}

constexpr std::array k_case_inputs = {
    project::k_project_input,
    link("business_case", {"商业论证", "Business case"}, "business_case", k_required),
};
constexpr std::array k_sensitivity_columns = {
    text("line", {"因素", "Line"}),
    number("npv_low", {"减 10% 的 NPV", "NPV at −10 %"}, 0, "CNY"),
    number("npv_high", {"加 10% 的 NPV", "NPV at +10 %"}, 0, "CNY"),
    number("coefficient", {"敏感度系数", "Sensitivity"}),
    number("switching_value", {"临界点", "Switching value"}, 0, "%"),
};
Result<ReportTable> sensitivity(const ReportInput& input) {
  constexpr double k_minor = 100.0, k_percent = 100.0;
  constexpr std::array<double, 2> k_changes = {-0.1, 0.1};
  ReportTable table;
  const auto row =
      input.reader.load("business_case", parse_id(input.inputs.text("business_case")).value_or(0));
  if (!row) return table;
  const std::vector<engine::finance::Line> lines = lines_of(*row);
  if (lines.empty()) return table;
  const auto found =
      engine::finance::sensitivity(rate_of(*row), lines, engine::finance::Timing::start, k_changes);
  if (!found) return found.refusals();
  const auto told = [](const Figure& figure, double unit) {
    return figure.defined() ? Value(figure.value * unit) : Value();
  };
  for (const auto& one : *found)
    table.rows.push_back({Value(one.name), told(one.points[0].npv, 1 / k_minor),
                          told(one.points[1].npv, 1 / k_minor), told(one.coefficient, 1),
                          told(one.switching_value, k_percent)});
  return table;
}

constexpr std::array k_book_reports = {
    Report{"finance.profit",
           {"项目损益", "Project profit and loss"},
           "receivable.read",
           project::k_project_inputs,
           k_profit_columns,
           "bar",
           profit},
    Report{"finance.exchange_difference",
           {"汇兑损益", "Exchange gain and loss"},
           "foreign_item.read",
           project::k_project_inputs,
           k_difference_columns,
           "bar",
           exchange_difference},
    Report{"finance.rnd",
           {"研发费用加计扣除", "R&D super deduction"},
           "rnd_entry.read",
           project::k_project_inputs,
           k_research_columns,
           "bar",
           research},
    Report{"finance.sensitivity",
           {"敏感性分析", "Sensitivity"},
           "business_case.read",
           k_case_inputs,
           k_sensitivity_columns,
           "tornado",
           sensitivity},
};

}  // namespace

std::span<const Report> book_reports() { return k_book_reports; }

}  // namespace tc::functions::finance
