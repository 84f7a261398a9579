#include <algorithm>
#include <array>

#include "functions/time/check.h"
#include "functions/time/plan_reports.h"
#include "functions/time/scenario.h"
#include "functions/time/time.h"
#include "project/plan_book.h"
#include "project/report_tools.h"

namespace tc::functions::time {
namespace {

using namespace kernel;
using engine::schedule::ActivityDates;
using plan::Activity;
using project::LoadedPlan;
using project::time_value;

constexpr std::int64_t k_reports_plans_max = 20'000;
constexpr std::size_t k_reports_rows_max = 5000;
constexpr std::int64_t k_look_ahead_days = 14;

constexpr Field k_project_input = {
    .name = "project", .kind = Kind::link, .label = {"项目", "Project"}, .target = "project"};
constexpr std::array k_reports_project_inputs = {k_project_input};
constexpr std::array k_variance_inputs = {
    k_project_input, Field{.name = "baseline",
                           .kind = Kind::integer,
                           .label = {"基准（空为现行基准）", "Baseline (else the current one)"},
                           .min = 0,
                           .max = 31}};
constexpr std::array k_look_ahead_inputs = {
    k_project_input,
    Field{.name = "days", .kind = Kind::integer, .label = {"天数", "Days"}, .min = 1, .max = 366}};

constexpr std::array k_reports_columns = {
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
  std::optional<std::int32_t> baseline = {};  ///< Asked for; else the plan's current one.
};

std::vector<Value> cells_of(const Entry& entry);

/// The first rows of a report over any number of plans, by a key; ties keep the order of plans and
/// rows. Plans are not held, rows not many more than are shown.
class Chosen {
 public:
  void add(std::int64_t key, const Entry& entry) {
    ++count_;
    if (key >= least_left_out_) return;
    kept_.emplace_back(key, cells_of(entry));
    if (kept_.size() < 2 * k_reports_rows_max) return;
    cut();
    least_left_out_ = kept_.back().first;
  }
  void count_plan() { ++plans_; }
  ReportTable table() {
    cut();
    ReportTable table;
    for (auto& [key, row] : kept_) table.rows.push_back(std::move(row));
    table.arguments = {{"plans", std::to_string(plans_)},
                       {"total", std::to_string(count_)},
                       {"shown", std::to_string(table.rows.size())}};
    return table;
  }

 private:
  void cut() {
    std::ranges::stable_sort(kept_, {}, [](const auto& one) { return one.first; });
    if (kept_.size() > k_reports_rows_max) kept_.resize(k_reports_rows_max);
  }

