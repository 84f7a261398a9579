#include <algorithm>
#include <array>
#include <map>

#include "functions/functions.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_sources = {
    Choice{"policy", {"政策", "Policy"}},         Choice{"market", {"市场", "Market"}},
    Choice{"technology", {"技术", "Technology"}}, Choice{"organisation", {"组织", "Organisation"}},
    Choice{"supplier", {"供应商", "Supplier"}},
};
constexpr std::array k_signal_fields = {
    title({"变更信号", "Change signal"}),
    choice("source", {"来源", "Source"}, k_sources, k_required | k_listed),
    prose("description", {"描述", "Description"}),
    percent("likelihood", {"可能性", "Likelihood"}, k_listed),
    score("impact", {"影响程度", "Impact"}, k_listed),
    money("impact_cost", {"费用影响", "Cost impact"}),
    number("exposure", {"暴露值", "Exposure"}, k_computed | k_listed),
    money("expected_cost", {"期望费用", "Expected cost"}, k_computed),
    date("expected_on", {"预计发生", "Expected"}, k_listed),
    prose("plan", {"应对计划", "Plan"}),
    percent("adoption", {"采用率", "Adoption"}, k_listed),
    percent("adoption_target", {"目标采用率", "Target adoption"}),
};
constexpr std::array k_signal_states = {
    State{"sensed", {"已感知", "Sensed"}},
    State{"assessed", {"已评估", "Assessed"}},
    State{"planned", {"已计划", "Planned"}},
    State{"in_transition", {"转换中", "In transition"}},
    State{"adopted", {"已采用", "Adopted"}, true},
    State{"reverted", {"已回退", "Reverted"}, true},
};
constexpr std::array k_signal_steps = {
    Step{"assess", {"评估", "Assess"}, "sensed", "assessed", "likelihood impact impact_cost"},
    Step{"plan", {"计划", "Plan"}, "assessed", "planned", "plan adoption_target"},
    Step{"begin", {"开始转换", "Begin"}, "planned", "in_transition"},
    Step{"adopt", {"已采用", "Adopt"}, "in_transition", "adopted", "adoption"},
    Step{"revert", {"回退", "Revert"}, "sensed assessed planned in_transition", "reverted"},
};

constexpr std::array k_group_fields = {
    title({"受影响内容", "What changes"}),
    link("change_signal", {"变更", "Change"}, "change_signal", k_required | k_listed),
    link("unit", {"部门", "Unit"}, "organisation_unit", k_required | k_listed),
    integer("people", {"人数", "People"}, {0, 1'000'000}, k_listed),
    score("degree", {"影响程度", "Degree"}, k_required | k_listed),
    date("go_live", {"上线日期", "Go live"}, k_required | k_listed),
    link("sponsor", {"变革发起人", "Sponsor"}, "person", k_listed),
};

constexpr std::array k_readiness_fields = {
    title({"评估", "Assessment"}),
    link("change_signal", {"变更", "Change"}, "change_signal", k_required | k_listed),
    link("unit", {"部门", "Unit"}, "organisation_unit", k_listed),
    date("assessed_on", {"日期", "Date"}, k_required | k_listed),
    score("awareness", {"认知", "Awareness"}, k_required),
    score("desire", {"意愿", "Desire"}, k_required),
    score("knowledge", {"知识", "Knowledge"}, k_required),
    score("ability", {"能力", "Ability"}, k_required),
    score("reinforcement", {"巩固", "Reinforcement"}, k_required),
    number("readiness_index", {"准备度指数", "Readiness index"}, k_computed | k_listed),
    text("barrier", {"首要障碍", "First barrier"}, k_computed | k_listed),
};

constexpr std::array k_adoption_fields = {
    title({"度量", "Metric"}),
    link("change_signal", {"变更", "Change"}, "change_signal", k_required | k_listed),
    date("measured_on", {"日期", "Date"}, k_required | k_listed),
    percent("adoption", {"采用率", "Adoption"}, k_required | k_listed),
    percent("target", {"目标", "Target"}, k_listed),
};

