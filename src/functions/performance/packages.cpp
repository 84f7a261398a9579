#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "engine/earned_value/techniques.h"
#include "functions/performance/performance.h"
#include "kernel/fields.h"
#include "project/plan_book.h"
#include "project/report_tools.h"

namespace tc::functions::performance {
namespace {

using namespace kernel;
using namespace kernel::field;
namespace ev = engine::earned_value;

constexpr std::array k_packages_techniques = {
    Choice{"zero_hundred", {"0/100", "0/100"}},
    Choice{"fifty_fifty", {"50/50", "50/50"}},
    Choice{"milestones", {"加权里程碑", "Weighted milestones"}},
    Choice{"percent", {"完成百分比", "Percent complete"}},
    Choice{"units", {"完成单位", "Units complete"}},
    Choice{"steps", {"步骤", "Steps"}},
    Choice{"level_of_effort", {"投入水平", "Level of effort"}},
    Choice{"apportioned", {"分摊", "Apportioned effort"}},
};
constexpr std::array k_package_fields = {
    title({"工作包", "Work package"}),
    link("control_account", {"控制账户", "Control account"}, "control_account",
         k_required | k_listed),
    link("activity", {"活动", "Activity"}, "*"),
    choice("technique", {"挣值方法", "Technique"}, k_packages_techniques, k_required | k_listed),
    money("budget", {"预算", "Budget"}, k_required | k_listed),
    date("start", {"开始", "Start"}, k_listed),
    date("finish", {"完成", "Finish"}, k_listed),
    percent("done", {"完成百分比", "Percent complete"}),
    number("units_planned", {"计划数量或步骤", "Units or steps planned"}),
    number("units_done", {"完成数量或步骤", "Units or steps done"}),
    text("weights", {"里程碑权重（空格分隔）", "Weights of milestones (by blanks)"}),
    integer("reached", {"已达里程碑数", "Milestones reached"}, {0, 100}),
    link("base_package", {"分摊依据", "Apportioned to"}, "work_package"),
    money("earned_value", {"挣值 EV", "EV"}, k_computed | k_listed),
    percent("earned", {"挣得比例", "Earned"}, k_computed | k_listed),
};
constexpr std::array k_forecast_fields = {
    title({"里程碑", "Milestone"}),
    link("activity", {"活动", "Activity"}, "*"),
    link("snapshot", {"状态快照", "Snapshot"}, "status_snapshot", k_listed),
    date("reported_on", {"报告日期", "Reported on"}, k_required | k_listed),
    date("forecast", {"预测日期", "Forecast"}, k_required | k_listed),
};

constexpr double k_thousand = 1000.0;

std::vector<ev::Milestone> milestones_of(const Row& row) {
  std::vector<ev::Milestone> milestones;
  for (const std::string_view word : split(row.text("weights"), ' ')) {
    if (word.empty()) continue;
    const Result<Json> weight = parse_json(word);
    if (!weight || !weight->is_number() || weight->number() <= 0 || weight->number() > 1e6)
      return {};
    const bool reached = static_cast<std::int64_t>(milestones.size()) < row.integer("reached");
    milestones.push_back({std::llround(weight->number()), reached ? 0 : -1});
  }
  return milestones;
}

// The part of level of effort that time has passed: EV = PV.
ev::Part passed(const Row& row, Day today) {
  const std::int64_t whole = row.integer("finish") - row.integer("start") + 1;
  const std::int64_t past = std::clamp<std::int64_t>(today - row.integer("start") + 1, 0, whole);
  return {past, whole};
}

ev::Part part_of(const Row& row, Reader& reader) {
  using ev::Technique;
  const std::string_view technique = row.text("technique");
  const std::int64_t done = row.integer("done");
  if (technique == "zero_hundred") return ev::earned_part(Technique::zero_hundred, done, 0);
  if (technique == "fifty_fifty") return ev::earned_part(Technique::fifty_fifty, done, 0);
  if (technique == "milestones") return ev::earned_part(milestones_of(row), 0);
  if (technique == "units" || technique == "steps")
    return ev::earned_part(Technique::units, std::llround(row.number_of("units_done") * k_thousand),
                           std::llround(row.number_of("units_planned") * k_thousand));
  if (technique == "level_of_effort") return passed(row, reader.today());
  if (technique == "apportioned") {
    const auto base = reader.load_any("work_package", row.integer("base_package"));
    return ev::earned_part(Technique::percent_complete, base ? base->integer("earned") : 0, 0);
  }
  return ev::earned_part(Technique::percent_complete, done, 0);
}

// Value by the technique of the package (EIA-748), to the fen.
void derive_earned(Row& row, const Row*, Reader& reader) {
  const ev::Part part = part_of(row, reader);
  if (part.whole <= 0) return;
  const double share = static_cast<double>(part.earned) / static_cast<double>(part.whole);
  const auto budget = static_cast<double>(project::minor_units(row, "budget"));
  row.set("earned_value", project::yuan(std::llround(budget * share)));
  row.set("earned", project::share(part.earned, part.whole));
}

constexpr std::array k_packages_records = {
    Record{.name = "work_package",
           .plural = "work-packages",
           .label = {"工作包", "Work package"},
           .prefix = "WPK",
           .traits = k_owned,
           .fields = k_package_fields,
           .derive = derive_earned},
    Record{.name = "milestone_forecast",
           .plural = "milestone-forecasts",
           .label = {"里程碑预测", "Milestone forecast"},
           .prefix = "MSF",
           .fields = k_forecast_fields},
};

bool technique_has_measure(const RuleInput& input) {
  const Row& row = input.after;
  const std::string_view technique = row.text("technique");
  if (technique == "milestones") return !milestones_of(row).empty();
  if (technique == "units" || technique == "steps")
    return row.number_of("units_planned") > 0 && row.number_of("units_done") >= 0 &&
           row.number_of("units_planned") < 1e9 && row.number_of("units_done") < 1e9;
  if (technique == "level_of_effort")
    return row.has("start") && row.has("finish") && row.integer("start") <= row.integer("finish");
  if (technique == "apportioned")
    return row.has("base_package") && row.integer("base_package") != row.id;
  return true;
}

constexpr std::array k_packages_rules = {
    Rule{"work_package.technique_has_measure",
         "work_package",
         "write",
         {"该挣值方法缺少数量、权重、日期或分摊依据",
          "The technique lacks its units, weights, dates or base"},
         technique_has_measure,
         "technique"},
};

}  // namespace

std::span<const Record> package_records() { return k_packages_records; }
std::span<const Rule> package_rules() { return k_packages_rules; }

namespace {

// What is done of an activity: of one that became longer, less.
std::int64_t done_of(const plan::Activity& activity) {
  if (activity.actual_finish != k_no_time) return 10'000;
  const std::int64_t whole = activity.duration.tenths();
  if (!activity.remaining_duration || whole <= 0) return activity.percent_complete;
  const std::int64_t done = whole - activity.remaining_duration->tenths();
  return std::clamp<std::int64_t>((done * 10'000 + whole / 2) / whole, 0, 10'000);
}

}  // namespace

// A package that stands for an activity has its dates and what is done of it.
Result<ActionOutcome> follow_plan(const EventInput& input) {
  ActionOutcome outcome;
  std::shared_ptr<const project::LoadedPlan> plan;
  for (const Row& package :
       project::linked(input.reader, "work_package", "project", input.event.scope)) {
    if (!package.has("activity")) continue;
    if (!plan) {
      const auto loaded =
          input.kernel.part<project::PlanBook>().load(input.reader, input.event.scope);
      if (!loaded) return outcome;
      plan = *loaded;
    }
    const plan::Index at = plan->index_of(package.integer("activity"));
    if (at == plan::k_none) continue;
    const auto& dates = plan->schedule.activities[static_cast<std::size_t>(at)];
    if (dates.start == k_no_time || dates.finish == k_no_time) continue;
    const std::int64_t start = day_of(dates.start), finish = day_of(dates.finish);
    const std::int64_t done = done_of(plan->plan.activities[static_cast<std::size_t>(at)]);
    if (package.has("start") && package.integer("start") == start &&
        package.integer("finish") == finish && package.integer("done") == done)
      continue;
    CommandSpec update = project::command("work_package.update", package.id);
    update.set.append("start", format_day(static_cast<Day>(start)));
    update.set.append("finish", format_day(static_cast<Day>(finish)));
    update.set.append("done", static_cast<double>(done) / 100.0);
    outcome.commands.push_back(std::move(update));
  }
  return outcome;
}

// What the packages of the account have earned by now is its value at this data date.
Result<ActionOutcome> take_earned_value(const ActionInput& input) {
  if (input.row == nullptr) return refuse(RefusalKind::not_found, "record.not_found");
  std::int64_t sum = 0;
  for (const Row& package : project::linked(input.reader, "work_package", "control_account",
                                            input.row->integer("control_account")))
    sum += project::minor_units(package, "earned_value");
  ActionOutcome outcome;
  CommandSpec update = project::command("account_period.update", input.row->id);
  Json money = Json::object();
  money.append("minor", sum);
  money.append("currency", "CNY");
  update.set.append("earned_value", std::move(money));
  outcome.commands.push_back(std::move(update));
  return outcome;
}

// A status snapshot remembers where each milestone of the plan stood on its day.
Result<ActionOutcome> keep_milestones(const EventInput& input) {
  constexpr std::size_t k_kept = 50;
  ActionOutcome outcome;
  const auto snapshot = input.reader.load_any("status_snapshot", input.event.id);
  if (!snapshot) return outcome;
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, snapshot->scope);
  if (!loaded) return outcome;
  const plan::Plan& plan = (*loaded)->plan;
  for (std::size_t i = 0; i < plan.activities.size() && outcome.commands.size() < k_kept; ++i) {
    const plan::Activity& activity = plan.activities[i];
    const bool milestone =
        activity.milestone || activity.kind == plan::ActivityKind::start_milestone ||
        activity.kind == plan::ActivityKind::finish_milestone ||
        (activity.kind == plan::ActivityKind::task && activity.duration == Minutes::from_tenths(0));
    const PlanTime finish = (*loaded)->schedule.activities[i].finish;
    if (!milestone || activity.id == 0 || finish == k_no_time) continue;
    outcome.commands.push_back(project::creation("milestone_forecast.create",
                                                 {{"title", activity.name},
                                                  {"project", id_text(snapshot->scope)},
                                                  {"activity", id_text(activity.id)},
                                                  {"snapshot", id_text(snapshot->id)},
                                                  {"reported_on", format_day(input.reader.today())},
                                                  {"forecast", format_day(day_of(finish))}}));
  }
  return outcome;
}

}  // namespace tc::functions::performance
