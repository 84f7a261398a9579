#include <algorithm>
#include <array>
#include <map>

#include "functions/conflict/detect.h"
#include "functions/functions.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_kinds = {
    Choice{"resource", {"资源", "Resource"}},   Choice{"schedule", {"进度", "Schedule"}},
    Choice{"priority", {"优先级", "Priority"}}, Choice{"technical", {"技术", "Technical"}},
    Choice{"role", {"职责", "Role"}},           Choice{"interpersonal", {"人际", "Interpersonal"}},
};
constexpr std::array k_modes = {
    Choice{"collaborate", {"合作", "Collaborate"}},
    Choice{"compromise", {"妥协", "Compromise"}},
    Choice{"accommodate", {"迁就", "Accommodate"}},
    Choice{"force", {"强制", "Force"}},
    Choice{"avoid", {"回避", "Avoid"}},
};
constexpr std::array k_fields = {
    title(),
    choice("kind", {"类型", "Kind"}, k_kinds, k_required | k_listed),
    score("severity", {"程度", "Severity"}, k_listed),
    link("party_one", {"当事方一", "First party"}, "organisation_unit", k_listed),
    link("party_two", {"当事方二", "Second party"}, "organisation_unit", k_listed),
    prose("description", {"描述", "Description"}),
    prose("positions", {"立场与利益", "Positions and interests"}),
    prose("position_one", {"甲方立场", "Position of the first party"}),
    prose("interest_one", {"甲方利益", "Interest of the first party"}),
    prose("position_two", {"乙方立场", "Position of the second party"}),
    prose("interest_two", {"乙方利益", "Interest of the second party"}),
    prose("impact", {"对目标的影响", "Impact on objectives"}),
    boolean("detected", {"系统发现", "Found by the program"}, k_computed | k_listed),
    text("detected_key", {"发现依据", "What was found"}, k_computed),
    prose("proposal", {"建议方案", "Proposed resolution"}),
    choice("mode", {"解决方式", "Resolution mode"}, k_modes, k_listed),
    link("mediator", {"调解人", "Mediator"}, "person", k_listed),
    prose("agreement", {"协议", "Agreement"}),
    prose("prevention", {"预防措施", "Prevention"}),
    date("follow_up_on", {"跟进日期", "Follow-up on"}, k_listed),
    prose("follow_up", {"跟进结果", "Follow-up"}),
    integer("escalation_level", {"升级级别", "Escalation level"}, {0, 3}, k_computed | k_listed),
    link("recurrence_of", {"重复发生", "Recurrence of"}, "conflict"),
};
constexpr std::array k_states = {
    State{"raised", {"已提出", "Raised"}},       State{"acknowledged", {"已受理", "Acknowledged"}},
    State{"analysed", {"已分析", "Analysed"}},   State{"in_mediation", {"调解中", "In mediation"}},
    State{"agreed", {"已达成协议", "Agreed"}},   State{"monitoring", {"监控中", "Monitoring"}},
    State{"closed", {"已关闭", "Closed"}, true}, State{"withdrawn", {"已消除", "Gone"}, true},
};
constexpr std::array k_steps = {
    Step{"acknowledge", {"受理", "Acknowledge"}, "raised", "acknowledged", "owner"},
    Step{"analyse",
         {"分析", "Analyse"},
         "acknowledged",
         "analysed",
         "positions position_one interest_one position_two interest_two impact severity"},
    Step{"mediate", {"开始调解", "Mediate"}, "analysed", "in_mediation", "mediator mode"},
    Step{"agree", {"达成协议", "Agree"}, "in_mediation", "agreed", "agreement mode"},
    Step{"monitor", {"转监控", "Monitor"}, "agreed", "monitoring", "prevention follow_up_on"},
    Step{"close", {"关闭", "Close"}, "monitoring", "closed", "follow_up"},
    Step{"reopen", {"重开", "Reopen"}, "agreed monitoring", "in_mediation"},
    Step{.name = "withdraw",
         .label = {"不再存在", "No longer there"},
         .from = "raised acknowledged analysed in_mediation",
         .to = "withdrawn",
         .taken = Taken::by_program},
};

