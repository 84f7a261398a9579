#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "engine/portfolio/scoring.h"
#include "functions/strategy/strategy.h"
#include "project/report_tools.h"

namespace tc::functions::strategy {
namespace {

using namespace kernel;
using namespace kernel::field;
namespace engine = tc::engine::portfolio;

constexpr double k_consistent_below = 0.1;
constexpr double k_priorities_whole = 10'000.0;

constexpr std::array k_influences = {
    Choice{"low", {"低", "Low"}},
    Choice{"moderate", {"中", "Moderate"}},
    Choice{"strong", {"强", "Strong"}},
    Choice{"extreme", {"极强", "Extreme"}},
};
constexpr std::array k_driver_fields = {
    title({"驱动因素", "Driver"}),
    link("key_result", {"关键结果", "Key result"}, "key_result", k_required | k_listed),
    choice("influence", {"影响程度", "Influence"}, k_influences, k_required | k_listed),
    text("measure", {"度量", "Measure"}, k_listed),
    number("baseline", {"起点", "Baseline"}, k_required),
    number("target", {"目标值", "Target"}, k_required | k_listed),
    number("actual", {"当前值", "Actual"}, k_listed),
    percent("achievement", {"完成度", "Achievement"}, k_computed | k_listed, 1000),
};
constexpr std::array k_session_fields = {
    title({"优先级评比", "Prioritisation"}),
    date("held_on", {"日期", "Date"}, k_required | k_listed),
    text("department", {"评比部门", "Department"}, k_listed),
    number("consistency_ratio", {"一致性比率 CR", "Consistency ratio"}, k_computed | k_listed),
    document("weights", {"权重", "Weights"}, k_computed),
};
constexpr std::array k_session_states = {
    State{"open", {"比较中", "Comparing"}},
    State{"computed", {"已计算", "Computed"}},
    State{"adopted", {"已采用", "Adopted"}, true},
};
constexpr std::array k_session_steps = {
    Step{"record",
         {"记录结果", "Record"},
         "open computed",
         "computed",
         "consistency_ratio weights",
         Taken::by_program},
    Step{"adopt", {"采用权重", "Adopt"}, "computed", "adopted"},
};

void derive_driver(Row& row, const Row*, Reader&) {
  const double span = row.number_of("target") - row.number_of("baseline");
  if (!row.has("actual") || span == 0) return;
  const double share = (row.number_of("actual") - row.number_of("baseline")) / span;
  row.set("achievement",
          std::int64_t{std::llround(std::clamp(share, 0.0, 10.0) * k_priorities_whole)});
}

constexpr std::array k_priorities_records = {
    Record{.name = "strategy_driver",
           .plural = "strategy-drivers",
           .label = {"驱动因素", "Driver"},
           .prefix = "DRV",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_driver_fields,
           .derive = derive_driver},
    Record{.name = "prioritisation",
           .plural = "prioritisations",
           .label = {"优先级评比", "Prioritisation"},
           .prefix = "PRI",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_session_fields,
           .states = k_session_states,
           .steps = k_session_steps},
};

bool is_consistent(const RuleInput& input) {
  return input.after.number_of("consistency_ratio") < k_consistent_below;
}
bool driver_target_differs(const RuleInput& input) {
  return input.after.at("target") != input.after.at("baseline");
}
constexpr std::array k_priorities_rules = {
    Rule{"prioritisation.is_consistent",
         "prioritisation",
         "adopt",
         {"一致性比率须小于 0.1，请复核比较",
          "The consistency ratio must be below 0.1; compare again"},
         is_consistent,
         "consistency_ratio"},
    Rule{"strategy_driver.target_differs",
         "strategy_driver",
         "write",
         {"目标值须不同于起点", "The target differs from the baseline"},
         driver_target_differs,
         "target"},
};

/// The judgements of a prioritisation as a matrix; what nobody compared is taken as equal.
struct Judgements {
  std::vector<Id> objectives;
  engine::Table table;
};
Judgements judgements_of(Reader& reader, Id session) {
  Judgements all;
  const std::vector<Row> rows =
      project::linked(reader, "objective_comparison", "prioritisation", session);
  for (const Row& row : rows)
    for (const std::string_view side : Words("objective against"))
      if (std::ranges::find(all.objectives, row.integer(side)) == all.objectives.end())
        all.objectives.push_back(row.integer(side));
  const std::size_t count = all.objectives.size();
  all.table = {count, count, std::vector<double>(count * count, 1.0)};
  const auto at = [&](Id id) {
    return static_cast<std::size_t>(std::ranges::find(all.objectives, id) - all.objectives.begin());
  };
  for (const Row& row : rows) {
    const std::size_t a = at(row.integer("objective")), b = at(row.integer("against"));
    const double importance = row.number_of("importance", 1);
    all.table.cells[a * count + b] = importance;
    all.table.cells[b * count + a] = 1 / importance;
  }
  return all;
}

// Weights by the analytic hierarchy process, with the consistency of the judgements.
Result<ActionOutcome> compute(const ActionInput& input) {
  const Judgements judged = judgements_of(input.reader, input.row->id);
  if (judged.objectives.size() < 2)
    return refuse(RefusalKind::rule, "prioritisation.needs_comparisons");
  const auto found = engine::ahp({judged.table});
  if (!found) return found.refusals();
  Json weights = Json::array();
  for (std::size_t i = 0; i < judged.objectives.size(); ++i) {
    Json one = Json::object();
    one.append("objective", id_text(judged.objectives[i]));
    one.append("weight", found->weights[i]);
    weights.push(std::move(one));
  }
  CommandSpec record = project::command("prioritisation.record", input.row->id);
  record.set.append("consistency_ratio", found->consistency_ratio.value_or(0));
  record.set.append("weights", std::move(weights));
  ActionOutcome outcome;
  outcome.commands.push_back(std::move(record));
  return outcome;
}
constexpr std::array k_actions = {
    Action{"prioritisation.compute", {"计算权重", "Compute the weights"}, {}, compute},
};

std::map<Id, double> weights_of(const Row& session) {
  std::map<Id, double> weights;
  const Result<Json> list = parse_json(session.text("weights"));
  if (!list || !list->is_array()) return weights;
  for (const Json& item : list->items())
    if (const auto id = parse_id(item.text("objective")); id && item.find("weight") != nullptr)
      weights[*id] = item.find("weight")->number();
  return weights;
}

// Adopted weights are those of the objectives from then on.
Result<ActionOutcome> adopt(const EventInput& input) {
  ActionOutcome outcome;
  const auto session = input.reader.load_any("prioritisation", input.event.id);
  if (!session) return outcome;
  for (const auto& [id, weight] : weights_of(*session)) {
    if (!input.reader.load_any("objective", id)) continue;
    CommandSpec command = project::command("objective.update", id);
    command.set.append("weight", weight * 100.0);
    outcome.commands.push_back(std::move(command));
  }
  return outcome;
}
constexpr std::array k_priorities_subscriptions = {
    Subscription{"prioritisation.adopted", "strategy.adopt_weights", adopt},
};

constexpr std::array k_priority_inputs = {
    link("prioritisation", {"优先级评比", "Prioritisation"}, "prioritisation", k_required)};
constexpr std::array k_priority_columns = {
    link("objective", {"目标", "Objective"}, "objective"),
    percent("weight", {"权重", "Weight"}),
    integer("rank", {"名次", "Rank"}, {}),
};
Result<ReportTable> priorities(const ReportInput& input) {
  ReportTable table;
  const auto session = input.reader.load("prioritisation",
                                         parse_id(input.inputs.text("prioritisation")).value_or(0));
  if (!session) return table;
  for (const auto& [id, weight] : weights_of(*session))
    table.rows.push_back(
        {Value(id), Value(std::int64_t{std::llround(weight * k_priorities_whole)}), Value()});
  std::ranges::stable_sort(table.rows, std::greater<>(),
                           [](const auto& row) { return std::get<std::int64_t>(row[1]); });
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    table.rows[i][2] = static_cast<std::int64_t>(i + 1);
  table.finding = {"一致性比率 {ratio}，须小于 0.1", "Consistency ratio {ratio}, to be below 0.1"};
  table.arguments = {{"ratio", to_text(Json(session->number_of("consistency_ratio")))}};
  return table;
}

constexpr std::array k_sensitivity_columns = {
    link("project", {"项目", "Project"}, "project"),
    number("strategic_value", {"战略价值", "Strategic value"}),
    integer("rank", {"名次", "Rank"}, {}),
    integer("best", {"最好名次", "Best rank"}, {}),
    integer("worst", {"最差名次", "Worst rank"}, {}),
    boolean("flips", {"会变动", "Flips"}),
};
// Which projects change places when the weight of any one objective moves by five percent.
Result<ReportTable> sensitivity(const ReportInput& input) {
  constexpr double k_move = 0.05;
  std::vector<Id> objectives, projects;
  std::vector<double> weights;
  double total = 0;
  for (const Row& row : project::report_rows(input, "objective")) {
    if (row.state != "active") continue;
    objectives.push_back(row.id);
    weights.push_back(static_cast<double>(row.integer("weight")));
    total += weights.back();
  }
  std::map<std::pair<Id, Id>, double> cells;
  for (const Row& row : project::report_rows(input, "contribution")) {
    cells[{row.scope, row.integer("objective")}] = strength_value(row.text("strength"));
    if (std::ranges::find(projects, row.scope) == projects.end()) projects.push_back(row.scope);
  }
  ReportTable table;
  if (objectives.empty() || projects.empty() || total == 0) return table;
  for (double& weight : weights) weight /= total;
  engine::Table scores{projects.size(), objectives.size(), {}};
  for (const Id project : projects)
    for (const Id objective : objectives) {
      const auto cell = cells.find({project, objective});
      scores.cells.push_back(cell == cells.end() ? 0 : cell->second * 100);
    }
  const std::vector<bool> benefit(objectives.size(), true);
  const auto values =
      engine::weighted_scores(scores, weights, benefit, engine::Normalisation::none);
  if (!values) return values.refusals();
  const auto ranges =
      engine::rank_sensitivity(scores, weights, benefit, engine::Normalisation::none, k_move);
  if (!ranges) return ranges.refusals();
  const std::vector<int> ranks = engine::ranks_of(*values);
  for (std::size_t i = 0; i < projects.size(); ++i)
    table.rows.push_back({Value(projects[i]), Value((*values)[i]), Value(std::int64_t{ranks[i]}),
                          Value(std::int64_t{(*ranges)[i].best}),
                          Value(std::int64_t{(*ranges)[i].worst}),
                          Value(std::int64_t{(*ranges)[i].best != (*ranges)[i].worst})});
  return table;
}

constexpr std::array k_driver_columns = {
    link("driver", {"驱动因素", "Driver"}, "strategy_driver"),
    link("key_result", {"关键结果", "Key result"}, "key_result"),
    text("influence", {"影响程度", "Influence"}),
    percent("achievement", {"完成度", "Achievement"}, 0, 1000),
    percent("result", {"关键结果完成度", "Key result"}, 0, 1000),
};
Result<ReportTable> drivers(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "strategy_driver")) {
    const auto result = input.reader.load("key_result", row.integer("key_result"));
    table.rows.push_back({Value(row.id), row.at("key_result"), row.at("influence"),
                          row.at("achievement"), result ? result->at("achievement") : Value()});
  }
  return table;
}

constexpr std::array k_priorities_reports = {
    Report{"strategy.priorities",
           {"目标权重", "Weights of the objectives"},
           "prioritisation.read",
           k_priority_inputs,
           k_priority_columns,
           "bar",
           priorities},
    Report{"strategy.sensitivity",
           {"排名敏感性", "Sensitivity of the ranking"},
           "contribution.read",
           {},
           k_sensitivity_columns,
           "table",
           sensitivity},
    Report{"strategy.drivers",
           {"驱动因素", "Drivers"},
           "strategy_driver.read",
           {},
           k_driver_columns,
           "bar",
           drivers},
};

}  // namespace

std::span<const Record> priority_records() { return k_priorities_records; }
std::span<const Rule> priority_rules() { return k_priorities_rules; }
std::span<const Action> priority_actions() { return k_actions; }
std::span<const Subscription> priority_subscriptions() { return k_priorities_subscriptions; }
std::span<const Report> priority_reports() { return k_priorities_reports; }

}  // namespace tc::functions::strategy
