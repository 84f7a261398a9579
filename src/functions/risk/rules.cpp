#include <algorithm>
#include <array>

#include "functions/risk/risk.h"
#include "project/report_tools.h"

namespace tc::functions::risk {
namespace {

using namespace kernel;

constexpr std::array<std::string_view, 11> k_level_fields = {
    "probability",          "impact",          "impact_time",
    "impact_money",         "impact_quality",  "impact_hse",
    "residual_probability", "residual_impact", "detectability",
    "target_probability",   "target_impact"};

bool assess_needs_scores(const RuleInput& input) {
  return input.after.has("probability") && input.after.has("impact");
}
bool close_needs_outcome(const RuleInput& input) { return input.after.has("outcome"); }
bool response_needs_strategy(const RuleInput& input) { return input.after.has("strategy"); }

bool acceptance_needs_person(const RuleInput& input) {
  if (input.after.text("strategy") != "accept") return true;
  const std::int64_t score = input.after.integer("probability") * input.after.integer("impact");
  const Appetite appetite =
      Settings(input.reader).appetite(input.after.scope, input.after.text("category"));
  return score <= appetite.score_max || input.after.has("accepted_by");
}

bool levels_within_scale(const RuleInput& input) {
  const std::int64_t levels = Settings(input.reader).scale(input.after.scope).levels;
  return std::ranges::all_of(
      k_level_fields, [&](std::string_view field) { return input.after.integer(field) <= levels; });
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
         .message = {"超出风险偏好的风险须由具名人员接受",
                     "Accepting a risk beyond the appetite needs a named person"},
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
    Rule{.code = "risk.within_scale",
         .record = "risk",
         .on = "write",
         .message = {"等级超出本项目的量表", "The level lies beyond the scale of the project"},
         .holds = levels_within_scale,
         .field = "probability"},
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

// What an assessment of a kind says of a risk, and which fields of the risk say the same.
struct Rating {
  std::string_view probability, impact;
};
Rating rating_of(std::string_view kind) {
  if (kind == "residual") return {"residual_probability", "residual_impact"};
  if (kind == "target") return {"target_probability", "target_impact"};
  return {"probability", "impact"};
}

// The history keeps each rating with its day; the same rating is not written twice.
void keep_rating(const Row& risk, std::string_view kind, Reader& reader, ActionOutcome& outcome) {
  const Rating rating = rating_of(kind);
  if (!risk.has(rating.probability) || !risk.has(rating.impact)) return;
  std::optional<Row> last;
  bool rated = false;
  for (Row& one : project::linked(reader, "risk_assessment", "risk", risk.id)) {
    const std::string_view of = one.text("kind");
    rated |= of == "inherent" || of == "current";
    if (rating_of(of).probability == rating.probability) last = std::move(one);
  }
  if (last && last->at("probability") == risk.at(rating.probability) &&
      last->at("impact") == risk.at(rating.impact))
    return;
  outcome.commands.push_back(project::creation(
      "risk_assessment.create",
      {{"title", risk.text("title")},
       {"project", id_text(risk.scope)},
       {"risk", id_text(risk.id)},
       {"kind", kind == "current" && !rated ? std::string_view("inherent") : kind},
       {"on_day", format_day(reader.today())},
       {"probability", risk.integer(rating.probability)},
       {"impact", risk.integer(rating.impact)}}));
}

Result<ActionOutcome> keep_ratings(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> risk = input.reader.load_any("risk", input.event.id);
  if (!risk) return outcome;
  for (const std::string_view kind : Words("current residual target"))
    keep_rating(*risk, kind, input.reader, outcome);
  return outcome;
}

// A new assessment is what the risk says from then on.
Result<ActionOutcome> take_rating(const EventInput& input) {
  ActionOutcome outcome;
  const auto assessment = input.reader.load_any("risk_assessment", input.event.id);
  if (!assessment) return outcome;
  const auto risk = input.reader.load_any("risk", assessment->integer("risk"));
  const Rating rating = rating_of(assessment->text("kind"));
  if (!risk || (risk->at(rating.probability) == assessment->at("probability") &&
                risk->at(rating.impact) == assessment->at("impact")))
    return outcome;
  CommandSpec command = project::command("risk.update", risk->id);
  command.set.append(std::string(rating.probability), assessment->integer("probability"));
  command.set.append(std::string(rating.impact), assessment->integer("impact"));
  outcome.commands.push_back(std::move(command));
  return outcome;
}

// An indicator beyond its trigger asks its owner to act, once for each breach.
Result<ActionOutcome> answer_breach(const EventInput& input) {
  ActionOutcome outcome;
  const auto indicator = input.reader.load_any("risk_indicator", input.event.id);
  if (!indicator || indicator->text("status") != "red") return outcome;
  for (const Row& action : project::linked(input.reader, "action_item", "source_id", indicator->id))
    if (!project::is_final(action)) return outcome;
  CommandSpec command = project::creation(
      "action_item.create",
      {{"title", (input.reader.principal().zh() ? "指标超限：" : "Indicator breached: ") +
                     std::string(indicator->text("title"))},
       {"project", id_text(indicator->scope)},
       {"kind", "corrective"},
       {"source_record", "risk_indicator"},
       {"source_id", id_text(indicator->id)},
       {"due", format_day(static_cast<Day>(input.reader.today() + 7))}});
  if (indicator->has("owner")) command.set.append("owner", id_text(indicator->integer("owner")));
  outcome.commands.push_back(std::move(command));
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{.event = "risk.occurred", .name = "risk.open_issue", .handler = open_issue},
    Subscription{.event = "risk.assessed", .name = "risk.keep_first", .handler = keep_ratings},
    Subscription{
        .event = "risk.response_planned", .name = "risk.keep_planned", .handler = keep_ratings},
    Subscription{.event = "risk.updated", .name = "risk.keep_changed", .handler = keep_ratings},
    Subscription{
        .event = "risk_assessment.created", .name = "risk.take_rating", .handler = take_rating},
    Subscription{
        .event = "risk_indicator.created", .name = "risk.answer_first", .handler = answer_breach},
    Subscription{
        .event = "risk_indicator.updated", .name = "risk.answer_breach", .handler = answer_breach},
};

}  // namespace

std::span<const Rule> rules() {
  static const std::vector<Rule> all = [] {
    std::vector<Rule> list(k_rules.begin(), k_rules.end());
    list.insert(list.end(), register_rules().begin(), register_rules().end());
    return list;
  }();
  return all;
}
std::span<const Subscription> subscriptions() { return k_subscriptions; }

}  // namespace tc::functions::risk
