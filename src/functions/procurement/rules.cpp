#include <array>

#include "base/digest.h"
#include "functions/procurement/procurement.h"
#include "project/report_tools.h"

namespace tc::functions::procurement {
namespace {

using namespace kernel;

bool supplier_may_bid(const RuleInput& input) {
  const auto supplier = input.reader.load_any("supplier", input.after.integer("supplier"));
  return !supplier || !Words("blacklisted suspended").contains(supplier->state);
}
bool bids_while_tender(const RuleInput& input) {
  const auto package = input.reader.load_any("procurement_package", input.after.integer("package"));
  return package && package->state == "tender";
}
bool weights_are_whole(const RuleInput& input) {
  constexpr std::int64_t k_whole = 10'000;
  const Row& row = input.after;
  const std::int64_t sum = row.integer("technical_weight") + row.integer("commercial_weight") +
                           row.integer("price_weight");
  return sum == 0 || sum == k_whole;
}
bool need_is_dated(const RuleInput& input) { return input.after.has("need_by"); }
bool award_names_bid(const RuleInput& input) { return input.after.has("awarded_bid"); }
bool awarded_bid_is_ours(const RuleInput& input) {
  const auto bid = input.reader.load_any("bid", input.after.integer("awarded_bid"));
  return !bid || (bid->integer("package") == input.after.id && bid->integer("rejected") == 0);
}
// 招标投标法: three bids at least, except where the method needs none.
bool three_bids_opened(const RuleInput& input) {
  if (!Words("open invited").contains(input.after.text("method"))) return true;
  std::int64_t valid = 0;
  for (const Row& bid : project::linked(input.reader, "bid", "package", input.after.id))
    valid += bid.integer("rejected") == 0;
  return valid >= 3;
}
bool contract_is_signed_by_award(const RuleInput& input) {
  const auto package = input.reader.load_any("procurement_package", input.after.integer("package"));
  return !package || !Words("need planned tender evaluated").contains(package->state);
}
bool blacklist_is_told(const RuleInput& input) { return input.after.has("note"); }

// Bids on a package whose solicitation is out stay sealed until two people have opened them.
std::string_view solicitation_state(const RuleInput& input) {
  std::string_view state;
  for (const Row& one :
       project::linked(input.reader, "solicitation", "package", input.after.integer("package"))) {
    if (one.state == "issued") return "issued";
    if (one.state == "opened") state = "opened";
  }
  return state;
}
bool sealed_until_opened(const RuleInput& input) {
  if (solicitation_state(input) != "issued") return true;
  return input.after.has("seal") && !input.after.has("price") && !input.after.has("opening_key");
}
bool price_is_told(const RuleInput& input) {
  return input.after.has("price") || input.after.has("seal");
}
// The seal is the SHA-256 of "<price in major units>|<opening key>": nobody can change what was
// bid.
bool price_matches_seal(const RuleInput& input) {
  if (!input.after.has("seal") || !input.after.has("price")) return true;
  constexpr std::int64_t k_minor_per_major = 100;
  const std::int64_t minor = project::minor_units(input.after, "price");
  return minor % k_minor_per_major == 0 &&
         sha256_hex(std::to_string(minor / k_minor_per_major) + "|" +
                    std::string(input.after.text("opening_key"))) == input.after.text("seal");
}
bool opened_by_two(const RuleInput& input) {
  return input.after.has("opener_one") && input.after.has("opener_two") &&
         input.after.at("opener_one") != input.after.at("opener_two");
}
bool opening_has_come(const RuleInput& input) {
  return input.after.integer("opens_on") <= input.reader.today();
}
bool milestones_within_contract(const RuleInput& input) {
  const auto contract = input.reader.load_any("contract", input.after.integer("contract"));
  if (!contract || !contract->has("value_at_completion")) return true;
  std::int64_t sum = project::minor_units(input.after, "amount");
  for (const Row& one :
       project::linked(input.reader, "contract_milestone", "contract", contract->id))
    if (one.id != input.after.id) sum += project::minor_units(one, "amount");
  return sum <= project::minor_units(*contract, "value_at_completion");
}
bool delivery_is_told(const RuleInput& input) {
  return input.after.has("delivered_on") && input.after.has("quantity_delivered");
}

constexpr std::array k_rules = {
    Rule{"bid.sealed_until_opened",
         "bid",
         "write",
         {"开标前只能提交密封摘要，不能填写报价",
          "Until the opening a bid is a seal without a price"},
         sealed_until_opened,
         "seal"},
    Rule{"bid.price_is_told",
         "bid",
         "write",
         {"请填写报价或密封摘要", "Enter the price or the seal"},
         price_is_told,
         "price"},
    Rule{"bid.price_matches_seal",
         "bid",
         "write",
         {"报价与密封摘要不符", "The price is not the one that was sealed"},
         price_matches_seal,
         "price"},
    Rule{"solicitation.opened_by_two",
         "solicitation",
         "open",
         {"开标须由两人进行", "Two people open the bids"},
         opened_by_two,
         "opener_two"},
    Rule{"solicitation.opening_has_come",
         "solicitation",
         "open",
         {"未到开标日期", "The day of the opening has not come"},
         opening_has_come,
         "opens_on"},
    Rule{"contract_milestone.within_contract",
         "contract_milestone",
         "write",
         {"节点金额合计超出合同额", "The milestones are worth more than the contract"},
         milestones_within_contract,
         "amount"},
    Rule{"purchase_order.supplier_may_deliver",
         "purchase_order",
         "order",
         {"不能向暂停或黑名单供应商下单", "A suspended or blacklisted supplier gets no order"},
         supplier_may_bid,
         "supplier"},
    Rule{"purchase_order.delivery_is_told",
         "purchase_order",
         "deliver",
         {"请填写到货日期与数量", "Say when how much was delivered"},
         delivery_is_told,
         "delivered_on"},
    Rule{"bid.supplier_may_bid",
         "bid",
         "create",
         {"暂停或黑名单供应商不能投标", "A suspended or blacklisted supplier cannot bid"},
         supplier_may_bid,
         "supplier"},
    Rule{"bid.while_tender",
         "bid",
         "create",
         {"只有招标中的采购包接受投标", "Bids come in while the tender is open"},
         bids_while_tender,
         "package"},
    Rule{"procurement_package.weights_are_whole",
         "procurement_package",
         "write",
         {"三项权重合计须为 100%", "The three weights add up to 100 %"},
         weights_are_whole,
         "price_weight"},
    Rule{"procurement_package.need_is_dated",
         "procurement_package",
         "plan",
         {"请填写需用日期", "Say when it is needed"},
         need_is_dated,
         "need_by"},
    Rule{"procurement_package.three_bids_opened",
         "procurement_package",
         "record_evaluation",
         {"公开或邀请招标有效投标不足三家", "An open or invited tender needs three valid bids"},
         three_bids_opened},
    Rule{"procurement_package.award_names_bid",
         "procurement_package",
         "award",
         {"请选择中标单位", "Choose the bid"},
         award_names_bid,
         "awarded_bid"},
    Rule{"procurement_package.awarded_bid_is_ours",
         "procurement_package",
         "award",
         {"中标单位不是本包的有效投标", "The bid is not a valid one of this package"},
         awarded_bid_is_ours,
         "awarded_bid"},
    Rule{"contract.follows_award",
         "contract",
         "write",
         {"采购包定标后才能签合同", "A contract follows the award"},
         contract_is_signed_by_award,
         "package"},
    Rule{"supplier.blacklist_is_told",
         "supplier",
         "blacklist",
         {"列入黑名单须写明理由", "Say why the supplier is blacklisted"},
         blacklist_is_told,
         "note"},
};

}  // namespace

std::span<const Rule> rules() { return k_rules; }

}  // namespace tc::functions::procurement
