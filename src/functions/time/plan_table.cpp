#include "functions/time/plan_table.h"

#include <array>
#include <cmath>

#include "base/message.h"
#include "document/table.h"
#include "functions/time/plan_words.h"

namespace tc::functions::time {
namespace {

using document::Cell;
using document::CellKind;
using project::LoadedPlan;

struct Head {
  Label label;
  CellKind kind = CellKind::text;
};

constexpr std::array k_heads = {
    Head{{"序号", "No."}, CellKind::integer},
    Head{{"WBS", "WBS"}},
    Head{{"代码", "Code"}},
    Head{{"活动", "Activity"}},
    Head{{"类型", "Kind"}},
    Head{{"工期（天）", "Duration (d)"}, CellKind::number},
    Head{{"开始", "Start"}},
    Head{{"完成", "Finish"}},
    Head{{"完成百分比", "Complete"}, CellKind::percent},
    Head{{"前置", "Predecessors"}},
    Head{{"总浮动时间（天）", "Total float (d)"}, CellKind::number},
    Head{{"自由浮动时间（天）", "Free float (d)"}, CellKind::number},
    Head{{"关键", "Critical"}},
    Head{{"资源", "Resources"}},
    Head{{"基准开始", "Baseline start"}},
    Head{{"基准完成", "Baseline finish"}},
};

Cell text_of(PlanTime time) {
  if (time == k_no_time) return {};
  return format_plan_time(time);
}

std::string join(std::string before, const std::string& next) {
  return before.empty() ? next : std::move(before) + "; " + next;
}

/// What belongs to a row but stands elsewhere in the plan.
struct Beside {
  std::vector<std::string> predecessors, resources;
};

Beside beside(const plan::Plan& plan) {
  Beside found{std::vector<std::string>(plan.activities.size()),
               std::vector<std::string>(plan.activities.size())};
  for (const plan::Link& link : plan.links) {
    if (link.from == plan::k_none || link.to == plan::k_none) continue;
    std::string text = std::to_string(link.from + 1);
    if (link.kind != plan::LinkKind::fs || link.lag != 0) text += word_of(link.kind);
    if (link.lag != 0) text += (link.lag > 0 ? "+" : "") + document::plain_number(link.lag / 10.0);
    std::string& cell = found.predecessors[static_cast<std::size_t>(link.to)];
    cell = join(std::move(cell), text);
  }
  for (const plan::Assignment& one : plan.assignments) {
    if (one.activity == plan::k_none || one.resource == plan::k_none) continue;
    std::string& cell = found.resources[static_cast<std::size_t>(one.activity)];
    cell = join(std::move(cell), plan.resources[static_cast<std::size_t>(one.resource)].name);
  }
  return found;
}

}  // namespace

std::string plan_table(const LoadedPlan& loaded, bool xlsx, bool zh, Moment now) {
  const plan::Plan& plan = loaded.plan;
  document::TableHead head{plan.title, {}, zh, now};
  for (const Head& each : k_heads)
    head.columns.push_back({std::string(zh ? each.label.zh : each.label.en), each.kind});
  const auto writer = xlsx ? document::make_xlsx_writer(std::move(head))
                           : document::make_csv_writer(std::move(head));
  const double per_day = tenths_per_day(plan);
  const auto days = [&](Minutes minutes) {
    return Cell(std::round(minutes.tenths() / per_day * 100) / 100);
  };
  const Beside more = beside(plan);
  for (std::size_t i = 0; i < plan.activities.size(); ++i) {
    const plan::Activity& one = plan.activities[i];
    const auto& dates = loaded.schedule.activities[i];
    const plan::ActivityBaseline* current = plan::current_baseline_of(plan, one);
    const plan::ActivityBaseline baseline =
        current == nullptr ? plan::ActivityBaseline() : *current;
    const std::array<Cell, k_heads.size()> row = {
        Cell(static_cast<std::int64_t>(i + 1)),
        one.wbs,
        one.code,
        one.name,
        std::string(word_of(one.kind)),
        days(one.duration),
        text_of(dates.start),
        text_of(dates.finish),
        Cell(std::int64_t{one.percent_complete}),
        more.predecessors[i],
        days(dates.total_float),
        days(dates.free_float),
        std::string(dates.critical ? (zh ? "是" : "yes") : ""),
        more.resources[i],
        text_of(baseline.start),
        text_of(baseline.finish)};
    writer->add(row);
  }
  return writer->finish();
}

}  // namespace tc::functions::time
