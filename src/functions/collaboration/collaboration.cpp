#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "functions/collaboration/agenda.h"
#include "functions/collaboration/talk.h"
#include "functions/functions.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace collaboration {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr Moment k_collaboration_hour_ms = 3'600'000;

constexpr std::array k_plan_fields = {
    title({"协作计划", "Collaboration plan"}),
    prose("rules", {"规则", "Rules"}, k_required),
    text("tools", {"工具", "Tools"}, k_listed),
    text("working_hours", {"协作时段", "Working hours"}, k_listed),
    text("language", {"语言", "Language"}),
    prose("improvement", {"改进措施", "Improvement"}),
};
constexpr std::array k_plan_states = {
    State{"planned", {"已计划", "Planned"}},
    State{"in_use", {"实施中", "In use"}},
    State{"reviewed", {"已评审", "Reviewed"}, true},
};
constexpr std::array k_plan_steps = {
    Step{"use", {"实施", "Put to use"}, "planned", "in_use"},
    Step{"review", {"评审", "Review"}, "in_use", "reviewed", "improvement"},
    Step{"renew", {"更新", "Renew"}, "reviewed", "planned"},
};

constexpr std::array k_channel_fields = {
    title({"频道", "Channel"}),
    prose("purpose", {"用途", "Purpose"}),
    document("members", {"成员", "Members"}),
};

constexpr std::array k_commitment_fields = {
    title({"承诺事项", "Commitment"}),
    link("from_team", {"提供团队", "Given by"}, "team", k_listed),
    link("to_team", {"需求团队", "Needed by"}, "team", k_listed),
    link("to_project", {"需求项目", "For project"}, "project", k_listed),
    date("needed_on", {"需要日期", "Needed"}, k_required | k_listed),
    date("promised_on", {"承诺日期", "Promised"}, k_listed),
    date("delivered_on", {"交付日期", "Delivered"}, k_listed),
    boolean("in_time", {"按时", "In time"}, k_computed | k_listed),
};
constexpr std::array k_commitment_states = {
    State{"requested", {"已请求", "Requested"}},
    State{"promised", {"已承诺", "Promised"}},
    State{"delivered", {"已交付", "Delivered"}, true},
    State{"declined", {"已谢绝", "Declined"}, true},
};
constexpr std::array k_commitment_steps = {
    Step{"promise", {"承诺", "Promise"}, "requested promised", "promised", "promised_on"},
    Step{"deliver", {"交付", "Deliver"}, "promised", "delivered", "delivered_on"},
    Step{"decline", {"谢绝", "Decline"}, "requested", "declined"},
};

constexpr std::array k_handover_fields = {
    title({"交接事项", "Handover"}),
    link("from_person", {"移交人", "From"}, "person", k_required | k_listed),
    link("to_person", {"接收人", "To"}, "person", k_required | k_listed),
    prose("content", {"内容", "Content"}),
    number("latency_hours", {"交接延迟", "Latency"}, k_computed | k_listed, "h"),
    moment("offered_at", {"移交时间", "Offered"}, k_computed),
};
constexpr std::array k_handover_states = {
    State{"offered", {"已移交", "Offered"}},
    State{"accepted", {"已接收", "Accepted"}, true},
    State{"returned", {"已退回", "Returned"}},
};
constexpr std::array k_handover_steps = {
    Step{"accept", {"接收", "Accept"}, "offered", "accepted"},
    Step{"send_back", {"退回", "Send back"}, "offered", "returned", "content"},
    Step{"offer_again", {"再次移交", "Offer again"}, "returned", "offered"},
};

constexpr std::array k_poll_fields = {
    title({"议题", "Question"}),
    document("options", {"选项", "Options"}, k_required),
    date("closes_on", {"截止", "Closes"}, k_listed),
    text("result", {"结果", "Result"}, k_computed | k_listed),
};
constexpr std::array k_poll_states = {
    State{"open", {"进行中", "Open"}},
    State{"closed", {"已结束", "Closed"}, true},
};
constexpr std::array k_poll_steps = {Step{"close", {"结束", "Close"}, "open", "closed"}};
constexpr std::array k_vote_fields = {
    title({"选择", "Choice"}),
    link("poll", {"投票", "Poll"}, "poll", k_required | k_listed),
    author("voter", {"投票人", "Voter"}),
};