  std::vector<std::pair<std::int64_t, std::vector<Value>>> kept_;
  std::int64_t least_left_out_ = INT64_MAX;
  std::size_t count_ = 0;
  std::size_t plans_ = 0;
};

// The projects asked about: one, or all that are not closed and the caller may see.
std::vector<Id> projects_of(const ReportInput& input) {
  if (const std::optional<Id> one = parse_id(input.inputs.text("project"))) return {*one};
  const Expr open = Expr::compare(Expr::Op::not_equal, k_state, std::string("closed"));
  std::vector<Id> projects;
  for (const Row& row : input.reader.list("project", open, {}, k_reports_plans_max))
    projects.push_back(row.id);
  return projects;
}

/// Shows every activity that is scheduled by itself to `take`.
template <class Take>
Status go_through(const ReportInput& input, Chosen& chosen, Take take) {
  const std::vector<Id> projects = projects_of(input);
  const Json* number = input.inputs.find("baseline");
  std::optional<std::int32_t> baseline;
  if (number != nullptr && number->is_integer())
    baseline = static_cast<std::int32_t>(number->integer());
  std::int64_t done = 0;
  for (const Id project : projects) {
    if (!input.progress.step(done++, static_cast<std::int64_t>(projects.size()), "plans"))
      return refuse(RefusalKind::rule, "check.stopped");
    const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, project);
    if (!loaded) continue;
    chosen.count_plan();
    for (std::size_t i = 0; i < (*loaded)->plan.activities.size(); ++i) {
      const Activity& activity = (*loaded)->plan.activities[i];
      const bool leaf = activity.kind != plan::ActivityKind::summary && activity.active &&
                        !activity.blank && !activity.external;
      if (leaf) take(Entry{loaded->get(), &activity, &(*loaded)->schedule.activities[i], baseline});
    }
  }
  return Done{};
}

PlanTime baseline_finish_of(const Entry& entry) {
  const plan::ActivityBaseline* baseline =
      entry.baseline ? plan::baseline_of(*entry.activity, *entry.baseline)
                     : plan::current_baseline_of(entry.plan->plan, *entry.activity);
  return baseline == nullptr ? k_no_time : baseline->finish;
}

double variance_days(const Entry& entry) {
  const PlanTime baseline = baseline_finish_of(entry);
  return baseline == k_no_time || entry.dates->finish == k_no_time
             ? 0
             : (entry.dates->finish - baseline) / static_cast<double>(k_tenths_per_day);
}

std::vector<Value> cells_of(const Entry& entry) {
  const Activity& activity = *entry.activity;
  const PlanTime baseline = baseline_finish_of(entry);
  return {Value(entry.plan->project),
          Value(activity.id),
          Value(activity.code),
          Value(activity.name),
          time_value(entry.dates->start),
          time_value(entry.dates->finish),
          Value(std::int64_t{entry.dates->total_float.tenths()}),
          Value(std::int64_t{entry.dates->free_float.tenths()}),
          Value(std::int64_t{entry.dates->critical}),
          Value(std::int64_t{activity.percent_complete}),
          time_value(baseline),
          baseline == k_no_time ? Value() : Value(variance_days(entry))};
}

/// The sentence of a report, another one where not every row is shown.
ReportTable told(Chosen& chosen, const Label& all, const Label& some) {
  ReportTable table = chosen.table();
  table.finding = table.rows.size() < k_reports_rows_max ? all : some;
  return table;
}

bool is_unfinished(const Entry& entry) { return entry.activity->actual_finish == k_no_time; }

Result<ReportTable> critical_path(const ReportInput& input) {
  Chosen chosen;
  const Status done = go_through(input, chosen, [&](const Entry& entry) {
    if (entry.dates->critical && is_unfinished(entry)) chosen.add(entry.dates->start, entry);
  });
  if (!done) return done.refusals();
  return told(chosen,
              {"{plans} 个计划中共 {total} 个未完成的关键活动",
               "{total} unfinished activities are critical (plans: {plans})"},
              {"{plans} 个计划中共 {total} 个未完成的关键活动，列出最早的 {shown} 个",
               "{total} unfinished activities are critical (plans: {plans}); the first {shown} are "
               "shown"});
}

Result<ReportTable> float_report(const ReportInput& input) {
  Chosen chosen;
  std::size_t negative = 0;
  const Status done = go_through(input, chosen, [&](const Entry& entry) {
    if (!is_unfinished(entry)) return;
    negative += entry.dates->total_float < Minutes();
    chosen.add(entry.dates->total_float.tenths(), entry);
  });
  if (!done) return done.refusals();
  ReportTable table = told(
      chosen,
      {"{plans} 个计划的 {total} 个活动中，{count} 个的总浮动时间为负",
       "{count} of {total} activities have negative total float (plans: {plans})"},
      {"{plans} 个计划的 {total} 个活动中，{count} 个的总浮动时间为负；列出浮动最小的 {shown} 个",
       "{count} of {total} activities have negative total float (plans: {plans}); the {shown} with "
       "the least float are shown"});
  table.arguments.push_back({"count", std::to_string(negative)});
  return table;
}

Result<ReportTable> look_ahead(const ReportInput& input) {
  const Json* days = input.inputs.find("days");
  const std::int64_t count =
      days != nullptr && days->is_integer() ? days->integer() : k_look_ahead_days;
  const PlanTime from = start_of(input.reader.today());
  const PlanTime until = from + static_cast<PlanTime>(count) * k_tenths_per_day;
  Chosen chosen;
  std::size_t critical = 0;
  const Status done = go_through(input, chosen, [&](const Entry& entry) {
    const ActivityDates& dates = *entry.dates;
    if (!is_unfinished(entry) || dates.start >= until || dates.finish < from) return;
    critical += dates.critical;
    chosen.add(dates.start, entry);
  });
  if (!done) return done.refusals();
  ReportTable table = told(
      chosen,
      {"未来 {days} 天有 {total} 个活动，其中 {critical} 个关键",
       "{total} activities in the next {days} days, {critical} of them critical"},
      {"未来 {days} 天有 {total} 个活动，其中 {critical} 个关键；列出最早的 {shown} 个",
       "{total} activities in the next {days} days, {critical} of them critical; the first {shown} "
       "are shown"});
  table.arguments.push_back({"days", std::to_string(count)});
  table.arguments.push_back({"critical", std::to_string(critical)});
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
  const std::vector<Row> plans = input.reader.list("plan", Expr(), {}, k_reports_plans_max);
  std::vector<Slip> slips;
  for (const Row& row : plans) {
    const auto finish = parse_plan_time(row.text("finish"));
    const auto baseline = parse_plan_time(row.text("baseline_finish"));
    if (finish && baseline && *finish != *baseline) slips.push_back({&row, *finish, *baseline});
  }
  std::ranges::stable_sort(slips, std::greater<>(), &Slip::days);
  const auto late = std::ranges::count_if(slips, [](const Slip& slip) { return slip.days() > 0; });
  ReportTable table;
  table.finding = {"{count} 个项目晚于基准",
                   "{count} {count:project is|projects are} later than their baseline"};
  table.arguments = {{"count", std::to_string(late)}};
  if (slips.size() > k_reports_rows_max) slips.resize(k_reports_rows_max);
  for (const Slip& slip : slips) {
    table.rows.push_back({Value(slip.row->scope), Value(), Value(), slip.row->at("name"),
                          slip.row->at("start"), time_value(slip.finish), Value(), Value(), Value(),
                          Value(), time_value(slip.baseline), Value(slip.days())});
  }
  return table;
}

Result<ReportTable> variance(const ReportInput& input) {
  if (!parse_id(input.inputs.text("project"))) return variance_of_projects(input);
  Chosen chosen;
  std::size_t late = 0;
  const Status done = go_through(input, chosen, [&](const Entry& entry) {
    const PlanTime baseline = baseline_finish_of(entry);
    const PlanTime finish = entry.dates->finish;
    if (baseline == k_no_time || finish == k_no_time || baseline == finish) return;
    late += finish > baseline;
    chosen.add(std::int64_t{baseline} - finish, entry);
  });
  if (!done) return done.refusals();
  ReportTable table = told(chosen,
                           {"{count} 个活动晚于基准",
                            "{count} {count:activity is|activities are} later than their baseline"},
                           {"{count} 个活动晚于基准，列出最晚的 {shown} 个",
                            "{count} {count:activity is|activities are} later than their baseline; "
                            "the latest {shown} are shown"});
  table.arguments.push_back({"count", std::to_string(late)});
  return table;
}

const std::array k_reports = {
    Report{.name = "time.critical_path",
           .label = {"关键路径", "Critical path"},
           .permission = "plan.read",
           .inputs = k_reports_project_inputs,
           .columns = k_reports_columns,
           .handler = critical_path},
    Report{.name = "time.float",
           .label = {"浮动时间", "Float"},
           .permission = "plan.read",
           .inputs = k_reports_project_inputs,
           .columns = k_reports_columns,
           .handler = float_report},
    Report{.name = "time.look_ahead",
           .label = {"两周前瞻", "Look-ahead"},
           .permission = "plan.read",
           .inputs = k_look_ahead_inputs,
           .columns = k_reports_columns,
           .handler = look_ahead},
    Report{.name = "time.variance",
           .label = {"基准偏差", "Baseline variance"},
           .permission = "plan.read",
           .inputs = k_variance_inputs,
           .columns = k_reports_columns,
           .handler = variance},
    board_report(),
    calendar_report(),
    projects_report(),
    float_kinds_report(),
    float_paths_report(),
    line_of_balance_report(),
    quality_report(),
    compression_report(),
    critical_chain_report(),
    pert_report(),
    external_links_report(),
    program_report(),
    scenarios_report(),
    scenario_moves_report(),
};

}  // namespace

std::span<const Report> reports() { return k_reports; }

}  // namespace tc::functions::time
