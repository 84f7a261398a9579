#include <array>

#include "functions/change_control/change_control.h"
#include "kernel/kernel.h"
#include "project/report_tools.h"

namespace tc::functions::change_control {
namespace {

using namespace kernel;

bool only_emergencies_at_once(const RuleInput& input) {
  return input.after.text("urgency") == "emergency";
}
bool scenario_of_project(const RuleInput& input) {
  if (!input.after.has("scenario")) return true;
  const auto scenario = input.reader.load_any("scenario", input.after.integer("scenario"));
  return scenario && scenario->scope == input.after.scope;
}
// Carried out is what was decided on: the scenario as it was analysed, still open.
bool scenario_as_decided(const RuleInput& input) {
  if (!input.after.has("scenario") || input.after.has("edits")) return true;
  const auto scenario = input.reader.load_any("scenario", input.after.integer("scenario"));
  if (!scenario || scenario->state != "open") return false;
  const Result<Json> impact = parse_json(input.after.text("impact"));
  const Json* analysed = impact && impact->is_object() ? impact->find("scenario_version") : nullptr;
  if (analysed == nullptr) return input.verb == "act_at_once";
  return analysed->is_integer() && analysed->integer() == scenario->version;
}
bool verified_by_another(const RuleInput& input) {
  return input.after.has("verified_by") &&
         input.after.integer("verified_by") != input.after.integer("owner");
}
bool verification_is_told(const RuleInput& input) { return input.after.has("verification"); }
bool effects_are_updated(const RuleInput& input) {
  for (const Row& effect :
       project::linked(input.reader, "change_effect", "change_request", input.after.id))
    if (effect.integer("updated") == 0) return false;
  return true;
}
bool thresholds_rise(const RuleInput& input) {
  const Row& plan = input.after;
  const auto rises = [&](const char* low, const char* high) {
    return !plan.has(low) || !plan.has(high) || plan.number_of(low) <= plan.number_of(high);
  };
  const bool shares = !plan.has("manager_share") || !plan.has("sponsor_share") ||
                      plan.integer("manager_share") <= plan.integer("sponsor_share");
  return rises("manager_days", "sponsor_days") && shares;
}
bool decision_is_told(const RuleInput& input) { return input.after.has("decision_note"); }
bool votes_were_cast(const RuleInput& input) {
  return input.after.integer("votes_for") + input.after.integer("votes_against") > 0;
}
bool outcome_follows_votes(const RuleInput& input) {
  const bool carried = input.after.integer("votes_for") > input.after.integer("votes_against");
  return input.after.text("outcome") != "approved" || carried;
}
bool baselined_by_approved(const RuleInput& input) {
  const auto change = input.reader.load_any("change_request", input.after.integer("baselined_by"));
  if (!change) return false;
  return Words("approved implementing verified closed").contains(change->state);
}

constexpr Label k_as_decided = {
    "进度方案已变更或已关闭，请重新分析并审批",
    "The scenario has changed since it was analysed, or is closed; analyse and decide anew"};

constexpr std::array k_rules = {
    Rule{"change_request.scenario_of_project",
         "change_request",
         "write",
         {"进度方案须属于同一项目", "The scenario belongs to another project"},
         scenario_of_project,
         "scenario"},
    Rule{"change_request.scenario_as_decided", "change_request", "implement", k_as_decided,
         scenario_as_decided, "scenario"},
    Rule{"change_request.scenario_open_at_once", "change_request", "act_at_once", k_as_decided,
         scenario_as_decided, "scenario"},
    Rule{"change_request.only_emergencies_at_once",
         "change_request",
         "act_at_once",
         {"只有应急变更可以先实施后补批",
          "Only an emergency may be carried out before its approval"},
         only_emergencies_at_once,
         "urgency"},
    Rule{"change_request.verified_by_another",
         "change_request",
         "verify",
         {"验证人不能是负责人本人", "Somebody other than the owner must verify"},
         verified_by_another,
         "verified_by"},
    Rule{"change_request.verification_is_told",
         "change_request",
         "verify",
         {"请填写验证结果", "Say what the verification found"},
         verification_is_told,
         "verification"},
    Rule{"change_request.effects_are_updated",
         "change_request",
         "verify",
         {"仍有受影响的基准或文档未更新", "Something that the change affects is not updated"},
         effects_are_updated},
    Rule{"change_plan.thresholds_rise",
         "change_plan",
         "write",
         {"发起人权限不能小于项目经理权限", "The sponsor decides more than the manager"},
         thresholds_rise,
         "sponsor_days"},
    Rule{"change_request.rejection_is_told",
         "change_request",
         "reject",
         {"否决须写明理由", "A rejection needs a reason"},
         decision_is_told,
         "decision_note"},
    Rule{"board_decision.votes_were_cast",
         "board_decision",
         "write",
         {"请填写表决票数", "Enter the votes"},
         votes_were_cast,
         "votes_for"},
    Rule{"board_decision.outcome_follows_votes",
         "board_decision",
         "write",
         {"赞成票不过半，不能记为批准", "Without a majority it cannot be approved"},
         outcome_follows_votes,
         "outcome"},
    Rule{"configuration_item.baselined_by_approved",
         "configuration_item",
         "baseline",
         {"入基准须引用已批准的变更", "A baseline needs an approved change"},
         baselined_by_approved,
         "baselined_by"},
};

}  // namespace

std::span<const Rule> rules() { return k_rules; }

}  // namespace tc::functions::change_control
