#include <algorithm>
#include <array>

#include "functions/time/check.h"
#include "functions/time/plan_reports.h"
#include "functions/time/scenario.h"
#include "functions/time/time.h"
#include "project/plan_book.h"

namespace tc::functions::time {
namespace {

using namespace kernel;
using engine::schedule::ActivityDates;
using plan::Activity;
using project::LoadedPlan;

constexpr std::size_t k_projects_max = 500;
constexpr std::int64_t k_plans_max = 20'000;
constexpr std::size_t k_rows_max = 5000;
constexpr std::int64_t k_look_ahead_days = 14;

constexpr Field k_project_input = {
    .name = "project", .kind = Kind::link, .label = {"项目", "Project"}, .target = "project"};
constexpr std::array k_project_inputs = {k_project_input};
constexpr std::array k_look_ahead_inputs = {
    k_project_input,
    Field{.name = "days", .kind = Kind::integer, .label = {"天数", "Days"}, .min = 1, .max = 366}};

constexpr std::array k_columns = {
    Field{.name = "project", .kind = Kind::link, .label = {"项目", "Project"}, .target = "project"},
    Field{.name = "activity",
          .kind = Kind::link,
          .label = {"活动标识", "Activity id"},
          .target = "*"},
    Field{.name = "code", .kind = Kind::text, .label = {"代码", "Code"}},
    Field{.name = "name", .kind = Kind::text, .label = {"活动", "Activity"}},
    Field{.name = "start", .kind = Kind::text, .label = {"开始", "Start"}},
    Field{.name = "finish", .kind = Kind::text, .label = {"完成", "Finish"}},
    Field{.name = "total_float",
          .kind = Kind::minutes,
          .label = {"总浮动时间", "Total float"},
          .unit = "min"},
    Field{.name = "free_float",
          .kind = Kind::minutes,
          .label = {"自由浮动时间", "Free float"},
          .unit = "min"},
    Field{.name = "critical", .kind = Kind::boolean, .label = {"关键", "Critical"}},
    Field{.name = "percent_complete",
          .kind = Kind::percent,
          .label = {"完成百分比", "Complete"},
          .unit = "%"},
    Field{.name = "baseline_finish", .kind = Kind::text, .label = {"基准完成", "Baseline finish"}},
    Field{.name = "finish_variance",
          .kind = Kind::number,
          .label = {"完成偏差", "Finish variance"},
          .unit = "d"},
};

struct Entry {
  const LoadedPlan* plan = nullptr;
  const Activity* activity = nullptr;
  const ActivityDates* dates = nullptr;
};

// The plans the caller may see: of one project, or of all that are not closed.
std::vector<std::shared_ptr<const LoadedPlan>> plans_of(const ReportInput& input) {
  std::vector<std::shared_ptr<const LoadedPlan>> plans;
  const auto add = [&](Id id) {
    const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, id);
    if (loaded) plans.push_back(*loaded);
  };
  if (const std::optional<Id> one = parse_id(input.inputs.text("project"))) {
    add(*one);
    return plans;
  }
  const Expr open = Expr::compare(Expr::Op::not_equal, k_state, std::string("closed"));
  for (const Row& row : input.reader.list("project", open, {}, k_projects_max)) add(row.id);
  return plans;
}

template <class Wanted>
std::vector<Entry> entries(const std::vector<std::shared_ptr<const LoadedPlan>>& plans,
                           Wanted wanted) {
  std::vector<Entry> found;
  for (const auto& loaded : plans) {
    for (std::size_t i = 0; i < loaded->plan.activities.size(); ++i) {
      const Entry entry{loaded.get(), &loaded->plan.activities[i], &loaded->schedule.activities[i]};
      const bool leaf = entry.activity->kind != plan::ActivityKind::summary &&
                        entry.activity->active && !entry.activity->blank &&
                        !entry.activity->external;
      if (leaf && wanted(entry)) found.push_back(entry);
    }
  }
  return found;
}

PlanTime baseline_of(const Activity& activity) {
  return activity.baselines.empty() ? k_no_time : activity.baselines.front().finish;
}

double variance_days(const Entry& entry) {
  const PlanTime baseline = baseline_of(*entry.activity);
  return baseline == k_no_time || entry.dates->finish == k_no_time
             ? 0
             : (entry.dates->finish - baseline) / static_cast<double>(k_tenths_per_day);
}

Value time_value(PlanTime time) {
  return time == k_no_time ? Value() : Value(format_plan_time(time));
}

ReportTable table_of(std::vector<Entry> found) {
  ReportTable table;
  if (found.size() > k_rows_max) found.resize(k_rows_max);
  for (const Entry& entry : found) {
    const Activity& activity = *entry.activity;
    const PlanTime baseline = baseline_of(activity);
    table.rows.push_back(
        {Value(entry.plan->project), Value(activity.id), Value(activity.code), Value(activity.name),
         time_value(entry.dates->start), time_value(entry.dates->finish),
         Value(std::int64_t{entry.dates->total_float.tenths()}),
         Value(std::int64_t{entry.dates->free_float.tenths()}),
         Value(std::int64_t{entry.dates->critical}), Value(std::int64_t{activity.percent_complete}),
         time_value(baseline), baseline == k_no_time ? Value() : Value(variance_days(entry))});
  }
  return table;
}

void sort_by_start(std::vector<Entry>& found) {
  std::ranges::stable_sort(found, {}, [](const Entry& entry) { return entry.dates->start; });
}

Result<ReportTable> critical_path(const ReportInput& input) {
  const auto plans = plans_of(input);
  std::vector<Entry> found = entries(plans, [](const Entry& entry) {
    return entry.dates->critical && entry.activity->actual_finish == k_no_time;
  });
  sort_by_start(found);
  const std::size_t count = found.size();
  ReportTable table = table_of(std::move(found));
  table.finding = {"共 {count} 个未完成的关键活动", "{count} unfinished activities are critical"};
  table.arguments = {{"count", std::to_string(count)}};
  return table;
}

Result<ReportTable> float_report(const ReportInput& input) {
  const auto plans = plans_of(input);
  std::vector<Entry> found =
      entries(plans, [](const Entry& entry) { return entry.activity->actual_finish == k_no_time; });
  std::ranges::stable_sort(found, {}, [](const Entry& entry) { return entry.dates->total_float; });
  const auto negative = std::ranges::count_if(
      found, [](const Entry& entry) { return entry.dates->total_float < Minutes(); });
  ReportTable table = table_of(std::move(found));
  table.finding = {"{count} 个活动的总浮动时间为负",
                   "{count} activities have negative total float"};
  table.arguments = {{"count", std::to_string(negative)}};
  return table;
}

Result<ReportTable> look_ahead(const ReportInput& input) {
  const Json* days = input.inputs.find("days");
  const std::int64_t count =
      days != nullptr && days->is_integer() ? days->integer() : k_look_ahead_days;
  const PlanTime from = start_of(input.reader.today());
  const PlanTime until = from + static_cast<PlanTime>(count) * k_tenths_per_day;
  const auto plans = plans_of(input);
  std::vector<Entry> found = entries(plans, [&](const Entry& entry) {
    return entry.activity->actual_finish == k_no_time && entry.dates->start < until &&
           entry.dates->finish >= from;
  });
  sort_by_start(found);
  const auto critical =
      std::ranges::count_if(found, [](const Entry& entry) { return entry.dates->critical; });
  const std::size_t total = found.size();
  ReportTable table = table_of(std::move(found));
  table.finding = {"未来 {days} 天有 {total} 个活动,其中 {critical} 个关键",
                   "{total} activities in the next {days} days, {critical} of them critical"};
  table.arguments = {{"days", std::to_string(count)},
                     {"total", std::to_string(total)},
                     {"critical", std::to_string(critical)}};
  return table;
}

// Of all projects at once: each by the dates that its plan record holds, the latest first.
Result<ReportTable> variance_of_projects(const ReportInput& input) {
  struct Slip {
    const Row* row;
    PlanTime finish;
    PlanTime baseline;
    [[nodiscard]] double days() const {
      return (finish - baseline) / static_cast<double>(k_tenths_per_day);
    }
  };
  const std::vector<Row> plans = input.reader.list("plan", Expr(), {}, k_plans_max);
  std::vector<Slip> slips;
  for (const Row& row : plans) {
    const auto finish = parse_plan_time(row.text("finish"));
    const auto baseline = parse_plan_time(row.text("baseline_finish"));
    if (finish && baseline && *finish != *baseline) slips.push_back({&row, *finish, *baseline});
  }
  std::ranges::stable_sort(slips, std::greater<>(), &Slip::days);
  const auto late = std::ranges::count_if(slips, [](const Slip& slip) { return slip.days() > 0; });
  ReportTable table;
  table.finding = {"{count} 个项目晚于基准", "{count} projects are later than their baseline"};
  table.arguments = {{"count", std::to_string(late)}};
  if (slips.size() > k_projects_max) slips.resize(k_projects_max);
  for (const Slip& slip : slips) {
    table.rows.push_back({Value(slip.row->scope), Value(), Value(), slip.row->at("name"),
                          slip.row->at("start"), time_value(slip.finish), Value(), Value(), Value(),
                          Value(), time_value(slip.baseline), Value(slip.days())});
  }
  return table;
}

Result<ReportTable> variance(const ReportInput& input) {
  if (!parse_id(input.inputs.text("project"))) return variance_of_projects(input);
  const auto plans = plans_of(input);
  std::vector<Entry> found = entries(plans, [](const Entry& entry) {
    const PlanTime baseline = baseline_of(*entry.activity);
    return baseline != k_no_time && baseline != entry.dates->finish;
  });
  std::ranges::stable_sort(found, std::greater<>(), variance_days);
  const auto late =
      std::ranges::count_if(found, [](const Entry& entry) { return variance_days(entry) > 0; });
  ReportTable table = table_of(std::move(found));
  table.finding = {"{count} 个活动晚于基准", "{count} activities are later than their baseline"};
  table.arguments = {{"count", std::to_string(late)}};
  return table;
}

const std::array k_reports = {
    Report{.name = "time.critical_path",
           .label = {"关键路径", "Critical path"},
           .permission = "plan.read",
           .inputs = k_project_inputs,
           .columns = k_columns,
           .handler = critical_path},
    Report{.name = "time.float",
           .label = {"浮动时间", "Float"},
           .permission = "plan.read",
           .inputs = k_project_inputs,
           .columns = k_columns,
           .handler = float_report},
    Report{.name = "time.look_ahead",
           .label = {"两周前瞻", "Look-ahead"},
           .permission = "plan.read",
           .inputs = k_look_ahead_inputs,
           .columns = k_columns,
           .handler = look_ahead},
    Report{.name = "time.variance",
           .label = {"基准偏差", "Baseline variance"},
           .permission = "plan.read",
           .inputs = k_project_inputs,
           .columns = k_columns,
           .handler = variance},
    quality_report(),
    compression_report(),
    critical_chain_report(),
    external_links_report(),
    program_report(),
    scenarios_report(),
    scenario_moves_report(),
};

}  // namespace

std::span<const Report> reports() { return k_reports; }

}  // namespace tc::functions::time
