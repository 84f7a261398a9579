#include <algorithm>
#include <array>
#include <map>

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
    prose("impact", {"对目标的影响", "Impact on objectives"}),
    boolean("detected", {"系统发现", "Found by the program"}, k_computed | k_listed),
    text("detected_key", {"发现依据", "What was found"}, k_computed),
    prose("proposal", {"建议方案", "Proposed resolution"}),
    choice("mode", {"解决方式", "Resolution mode"}, k_modes, k_listed),
    link("mediator", {"调解人", "Mediator"}, "person", k_listed),
    prose("agreement", {"协议", "Agreement"}),
    prose("prevention", {"预防措施", "Prevention"}),
    integer("escalation_level", {"升级级别", "Escalation level"}, {0, 3}, k_computed | k_listed),
    link("recurrence_of", {"重复发生", "Recurrence of"}, "conflict"),
};
constexpr std::array k_states = {
    State{"raised", {"已提出", "Raised"}},       State{"acknowledged", {"已受理", "Acknowledged"}},
    State{"analysed", {"已分析", "Analysed"}},   State{"in_mediation", {"调解中", "In mediation"}},
    State{"agreed", {"已达成协议", "Agreed"}},   State{"monitoring", {"监控中", "Monitoring"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_steps = {
    Step{"acknowledge", {"受理", "Acknowledge"}, "raised", "acknowledged", "owner"},
    Step{"analyse", {"分析", "Analyse"}, "acknowledged", "analysed", "positions impact severity"},
    Step{"mediate", {"开始调解", "Mediate"}, "analysed", "in_mediation", "mediator mode"},
    Step{"agree", {"达成协议", "Agree"}, "in_mediation", "agreed", "agreement mode"},
    Step{"monitor", {"转监控", "Monitor"}, "agreed", "monitoring", "prevention"},
    Step{"close", {"关闭", "Close"}, "monitoring", "closed"},
    Step{"reopen", {"重开", "Reopen"}, "agreed monitoring", "in_mediation"},
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

// One open conflict for each thing found; it is not raised again while somebody works on it.
void raise_once(Reader& reader, ActionOutcome& outcome, const std::string& key, Json::Object set) {
  const RecordType& type = *reader.registry().record("conflict");
  for (const Row& row : reader.list_any("conflict", field_is(type, "detected_key", key)))
    if (!project::is_final(row)) return;
  set.push_back({"detected", true});
  set.push_back({"detected_key", key});
  outcome.commands.push_back(project::creation("conflict.create", std::move(set)));
}

// Double-booked people: hard bookings of one person that overlap and exceed the whole.
void find_double_bookings(Reader& reader, ActionOutcome& outcome) {
  constexpr std::int64_t k_whole = 10'000;
  std::map<Id, std::vector<Row>> by_person;
  for (Row& row : reader.list_any("booking", Expr()))
    if (row.state == "confirmed") by_person[row.integer("person")].push_back(std::move(row));
  for (const auto& [person, bookings] : by_person) {
    for (std::size_t i = 0; i < bookings.size(); ++i) {
      for (std::size_t j = i + 1; j < bookings.size(); ++j) {
        const Row &a = bookings[i], &b = bookings[j];
        const bool overlap = a.integer("from_day") <= b.integer("until_day") &&
                             b.integer("from_day") <= a.integer("until_day");
        if (!overlap || a.scope == b.scope || a.integer("share") + b.integer("share") <= k_whole)
          continue;
        const bool zh = reader.principal().zh();
        const std::string who = reader.title_of("person", person, zh);
        const bool first_earlier = a.integer("from_day") <= b.integer("from_day");
        const Row& later = first_earlier ? b : a;
        const Row& earlier = first_earlier ? a : b;
        raise_once(
            reader, outcome, "booking/" + id_text(a.id) + "/" + id_text(b.id),
            {{"title", who + (zh ? " 被重复占用" : " is double-booked")},
             {"project", id_text(later.scope)},
             {"kind", "resource"},
             {"severity", 3},
             {"proposal", (zh ? "后开始的占用推迟到 " : "Start the later booking on ") +
                              format_day(static_cast<Day>(earlier.integer("until_day") + 1))}});
      }
    }
  }
}

// Commitments between teams whose promise is later than the need.
void find_broken_commitments(Reader& reader, ActionOutcome& outcome) {
  for (const Row& row : reader.list_any("cross_team_commitment", Expr())) {
    if (project::is_final(row) || !row.has("promised_on") || !row.has("needed_on") ||
        row.integer("promised_on") <= row.integer("needed_on"))
      continue;
    const bool zh = reader.principal().zh();
    const std::int64_t late = row.integer("promised_on") - row.integer("needed_on");
    raise_once(reader, outcome, "commitment/" + id_text(row.id),
               {{"title", (zh ? "跨团队承诺不满足需要：" : "Commitment later than needed: ") +
                              std::string(row.text("title"))},
                {"project", id_text(row.scope)},
                {"kind", "schedule"},
                {"severity", 3},
                {"proposal",
                 (zh ? "双方确认缺口（天）：" : "Close the gap (d): ") + std::to_string(late)}});
  }
}

// Successors that are planned before their predecessor in another project allows: by the report of
// the plans, so that what it calls broken is broken here too.
Status find_broken_links(const EventInput& input, ActionOutcome& outcome) {
  const Report* report = input.reader.registry().report("time.external_links");
  if (report == nullptr) return Done{};
  const Json none = Json::object();
  const Result<ReportTable> table =
      report->handler({none, input.reader.principal(), input.reader, input.kernel});
  if (!table) return table.refusals();
  const auto column = [&](const std::vector<Value>& row, std::string_view name) -> const Value& {
    const auto found = std::ranges::find(report->columns, name, &Field::name);
    TC_ASSERT(found != report->columns.end());
    return row[static_cast<std::size_t>(found - report->columns.begin())];
  };
  const auto words = [&](const std::vector<Value>& row, std::string_view name) {
    const auto* text = std::get_if<std::string>(&column(row, name));
    return text == nullptr ? std::string() : *text;
  };
  const auto id = [&](const std::vector<Value>& row, std::string_view name) {
    const auto* number = std::get_if<std::int64_t>(&column(row, name));
    return number == nullptr ? Id{0} : *number;
  };
  const bool zh = input.reader.principal().zh();
  for (const std::vector<Value>& row : table->rows) {
    if (words(row, "state") != "broken") continue;
    // Who sees the conflict may not see the other project: its activity is not named.
    raise_once(
        input.reader, outcome,
        "link/" + id_text(id(row, "activity")) + "/" + id_text(id(row, "predecessor_project")),
        {{"title", (zh ? "早于其他项目所允许：" : "Earlier than another project allows: ") +
                       words(row, "name")},
         {"project", id_text(id(row, "project"))},
         {"kind", "schedule"},
         {"severity", 3},
         {"proposal", (zh ? "最早可在 " : "Not before ") + words(row, "allowed")}});
  }
  return Done{};
}

// Two projects called first priority by the same owner want the same person: told by bookings.
Result<ActionOutcome> detect(const EventInput& input) {
  ActionOutcome outcome;
  if (input.reader.registry().record("booking") != nullptr)
    find_double_bookings(input.reader, outcome);
  if (input.reader.registry().record("cross_team_commitment") != nullptr)
    find_broken_commitments(input.reader, outcome);
  const Status linked = find_broken_links(input, outcome);
  if (!linked) return linked.refusals();
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"@day", "conflict.escalate", escalate},
    Subscription{"@day", "conflict.detect", detect},
};

constexpr std::array k_map_columns = {
    link("party_one", {"当事方一", "First party"}, "organisation_unit"),
    link("party_two", {"当事方二", "Second party"}, "organisation_unit"),
    integer("count", {"冲突数", "Conflicts"}, {}),
    integer("open", {"未关闭", "Open"}, {}),
};
Result<ReportTable> hot_spots(const ReportInput& input) {
  std::map<std::pair<Id, Id>, std::pair<std::int64_t, std::int64_t>> pairs;
  for (const Row& row : project::report_rows(input, "conflict")) {
    if (!row.has("party_one") || !row.has("party_two")) continue;
    const auto [low, high] = std::minmax({row.integer("party_one"), row.integer("party_two")});
    auto& [count, open] = pairs[{low, high}];
    ++count;
    open += !project::is_final(row);
  }
  ReportTable table;
  for (const auto& [pair, counts] : pairs)
    table.rows.push_back(
        {Value(pair.first), Value(pair.second), Value(counts.first), Value(counts.second)});
  return table;
}

constexpr std::array k_measure_columns = {
    text("kind", {"类型", "Kind"}),
    integer("conflicts", {"冲突数", "Conflicts"}, {}),
    number("age_days", {"平均未决天数", "Mean age"}, 0, "d"),
    percent("escalation_rate", {"升级率", "Escalation rate"}),
    percent("recurrence_rate", {"复发率", "Recurrence rate"}),
};
Result<ReportTable> measures(const ReportInput& input) {
  struct Sum {
    std::int64_t all = 0, escalated = 0, recurring = 0;
    project::Mean age;
  };
  std::map<std::string, Sum> kinds;
  for (const Row& row : project::report_rows(input, "conflict")) {
    Sum& sum = kinds[std::string(row.text("kind"))];
    ++sum.all;
    sum.escalated += row.integer("escalation_level") > 0;
    sum.recurring += row.has("recurrence_of");
    if (!project::is_final(row))
      sum.age.add(static_cast<double>(input.reader.today() - project::day_made(row)));
  }
  ReportTable table;
  for (const auto& [kind, sum] : kinds)
    table.rows.push_back({Value(kind), Value(sum.all), sum.age.value(),
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
