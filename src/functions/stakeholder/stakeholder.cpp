#include <algorithm>
#include <array>
#include <map>

#include "functions/functions.h"
#include "functions/stakeholder/stakeholder.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace stakeholder {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_attitudes = {
    Choice{"opponent", {"反对", "Opponent"}}, Choice{"sceptic", {"怀疑", "Sceptic"}},
    Choice{"neutral", {"中立", "Neutral"}},   Choice{"supporter", {"支持", "Supporter"}},
    Choice{"champion", {"拥护", "Champion"}},
};
constexpr std::array k_quadrants = {
    Choice{"manage_closely", {"重点管理", "Manage closely"}},
    Choice{"keep_satisfied", {"令其满意", "Keep satisfied"}},
    Choice{"keep_informed", {"随时告知", "Keep informed"}},
    Choice{"monitor", {"监督", "Monitor"}},
};
// Mitchell, Agle and Wood (1997): power, legitimacy, urgency make seven classes and none.
constexpr std::array k_salience = {
    Choice{"none", {"非利益相关者", "Non-stakeholder"}},
    Choice{"dormant", {"潜伏型", "Dormant"}},
    Choice{"discretionary", {"裁量型", "Discretionary"}},
    Choice{"dominant", {"支配型", "Dominant"}},
    Choice{"demanding", {"苛求型", "Demanding"}},
    Choice{"dangerous", {"危险型", "Dangerous"}},
    Choice{"dependent", {"依赖型", "Dependent"}},
    Choice{"definitive", {"确定型", "Definitive"}},
};

