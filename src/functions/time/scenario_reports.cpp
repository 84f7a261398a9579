#include <algorithm>
#include <array>
#include <cmath>

#include "engine/level/overload.h"
#include "functions/time/plan_words.h"
#include "functions/time/scenario.h"
#include "kernel/fields.h"
#include "project/external.h"
#include "project/report_tools.h"

/// The plan and its scenarios side by side.
namespace tc::functions::time {
namespace {

using namespace kernel;
using namespace kernel::field;
using engine::schedule::ActivityDates;
using plan::Activity;
using project::LoadedPlan;
using project::PlanBook;

constexpr std::int64_t k_scenarios_max = 20;
constexpr std::size_t k_scenario_rows_max = 5000;

constexpr std::array k_scenario_columns = {
    text("name", {"方案", "Scenario"}),
    link("scenario", {"打开", "Open"}, "scenario"),
    text("finish", {"完成", "Finish"}),
    number("finish_delta", {"完成差异", "Δ finish"}, 0, "d"),
    number("length", {"关键路径长度（工作日）", "Critical length"}, 0, "d"),
    integer("critical", {"关键活动", "Critical activities"}, {}),
    integer("moved", {"移动的活动", "Activities moved"}, {}),
    money("cost", {"费用", "Cost"}),
    money("cost_delta", {"费用差异", "Δ cost"}),
    integer("overloads", {"资源超载（人天）", "Overloaded days"}, {}),
    integer("edits", {"修改数", "Edits"}, {}),
    integer("behind", {"落后计划的版本数", "Versions behind the plan"}, {}),
};

constexpr std::array k_move_inputs = {
    link("scenario", {"方案", "Scenario"}, "scenario"),
    link("against", {"对比方案", "Compared with"}, "scenario"),
};
constexpr std::array k_move_columns = {
    link("activity", {"活动标识", "Activity id"}, "*"),
    text("name", {"活动", "Activity"}),
    text("start", {"开始", "Start"}),
    text("finish", {"完成", "Finish"}),
    text("start_before", {"对比开始", "Start compared"}),
    text("finish_before", {"对比完成", "Finish compared"}),
    number("finish_delta", {"完成差异", "Δ finish"}, 0, "d"),
    make("total_float", Kind::minutes, {"总浮动时间", "Total float"}, 0),
    boolean("critical", {"关键", "Critical"}),
    text("change", {"变化", "Change"}),
};

PlanTime finish_of(const LoadedPlan& loaded) {
  PlanTime finish = k_no_time;
  for (const auto& project : loaded.schedule.projects) finish = std::max(finish, project.finish);
  return finish;
}

PlanTime start_of_work(const LoadedPlan& loaded) {
  PlanTime start = k_no_time;
  for (const auto& project : loaded.schedule.projects) {
    if (project.start != k_no_time && (start == k_no_time || project.start < start))
      start = project.start;
  }
  return start;
}

// Working days of the project's calendar from its start to its finish.
Value length_of(const LoadedPlan& loaded) {
  const PlanTime start = start_of_work(loaded), finish = finish_of(loaded);
  if (start == k_no_time || loaded.plan.projects.empty()) return {};
  const auto calendar = plan::compile_calendar(loaded.plan, loaded.plan.projects.front().calendar,
                                               {day_of(start) - 1, day_of(finish) + 1});
  if (!calendar) return {};
  return calendar->between(start, finish) / tenths_per_day(loaded.plan);
}

// What one assignment costs: by its work where that is fixed, else by the time it is taken up.
double cost_of(const plan::Plan& plan, const plan::Assignment& assignment) {
  if (assignment.activity == plan::k_none || assignment.resource == plan::k_none)
    return static_cast<double>(assignment.cost_minor);
  const plan::Resource& resource = plan.resources[static_cast<std::size_t>(assignment.resource)];
  const Activity& activity = plan.activities[static_cast<std::size_t>(assignment.activity)];
  if (resource.kind != plan::ResourceKind::work || resource.rate_millionths == 0)
    return static_cast<double>(assignment.cost_minor);
  const double tenths = activity.effort == plan::EffortKind::fixed_work
                            ? assignment.work.tenths()
                            : activity.duration.tenths() * (assignment.units / 10'000.0);
  const double minor_per_hour = static_cast<double>(resource.rate_millionths) / 10'000;
  return tenths / k_tenths_per_hour * minor_per_hour +
         static_cast<double>(resource.cost_per_use_minor);
}

// Fixed costs, assignments, and what being shorter than in `base` costs by the crash figures.
Money cost_of(const LoadedPlan& loaded, const LoadedPlan& base) {
  double cost = 0;
  for (const Activity& activity : loaded.plan.activities) {
    if (activity.external || activity.kind == plan::ActivityKind::summary) continue;
    cost += static_cast<double>(activity.fixed_cost_minor);
    const plan::Index row = base.index_of(activity.id);
    if (row == plan::k_none) continue;
    const Activity& before = base.plan.activities[static_cast<std::size_t>(row)];
    const std::int32_t whole = before.duration.tenths();
    const std::int32_t least = before.crash_duration.value_or(before.duration).tenths();
    const std::int32_t saved = std::clamp(whole - activity.duration.tenths(), 0, whole - least);
    if (saved > 0) cost += static_cast<double>(before.crash_cost_minor) * saved / (whole - least);
  }
  for (const plan::Assignment& assignment : loaded.plan.assignments)
    cost += cost_of(loaded.plan, assignment);
  const auto& projects = loaded.plan.projects;
  return {std::llround(cost), projects.empty() ? "CNY" : projects.front().currency};
}

Value overloads_of(const LoadedPlan& loaded) {
  if (loaded.plan.assignments.empty()) return std::int64_t{0};
  const auto model = engine::level::make_plan_model(loaded.plan, {}, {});
  if (!model) return {};
  return static_cast<std::int64_t>(
      engine::level::find_overloads(*model, loaded.schedule.activities).size());
}

bool moves(const LoadedPlan& loaded, std::size_t row, const LoadedPlan& base) {
  const plan::Index old = base.index_of(loaded.plan.activities[row].id);
  if (old == plan::k_none) return true;
  const ActivityDates& was = base.schedule.activities[static_cast<std::size_t>(old)];
  const ActivityDates& now = loaded.schedule.activities[row];
  return was.start != now.start || was.finish != now.finish;
}

std::int64_t moved_count(const LoadedPlan& loaded, const LoadedPlan& base) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < loaded.plan.activities.size(); ++i) count += moves(loaded, i, base);
  for (const Activity& activity : base.plan.activities)
    count += loaded.index_of(activity.id) == plan::k_none;
  return count;
}

/// Who reads: in which language, and whether costs that rest on people's rates may be told.
struct Asker {
  bool zh = false;
  bool rates = false;
};

std::vector<Value> cells_of(const LoadedPlan& loaded, const LoadedPlan& live, const Row* scenario,
                            const Asker& asker) {
  const PlanTime finish = finish_of(loaded), now = finish_of(live);
  const bool known = finish != k_no_time && now != k_no_time;
  const Money cost = cost_of(loaded, live), base = cost_of(live, live);
  const bool told = asker.rates || std::ranges::all_of(loaded.plan.resources, [](const auto& one) {
                      return one.rate_millionths == 0;
                    });
  const project::PlanFigures figures = project::figures_of(loaded);
  const std::string name = scenario != nullptr ? std::string(scenario->text("title"))
                           : asker.zh          ? "当前计划"
                                               : "The plan";
  return {Value(name),
          scenario == nullptr ? Value() : Value(scenario->id),
          finish == k_no_time ? Value() : Value(format_plan_time(finish)),
          known ? Value((std::int64_t{finish} - now) / double{k_tenths_per_day}) : Value(),
          length_of(loaded),
          Value(figures.critical),
          Value(moved_count(loaded, live)),
          told ? Value(cost) : Value(),
          told ? Value(Money{cost.minor - base.minor, cost.currency}) : Value(),
          overloads_of(loaded),
          scenario == nullptr ? Value() : Value(scenario->integer("edit_count")),
          scenario == nullptr ? Value() : Value(live.version - scenario->integer("base_version"))};
}

Result<ReportTable> scenarios(const ReportInput& input) {
  ReportTable table;
  const std::optional<Id> project = parse_id(input.inputs.text("project"));
  if (!project) return table;
  PlanBook& book = input.kernel.part<PlanBook>();
  const auto live = book.load(input.reader, *project);
  if (!live) return live.refusals();
  const bool zh = input.principal.zh();
  const Asker asker{zh, input.reader.may("cost_rate.read", *project)};
  table.rows.push_back(cells_of(**live, **live, nullptr, asker));
  const RecordType& type = *input.reader.registry().record("scenario");
  const Expr open =
      Expr::all({field_is(type, "project", *project),
                 Expr::compare(Expr::Op::equal, k_state, std::string(k_scenario_open))});
  PlanTime best = finish_of(**live);
  std::string best_name = zh ? "当前计划" : "the plan";
  std::int64_t count = 0;
  for (const Row& row : input.reader.list("scenario", open, {}, k_scenarios_max)) {
    const auto loaded = book.load_scenario(input.reader, row);
    if (!loaded) continue;
    ++count;
    table.rows.push_back(cells_of(**loaded, **live, &row, asker));
    if (finish_of(**loaded) >= best) continue;
    best = finish_of(**loaded);
    best_name = row.text("title");
  }
  table.finding = {"{count} 个方案；最早完成：{finish}（{best}）",
                   "{count} {count:scenario|scenarios}; the earliest finish: {finish} ({best})"};
  table.arguments = {{"count", std::to_string(count)},
                     {"best", best_name},
                     {"finish", best == k_no_time ? "?" : format_day(day_of(best))}};
  return table;
}

Result<std::shared_ptr<const LoadedPlan>> scenario_of(const ReportInput& input, const char* name,
                                                      Id& project) {
  const std::optional<Row> row =
      input.reader.load("scenario", parse_id(input.inputs.text(name)).value_or(0));
  if (!row) return refuse(RefusalKind::not_found, "record.not_found");
  project = row->scope;
  return input.kernel.part<PlanBook>().load_scenario(input.reader, *row);
}

std::vector<Value> move_row(const Activity& activity, const ActivityDates* was,
                            const ActivityDates* now, bool zh) {
  const auto time = [](const ActivityDates* dates, bool start) {
    const PlanTime at = dates == nullptr ? k_no_time : start ? dates->start : dates->finish;
    return at == k_no_time ? Value() : Value(format_plan_time(at));
  };
  const bool both =
      was != nullptr && now != nullptr && was->finish != k_no_time && now->finish != k_no_time;
  const Label change = was == nullptr   ? Label{"新增", "added"}
                       : now == nullptr ? Label{"删除", "removed"}
                                        : Label{"移动", "moved"};
  return {
      Value(activity.id),
      Value(name_of(activity)),
      time(now, true),
      time(now, false),
      time(was, true),
      time(was, false),
      both ? Value((std::int64_t{now->finish} - was->finish) / double{k_tenths_per_day}) : Value(),
      now == nullptr ? Value() : Value(std::int64_t{now->total_float.tenths()}),
      now == nullptr ? Value() : Value(std::int64_t{now->critical}),
      Value(std::string(zh ? change.zh : change.en))};
}

Result<ReportTable> scenario_moves(const ReportInput& input) {
  ReportTable table;
  if (input.inputs.text("scenario").empty()) return table;
  Id project = 0, other = 0;
  const auto scenario = scenario_of(input, "scenario", project);
  if (!scenario) return scenario.refusals();
  PlanBook& book = input.kernel.part<PlanBook>();
  const auto against = input.inputs.text("against").empty() ? book.load(input.reader, project)
                                                            : scenario_of(input, "against", other);
  if (!against) return against.refusals();
  const auto now = project::with_names(input.reader, book, *scenario);
  const auto was = project::with_names(input.reader, book, *against);
  const bool zh = input.principal.zh();
  for (std::size_t i = 0; i < now->plan.activities.size(); ++i) {
    if (!moves(*now, i, *was)) continue;
    const plan::Index old = was->index_of(now->plan.activities[i].id);
    table.rows.push_back(move_row(
        now->plan.activities[i],
        old == plan::k_none ? nullptr : &was->schedule.activities[static_cast<std::size_t>(old)],
        &now->schedule.activities[i], zh));
  }
  for (std::size_t i = 0; i < was->plan.activities.size(); ++i) {
    if (now->index_of(was->plan.activities[i].id) == plan::k_none)
      table.rows.push_back(
          move_row(was->plan.activities[i], &was->schedule.activities[i], nullptr, zh));
  }
  table.finding = {"{count} 个活动有变化", "{count} {count:activity changes|activities change}"};
  table.arguments = {{"count", std::to_string(table.rows.size())}};
  if (table.rows.size() > k_scenario_rows_max) table.rows.resize(k_scenario_rows_max);
  return table;
}

}  // namespace

Report scenarios_report() {
  return {.name = "time.scenarios",
          .label = {"方案对比", "Scenarios side by side"},
          .permission = "scenario.read",
          .inputs = project::k_project_inputs,
          .columns = k_scenario_columns,
          .handler = scenarios};
}

Report scenario_moves_report() {
  return {.name = "time.scenario_moves",
          .label = {"方案的变化", "What a scenario moves"},
          .permission = "scenario.read",
          .inputs = k_move_inputs,
          .columns = k_move_columns,
          .handler = scenario_moves};
}

}  // namespace tc::functions::time
