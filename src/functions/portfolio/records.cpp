#include "functions/portfolio/records.h"

#include <array>

#include "project/report_tools.h"

namespace tc::functions::portfolio {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_categories = {
    Choice{"run", {"运行", "Run"}},
    Choice{"grow", {"增长", "Grow"}},
    Choice{"transform", {"转型", "Transform"}},
    Choice{"comply", {"合规", "Comply"}},
};
constexpr std::array k_demand_fields = {
    title({"需求", "Demand"}),
    choice("category", {"类别", "Category"}, k_categories, k_required | k_listed),
    link("portfolio", {"项目组合", "Portfolio"}, "portfolio", k_listed),
    prose("description", {"描述", "Description"}),
    author("requester", {"提出人", "Requester"}),
    score("business_value", {"业务价值", "Business value"}, k_listed),
    score("time_criticality", {"时间紧迫", "Time criticality"}),
    score("risk_reduction", {"降低风险", "Risk reduction"}),
    score("job_size", {"规模", "Job size"}),
    number("wsjf", {"WSJF", "WSJF"}, k_computed | k_listed),
    number("reach", {"覆盖", "Reach"}),
    score("rice_impact", {"影响", "Impact"}),
    percent("confidence", {"信心", "Confidence"}),
    number("effort", {"投入（人月）", "Effort"}, 0, "pm"),
    number("rice", {"RICE", "RICE"}, k_computed | k_listed),
    money("cost", {"投资", "Cost"}, k_listed),
    number("strategic_value", {"战略价值", "Strategic value"}, k_listed),
    score("risk", {"风险", "Risk"}, k_listed),
    integer("duration_periods", {"期数", "Periods"}, {1, 40}),
    money("cost_of_delay", {"每月延迟成本", "Cost of delay a month"}),
    number("duration_months", {"工期（月）", "Months"}),
    number("cd3", {"CD3", "CD3"}, k_computed | k_listed),
    text("horizon", {"时间跨度", "Horizon"}),
    boolean("mandatory", {"必做", "Must do"}, k_listed),
    boolean("excluded", {"排除", "Left out"}, k_listed),
    link("requires_demand", {"前提需求", "Requires"}, "demand"),
    text("exclusive_group", {"互斥组", "Exclusive group"}),
    link("project", {"项目", "Project"}, "project", k_computed | k_listed),
};
constexpr std::array k_demand_states = {
    State{"draft", {"草稿", "Draft"}},           State{"submitted", {"已提交", "Submitted"}},
    State{"screening", {"筛选中", "Screening"}}, State{"qualified", {"合格", "Qualified"}},
    State{"approved", {"已批准", "Approved"}},   State{"launched", {"已立项", "Launched"}, true},
    State{"deferred", {"已推迟", "Deferred"}},   State{"rejected", {"已否决", "Rejected"}, true},
};
constexpr std::array k_demand_steps = {
    Step{"submit", {"提交", "Submit"}, "draft deferred", "submitted"},
    Step{"screen", {"筛选", "Screen"}, "submitted", "screening"},
    Step{"qualify",
         {"判定合格", "Qualify"},
         "screening",
         "qualified",
         "business_value time_criticality risk_reduction job_size cost"},
    Step{"approve", {"提交批准", "Approve"}, "qualified", "approved", {}, Taken::by_approval},
    Step{"defer", {"推迟", "Defer"}, "submitted screening qualified", "deferred"},
    Step{"reject", {"否决", "Reject"}, "submitted screening qualified", "rejected"},
    Step{"become_project",
         {"立项", "Become a project"},
         "approved",
         "launched",
         "project",
         Taken::by_program},
};

constexpr std::array k_envelope_fields = {
    title({"预算额度", "Envelope"}),
    integer("period", {"期号", "Period"}, {1, 40}, k_required | k_listed),
    choice("category", {"类别", "Bucket"}, k_categories, k_listed),
    money("amount", {"额度", "Amount"}, k_listed),
    text("role", {"角色", "Role"}, k_listed),
    number("person_months", {"人月", "Person-months"}, k_listed),
};
constexpr std::array k_scenario_fields = {
    title({"方案", "Scenario"}),
    number("budget_factor", {"预算系数", "Budget factor"}, k_listed),
    number("objective", {"总价值", "Value"}, k_computed | k_listed),
    number("bound", {"上界", "Bound"}, k_computed),
    number("gap", {"最优性差距", "Optimality gap"}, k_computed | k_listed, "%"),
    boolean("proved", {"已证明最优", "Proved"}, k_computed | k_listed),
    money("cost", {"总投资", "Cost"}, k_computed | k_listed),
    document("selected", {"入选", "Selected"}, k_computed),
    document("rejected", {"落选及原因", "Rejected"}, k_computed),
};
constexpr std::array k_scenario_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"computed", {"已计算", "Computed"}},
    State{"committed", {"已采用", "Committed"}, true},
};
constexpr std::array k_scenario_steps = {
    Step{"record",
         {"记录结果", "Record"},
         "draft computed",
         "computed",
         "objective bound gap proved cost selected rejected",
         Taken::by_program},
    Step{"commit", {"提交采用", "Commit"}, "computed", "committed", {}, Taken::by_approval},
};
constexpr std::array k_decisions = {
    Choice{"continue_as_is", {"继续", "Continue"}},
    Choice{"adjust", {"调整", "Adjust"}},
    Choice{"pause", {"暂停", "Pause"}},
    Choice{"terminate", {"终止", "Terminate"}},
};
constexpr std::array k_review_fields = {
    title({"组合复核", "Component review"}),
    date("held_on", {"日期", "Date"}, k_required | k_listed),
    choice("decision", {"决定", "Decision"}, k_decisions, k_required | k_listed),
    prose("reason", {"理由", "Reason"}, k_required),
};

