#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "functions/functions.h"
#include "functions/strategy/strategy.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_perspectives = {
    Choice{"financial", {"财务", "Financial"}},
    Choice{"customer", {"客户", "Customer"}},
    Choice{"process", {"内部流程", "Internal process"}},
    Choice{"learning", {"学习与成长", "Learning and growth"}},
};
constexpr std::array k_objective_fields = {
    title({"战略目标", "Objective"}),
    choice("perspective", {"维度", "Perspective"}, k_perspectives, k_required | k_listed),
    link("parent_objective", {"上级目标", "Above"}, "objective"),
    prose("description", {"描述", "Description"}),
    percent("weight", {"权重", "Weight"}, k_listed),
    percent("progress", {"进展", "Progress"}, k_computed | k_listed),
};
constexpr std::array k_objective_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"active", {"生效", "Active"}},
    State{"achieved", {"已达成", "Achieved"}, true},
    State{"missed", {"未达成", "Missed"}, true},
    State{"retired", {"已终止", "Retired"}, true},
};
constexpr std::array k_objective_steps = {
    Step{"activate", {"生效", "Activate"}, "draft", "active"},
    Step{"achieve", {"达成", "Achieve"}, "active", "achieved"},
    Step{"miss", {"未达成", "Miss"}, "active", "missed"},
    Step{"retire", {"终止", "Retire"}, "draft active", "retired"},
};
constexpr std::array k_result_fields = {
    title({"关键结果", "Key result"}),
    link("objective", {"目标", "Objective"}, "objective", k_required | k_listed),
    number("baseline", {"起点", "Baseline"}, k_required),
    number("target", {"目标值", "Target"}, k_required | k_listed),
    number("actual", {"当前值", "Actual"}, k_listed),
    percent("achievement", {"完成度", "Achievement"}, k_computed | k_listed, 1000),
};
constexpr std::array k_strengths = {
    Choice{"none", {"无", "None"}},         Choice{"low", {"低", "Low"}},
    Choice{"moderate", {"中", "Moderate"}}, Choice{"strong", {"强", "Strong"}},
    Choice{"extreme", {"极强", "Extreme"}},
};
constexpr std::array k_contribution_fields = {
    title({"贡献说明", "Contribution"}),
    link("objective", {"目标", "Objective"}, "objective", k_required | k_listed),
    choice("strength", {"贡献程度", "Strength"}, k_strengths, k_required | k_listed),
};
constexpr std::array k_comparison_fields = {
    title({"比较", "Comparison"}),
    link("prioritisation", {"优先级评比", "Prioritisation"}, "prioritisation",
         k_required | k_listed),
    link("objective", {"目标", "Objective"}, "objective", k_required | k_listed),
    link("against", {"相比", "Against"}, "objective", k_required | k_listed),
    number("importance", {"重要性（1/9…9）", "Importance"}, k_required | k_listed),
};
constexpr std::array k_benefit_fields = {
    title({"收益", "Benefit"}),
    link("objective", {"目标", "Objective"}, "objective", k_listed),
    link("depends_on", {"依赖收益", "Depends on"}, "benefit"),
    text("measure", {"度量", "Measure"}, k_listed),
    number("baseline", {"基线", "Baseline"}, 0),
    number("target", {"目标值", "Target"}, k_listed),
    money("planned_value", {"计划金额", "Planned value"}, k_listed),
    date("from_day", {"开始实现", "From"}, k_listed),
    date("full_by", {"全部实现", "Full by"}, k_listed),
    money("realised_value", {"已实现", "Realised"}, k_computed | k_listed),
    percent("realisation_rate", {"实现率", "Realisation rate"}, k_computed | k_listed, 1000),
};
constexpr std::array k_benefit_states = {
    State{"identified", {"已识别", "Identified"}},
    State{"planned", {"已计划", "Planned"}},
    State{"tracking", {"跟踪中", "Tracking"}},
    State{"realised", {"已实现", "Realised"}, true},
    State{"written_off", {"已核销", "Written off"}, true},
};
constexpr std::array k_benefit_steps = {
    Step{"plan", {"计划", "Plan"}, "identified", "planned", "planned_value from_day full_by"},
    Step{"track", {"开始跟踪", "Track"}, "planned", "tracking"},
    Step{"realise", {"确认实现", "Realise"}, "tracking", "realised"},
    Step{"write_off", {"核销", "Write off"}, "planned tracking", "written_off"},
};
constexpr std::array k_reading_fields = {
    title({"收益读数", "Reading"}),
    link("benefit", {"收益", "Benefit"}, "benefit", k_required | k_listed),
    date("on_day", {"日期", "Date"}, k_required | k_listed),
    money("value", {"当期实现", "Realised"}, k_required | k_listed),
};
constexpr std::array k_review_fields = {
    title({"战略复核", "Strategic review"}),
    date("held_on", {"日期", "Date"}, k_required | k_listed),
    prose("decisions", {"决定", "Decisions"}, k_required),
};