constexpr std::array k_records = {
    Record{.name = "conflict",
           .plural = "conflicts",
           .label = {"冲突", "Conflict"},
           .prefix = "CF",
           .traits = k_owned | k_reviewed | k_leveled,
           .fields = k_fields,
           .states = k_states,
           .steps = k_steps},
};

bool mediator_is_named(const RuleInput& input) { return input.after.has("mediator"); }
bool mediator_is_neutral(const RuleInput& input) {
  const auto mediator = input.reader.load_any("person", input.after.integer("mediator"));
  if (!mediator || !mediator->has("unit")) return true;
  return mediator->at("unit") != input.after.at("party_one") &&
         mediator->at("unit") != input.after.at("party_two");
}
bool agreement_is_written(const RuleInput& input) { return input.after.has("agreement"); }
// Where a follow-up is agreed the conflict stays open until then, and its result is told.
bool follow_up_was_held(const RuleInput& input) {
  if (!input.after.has("follow_up_on")) return true;
  return input.after.integer("follow_up_on") <= input.reader.today() &&
         input.after.has("follow_up");
}
bool parties_differ(const RuleInput& input) {
  return !input.after.has("party_one") ||
         input.after.at("party_one") != input.after.at("party_two");
}

constexpr std::array k_rules = {
    Rule{"conflict.mediator_is_named",
         "conflict",
         "mediate",
         {"请指定调解人", "Name the mediator"},
         mediator_is_named,
         "mediator"},
    Rule{"conflict.mediator_is_neutral",
         "conflict",
         "mediate",
         {"调解人不能来自当事部门", "The mediator belongs to neither party"},
         mediator_is_neutral,
         "mediator"},
    Rule{"conflict.agreement_is_written",
         "conflict",
         "agree",
         {"请填写协议内容", "Write the agreement"},
         agreement_is_written,
         "agreement"},
    Rule{
        "conflict.follow_up_was_held",
        "conflict",
        "close",
        {"到跟进日并填写跟进结果后才能关闭", "It closes after its follow-up, with what that found"},
        follow_up_was_held,
        "follow_up"},
    Rule{"conflict.parties_differ",
         "conflict",
         "write",
         {"当事双方不能相同", "The two parties must differ"},
         parties_differ,
         "party_two"},
};

// Conflicts nobody moved for a week climb one level; at level 3 they are the director's.
Result<ActionOutcome> escalate(const EventInput& input) {
  constexpr std::int64_t k_patience_days = 7, k_level_max = 3;
  ActionOutcome outcome;
  for (const Row& row : input.reader.list_any("conflict", Expr())) {
    if (!Words("raised acknowledged analysed in_mediation").contains(row.state)) continue;
    const std::int64_t age = input.reader.today() - project::state_day(row);
    const std::int64_t level = std::min(age / k_patience_days, k_level_max);
    if (level <= row.integer("escalation_level")) continue;
    CommandSpec climb = project::command("conflict.update", row.id);
    climb.set.append("escalation_level", level);
    outcome.commands.push_back(std::move(climb));
  }
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"@day", "conflict.escalate", escalate},
    Subscription{"@day", "conflict.detect", conflict::detect},
    Subscription{"plan.updated", "conflict.follow_plan", conflict::follow_plan},
};