constexpr std::array k_page_fields = {
    title({"共享文档", "Shared document"}),
    link("channel", {"频道", "Channel"}, "channel", k_listed),
    prose("body", {"正文", "Text"}, k_required),
    integer("revision", {"版本", "Revision"}, {1, 1'000'000}, k_computed | k_listed),
    link("locked_by", {"正在编辑", "Being edited by"}, "person", k_listed),
};

constexpr std::array k_blocker_fields = {
    title({"阻塞事项", "Blocker"}),
    link("waits_for", {"等待对象", "Waits for"}, "team", k_listed),
    number("blocked_hours", {"阻塞时长", "Blocked"}, k_computed | k_listed, "h"),
    prose("resolution", {"解除方式", "Resolution"}),
};
constexpr std::array k_blocker_states = {
    State{"blocked", {"阻塞中", "Blocked"}},
    State{"cleared", {"已解除", "Cleared"}, true},
};
constexpr std::array k_blocker_steps = {
    Step{"clear", {"解除", "Clear"}, "blocked", "cleared", "resolution"},
};

void derive_revision(Row& row, const Row* before, Reader&) {
  const bool changed = before != nullptr && before->at("body") != row.at("body");
  row.set("revision",
          before == nullptr ? std::int64_t{1} : row.integer("revision", 1) + std::int64_t{changed});
}

void derive_punctuality(Row& row, const Row*, Reader&) {
  if (!row.has("delivered_on")) return;
  const std::int64_t due = row.integer("promised_on", row.integer("needed_on"));
  row.set("in_time", std::int64_t{row.integer("delivered_on") <= due});
}

double hours_since(Moment from, Reader& reader) {
  return static_cast<double>(reader.now() - from) / static_cast<double>(k_collaboration_hour_ms);
}

void derive_latency(Row& row, const Row*, Reader& reader) {
  if (row.state == "offered" && !row.has("offered_at")) row.set("offered_at", reader.now());
  if (row.state == "accepted" && !row.has("latency_hours"))
    row.set("latency_hours", hours_since(row.integer("offered_at"), reader));
}

void derive_blocked(Row& row, const Row*, Reader& reader) {
  if (row.state == "cleared" && !row.has("blocked_hours"))
    row.set("blocked_hours", hours_since(id_moment(row.id), reader));
}

// The option most people chose; equal ones are told together.
void derive_result(Row& row, const Row*, Reader& reader) {
  if (row.state != "closed") return;
  std::map<std::string, std::int64_t> votes;
  std::int64_t highest = 0;
  for (const Row& vote : project::linked(reader, "vote", "poll", row.id))
    highest = std::max(highest, ++votes[std::string(vote.text("title"))]);
  std::string winners;
  for (const auto& [name, count] : votes)
    if (count == highest) winners += (winners.empty() ? "" : " / ") + name;
  row.set("result", winners.empty() ? Value() : Value(winners));
}

constexpr std::array k_records = {
    Record{.name = "collaboration_plan",
           .plural = "collaboration-plans",
           .label = {"协作计划", "Collaboration plan"},
           .prefix = "COP",
           .traits = k_owned | k_reviewed,
           .fields = k_plan_fields,
           .states = k_plan_states,
           .steps = k_plan_steps},
    Record{.name = "channel",
           .plural = "channels",
           .label = {"频道", "Channel"},
           .prefix = "CHN",
           .fields = k_channel_fields},
    Record{.name = "cross_team_commitment",
           .plural = "cross-team-commitments",
           .label = {"跨团队承诺", "Cross-team commitment"},
           .prefix = "CTC",
           .traits = k_owned,
           .fields = k_commitment_fields,
           .states = k_commitment_states,
           .steps = k_commitment_steps,
           .derive = derive_punctuality},
    Record{.name = "handover",
           .plural = "handovers",
           .label = {"交接", "Handover"},
           .prefix = "HO",
           .fields = k_handover_fields,
           .states = k_handover_states,
           .steps = k_handover_steps,
           .derive = derive_latency},
    Record{.name = "blocker",
           .plural = "blockers",
           .label = {"阻塞", "Blocker"},
           .prefix = "BLK",
           .traits = k_owned,
           .fields = k_blocker_fields,
           .states = k_blocker_states,
           .steps = k_blocker_steps,
           .derive = derive_blocked},
    Record{.name = "poll",
           .plural = "polls",
           .label = {"投票", "Poll"},
           .prefix = "PL",
           .fields = k_poll_fields,
           .states = k_poll_states,
           .steps = k_poll_steps,
           .derive = derive_result},
    Record{.name = "shared_page",
           .plural = "shared-pages",
           .label = {"共享文档", "Shared document"},
           .prefix = "SHP",
           .fields = k_page_fields,
           .derive = derive_revision},
    Record{.name = "mention",
           .plural = "mentions",
           .label = {"提及", "Mention"},
           .title = "record",
           .scoping = Scoping::subject,
           .fields = k_mention_fields,
           .exposed = false},
    Record{.name = "vote", .plural = "votes", .label = {"选票", "Vote"}, .fields = k_vote_fields},
};

