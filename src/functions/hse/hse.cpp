#include <algorithm>
#include <array>
#include <map>

#include "functions/functions.h"
#include "functions/hse/hse.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace hse {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_hazard_kinds = {
    Choice{"safety", {"安全", "Safety"}},
    Choice{"health", {"职业健康", "Health"}},
    Choice{"environment", {"环境因素", "Environmental aspect"}},
};
constexpr std::array k_controls = {
    Choice{"eliminate", {"消除", "Eliminate"}},
    Choice{"substitute", {"替代", "Substitute"}},
    Choice{"engineer", {"工程控制", "Engineering control"}},
    Choice{"administrate", {"管理控制", "Administrative control"}},
    Choice{"protect", {"个体防护", "Personal protection"}},
};
constexpr std::array k_methods = {
    Choice{"lec", {"LEC 法", "LEC"}},
    Choice{"ls", {"LS 矩阵法", "LS matrix"}},
};
constexpr std::array k_hazard_fields = {
    title({"危险源或因素", "Hazard or aspect"}),
    choice("kind", {"类别", "Kind"}, k_hazard_kinds, k_required | k_listed),
    text("place", {"地点", "Place"}, k_listed | k_searched),
    text("task", {"作业活动", "Task"}, k_listed),
    choice("method", {"评价方法", "Method"}, k_methods),
    number("likelihood", {"可能性 L", "Likelihood L"}),
    number("exposure", {"暴露频率 E", "Exposure E"}),
    number("consequence", {"后果 C", "Consequence C"}),
    score("severity", {"严重性 S", "Severity S"}),
    score("frequency", {"发生频次", "Frequency"}),
    score("compliance", {"法规符合性", "Against the law"}),
    score("extent", {"影响范围", "Extent"}),
    score("effect", {"影响程度", "Degree of the effect"}),
    score("concern", {"社区关注", "Concern of the public"}),
    integer("aspect_score", {"环境因素得分", "Aspect score"}, {}, k_computed | k_listed),
    boolean("significant", {"重要环境因素", "Significant aspect"}, k_computed | k_listed),
    number("danger_value", {"危险值 D", "Danger D"}, k_computed | k_listed),
    choice("colour", {"风险等级", "Colour"}, k_colours, k_computed | k_listed),
    choice("control_kind", {"控制层级", "Control"}, k_controls),
    prose("controls", {"控制措施", "Controls"}),
    number("residual_likelihood", {"残余可能性", "Residual L"}),
    number("residual_danger", {"残余危险值", "Residual D"}, k_computed | k_listed),
};
constexpr std::array k_hazard_states = {
    State{"identified", {"已识别", "Identified"}},
    State{"assessed", {"已评价", "Assessed"}},
    State{"controlled", {"已控制", "Controlled"}},
    State{"verified", {"已验证", "Verified"}, true},
};
constexpr std::array k_hazard_steps = {
    Step{"assess",
         {"评价", "Assess"},
         "identified controlled verified",
         "assessed",
         "method likelihood exposure consequence severity frequency compliance extent effect "
         "concern"},
    Step{"control",
         {"落实措施", "Control"},
         "assessed",
         "controlled",
         "control_kind controls residual_likelihood"},
    Step{"verify", {"验证", "Verify"}, "controlled", "verified"},
};

