#include "functions/risk/risk.h"

#include <array>
#include <vector>

#include "kernel/fields.h"
#include "kernel/kernel.h"

namespace tc::functions::risk {
namespace {

using namespace kernel;
using namespace kernel::field;
using std::string_view;

constexpr std::array k_kinds = {Choice{"threat", {"威胁", "Threat"}},
                                Choice{"opportunity", {"机会", "Opportunity"}}};
constexpr std::array k_categories = {
    Choice{"technical", {"技术", "Technical"}},
    Choice{"external", {"外部", "External"}},
    Choice{"organisational", {"组织", "Organisational"}},
    Choice{"management", {"管理", "Management"}},
    Choice{"commercial", {"商务", "Commercial"}},
    Choice{"hse", {"安全环境", "HSE"}},
};
constexpr std::array k_strategies = {
    Choice{"avoid", {"规避", "Avoid"}},       Choice{"mitigate", {"减轻", "Mitigate"}},
    Choice{"transfer", {"转移", "Transfer"}}, Choice{"accept", {"接受", "Accept"}},
    Choice{"exploit", {"开拓", "Exploit"}},   Choice{"enhance", {"提高", "Enhance"}},
    Choice{"share", {"分享", "Share"}},
};
constexpr std::array k_outcomes = {
    Choice{"did_not_occur", {"未发生", "Did not occur"}},
    Choice{"occurred", {"已发生", "Occurred"}},
    Choice{"no_longer_relevant", {"不再相关", "No longer relevant"}},
};

constexpr std::array k_velocities = {
    Choice{"slow", {"缓慢", "Slow"}},
    Choice{"moderate", {"中等", "Moderate"}},
    Choice{"fast", {"迅速", "Fast"}},
};

constexpr Field level(string_view name, Label label, unsigned how = 0) {
  return integer(name, label, {1, k_levels_max}, how);
}

constexpr std::array k_fields = {
    title(),
    choice("kind", {"性质", "Kind"}, k_kinds, k_listed),
    choice("category", {"类别", "Category"}, k_categories, k_listed),
    link("rbs", {"风险分解结构", "Risk breakdown"}, "risk_category"),
    prose("cause", {"原因", "Cause"}),
    prose("effect", {"影响描述", "Effect"}),
    level("probability", {"概率等级", "Probability"}, k_listed),
    level("impact", {"影响等级", "Impact"}, k_listed),
    level("impact_time", {"工期影响等级", "Impact on time"}),
    level("impact_money", {"费用影响等级", "Impact on cost"}),
    level("impact_quality", {"质量影响等级", "Impact on quality"}),
    level("impact_hse", {"安全环境影响等级", "Impact on HSE"}),
    integer("score", {"评分", "Score"}, {}, k_computed | k_listed),
    money("impact_cost", {"费用影响", "Cost impact"}),
    integer("impact_days", {"工期影响", "Schedule impact"}, {-3650, 3650, "d"}),
    link("activity", {"影响的活动", "Affected activity"}, "*"),
    date("proximity", {"预计发生日", "Expected on"}),
    choice("velocity", {"发展速度", "Velocity"}, k_velocities),
    level("detectability", {"可探测度", "Detectability"}),
    choice("strategy", {"应对策略", "Strategy"}, k_strategies),
    prose("response", {"应对措施", "Response"}),
    prose("contingency_plan", {"应急计划", "Contingency plan"}),
    prose("fallback_plan", {"弹回计划", "Fallback plan"}),
    level("residual_probability", {"残余概率", "Residual probability"}),
    level("residual_impact", {"残余影响", "Residual impact"}),
    integer("residual_score", {"残余评分", "Residual score"}, {}, k_computed),
    level("target_probability", {"目标概率", "Target probability"}),
    level("target_impact", {"目标影响", "Target impact"}),
    link("accepted_by", {"接受人", "Accepted by"}, "person"),
    choice("outcome", {"结果", "Outcome"}, k_outcomes),
    text("outcome_note", {"结果说明", "What happened"}, k_long),
};

constexpr std::array k_states = {
    State{"identified", {"已识别", "Identified"}},
    State{"assessed", {"已评估", "Assessed"}},
    State{"response_planned", {"已计划应对", "Response planned"}},
    State{"in_treatment", {"应对中", "In treatment"}},
    State{"monitoring", {"监控中", "Monitoring"}},
    State{"occurred", {"已发生", "Occurred"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_steps = {
    Step{.name = "assess",
         .label = {"评估", "Assess"},
         .from = "identified",
         .to = "assessed",
         .inputs =
             "probability impact impact_time impact_money impact_quality impact_hse impact_cost "
             "impact_days category"},
    Step{.name = "plan_response",
         .label = {"计划应对", "Plan response"},
         .from = "assessed monitoring",
         .to = "response_planned",
         .inputs = "strategy response contingency_plan fallback_plan residual_probability "
                   "residual_impact target_probability target_impact accepted_by"},
    Step{.name = "treat",
         .label = {"开始应对", "Start treatment"},
         .from = "response_planned",
         .to = "in_treatment"},
    Step{.name = "monitor",
         .label = {"转监控", "Monitor"},
         .from = "in_treatment assessed",
         .to = "monitoring"},
    Step{.name = "occur",
         .label = {"已发生", "It occurred"},
         .from = "identified assessed response_planned in_treatment monitoring",
         .to = "occurred",
         .inputs = "outcome_note"},
    Step{.name = "close",
         .label = {"关闭", "Close"},
         .from = "identified assessed response_planned in_treatment monitoring occurred",
         .to = "closed",
         .inputs = "outcome outcome_note"},
};

constexpr std::array k_issue_fields = {
    title(),
    link("risk", {"来源风险", "From risk"}, "risk", k_listed),
    prose("impact", {"影响", "Impact"}),
    prose("resolution", {"解决办法", "Resolution"}),
};
constexpr std::array k_issue_states = {
    State{"open", {"未解决", "Open"}},
    State{"resolved", {"已解决", "Resolved"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_issue_steps = {
    Step{.name = "resolve",
         .label = {"解决", "Resolve"},
         .from = "open",
         .to = "resolved",
         .inputs = "resolution"},
    Step{.name = "close", .label = {"关闭", "Close"}, .from = "resolved", .to = "closed"},
    Step{.name = "reopen", .label = {"重新打开", "Reopen"}, .from = "resolved", .to = "open"},
};

// Scores follow from their parts; the impact is the worst of those on single objectives.
void derive_scores(Row& row, const Row*, Reader&) {
  for (const string_view one : Words("impact_time impact_money impact_quality impact_hse")) {
    if (row.integer(one) > row.integer("impact")) row.set("impact", row.integer(one));
  }
  const auto product = [&](std::string_view a, std::string_view b) {
    return row.has(a) && row.has(b) ? Value(row.integer(a) * row.integer(b)) : Value();
  };
  row.set("score", product("probability", "impact"));
  row.set("residual_score", product("residual_probability", "residual_impact"));
}

constexpr std::array k_records = {
    Record{.name = "risk",
           .plural = "risks",
           .label = {"风险", "Risk"},
           .prefix = "R",
           .traits = k_owned | k_reviewed | k_leveled,
           .fields = k_fields,
           .states = k_states,
           .steps = k_steps,
           .derive = derive_scores},
    Record{.name = "issue",
           .plural = "issues",
           .label = {"问题", "Issue"},
           .prefix = "I",
           .traits = k_owned,
           .fields = k_issue_fields,
           .states = k_issue_states,
           .steps = k_issue_steps},
};

}  // namespace

std::span<const Record> records() {
  static const std::vector<Record> all = [] {
    std::vector<Record> list(k_records.begin(), k_records.end());
    list.insert(list.end(), registers().begin(), registers().end());
    return list;
  }();
  return all;
}

}  // namespace tc::functions::risk