constexpr std::array k_kinds = {
    Choice{"person", {"个人", "Person"}},
    Choice{"group", {"群体", "Group"}},
    Choice{"organisation", {"组织", "Organisation"}},
};
constexpr std::array k_fields = {
    title({"名称", "Name"}),
    choice("kind", {"类型", "Kind"}, k_kinds, k_listed),
    text("organisation_name", {"单位", "Organisation"}, k_listed | k_searched),
    prose("interests", {"利益关注", "Interests"}),
    prose("expectations", {"期望与需求", "Expectations"}),
    score("power", {"权力", "Power"}, k_listed),
    score("interest", {"利益", "Interest"}, k_listed),
    score("influence", {"影响力", "Influence"}),
    score("impact", {"受影响程度", "Impact"}),
    score("legitimacy", {"合法性", "Legitimacy"}),
    score("urgency", {"紧迫性", "Urgency"}),
    choice("attitude", {"态度", "Attitude"}, k_attitudes, k_listed),
    choice("engagement_current", {"当前参与度", "Engagement now"}, k_engagement, k_listed),
    choice("engagement_desired", {"期望参与度", "Engagement desired"}, k_engagement, k_listed),
    prose("strategy", {"管理策略", "Strategy"}),
    choice("quadrant", {"权力利益象限", "Quadrant"}, k_quadrants, k_computed | k_listed),
    choice("salience", {"显著性类型", "Salience class"}, k_salience, k_computed | k_listed),
    integer("engagement_gap", {"参与度差距", "Engagement gap"}, {-4, 4}, k_computed | k_listed),
    date("last_contact", {"最近联系", "Last contact"}, k_computed | k_listed),
    number("satisfaction", {"满意度", "Satisfaction"}, k_computed | k_listed),
};
constexpr std::array k_states = {
    State{"identified", {"已识别", "Identified"}}, State{"analysed", {"已分析", "Analysed"}},
    State{"engaged", {"已参与", "Engaged"}},       State{"monitored", {"监控中", "Monitored"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_steps = {
    Step{"analyse",
         {"分析", "Analyse"},
         "identified",
         "analysed",
         "power interest influence impact legitimacy urgency attitude"},
    Step{"engage",
         {"开始参与", "Engage"},
         "analysed",
         "engaged",
         "engagement_current engagement_desired strategy"},
    Step{"monitor", {"转监控", "Monitor"}, "engaged", "monitored"},
    Step{"close", {"关闭", "Close"}, "identified analysed engaged monitored", "closed"},
};

constexpr std::array k_channels = {
    Choice{"meeting", {"会议", "Meeting"}},
    Choice{"call", {"电话", "Call"}},
    Choice{"mail", {"邮件", "Mail"}},
    Choice{"visit", {"拜访", "Visit"}},
};
constexpr std::array k_interaction_fields = {
    title({"主题", "Subject"}),
    link("stakeholder", {"利益相关者", "Stakeholder"}, "stakeholder", k_required | k_listed),
    date("happened_on", {"日期", "Date"}, k_required | k_listed),
    choice("channel", {"方式", "Channel"}, k_channels, k_listed),
    prose("said", {"内容", "What was said"}),
    prose("commitment", {"承诺", "Commitment"}),
};
constexpr std::array k_rating_fields = {
    title({"调查", "Survey"}),
    link("stakeholder", {"利益相关者", "Stakeholder"}, "stakeholder", k_required | k_listed),
    date("given_on", {"日期", "Date"}, k_required | k_listed),
    integer("score", {"评分", "Score"}, {0, 10}, k_required | k_listed),
    prose("remark", {"意见", "Remark"}),
};
constexpr std::array k_complaint_fields = {
    title(),
    link("stakeholder", {"利益相关者", "Stakeholder"}, "stakeholder", k_listed),
    prose("content", {"内容", "Complaint"}, k_required),
    prose("analysis", {"分析", "Analysis"}),
    prose("response", {"答复", "Response"}),
    boolean("satisfied", {"对处理满意", "Satisfied"}, k_listed),
};
constexpr std::array k_complaint_states = {
    State{"received", {"已收到", "Received"}},
    State{"analysed", {"已分析", "Analysed"}},
    State{"responded", {"已答复", "Responded"}},
    State{"confirmed", {"已确认", "Confirmed"}, true},
};
constexpr std::array k_complaint_steps = {
    Step{"analyse", {"分析", "Analyse"}, "received", "analysed", "analysis"},
    Step{"respond", {"答复", "Respond"}, "analysed", "responded", "response"},
    Step{"confirm", {"确认", "Confirm"}, "responded", "confirmed", "satisfied"},
    Step{"reopen", {"退回", "Reopen"}, "responded", "analysed"},
};

// What was promised to them: kept in time or not.
constexpr std::array k_promise_fields = {
    title({"承诺", "Promise"}),
    link("stakeholder", {"利益相关者", "Stakeholder"}, "stakeholder", k_required | k_listed),
    link("interaction", {"沟通记录", "Interaction"}, "interaction"),
    date("promised_for", {"承诺日期", "Promised for"}, k_required | k_listed),
    date("kept_on", {"兑现日期", "Kept on"}, k_listed),
};
constexpr std::array k_promise_states = {
    State{"made", {"已承诺", "Made"}},
    State{"kept", {"已兑现", "Kept"}, true},
    State{"broken", {"未兑现", "Broken"}, true},
};
constexpr std::array k_promise_steps = {
    Step{"keep", {"兑现", "Keep"}, "made", "kept", "kept_on"},
    Step{"break", {"未兑现", "Break"}, "made", "broken"},
};
constexpr std::array k_influence_fields = {
    title({"影响方式", "Influence"}),
    link("source", {"影响者", "Who influences"}, "stakeholder", k_required | k_listed),
    link("reaches", {"被影响者", "Who is influenced"}, "stakeholder", k_required | k_listed),
    score("strength", {"强度", "Strength"}, k_listed),
};

// A judgement of 4 or 5 counts as high.
constexpr std::int64_t k_high = 4;
constexpr std::int64_t k_quadrant_high = 3;

std::int64_t engagement_rank(std::string_view value) {
  for (std::size_t i = 0; i < k_engagement.size(); ++i)
    if (k_engagement[i].value == value) return static_cast<std::int64_t>(i);
  return -1;
}

std::string salience_of(const Row& row) {
  const bool power = row.integer("power") >= k_high;
  const bool legitimacy = row.integer("legitimacy") >= k_high;
  const bool urgency = row.integer("urgency") >= k_high;
  if (power && legitimacy && urgency) return "definitive";
  if (power && legitimacy) return "dominant";
  if (power && urgency) return "dangerous";
  if (legitimacy && urgency) return "dependent";
  if (power) return "dormant";
  if (legitimacy) return "discretionary";
  return urgency ? "demanding" : "none";
}

void analyse_stakeholder(Row& row, const Row*, Reader&) {
  if (row.has("power") && row.has("interest")) {
    const bool power = row.integer("power") > k_quadrant_high;
    const bool interest = row.integer("interest") > k_quadrant_high;
    row.set("quadrant", std::string(power ? (interest ? "manage_closely" : "keep_satisfied")
                                          : (interest ? "keep_informed" : "monitor")));
    row.set("salience", salience_of(row));
  }
  const std::int64_t now = engagement_rank(row.text("engagement_current"));
  const std::int64_t wanted = engagement_rank(row.text("engagement_desired"));
  row.set("engagement_gap", now < 0 || wanted < 0 ? Value() : Value(wanted - now));
}

constexpr std::array k_records = {
    Record{.name = "stakeholder",
           .plural = "stakeholders",
           .label = {"利益相关者", "Stakeholder"},
           .prefix = "SH",
           .traits = k_owned | k_reviewed | k_leveled,
           .fields = k_fields,
           .states = k_states,
           .steps = k_steps,
           .derive = analyse_stakeholder},
    Record{.name = "interaction",
           .plural = "interactions",
           .label = {"沟通记录", "Interaction"},
           .prefix = "INT",
           .fields = k_interaction_fields},
    Record{.name = "stakeholder_promise",
           .plural = "stakeholder-promises",
           .label = {"对利益相关者的承诺", "Promise to a stakeholder"},
           .prefix = "PRM",
           .traits = k_owned,
           .fields = k_promise_fields,
           .states = k_promise_states,
           .steps = k_promise_steps},
    Record{.name = "influence",
           .plural = "influences",
           .label = {"影响关系", "Influence"},
           .prefix = "INF",
           .fields = k_influence_fields},
    Record{.name = "satisfaction_rating",
           .plural = "satisfaction-ratings",
           .label = {"满意度评价", "Satisfaction rating"},
           .prefix = "SAT",
           .fields = k_rating_fields},
    Record{.name = "complaint",
           .plural = "complaints",
           .label = {"投诉", "Complaint"},
           .prefix = "CMP",
           .traits = k_owned,
           .fields = k_complaint_fields,
           .states = k_complaint_states,
           .steps = k_complaint_steps},
};

bool analysis_needs_power(const RuleInput& input) { return input.after.has("power"); }
bool analysis_needs_interest(const RuleInput& input) { return input.after.has("interest"); }
bool engagement_has_target(const RuleInput& input) { return input.after.has("engagement_desired"); }
bool complaint_is_analysed(const RuleInput& input) { return input.after.has("analysis"); }
bool complaint_is_answered(const RuleInput& input) { return input.after.has("response"); }

bool kept_is_dated(const RuleInput& input) { return input.after.has("kept_on"); }
bool influence_joins_two(const RuleInput& input) {
  return input.after.at("source") != input.after.at("reaches");
}

constexpr std::array k_rules = {
    Rule{"stakeholder_promise.kept_is_dated",
         "stakeholder_promise",
         "keep",
         {"请填写兑现日期", "Say when it was kept"},
         kept_is_dated,
         "kept_on"},
    Rule{"influence.joins_two",
         "influence",
         "write",
         {"影响者与被影响者不能相同", "Nobody influences only themselves"},
         influence_joins_two,
         "reaches"},
    Rule{"stakeholder.analysis_needs_power",
         "stakeholder",
         "analyse",
         {"分析须评估权力", "The analysis needs their power"},
         analysis_needs_power,
         "power"},
    Rule{"stakeholder.analysis_needs_interest",
         "stakeholder",
         "analyse",
         {"分析须评估利益", "The analysis needs their interest"},
         analysis_needs_interest,
         "interest"},
    Rule{"stakeholder.engagement_has_target",
         "stakeholder",
         "engage",
         {"请填写期望参与度", "Say which engagement is desired"},
         engagement_has_target,
         "engagement_desired"},
    Rule{"complaint.is_analysed",
         "complaint",
         "analyse",
         {"请填写分析", "Write the analysis"},
         complaint_is_analysed,
         "analysis"},
    Rule{"complaint.is_answered",
         "complaint",
         "respond",
         {"请填写答复", "Write the response"},
         complaint_is_answered,
         "response"},
};

// What people say and how they rate it is told on the stakeholder.
Result<ActionOutcome> note_contact(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> row = input.reader.load_any("interaction", input.event.id);
  if (!row) return outcome;
  const auto who = input.reader.load_any("stakeholder", row->integer("stakeholder"));
  if (!who || who->integer("last_contact") >= row->integer("happened_on")) return outcome;
  CommandSpec note = project::command("stakeholder.update", who->id);
  note.set.append("last_contact", format_day(static_cast<Day>(row->integer("happened_on"))));
  outcome.commands.push_back(std::move(note));
  return outcome;
}

constexpr std::int64_t k_alarm_score = 5;

// The mean of the last three ratings; a low one raises an action at once.
Result<ActionOutcome> note_rating(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> row = input.reader.load_any("satisfaction_rating", input.event.id);
  if (!row) return outcome;
  std::vector<Row> ratings = project::linked(input.reader, "satisfaction_rating", "stakeholder",
                                             row->integer("stakeholder"));
  std::ranges::sort(ratings, [](const Row& a, const Row& b) {
    return std::pair(a.integer("given_on"), a.id) > std::pair(b.integer("given_on"), b.id);
  });
  project::Mean mean;
  for (std::size_t i = 0; i < ratings.size() && i < 3; ++i)
    mean.add(static_cast<double>(ratings[i].integer("score")));
  CommandSpec note = project::command("stakeholder.update", row->integer("stakeholder"));
  note.set.append("satisfaction", std::get<double>(mean.value()));
  outcome.commands.push_back(std::move(note));
  if (row->integer("score") >= k_alarm_score) return outcome;
  const bool zh = input.reader.principal().zh();
  Json::Object set = {
      {"title", (zh ? "不满意快速评估：" : "Fast evaluation: ") +
                    input.reader.title_of("stakeholder", row->integer("stakeholder"), zh)},
      {"project", id_text(row->scope)},
      {"kind", "corrective"},
      {"source_record", "satisfaction_rating"},
      {"source_id", id_text(row->id)},
      {"due", format_day(static_cast<Day>(input.reader.today() + 2))}};
  outcome.commands.push_back(project::creation("action_item.create", std::move(set)));
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"interaction.created", "stakeholder.note_contact", note_contact},
    Subscription{"satisfaction_rating.created", "stakeholder.note_rating", note_rating},
};

}  // namespace
}  // namespace stakeholder

const kernel::Function& stakeholder_function() {
  static const kernel::Function function = {.name = "stakeholder",
                                            .label = {"利益相关者", "Stakeholders"},
                                            .records = stakeholder::k_records,
                                            .rules = stakeholder::k_rules,
                                            .subscriptions = stakeholder::k_subscriptions,
                                            .reports = stakeholder::reports()};
  return function;
}

}  // namespace tc::functions