// WSJF (SAFe) = (value + urgency + risk reduction) ÷ size; RICE = reach · impact · confidence ÷
// effort.
void derive_scores(Row& row, const Row*, Reader&) {
  row.set("wsjf", row.has("business_value") && row.has("job_size")
                      ? project::ratio(static_cast<double>(row.integer("business_value") +
                                                           row.integer("time_criticality") +
                                                           row.integer("risk_reduction")),
                                       static_cast<double>(row.integer("job_size")))
                      : Value());
  constexpr double k_percent_unit = 10'000.0;
  row.set("rice",
          row.has("reach") && row.has("effort")
              ? project::ratio(row.number_of("reach") *
                                   static_cast<double>(row.integer("rice_impact")) *
                                   static_cast<double>(row.integer("confidence")) / k_percent_unit,
                               row.number_of("effort"))
              : Value());
  // Cost of delay divided by duration (Reinertsen), in thousands a month.
  constexpr double k_thousand = 1000.0;
  row.set("cd3", row.has("cost_of_delay") && row.number_of("duration_months") > 0
                     ? project::ratio(project::major_units(row, "cost_of_delay") / k_thousand,
                                      row.number_of("duration_months"))
                     : Value());
}

constexpr std::array k_records = {
    Record{.name = "demand",
           .plural = "demands",
           .label = {"需求", "Demand"},
           .prefix = "DM",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_demand_fields,
           .states = k_demand_states,
           .steps = k_demand_steps,
           .derive = derive_scores},
    Record{.name = "budget_envelope",
           .plural = "budget-envelopes",
           .label = {"预算额度", "Budget envelope"},
           .prefix = "ENV",
           .scoping = Scoping::organisation,
           .fields = k_envelope_fields},
    Record{.name = "portfolio_scenario",
           .plural = "portfolio-scenarios",
           .label = {"组合方案", "Portfolio scenario"},
           .prefix = "SCN",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_scenario_fields,
           .states = k_scenario_states,
           .steps = k_scenario_steps},
    Record{.name = "component_review",
           .plural = "component-reviews",
           .label = {"组合复核", "Component review"},
           .prefix = "CRV",
           .fields = k_review_fields},
};

bool qualified_is_scored(const RuleInput& input) { return input.after.has("business_value"); }
bool qualified_is_sized(const RuleInput& input) { return input.after.has("job_size"); }
bool qualified_is_costed(const RuleInput& input) { return input.after.has("cost"); }
bool requires_another(const RuleInput& input) {
  return !input.after.has("requires_demand") ||
         input.after.integer("requires_demand") != input.after.id;
}

constexpr std::array k_records_rules = {
    Rule{"demand.qualified_is_scored",
         "demand",
         "qualify",
         {"请评估业务价值", "Score the business value"},
         qualified_is_scored,
         "business_value"},
    Rule{"demand.qualified_is_sized",
         "demand",
         "qualify",
         {"请估计规模", "Estimate the size"},
         qualified_is_sized,
         "job_size"},
    Rule{"demand.qualified_is_costed",
         "demand",
         "qualify",
         {"请估计投资", "Estimate the cost"},
         qualified_is_costed,
         "cost"},
    Rule{"demand.requires_another",
         "demand",
         "write",
         {"不能以自己为前提", "A demand cannot require itself"},
         requires_another,
         "requires_demand"},
};

}  // namespace

std::span<const Record> records() {
  static const std::vector<Record> all = [] {
    std::vector<Record> list(k_records.begin(), k_records.end());
    list.insert(list.end(), board_records().begin(), board_records().end());
    return list;
  }();
  return all;
}
std::span<const Rule> rules() {
  static const std::vector<Rule> all = [] {
    std::vector<Rule> list(k_records_rules.begin(), k_records_rules.end());
    list.insert(list.end(), board_rules().begin(), board_rules().end());
    return list;
  }();
  return all;
}

}  // namespace tc::functions::portfolio
