#include <array>
#include <map>

#include "functions/procurement/procurement.h"
#include "project/report_tools.h"

namespace tc::functions::procurement {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_package_input = {
    project::k_project_input,
    link("package", {"采购包", "Package"}, "procurement_package"),
};
constexpr std::array k_bid_columns = {
    link("bid", {"投标", "Bid"}, "bid"),
    link("supplier", {"供应商", "Supplier"}, "supplier"),
    money("price", {"报价", "Price"}),
    percent("technical_score", {"技术分", "Technical"}),
    percent("commercial_score", {"商务分", "Commercial"}),
    number("price_score", {"价格分", "Price score"}),
    number("total_score", {"总分", "Total"}),
    integer("rank", {"名次", "Rank"}, {}),
};
Result<ReportTable> bid_comparison(const ReportInput& input) {
  const std::optional<Id> wanted = parse_id(input.inputs.text("package"));
  ReportTable table;
  for (const Row& row : project::report_rows(input, "bid")) {
    if (wanted && row.integer("package") != *wanted) continue;
    table.rows.push_back({Value(row.id), row.at("supplier"), row.at("price"),
                          row.at("technical_score"), row.at("commercial_score"),
                          row.at("price_score"), row.at("total_score"), row.at("rank")});
  }
  return table;
}

constexpr std::array k_schedule_columns = {
    link("package", {"采购包", "Package"}, "procurement_package"),
    text("state", {"状态", "State"}),
    date("order_by", {"最迟下单", "Order by"}),
    date("need_by", {"需用日期", "Need by"}),
    date("promised_on", {"承诺交货", "Promised"}),
    integer("slack_days", {"余量", "Slack"}, {-100'000, 100'000}),
    money("penalty", {"预计违约金", "Penalty expected"}),
};
// Need-by from the plan against what the supplier promised; a negative slack costs the penalty.
Result<ReportTable> schedule(const ReportInput& input) {
  constexpr double k_percent_unit = 10'000.0;
  ReportTable table;
  for (const Row& row : project::report_rows(input, "procurement_package")) {
    Value promised;
    std::int64_t penalty = 0;
    const std::vector<Row> contracts = input.reader.list(
        "contract", field_is(*input.reader.registry().record("contract"), "package", row.id));
    if (!contracts.empty()) promised = contracts.front().at("promised_on");
    const auto slack = project::days_between(promised, row.at("need_by"));
    if (slack && *slack < 0) {
      penalty = static_cast<std::int64_t>(
          static_cast<double>(-*slack * project::minor_units(contracts.front(), "value")) *
          static_cast<double>(contracts.front().integer("penalty_per_day")) / k_percent_unit);
    }
    table.rows.push_back({Value(row.id), Value(row.state), row.at("order_by"), row.at("need_by"),
                          promised, project::optional_value(slack), project::yuan(penalty)});
  }
  return table;
}

constexpr std::array k_ledger_columns = {
    link("contract", {"合同", "Contract"}, "contract"),
    link("supplier", {"供应商", "Supplier"}, "supplier"),
    money("value", {"合同额", "Value"}),
    money("variations", {"变更", "Variations"}),
    money("value_at_completion", {"完工合同额", "At completion"}),
    date("guarantee_until", {"保函到期", "Guarantee until"}),
    integer("guarantee_days_left", {"保函剩余天数", "Days left"}, {-100'000, 100'000}),
};
Result<ReportTable> ledger(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "contract")) {
    const auto left =
        project::days_between(Value(std::int64_t{input.reader.today()}), row.at("guarantee_until"));
    table.rows.push_back({Value(row.id), row.at("supplier"), row.at("value"), row.at("variations"),
                          row.at("value_at_completion"), row.at("guarantee_until"),
                          project::optional_value(left)});
  }
  return table;
}

constexpr std::array k_supplier_columns = {
    link("supplier", {"供应商", "Supplier"}, "supplier"),
    integer("deliveries", {"交货次数", "Deliveries"}, {}),
    percent("on_time_rate", {"按时交货率", "On time"}),
    integer("orders", {"订单数", "Orders"}, {}),
    percent("otif_rate", {"按时足量率 OTIF", "On time in full"}),
    number("rating", {"评分", "Rating"}),
    money("contract_value", {"合同额", "Contract value"}),
};
Result<ReportTable> suppliers(const ReportInput& input) {
  struct Sum {
    std::int64_t deliveries = 0, in_time = 0, value = 0, orders = 0, in_full = 0;
  };
  std::map<Id, Sum> sums;
  for (const Row& contract : project::report_rows(input, "contract")) {
    Sum& sum = sums[contract.integer("supplier")];
    sum.value += project::minor_units(contract, "value");
    const auto package = input.reader.load("procurement_package", contract.integer("package"));
    if (!package || !package->has("delivered_on")) continue;
    ++sum.deliveries;
    sum.in_time += package->integer("delivered_on") <= contract.integer("promised_on");
  }
  for (const Row& order : project::report_rows(input, "purchase_order")) {
    if (!order.has("in_full_in_time")) continue;
    ++sums[order.integer("supplier")].orders;
    sums[order.integer("supplier")].in_full += order.integer("in_full_in_time");
  }
  ReportTable table;
  for (const auto& [supplier, sum] : sums) {
    const auto row = input.reader.load("supplier", supplier);
    table.rows.push_back({Value(supplier), Value(sum.deliveries),
                          project::share(sum.in_time, sum.deliveries), Value(sum.orders),
                          project::share(sum.in_full, sum.orders),
                          row ? row->at("rating") : Value(), project::yuan(sum.value)});
  }
  return table;
}