constexpr std::int64_t k_strategy_whole = 10'000;

using strategy::strength_value;

void derive_achievement(Row& row, const Row*, Reader&) {
  const double span = row.number_of("target") - row.number_of("baseline");
  if (!row.has("actual") || span == 0) return;
  const double share = (row.number_of("actual") - row.number_of("baseline")) / span;
  row.set("achievement",
          static_cast<std::int64_t>(std::clamp(share, 0.0, 10.0) * k_strategy_whole + 0.5));
}

// The mean of its key results, and of the objectives below it by their weights.
void derive_progress(Row& row, const Row*, Reader& reader) {
  double sum = 0, weights = 0;
  for (const Row& one : project::linked(reader, "key_result", "objective", row.id)) {
    sum += static_cast<double>(std::min(one.integer("achievement"), k_strategy_whole));
    weights += 1;
  }
  for (const Row& one : project::linked(reader, "objective", "parent_objective", row.id)) {
    const auto weight =
        static_cast<double>(one.integer("weight", k_strategy_whole)) / k_strategy_whole;
    sum += weight * static_cast<double>(one.integer("progress"));
    weights += weight;
  }
  row.set("progress",
          weights == 0 ? Value() : Value(static_cast<std::int64_t>(sum / weights + 0.5)));
}

void derive_realisation(Row& row, const Row*, Reader& reader) {
  std::int64_t sum = 0;
  for (const Row& one : project::linked(reader, "benefit_reading", "benefit", row.id)) {
    // What another project read is not told to this one's readers.
    if (one.scope == row.scope) sum += project::minor_units(one, "value");
  }
  row.set("realised_value", project::yuan(sum));
  row.set("realisation_rate", project::share(sum, project::minor_units(row, "planned_value")));
}

constexpr std::array k_strategy_records = {
    Record{.name = "objective",
           .plural = "objectives",
           .label = {"战略目标", "Objective"},
           .prefix = "OBJ",
           .scoping = Scoping::organisation,
           .traits = k_owned | k_reviewed,
           .fields = k_objective_fields,
           .states = k_objective_states,
           .steps = k_objective_steps,
           .derive = derive_progress},
    Record{.name = "key_result",
           .plural = "key-results",
           .label = {"关键结果", "Key result"},
           .prefix = "KRS",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_result_fields,
           .derive = derive_achievement},
    Record{.name = "contribution",
           .plural = "contributions",
           .label = {"战略贡献", "Contribution"},
           .prefix = "CTB",
           .fields = k_contribution_fields},
    Record{.name = "objective_comparison",
           .plural = "objective-comparisons",
           .label = {"两两比较", "Pairwise comparison"},
           .prefix = "CMPR",
           .scoping = Scoping::organisation,
           .fields = k_comparison_fields},
    Record{.name = "benefit",
           .plural = "benefits",
           .label = {"收益", "Benefit"},
           .prefix = "BEN",
           .traits = k_owned | k_reviewed,
           .fields = k_benefit_fields,
           .states = k_benefit_states,
           .steps = k_benefit_steps,
           .derive = derive_realisation},
    Record{.name = "benefit_reading",
           .plural = "benefit-readings",
           .label = {"收益读数", "Benefit reading"},
           .prefix = "BR",
           .fields = k_reading_fields},
    Record{.name = "strategic_review",
           .plural = "strategic-reviews",
           .label = {"战略复核", "Strategic review"},
           .prefix = "STR",
           .scoping = Scoping::organisation,
           .traits = k_owned,
           .fields = k_review_fields},
};

bool target_differs(const RuleInput& input) {
  return input.after.at("target") != input.after.at("baseline");
}
bool compares_two(const RuleInput& input) {
  return input.after.at("objective") != input.after.at("against");
}
bool importance_on_scale(const RuleInput& input) {
  const double value = input.after.number_of("importance");
  return value >= 1.0 / 9.0 - 1e-12 && value <= 9.0;
}
bool objective_not_below_itself(const RuleInput& input) {
  return input.after.integer("parent_objective") != input.after.id;
}
bool benefit_is_valued(const RuleInput& input) { return input.after.has("planned_value"); }
bool benefit_reaches_plan(const RuleInput& input) {
  return project::minor_units(input.after, "realised_value") >=
         project::minor_units(input.after, "planned_value");
}

