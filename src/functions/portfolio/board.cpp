#include <array>

#include "functions/portfolio/records.h"
#include "project/report_tools.h"

namespace tc::functions::portfolio {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_model_kinds = {
    Choice{"wsjf", {"WSJF", "WSJF"}},
    Choice{"rice", {"RICE", "RICE"}},
    Choice{"weighted", {"加权评分", "Weighted"}},
    Choice{"cost_of_delay", {"延迟成本 CD3", "Cost of delay (CD3)"}},
};
constexpr std::array k_model_fields = {
    title({"评分模型", "Scoring model"}),
    choice("kind", {"类型", "Kind"}, k_model_kinds, k_required | k_listed),
    integer("value_weight", {"业务价值权重", "Weight of value"}, {0, 100}, k_listed),
    integer("urgency_weight", {"紧迫权重", "Weight of urgency"}, {0, 100}, k_listed),
    integer("strategy_weight", {"战略权重", "Weight of strategy"}, {0, 100}, k_listed),
    integer("risk_weight", {"风险权重", "Weight of risk"}, {0, 100}, k_listed),
};

constexpr std::array k_need_fields = {
    title({"能力需求", "Need"}),
    link("demand", {"需求", "Demand"}, "demand", k_required | k_listed),
    text("role", {"角色", "Role"}, k_required | k_listed),
    number("person_months", {"每期人月", "Person-months a period"}, k_required | k_listed),
};

constexpr std::array k_component_fields = {
    title({"组件", "Component"}),
    link("portfolio", {"项目组合", "Portfolio"}, "portfolio", k_listed),
    link("demand", {"需求", "Demand"}, "demand", k_listed),
    link("for_project", {"项目", "Project"}, "project", k_listed),
    text("horizon", {"时间跨度", "Horizon"}),
    prose("reason", {"理由", "Reason"}),
};
constexpr std::array k_component_states = {
    State{"candidate", {"候选", "Candidate"}},
    State{"selected", {"入选", "Selected"}},
    State{"authorised", {"已授权", "Authorised"}},
    State{"active", {"执行中", "Active"}},
    State{"paused", {"暂停", "Paused"}},
    State{"terminated", {"终止", "Terminated"}, true},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_component_steps = {
    Step{"select", {"入选", "Select"}, "candidate", "selected"},
    Step{"authorise", {"提交授权", "Authorise"}, "selected", "authorised", {}, Taken::by_approval},
    Step{"activate", {"启动", "Activate"}, "authorised", "active", "for_project"},
    Step{"pause", {"暂停", "Pause"}, "active", "paused", "reason"},
    Step{"resume", {"恢复", "Resume"}, "paused", "active"},
    Step{"terminate",
         {"终止", "Terminate"},
         "candidate selected authorised active paused",
         "terminated",
         "reason"},
    Step{"close", {"关闭", "Close"}, "active", "closed"},
};

constexpr std::array k_decision_kinds = {
    Choice{"select", {"选择", "Select"}},         Choice{"fund", {"拨款", "Fund"}},
    Choice{"prioritise", {"排序", "Prioritise"}}, Choice{"pause", {"暂停", "Pause"}},
    Choice{"terminate", {"终止", "Terminate"}},
};
constexpr std::array k_decision_fields = {
    title({"组合决策", "Portfolio decision"}),
    choice("kind", {"类型", "Kind"}, k_decision_kinds, k_required | k_listed),
    date("held_on", {"日期", "Date"}, k_required | k_listed),
    link("scenario", {"方案", "Scenario"}, "portfolio_scenario", k_listed),
    link("demand", {"需求", "Demand"}, "demand", k_listed),
    prose("alternatives", {"备选方案", "Alternatives"}),
    prose("reason", {"理由", "Reason"}, k_required),
    text("participants", {"参会人", "Participants"}),
    link("decided_by", {"决定人", "Decided by"}, "person", k_listed),
};

constexpr std::array k_board_records = {
    Record{.name = "scoring_model",
           .plural = "scoring-models",
           .label = {"评分模型", "Scoring model"},
           .prefix = "SCM",
           .scoping = Scoping::organisation,
           .fields = k_model_fields},
    Record{.name = "demand_need",
           .plural = "demand-needs",
           .label = {"能力需求", "Capacity need"},
           .prefix = "NEED",
           .scoping = Scoping::organisation,
           .fields = k_need_fields},
    Record{.name = "portfolio_component",
           .plural = "portfolio-components",
           .label = {"组合组件", "Portfolio component"},
           .prefix = "CMPT",
           .scoping = Scoping::organisation,
           .traits = k_owned | k_reviewed,
           .fields = k_component_fields,
           .states = k_component_states,
           .steps = k_component_steps},
    Record{.name = "portfolio_decision",
           .plural = "portfolio-decisions",
           .label = {"组合决策", "Portfolio decision"},
           .prefix = "PDEC",
           .scoping = Scoping::organisation,
           .fields = k_decision_fields},
};

bool weights_are_given(const RuleInput& input) {
  const Row& row = input.after;
  return row.text("kind") != "weighted" ||
         row.integer("value_weight") + row.integer("urgency_weight") +
                 row.integer("strategy_weight") + row.integer("risk_weight") >
             0;
}
bool need_is_positive(const RuleInput& input) {
  const double need = input.after.number_of("person_months");
  return need > 0 && need <= 1e6;
}
bool active_has_project(const RuleInput& input) { return input.after.has("for_project"); }
bool end_has_reason(const RuleInput& input) { return input.after.has("reason"); }
// An envelope is money, or person-months of a role.
bool envelope_is_of_one_kind(const RuleInput& input) {
  const Row& row = input.after;
  return row.has("amount") || (row.has("role") && row.number_of("person_months") > 0);
}
bool force_is_clear(const RuleInput& input) {
  return input.after.integer("mandatory") == 0 || input.after.integer("excluded") == 0;
}

constexpr std::array k_board_rules = {
    Rule{"scoring_model.weights_are_given",
         "scoring_model",
         "write",
         {"加权模型须有权重", "A weighted model needs weights"},
         weights_are_given,
         "value_weight"},
    Rule{"demand_need.is_positive",
         "demand_need",
         "write",
         {"人月须大于零", "The need is above zero"},
         need_is_positive,
         "person_months"},
    Rule{"portfolio_component.active_has_project",
         "portfolio_component",
         "activate",
         {"启动须指定项目", "Name the project that carries it"},
         active_has_project,
         "for_project"},
    Rule{"portfolio_component.end_has_reason",
         "portfolio_component",
         "terminate",
         {"终止须写明理由", "Terminating needs a reason"},
         end_has_reason,
         "reason"},
    Rule{"budget_envelope.is_of_one_kind",
         "budget_envelope",
         "write",
         {"须填写金额，或角色及其人月", "Enter an amount, or a role with its person-months"},
         envelope_is_of_one_kind,
         "amount"},
    Rule{"demand.force_is_clear",
         "demand",
         "write",
         {"不能既必做又排除", "A demand cannot be forced in and out"},
         force_is_clear,
         "excluded"},
};

}  // namespace

std::span<const Record> board_records() { return k_board_records; }
std::span<const Rule> board_rules() { return k_board_rules; }

}  // namespace tc::functions::portfolio
