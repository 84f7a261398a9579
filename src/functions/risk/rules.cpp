#include <array>

#include "functions/risk/risk.h"
#include "kernel/kernel.h"

namespace tc::functions::risk {
namespace {

using namespace kernel;

// From this score on, accepting a risk needs a named person (ISO 31000: risk appetite).
constexpr std::int64_t k_acceptance_score = 12;

bool assess_needs_scores(const RuleInput& input) {
  return input.after.has("probability") && input.after.has("impact");
}
bool close_needs_outcome(const RuleInput& input) { return input.after.has("outcome"); }
bool response_needs_strategy(const RuleInput& input) { return input.after.has("strategy"); }

bool acceptance_needs_person(const RuleInput& input) {
  if (input.after.text("strategy") != "accept") return true;
  const std::int64_t score = input.after.integer("probability") * input.after.integer("impact");
  return score < k_acceptance_score || input.after.has("accepted_by");
}

bool strategy_fits_kind(const RuleInput& input) {
  const std::string_view strategy = input.after.text("strategy");
  const bool opportunity = input.after.text("kind") == "opportunity";
  if (strategy == "exploit" || strategy == "enhance" || strategy == "share") return opportunity;
  if (strategy == "avoid" || strategy == "mitigate" || strategy == "transfer") return !opportunity;
  return true;
}

bool residual_not_higher(const RuleInput& input) {
  // The response to an opportunity is meant to raise it.
  if (input.after.text("kind") == "opportunity" || !input.after.has("residual_probability") ||
      !input.after.has("residual_impact"))
    return true;
  return input.after.integer("residual_probability") * input.after.integer("residual_impact") <=
         input.after.integer("probability") * input.after.integer("impact");
}

bool resolution_is_told(const RuleInput& input) { return input.after.has("resolution"); }

constexpr std::array k_rules = {
    Rule{.code = "risk.assess_needs_scores",
         .record = "risk",
         .on = "assess",
         .message = {"评估须给出概率和影响等级", "An assessment needs probability and impact"},
         .holds = assess_needs_scores,
         .field = "probability"},
    Rule{.code = "risk.response_needs_strategy",
         .record = "risk",
         .on = "plan_response",
         .message = {"请选择应对策略", "Choose a strategy"},
         .holds = response_needs_strategy,
         .field = "strategy"},
    Rule{.code = "risk.acceptance_needs_person",
         .record = "risk",
         .on = "plan_response",
         .message = {"评分 12 及以上的风险须由具名人员接受",
                     "Accepting a risk of score 12 or more needs a named person"},
         .holds = acceptance_needs_person,
         .field = "accepted_by"},
    Rule{
        .code = "risk.strategy_fits_kind",
        .record = "risk",
        .on = "write",
        .message = {"该策略不适用于此性质的风险", "This strategy does not fit a risk of this kind"},
        .holds = strategy_fits_kind,
        .field = "strategy"},
    Rule{.code = "risk.residual_not_higher",
         .record = "risk",
         .on = "plan_response",
         .message = {"应对后的残余评分不能高于当前评分",
                     "The residual score cannot exceed the present one"},
         .holds = residual_not_higher,
         .field = "residual_probability"},
    Rule{.code = "risk.close_needs_outcome",
         .record = "risk",
         .on = "close",
         .message = {"关闭风险须填写结果", "A risk closes only with an outcome"},
         .holds = close_needs_outcome,
         .field = "outcome"},
    Rule{.code = "issue.resolution_is_told",
         .record = "issue",
         .on = "resolve",
         .message = {"请说明如何解决", "Say how it was resolved"},
         .holds = resolution_is_told,
         .field = "resolution"},
};

// A risk that occurs becomes an issue; the link stays.
Result<ActionOutcome> open_issue(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> row = input.reader.load_any("risk", input.event.id);
  if (!row) return outcome;
  CommandSpec command;
  command.name = "issue.create";
  command.set.append("project", id_text(row->scope));
  command.set.append("title", row->text("title"));
  command.set.append("risk", id_text(row->id));
  command.set.append("impact", row->has("effect") ? Json(row->text("effect")) : Json());
  if (row->has("owner")) command.set.append("owner", id_text(row->integer("owner")));
  outcome.commands.push_back(std::move(command));
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{.event = "risk.occurred", .name = "risk.open_issue", .handler = open_issue},
};

}  // namespace

std::span<const Rule> rules() { return k_rules; }
std::span<const Subscription> subscriptions() { return k_subscriptions; }

}  // namespace tc::functions::risk