constexpr std::array k_strategy_rules = {
    Rule{"key_result.target_differs",
         "key_result",
         "write",
         {"目标值须不同于起点", "The target differs from the baseline"},
         target_differs,
         "target"},
    Rule{"objective_comparison.compares_two",
         "objective_comparison",
         "write",
         {"须比较两个不同目标", "Two different objectives are compared"},
         compares_two,
         "against"},
    Rule{"objective_comparison.importance_on_scale",
         "objective_comparison",
         "write",
         {"重要性须在 1/9 到 9 之间", "The importance lies between 1/9 and 9"},
         importance_on_scale,
         "importance"},
    Rule{"objective.not_below_itself",
         "objective",
         "update",
         {"不能以自己为上级", "An objective cannot be below itself"},
         objective_not_below_itself,
         "parent_objective"},
    Rule{"benefit.is_valued",
         "benefit",
         "plan",
         {"请填写计划金额", "Enter the planned value"},
         benefit_is_valued,
         "planned_value"},
    Rule{"benefit.reaches_plan",
         "benefit",
         "realise",
         {"尚未达到计划金额", "The planned value is not reached"},
         benefit_reaches_plan},
};

// Key results and sub-objectives change the progress of what is above them.
Result<ActionOutcome> roll_up(const EventInput& input) {
  ActionOutcome outcome;
  const bool result = input.event.record == "key_result";
  const auto row = input.reader.load_any(input.event.record, input.event.id);
  if (!row) return outcome;
  const Id above = row->integer(result ? "objective" : "parent_objective");
  const auto parent = input.reader.load_any("objective", above);
  if (!parent) return outcome;
  Row computed = *parent;
  derive_progress(computed, &*parent, input.reader);
  if (computed.at("progress") != parent->at("progress"))
    outcome.commands.push_back(project::command("objective.update", above));
  return outcome;
}
Result<ActionOutcome> count_benefit(const EventInput& input) {
  ActionOutcome outcome;
  const auto row = input.reader.load_any("benefit_reading", input.event.id);
  if (row) outcome.commands.push_back(project::command("benefit.update", row->integer("benefit")));
  return outcome;
}
constexpr std::array k_strategy_subscriptions = {
    Subscription{"key_result.created", "strategy.roll_up_new", roll_up},
    Subscription{"key_result.updated", "strategy.roll_up", roll_up},
    Subscription{"objective.updated", "strategy.roll_up_objective", roll_up},
    Subscription{"benefit_reading.created", "strategy.count_benefit", count_benefit},
};

constexpr std::array k_matrix_columns = {
    link("project", {"项目", "Project"}, "project"),
    link("objective", {"目标", "Objective"}, "objective"),
    number("contribution", {"贡献", "Contribution"}),
};
Result<ReportTable> matrix(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "contribution"))
    table.rows.push_back(
        {Value(row.scope), row.at("objective"), Value(strength_value(row.text("strength")))});
  return table;
}

constexpr std::array k_value_columns = {
    link("project", {"项目", "Project"}, "project"),
    number("strategic_value", {"战略价值", "Strategic value"}),
    integer("objectives", {"支撑目标数", "Objectives"}, {}),
};
// Σ weight × strength over the objectives; weights as shares of all active ones.
Result<ReportTable> value_report(const ReportInput& input) {
  std::map<Id, double> weights;
  double total = 0;
  for (const Row& row : project::report_rows(input, "objective")) {
    if (row.state != "active") continue;
    weights[row.id] = static_cast<double>(row.integer("weight"));
    total += weights[row.id];
  }
  std::map<Id, std::pair<double, std::int64_t>> projects;
  for (const Row& row : project::report_rows(input, "contribution")) {
    const auto weight = weights.find(row.integer("objective"));
    if (weight == weights.end() || total == 0) continue;
    auto& [value, count] = projects[row.scope];
    value += weight->second / total * strength_value(row.text("strength")) * 100;
    ++count;
  }
  ReportTable table;
  for (const auto& [id, sum] : projects)
    table.rows.push_back({Value(id), Value(sum.first), Value(sum.second)});
  std::ranges::stable_sort(table.rows, std::greater<>(),
                           [](const auto& row) { return std::get<double>(row[1]); });
  return table;
}

constexpr std::array k_gap_columns = {
    text("gap", {"缺口", "Gap"}),
    link("objective", {"目标", "Objective"}, "objective"),
    link("project", {"项目", "Project"}, "project"),
};
Result<ReportTable> gaps(const ReportInput& input) {
  std::set<Id> served, serving;
  for (const Row& row : project::report_rows(input, "contribution")) {
    if (row.text("strength") == "none") continue;
    served.insert(row.integer("objective"));
    serving.insert(row.scope);
  }
  ReportTable table;
  for (const Row& row : project::report_rows(input, "objective"))
    if (row.state == "active" && !served.contains(row.id))
      table.rows.push_back({Value(std::string("objective_without_project")), Value(row.id), {}});
  for (const Row& row : project::report_rows(input, "project"))
    if (row.state != "closed" && !serving.contains(row.id))
      table.rows.push_back({Value(std::string("project_without_objective")), {}, Value(row.id)});
  return table;
}

