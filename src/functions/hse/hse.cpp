#include <algorithm>
#include <array>
#include <map>

#include "functions/functions.h"
#include "project/report_tools.h"

namespace tc::functions {
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
// The four colours of the dual-prevention mechanism.
constexpr std::array k_colours = {
    Choice{"red", {"红:重大", "Red: major"}},
    Choice{"orange", {"橙:较大", "Orange: large"}},
    Choice{"yellow", {"黄:一般", "Yellow: general"}},
    Choice{"blue", {"蓝:低", "Blue: low"}},
};
constexpr std::array k_hazard_fields = {
    title({"危险源或因素", "Hazard or aspect"}),
    choice("kind", {"类别", "Kind"}, k_hazard_kinds, k_required | k_listed),
    text("place", {"地点", "Place"}, k_listed | k_searched),
    text("task", {"作业活动", "Task"}, k_listed),
    number("likelihood", {"可能性 L", "Likelihood L"}),
    number("exposure", {"暴露频率 E", "Exposure E"}),
    number("consequence", {"后果 C", "Consequence C"}),
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
         "likelihood exposure consequence"},
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

constexpr std::array k_severities = {
    Choice{"near_miss", {"未遂", "Near miss"}},
    Choice{"first_aid", {"急救", "First aid"}},
    Choice{"medical", {"医疗处理", "Medical treatment"}},
    Choice{"lost_time", {"损失工时", "Lost time"}},
    Choice{"fatal", {"死亡", "Fatality"}},
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

constexpr std::array k_law_fields = {
    title({"法规", "Law"}),
    text("clause", {"条款", "Clause"}, k_listed),
    prose("requirement", {"要求", "Requirement"}),
    boolean("complied", {"符合", "Complied"}, k_listed),
    prose("evidence", {"证据", "Evidence"}),
};
constexpr std::array k_reading_kinds = {
    Choice{"electricity", {"用电", "Electricity"}},
    Choice{"diesel", {"柴油", "Diesel"}},
    Choice{"water", {"用水", "Water"}},
    Choice{"waste", {"废弃物", "Waste"}},
    Choice{"hours", {"工时", "Hours worked"}},
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

// D = L × E × C; above 320 red, above 160 orange, above 70 yellow, else blue.
void derive_danger(Row& row, const Row*, Reader&) {
  if (!row.has("likelihood") || !row.has("exposure") || !row.has("consequence")) return;
  const double rest = row.number_of("exposure") * row.number_of("consequence");
  const double value = row.number_of("likelihood") * rest;
  row.set("danger_value", value);
  row.set("colour", std::string(value > 320   ? "red"
                                : value > 160 ? "orange"
                                : value > 70  ? "yellow"
                                              : "blue"));
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
bool assessment_has_exposure(const RuleInput& input) { return input.after.has("exposure"); }
bool assessment_has_consequence(const RuleInput& input) { return input.after.has("consequence"); }
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

constexpr std::array k_map_columns = {
    text("place", {"地点", "Place"}),
    choice("colour", {"风险等级", "Colour"}, k_colours),
    number("danger_value", {"最高危险值", "Highest D"}),
    integer("hazards", {"危险源", "Hazards"}, {}),
    integer("dangers", {"未销号隐患", "Open dangers"}, {}),
};
// A place has the colour of its worst hazard.
Result<ReportTable> colour_map(const ReportInput& input) {
  struct Place {
    double worst = 0;
    Value colour;
    std::int64_t hazards = 0, dangers = 0;
  };
  std::map<std::string, Place> places;
  for (const Row& row : project::report_rows(input, "hazard")) {
    Place& place = places[std::string(row.text("place"))];
    ++place.hazards;
    if (row.number_of("danger_value") <= place.worst) continue;
    place.worst = row.number_of("danger_value");
    place.colour = row.at("colour");
  }
  for (const Row& row : project::report_rows(input, "danger"))
    if (row.state != "closed") ++places[std::string(row.text("place"))].dangers;
  ReportTable table;
  for (const auto& [name, place] : places)
    table.rows.push_back({Value(name), place.colour, Value(place.worst), Value(place.hazards),
                          Value(place.dangers)});
  return table;
}

constexpr std::array k_rate_columns = {
    link("project", {"项目", "Project"}, "project"),
    number("hours", {"工时", "Hours worked"}, 0, "h"),
    integer("recordable", {"可记录事件", "Recordable"}, {}),
    integer("lost_time", {"损失工时事件", "Lost time"}, {}),
    number("trir", {"总可记录事故率", "TRIR"}),
    number("ltifr", {"损失工时事故率", "LTIFR"}),
    percent("rectification_rate", {"隐患整改率", "Rectification rate"}),
    integer("overdue", {"逾期隐患", "Overdue"}, {}),
    number("emission_kg", {"碳排放", "CO2e"}, 0, "kg"),
};
// TRIR per 200,000 hours (OSHA), LTIFR per 1,000,000 hours.
Result<ReportTable> rates(const ReportInput& input) {
  struct Sum {
    double hours = 0, emission = 0;
    std::int64_t recordable = 0, lost = 0, dangers = 0, done = 0, overdue = 0;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "environment_reading")) {
    Sum& sum = sums[row.scope];
    if (row.text("kind") == "hours") sum.hours += row.number_of("amount");
    sum.emission += row.number_of("emission_kg");
  }
  for (const Row& row : project::report_rows(input, "incident")) {
    const std::string_view severity = row.text("severity");
    sums[row.scope].recordable += Words("medical lost_time fatal").contains(severity);
    sums[row.scope].lost += Words("lost_time fatal").contains(severity);
  }
  for (const Row& row : project::report_rows(input, "danger")) {
    Sum& sum = sums[row.scope];
    ++sum.dangers;
    sum.done += Words("rectified rechecked closed").contains(row.state);
    sum.overdue += row.integer("overdue");
  }
  ReportTable table;
  for (const auto& [scope, sum] : sums) {
    table.rows.push_back({Value(scope), Value(sum.hours), Value(sum.recordable), Value(sum.lost),
                          project::ratio(static_cast<double>(sum.recordable), sum.hours, 200'000),
                          project::ratio(static_cast<double>(sum.lost), sum.hours, 1'000'000),
                          project::share(sum.done, sum.dangers), Value(sum.overdue),
                          Value(sum.emission)});
  }
  return table;
}

constexpr std::array k_pyramid_columns = {
    choice("severity", {"严重程度", "Severity"}, k_severities),
    integer("incidents", {"事件数", "Incidents"}, {}),
    integer("lost_days", {"损失工日", "Lost days"}, {}),
};
Result<ReportTable> pyramid(const ReportInput& input) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> counts;
  for (const Row& row : project::report_rows(input, "incident")) {
    auto& [count, lost] = counts[std::string(row.text("severity"))];
    ++count;
    lost += row.integer("lost_days");
  }
  ReportTable table;
  for (const Choice& severity : k_severities) {
    const auto& [count, lost] = counts[std::string(severity.value)];
    table.rows.push_back({Value(std::string(severity.value)), Value(count), Value(lost)});
  }
  return table;
}

constexpr std::array k_law_columns = {
    link("law", {"法规", "Law"}, "legal_requirement"),
    text("clause", {"条款", "Clause"}),
    boolean("complied", {"符合", "Complied"}),
};
Result<ReportTable> compliance(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "legal_requirement"))
    table.rows.push_back({Value(row.id), row.at("clause"), row.at("complied")});
  return table;
}

constexpr std::array k_reports = {
    Report{"hse.colour_map",
           {"四色风险图", "Four-colour map"},
           "hazard.read",
           project::k_project_inputs,
           k_map_columns,
           "tiles",
           colour_map},
    Report{"hse.rates",
           {"安全环境指标", "HSE rates"},
           "incident.read",
           project::k_project_inputs,
           k_rate_columns,
           "table",
           rates},
    Report{"hse.pyramid",
           {"事故金字塔", "Incident pyramid"},
           "incident.read",
           project::k_project_inputs,
           k_pyramid_columns,
           "pyramid",
           pyramid},
    Report{"hse.compliance",
           {"法规符合性", "Legal compliance"},
           "legal_requirement.read",
           project::k_project_inputs,
           k_law_columns,
           "table",
           compliance},
};

}  // namespace

const Function& hse_function() {
  static constexpr Function function = {.name = "hse",
                                        .label = {"安全健康环境", "HSE"},
                                        .records = k_records,
                                        .rules = k_rules,
                                        .subscriptions = k_subscriptions,
                                        .reports = k_reports};
  return function;
}

}  // namespace tc::functions