// 五落实: responsibility, measure, fund, deadline, plan.
constexpr std::array k_danger_fields = {
    title({"隐患", "Hidden danger"}),
    boolean("major", {"重大隐患", "Major"}, k_listed),
    text("place", {"地点", "Place"}, k_listed),
    link("safety_inspection", {"排查", "Inspection"}, "safety_inspection"),
    prose("description", {"描述", "Description"}),
    link("responsible", {"责任人", "Responsible"}, "person", k_listed),
    prose("measure", {"整改措施", "Measure"}),
    money("fund", {"整改资金", "Fund"}),
    prose("plan", {"应急预案", "Contingency plan"}),
    link("checked_by", {"复查人", "Checked by"}, "person"),
    prose("check_result", {"复查结果", "Result of the check"}),
    boolean("supervised", {"挂牌督办", "Supervised"}, k_computed | k_listed),
    boolean("overdue", {"逾期", "Overdue"}, k_computed | k_listed),
};
constexpr std::array k_danger_states = {
    State{"found", {"已发现", "Found"}},         State{"assigned", {"已派单", "Assigned"}},
    State{"rectified", {"已整改", "Rectified"}}, State{"rechecked", {"已复查", "Re-checked"}},
    State{"closed", {"已销号", "Closed"}, true},
};
constexpr std::array k_danger_steps = {
    Step{"assign", {"派单", "Assign"}, "found", "assigned", "responsible measure fund due plan"},
    Step{"rectify", {"整改完成", "Rectify"}, "assigned", "rectified"},
    Step{"recheck", {"复查", "Re-check"}, "rectified", "rechecked", "checked_by check_result"},
    Step{"send_back", {"复查不合格", "Send back"}, "rectified", "assigned", "check_result"},
    Step{"close", {"销号", "Close"}, "rechecked", "closed"},
};