constexpr std::array k_tree_columns = {
    link("objective", {"目标", "Objective"}, "objective"),
    link("parent", {"上级", "Above"}, "objective"),
    text("perspective", {"维度", "Perspective"}),
    percent("weight", {"权重", "Weight"}),
    percent("progress", {"进展", "Progress"}),
};
Result<ReportTable> tree(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "objective"))
    table.rows.push_back({Value(row.id), row.at("parent_objective"), row.at("perspective"),
                          row.at("weight"), row.at("progress")});
  return table;
}

constexpr std::array k_benefit_columns = {
    text("month", {"月份", "Month"}),
    money("planned", {"计划累计", "Planned to date"}),
    money("realised", {"实现累计", "Realised to date"}),
};
// Planned: evenly over the months of each benefit; realised: its readings. Also after closure.
Result<ReportTable> benefits(const ReportInput& input) {
  constexpr std::int64_t k_month_days = 30;
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> months;
  for (const Row& row : project::report_rows(input, "benefit")) {
    if (!row.has("from_day") || !row.has("full_by")) continue;
    const std::int64_t from = row.integer("from_day");
    const std::int64_t steps =
        std::max<std::int64_t>((row.integer("full_by") - from) / k_month_days, 1);
    const std::int64_t planned = project::minor_units(row, "planned_value");
    for (std::int64_t i = 0; i < std::min<std::int64_t>(steps, 600); ++i)
      months[project::month_of(static_cast<Day>(from + i * k_month_days))].first +=
          planned * (i + 1) / steps - planned * i / steps;
  }
  for (const Row& row : project::report_rows(input, "benefit_reading"))
    months[project::month_of(static_cast<Day>(row.integer("on_day")))].second +=
        project::minor_units(row, "value");
  ReportTable table;
  std::int64_t planned = 0, realised = 0;
  for (const auto& [month, sums] : months) {
    planned += sums.first;
    realised += sums.second;
    table.rows.push_back({Value(month), project::yuan(planned), project::yuan(realised)});
  }
  return table;
}

constexpr std::array k_strategy_reports = {
    Report{"strategy.tree",
           {"战略树", "Strategy tree"},
           "objective.read",
           {},
           k_tree_columns,
           "tree",
           tree},
    Report{"strategy.matrix",
           {"对齐矩阵", "Alignment matrix"},
           "contribution.read",
           project::k_project_inputs,
           k_matrix_columns,
           "heat",
           matrix},
    Report{"strategy.value",
           {"战略价值", "Strategic value"},
           "contribution.read",
           project::k_project_inputs,
           k_value_columns,
           "bar",
           value_report},
    Report{"strategy.gaps",
           {"对齐缺口", "Alignment gaps"},
           "contribution.read",
           {},
           k_gap_columns,
           "table",
           gaps},
    Report{"strategy.benefits",
           {"收益曲线", "Benefit curve"},
           "benefit.read",
           project::k_project_inputs,
           k_benefit_columns,
           "line",
           benefits},
};

}  // namespace

namespace strategy {

double strength_value(std::string_view strength) {
  for (std::size_t i = 0; i < k_strengths.size(); ++i)
    if (k_strengths[i].value == strength) return static_cast<double>(i) / 4.0;
  return 0;
}

}  // namespace strategy

namespace {

template <class T>
std::vector<T> joined(std::initializer_list<std::span<const T>> parts) {
  std::vector<T> all;
  for (const std::span<const T> part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

constexpr std::array k_messages = {
    Message{"prioritisation.needs_comparisons",
            {"请先比较至少两个目标", "Compare at least two objectives first"}},
};

}  // namespace

const Function& strategy_function() {
  static const auto records = joined<Record>({k_strategy_records, strategy::priority_records()});
  static const auto rules = joined<Rule>({k_strategy_rules, strategy::priority_rules()});
  static const auto subscriptions =
      joined<Subscription>({k_strategy_subscriptions, strategy::priority_subscriptions()});
  static const auto reports = joined<Report>(
      {k_strategy_reports, strategy::priority_reports(), strategy::benefit_reports()});
  static const Function function = {.name = "strategy",
                                    .label = {"战略一致", "Strategic alignment"},
                                    .records = records,
                                    .rules = rules,
                                    .actions = strategy::priority_actions(),
                                    .subscriptions = subscriptions,
                                    .reports = reports,
                                    .messages = k_messages};
  return function;
}

}  // namespace tc::functions
