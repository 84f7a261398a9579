#include "functions/procurement/procurement.h"

#include <algorithm>
#include <array>

#include "functions/functions.h"
#include "project/plan_book.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace procurement {
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

constexpr std::array k_rules = {
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

// Price score: lowest valid price ÷ price × 100 (综合评估法); the total weighs all three.
Result<ActionOutcome> evaluate(const ActionInput& input) {
  std::vector<Row> bids = project::linked(input.reader, "bid", "package", input.row->id);
  std::erase_if(bids, [](const Row& bid) { return bid.integer("rejected") != 0; });
  std::int64_t lowest = 0;
  for (const Row& bid : bids) {
    const std::int64_t price = project::minor_units(bid, "price");
    if (price > 0 && (lowest == 0 || price < lowest)) lowest = price;
  }
  if (lowest == 0) return refuse(RefusalKind::rule, "procurement_package.no_valid_bid");
  constexpr double k_percent = 10'000.0, k_third = 100.0 / 3.0;
  const bool weighted = input.row->integer("price_weight") +
                            input.row->integer("technical_weight") +
                            input.row->integer("commercial_weight") >
                        0;
  const auto weight = [&](const char* name) {
    return weighted ? static_cast<double>(input.row->integer(name)) / k_percent : k_third / 100.0;
  };
  struct Scored {
    const Row* bid;
    double price, total;
  };
  std::vector<Scored> scored;
  for (const Row& bid : bids) {
    const double price =
        static_cast<double>(lowest) /
        static_cast<double>(std::max<std::int64_t>(project::minor_units(bid, "price"), 1)) * 100.0;
    const double total =
        weight("price_weight") * price +
        weight("technical_weight") * static_cast<double>(bid.integer("technical_score")) / 100.0 +
        weight("commercial_weight") * static_cast<double>(bid.integer("commercial_score")) / 100.0;
    scored.push_back({&bid, price, total});
  }
  std::ranges::stable_sort(scored, std::greater<>(), &Scored::total);
  ActionOutcome outcome;
  for (std::size_t i = 0; i < scored.size(); ++i) {
    CommandSpec note = project::command("bid.update", scored[i].bid->id);
    note.set.append("price_score", scored[i].price);
    note.set.append("total_score", scored[i].total);
    note.set.append("rank", static_cast<std::int64_t>(i + 1));
    outcome.commands.push_back(std::move(note));
  }
  outcome.commands.push_back(
      project::command("procurement_package.record_evaluation", input.row->id));
  return outcome;
}

// The need-by date from the plan: the early start of the activity that waits for it.
Result<ActionOutcome> take_need_date(const ActionInput& input) {
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, input.row->scope);
  if (!loaded) return loaded.refusals();
  const plan::Index at = (*loaded)->index_of(input.row->integer("activity"));
  if (at == plan::k_none)
    return refuse(RefusalKind::rule, "procurement_package.activity_missing", "/activity");
  const PlanTime start = (*loaded)->schedule.activities[static_cast<std::size_t>(at)].early_start;
  ActionOutcome outcome;
  CommandSpec note = project::command("procurement_package.update", input.row->id);
  note.set.append("need_by", format_day(day_of(start)));
  outcome.commands.push_back(std::move(note));
  return outcome;
}

Result<ActionOutcome> note_variation(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> claim = input.reader.load_any("claim", input.event.id);
  if (claim)  // An empty change: the contract computes its sums anew.
    outcome.commands.push_back(project::command("contract.update", claim->integer("contract")));
  return outcome;
}

Result<ActionOutcome> note_rating(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> given = input.reader.load_any("supplier_score", input.event.id);
  if (!given) return outcome;
  project::Mean mean;
  for (const Row& one :
       project::linked(input.reader, "supplier_score", "supplier", given->integer("supplier")))
    mean.add(one.number_of("total"));
  CommandSpec note = project::command("supplier.update", given->integer("supplier"));
  note.set.append("rating", std::get<double>(mean.value()));
  outcome.commands.push_back(std::move(note));
  return outcome;
}

constexpr std::array k_actions = {
    Action{"procurement_package.evaluate", {"评标", "Evaluate"}, {}, evaluate},
    Action{"procurement_package.take_need_date",
           {"按计划取需用日期", "Need date from the plan"},
           {},
           take_need_date},
};
constexpr std::array k_subscriptions = {
    Subscription{"claim.accepted", "procurement.note_variation", note_variation},
    Subscription{"supplier_score.created", "procurement.note_rating", note_rating},
};
constexpr std::array k_messages = {
    Message{"procurement_package.no_valid_bid", {"没有有效报价", "There is no valid price"}},
    Message{"procurement_package.activity_missing",
            {"请先选择需要它的活动", "Choose the activity that needs it"}},
};

}  // namespace
}  // namespace procurement

const kernel::Function& procurement_function() {
  static const kernel::Function function = {.name = "procurement",
                                            .label = {"采购", "Procurement"},
                                            .records = procurement::records(),
                                            .rules = procurement::k_rules,
                                            .actions = procurement::k_actions,
                                            .subscriptions = procurement::k_subscriptions,
                                            .reports = procurement::reports(),
                                            .messages = procurement::k_messages};
  return function;
}

}  // namespace tc::functions
