#include <algorithm>
#include <array>
#include <map>

#include "base/digest.h"
#include "functions/communication/status_paper.h"
#include "functions/functions.h"
#include "kernel/notify.h"
#include "project/plan_book.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_media = {
    Choice{"report", {"状态报告", "Status report"}},
    Choice{"meeting", {"会议", "Meeting"}},
    Choice{"mail", {"邮件", "Mail"}},
    Choice{"chat", {"即时消息", "Chat"}},
    Choice{"announcement", {"公告", "Announcement"}},
};
constexpr std::array k_languages = {
    Choice{"zh", {"中文", "Chinese"}},
    Choice{"en", {"英文", "English"}},
    Choice{"both", {"双语", "Both"}},
};
constexpr std::array k_confidentialities = {
    Choice{"public", {"公开", "Public"}},
    Choice{"internal", {"内部", "Internal"}},
    Choice{"confidential", {"秘密", "Confidential"}},
};
constexpr std::array k_item_fields = {
    title({"沟通事项", "Communication"}),
    text("audience", {"对象", "Audience"}, k_required | k_listed),
    prose("message", {"内容", "Message"}),
    choice("medium", {"方式", "Medium"}, k_media, k_required | k_listed),
    integer("frequency_days", {"频率", "Every"}, {1, 366, "d"}, k_required | k_listed),
    date("next_due", {"下次到期", "Next due"}, k_listed),
    choice("language", {"语言", "Language"}, k_languages),
    document("distribution", {"收件人", "Receivers"}),
    link("distribution_list", {"分发清单", "Distribution list"}, "distribution_list"),
    link("report_template", {"报告模板", "Report template"}, "report_template"),
    choice("confidentiality", {"密级", "Confidentiality"}, k_confidentialities, k_listed),
    link("stakeholder", {"利益相关者", "Stakeholder"}, "stakeholder", k_listed),
    integer("need_days", {"应有频率", "Needed every"}, {1, 366, "d"}, k_computed | k_listed),
};

constexpr std::array k_template_fields = {
    title({"报告模板", "Report template"}),
    choice("language", {"语言", "Language"}, k_languages, k_listed),
    prose("achievements", {"本期完成提示", "Prompt for what was achieved"}),
    prose("next_steps", {"下期计划提示", "Prompt for what is next"}),
    prose("help_needed", {"需要支持提示", "Prompt for help"}),
};
constexpr std::array k_list_fields = {
    title({"分发清单", "Distribution list"}),
    document("members", {"成员", "Members"}),
    text("purpose", {"用途", "Purpose"}, k_listed),
};

