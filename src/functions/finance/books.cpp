#include <array>
#include <cmath>

#include "functions/finance/finance.h"
#include "kernel/fields.h"
#include "project/report_tools.h"

namespace tc::functions::finance {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_invoice_fields = {
    title({"发票", "Invoice"}),
    text("invoice_number", {"发票号", "Invoice number"}, k_required | k_listed | k_searched),
    link("contract", {"合同", "Contract"}, "contract", k_listed),
    link("budget_line", {"预算科目", "Budget line"}, "budget_line"),
    date("issued_on", {"开票日期", "Issued"}, k_required | k_listed),
    date("due_on", {"应付日期", "Payable on"}, k_listed),
    money("net", {"不含税金额", "Net"}, k_required | k_listed),
    money("tax", {"税额", "Tax"}),
    money("gross", {"价税合计", "Gross"}, k_computed | k_listed),
    link("payment", {"付款", "Payment"}, "payment"),
    prose("dispute", {"争议", "Dispute"}),
};
constexpr std::array k_invoice_states = {
    State{"received", {"已收票", "Received"}},
    State{"matched", {"已核对", "Matched"}},
    State{"disputed", {"有争议", "Disputed"}},
    State{"settled", {"已结清", "Settled"}, true},
};
constexpr std::array k_invoice_steps = {
    Step{"match", {"核对", "Match"}, "received disputed", "matched", "budget_line contract"},
    Step{"dispute", {"提出争议", "Dispute"}, "received matched", "disputed", "dispute"},
    Step{"settle", {"结清", "Settle"}, "matched", "settled", "payment"},
};

constexpr std::array k_receivable_fields = {
    title({"收入项", "Revenue item"}),
    text("customer", {"客户", "Customer"}, k_required | k_listed),
    money("amount", {"金额", "Amount"}, k_required | k_listed),
    date("planned_on", {"计划确认日期", "Planned"}, k_required | k_listed),
    date("earned_on", {"确认日期", "Earned"}, k_computed | k_listed),
    text("invoice_number", {"发票号", "Invoice number"}, k_listed),
    date("due_on", {"应收日期", "Due"}, k_listed),
    date("received_on", {"到账日期", "Received"}, k_computed | k_listed),
};
constexpr std::array k_receivable_states = {
    State{"planned", {"已计划", "Planned"}},
    State{"earned", {"已确认", "Earned"}},
    State{"invoiced", {"已开票", "Invoiced"}},
    State{"received", {"已到账", "Received"}, true},
    State{"written_off", {"已核销", "Written off"}, true},
};
constexpr std::array k_receivable_steps = {
    Step{"earn", {"确认收入", "Earn"}, "planned", "earned"},
    Step{"invoice", {"开票", "Invoice"}, "earned", "invoiced", "invoice_number due_on"},
    Step{"receive", {"到账", "Receive"}, "invoiced", "received"},
    Step{"write_off",
         {"提交核销", "Write off"},
         "planned earned invoiced",
         "written_off",
         {},
         Taken::by_approval},
};

constexpr std::array k_research_fields = {
    title({"研发支出", "R&D cost"}),
    choice("category", {"费用类别", "Category"}, k_research_categories, k_required | k_listed),
    date("on_day", {"日期", "Date"}, k_required | k_listed),
    link("person", {"研发人员", "Person"}, "person", k_listed),
    money("paid", {"发生额", "Paid"}, k_required | k_listed),
    number("hours", {"研发工时", "R&D hours"}, k_listed, "h"),
    number("total_hours", {"总工时", "Total hours"}, 0, "h"),
    money("amount", {"归集金额", "Amount counted"}, k_computed | k_listed),
    boolean("capitalised", {"资本化", "Capitalised"}, k_listed),
    text("voucher", {"凭证号", "Voucher"}),
};

constexpr std::array k_foreign_kinds = {
    Choice{"receivable", {"应收", "Receivable"}},
    Choice{"payable", {"应付", "Payable"}},
};
constexpr std::array k_foreign_fields = {
    title({"外币项目", "Foreign item"}),
    choice("kind", {"性质", "Kind"}, k_foreign_kinds, k_required | k_listed),
    money("amount", {"外币金额", "Amount"}, k_required | k_listed | k_foreign),
    date("booked_on", {"入账日期", "Booked on"}, k_required | k_listed),
    money("settled", {"已结算", "Settled"}, k_listed | k_foreign),
    date("settled_on", {"结算日期", "Settled on"}, k_listed),
};

constexpr std::array k_phases = {
    Choice{"initiating", {"启动", "Initiating"}}, Choice{"planning", {"规划", "Planning"}},
    Choice{"executing", {"执行", "Executing"}},   Choice{"monitoring", {"监控", "Monitoring"}},
    Choice{"closing", {"收尾", "Closing"}},
};
constexpr std::array k_review_fields = {
    title({"费用评审", "Cost review"}),
    choice("phase", {"阶段", "Phase"}, k_phases, k_required | k_listed),
    date("held_on", {"日期", "Date"}, k_required | k_listed),
    money("budget", {"预算", "Budget"}, k_computed | k_listed),
    money("spent", {"实际", "Actual"}, k_computed | k_listed),
    money("estimate_at_completion", {"完工估算", "Estimate at completion"}, k_computed | k_listed),
    money("variance", {"完工偏差", "Variance at completion"}, k_computed | k_listed),
    prose("findings", {"发现", "Findings"}),
    prose("decisions", {"决定", "Decisions"}, k_required),
};

void derive_gross(Row& row, const Row*, Reader&) {
  row.set("gross",
          project::yuan(project::minor_units(row, "net") + project::minor_units(row, "tax")));
}

void stamp_receivable(Row& row, const Row* before, Reader& reader) {
  const std::int64_t today = reader.today();
  if (before == nullptr || before->state == row.state) return;
  if (row.state == "earned") row.set("earned_on", today);
  if (row.state == "received") row.set("received_on", today);
}

// What was paid, by the share of hours that went into research; all of it where no hours stand.
void derive_research(Row& row, const Row*, Reader&) {
  const std::int64_t paid = project::minor_units(row, "paid");
  const double total = row.number_of("total_hours");
  const double share = total > 0 ? row.number_of("hours") / total : 1;
  row.set("amount", project::yuan(std::llround(static_cast<double>(paid) * share)));
}

// The figures of the day of the review; they never change.
void derive_review(Row& row, const Row* before, Reader& reader) {
  if (before != nullptr) return;
  std::int64_t budget = 0, spent = 0, estimate = 0;
  for (const Row& line : project::linked(reader, "budget_line", "project", row.scope)) {
    if (line.level > row.level || Words("draft submitted").contains(line.state)) continue;
    budget += project::minor_units(line, "amount");
    spent += project::minor_units(line, "spent");
    estimate += project::minor_units(line, "estimate_at_completion");
  }
  row.set("budget", project::yuan(budget));
  row.set("spent", project::yuan(spent));
  row.set("estimate_at_completion", project::yuan(estimate));
  row.set("variance", project::yuan(budget - estimate));
}

constexpr std::array k_books_records = {
    Record{.name = "invoice",
           .plural = "invoices",
           .label = {"发票", "Invoice"},
           .prefix = "INV",
           .traits = k_owned,
           .fields = k_invoice_fields,
           .states = k_invoice_states,
           .steps = k_invoice_steps,
           .derive = derive_gross},
    Record{.name = "receivable",
           .plural = "receivables",
           .label = {"收入与应收", "Revenue and receivable"},
           .prefix = "REV",
           .traits = k_owned,
           .fields = k_receivable_fields,
           .states = k_receivable_states,
           .steps = k_receivable_steps,
           .derive = stamp_receivable},
    Record{.name = "rnd_entry",
           .plural = "rnd-entries",
           .label = {"研发辅助账", "R&D ledger"},
           .prefix = "RND",
           .level = 2,
           .fields = k_research_fields,
           .derive = derive_research},
    Record{.name = "foreign_item",
           .plural = "foreign-items",
           .label = {"外币项目", "Foreign item"},
           .prefix = "FOR",
           .fields = k_foreign_fields},
    Record{.name = "cost_review",
           .plural = "cost-reviews",
           .label = {"费用评审", "Cost review"},
           .prefix = "COR",
           .traits = k_owned,
           .fields = k_review_fields,
           .derive = derive_review},
};

bool invoice_is_budgeted(const RuleInput& input) { return input.after.has("budget_line"); }
bool dispute_is_told(const RuleInput& input) { return input.after.has("dispute"); }
bool payment_covers(const RuleInput& input) {
  const auto payment = input.reader.load_any("payment", input.after.integer("payment"));
  return payment && Words("paid reconciled").contains(payment->state) &&
         payment->scope == input.after.scope &&
         project::minor_units(*payment, "amount") >= project::minor_units(input.after, "gross");
}
bool invoice_has_number(const RuleInput& input) { return input.after.has("invoice_number"); }
bool hours_fit(const RuleInput& input) {
  const Row& row = input.after;
  if (row.text("category") == "personnel" && (!row.has("hours") || !row.has("total_hours")))
    return false;
  return row.number_of("hours") >= 0 && row.number_of("hours") <= row.number_of("total_hours");
}
bool settled_within_amount(const RuleInput& input) {
  const Row& row = input.after;
  if (!row.has("settled")) return true;
  const auto& amount = std::get<Money>(row.at("amount"));
  const auto& settled = std::get<Money>(row.at("settled"));
  return row.has("settled_on") && amount.currency == settled.currency && settled.minor >= 0 &&
         settled.minor <= amount.minor && row.integer("settled_on") >= row.integer("booked_on");
}

constexpr std::array k_books_rules = {
    Rule{"invoice.is_budgeted",
         "invoice",
         "match",
         {"核对须指定预算科目", "Matching names the budget line"},
         invoice_is_budgeted,
         "budget_line"},
    Rule{"invoice.dispute_is_told",
         "invoice",
         "dispute",
         {"请说明争议", "Say what is disputed"},
         dispute_is_told,
         "dispute"},
    Rule{"invoice.payment_covers",
         "invoice",
         "settle",
         {"结清须有本项目已支付且足额的付款",
          "Settling needs a paid payment of this project that covers it"},
         payment_covers,
         "payment"},
    Rule{"receivable.invoice_has_number",
         "receivable",
         "invoice",
         {"请填写发票号", "Enter the invoice number"},
         invoice_has_number,
         "invoice_number"},
    Rule{"rnd_entry.hours_fit",
         "rnd_entry",
         "write",
         {"研发工时不能超过总工时，人员费用须填写两者",
          "R&D hours lie within total hours; personnel needs both"},
         hours_fit,
         "hours"},
    Rule{"foreign_item.settled_within_amount",
         "foreign_item",
         "write",
         {"结算须同币种、不超过原金额，并有结算日期",
          "Settle in the same currency, within the amount, with its day"},
         settled_within_amount,
         "settled"},
};

}  // namespace

std::span<const Record> books() { return k_books_records; }
std::span<const Rule> book_rules() { return k_books_rules; }

}  // namespace tc::functions::finance
