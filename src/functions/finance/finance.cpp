#include "functions/finance/finance.h"

#include <array>
#include <vector>

#include "engine/finance/messages.h"
#include "functions/functions.h"
#include "project/report_tools.h"

namespace tc::functions {

namespace finance {

namespace {

using namespace kernel;

bool line_is_open(const RuleInput& input) {
  const auto line = input.reader.load_any("budget_line", input.after.integer("budget_line"));
  return line && Words("approved frozen").contains(line->state);
}
bool within_available(const RuleInput& input) {
  const auto line = input.reader.load_any("budget_line", input.after.integer("budget_line"));
  if (!line || input.before != nullptr || input.after.text("kind") == "forecast") return true;
  std::vector<Row> entries = project::linked(input.reader, "cost_entry", "budget_line", line->id);
  std::erase_if(entries, [&](const Row& entry) { return entry.id == input.after.id; });
  entries.push_back(input.after);
  const finance::Booked sum = finance::booked(entries);
  return sum.committed + sum.accrued + sum.spent <= project::minor_units(*line, "amount");
}
bool settles_commitment(const RuleInput& input) {
  if (!input.after.has("settles")) return true;
  const auto other = input.reader.load_any("cost_entry", input.after.integer("settles"));
  return other && other->text("kind") == "commitment" &&
         Words("actual accrual").contains(input.after.text("kind")) &&
         other->integer("budget_line") == input.after.integer("budget_line");
}
bool budget_is_positive(const RuleInput& input) {
  return project::minor_units(input.after, "amount") > 0;
}
bool approved_is_fixed(const RuleInput& input) {
  return input.before == nullptr || input.before->state == "draft" ||
         input.before->at("amount") == input.after.at("amount");
}
bool reserve_is_left(const RuleInput& input) {
  std::int64_t left = 0;
  for (const Row& row : project::linked(input.reader, "budget_line", "project", input.after.scope))
    if (Words("contingency management_reserve").contains(row.text("kind")) &&
        Words("approved frozen").contains(row.state))
      left += project::minor_units(row, "amount");
  for (const Row& row :
       project::linked(input.reader, "reserve_release", "project", input.after.scope))
    if (row.state == "released" && row.id != input.after.id)
      left -= project::minor_units(row, "amount");
  return project::minor_units(input.after, "amount") <= left;
}
bool invoice_is_named(const RuleInput& input) { return input.after.has("invoice"); }
bool rate_is_positive(const RuleInput& input) { return input.after.number_of("rate") > 0; }

constexpr std::array k_finance_rules = {
    Rule{"cost_entry.line_is_open",
         "cost_entry",
         "create",
         {"预算科目未批准或已关闭", "The budget line is not approved or closed"},
         line_is_open,
         "budget_line"},
    Rule{"cost_entry.within_available",
         "cost_entry",
         "create",
         {"超过可用预算，请先调整预算", "It exceeds what is available; revise the budget first"},
         within_available,
         "amount"},
    Rule{"cost_entry.settles_commitment",
         "cost_entry",
         "write",
         {"只有实际或计提可冲抵同一科目的承诺",
          "Only an actual or accrual settles a commitment, on the same line"},
         settles_commitment,
         "settles"},
    Rule{"budget_line.is_positive",
         "budget_line",
         "write",
         {"预算须大于零", "A budget is above zero"},
         budget_is_positive,
         "amount"},
    Rule{"budget_line.approved_is_fixed",
         "budget_line",
         "update",
         {"已提交的预算须修订后再改", "A submitted budget is changed by a revision"},
         approved_is_fixed,
         "amount"},
    Rule{"reserve_release.reserve_is_left",
         "reserve_release",
         "release",
         {"储备余额不足", "Not enough reserve is left"},
         reserve_is_left,
         "amount"},
    Rule{"payment.invoice_is_named",
         "payment",
         "pay",
         {"支付须有发票", "A payment names its invoice"},
         invoice_is_named,
         "invoice"},
    Rule{"exchange_rate.is_positive",
         "exchange_rate",
         "write",
         {"汇率须大于零", "A rate is above zero"},
         rate_is_positive,
         "rate"},
};

// Each entry changes what is available on its line.
Result<ActionOutcome> recount(const EventInput& input) {
  ActionOutcome outcome;
  const auto entry = input.reader.load_any("cost_entry", input.event.id);
  if (entry)
    outcome.commands.push_back(
        project::command("budget_line.update", entry->integer("budget_line")));
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"cost_entry.created", "finance.recount", recount},
    Subscription{"cost_entry.updated", "finance.recount_again", recount},
};

}  // namespace
}  // namespace finance

const kernel::Function& finance_function() {
  static const std::vector<kernel::Rule> rules = [] {
    std::vector<kernel::Rule> list(finance::k_finance_rules.begin(),
                                   finance::k_finance_rules.end());
    list.insert(list.end(), finance::book_rules().begin(), finance::book_rules().end());
    return list;
  }();
  static const kernel::Function function = {.name = "finance",
                                            .label = {"财务", "Finance"},
                                            .records = finance::records(),
                                            .rules = rules,
                                            .subscriptions = finance::k_subscriptions,
                                            .reports = finance::reports(),
                                            .messages = engine::finance::k_messages,
                                            .tools = finance::tools()};
  return function;
}

}  // namespace tc::functions
