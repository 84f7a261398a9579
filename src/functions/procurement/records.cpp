#include <array>

#include "functions/procurement/procurement.h"
#include "project/report_tools.h"

namespace tc::functions::procurement {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_methods = {
    Choice{"open", {"公开招标", "Open tender"}},
    Choice{"invited", {"邀请招标", "Invited tender"}},
    Choice{"negotiation", {"竞争性谈判", "Competitive negotiation"}},
    Choice{"single_source", {"单一来源", "Single source"}},
    Choice{"inquiry", {"询价", "Inquiry"}},
};
constexpr std::array k_supplier_states = {
    State{"candidate", {"候选", "Candidate"}},
    State{"qualified", {"合格", "Qualified"}},
    State{"suspended", {"暂停", "Suspended"}},
    State{"blacklisted", {"黑名单", "Blacklisted"}},
};
constexpr std::array k_supplier_fields = {
    title({"供应商", "Supplier"}),
    text("credit_code", {"统一社会信用代码", "Credit code"}, k_unique | k_listed),
    text("category", {"品类", "Category"}, k_listed | k_searched),
    text("contact", {"联系人", "Contact"}),
    prose("note", {"说明", "Note"}),
    number("rating", {"评分", "Rating"}, k_computed | k_listed),
};
constexpr std::array k_supplier_steps = {
    Step{"qualify", {"准入", "Qualify"}, "candidate suspended", "qualified"},
    Step{"suspend", {"暂停", "Suspend"}, "qualified", "suspended", "note"},
    Step{"blacklist",
         {"列入黑名单", "Blacklist"},
         "candidate qualified suspended",
         "blacklisted",
         "note"},
};

constexpr std::array k_formulas = {
    Choice{"lowest", {"最低价基准", "Lowest price"}},
    Choice{"average", {"平均价基准", "Average price"}},
};
constexpr std::array k_package_fields = {
    title({"采购包", "Package"}),
    choice("method", {"采购方式", "Method"}, k_methods, k_required | k_listed),
    boolean("make_or_buy", {"外购", "Buy"}, 0),
    money("make_cost", {"自制成本", "Cost of making it"}),
    money("buy_advantage", {"外购优势", "Advantage of buying"}, k_computed),
    prose("specification", {"技术要求", "Specification"}),
    money("estimate", {"估算", "Estimate"}, k_listed),
    link("activity", {"需要它的活动", "Needed by activity"}, "*"),
    date("need_by", {"需用日期", "Need by"}, k_listed),
    integer("lead_days", {"供货周期", "Lead time"}, {0, 3650, "d"}, k_listed),
    date("order_by", {"最迟下单", "Order by"}, k_computed | k_listed),
    percent("technical_weight", {"技术权重", "Technical weight"}),
    percent("commercial_weight", {"商务权重", "Commercial weight"}),
    percent("price_weight", {"价格权重", "Price weight"}),
    choice("price_formula", {"价格分公式", "Formula of the price score"}, k_formulas),
    link("awarded_bid", {"中标", "Awarded bid"}, "bid", k_listed),
    money("saving", {"节约", "Saving"}, k_computed | k_listed),
    date("delivered_on", {"到货日期", "Delivered"}, k_listed),
};
constexpr std::array k_package_states = {
    State{"need", {"需求", "Need"}},
    State{"planned", {"已计划", "Planned"}},
    State{"tender", {"招标中", "Tender"}},
    State{"evaluated", {"已评标", "Evaluated"}},
    State{"awarded", {"已定标", "Awarded"}},
    State{"contracted", {"已签约", "Contracted"}},
    State{"delivered", {"已到货", "Delivered"}},
    State{"accepted", {"已验收", "Accepted"}},
    State{"settled", {"已结算", "Settled"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_package_steps = {
    Step{"plan", {"计划", "Plan"}, "need", "planned", "need_by lead_days estimate"},
    Step{"invite", {"发标", "Invite bids"}, "planned", "tender"},
    Step{"record_evaluation",
         {"记录评标", "Record the evaluation"},
         "tender",
         "evaluated",
         {},
         Taken::by_program},
    Step{"award", {"提交定标", "Award"}, "evaluated", "awarded", "awarded_bid", Taken::by_approval},
    Step{"retender", {"重新招标", "Tender again"}, "evaluated", "tender"},
    Step{"sign", {"签约", "Sign"}, "awarded", "contracted"},
    Step{"deliver", {"到货", "Deliver"}, "contracted", "delivered", "delivered_on"},
    Step{"accept", {"验收", "Accept"}, "delivered", "accepted"},
    Step{"settle", {"结算", "Settle"}, "accepted", "settled"},
    Step{"close", {"关闭", "Close"}, "settled", "closed"},
};

constexpr std::array k_solicitation_kinds = {
    Choice{"rfi", {"信息征询 RFI", "Request for information"}},
    Choice{"rfq", {"询价 RFQ", "Request for quotation"}},
    Choice{"rfp", {"方案征集 RFP", "Request for proposal"}},
    Choice{"tender", {"招标文件", "Invitation to tender"}},
};
constexpr std::array k_solicitation_fields = {
    title({"招采文件", "Solicitation"}),
    choice("kind", {"类型", "Kind"}, k_solicitation_kinds, k_required | k_listed),
    link("package", {"采购包", "Package"}, "procurement_package", k_required | k_listed),
    prose("content", {"内容与要求", "Content"}),
    date("opens_on", {"开标日期", "Opening"}, k_required | k_listed),
    link("opener_one", {"开标人一", "First opener"}, "person"),
    link("opener_two", {"开标人二", "Second opener"}, "person"),
};
constexpr std::array k_solicitation_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"issued", {"已发出", "Issued"}},
    State{"opened", {"已开标", "Opened"}},
    State{"closed", {"已结束", "Closed"}, true},
};
constexpr std::array k_solicitation_steps = {
    Step{"issue", {"发出", "Issue"}, "draft", "issued"},
    Step{"open", {"开标", "Open the bids"}, "issued", "opened", "opener_one opener_two"},
    Step{"close", {"结束", "Close"}, "issued opened", "closed"},
};

constexpr std::array k_milestone_fields = {
    title({"合同节点", "Milestone"}),
    link("contract", {"合同", "Contract"}, "contract", k_required | k_listed),
    money("amount", {"金额", "Amount"}, k_required | k_listed),
    date("due_on", {"应达成日期", "Due"}, k_required | k_listed),
    date("reached_on", {"达成日期", "Reached"}, k_listed),
};
constexpr std::array k_milestone_states = {
    State{"planned", {"已计划", "Planned"}},
    State{"reached", {"已达成", "Reached"}},
    State{"invoiced", {"已开票", "Invoiced"}},
    State{"paid", {"已付款", "Paid"}, true},
};
constexpr std::array k_milestone_steps = {
    Step{"reach", {"达成", "Reach"}, "planned", "reached", "reached_on"},
    Step{"invoice", {"开票", "Invoice"}, "reached", "invoiced"},
    Step{"pay", {"付款", "Pay"}, "invoiced", "paid"},
};

constexpr std::array k_order_fields = {
    title({"采购订单", "Purchase order"}),
    link("contract", {"合同", "Contract"}, "contract", k_listed),
    link("supplier", {"供应商", "Supplier"}, "supplier", k_required | k_listed),
    number("quantity", {"订购数量", "Quantity"}, k_required | k_listed),
    text("unit", {"单位", "Unit"}),
    money("value", {"金额", "Value"}, k_listed),
    date("promised_on", {"承诺交货", "Promised"}, k_required | k_listed),
    date("delivered_on", {"到货日期", "Delivered"}, k_listed),
    number("quantity_delivered", {"到货数量", "Quantity delivered"}, k_listed),
    boolean("in_full_in_time", {"按时足量", "On time in full"}, k_computed | k_listed),
    prose("remarks", {"验收说明", "Remarks at acceptance"}),
};
constexpr std::array k_order_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"ordered", {"已下单", "Ordered"}},
    State{"delivered", {"已到货", "Delivered"}},
    State{"accepted", {"已验收", "Accepted"}, true},
    State{"cancelled", {"已取消", "Cancelled"}, true},
};
constexpr std::array k_order_steps = {
    Step{"order", {"下单", "Order"}, "draft", "ordered"},
    Step{"deliver", {"到货", "Deliver"}, "ordered", "delivered", "delivered_on quantity_delivered"},
    Step{"accept", {"验收", "Accept"}, "delivered", "accepted", "remarks"},
    Step{"cancel", {"取消", "Cancel"}, "draft ordered", "cancelled"},
};