constexpr std::array k_report_fields = {
    title(),
    link("communication_item", {"来自沟通计划", "From the plan"}, "communication_item"),
    date("data_date", {"数据日期", "Data date"}, k_computed | k_listed),
    date("issued_on", {"发布日期", "Issued"}, k_computed | k_listed),
    boolean("in_time", {"按时", "In time"}, k_computed | k_listed),
    document("snapshot", {"数据快照", "Snapshot"}, k_computed),
    text("snapshot_hash", {"快照摘要", "Snapshot digest"}, k_computed),
    prose("summary", {"总体情况", "Summary"}),
    prose("achievements", {"本期完成", "Achieved"}),
    prose("next_steps", {"下期计划", "Next"}),
    prose("help_needed", {"需要支持", "Help needed"}),
    integer("receivers", {"收件人数", "Receivers"}, {0, 100'000}),
    integer("read_count", {"已阅", "Read"}, {0, 100'000}, k_computed | k_listed),
};
constexpr std::array k_report_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"reviewed", {"已审阅", "Reviewed"}},
    State{"issued", {"已发布", "Issued"}},
    State{"acknowledged", {"已签收", "Acknowledged"}, true},
};
constexpr std::array k_report_steps = {
    Step{"review", {"审阅", "Review"}, "draft", "reviewed"},
    Step{"rework", {"退回修改", "Rework"}, "reviewed", "draft"},
    Step{"issue", {"提交发布", "Issue"}, "reviewed", "issued", "receivers", Taken::by_approval},
    Step{"acknowledge", {"签收完成", "Acknowledge"}, "issued", "acknowledged"},
};

constexpr std::array k_receipt_fields = {
    title({"回执", "Receipt"}),
    link("status_report", {"报告", "Report"}, "status_report", k_required | k_listed),
    author("reader", {"阅读人", "Reader"}),
};

constexpr std::array k_meeting_fields = {
    title({"会议", "Meeting"}),
    moment("starts_at", {"开始", "Starts"}, k_listed),
    integer("minutes_long", {"时长", "Length"}, {1, 1440, "min"}, k_listed),
    text("place", {"地点", "Place"}),
    document("participants", {"参会人", "Participants"}),
    integer("participant_count", {"人数", "Number of participants"}, {0, 10'000},
            k_computed | k_listed),
    money("cost", {"会议成本", "Cost"}, k_computed | k_listed),
    prose("agenda", {"议程", "Agenda"}),
    prose("minutes", {"纪要", "Minutes"}),
};
constexpr std::array k_meeting_states = {
    State{"planned", {"已计划", "Planned"}},
    State{"held", {"已召开", "Held"}},
    State{"minuted", {"纪要已发", "Minutes issued"}, true},
    State{"cancelled", {"已取消", "Cancelled"}, true},
};
constexpr std::array k_meeting_steps = {
    Step{"hold", {"召开", "Hold"}, "planned", "held"},
    Step{"issue_minutes", {"发布纪要", "Issue the minutes"}, "held", "minuted", "minutes"},
    Step{"cancel", {"取消", "Cancel"}, "planned", "cancelled"},
};
constexpr std::array k_decision_fields = {
    title({"决定", "Decision"}),
    link("meeting", {"会议", "Meeting"}, "meeting", k_listed),
    date("decided_on", {"日期", "Date"}, k_required | k_listed),
    prose("rationale", {"理由", "Rationale"}, k_required),
    prose("alternatives", {"备选方案", "Alternatives"}),
    link("decided_by", {"决定人", "Decided by"}, "person", k_listed),
};
constexpr std::array k_announcement_fields = {
    title(),
    prose("body", {"内容", "Text"}, k_required),
    date("until_day", {"有效期至", "Until"}, k_listed),
};

// The persons a list of ids names, those that exist.
std::vector<Row> persons_in(std::string_view list, Reader& reader) {
  std::vector<Row> persons;
  const Result<Json> people = parse_json(list);
  if (!people || !people->is_array()) return persons;
  for (const Json& each : people->items()) {
    const std::optional<Id> id = each.is_string() ? parse_id(each.string()) : std::nullopt;
    std::optional<Row> person = reader.load_any("person", id.value_or(0));
    if (person) persons.push_back(std::move(*person));
  }
  return persons;
}

// Everybody whom an item of the plan goes to, once: its own receivers and those of its list.
std::vector<Row> receivers_of(const Row& item, Reader& reader) {
  std::vector<Row> persons = persons_in(item.text("distribution"), reader);
  const auto list = reader.load_any("distribution_list", item.integer("distribution_list"));
  if (!list) return persons;
  for (Row& member : persons_in(list->text("members"), reader))
    if (std::ranges::find(persons, member.id, &Row::id) == persons.end())
      persons.push_back(std::move(member));
  return persons;
}

// Hourly cost of everybody invited, for the length of the meeting.
void derive_meeting(Row& row, const Row*, Reader& reader) {
  const std::vector<Row> invited = persons_in(row.text("participants"), reader);
  std::int64_t minor_per_hour = 0;
  for (const Row& person : invited) minor_per_hour += project::minor_units(person, "cost_rate");
  constexpr std::int64_t k_minutes_per_hour = 60;
  row.set("participant_count", static_cast<std::int64_t>(invited.size()));
  row.set("cost",
          project::yuan((minor_per_hour * row.integer("minutes_long") + k_minutes_per_hour / 2) /
                        k_minutes_per_hour));
}

// An issued report never changes: what it says is frozen when it goes out.
void derive_report(Row& row, const Row*, Reader& reader) {
  if (!row.has("data_date")) row.set("data_date", std::int64_t{reader.today()});
  if (row.state != "issued" || row.has("issued_on")) return;
  row.set("issued_on", std::int64_t{reader.today()});
  const auto item = reader.load_any("communication_item", row.integer("communication_item"));
  if (item && item->has("next_due")) {
    // The plan moved its next date when the draft was made: due was one period before.
    const std::int64_t due = item->integer("next_due") - item->integer("frequency_days");
    row.set("in_time", std::int64_t{reader.today() <= due + 1});
  }
  const std::string frozen = to_canonical_text(communication::figures_now(reader, row.scope));
  row.set("snapshot", frozen);
  row.set("snapshot_hash", sha256_hex(frozen));
}

constexpr std::array k_records = {
    Record{.name = "communication_item",
           .plural = "communication-items",
           .label = {"沟通计划项", "Communication item"},
           .prefix = "CM",
           .traits = k_owned,
           .fields = k_item_fields},
    Record{.name = "status_report",
           .plural = "status-reports",
           .label = {"状态报告", "Status report"},
           .prefix = "RPT",
           .traits = k_owned,
           .fields = k_report_fields,
           .states = k_report_states,
           .steps = k_report_steps,
           .derive = derive_report},
    Record{.name = "read_receipt",
           .plural = "read-receipts",
           .label = {"阅读回执", "Read receipt"},
           .fields = k_receipt_fields},
    Record{.name = "meeting",
           .plural = "meetings",
           .label = {"会议", "Meeting"},
           .prefix = "MT",
           .traits = k_owned,
           .fields = k_meeting_fields,
           .states = k_meeting_states,
           .steps = k_meeting_steps,
           .derive = derive_meeting},
    Record{.name = "decision",
           .plural = "decisions",
           .label = {"决策", "Decision"},
           .prefix = "DEC",
           .traits = k_owned,
           .fields = k_decision_fields},
    Record{.name = "announcement",
           .plural = "announcements",
           .label = {"公告", "Announcement"},
           .prefix = "ANN",
           .fields = k_announcement_fields},
    Record{.name = "report_template",
           .plural = "report-templates",
           .label = {"报告模板", "Report template"},
           .scoping = Scoping::organisation,
           .fields = k_template_fields},
    Record{.name = "distribution_list",
           .plural = "distribution-lists",
           .label = {"分发清单", "Distribution list"},
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_list_fields},
};

bool minutes_are_written(const RuleInput& input) { return input.after.has("minutes"); }
bool report_says_something(const RuleInput& input) { return input.after.has("summary"); }
bool issued_is_frozen(const RuleInput& input) {
  return input.before == nullptr || input.before->state == "draft" ||
         input.before->state == "reviewed" || input.principal.system ||
         input.before->at("summary") == input.after.at("summary");
}

constexpr std::array k_rules = {
    Rule{"meeting.minutes_are_written",
         "meeting",
         "issue_minutes",
         {"请填写会议纪要", "Write the minutes"},
         minutes_are_written,
         "minutes"},
    Rule{"status_report.says_something",
         "status_report",
         "review",
         {"请填写总体情况", "Write the summary"},
         report_says_something,
         "summary"},
    Rule{"status_report.issued_is_frozen",
         "status_report",
         "update",
         {"已发布的报告不能修改", "An issued report never changes"},
         issued_is_frozen,
         "summary"},
};

// What people do themselves is their task on its day.
CommandSpec reminder(const Row& item, Reader& reader) {
  Json::Object set = {{"title", item.text("title")},
                      {"project", id_text(item.scope)},
                      {"kind", "action"},
                      {"due", format_day(reader.today())},
                      {"source_record", "communication_item"},
                      {"source_id", id_text(item.id)}};
  if (item.has("owner")) set.push_back({"owner", id_text(item.integer("owner"))});
  return project::creation("action_item.create", std::move(set));
}

// The plan carries itself out: on the due day the report is drafted from the data.
Result<ActionOutcome> draft_due(const EventInput& input) {
  ActionOutcome outcome;
  const RecordType& type = *input.reader.registry().record("communication_item");
  const std::int64_t today = input.reader.today();
  for (const Row& item : input.reader.list_any(
           "communication_item",
           Expr::compare(Expr::Op::less_equal, type.field_index("next_due"), today))) {
    CommandSpec next = project::command("communication_item.update", item.id);
    next.set.append("next_due",
                    format_day(static_cast<Day>(today + item.integer("frequency_days"))));
    outcome.commands.push_back(std::move(next));
    if (item.text("medium") != "report") {
      outcome.commands.push_back(reminder(item, input.reader));
      continue;
    }
    const Json figures = communication::figures_now(input.reader, item.scope);
    const auto count = [&](const char* name) { return to_text(*figures.find(name)); };
    const bool zh = input.reader.principal().zh();
    Json::Object set = {
        {"title", std::string(item.text("title")) + " " + format_day(input.reader.today())},
        {"project", id_text(item.scope)},
        {"communication_item", id_text(item.id)},
        {"summary", (zh ? "状态灯：" : "RAG: ") + std::string(figures.text("rag", "—")) +
                        (zh ? "；预测完成：" : "; forecast: ") +
                        std::string(figures.text("forecast_finish", "—")) +
                        (zh ? "；未关闭风险：" : "; open risks: ") + count("open_risks") +
                        (zh ? "；未关闭问题：" : "; open issues: ") + count("open_issues")}};
    const auto receivers = receivers_of(item, input.reader).size();
    if (const auto form = input.reader.load_any("report_template", item.integer("report_template")))
      for (const std::string_view field : Words("achievements next_steps help_needed"))
        if (form->has(field)) set.push_back({std::string(field), form->text(field)});
    if (receivers > 0) set.push_back({"receivers", static_cast<std::int64_t>(receivers)});
    if (item.has("owner")) set.push_back({"owner", id_text(item.integer("owner"))});
    outcome.commands.push_back(project::creation("status_report.create", std::move(set)));
  }
  return outcome;
}

constexpr std::int64_t k_week = 7, k_month = 30;
constexpr double k_satisfied_from = 5;  // Of 10, as where a low rating raises an action.

/// How often a stakeholder needs to hear from the project; 0: no more than everybody.
std::int64_t need_of(const Row& stakeholder) {
  const std::int64_t gap = stakeholder.integer("engagement_gap");
  if (gap >= 2 || stakeholder.number_of("satisfaction", k_satisfied_from) < k_satisfied_from)
    return k_week;
  return gap == 1 ? 2 * k_week : 0;
}

// Who is less engaged than desired, or dissatisfied, hears more often; who no longer is, monthly. A
// frequency that a person sets stands until the need itself changes.
Result<ActionOutcome> follow_engagement(const EventInput& input) {
  ActionOutcome outcome;
  const auto who = input.reader.load_any("stakeholder", input.event.id);
  if (!who || project::is_final(*who)) return outcome;
  const std::vector<Row> items =
      project::linked(input.reader, "communication_item", "stakeholder", who->id);
  const std::int64_t need = need_of(*who);
  if (items.empty() && need == 0) return outcome;
  if (!items.empty() && items.front().integer("need_days") == need) return outcome;
  const std::int64_t every = need == 0 ? k_month : need;
  std::int64_t due = input.reader.today() + every;
  if (!items.empty() && need != 0) due = std::min(due, items.front().integer("next_due", due));
  Json::Object set = {{"frequency_days", every},
                      {"need_days", need == 0 ? Json() : Json(need)},
                      {"next_due", format_day(static_cast<Day>(due))}};
  if (!items.empty()) {
    CommandSpec note = project::command("communication_item.update", items.front().id);
    for (auto& [name, value] : set) note.set.append(name, std::move(value));
    outcome.commands.push_back(std::move(note));
    return outcome;
  }
  const std::string name(who->text("title"));
  const bool zh = input.reader.principal().zh();
  set.push_back({"title", (zh ? "与利益相关者沟通：" : "Talk with ") + name});
  set.push_back({"audience", name});
  set.push_back({"medium", "meeting"});
  set.push_back({"project", id_text(who->scope)});
  set.push_back({"stakeholder", id_text(who->id)});
  if (who->has("strategy")) set.push_back({"message", who->text("strategy")});
  if (who->has("owner")) set.push_back({"owner", id_text(who->integer("owner"))});
  outcome.commands.push_back(project::creation("communication_item.create", std::move(set)));
  return outcome;
}

// What was approved goes to its distribution list: a notice, and with it a mail.
Result<ActionOutcome> distribute(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> report = input.reader.load_any("status_report", input.event.id);
  if (!report) return outcome;
  const auto item =
      input.reader.load_any("communication_item", report->integer("communication_item"));
  if (!item) return outcome;
  for (const Row& person : receivers_of(*item, input.reader)) {
    if (may_read(person.id, input))
      outcome.commands.push_back(notice(person.id, input, std::string(report->text("title"))));
  }
  return outcome;
}

Result<ActionOutcome> count_receipt(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> receipt = input.reader.load_any("read_receipt", input.event.id);
  if (!receipt) return outcome;
  const Id report = receipt->integer("status_report");
  CommandSpec note = project::command("status_report.update", report);
  note.set.append(
      "read_count",
      static_cast<std::int64_t>(
          project::linked(input.reader, "read_receipt", "status_report", report).size()));
  outcome.commands.push_back(std::move(note));
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"@day", "communication.draft_due", draft_due},
    Subscription{"stakeholder.created", "communication.follow_engagement", follow_engagement},
    Subscription{"stakeholder.updated", "communication.follow_engagement", follow_engagement},
    Subscription{"stakeholder.engaged", "communication.follow_engagement", follow_engagement},
    Subscription{"status_report.issued", "communication.distribute", distribute},
    Subscription{"read_receipt.created", "communication.count_receipt", count_receipt},
};

constexpr std::array k_timetable_columns = {
    link("item", {"沟通事项", "Communication"}, "communication_item"),
    text("audience", {"对象", "Audience"}),
    text("medium", {"方式", "Medium"}),
    date("next_due", {"下次到期", "Next due"}),
    integer("days_left", {"剩余天数", "Days left"}, {-100'000, 100'000}),
};
Result<ReportTable> timetable(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "communication_item")) {
    const auto left =
        project::days_between(Value(std::int64_t{input.reader.today()}), row.at("next_due"));
    table.rows.push_back({Value(row.id), row.at("audience"), row.at("medium"), row.at("next_due"),
                          project::optional_value(left)});
  }
  return table;
}