constexpr std::array k_incident_fields = {
    title({"事件", "Incident"}),
    choice("severity", {"严重程度", "Severity"}, k_severities, k_required | k_listed),
    date("happened_on", {"日期", "Date"}, k_required | k_listed),
    text("place", {"地点", "Place"}, k_listed),
    prose("description", {"经过", "What happened"}),
    integer("lost_days", {"损失工日", "Lost days"}, {0, 10'000, "d"}),
    prose("root_cause", {"根本原因", "Root cause"}),
    prose("corrective", {"纠正措施", "Corrective action"}),
};
constexpr std::array k_incident_states = {
    State{"reported", {"已报告", "Reported"}},
    State{"investigated", {"已调查", "Investigated"}},
    State{"acted", {"已整改", "Acted on"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_incident_steps = {
    Step{
        "investigate", {"调查", "Investigate"}, "reported", "investigated", "root_cause lost_days"},
    Step{"act", {"整改", "Act"}, "investigated", "acted", "corrective"},
    Step{"close", {"关闭", "Close"}, "acted", "closed"},
};

constexpr std::array k_permit_kinds = {
    Choice{"hot_work", {"动火", "Hot work"}},
    Choice{"confined_space", {"受限空间", "Confined space"}},
    Choice{"height", {"高处", "Work at height"}},
    Choice{"lifting", {"吊装", "Lifting"}},
    Choice{"electrical", {"临时用电", "Temporary power"}},
    Choice{"excavation", {"动土", "Excavation"}},
};
constexpr std::array k_permit_fields = {
    title({"作业许可", "Permit"}),
    choice("kind", {"类型", "Kind"}, k_permit_kinds, k_required | k_listed),
    link("activity", {"活动", "Activity"}, "*"),
    text("place", {"地点", "Place"}, k_listed),
    date("from_day", {"自", "From"}, k_required | k_listed),
    date("until_day", {"至", "Until"}, k_required | k_listed),
    link("worker", {"作业人", "Worker"}, "person", k_listed),
    text("certificate_kind", {"所需证书", "Certificate needed"}),
    prose("measures", {"安全措施", "Measures"}),
};
constexpr std::array k_permit_states = {
    State{"requested", {"已申请", "Requested"}},
    State{"valid", {"有效", "Valid"}},
    State{"closed", {"已关闭", "Closed"}, true},
    State{"revoked", {"已撤销", "Revoked"}, true},
};
constexpr std::array k_permit_steps = {
    Step{"grant", {"提交审批", "Grant"}, "requested", "valid", "measures", Taken::by_approval},
    Step{"close", {"关闭", "Close"}, "valid", "closed"},
    Step{"revoke", {"撤销", "Revoke"}, "requested valid", "revoked"},
};

constexpr std::array k_inspection_kinds = {
    Choice{"daily", {"日常", "Daily"}},
    Choice{"special", {"专项", "Special"}},
    Choice{"seasonal", {"季节性", "Seasonal"}},
    Choice{"comprehensive", {"综合", "Comprehensive"}},
};
constexpr std::array k_inspection_fields = {
    title({"隐患排查", "Safety inspection"}),
    choice("kind", {"类型", "Kind"}, k_inspection_kinds, k_required | k_listed),
    text("place", {"地点", "Place"}, k_listed),
    date("planned_on", {"计划日期", "Planned"}, k_listed),
    date("inspected_on", {"排查日期", "Inspected"}, k_listed),
    link("inspector", {"排查人", "Inspector"}, "person", k_listed),
    prose("result", {"排查结论", "Result"}),
};
constexpr std::array k_inspection_states = {
    State{"planned", {"已计划", "Planned"}},
    State{"inspected", {"已排查", "Inspected"}},
    State{"closed", {"已闭环", "Closed"}, true},
};
constexpr std::array k_inspection_steps = {
    Step{"inspect", {"排查", "Inspect"}, "planned", "inspected", "inspected_on inspector result"},
    Step{"close", {"闭环", "Close"}, "inspected", "closed"},
};
constexpr std::array k_health_kinds = {
    Choice{"protection", {"劳保用品", "Protective equipment"}},
    Choice{"medical", {"职业健康体检", "Medical check"}},
};
constexpr std::array k_fitness = {
    Choice{"fit", {"适合", "Fit"}},
    Choice{"restricted", {"有限制", "With restrictions"}},
    Choice{"unfit", {"不适合", "Unfit"}},
};
constexpr std::array k_health_fields = {
    title({"劳保与体检", "Protection or medical check"}),
    choice("kind", {"类型", "Kind"}, k_health_kinds, k_required | k_listed),
    link("person", {"人员", "Person"}, "person", k_required | k_listed),
    date("given_on", {"日期", "Date"}, k_required | k_listed),
    date("valid_until", {"有效期至", "Valid until"}, k_listed),
    choice("fitness", {"体检结论", "Fitness"}, k_fitness, k_listed),
};

constexpr std::array k_law_fields = {
    title({"法规", "Law"}),
    text("clause", {"条款", "Clause"}, k_listed),
    prose("requirement", {"要求", "Requirement"}),
    boolean("complied", {"符合", "Complied"}, k_listed),
    prose("evidence", {"证据", "Evidence"}),
};
constexpr std::array k_reading_fields = {
    title({"读数", "Reading"}),
    choice("kind", {"类型", "Kind"}, k_reading_kinds, k_required | k_listed),
    date("on_day", {"日期", "Date"}, k_required | k_listed),
    number("amount", {"数量", "Amount"}, k_required | k_listed),
    number("factor", {"排放因子", "Emission factor"}, 0, "kg CO2e"),
    number("emission_kg", {"排放量", "Emission"}, k_computed | k_listed, "kg CO2e"),
};
constexpr std::array k_drill_fields = {
    title({"应急演练", "Emergency drill"}),
    date("held_on", {"日期", "Date"}, k_required | k_listed),
    integer("participants", {"人数", "Participants"}, {0, 100'000}, k_listed),
    prose("findings", {"评估", "Findings"}),
};

std::string colour_of(double value, double red, double orange, double yellow) {
  if (value > red) return "red";
  if (value > orange) return "orange";
  return value > yellow ? "yellow" : "blue";
}

// Five judgements of 1 to 5: significant from 15 on, or where one of the first two is 5.
void derive_aspect(Row& row) {
  std::int64_t sum = 0;
  for (const char* name : {"frequency", "compliance", "extent", "effect", "concern"}) {
    if (!row.has(name)) return;
    sum += row.integer(name);
  }
  constexpr std::int64_t k_significant = 15, k_worst = 5;
  row.set("aspect_score", sum);
  row.set("significant", std::int64_t{sum >= k_significant || row.integer("frequency") == k_worst ||
                                      row.integer("compliance") == k_worst});
}

// LEC: D = L × E × C; above 320 red, above 160 orange, above 70 yellow, else blue. LS: R = L × S;
// above 16 red, above 12 orange, above 8 yellow.
void derive_danger(Row& row, const Row*, Reader&) {
  derive_aspect(row);
  if (!row.has("likelihood")) return;
  const bool matrix = row.text("method") == "ls";
  if (matrix ? !row.has("severity") : !row.has("exposure") || !row.has("consequence")) return;
  const double rest =
      matrix ? row.number_of("severity") : row.number_of("exposure") * row.number_of("consequence");
  const double value = row.number_of("likelihood") * rest;
  row.set("danger_value", value);
  row.set("colour", matrix ? colour_of(value, 16, 12, 8) : colour_of(value, 320, 160, 70));
  if (row.has("residual_likelihood"))
    row.set("residual_danger", row.number_of("residual_likelihood") * rest);
}

void derive_rectification(Row& row, const Row*, Reader& reader) {
  row.set("supervised", std::int64_t{row.integer("major") != 0 && row.state != "closed"});
  const bool open = row.state == "found" || row.state == "assigned";
  row.set("overdue", std::int64_t{open && row.has("due") && row.integer("due") < reader.today()});
}

void derive_emission(Row& row, const Row*, Reader&) {
  if (row.has("factor")) row.set("emission_kg", row.number_of("amount") * row.number_of("factor"));
}

constexpr std::array k_records = {
    Record{.name = "hazard",
           .plural = "hazards",
           .label = {"危险源", "Hazard"},
           .prefix = "HZ",
           .traits = k_owned | k_reviewed,
           .fields = k_hazard_fields,
           .states = k_hazard_states,
           .steps = k_hazard_steps,
           .derive = derive_danger},
    Record{.name = "danger",
           .plural = "dangers",
           .label = {"隐患", "Hidden danger"},
           .prefix = "DG",
           .traits = k_owned,
           .fields = k_danger_fields,
           .states = k_danger_states,
           .steps = k_danger_steps,
           .derive = derive_rectification},
    Record{.name = "incident",
           .plural = "incidents",
           .label = {"事故事件", "Incident"},
           .prefix = "INC",
           .traits = k_owned,
           .fields = k_incident_fields,
           .states = k_incident_states,
           .steps = k_incident_steps},
    Record{.name = "permit",
           .plural = "permits",
           .label = {"作业许可", "Permit to work"},
           .prefix = "PTW",
           .traits = k_owned,
           .fields = k_permit_fields,
           .states = k_permit_states,
           .steps = k_permit_steps},
    Record{.name = "safety_inspection",
           .plural = "safety-inspections",
           .label = {"隐患排查", "Safety inspection"},
           .prefix = "SI",
           .traits = k_owned,
           .fields = k_inspection_fields,
           .states = k_inspection_states,
           .steps = k_inspection_steps},
    Record{.name = "health_record",
           .plural = "health-records",
           .label = {"劳保与职业健康", "Health record"},
           .prefix = "HR",
           .level = 2,
           .fields = k_health_fields},
    Record{.name = "legal_requirement",
           .plural = "legal-requirements",
           .label = {"法规要求", "Legal requirement"},
           .prefix = "LAW",
           .traits = k_reviewed,
           .fields = k_law_fields},
    Record{.name = "environment_reading",
           .plural = "environment-readings",
           .label = {"环境读数", "Environment reading"},
           .prefix = "ENV",
           .fields = k_reading_fields,
           .derive = derive_emission},
    Record{.name = "emergency_drill",
           .plural = "emergency-drills",
           .label = {"应急演练", "Emergency drill"},
           .prefix = "DRL",
           .fields = k_drill_fields},
};

bool assessment_has_likelihood(const RuleInput& input) { return input.after.has("likelihood"); }
bool by_matrix(const RuleInput& input) { return input.after.text("method") == "ls"; }
bool assessment_has_exposure(const RuleInput& input) {
  return by_matrix(input) || input.after.has("exposure");
}
bool assessment_has_consequence(const RuleInput& input) {
  return by_matrix(input) || input.after.has("consequence");
}
bool matrix_has_severity(const RuleInput& input) {
  constexpr double k_most = 5;
  return !by_matrix(input) ||
         (input.after.has("severity") && input.after.number_of("likelihood") <= k_most);
}
bool dangers_are_closed(const RuleInput& input) {
  for (const Row& danger :
       project::linked(input.reader, "danger", "safety_inspection", input.after.id))
    if (danger.state != "closed") return false;
  return true;
}
bool inspection_has_result(const RuleInput& input) {
  return input.after.has("inspected_on") && input.after.has("inspector");
}
// What the last medical check says about somebody holds until the next one.
bool worker_is_fit(const RuleInput& input) {
  const Row& permit = input.after;
  std::optional<Row> last;
  for (Row& one :
       project::linked(input.reader, "health_record", "person", permit.integer("worker")))
    if (one.text("kind") == "medical" &&
        (!last || one.integer("given_on") >= last->integer("given_on")))
      last = std::move(one);
  if (!last) return true;
  return last->text("fitness") != "unfit" &&
         (!last->has("valid_until") || last->integer("valid_until") >= permit.integer("until_day"));
}
bool red_needs_engineering(const RuleInput& input) {
  return input.after.text("colour") != "red" ||
         Words("eliminate substitute engineer").contains(input.after.text("control_kind"));
}
bool rectification_has_owner(const RuleInput& input) { return input.after.has("responsible"); }
bool rectification_has_measure(const RuleInput& input) { return input.after.has("measure"); }
bool rectification_has_deadline(const RuleInput& input) { return input.after.has("due"); }
bool major_has_plan(const RuleInput& input) {
  return input.after.integer("major") == 0 || input.after.has("plan");
}
bool major_has_fund(const RuleInput& input) {
  return input.after.integer("major") == 0 || input.after.has("fund");
}
bool checked_by_another(const RuleInput& input) {
  return input.after.has("checked_by") &&
         input.after.integer("checked_by") != input.after.integer("responsible");
}
bool investigation_has_cause(const RuleInput& input) { return input.after.has("root_cause"); }
bool permit_is_in_order(const RuleInput& input) {
  return input.after.integer("from_day") <= input.after.integer("until_day");
}
// A permit that asks for a certificate is granted only to somebody who holds a valid one.
bool worker_is_certified(const RuleInput& input) {
  const std::string_view kind = input.after.text("certificate_kind");
  if (kind.empty() || input.reader.registry().record("certificate") == nullptr) return true;
  for (const Row& one :
       project::linked(input.reader, "certificate", "person", input.after.integer("worker"))) {
    const bool valid =
        !one.has("valid_until") || one.integer("valid_until") >= input.after.integer("until_day");
    if (one.text("title") == kind && valid) return true;
  }
  return false;
}

constexpr std::array k_rules = {
    Rule{"hazard.assessment_has_likelihood",
         "hazard",
         "assess",
         {"请填写可能性 L", "L is missing"},
         assessment_has_likelihood,
         "likelihood"},
    Rule{"hazard.assessment_has_exposure",
         "hazard",
         "assess",
         {"请填写暴露频率 E", "E is missing"},
         assessment_has_exposure,
         "exposure"},
    Rule{"hazard.assessment_has_consequence",
         "hazard",
         "assess",
         {"请填写后果 C", "C is missing"},
         assessment_has_consequence,
         "consequence"},
    Rule{"hazard.matrix_has_severity",
         "hazard",
         "assess",
         {"LS 矩阵法须填写 1–5 的可能性与严重性", "The matrix needs L and S from 1 to 5"},
         matrix_has_severity,
         "severity"},
    Rule{"safety_inspection.has_result",
         "safety_inspection",
         "inspect",
         {"请填写排查日期与排查人", "Say who inspected and when"},
         inspection_has_result,
         "inspected_on"},
    Rule{"safety_inspection.dangers_are_closed",
         "safety_inspection",
         "close",
         {"排查出的隐患尚未全部销号", "Some of the dangers found are not closed"},
         dangers_are_closed},
    Rule{"permit.worker_is_fit",
         "permit",
         "grant",
         {"作业人体检不合格或已过期", "The worker's medical check has expired or says unfit"},
         worker_is_fit,
         "worker"},
    Rule{"hazard.red_needs_engineering",
         "hazard",
         "control",
         {"重大风险须消除、替代或工程控制",
          "A major hazard is eliminated, substituted or engineered"},
         red_needs_engineering,
         "control_kind"},
    Rule{"danger.has_owner",
         "danger",
         "assign",
         {"请指定责任人", "Name the responsible person"},
         rectification_has_owner,
         "responsible"},
    Rule{"danger.has_measure",
         "danger",
         "assign",
         {"请填写整改措施", "Write the measure"},
         rectification_has_measure,
         "measure"},
    Rule{"danger.has_deadline",
         "danger",
         "assign",
         {"请填写整改期限", "Set the deadline"},
         rectification_has_deadline,
         "due"},
    Rule{"danger.major_has_plan",
         "danger",
         "assign",
         {"重大隐患须有应急预案", "A major danger needs a contingency plan"},
         major_has_plan,
         "plan"},
    Rule{"danger.major_has_fund",
         "danger",
         "assign",
         {"重大隐患须落实资金", "A major danger needs its fund"},
         major_has_fund,
         "fund"},
    Rule{"danger.checked_by_another",
         "danger",
         "recheck",
         {"复查人不能是责任人", "Somebody else re-checks"},
         checked_by_another,
         "checked_by"},
    Rule{"incident.has_cause",
         "incident",
         "investigate",
         {"请填写根本原因", "Find the root cause"},
         investigation_has_cause,
         "root_cause"},
    Rule{"permit.is_in_order",
         "permit",
         "write",
         {"结束日不能早于开始日", "It cannot end before it starts"},
         permit_is_in_order,
         "until_day"},
    Rule{"plan.permit_is_granted",
         "plan",
         "start",
         {"“{subject}”不能开始：作业许可 {permit} 未获批准，请先提交审批",
          "“{subject}” cannot start: permit {permit} is not granted; have it approved first"},
         permit_is_granted},
    Rule{"plan.permit_covers_start",
         "plan",
         "start",
         {"“{subject}”不能在 {day} 开始：作业许可 {permit} 的有效期为 {from} 至 {until}，"
          "请另办许可或改期",
          "“{subject}” cannot start on {day}: permit {permit} holds from {from} to {until}; get "
          "another or move the start"},
         permit_covers_start},
    Rule{"permit.worker_is_certified",
         "permit",
         "grant",
         {"作业人没有有效的所需证书", "The worker holds no valid certificate of this kind"},
         worker_is_certified,
         "worker"},
};

// Serious incidents ask for a corrective action at once.
Result<ActionOutcome> raise_action(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> row = input.reader.load_any("incident", input.event.id);
  if (!row || Words("near_miss first_aid").contains(row->text("severity"))) return outcome;
  outcome.commands.push_back(project::creation(
      "action_item.create",
      {{"title", (input.reader.principal().zh() ? "事故整改：" : "After the incident: ") +
                     std::string(row->text("title"))},
       {"project", id_text(row->scope)},
       {"kind", "corrective"},
       {"source_record", "incident"},
       {"source_id", id_text(row->id)},
       {"due", format_day(static_cast<Day>(input.reader.today() + 3))}}));
  return outcome;
}

// The days pass: what is due and not done becomes overdue.
Result<ActionOutcome> find_overdue(const EventInput& input) {
  ActionOutcome outcome;
  const RecordType& type = *input.reader.registry().record("danger");
  for (const Row& row :
       input.reader.list_any("danger", Expr::compare(Expr::Op::less, type.field_index("due"),
                                                     std::int64_t{input.reader.today()})))
    if (Words("found assigned").contains(row.state) && row.integer("overdue") == 0)
      outcome.commands.push_back(project::command("danger.update", row.id));
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"incident.created", "hse.raise_action", raise_action},
    Subscription{"@day", "hse.find_overdue", find_overdue},
};

}  // namespace
}  // namespace hse

const kernel::Function& hse_function() {
  static const kernel::Function function = {.name = "hse",
                                            .label = {"安全健康环境", "HSE"},
                                            .records = hse::k_records,
                                            .rules = hse::k_rules,
                                            .subscriptions = hse::k_subscriptions,
                                            .reports = hse::reports()};
  return function;
}

}  // namespace tc::functions
