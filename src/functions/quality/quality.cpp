#include "functions/quality/quality.h"

#include <array>
#include <vector>

#include "engine/quality/messages.h"
#include "engine/quality/sampling.h"
#include "functions/functions.h"
#include "project/report_tools.h"

namespace tc::functions {

namespace quality {

namespace {

using namespace kernel;

bool result_is_told(const RuleInput& input) { return input.after.has("result"); }
bool rejected_is_not_released(const RuleInput& input) {
  return input.after.text("result") != "rejected";
}
// What a hold point names does not start before it is released.
bool hold_point_is_released(const RuleInput& input) {
  for (const Row& one :
       project::linked(input.reader, "inspection", "activity", input.occasion->id)) {
    if (one.scope != input.after.scope || one.text("point") != "hold" || one.state == "released")
      continue;
    input.tell("inspection", project::called(input.reader, one));
    return false;
  }
  return true;
}
bool cause_is_found(const RuleInput& input) { return input.after.has("root_cause"); }
bool containment_is_told(const RuleInput& input) { return input.after.has("containment"); }
bool action_is_told(const RuleInput& input) { return input.after.has("corrective"); }
bool effect_is_proved(const RuleInput& input) { return input.after.has("effectiveness"); }
bool verified_by_another(const RuleInput& input) {
  return input.after.has("verified_by") &&
         input.after.integer("verified_by") != input.after.integer("owner");
}
bool limits_in_order(const RuleInput& input) {
  return !input.after.has("lower_limit") || !input.after.has("upper_limit") ||
         input.after.number_of("lower_limit") < input.after.number_of("upper_limit");
}
bool sample_within_lot(const RuleInput& input) {
  return !input.after.has("lot_size") ||
         input.after.integer("sample_size") <= input.after.integer("lot_size");
}

bool aql_is_tabulated(const RuleInput& input) {
  return !input.after.has("aql") || !input.after.has("lot_size") ||
         input.after.has("accept_number");
}
bool result_follows_plan(const RuleInput& input) {
  return input.after.text("result") != "accepted" || !input.after.has("accept_number") ||
         input.after.integer("defects") <= input.after.integer("accept_number");
}
bool items_are_passed(const RuleInput& input) {
  if (input.after.text("result") != "accepted") return true;
  for (const Row& item :
       project::linked(input.reader, "inspection_item", "inspection", input.after.id))
    if (item.integer("passed") == 0) return false;
  return true;
}
bool findings_are_resolved(const RuleInput& input) {
  for (const Row& finding :
       project::linked(input.reader, "review_finding", "quality_review", input.after.id))
    if (finding.integer("resolved") == 0) return false;
  return true;
}
// A why is asked about a cause of the same nonconformity, and no chain of whys bites its tail.
bool cause_chain_is_whole(const RuleInput& input) {
  constexpr int k_whys_max = 20;
  Id above = input.after.integer("effect_of");
  for (int depth = 0; above != 0; ++depth) {
    const auto cause = input.reader.load_any("cause", above);
    if (!cause || depth > k_whys_max || above == input.after.id ||
        cause->at("nonconformity") != input.after.at("nonconformity"))
      return false;
    above = cause->integer("effect_of");
  }
  return true;
}

constexpr std::array k_rules = {
    Rule{"inspection.aql_is_tabulated",
         "inspection",
         "write",
         {"批量须至少为 2，AQL 须为 0.65、1.0、1.5、2.5、4.0、6.5、10 或 15",
          "The lot is 2 at least, the AQL 0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10 or 15"},
         aql_is_tabulated,
         "aql"},
    Rule{"inspection.result_follows_plan",
         "inspection",
         "inspect",
         {"不合格数超过接收数，不能判为合格",
          "More nonconforming than the acceptance number: it cannot be accepted"},
         result_follows_plan,
         "result"},
    Rule{"inspection.items_are_passed",
         "inspection",
         "inspect",
         {"有检查项不合格，不能判为合格", "An item failed: it cannot be accepted"},
         items_are_passed,
         "result"},
    Rule{"quality_review.findings_are_resolved",
         "quality_review",
         "pass",
         {"仍有未解决的评审发现", "Some findings are not resolved"},
         findings_are_resolved},
    Rule{"cause.chain_is_whole",
         "cause",
         "write",
         {"上一层原因须属于同一不合格，且不能循环",
          "The cause it leads to belongs to the same nonconformity, without a circle"},
         cause_chain_is_whole,
         "effect_of"},
    Rule{"inspection.result_is_told",
         "inspection",
         "inspect",
         {"请填写检验结果", "Enter the result"},
         result_is_told,
         "result"},
    Rule{"plan.hold_point_is_released",
         "plan",
         "start",
         {"“{subject}”不能开始：停止点 {inspection} 未放行，请先检验并放行",
          "“{subject}” cannot start: hold point {inspection} is not released; inspect and release "
          "it first"},
         hold_point_is_released},
    Rule{"inspection.rejected_is_not_released",
         "inspection",
         "release",
         {"不合格品不能放行", "What was rejected is not released"},
         rejected_is_not_released},
    Rule{"inspection.sample_within_lot",
         "inspection",
         "write",
         {"样本量不能大于批量", "The sample cannot exceed the lot"},
         sample_within_lot,
         "sample_size"},
    Rule{"nonconformity.containment_is_told",
         "nonconformity",
         "contain",
         {"请填写临时措施", "Say how it was contained"},
         containment_is_told,
         "containment"},
    Rule{"nonconformity.cause_is_found",
         "nonconformity",
         "analyse",
         {"请填写根本原因", "Find the root cause"},
         cause_is_found,
         "root_cause"},
    Rule{"nonconformity.action_is_told",
         "nonconformity",
         "act",
         {"请填写纠正措施", "Say what was done"},
         action_is_told,
         "corrective"},
    Rule{"nonconformity.effect_is_proved",
         "nonconformity",
         "verify",
         {"请填写有效性验证", "Prove that it works"},
         effect_is_proved,
         "effectiveness"},
    Rule{"nonconformity.verified_by_another",
         "nonconformity",
         "verify",
         {"验证人不能是责任人", "Somebody other than the owner verifies"},
         verified_by_another,
         "verified_by"},
    Rule{"quality_metric.limits_in_order",
         "quality_metric",
         "write",
         {"规格下限须小于上限", "The lower limit lies below the upper one"},
         limits_in_order,
         "upper_limit"},
};

// A rejected inspection is a nonconformity at once.
Result<ActionOutcome> raise_nonconformity(const EventInput& input) {
  ActionOutcome outcome;
  const auto row = input.reader.load_any("inspection", input.event.id);
  if (!row || row->text("result") != "rejected") return outcome;
  outcome.commands.push_back(
      project::creation("nonconformity.create",
                        {{"title", (input.reader.principal().zh() ? "检验不合格：" : "Rejected: ") +
                                       std::string(row->text("title"))},
                         {"project", id_text(row->scope)},
                         {"inspection", id_text(row->id)},
                         {"severity", "major"},
                         {"found_in", "build"}}));
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"inspection.done", "quality.raise_nonconformity", raise_nonconformity},
};

}  // namespace
}  // namespace quality

const kernel::Function& quality_function() {
  static const kernel::Function function = {.name = "quality",
                                            .label = {"质量", "Quality"},
                                            .records = quality::records(),
                                            .rules = quality::k_rules,
                                            .subscriptions = quality::k_subscriptions,
                                            .reports = quality::reports(),
                                            .messages = engine::quality::k_messages,
                                            .tools = quality::tools()};
  return function;
}

}  // namespace tc::functions
