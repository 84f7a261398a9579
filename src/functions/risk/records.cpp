#include "functions/risk/risk.h"

#include <array>

#include "kernel/kernel.h"

namespace tc::functions::risk {
namespace {

using namespace kernel;
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

constexpr Field score(string_view name, Label label) {
  return {.name = name, .kind = Kind::integer, .label = label, .in_list = true, .min = 1, .max = 5};
}

constexpr std::array k_fields = {
    Field{.name = "title",
          .kind = Kind::text,
          .label = {"标题", "Title"},
          .required = true,
          .in_list = true,
          .searched = true},
    Field{.name = "kind",
          .kind = Kind::choice,
          .label = {"性质", "Kind"},
          .choices = k_kinds,
          .in_list = true},
    Field{.name = "category",
          .kind = Kind::choice,
          .label = {"类别", "Category"},
          .choices = k_categories,
          .in_list = true},
    Field{.name = "cause",
          .kind = Kind::text,
          .label = {"原因", "Cause"},
          .multiline = true,
          .searched = true},
    Field{.name = "effect",
          .kind = Kind::text,
          .label = {"影响描述", "Effect"},
          .multiline = true,
          .searched = true},
    score("probability", {"概率等级", "Probability"}),
    score("impact", {"影响等级", "Impact"}),
    Field{.name = "score",
          .kind = Kind::integer,
          .label = {"评分", "Score"},
          .read_only = true,
          .in_list = true},
    Field{.name = "impact_cost", .kind = Kind::money, .label = {"费用影响", "Cost impact"}},
    Field{.name = "impact_days",
          .kind = Kind::integer,
          .label = {"工期影响", "Schedule impact"},
          .unit = "d",
          .min = -3650,
          .max = 3650},
    Field{.name = "strategy",
          .kind = Kind::choice,
          .label = {"应对策略", "Strategy"},
          .choices = k_strategies},
    Field{.name = "response",
          .kind = Kind::text,
          .label = {"应对措施", "Response"},
          .multiline = true,
          .searched = true},
    score("residual_probability", {"残余概率", "Residual probability"}),
    score("residual_impact", {"残余影响", "Residual impact"}),
    Field{.name = "residual_score",
          .kind = Kind::integer,
          .label = {"残余评分", "Residual score"},
          .read_only = true},
    Field{.name = "accepted_by",
          .kind = Kind::link,
          .label = {"接受人", "Accepted by"},
          .target = "person"},
    Field{.name = "outcome",
          .kind = Kind::choice,
          .label = {"结果", "Outcome"},
          .choices = k_outcomes},
    Field{.name = "outcome_note",
          .kind = Kind::text,
          .label = {"结果说明", "What happened"},
          .multiline = true},
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
         .inputs = "probability impact impact_cost impact_days category"},
    Step{.name = "plan_response",
         .label = {"计划应对", "Plan response"},
         .from = "assessed monitoring",
         .to = "response_planned",
         .inputs = "strategy response residual_probability residual_impact accepted_by"},
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
    Field{.name = "title",
          .kind = Kind::text,
          .label = {"标题", "Title"},
          .required = true,
          .in_list = true,
          .searched = true},
    Field{.name = "risk",
          .kind = Kind::link,
          .label = {"来源风险", "From risk"},
          .target = "risk",
          .in_list = true},
    Field{.name = "impact",
          .kind = Kind::text,
          .label = {"影响", "Impact"},
          .multiline = true,
          .searched = true},
    Field{.name = "resolution",
          .kind = Kind::text,
          .label = {"解决办法", "Resolution"},
          .multiline = true,
          .searched = true},
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

// Scores follow from their parts.
void derive_scores(Row& row, const Row*, Reader&) {
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

std::span<const Record> records() { return k_records; }

}  // namespace tc::functions::risk