bool promise_is_dated(const RuleInput& input) { return input.after.has("promised_on"); }
bool delivery_is_dated(const RuleInput& input) { return input.after.has("delivered_on"); }
bool handed_to_another(const RuleInput& input) {
  return input.after.integer("from_person") != input.after.integer("to_person");
}
bool review_improves(const RuleInput& input) { return input.after.has("improvement"); }
bool poll_is_open(const RuleInput& input) {
  const auto poll = input.reader.load_any("poll", input.after.integer("poll"));
  return poll && poll->state == "open";
}
bool voted_once(const RuleInput& input) {
  for (const Row& vote : project::linked(input.reader, "vote", "poll", input.after.integer("poll")))
    if (vote.id != input.after.id && vote.has("voter") &&
        vote.at("voter") == input.after.at("voter"))
      return false;
  return true;
}

// Who edits keeps the others out until they let go.
bool edited_by_one(const RuleInput& input) {
  return input.before == nullptr || !input.before->has("locked_by") ||
         input.principal.person == 0 ||
         input.before->integer("locked_by") == input.principal.person;
}

constexpr std::array k_rules = {
    Rule{"shared_page.edited_by_one",
         "shared_page",
         "update",
         {"他人正在编辑，请稍后再试", "Somebody else is editing it"},
         edited_by_one,
         "locked_by"},
    Rule{"cross_team_commitment.promise_is_dated",
         "cross_team_commitment",
         "promise",
         {"请填写承诺日期", "Say when it will be there"},
         promise_is_dated,
         "promised_on"},
    Rule{"cross_team_commitment.delivery_is_dated",
         "cross_team_commitment",
         "deliver",
         {"请填写交付日期", "Say when it was delivered"},
         delivery_is_dated,
         "delivered_on"},
    Rule{"handover.to_another",
         "handover",
         "write",
         {"不能交接给自己", "One hands over to somebody else"},
         handed_to_another,
         "to_person"},
    Rule{"collaboration_plan.review_improves",
         "collaboration_plan",
         "review",
         {"评审须给出改进措施", "A review names an improvement"},
         review_improves,
         "improvement"},
    Rule{"vote.poll_is_open",
         "vote",
         "create",
         {"投票已结束", "The poll is closed"},
         poll_is_open,
         "poll"},
    Rule{"vote.once", "vote", "create", {"每人一票", "One vote each"}, voted_once},
};

constexpr std::array k_measure_columns = {
    link("project", {"项目", "Project"}, "project"),
    integer("commitments", {"承诺", "Commitments"}, {}),
    percent("on_time_rate", {"按时率", "On-time rate"}),
    number("handover_hours", {"平均交接延迟", "Handover latency"}, 0, "h"),
    number("blocked_hours", {"阻塞时长", "Blocked time"}, 0, "h"),
    number("meeting_hours", {"会议负荷", "Meeting load"}, 0, "h"),
};
Result<ReportTable> measures(const ReportInput& input) {
  struct Sum {
    std::int64_t commitments = 0, delivered = 0, in_time = 0;
    project::Mean handover;
    double blocked = 0, meetings = 0;
  };
  std::map<Id, Sum> sums;
  for (const Row& row : project::report_rows(input, "cross_team_commitment")) {
    Sum& sum = sums[row.scope];
    ++sum.commitments;
    sum.delivered += row.has("in_time");
    sum.in_time += row.integer("in_time");
  }
  for (const Row& row : project::report_rows(input, "handover"))
    if (row.has("latency_hours")) sums[row.scope].handover.add(row.number_of("latency_hours"));
  for (const Row& row : project::report_rows(input, "blocker"))
    sums[row.scope].blocked += row.state == "blocked" ? hours_since(id_moment(row.id), input.reader)
                                                      : row.number_of("blocked_hours");
  constexpr double k_minutes = 60;
  for (const Row& row : project::report_rows(input, "meeting")) {
    if (Words("held minuted").contains(row.state))
      sums[row.scope].meetings += static_cast<double>(row.integer("minutes_long")) / k_minutes *
                                  static_cast<double>(row.integer("participant_count"));
  }
  ReportTable table;
  for (const auto& [scope, sum] : sums)
    table.rows.push_back({Value(scope), Value(sum.commitments),
                          project::share(sum.in_time, sum.delivered), sum.handover.value(),
                          Value(sum.blocked), Value(sum.meetings)});
  return table;
}

