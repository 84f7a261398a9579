#include <algorithm>
#include <array>
#include <map>

#include "functions/functions.h"
#include "functions/training/assignment.h"
#include "functions/training/learning.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace training {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_profile_fields = {
    title({"能力", "Competence"}),
    text("role_name", {"岗位", "Role"}, k_required | k_listed | k_searched),
    score("required_level", {"要求等级", "Level required"}, k_required | k_listed),
    integer("weight", {"权重", "Weight"}, {1, 10}, k_listed),
};
constexpr std::array k_competence_fields = {
    title({"能力", "Competence"}),
    link("person", {"人员", "Person"}, "person", k_required | k_listed),
    link("profile", {"岗位要求", "Profile"}, "competence_profile", k_required | k_listed),
    score("level", {"现有等级", "Level held"}, k_required | k_listed),
    prose("evidence", {"证据", "Evidence"}),
    date("assessed_on", {"评估日期", "Assessed"}, k_listed),
    date("valid_until", {"有效期至", "Valid until"}, k_listed),
    integer("gap", {"差距", "Gap"}, {-5, 5}, k_computed | k_listed),
};
constexpr std::array k_need_fields = {
    title({"培训需求", "Training need"}),
    link("person", {"人员", "Person"}, "person", k_listed),
    link("profile", {"能力", "Competence"}, "competence_profile", k_listed),
    integer("gap", {"差距", "Gap"}, {0, 5}, k_listed),
    link("course", {"课程", "Course"}, "course", k_listed),
    link("certificate", {"到期证书", "Certificate that ends"}, "certificate"),
};
constexpr std::array k_plan_fields = {
    title({"培训计划", "Training plan"}),
    integer("year", {"年度", "Year"}, {2000, 2149}, k_required | k_listed),
    prose("goals", {"目标", "Goals"}, k_required),
    money("budget", {"预算", "Budget"}, k_listed),
};
constexpr std::array k_plan_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"approved", {"已批准", "Approved"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_plan_steps = {
    Step{"approve", {"提交审批", "Approve"}, "draft", "approved", {}, Taken::by_approval},
    Step{"close", {"关闭", "Close"}, "approved", "closed"},
};
constexpr std::array k_need_states = {
    State{"identified", {"已识别", "Identified"}},
    State{"planned", {"已计划", "Planned"}},
    State{"met", {"已满足", "Met"}, true},
    State{"dropped", {"已取消", "Dropped"}, true},
};
constexpr std::array k_need_steps = {
    Step{"plan", {"列入计划", "Plan"}, "identified", "planned", "course"},
    Step{"meet", {"已满足", "Met"}, "planned", "met"},
    Step{"drop", {"取消", "Drop"}, "identified planned", "dropped"},
};
constexpr std::array k_course_fields = {
    title({"课程", "Course"}),
    prose("content", {"内容", "Content"}),
    number("hours", {"学时", "Hours"}, k_listed, "h"),
    text("certificate_kind", {"颁发证书", "Certificate"}, k_listed),
    integer("certificate_months", {"证书有效期", "Valid for"}, {0, 600, "mo"}),
    link("trainer", {"讲师", "Trainer"}, "person", k_listed),
};
constexpr std::array k_session_fields = {
    title({"班次", "Session"}),
    link("course", {"课程", "Course"}, "course", k_required | k_listed),
    link("training_plan", {"培训计划", "Training plan"}, "training_plan"),
    date("from_day", {"开始", "From"}, k_required | k_listed),
    date("until_day", {"结束", "Until"}, k_listed),
    integer("places", {"名额", "Places"}, {1, 10'000}, k_listed),
    money("cost", {"费用", "Cost"}, k_listed),
    money("benefit", {"收益", "Benefit"}, 0),
    number("reaction", {"L1 反应", "L1 reaction"}, k_computed | k_listed),
    number("learning", {"L2 学习", "L2 learning"}, k_computed | k_listed),
    number("behaviour", {"L3 行为", "L3 behaviour"}, k_computed | k_listed),
    text("result_measure", {"结果指标", "Result measured"}),
    number("result_before", {"培训前指标", "Measure before"}),
    number("result_target", {"目标指标", "Measure aimed at"}),
    number("result_after", {"培训后指标", "Measure after"}),
    number("result", {"L4 结果", "L4 result"}, k_computed | k_listed, "%"),
    number("result_roi", {"L5 收益率", "L5 return"}, k_computed | k_listed, "%"),
    money("cost_per_head", {"人均费用", "Cost per head"}, k_computed),
};
constexpr std::array k_session_states = {
    State{"planned", {"已计划", "Planned"}},     State{"open", {"报名中", "Open"}},
    State{"held", {"已举办", "Held"}},           State{"evaluated", {"已评估", "Evaluated"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_session_steps = {
    Step{"open", {"开放报名", "Open"}, "planned", "open"},
    Step{"hold", {"举办", "Hold"}, "open", "held"},
    Step{"evaluate", {"评估", "Evaluate"}, "held", "evaluated", "benefit result_after"},
    Step{"close", {"关闭", "Close"}, "evaluated", "closed"},
};
constexpr std::array k_enrolment_fields = {
    title({"报名", "Enrolment"}),
    link("session", {"班次", "Session"}, "training_session", k_required | k_listed),
    link("person", {"学员", "Person"}, "person", k_required | k_listed),
    boolean("attended", {"出席", "Attended"}, k_listed),
    score("reaction", {"满意度", "Reaction"}),
    prose("feedback", {"反馈", "Feedback"}),
    integer("score_before", {"训前成绩", "Score before"}, {0, 100}),
    integer("score_after", {"训后成绩", "Score after"}, {0, 100}, k_listed),
    score("behaviour", {"行为改变", "Behaviour"}),
    boolean("passed", {"通过", "Passed"}, k_computed | k_listed),
};
constexpr std::array k_certificate_fields = {
    title({"证书", "Certificate"}),
    link("person", {"持有人", "Holder"}, "person", k_required | k_listed),
    text("certificate_number", {"证书编号", "Number"}, k_listed),
    date("issued_on", {"颁发日期", "Issued"}, k_required | k_listed),
    date("valid_until", {"有效期至", "Valid until"}, k_listed),
};

// Whoever is assigned to this activity, or for this role or skill, holds the certificate.
constexpr std::array k_assignment_rule_fields = {
    title({"上岗要求", "Assignment rule"}),
    text("role_name", {"岗位", "Role"}, k_listed | k_searched),
    link("skill", {"技能", "Skill"}, "skill", k_listed),
    link("activity", {"活动", "Activity"}, "*"),
    text("certificate_kind", {"所需证书", "Certificate needed"}, k_required | k_listed),
    prose("basis", {"依据", "Basis"}),
};

constexpr std::int64_t k_pass_mark = 60;

void derive_gap(Row& row, const Row*, Reader& reader) {
  const auto profile = reader.load_any("competence_profile", row.integer("profile"));
  if (profile) row.set("gap", profile->integer("required_level") - row.integer("level"));
}
void derive_pass(Row& row, const Row*, Reader&) {
  row.set("passed", row.has("score_after")
                        ? Value(std::int64_t{row.integer("score_after") >= k_pass_mark})
                        : Value());
}

// How far a measure came from where it was to where it should be.
Value result_of(const Row& row) {
  if (!row.has("result_before") || !row.has("result_target") || !row.has("result_after")) return {};
  const double before = row.number_of("result_before");
  return project::ratio(row.number_of("result_after") - before,
                        row.number_of("result_target") - before, 100);
}

// Kirkpatrick: reaction and behaviour as means of 1…5, learning as the mean gain in points, the
// result as the part of the way to the target; level 5 is Phillips' ROI = (benefit − cost) / cost.
void derive_evaluation(Row& row, const Row*, Reader& reader) {
  if (row.state != "evaluated" && row.state != "closed") return;
  project::Mean reaction, learning, behaviour;
  std::int64_t heads = 0;
  for (const Row& one : project::linked(reader, "enrolment", "session", row.id)) {
    heads += one.integer("attended");
    if (one.has("reaction")) reaction.add(static_cast<double>(one.integer("reaction")));
    if (one.has("score_before") && one.has("score_after"))
      learning.add(static_cast<double>(one.integer("score_after") - one.integer("score_before")));
    if (one.has("behaviour")) behaviour.add(static_cast<double>(one.integer("behaviour")));
  }
  row.set("reaction", reaction.value());
  row.set("learning", learning.value());
  row.set("behaviour", behaviour.value());
  row.set("result", result_of(row));
  const std::int64_t cost = project::minor_units(row, "cost");
  if (row.has("benefit"))
    row.set("result_roi",
            project::ratio(static_cast<double>(project::minor_units(row, "benefit") - cost),
                           static_cast<double>(cost), 100));
  if (heads > 0) row.set("cost_per_head", project::yuan((cost + heads / 2) / heads));
}

constexpr std::array k_records = {
    Record{.name = "competence_profile",
           .plural = "competence-profiles",
           .label = {"岗位能力要求", "Competence profile"},
           .prefix = "CP",
           .scoping = Scoping::organisation,
           .fields = k_profile_fields},
    Record{.name = "person_competence",
           .plural = "person-competences",
           .label = {"人员能力", "Person's competence"},
           .prefix = "PC",
           .scoping = Scoping::organisation,
           .fields = k_competence_fields,
           .derive = derive_gap},
    Record{.name = "training_plan",
           .plural = "training-plans",
           .label = {"培训计划", "Training plan"},
           .prefix = "TRP",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_plan_fields,
           .states = k_plan_states,
           .steps = k_plan_steps},
    Record{.name = "quiz",
           .plural = "quizzes",
           .label = {"测验", "Quiz"},
           .prefix = "QZ",
           .scoping = Scoping::organisation,
           .fields = k_quiz_fields},
    Record{.name = "quiz_key",
           .plural = "quiz-keys",
           .label = {"测验答案", "Quiz key"},
           .prefix = "QK",
           .scoping = Scoping::organisation,
           .fields = k_key_fields,
           .derive = seal_key},
    Record{.name = "quiz_attempt",
           .plural = "quiz-attempts",
           .label = {"测验作答", "Quiz attempt"},
           .prefix = "QA",
           .scoping = Scoping::organisation,
           .fields = k_attempt_fields,
           .derive = mark_attempt},
    Record{.name = "training_need",
           .plural = "training-needs",
           .label = {"培训需求", "Training need"},
           .prefix = "TN",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_need_fields,
           .states = k_need_states,
           .steps = k_need_steps},
    Record{.name = "course",
           .plural = "courses",
           .label = {"课程", "Course"},
           .prefix = "CRS",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_course_fields},
    Record{.name = "training_session",
           .plural = "training-sessions",
           .label = {"培训班", "Training session"},
           .prefix = "TS",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_session_fields,
           .states = k_session_states,
           .steps = k_session_steps,
           .derive = derive_evaluation},
    Record{.name = "enrolment",
           .plural = "enrolments",
           .label = {"报名", "Enrolment"},
           .prefix = "EN",
           .scoping = Scoping::organisation,
           .fields = k_enrolment_fields,
           .derive = derive_pass},
    Record{.name = "assignment_rule",
           .plural = "assignment-rules",
           .label = {"上岗要求", "Assignment rule"},
           .prefix = "ASR",
           .scoping = Scoping::organisation,
           .fields = k_assignment_rule_fields},
    Record{.name = "certificate",
           .plural = "certificates",
           .label = {"证书", "Certificate"},
           .prefix = "CERT",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_certificate_fields},
};

bool session_is_open(const RuleInput& input) {
  const auto session = input.reader.load_any("training_session", input.after.integer("session"));
  return session && (session->state == "open" || input.before != nullptr);
}
bool places_are_left(const RuleInput& input) {
  const auto session = input.reader.load_any("training_session", input.after.integer("session"));
  if (!session || !session->has("places")) return true;
  const auto taken = static_cast<std::int64_t>(
      project::linked(input.reader, "enrolment", "session", session->id).size());
  return taken < session->integer("places");
}
bool need_has_course(const RuleInput& input) { return input.after.has("course"); }
bool certificate_ends_later(const RuleInput& input) {
  return !input.after.has("valid_until") ||
         input.after.integer("valid_until") >= input.after.integer("issued_on");
}

// The sessions of an approved plan cost no more together than it has.
bool plan_has_money(const RuleInput& input) {
  const auto plan = input.reader.load_any("training_plan", input.after.integer("training_plan"));
  if (!plan || !plan->has("budget")) return true;
  std::int64_t sum = project::minor_units(input.after, "cost");
  for (const Row& one :
       project::linked(input.reader, "training_session", "training_plan", plan->id))
    if (one.id != input.after.id) sum += project::minor_units(one, "cost");
  return sum <= project::minor_units(*plan, "budget");
}

constexpr std::array k_rules = {
    Rule{"booking.holder_is_certified",
         "booking",
         "write",
         {"{person} 没有到 {until} 仍有效的“{certificate}”证书（{rule}），"
          "请换人、先取证，或写明例外理由",
          "{person} holds no “{certificate}” valid until {until} ({rule}): choose somebody else, "
          "certify first, or give the reason of an exception"},
         holder_is_certified,
         "person",
         "resource"},
    Rule{"assignment_rule.names_whom",
         "assignment_rule",
         "write",
         {"请填写岗位、技能或活动", "Name the role, the skill or the activity"},
         rule_names_whom,
         "role_name"},
    Rule{"training_session.plan_has_money",
         "training_session",
         "write",
         {"培训费用超出培训计划预算", "The sessions cost more than their plan has"},
         plan_has_money,
         "cost"},
    Rule{"quiz_attempt.answers_every_question",
         "quiz_attempt",
         "create",
         {"每道题须选一个选项", "Every question needs one answer"},
         answers_every_question,
         "answers"},
    Rule{"enrolment.session_is_open",
         "enrolment",
         "create",
         {"该班次未开放报名", "The session is not open"},
         session_is_open,
         "session"},
    Rule{"enrolment.places_are_left",
         "enrolment",
         "create",
         {"名额已满", "No place is left"},
         places_are_left,
         "session"},
    Rule{"training_need.has_course",
         "training_need",
         "plan",
         {"请选择课程", "Choose the course"},
         need_has_course,
         "course"},
    Rule{"certificate.ends_later",
         "certificate",
         "write",
         {"有效期不能早于颁发日期", "It cannot end before it was issued"},
         certificate_ends_later,
         "valid_until"},
};

// A gap found by an assessment is a training need, once.
Result<ActionOutcome> raise_need(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> row = input.reader.load_any("person_competence", input.event.id);
  const auto profile =
      row ? input.reader.load_any("competence_profile", row->integer("profile")) : std::nullopt;
  if (profile)
    add_need(input.reader, *profile, row->integer("person"), row->integer("gap"), outcome);
  return outcome;
}

// Who passes a course that gives a certificate receives it when the session closes.
Result<ActionOutcome> give_certificates(const EventInput& input) {
  ActionOutcome outcome;
  constexpr std::int64_t k_days_per_month = 30;
  const auto session = input.reader.load_any("training_session", input.event.id);
  const auto course =
      session ? input.reader.load_any("course", session->integer("course")) : std::nullopt;
  if (!course || !course->has("certificate_kind")) return outcome;
  const Day today = input.reader.today();
  for (const Row& one : project::linked(input.reader, "enrolment", "session", session->id)) {
    if (one.integer("passed") == 0) continue;
    Json::Object set = {{"title", course->text("certificate_kind")},
                        {"person", id_text(one.integer("person"))},
                        {"issued_on", format_day(today)}};
    if (course->has("certificate_months"))
      set.push_back({"valid_until",
                     format_day(static_cast<Day>(today + course->integer("certificate_months") *
                                                             k_days_per_month))});
    outcome.commands.push_back(project::creation("certificate.create", std::move(set)));
  }
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"person_competence.created", "training.raise_need", raise_need},
    Subscription{"person_competence.updated", "training.raise_need_again", raise_need},
    Subscription{"resource_request.submitted", "training.find_role_gaps", find_role_gaps},
    Subscription{"quiz_attempt.created", "training.note_score", note_score},
    Subscription{"@day", "training.raise_renewals", raise_renewals},
    Subscription{"training_session.closed", "training.give_certificates", give_certificates},
};

constexpr std::array k_heat_columns = {
    link("person", {"人员", "Person"}, "person"),
    link("profile", {"能力", "Competence"}, "competence_profile"),
    integer("required", {"要求", "Required"}, {}),
    integer("level", {"现有", "Held"}, {}),
    integer("gap", {"差距", "Gap"}, {-5, 5}),
};
Result<ReportTable> competence_map(const ReportInput& input) {
  ReportTable table;
  std::int64_t gaps = 0;
  for (const Row& row : project::report_rows(input, "person_competence")) {
    gaps += row.integer("gap") > 0;
    table.rows.push_back({row.at("person"), row.at("profile"),
                          Value(row.integer("gap") + row.integer("level")), row.at("level"),
                          row.at("gap")});
  }
  table.finding = {"{count} 项能力存在差距",
                   "{count} {count:competence falls|competences fall} short"};
  table.arguments = {{"count", std::to_string(gaps)}};
  return table;
}

constexpr std::array k_expiry_columns = {
    link("certificate", {"证书", "Certificate"}, "certificate"),
    link("person", {"持有人", "Holder"}, "person"),
    date("valid_until", {"有效期至", "Valid until"}),
    integer("days_left", {"剩余天数", "Days left"}, {-100'000, 100'000}),
};
Result<ReportTable> expiring(const ReportInput& input) {
  constexpr std::int64_t k_alarm_days = 90;
  ReportTable table;
  for (const Row& row : project::report_rows(input, "certificate")) {
    const auto left =
        project::days_between(Value(std::int64_t{input.reader.today()}), row.at("valid_until"));
    if (left && *left <= k_alarm_days)
      table.rows.push_back({Value(row.id), row.at("person"), row.at("valid_until"), Value(*left)});
  }
  return table;
}

constexpr std::array k_plan_columns = {
    integer("needs", {"需求数", "Needs"}, {}),
    percent("met_rate", {"满足率", "Met"}),
    integer("sessions", {"班次", "Sessions"}, {}),
    percent("completion", {"计划完成率", "Plan completion"}),
    money("cost", {"费用", "Cost"}),
    number("reaction", {"L1", "L1"}),
    number("learning", {"L2", "L2"}),
    number("behaviour", {"L3", "L3"}),
};
Result<ReportTable> plan_report(const ReportInput& input) {
  std::int64_t needs = 0, met = 0, sessions = 0, held = 0, cost = 0;
  project::Mean reaction, learning, behaviour;
  for (const Row& row : project::report_rows(input, "training_need")) {
    if (row.state == "dropped") continue;
    ++needs;
    met += row.state == "met";
  }
  for (const Row& row : project::report_rows(input, "training_session")) {
    ++sessions;
    held += Words("held evaluated closed").contains(row.state);
    cost += project::minor_units(row, "cost");
    if (row.has("reaction")) reaction.add(row.number_of("reaction"));
    if (row.has("learning")) learning.add(row.number_of("learning"));
    if (row.has("behaviour")) behaviour.add(row.number_of("behaviour"));
  }
  ReportTable table;
  table.rows.push_back({Value(needs), project::share(met, needs), Value(sessions),
                        project::share(held, sessions), project::yuan(cost), reaction.value(),
                        learning.value(), behaviour.value()});
  return table;
}

constexpr std::array k_reports = {
    Report{"training.competence_map",
           {"能力热图", "Competence map"},
           "person_competence.read",
           {},
           k_heat_columns,
           "heat",
           competence_map},
    Report{"training.expiring",
           {"证书到期", "Expiring certificates"},
           "certificate.read",
           {},
           k_expiry_columns,
           "table",
           expiring},
    Report{"training.plan",
           {"培训计划与效果", "Plan and effect"},
           "training_session.read",
           {},
           k_plan_columns,
           "figures",
           plan_report},
    Report{"training.calendar",
           {"培训日历", "Training calendar"},
           "training_session.read",
           {},
           k_calendar_columns,
           "calendar",
           calendar},
    Report{"training.my_learning",
           {"我的学习", "My learning"},
           "enrolment.read",
           {},
           k_learning_columns,
           "table",
           my_learning},
    Report{"training.effect",
           {"培训效果对比", "Effect of training"},
           "enrolment.read",
           k_effect_inputs,
           k_effect_columns,
           "bar",
           effect},
};

}  // namespace
}  // namespace training

const kernel::Function& training_function() {
  static constexpr kernel::Function function = {.name = "training",
                                                .label = {"培训", "Training"},
                                                .records = training::k_records,
                                                .rules = training::k_rules,
                                                .subscriptions = training::k_subscriptions,
                                                .reports = training::k_reports};
  return function;
}

}  // namespace tc::functions