constexpr std::array k_bid_fields = {
    title({"投标", "Bid"}),
    link("package", {"采购包", "Package"}, "procurement_package", k_required | k_listed),
    link("supplier", {"供应商", "Supplier"}, "supplier", k_required | k_listed),
    money("price", {"报价", "Price"}, k_listed),
    text("seal", {"密封摘要", "Seal"}),
    text("opening_key", {"开标口令", "Opening key"}),
    integer("delivery_days", {"交货期", "Delivery"}, {0, 3650, "d"}, k_listed),
    percent("technical_score", {"技术分", "Technical score"}, k_listed),
    percent("commercial_score", {"商务分", "Commercial score"}, k_listed),
    number("price_score", {"价格分", "Price score"}, k_computed | k_listed),
    number("total_score", {"总分", "Total"}, k_computed | k_listed),
    integer("rank", {"名次", "Rank"}, {}, k_computed | k_listed),
    boolean("rejected", {"废标", "Rejected"}, k_listed),
};

constexpr std::array k_contract_fields = {
    title({"合同", "Contract"}),
    link("package", {"采购包", "Package"}, "procurement_package", k_listed),
    link("supplier", {"供应商", "Supplier"}, "supplier", k_required | k_listed),
    money("value", {"合同额", "Value"}, k_required | k_listed),
    money("variations", {"变更金额", "Variations"}, k_computed | k_listed),
    money("value_at_completion", {"完工合同额", "Value at completion"}, k_computed | k_listed),
    percent("retention", {"质保金", "Retention"}),
    percent("penalty_per_day", {"日违约金", "Penalty per day"}),
    date("signed_on", {"签订日期", "Signed"}, k_listed),
    date("promised_on", {"承诺交货", "Promised"}, k_listed),
    date("guarantee_until", {"保函到期", "Guarantee until"}, k_listed),
    date("warranty_until", {"质保到期", "Warranty until"}),
};
constexpr std::array k_contract_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"signed", {"已签订", "Signed"}},
    State{"fulfilled", {"已履行", "Fulfilled"}},
    State{"closed", {"已关闭", "Closed"}, true},
    State{"terminated", {"已终止", "Terminated"}, true},
};
constexpr std::array k_contract_steps = {
    Step{"sign", {"提交签订", "Sign"}, "draft", "signed", "signed_on", Taken::by_approval},
    Step{"fulfil", {"履行完毕", "Fulfil"}, "signed", "fulfilled"},
    Step{"close", {"关闭", "Close"}, "fulfilled", "closed"},
    Step{"terminate", {"终止", "Terminate"}, "signed", "terminated"},
};