constexpr std::array k_board_columns = {
    link("commitment", {"承诺", "Commitment"}, "cross_team_commitment"),
    link("project", {"项目", "Project"}, "project"),
    link("from_team", {"提供", "From"}, "team"),
    link("to_team", {"需求", "To"}, "team"),
    text("state", {"状态", "State"}),
    date("needed_on", {"需要", "Needed"}),
    date("promised_on", {"承诺日期", "Promised"}),
    integer("gap_days", {"缺口", "Gap"}, {-100'000, 100'000}),
};
Result<ReportTable> board(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "cross_team_commitment")) {
    const auto gap = project::days_between(row.at("needed_on"), row.at("promised_on"));
    table.rows.push_back({Value(row.id), Value(row.scope), row.at("from_team"), row.at("to_team"),
                          Value(row.state), row.at("needed_on"), row.at("promised_on"),
                          project::optional_value(gap)});
  }
  return table;
}

constexpr std::array k_network_columns = {
    link("person", {"人员", "Person"}, "person"),
    link("other", {"协作对象", "Works with"}, "person"),
    integer("handovers", {"交接次数", "Handovers"}, {}),
    number("density", {"网络密度", "Density"}),
};
// Density: pairs that work together of all pairs among those who appear.
Result<ReportTable> network(const ReportInput& input) {
  std::map<std::pair<Id, Id>, std::int64_t> pairs;
  std::set<Id> people;
  for (const Row& row : project::report_rows(input, "handover")) {
    const Id a = row.integer("from_person"), b = row.integer("to_person");
    ++pairs[std::minmax({a, b})];
    people.insert({a, b});
  }
  const auto count = static_cast<double>(people.size());
  const Value density = project::ratio(static_cast<double>(pairs.size()), count * (count - 1) / 2);
  ReportTable table;
  for (const auto& [pair, times] : pairs)
    table.rows.push_back({Value(pair.first), Value(pair.second), Value(times), density});
  return table;
}

constexpr std::array k_reports = {
    Report{"collaboration.measures",
           {"协作指标", "Collaboration measures"},
           "cross_team_commitment.read",
           project::k_project_inputs,
           k_measure_columns,
           "table",
           measures},
    Report{"collaboration.board",
           {"依赖看板", "Dependency board"},
           "cross_team_commitment.read",
           project::k_project_inputs,
           k_board_columns,
           "board",
           board},
    Report{"collaboration.network",
           {"协作网络", "Collaboration network"},
           "handover.read",
           project::k_project_inputs,
           k_network_columns,
           "network",
           network},
    Report{"collaboration.calendar",
           {"项目日历", "Project calendar"},
           "project.read",
           project::k_project_inputs,
           k_calendar_columns,
           "calendar",
           calendar},
    Report{"collaboration.responses",
           {"响应时间", "Response time"},
           "comment.read",
           project::k_project_inputs,
           k_response_columns,
           "bar",
           responses},
    Report{"collaboration.feed",
           {"动态", "Activity feed"},
           "project.read",
           k_feed_inputs,
           k_feed_columns,
           "table",
           feed},
};

constexpr std::array k_subscriptions = {
    Subscription{"comment.created", "collaboration.note_comment", note_comment},
};

}  // namespace
}  // namespace collaboration

const kernel::Function& collaboration_function() {
  static const kernel::Function function = {.name = "collaboration",
                                            .label = {"协作", "Collaboration"},
                                            .records = collaboration::k_records,
                                            .rules = collaboration::k_rules,
                                            .routes = collaboration::routes(),
                                            .subscriptions = collaboration::k_subscriptions,
                                            .reports = collaboration::k_reports};
  return function;
}

}  // namespace tc::functions