constexpr std::array k_rate_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("issued", {"已发布报告", "Issued"}, {}),
    percent("on_time_rate", {"按时率", "On-time rate"}),
    percent("read_rate", {"阅读率", "Read rate"}),
    integer("open_actions", {"未关闭行动", "Open actions"}, {}),
    percent("action_closure_rate", {"行动关闭率", "Action closure rate"}),
    money("meeting_cost", {"会议成本", "Meeting cost"}),
};
Result<ReportTable> effectiveness(const ReportInput& input) {
  struct Sum {
    std::int64_t issued = 0, timed = 0, in_time = 0, receivers = 0, read = 0, actions = 0,
                 closed = 0, cost = 0;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "status_report")) {
    if (!row.has("issued_on")) continue;
    Sum& sum = sums[row.scope];
    ++sum.issued;
    sum.timed += row.has("in_time");
    sum.in_time += row.integer("in_time");
    sum.receivers += row.integer("receivers");
    sum.read += std::min(row.integer("read_count"), row.integer("receivers"));
  }
  for (const Row& row : project::report_rows(input, "action_item")) {
    ++sums[row.scope].actions;
    sums[row.scope].closed += row.state != "open";
  }
  for (const Row& row : project::report_rows(input, "meeting")) {
    if (row.state == "held" || row.state == "minuted")
      sums[row.scope].cost += project::minor_units(row, "cost");
  }
  ReportTable table;
  for (const auto& [scope, sum] : sums) {
    table.rows.push_back({Value(scope), Value(sum.issued), project::share(sum.in_time, sum.timed),
                          project::share(sum.read, sum.receivers), Value(sum.actions - sum.closed),
                          project::share(sum.closed, sum.actions), project::yuan(sum.cost)});
  }
  return table;
}

