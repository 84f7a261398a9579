#include <array>

#include "functions/risk/risk.h"
#include "kernel/fields.h"
#include "project/report_tools.h"

namespace tc::functions::risk {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_category_fields = {
    title({"类别", "Category"}),
    text("code", {"编码", "Code"}, k_listed),
    link("parent_category", {"上级类别", "Above"}, "risk_category", k_listed),
};

constexpr std::array k_scale_fields = {
    title({"量表", "Scale"}),
    integer("levels", {"级数", "Levels"}, {3, k_levels_max}, k_required | k_listed),
    text("probabilities", {"各级概率（%，空格分隔）", "Probability of each level (%, by blanks)"},
         k_listed),
    link("for_project", {"适用项目", "For project"}, "project", k_listed),
};

constexpr std::array k_tiers = {
    Choice{"organisation", {"组织", "Organisation"}},
    Choice{"portfolio", {"组合", "Portfolio"}},
    Choice{"programme", {"项目集", "Programme"}},
    Choice{"project", {"项目", "Project"}},
};
constexpr std::array k_appetite_categories = {
    Choice{"technical", {"技术", "Technical"}},
    Choice{"external", {"外部", "External"}},
    Choice{"organisational", {"组织", "Organisational"}},
    Choice{"management", {"管理", "Management"}},
    Choice{"commercial", {"商务", "Commercial"}},
    Choice{"hse", {"安全环境", "HSE"}},
};
constexpr std::array k_appetite_fields = {
    title({"风险偏好", "Risk appetite"}),
    choice("tier", {"层级", "Level"}, k_tiers, k_required | k_listed),
    link("for_project", {"适用项目", "For project"}, "project", k_listed),
    choice("category", {"类别", "Category"}, k_appetite_categories, k_listed),
    integer("score_max", {"可接受评分", "Highest score accepted"}, {1, 49}, k_required | k_listed),
    money("exposure_max", {"可接受敞口", "Highest exposure accepted"}, k_listed),
};

constexpr std::array k_assessment_kinds = {
    Choice{"inherent", {"固有", "Inherent"}},
    Choice{"current", {"当前", "Current"}},
    Choice{"residual", {"残余", "Residual"}},
    Choice{"target", {"目标", "Target"}},
};
constexpr std::array k_assessment_fields = {
    title({"评估说明", "Assessment"}),
    link("risk", {"风险", "Risk"}, "risk", k_required | k_listed),
    choice("kind", {"类型", "Kind"}, k_assessment_kinds, k_required | k_listed),
    date("on_day", {"日期", "Date"}, k_required | k_listed),
    integer("probability", {"概率等级", "Probability"}, {1, k_levels_max}, k_required | k_listed),
    integer("impact", {"影响等级", "Impact"}, {1, k_levels_max}, k_required | k_listed),
    integer("score", {"评分", "Score"}, {}, k_computed | k_listed),
};

constexpr std::array k_effects = {
    Choice{"effective", {"有效", "Effective"}},
    Choice{"partly", {"部分有效", "Partly effective"}},
    Choice{"ineffective", {"无效", "Ineffective"}},
};
constexpr std::array k_response_fields = {
    title({"应对措施", "Response"}),
    link("risk", {"风险", "Risk"}, "risk", k_required | k_listed),
    prose("action", {"行动", "Action"}),
    money("cost", {"费用", "Cost"}, k_listed),
    integer("probability_after", {"应对后概率", "Probability after"}, {1, k_levels_max}, k_listed),
    integer("impact_after", {"应对后影响", "Impact after"}, {1, k_levels_max}, k_listed),
    choice("effect", {"效果", "Effect"}, k_effects, k_listed),
};
constexpr std::array k_response_states = {
    State{"planned", {"已计划", "Planned"}},
    State{"running", {"执行中", "Running"}},
    State{"done", {"已完成", "Done"}},
    State{"judged", {"已评价", "Judged"}, true},
};
constexpr std::array k_response_steps = {
    Step{"start", {"开始", "Start"}, "planned", "running"},
    Step{"finish", {"完成", "Finish"}, "running", "done"},
    Step{"judge", {"评价效果", "Judge the effect"}, "done", "judged", "effect"},
    Step{"repeat", {"重新执行", "Do again"}, "done judged", "running"},
};

constexpr std::array k_directions = {
    Choice{"higher", {"越高越危险", "Higher is worse"}},
    Choice{"lower", {"越低越危险", "Lower is worse"}},
};
constexpr std::array k_colours = {
    Choice{"green", {"绿", "Green"}},
    Choice{"amber", {"黄", "Amber"}},
    Choice{"red", {"红", "Red"}},
};
constexpr std::array k_indicator_fields = {
    title({"关键风险指标", "Key risk indicator"}),
    link("risk", {"风险", "Risk"}, "risk", k_required | k_listed),
    text("unit", {"单位", "Unit"}),
    choice("direction", {"方向", "Direction"}, k_directions, k_required),
    number("amber_limit", {"预警值", "Amber limit"}, k_required | k_listed),
    number("red_limit", {"触发值", "Trigger"}, k_required | k_listed),
    number("value", {"当前值", "Value"}, k_listed),
    date("read_on", {"读数日期", "Read on"}, k_listed),
    choice("status", {"状态", "Status"}, k_colours, k_computed | k_listed),
    date("breached_on", {"超限日期", "Breached on"}, k_computed | k_listed),
};

constexpr std::array k_element_kinds = {
    Choice{"cause", {"原因", "Cause"}},
    Choice{"preventive_barrier", {"预防屏障", "Preventive barrier"}},
    Choice{"recovery_barrier", {"恢复屏障", "Recovery barrier"}},
    Choice{"consequence", {"后果", "Consequence"}},
};
constexpr std::array k_element_fields = {
    title({"要素", "Element"}),
    link("risk", {"风险", "Risk"}, "risk", k_required | k_listed),
    choice("kind", {"类型", "Kind"}, k_element_kinds, k_required | k_listed),
    link("guards", {"所防", "Guards"}, "bow_tie_element", k_listed),
    percent("effectiveness", {"有效性", "Effectiveness"}, k_listed),
};

constexpr std::array k_node_kinds = {
    Choice{"decision", {"决策", "Decision"}},
    Choice{"chance", {"机会", "Chance"}},
    Choice{"end", {"结果", "End"}},
};
constexpr std::array k_node_fields = {
    title({"分支", "Branch"}),
    link("parent_node", {"上级节点", "Above"}, "decision_node", k_listed),
    choice("kind", {"类型", "Kind"}, k_node_kinds, k_required | k_listed),
    percent("probability", {"概率", "Probability"}, k_listed),
    money("value", {"收支", "Payoff"}, k_listed),
    link("risk", {"相关风险", "Risk"}, "risk"),
};

constexpr std::array k_review_fields = {
    title({"风险复审", "Risk review"}),
    date("held_on", {"日期", "Date"}, k_required | k_listed),
    link("gate", {"关口", "Gate"}, "gate", k_listed),
    text("participants", {"参加人", "Participants"}),
    prose("minutes", {"纪要", "Minutes"}, k_required),
    integer("open_risks", {"未关闭风险", "Open risks"}, {}, k_computed | k_listed),
    integer("high_risks", {"超偏好风险", "Above appetite"}, {}, k_computed | k_listed),
    money("exposure", {"风险敞口", "Exposure"}, k_computed | k_listed),
};

void derive_assessment(Row& row, const Row*, Reader&) {
  row.set("score", row.integer("probability") * row.integer("impact"));
}

// Colour by the limits; the day on which it turned red stays until it is red no more.
void derive_status(Row& row, const Row* before, Reader& reader) {
  if (!row.has("value")) return;
  const double sign = row.text("direction") == "lower" ? -1 : 1;
  const double value = sign * row.number_of("value");
  const bool red = value >= sign * row.number_of("red_limit");
  const bool amber = value >= sign * row.number_of("amber_limit");
  row.set("status", std::string(red ? "red" : amber ? "amber" : "green"));
  const bool was_red = before != nullptr && before->text("status") == "red";
  if (!red)
    row.set("breached_on", Value());
  else if (!was_red)
    row.set("breached_on", std::int64_t{reader.today()});
}

// The figures of the day of the review; they never change.
void derive_review(Row& row, const Row* before, Reader& reader) {
  if (before != nullptr) return;
  const Settings settings(reader);
  const Scale scale = settings.scale(row.scope);
  std::int64_t open = 0, high = 0, exposure = 0;
  for (const Row& risk : project::linked(reader, "risk", "project", row.scope)) {
    // What not everybody may see is not counted into what everybody reads.
    if (project::is_final(risk) || risk.level > row.level) continue;
    ++open;
    high += risk.integer("score") > settings.appetite(row.scope, risk.text("category")).score_max;
    exposure += expected_loss(risk, scale, "probability");
  }
  row.set("open_risks", open);
  row.set("high_risks", high);
  row.set("exposure", project::yuan(exposure));
}

constexpr std::array k_registers_records = {
    Record{.name = "risk_category",
           .plural = "risk-categories",
           .label = {"风险类别", "Risk category"},
           .scoping = Scoping::organisation,
           .fields = k_category_fields},
    Record{.name = "risk_scale",
           .plural = "risk-scales",
           .label = {"风险量表", "Risk scale"},
           .scoping = Scoping::organisation,
           .fields = k_scale_fields},
    Record{.name = "risk_appetite",
           .plural = "risk-appetites",
           .label = {"风险偏好", "Risk appetite"},
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_appetite_fields},
    Record{.name = "risk_assessment",
           .plural = "risk-assessments",
           .label = {"风险评估", "Risk assessment"},
           .prefix = "RAS",
           .fields = k_assessment_fields,
           .derive = derive_assessment},
    Record{.name = "risk_response",
           .plural = "risk-responses",
           .label = {"风险应对", "Risk response"},
           .prefix = "RRS",
           .traits = k_owned,
           .fields = k_response_fields,
           .states = k_response_states,
           .steps = k_response_steps},
    Record{.name = "risk_indicator",
           .plural = "risk-indicators",
           .label = {"关键风险指标", "Key risk indicator"},
           .prefix = "KRI",
           .traits = k_owned,
           .fields = k_indicator_fields,
           .derive = derive_status},
    Record{.name = "bow_tie_element",
           .plural = "bow-tie-elements",
           .label = {"领结图要素", "Bow-tie element"},
           .prefix = "BT",
           .traits = k_owned,
           .fields = k_element_fields},
    Record{.name = "decision_node",
           .plural = "decision-nodes",
           .label = {"决策树节点", "Decision tree node"},
           .prefix = "DTN",
           .fields = k_node_fields},
    Record{.name = "risk_review",
           .plural = "risk-reviews",
           .label = {"风险复审", "Risk review"},
           .prefix = "RRV",
           .traits = k_owned,
           .fields = k_review_fields,
           .derive = derive_review},
};

bool category_not_below_itself(const RuleInput& input) {
  return input.after.integer("parent_category") != input.after.id;
}
bool probabilities_fit(const RuleInput& input) {
  return !input.after.has("probabilities") ||
         shares_in(input.after.text("probabilities")).size() ==
             static_cast<std::size_t>(input.after.integer("levels"));
}
bool assessment_within_scale(const RuleInput& input) {
  const std::int64_t levels = Settings(input.reader).scale(input.after.scope).levels;
  return input.after.integer("probability") <= levels && input.after.integer("impact") <= levels;
}
bool effect_is_judged(const RuleInput& input) { return input.after.has("effect"); }
bool limits_in_order(const RuleInput& input) {
  const double amber = input.after.number_of("amber_limit");
  const double red = input.after.number_of("red_limit");
  return input.after.text("direction") == "lower" ? red <= amber : red >= amber;
}
// Prevention stands before a cause, recovery before a consequence.
bool barrier_has_place(const RuleInput& input) {
  const std::string_view kind = input.after.text("kind");
  if (!kind.ends_with("_barrier")) return true;
  const auto guarded = input.reader.load_any("bow_tie_element", input.after.integer("guards"));
  return guarded && guarded->integer("risk") == input.after.integer("risk") &&
         guarded->text("kind") == (kind == "preventive_barrier" ? "cause" : "consequence");
}
bool chance_is_given(const RuleInput& input) {
  const auto above = input.reader.load_any("decision_node", input.after.integer("parent_node"));
  return !above || above->text("kind") != "chance" || input.after.has("probability");
}
bool chances_within_whole(const RuleInput& input) {
  if (!input.after.has("parent_node") || !input.after.has("probability")) return true;
  std::int64_t sum = input.after.integer("probability");
  for (const Row& row : project::linked(input.reader, "decision_node", "parent_node",
                                        input.after.integer("parent_node")))
    if (row.id != input.after.id) sum += row.integer("probability");
  constexpr std::int64_t k_whole = 10'000;
  return sum <= k_whole;
}
bool node_not_below_itself(const RuleInput& input) {
  return input.after.integer("parent_node") != input.after.id;
}

constexpr std::array k_registers_rules = {
    Rule{"risk_category.not_below_itself",
         "risk_category",
         "update",
         {"类别不能以自己为上级", "A category cannot be below itself"},
         category_not_below_itself,
         "parent_category"},
    Rule{"risk_scale.probabilities_fit",
         "risk_scale",
         "write",
         {"每级须有一个概率，逐级上升，不超过 100",
          "Each level has one probability, rising, at most 100"},
         probabilities_fit,
         "probabilities"},
    Rule{"risk_assessment.within_scale",
         "risk_assessment",
         "write",
         {"等级超出本项目的量表", "The level lies beyond the scale of the project"},
         assessment_within_scale,
         "probability"},
    Rule{"risk_response.effect_is_judged",
         "risk_response",
         "judge",
         {"请评价应对效果", "Judge the effect of the response"},
         effect_is_judged,
         "effect"},
    Rule{"risk_indicator.limits_in_order",
         "risk_indicator",
         "write",
         {"触发值须比预警值更危险", "The trigger lies beyond the amber limit"},
         limits_in_order,
         "red_limit"},
    Rule{"bow_tie_element.barrier_has_place",
         "bow_tie_element",
         "write",
         {"预防屏障须对应同一风险的原因，恢复屏障须对应其后果",
          "A preventive barrier guards a cause of the same risk, a recovery barrier a consequence"},
         barrier_has_place,
         "guards"},
    Rule{"decision_node.chance_is_given",
         "decision_node",
         "write",
         {"机会节点的分支须有概率", "A branch of a chance node has a probability"},
         chance_is_given,
         "probability"},
    Rule{"decision_node.chances_within_whole",
         "decision_node",
         "write",
         {"各分支概率之和不能超过 100%", "The probabilities of the branches exceed 100 %"},
         chances_within_whole,
         "probability"},
    Rule{"decision_node.not_below_itself",
         "decision_node",
         "update",
         {"节点不能以自己为上级", "A node cannot be below itself"},
         node_not_below_itself,
         "parent_node"},
};

}  // namespace

std::span<const Record> registers() { return k_registers_records; }
std::span<const Rule> register_rules() { return k_registers_rules; }

}  // namespace tc::functions::risk