constexpr std::array k_saving_columns = {
    text("method", {"采购方式", "Method"}),
    integer("packages", {"采购包", "Packages"}, {}),
    money("estimate", {"估算", "Estimate"}),
    money("saving", {"节约", "Saving"}),
    number("saving_rate", {"节约率", "Saving rate"}, 0, "%"),
};
Result<ReportTable> savings(const ReportInput& input) {
  struct Sum {
    std::int64_t count = 0, estimate = 0, saving = 0;
  };
  std::map<std::string, Sum> methods;
  for (const Row& row : project::report_rows(input, "procurement_package")) {
    if (!row.has("saving")) continue;
    Sum& sum = methods[std::string(row.text("method"))];
    ++sum.count;
    sum.estimate += project::minor_units(row, "estimate");
    sum.saving += project::minor_units(row, "saving");
  }
  ReportTable table;
  for (const auto& [method, sum] : methods)
    table.rows.push_back(
        {Value(method), Value(sum.count), project::yuan(sum.estimate), project::yuan(sum.saving),
         project::ratio(static_cast<double>(sum.saving), static_cast<double>(sum.estimate), 100)});
  return table;
}

constexpr std::array k_trend_columns = {
    text("month", {"月份", "Month"}),
    link("supplier", {"供应商", "Supplier"}, "supplier"),
    integer("scores", {"评价数", "Evaluations"}, {}),
    number("rating", {"评分", "Rating"}),
};
Result<ReportTable> rating_trend(const ReportInput& input) {
  std::map<std::pair<std::string, Id>, project::Mean> months;
  for (const Row& row : project::report_rows(input, "supplier_score"))
    months[{project::month_of(static_cast<Day>(row.integer("on_day"))), row.integer("supplier")}]
        .add(row.number_of("total"));
  ReportTable table;
  for (const auto& [key, mean] : months)
    table.rows.push_back({Value(key.first), Value(key.second), Value(mean.count()), mean.value()});
  return table;
}

constexpr std::array k_ends = {
    Choice{"guarantee", {"保函", "Guarantee"}},
    Choice{"warranty", {"质保期", "Warranty"}},
};
constexpr std::array k_expiring_columns = {
    link("contract", {"合同", "Contract"}, "contract"),
    link("supplier", {"供应商", "Supplier"}, "supplier"),
    choice("ends", {"到期项", "What ends"}, k_ends),
    date("until", {"到期日", "Until"}),
    integer("days_left", {"剩余天数", "Days left"}, {-100'000, 100'000}),
};
// Guarantees and warranties that end within 60 days, or have ended, while the contract runs.
Result<ReportTable> expiring(const ReportInput& input) {
  constexpr std::int64_t k_alarm_days = 60;
  ReportTable table;
  for (const Row& row : project::report_rows(input, "contract")) {
    if (project::is_final(row)) continue;
    for (const Choice& end : k_ends) {
      const Value& until = row.at(std::string(end.value) + "_until");
      const auto left = project::days_between(Value(std::int64_t{input.reader.today()}), until);
      if (left && *left <= k_alarm_days)
        table.rows.push_back({Value(row.id), row.at("supplier"), Value(std::string(end.value)),
                              until, Value(*left)});
    }
  }
  return table;
}

constexpr std::array k_milestone_columns = {
    link("milestone", {"合同节点", "Milestone"}, "contract_milestone"),
    link("contract", {"合同", "Contract"}, "contract"),
    money("amount", {"金额", "Amount"}),
    date("due_on", {"应达成日期", "Due"}),
    date("reached_on", {"达成日期", "Reached"}),
    text("state", {"状态", "State"}),
    integer("late_days", {"延误天数", "Days late"}, {-100'000, 100'000}),
};
Result<ReportTable> milestones(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "contract_milestone")) {
    const std::int64_t end = row.integer("reached_on", input.reader.today());
    const auto late = project::days_between(row.at("due_on"), Value(end));
    table.rows.push_back({Value(row.id), row.at("contract"), row.at("amount"), row.at("due_on"),
                          row.at("reached_on"), Value(row.state), project::optional_value(late)});
  }
  return table;
}

constexpr std::array k_reports = {
    Report{"procurement.bid_comparison",
           {"评标对比", "Bid comparison"},
           "bid.read",
           k_package_input,
           k_bid_columns,
           "table",
           bid_comparison},
    Report{"procurement.schedule",
           {"采购进度", "Procurement schedule"},
           "procurement_package.read",
           project::k_project_inputs,
           k_schedule_columns,
           "dates",
           schedule},
    Report{"procurement.ledger",
           {"合同台账", "Contract ledger"},
           "contract.read",
           project::k_project_inputs,
           k_ledger_columns,
           "table",
           ledger},
    Report{"procurement.suppliers",
           {"供应商绩效", "Supplier performance"},
           "contract.read",
           project::k_project_inputs,
           k_supplier_columns,
           "bar",
           suppliers},
    Report{"procurement.savings",
           {"采购节约", "Savings"},
           "procurement_package.read",
           project::k_project_inputs,
           k_saving_columns,
           "bar",
           savings},
    Report{"procurement.rating_trend",
           {"供应商评分趋势", "Trend of ratings"},
           "supplier_score.read",
           project::k_project_inputs,
           k_trend_columns,
           "line",
           rating_trend},
    Report{"procurement.expiring",
           {"到期保函与质保", "Guarantees that end"},
           "contract.read",
           project::k_project_inputs,
           k_expiring_columns,
           "table",
           expiring},
    Report{"procurement.milestones",
           {"合同节点", "Contract milestones"},
           "contract_milestone.read",
           project::k_project_inputs,
           k_milestone_columns,
           "dates",
           milestones},
};

}  // namespace

std::span<const Report> reports() { return k_reports; }

}  // namespace tc::functions::procurement