constexpr std::array k_action_columns = {
    link("project", {"项目", "Project"}, "project"),
    link("action", {"行动", "Action"}, "action_item"),
    link("owner", {"负责人", "Owner"}, "person"),
    date("due", {"到期日", "Due"}),
    text("state", {"状态", "State"}),
    integer("overdue_days", {"逾期天数", "Overdue"}, {}),
};
/// Of the tracker; the register pages through all of them.
constexpr std::size_t k_actions_max = 500;

Result<ReportTable> action_tracker(const ReportInput& input) {
  ReportTable table;
  const std::int64_t today = input.reader.today();
  std::vector<Row> actions = project::report_rows(input, "action_item");
  // The open ones first, the latest before all: nobody reads on to the end of a long list.
  std::ranges::stable_sort(actions, {}, [](const Row& row) {
    return std::pair(row.state != "open", row.integer("due", INT64_MAX));
  });
  const auto open = std::ranges::count(actions, "open", &Row::state);
  table.finding = {"{count} 项行动，其中 {open} 项未完成", "{count} actions, {open} of them open"};
  table.arguments = {{"count", std::to_string(actions.size())}, {"open", std::to_string(open)}};
  if (actions.size() > k_actions_max) actions.resize(k_actions_max);
  for (const Row& row : actions) {
    const std::int64_t late = today - row.integer("due", today);
    table.rows.push_back({Value(row.scope), Value(row.id), row.at("owner"), row.at("due"),
                          Value(row.state),
                          row.state == "open" && late > 0 ? Value(late) : Value()});
  }
  return table;
}

