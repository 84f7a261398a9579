#include <array>
#include <cmath>

#include "base/currency.h"
#include "functions/time/plan_compression.h"
#include "functions/time/plan_reports.h"
#include "functions/time/plan_words.h"
#include "kernel/fields.h"

namespace tc::functions::time {
namespace {

using namespace kernel;
using namespace kernel::field;
using project::LoadedPlan;

constexpr std::array k_ways = {Choice{"cost", {"费用最低", "Least cost"}},
                               Choice{"weight", {"优选系数", "Preference weights"}}};
constexpr std::array k_compression_inputs = {
    field::link("project", {"项目", "Project"}, "project", k_required),
    date("finish", {"要求完成日期", "Required finish"}),
    choice("by", {"按", "By"}, k_ways),
    number("overhead", {"每日间接费", "Overhead per day"}),
};
constexpr std::array k_compression_columns = {
    integer("step", {"步骤", "Step"}, {0, 100'000}),
    date("finish", {"完成日期", "Finish"}),
    number("duration", {"工期", "Duration"}, 0, "d"),
    text("shortened", {"压缩的活动", "Activities shortened"}),
    number("rate", {"每天代价", "Price per day"}),
    money("direct", {"增加的直接费", "Direct cost added"}),
    money("indirect", {"间接费", "Overhead"}),
    money("total", {"合计", "Together"}),
};

/// How one answer is told.
struct Told {
  const LoadedPlan& loaded;
  const CompressionAsk& ask;
  const PlanCompression& made;
  bool zh;

  [[nodiscard]] double per_day() const { return tenths_per_day(loaded.plan); }
  [[nodiscard]] double days(std::int64_t tenths) const {
    return std::round(static_cast<double>(tenths) / per_day() * 100) / 100;
  }
  [[nodiscard]] std::string currency() const {
    const auto& projects = loaded.plan.projects;
    return projects.empty() || projects.front().currency.empty() ? "CNY"
                                                                 : projects.front().currency;
  }
  [[nodiscard]] const plan::Activity& activity(std::size_t work) const {
    return loaded.plan.activities[static_cast<std::size_t>(made.network.works[work])];
  }
};

std::string changes_text(const Told& told, const CompressionStep& step) {
  std::string text;
  for (const engine::compression::Change& change : step.changes) {
    const plan::Activity& activity = told.activity(static_cast<std::size_t>(change.work));
    const double days = told.days(change.by);
    char figure[32];
    std::snprintf(figure, sizeof figure, " %s%g %s", days > 0 ? "−" : "+", std::abs(days),
                  told.zh ? "天" : "d");
    text += (text.empty() ? "" : told.zh ? ";" : "; ") + name_of(activity) + figure;
  }
  return text;
}

Json edits_of(const Told& told, const CompressionStep& step) {
  Json edits = Json::array();
  for (std::size_t work = 0; work < step.shortened.size(); ++work) {
    if (step.shortened[work] == 0) continue;
    const plan::Activity& activity = told.activity(work);
    Json set = Json::object();
    set.append("activity", id_text(activity.id));
    set.append("duration",
               (activity.duration - Minutes::from_tenths(step.shortened[work])).minutes());
    Json edit = Json::object();
    edit.append("set", std::move(set));
    edits.push(std::move(edit));
  }
  return edits;
}

std::vector<Value> cells_of(const Told& told, std::size_t number) {
  const CompressionStep& step = told.made.steps[number];
  const double days = static_cast<double>(step.duration) / told.per_day();
  const double overhead = told.ask.overhead_minor_per_day * days;
  const auto money_of = [&](double minor) {
    return told.ask.by_weight ? Value() : Value(Money{std::llround(minor), told.currency()});
  };
  const double scale = told.ask.by_weight ? 100.0 : std::pow(10, minor_digits(told.currency()));
  return {Value(static_cast<std::int64_t>(number)),
          step.finish == k_no_time ? Value() : Value(std::int64_t{day_of(step.finish)}),
          Value(told.days(step.duration)),
          Value(changes_text(told, step)),
          number == 0 ? Value() : Value(step.rate / scale),
          money_of(step.added),
          money_of(overhead),
          money_of(step.added + overhead)};
}

void set_finding(const Told& told, ReportTable& table) {
  const PlanCompression& made = told.made;
  if (made.shortenable == 0) {
    table.finding = {"没有活动可压缩：请先在计划中填写“最短工期”和“压缩费用”",
                     "No activity can be shortened: give shortest durations and crash costs in the "
                     "plan first"};
    return;
  }
  const CompressionStep& last = made.steps.back();
  const CompressionStep& best = made.steps[made.best];
  const auto day = [](const CompressionStep& step) {
    return step.finish == k_no_time ? std::string("?") : format_day(day_of(step.finish));
  };
  table.arguments = {{"last", day(last)},
                     {"best", day(best)},
                     {"steps", std::to_string(made.steps.size() - 1)},
                     {"added", money_text(std::llround(last.added), told.currency())}};
  if (!made.wanted_met) {
    table.finding = {"达不到要求日期：最早 {last}",
                     "The required date cannot be met: {last} at best"};
  } else if (told.ask.by_weight) {
    table.finding = {"{steps} 步后 {last} 完成", "Finishes on {last} after {steps} steps"};
  } else if (told.ask.overhead_minor_per_day > 0 && told.ask.finish == k_no_time) {
    table.finding = {"总费用最低：{best} 完成；最早可 {last}，直接费增加 {added}",
                     "Cheapest: finishing on {best}; {last} at the earliest costs {added} more"};
  } else {
    table.finding = {"{last} 完成，直接费增加 {added}", "Finishing on {last} costs {added} more"};
  }
}

Result<CompressionAsk> ask_of(const ReportInput& input, const LoadedPlan& loaded) {
  CompressionAsk ask;
  ask.by_weight = input.inputs.text("by") == "weight";
  if (const std::string_view wanted = input.inputs.text("finish"); !wanted.empty()) {
    const std::optional<Day> day = parse_day(wanted);
    if (!day || *day < 0 || *day >= k_day_max)
      return refuse(RefusalKind::malformed, "query.bad_parameter", {}, {{"name", "finish"}});
    ask.finish = start_of(*day + 1);
  }
  if (const Json* overhead = input.inputs.find("overhead");
      overhead != nullptr && overhead->is_number()) {
    const auto& projects = loaded.plan.projects;
    const int digits = minor_digits(projects.empty() ? "CNY" : projects.front().currency);
    ask.overhead_minor_per_day = std::clamp(overhead->number(), 0.0, 1e9) * std::pow(10, digits);
  }
  return ask;
}

Result<ReportTable> compression(const ReportInput& input) {
  ReportTable table;
  const std::optional<Id> project = parse_id(input.inputs.text("project"));
  if (!project) return table;
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, *project);
  if (!loaded) return loaded.refusals();
  const Result<CompressionAsk> ask = ask_of(input, **loaded);
  if (!ask) return ask.refusals();
  const Result<PlanCompression> made = compress_plan(**loaded, *ask, input.progress);
  if (!made) return made.refusals();
  const Told told{**loaded, *ask, *made, input.principal.zh()};
  set_finding(told, table);
  Json steps = Json::array();
  for (std::size_t i = 0; i < made->steps.size(); ++i) {
    table.rows.push_back(cells_of(told, i));
    steps.push(edits_of(told, made->steps[i]));
  }
  table.extra = Json::object();
  table.extra.append("best", static_cast<std::int64_t>(made->best));
  table.extra.append("shortenable", static_cast<std::int64_t>(made->shortenable));
  table.extra.append("edits", std::move(steps));
  return table;
}

}  // namespace

Report compression_report() {
  return {.name = "time.compression",
          .label = {"工期与费用优化", "Schedule compression"},
          .permission = "plan.read",
          .inputs = k_compression_inputs,
          .columns = k_compression_columns,
          .chart = "curve",
          .handler = compression};
}

}  // namespace tc::functions::time
