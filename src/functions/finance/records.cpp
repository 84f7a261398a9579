#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "functions/finance/case.h"
#include "functions/finance/finance.h"
#include "project/report_tools.h"

namespace tc::functions::finance {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_cost_kinds = {
    Choice{"labour", {"人工", "Labour"}},
    Choice{"material", {"材料", "Material"}},
    Choice{"equipment", {"设备", "Equipment"}},
    Choice{"subcontract", {"分包", "Subcontract"}},
    Choice{"overhead", {"管理费", "Overhead"}},
    Choice{"contingency", {"应急储备", "Contingency"}},
    Choice{"management_reserve", {"管理储备", "Management reserve"}},
};
constexpr std::array k_capital = {
    Choice{"capex", {"资本化", "CAPEX"}},
    Choice{"opex", {"费用化", "OPEX"}},
    Choice{"rnd", {"研发", "R&D"}},
};
constexpr std::array k_budget_fields = {
    title({"预算科目", "Budget line"}),
    choice("kind", {"费用类别", "Cost kind"}, k_cost_kinds, k_required | k_listed),
    choice("treatment", {"资本化", "Treatment"}, k_capital, k_listed),
    link("wbs_entry", {"工作包", "WBS entry"}, "wbs_entry", k_listed),
    text("period", {"期间", "Period"}, k_required | k_listed),
    money("amount", {"预算", "Budget"}, k_required | k_listed),
    money("committed", {"已承诺", "Committed"}, k_computed | k_listed),
    money("accrued", {"已计提", "Accrued"}, k_computed),
    money("spent", {"已发生", "Actual"}, k_computed | k_listed),
    money("forecast", {"预测尚需", "Forecast to come"}, k_computed),
    money("estimate_at_completion", {"完工估算", "Estimate at completion"}, k_computed),
    money("variance", {"完工偏差", "Variance at completion"}, k_computed),
    money("available", {"可用", "Available"}, k_computed | k_listed),
    integer("revision", {"版本", "Revision"}, {1, 10'000}, k_computed),
};
constexpr std::array k_budget_states = {
    State{"draft", {"草稿", "Draft"}},           State{"submitted", {"已提交", "Submitted"}},
    State{"approved", {"已批准", "Approved"}},   State{"frozen", {"已冻结", "Frozen"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_budget_steps = {
    Step{"submit", {"提交", "Submit"}, "draft", "submitted"},
    Step{"approve", {"提交审批", "Approve"}, "submitted", "approved", {}, Taken::by_approval},
    Step{"freeze", {"冻结", "Freeze"}, "approved", "frozen"},
    Step{"revise", {"修订", "Revise"}, "approved frozen", "draft"},
    Step{"close", {"关闭", "Close"}, "approved frozen", "closed"},
};

constexpr std::array k_entry_kinds = {
    Choice{"commitment", {"承诺", "Commitment"}},
    Choice{"accrual", {"计提", "Accrual"}},
    Choice{"actual", {"实际", "Actual"}},
    Choice{"forecast", {"预测", "Forecast"}},
};
constexpr std::array k_entry_fields = {
    title({"摘要", "Text"}),
    choice("kind", {"类型", "Kind"}, k_entry_kinds, k_required | k_listed),
    link("budget_line", {"预算科目", "Budget line"}, "budget_line", k_required | k_listed),
    link("settles", {"冲抵承诺", "Settles commitment"}, "cost_entry"),
    link("contract", {"合同", "Contract"}, "contract"),
    date("on_day", {"日期", "Date"}, k_required | k_listed),
    money("amount", {"金额", "Amount"}, k_required | k_listed),
    text("voucher", {"凭证号", "Voucher"}, k_listed),
};

constexpr std::array k_payment_fields = {
    title({"付款", "Payment"}),
    link("contract", {"合同", "Contract"}, "contract", k_listed),
    money("amount", {"金额", "Amount"}, k_required | k_listed),
    date("due_on", {"应付日期", "Payable on"}, k_required | k_listed),
    text("invoice", {"发票号", "Invoice"}, k_listed),
};
constexpr std::array k_payment_states = {
    State{"requested", {"已申请", "Requested"}},
    State{"approved", {"已批准", "Approved"}},
    State{"paid", {"已支付", "Paid"}},
    State{"reconciled", {"已对账", "Reconciled"}, true},
};
constexpr std::array k_payment_steps = {
    Step{"approve", {"提交审批", "Approve"}, "requested", "approved", {}, Taken::by_approval},
    Step{"pay", {"支付", "Pay"}, "approved", "paid", "invoice"},
    Step{"reconcile", {"对账", "Reconcile"}, "paid", "reconciled"},
};

constexpr std::array k_sources = {
    Choice{"own", {"自有资金", "Own funds"}},
    Choice{"loan", {"贷款", "Loan"}},
    Choice{"grant", {"专项拨款", "Grant"}},
    Choice{"customer", {"客户付款", "Customer"}},
};
constexpr std::array k_funding_fields = {
    title({"资金来源", "Funding"}),
    choice("source", {"来源", "Source"}, k_sources, k_required | k_listed),
    date("on_day", {"到位日期", "Date"}, k_required | k_listed),
    money("amount", {"金额", "Amount"}, k_required | k_listed),
    text("appropriation", {"拨付文号", "Appropriation"}, k_listed),
    prose("conditions", {"使用条件", "Conditions"}),
};

constexpr std::array k_release_fields = {
    title({"储备动用", "Reserve release"}),
    money("amount", {"金额", "Amount"}, k_required | k_listed),
    prose("reason", {"理由", "Reason"}, k_required),
    link("risk", {"相关风险", "Risk"}, "risk"),
};
constexpr std::array k_release_states = {
    State{"requested", {"已申请", "Requested"}},
    State{"released", {"已动用", "Released"}, true},
};
constexpr std::array k_release_steps = {
    Step{"release", {"提交审批", "Release"}, "requested", "released", {}, Taken::by_approval},
};

constexpr std::array k_rate_fields = {
    title({"说明", "Note"}),
    text("from_currency", {"币种", "Currency"}, k_required | k_listed),
    text("to_currency", {"折算为", "Into"}, k_required | k_listed),
    date("on_day", {"日期", "Date"}, k_required | k_listed),
    number("rate", {"汇率", "Rate"}, k_required | k_listed),
};

constexpr std::array k_case_fields = {
    title({"商业论证", "Business case"}),
    document("flows", {"各年现金流（元）", "Cash flow of each year (CNY)"}, 0),
    document("lines", {"分项现金流（元）", "Cash flow by line (CNY)"}, 0),
    number("discount_rate", {"折现率", "Discount rate"}, k_listed, "%"),
    percent("equity_share", {"权益占比", "Share of equity"}),
    number("equity_cost", {"权益成本", "Cost of equity"}, 0, "%"),
    number("debt_cost", {"债务成本", "Cost of debt"}, 0, "%"),
    number("tax_rate", {"所得税率", "Tax rate"}, 0, "%"),
    number("cost_of_capital", {"资本成本", "Cost of capital"}, k_computed, "%"),
    prose("options", {"备选方案", "Options"}),
    number("npv", {"净现值 NPV", "NPV"}, k_computed | k_listed, "CNY"),
    number("irr", {"内部收益率 IRR", "IRR"}, k_computed | k_listed, "%"),
    number("mirr", {"修正内部收益率", "MIRR"}, k_computed, "%"),
    number("profitability_index", {"盈利指数", "Profitability index"}, k_computed),
    number("static_payback", {"静态回收期", "Static payback"}, k_computed),
    number("dynamic_payback", {"动态回收期", "Discounted payback"}, k_computed | k_listed),
    number("roi", {"投资回报率", "ROI"}, k_computed, "%"),
    text("irr_reason", {"IRR 说明", "About the IRR"}, k_computed),
};
constexpr std::array k_case_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"approved", {"已批准", "Approved"}},
    State{"reviewed", {"已复核", "Reviewed"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_case_steps = {
    Step{"approve", {"提交审批", "Approve"}, "draft", "approved", {}, Taken::by_approval},
    Step{"review", {"复核", "Review"}, "approved reviewed", "reviewed"},
    Step{"close", {"关闭", "Close"}, "approved reviewed", "closed"},
};

// Available = budget − commitments still open − accruals − actuals (docs: README). What settles a
// commitment takes its place.
void derive_available(Row& row, const Row* before, Reader& reader) {
  const std::vector<Row> entries = project::linked(reader, "cost_entry", "budget_line", row.id);
  const Booked sum = booked(entries);
  const std::int64_t budget = project::minor_units(row, "amount");
  const std::int64_t estimate = sum.committed + sum.accrued + sum.spent + sum.forecast;
  row.set("committed", project::yuan(sum.committed));
  row.set("accrued", project::yuan(sum.accrued));
  row.set("spent", project::yuan(sum.spent));
  row.set("forecast", project::yuan(sum.forecast));
  row.set("estimate_at_completion", project::yuan(estimate));
  row.set("variance", project::yuan(budget - estimate));
  row.set("available", project::yuan(budget - estimate + sum.forecast));
  const bool revised = before && row.state == "draft" && before->state != "draft";
  row.set("revision", row.integer("revision", 1) + (revised ? 1 : 0));
}

}  // namespace

Booked booked(std::span<const Row> entries) {
  Booked sum;
  std::map<Id, std::int64_t> settled;
  for (const Row& entry : entries) {
    const std::int64_t amount = project::minor_units(entry, "amount");
    if (entry.text("kind") == "accrual") sum.accrued += amount;
    if (entry.text("kind") == "actual") sum.spent += amount;
    if (entry.text("kind") == "forecast") sum.forecast += amount;
    if (entry.has("settles")) settled[entry.integer("settles")] += amount;
  }
  for (const Row& entry : entries)
    if (entry.text("kind") == "commitment")
      sum.committed +=
          std::max<std::int64_t>(project::minor_units(entry, "amount") - settled[entry.id], 0);
  return sum;
}

namespace {

constexpr std::array k_records = {
    Record{.name = "budget_line",
           .plural = "budget-lines",
           .label = {"预算科目", "Budget line"},
           .prefix = "BL",
           .traits = k_owned,
           .fields = k_budget_fields,
           .states = k_budget_states,
           .steps = k_budget_steps,
           .derive = derive_available},
    Record{.name = "cost_entry",
           .plural = "cost-entries",
           .label = {"费用发生", "Cost entry"},
           .prefix = "CE",
           .fields = k_entry_fields},
    Record{.name = "payment",
           .plural = "payments",
           .label = {"付款", "Payment"},
           .prefix = "PAY",
           .traits = k_owned,
           .fields = k_payment_fields,
           .states = k_payment_states,
           .steps = k_payment_steps},
    Record{.name = "funding",
           .plural = "fundings",
           .label = {"资金到位", "Funding"},
           .prefix = "FUN",
           .fields = k_funding_fields},
    Record{.name = "reserve_release",
           .plural = "reserve-releases",
           .label = {"储备动用", "Reserve release"},
           .prefix = "RR",
           .fields = k_release_fields,
           .states = k_release_states,
           .steps = k_release_steps},
    Record{.name = "exchange_rate",
           .plural = "exchange-rates",
           .label = {"汇率", "Exchange rate"},
           .prefix = "FX",
           .scoping = Scoping::organisation,
           .fields = k_rate_fields},
    Record{.name = "business_case",
           .plural = "business-cases",
           .label = {"商业论证", "Business case"},
           .prefix = "BC",
           .traits = k_owned | k_reviewed,
           .level = 2,
           .fields = k_case_fields,
           .states = k_case_states,
           .steps = k_case_steps,
           .derive = derive_case},
};

}  // namespace

std::span<const Record> records() {
  static const std::vector<Record> all = [] {
    std::vector<Record> list(k_records.begin(), k_records.end());
    list.insert(list.end(), books().begin(), books().end());
    return list;
  }();
  return all;
}

}  // namespace tc::functions::finance