constexpr std::array k_strands = {
    Choice{"communication", {"沟通", "Communication"}},
    Choice{"training", {"培训", "Training"}},
    Choice{"sponsor", {"发起人行动", "Sponsorship"}},
    Choice{"resistance", {"阻力管理", "Resistance"}},
};
constexpr std::array k_activity_fields = {
    title({"变革活动", "Change activity"}),
    link("change_signal", {"变更", "Change"}, "change_signal", k_required | k_listed),
    choice("strand", {"计划类别", "Strand"}, k_strands, k_required | k_listed),
    link("unit", {"部门", "Unit"}, "organisation_unit", k_listed),
    text("audience", {"对象", "Audience"}),
    date("planned_on", {"计划日期", "Planned"}, k_required | k_listed),
    prose("result", {"结果", "Result"}),
};
constexpr std::array k_activity_states = {
    State{"planned", {"已计划", "Planned"}},
    State{"done", {"已完成", "Done"}, true},
    State{"dropped", {"已取消", "Dropped"}, true},
};
constexpr std::array k_activity_steps = {
    Step{"finish", {"完成", "Finish"}, "planned", "done", "result"},
    Step{"drop", {"取消", "Drop"}, "planned", "dropped", "result"},
};

constexpr double k_percent_unit = 10'000.0;

void derive_exposure(Row& row, const Row*, Reader&) {
  if (!row.has("likelihood") || !row.has("impact")) return;
  const double likelihood = static_cast<double>(row.integer("likelihood")) / k_percent_unit;
  row.set("exposure", likelihood * static_cast<double>(row.integer("impact")));
  if (row.has("impact_cost")) {
    row.set("expected_cost",
            project::yuan(static_cast<std::int64_t>(
                likelihood * static_cast<double>(project::minor_units(row, "impact_cost")) + 0.5)));
  }
}

// ADKAR: the mean of five dimensions as 0…100; the first one of 3 or less is the barrier.
void derive_readiness(Row& row, const Row*, Reader&) {
  std::int64_t sum = 0;
  row.set("barrier", Value());
  for (const std::string_view dimension :
       Words("awareness desire knowledge ability reinforcement")) {
    sum += row.integer(dimension);
    if (row.integer(dimension) <= 3 && !row.has("barrier"))
      row.set("barrier", std::string(dimension));
  }
  row.set("readiness_index", (static_cast<double>(sum) / 5.0 - 1.0) * 25.0);
}

constexpr std::array k_records = {
    Record{.name = "change_signal",
           .plural = "change-signals",
           .label = {"潜在变更", "Change signal"},
           .prefix = "CS",
           .traits = k_owned | k_reviewed,
           .fields = k_signal_fields,
           .states = k_signal_states,
           .steps = k_signal_steps,
           .derive = derive_exposure},
    Record{.name = "change_impact",
           .plural = "change-impacts",
           .label = {"受影响群体", "Group affected"},
           .prefix = "IG",
           .fields = k_group_fields},
    Record{.name = "readiness_assessment",
           .plural = "readiness-assessments",
           .label = {"变革准备度", "Readiness"},
           .prefix = "RA",
           .fields = k_readiness_fields,
           .derive = derive_readiness},
    Record{.name = "adoption_reading",
           .plural = "adoption-readings",
           .label = {"采用率读数", "Adoption reading"},
           .prefix = "AR",
           .fields = k_adoption_fields},
    Record{.name = "change_activity",
           .plural = "change-activities",
           .label = {"变革活动", "Change activity"},
           .prefix = "CHA",
           .traits = k_owned,
           .fields = k_activity_fields,
           .states = k_activity_states,
           .steps = k_activity_steps},
};

bool assessed_likelihood(const RuleInput& input) { return input.after.has("likelihood"); }
bool assessed_impact(const RuleInput& input) { return input.after.has("impact"); }
bool plan_is_written(const RuleInput& input) { return input.after.has("plan"); }
bool result_is_told(const RuleInput& input) { return input.after.has("result"); }
bool adoption_reaches_target(const RuleInput& input) {
  return input.after.integer("adoption") >= input.after.integer("adoption_target");
}

