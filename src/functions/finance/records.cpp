#include <array>

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
};
constexpr std::array k_entry_fields = {
    title({"摘要", "Text"}),
    choice("kind", {"类型", "Kind"}, k_entry_kinds, k_required | k_listed),
    link("budget_line", {"预算科目", "Budget line"}, "budget_line", k_required | k_listed),
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
    document("flows", {"现金流(万元)", "Cash flows"}, 0),
    number("discount_rate", {"折现率", "Discount rate"}, k_listed, "%"),
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

// Available = budget − commitments still open − accruals − actuals (analytics §4).
void derive_available(Row& row, const Row* before, Reader& reader) {
  std::int64_t committed = 0, accrued = 0, spent = 0;
  for (const Row& entry : project::linked(reader, "cost_entry", "budget_line", row.id)) {
    const std::int64_t amount = project::minor_units(entry, "amount");
    if (entry.text("kind") == "commitment") committed += amount;
    if (entry.text("kind") == "accrual") accrued += amount;
    if (entry.text("kind") == "actual") spent += amount;
  }
  row.set("committed", project::yuan(committed));
  row.set("accrued", project::yuan(accrued));
  row.set("spent", project::yuan(spent));
  row.set("available",
          project::yuan(project::minor_units(row, "amount") - committed - accrued - spent));
  const bool revised = before && row.state == "draft" && before->state != "draft";
  row.set("revision", row.integer("revision", 1) + (revised ? 1 : 0));
}

}  // namespace

void derive_case(Row& row, const Row*, Reader& reader);

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

std::span<const Record> records() { return k_records; }

}  // namespace tc::functions::finance