constexpr std::array k_decision_columns = {
    link("decision", {"决策", "Decision"}, "decision"),
    link("project", {"项目", "Project"}, "project"),
    date("decided_on", {"日期", "Date"}),
    link("decided_by", {"决定人", "Decided by"}, "person"),
    text("rationale", {"理由", "Rationale"}),
    link("meeting", {"会议", "Meeting"}, "meeting"),
};
// The newest first, over all projects that one may see.
Result<ReportTable> decision_log(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "decision"))
    table.rows.push_back({Value(row.id), Value(row.scope), row.at("decided_on"),
                          row.at("decided_by"), row.at("rationale"), row.at("meeting")});
  std::ranges::stable_sort(table.rows, std::greater<>(),
                           [](const auto& row) { return std::get<std::int64_t>(row[2]); });
  return table;
}

constexpr std::array k_reports = {
    Report{"communication.decision_log",
           {"决策日志", "Decision log"},
           "decision.read",
           project::k_project_inputs,
           k_decision_columns,
           "table",
           decision_log},
    Report{"communication.timetable",
           {"报告时间表", "Reporting timetable"},
           "communication_item.read",
           project::k_project_inputs,
           k_timetable_columns,
           "calendar",
           timetable},
    Report{"communication.effectiveness",
           {"沟通效果", "Effectiveness"},
           "status_report.read",
           project::k_project_inputs,
           k_rate_columns,
           "bar",
           effectiveness},
    Report{"communication.action_tracker",
           {"行动跟踪", "Action tracker"},
           "action_item.read",
           project::k_project_inputs,
           k_action_columns,
           "table",
           action_tracker},
};

constexpr std::array k_routes = {
    Route{.method = "GET",
          .path = "/api/v1/status-reports/{id}/document",
          .permission = "status_report.read",
          .label = {"状态报告（PDF、DOCX、PPTX、XLSX）", "Status report (PDF, DOCX, PPTX, XLSX)"},
          .handler = communication::get_status_paper},
};

}  // namespace

const Function& communication_function() {
  static constexpr Function function = {.name = "communication",
                                        .label = {"沟通", "Communications"},
                                        .records = k_records,
                                        .rules = k_rules,
                                        .routes = k_routes,
                                        .subscriptions = k_subscriptions,
                                        .reports = k_reports};
  return function;
}

}  // namespace tc::functions