constexpr std::array k_claim_fields = {
    title({"索赔或变更", "Claim or variation"}),
    link("contract", {"合同", "Contract"}, "contract", k_required | k_listed),
    money("amount", {"金额", "Amount"}, k_required | k_listed),
    prose("grounds", {"依据", "Grounds"}, k_required),
};
constexpr std::array k_claim_states = {
    State{"raised", {"已提出", "Raised"}},
    State{"accepted", {"已认可", "Accepted"}, true},
    State{"declined", {"已拒绝", "Declined"}, true},
};
constexpr std::array k_claim_steps = {
    Step{"accept", {"认可", "Accept"}, "raised", "accepted", {}, Taken::by_approval},
    Step{"decline", {"拒绝", "Decline"}, "raised", "declined"},
};

constexpr std::array k_score_fields = {
    title({"评价", "Evaluation"}),
    link("supplier", {"供应商", "Supplier"}, "supplier", k_required | k_listed),
    date("on_day", {"日期", "Date"}, k_required | k_listed),
    score("quality", {"质量", "Quality"}, k_required | k_listed),
    score("delivery", {"交期", "Delivery"}, k_required | k_listed),
    score("service", {"服务", "Service"}, k_required | k_listed),
    score("price", {"价格", "Price"}, k_required | k_listed),
    number("total", {"综合", "Total"}, k_computed | k_listed),
};