constexpr std::array k_map_columns = {
    link("party_one", {"当事方一", "First party"}, "organisation_unit"),
    link("party_two", {"当事方二", "Second party"}, "organisation_unit"),
    integer("count", {"冲突数", "Conflicts"}, {}),
    integer("open", {"未关闭", "Open"}, {}),
    integer("recurring", {"复发", "Recurring"}, {}),
    number("severity", {"平均程度", "Mean severity"}),
};
Result<ReportTable> hot_spots(const ReportInput& input) {
  struct Sum {
    std::int64_t all = 0, open = 0, recurring = 0;
    project::Mean severity;
  };
  std::map<std::pair<Id, Id>, Sum> pairs;
  for (const Row& row : project::report_rows(input, "conflict")) {
    if (!row.has("party_one") || !row.has("party_two")) continue;
    Sum& sum = pairs[std::minmax({row.integer("party_one"), row.integer("party_two")})];
    ++sum.all;
    sum.open += !project::is_final(row);
    sum.recurring += row.has("recurrence_of");
    if (row.has("severity")) sum.severity.add(static_cast<double>(row.integer("severity")));
  }
  ReportTable table;
  for (const auto& [pair, sum] : pairs)
    table.rows.push_back({Value(pair.first), Value(pair.second), Value(sum.all), Value(sum.open),
                          Value(sum.recurring), sum.severity.value()});
  return table;
}

constexpr std::array k_measure_columns = {
    text("kind", {"类型", "Kind"}),
    integer("conflicts", {"冲突数", "Conflicts"}, {}),
    number("age_days", {"平均未决天数", "Mean age"}, 0, "d"),
    number("resolution_days", {"平均解决天数", "Mean time to close"}, 0, "d"),
    percent("escalation_rate", {"升级率", "Escalation rate"}),
    percent("recurrence_rate", {"复发率", "Recurrence rate"}),
};
Result<ReportTable> measures(const ReportInput& input) {
  struct Sum {
    std::int64_t all = 0, escalated = 0, recurring = 0;
    project::Mean age, resolution;
  };
  std::map<std::string, Sum> kinds;
  for (const Row& row : project::report_rows(input, "conflict")) {
    Sum& sum = kinds[std::string(row.text("kind"))];
    ++sum.all;
    sum.escalated += row.integer("escalation_level") > 0;
    sum.recurring += row.has("recurrence_of");
    const Day last = project::is_final(row) ? project::state_day(row) : input.reader.today();
    (project::is_final(row) ? sum.resolution : sum.age)
        .add(static_cast<double>(last - project::day_made(row)));
  }
  ReportTable table;
  for (const auto& [kind, sum] : kinds)
    table.rows.push_back({Value(kind), Value(sum.all), sum.age.value(), sum.resolution.value(),
                          project::share(sum.escalated, sum.all),
                          project::share(sum.recurring, sum.all)});
  return table;
}

constexpr std::array k_board_columns = {
    link("conflict", {"冲突", "Conflict"}, "conflict"),
    integer("level", {"级别", "Level"}, {0, 3}),
    text("state", {"状态", "State"}),
    integer("age_days", {"未决天数", "Age"}, {}),
};
Result<ReportTable> board(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "conflict")) {
    if (project::is_final(row)) continue;
    table.rows.push_back({Value(row.id), row.at("escalation_level"), Value(row.state),
                          Value(std::int64_t{input.reader.today() - project::day_made(row)})});
  }
  return table;
}

constexpr std::array k_reports = {
    Report{"conflict.map",
           {"冲突热点", "Conflict map"},
           "conflict.read",
           project::k_project_inputs,
           k_map_columns,
           "heat",
           hot_spots},
    Report{"conflict.measures",
           {"冲突指标", "Conflict measures"},
           "conflict.read",
           project::k_project_inputs,
           k_measure_columns,
           "bar",
           measures},
    Report{"conflict.escalation",
           {"升级看板", "Escalation board"},
           "conflict.read",
           project::k_project_inputs,
           k_board_columns,
           "board",
           board},
};

}  // namespace

const Function& conflict_function() {
  static constexpr Function function = {.name = "conflict",
                                        .label = {"冲突", "Conflict"},
                                        .records = k_records,
                                        .rules = k_rules,
                                        .subscriptions = k_subscriptions,
                                        .reports = k_reports};
  return function;
}

}  // namespace tc::functions