constexpr std::array k_rules = {
    Rule{"change_signal.assessed_likelihood",
         "change_signal",
         "assess",
         {"评估须给出可能性", "The assessment needs the likelihood"},
         assessed_likelihood,
         "likelihood"},
    Rule{"change_signal.assessed_impact",
         "change_signal",
         "assess",
         {"评估须给出影响程度", "The assessment needs the impact"},
         assessed_impact,
         "impact"},
    Rule{"change_signal.plan_is_written",
         "change_signal",
         "plan",
         {"请填写应对计划", "Write the plan"},
         plan_is_written,
         "plan"},
    Rule{"change_activity.result_is_told",
         "change_activity",
         "finish",
         {"请填写结果", "Say what came of it"},
         result_is_told,
         "result"},
    Rule{"change_signal.adoption_reaches_target",
         "change_signal",
         "adopt",
         {"采用率未达目标，不能关闭", "The adoption is below its target"},
         adoption_reaches_target,
         "adoption"},
};

constexpr std::array k_saturation_columns = {
    link("unit", {"部门", "Unit"}, "organisation_unit"), text("month", {"月份", "Month"}),
    integer("go_lives", {"上线数", "Go-lives"}, {}),     integer("load", {"变革负荷", "Load"}, {}),
    boolean("saturated", {"饱和", "Saturated"}),
};
// Load of a unit in a month = Σ degree of what goes live; more than 10 or five at once is too much.
Result<ReportTable> saturation(const ReportInput& input) {
  std::map<std::pair<Id, std::string>, std::pair<std::int64_t, std::int64_t>> cells;
  for (const Row& row : project::report_rows(input, "change_impact")) {
    auto& [count, load] =
        cells[{row.integer("unit"), project::month_of(static_cast<Day>(row.integer("go_live")))}];
    ++count;
    load += row.integer("degree");
  }
  constexpr std::int64_t k_load_max = 10, k_count_max = 4;
  ReportTable table;
  for (const auto& [key, cell] : cells) {
    const bool saturated = cell.second > k_load_max || cell.first > k_count_max;
    table.rows.push_back({Value(key.first), Value(key.second), Value(cell.first),
                          Value(cell.second), Value(std::int64_t{saturated})});
  }
  return table;
}

constexpr std::array k_adoption_columns = {
    link("change_signal", {"变更", "Change"}, "change_signal"),
    date("measured_on", {"日期", "Date"}),
    percent("adoption", {"采用率", "Adoption"}),
    percent("target", {"目标", "Target"}),
    number("gap", {"与目标之差", "Against the target"}, 0, "%"),
};
Result<ReportTable> adoption(const ReportInput& input) {
  std::vector<Row> rows = project::report_rows(input, "adoption_reading");
  std::ranges::stable_sort(rows, {}, [](const Row& row) { return row.integer("measured_on"); });
  constexpr double k_points = 100.0;  // A percentage is kept in hundredths.
  ReportTable table;
  for (const Row& row : rows) {
    Value gap;
    if (row.has("adoption") && row.has("target"))
      gap = static_cast<double>(row.integer("adoption") - row.integer("target")) / k_points;
    table.rows.push_back({row.at("change_signal"), row.at("measured_on"), row.at("adoption"),
                          row.at("target"), gap});
  }
  return table;
}

constexpr std::array k_exposure_columns = {
    link("change_signal", {"变更", "Change"}, "change_signal"),
    text("source", {"来源", "Source"}),
    number("exposure", {"暴露值", "Exposure"}),
    money("expected_cost", {"期望费用", "Expected cost"}),
    text("state", {"状态", "State"}),
};
Result<ReportTable> exposure(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "change_signal")) {
    if (!project::is_final(row))
      table.rows.push_back({Value(row.id), row.at("source"), row.at("exposure"),
                            row.at("expected_cost"), Value(row.state)});
  }
  return table;
}

constexpr std::array k_sponsor_columns = {
    link("sponsor", {"变革发起人", "Sponsor"}, "person"),
    integer("changes", {"负责变更", "Changes"}, {}),
    integer("people", {"影响人数", "People"}, {}),
};
Result<ReportTable> sponsors(const ReportInput& input) {
  std::map<Id, std::pair<std::int64_t, std::int64_t>> people;
  for (const Row& row : project::report_rows(input, "change_impact")) {
    if (!row.has("sponsor")) continue;
    ++people[row.integer("sponsor")].first;
    people[row.integer("sponsor")].second += row.integer("people");
  }
  ReportTable table;
  for (const auto& [person, sum] : people)
    table.rows.push_back({Value(person), Value(sum.first), Value(sum.second)});
  return table;
}

