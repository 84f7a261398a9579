#include <algorithm>
#include <array>
#include <cmath>

#include "engine/montecarlo/montecarlo.h"
#include "functions/time/pert.h"
#include "functions/time/plan_reports.h"
#include "functions/time/plan_words.h"
#include "kernel/fields.h"
#include "project/report_tools.h"

namespace tc::functions::time {
namespace {

using namespace kernel;
using namespace kernel::field;
namespace montecarlo = engine::montecarlo;

constexpr std::size_t k_pert_rows_max = 5000;
constexpr std::int64_t k_pert_iterations = 4'000;

constexpr std::array k_pert_inputs = {
    field::link("project", {"项目", "Project"}, "project", k_required),
    date("target", {"目标日期", "Target date"}),
};
constexpr std::array k_pert_columns = {
    field::link("activity", {"活动标识", "Activity id"}, "*"),
    text("name", {"活动", "Activity"}),
    number("optimistic", {"乐观工期", "Optimistic"}, 0, "d"),
    number("likely", {"最可能工期", "Most likely"}, 0, "d"),
    number("pessimistic", {"悲观工期", "Pessimistic"}, 0, "d"),
    number("expected", {"期望工期", "Expected"}, 0, "d"),
    number("deviation", {"标准差", "Standard deviation"}, 0, "d"),
    boolean("on_path", {"在最长路径上", "On the longest path"}),
    percent("criticality", {"关键度指数", "Criticality index"}),
};

/// The same estimates simulated: what PERT leaves out where paths merge.
struct Simulated {
  montecarlo::PlanNetwork made;
  montecarlo::Outcome outcome;
  std::vector<Value> criticality;  ///< Per activity of the plan.

  [[nodiscard]] std::string day_at(double part) const {
    for (const auto& one : outcome.finish.percentiles) {
      if (std::abs(one.part - part) < 1e-9)
        return format_day(day_of(montecarlo::finish_date(made.network, outcome.axis, one.value)));
    }
    return "?";
  }
};

using Ranges = std::vector<std::optional<montecarlo::DurationRange>>;

Result<Simulated> simulated(const plan::Plan& plan, const Ranges& ranges, Progress& progress) {
  montecarlo::PlanOptions options;
  options.kind = montecarlo::Distribution::Kind::pert;
  Result<montecarlo::PlanNetwork> made = montecarlo::network_of_plan(plan, ranges, options);
  if (!made) return made.refusals();
  montecarlo::Options how;
  how.iterations = k_pert_iterations;
  how.activity_outputs = true;
  Result<montecarlo::Outcome> outcome = montecarlo::simulate(made->network, how, progress);
  if (!outcome) return outcome.refusals();
  Simulated result{std::move(*made), std::move(*outcome), {}};
  result.criticality.resize(plan.activities.size());
  for (std::size_t i = 0; i < result.outcome.activities.size(); ++i) {
    const plan::Index row = result.made.activity[i];
    if (row < 0) continue;
    result.criticality[static_cast<std::size_t>(row)] =
        std::int64_t{std::lround(result.outcome.activities[i].criticality * 10'000)};
  }
  return result;
}

std::string days_text(double days) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", days);
  return text;
}

void add_rows(const plan::Plan& plan, const PertPlan& made, const Simulated& run,
              ReportTable& table) {
  const auto days = [&](double tenths) {
    return Value(std::round(tenths / tenths_per_day(plan) * 100) / 100);
  };
  for (const PertActivity& one : made.activities) {
    if (table.rows.size() >= k_pert_rows_max) return;
    const auto row = static_cast<std::size_t>(one.activity);
    table.rows.push_back({Value(plan.activities[row].id), Value(name_of(plan.activities[row])),
                          days(one.range.low), days(one.range.likely), days(one.range.high),
                          days(one.expected), days(one.deviation), Value(std::int64_t{one.on_path}),
                          run.criticality[row]});
  }
}

PlanTime planned_finish(const engine::schedule::Schedule& schedule) {
  PlanTime finish = k_no_time;
  for (const auto& project : schedule.projects) finish = std::max(finish, project.finish);
  return finish;
}

// By the end of the day asked for; without one when the plan as it stands ends.
PlanTime target_of(const ReportInput& input, const engine::schedule::Schedule& schedule) {
  const std::optional<Day> asked = parse_day(input.inputs.text("target"));
  return asked ? start_of(*asked + 1) : planned_finish(schedule);
}

Result<ReportTable> pert(const ReportInput& input) {
  ReportTable table;
  const std::optional<Id> project = parse_id(input.inputs.text("project"));
  if (!project) return table;
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, *project);
  if (!loaded) return loaded.refusals();
  const plan::Plan& plan = (*loaded)->plan;
  const Ranges ranges = montecarlo::ranges_of(plan);
  const Result<PertPlan> made = pert_of(plan, ranges);
  if (!made) return made.refusals();
  if (made->activities.empty()) {
    table.finding = {"还没有三点估算：在计划中显示并填写“乐观工期”和“悲观工期”两列",
                     "No three-point estimates yet: show the columns Optimistic and Pessimistic in "
                     "the plan and fill them in"};
    return table;
  }
  const Result<Simulated> run = simulated(plan, ranges, input.progress);
  if (!run) return run.refusals();
  add_rows(plan, *made, *run, table);
  const PlanTime target = target_of(input, (*loaded)->schedule);
  const double probability = made->probability_by(target, plan);
  table.finding = {
      "PERT 期望 {finish} 完成，标准差 {deviation} 天，{target} 前完成的概率 "
      "{probability}%；模拟（含路径汇合）P50 {p50}，P80 {p80}",
      "PERT expects the finish on {finish}, standard deviation {deviation} d, "
      "{probability}% to finish by {target}; simulated, with merging paths: P50 {p50}, P80 {p80}"};
  table.arguments = {{"finish", format_day(day_of(made->finish))},
                     {"deviation", days_text(made->deviation / tenths_per_day(plan))},
                     {"target", format_day(day_of(target - 1))},
                     {"probability", std::to_string(std::lround(probability * 100))},
                     {"p50", run->day_at(0.5)},
                     {"p80", run->day_at(0.8)}};
  return table;
}

}  // namespace

Report pert_report() {
  return {.name = "time.pert",
          .label = {"三点估算与 PERT", "Three-point estimates and PERT"},
          .permission = "plan.read",
          .inputs = k_pert_inputs,
          .columns = k_pert_columns,
          .handler = pert};
}

}  // namespace tc::functions::time