void derive_package(Row& row, const Row*, Reader& reader) {
  row.set("order_by", row.has("need_by") && row.has("lead_days")
                          ? Value(row.integer("need_by") - row.integer("lead_days"))
                          : Value());
  project::colour_by_day(k_package_colour, row, reader);
  if (row.has("make_cost") && row.has("estimate"))
    row.set("buy_advantage", project::yuan(project::minor_units(row, "make_cost") -
                                           project::minor_units(row, "estimate")));
  const std::optional<Row> bid = reader.load_any("bid", row.integer("awarded_bid"));
  if (!bid || !row.has("estimate")) return;
  row.set("saving", project::yuan(project::minor_units(row, "estimate") -
                                  project::minor_units(*bid, "price")));
}

void derive_order(Row& row, const Row*, Reader&) {
  if (!row.has("delivered_on")) return;
  row.set("in_full_in_time",
          std::int64_t{row.integer("delivered_on") <= row.integer("promised_on") &&
                       row.number_of("quantity_delivered") >= row.number_of("quantity")});
}

void derive_contract(Row& row, const Row*, Reader& reader) {
  std::int64_t variations = 0;
  for (const Row& claim : project::linked(reader, "claim", "contract", row.id))
    if (claim.state == "accepted") variations += project::minor_units(claim, "amount");
  row.set("variations", project::yuan(variations));
  row.set("value_at_completion", project::yuan(project::minor_units(row, "value") + variations));
}

// Quality 35, delivery 30, service 15, price 20 percent.
void derive_score(Row& row, const Row*, Reader&) {
  row.set("total", 0.35 * static_cast<double>(row.integer("quality")) +
                       0.30 * static_cast<double>(row.integer("delivery")) +
                       0.15 * static_cast<double>(row.integer("service")) +
                       0.20 * static_cast<double>(row.integer("price")));
}

constexpr std::array k_records = {
    Record{.name = "supplier",
           .plural = "suppliers",
           .label = {"供应商", "Supplier"},
           .prefix = "SUP",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_supplier_fields,
           .states = k_supplier_states,
           .steps = k_supplier_steps},
    Record{.name = "procurement_package",
           .plural = "procurement-packages",
           .label = {"采购包", "Procurement package"},
           .prefix = "PP",
           .traits = k_owned | k_rated,
           .fields = k_package_fields,
           .states = k_package_states,
           .steps = k_package_steps,
           .derive = derive_package},
    Record{.name = "solicitation",
           .plural = "solicitations",
           .label = {"招采文件", "Solicitation"},
           .prefix = "RFX",
           .traits = k_owned,
           .fields = k_solicitation_fields,
           .states = k_solicitation_states,
           .steps = k_solicitation_steps},
    Record{.name = "bid",
           .plural = "bids",
           .label = {"投标", "Bid"},
           .prefix = "BID",
           .level = 2,
           .fields = k_bid_fields},
    Record{.name = "contract",
           .plural = "contracts",
           .label = {"合同", "Contract"},
           .prefix = "CT",
           .traits = k_owned,
           .fields = k_contract_fields,
           .states = k_contract_states,
           .steps = k_contract_steps,
           .derive = derive_contract},
    Record{.name = "contract_milestone",
           .plural = "contract-milestones",
           .label = {"合同节点", "Contract milestone"},
           .prefix = "CM",
           .fields = k_milestone_fields,
           .states = k_milestone_states,
           .steps = k_milestone_steps},
    Record{.name = "purchase_order",
           .plural = "purchase-orders",
           .label = {"采购订单", "Purchase order"},
           .prefix = "PO",
           .traits = k_owned,
           .fields = k_order_fields,
           .states = k_order_states,
           .steps = k_order_steps,
           .derive = derive_order},
    Record{.name = "claim",
           .plural = "claims",
           .label = {"索赔与签证", "Claim"},
           .prefix = "CLM",
           .traits = k_owned,
           .fields = k_claim_fields,
           .states = k_claim_states,
           .steps = k_claim_steps},
    Record{.name = "supplier_score",
           .plural = "supplier-scores",
           .label = {"供应商评价", "Supplier score"},
           .prefix = "SSC",
           .fields = k_score_fields,
           .derive = derive_score},
};

}  // namespace

std::span<const Record> records() { return k_records; }

}  // namespace tc::functions::procurement