constexpr std::array k_calendar_columns = {
    date("on_day", {"日期", "Date"}),
    link("unit", {"部门", "Unit"}, "organisation_unit"),
    link("change_signal", {"变更", "Change"}, "change_signal"),
    text("title", {"事项", "What"}),
    text("strand", {"类别", "Strand"}),
};
// Go-lives and the activities around them, by day; go-lives have no strand.
Result<ReportTable> calendar(const ReportInput& input) {
  ReportTable table;
  for (const Row& row : project::report_rows(input, "change_impact"))
    table.rows.push_back({row.at("go_live"), row.at("unit"), row.at("change_signal"),
                          Value(std::string(row.text("title"))), Value()});
  for (const Row& row : project::report_rows(input, "change_activity"))
    if (row.state != "dropped")
      table.rows.push_back({row.at("planned_on"), row.at("unit"), row.at("change_signal"),
                            Value(std::string(row.text("title"))), row.at("strand")});
  std::ranges::stable_sort(table.rows, {},
                           [](const auto& row) { return std::get<std::int64_t>(row[0]); });
  return table;
}

constexpr std::array k_plan_columns = {
    link("change_signal", {"变更", "Change"}, "change_signal"),
    choice("strand", {"计划类别", "Strand"}, k_strands),
    integer("activities", {"活动数", "Activities"}, {}),
    integer("late", {"逾期", "Late"}, {}),
    percent("done", {"完成率", "Done"}),
};
// How far each of the four strands of a change plan is; a strand without activities is a gap.
Result<ReportTable> plans(const ReportInput& input) {
  struct Sum {
    std::int64_t all = 0, done = 0, late = 0;
  };
  std::map<std::pair<Id, std::string>, Sum> sums;
  for (const Row& row : project::report_rows(input, "change_signal"))
    if (Words("planned in_transition").contains(row.state))
      for (const Choice& strand : k_strands) sums[{row.id, std::string(strand.value)}] = {};
  for (const Row& row : project::report_rows(input, "change_activity")) {
    if (row.state == "dropped") continue;
    Sum& sum = sums[{row.integer("change_signal"), std::string(row.text("strand"))}];
    ++sum.all;
    sum.done += row.state == "done";
    sum.late += row.state == "planned" && row.integer("planned_on") < input.reader.today();
  }
  ReportTable table;
  for (const auto& [key, sum] : sums)
    table.rows.push_back({Value(key.first), Value(key.second), Value(sum.all), Value(sum.late),
                          project::share(sum.done, sum.all)});
  return table;
}

constexpr std::array k_reports = {
    Report{"change.calendar",
           {"变革日历", "Change calendar"},
           "change_impact.read",
           project::k_project_inputs,
           k_calendar_columns,
           "calendar",
           calendar},
    Report{"change.plans",
           {"变革计划进展", "Change plans"},
           "change_activity.read",
           project::k_project_inputs,
           k_plan_columns,
           "heat",
           plans},
    Report{"change.saturation",
           {"变革饱和度", "Change saturation"},
           "change_impact.read",
           project::k_project_inputs,
           k_saturation_columns,
           "heat",
           saturation},
    Report{"change.adoption",
           {"采用曲线", "Adoption curve"},
           "adoption_reading.read",
           project::k_project_inputs,
           k_adoption_columns,
           "line",
           adoption},
    Report{"change.exposure",
           {"潜在变更暴露", "Exposure"},
           "change_signal.read",
           project::k_project_inputs,
           k_exposure_columns,
           "bar",
           exposure},
    Report{"change.sponsors",
           {"发起人分布", "Sponsor map"},
           "change_impact.read",
           project::k_project_inputs,
           k_sponsor_columns,
           "bar",
           sponsors},
};

}  // namespace

const Function& change_function() {
  static constexpr Function function = {.name = "change",
                                        .label = {"变更管理", "Change"},
                                        .records = k_records,
                                        .rules = k_rules,
                                        .reports = k_reports};
  return function;
}

}  // namespace tc::functions
