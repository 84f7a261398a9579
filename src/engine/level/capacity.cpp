#include "engine/level/capacity.h"

#include <algorithm>
#include <string>

#include "base/row.h"
#include "engine/level/plan_model.h"
#include "engine/level/plan_parts.h"
#include "plan/working_time.h"

namespace tc::engine::level {
namespace {

constexpr std::int64_t k_full_units = 10000;

Day monday_of(Day day) { return day - (weekday(day) + 6) % 7; }

/// Weeks times resources, in tenths times units.
struct Table {
  Day first = 0;
  std::size_t weeks = 0;
  std::vector<std::int64_t> capacity;
  std::vector<std::int64_t> demand;
};

Status fill_capacity(const PlanModel& model, Table& table) {
  const plan::Plan& plan = *model.plan;
  const plan::Horizon horizon{table.first, table.first + 7 * static_cast<Day>(table.weeks)};
  for (std::size_t row = 0; row < plan.resources.size(); ++row) {
    if (model.capacity[row] == 0) continue;
    const plan::Index own = plan.resources[row].calendar;
    const plan::Index index = own == plan::k_none ? plan.projects.front().calendar : own;
    plan::WorkingTime calendar = model.network.calendars[model.network.projects.front().calendar];
    if (index != plan::k_none) {
      Result<plan::WorkingTime> compiled = plan::compile_calendar(plan, index, horizon);
      if (!compiled) return compiled.refusals();
      calendar = std::move(compiled).value();
    }
    for (std::size_t week = 0; week < table.weeks; ++week) {
      const PlanTime from = start_of(table.first + 7 * static_cast<Day>(week));
      table.capacity[row * table.weeks + week] =
          model.capacity[row] * calendar.between(from, from + 7 * k_tenths_per_day);
    }
  }
  return Done{};
}

void add_demand(std::span<const Demand> demands, const plan::WorkingTime& calendar,
                schedule::Dates dates, Table& table) {
  for (Day monday = monday_of(day_of(dates.start)); start_of(monday) < dates.finish; monday += 7) {
    const std::int64_t work = calendar.between(std::max(dates.start, start_of(monday)),
                                               std::min(dates.finish, start_of(monday + 7)));
    const auto week = static_cast<std::size_t>((monday - table.first) / 7);
    for (const Demand& demand : demands)
      table.demand[row_of(demand.resource) * table.weeks + week] += demand.units * work;
  }
}

void fill_demand(const PlanModel& model, Table& table) {
  for (std::size_t node = 0; node < model.network.nodes.size(); ++node) {
    const plan::Index activity = model.network.activity[node];
    const schedule::Node& entry = model.network.nodes[node];
    if (entry.shape >= schedule::Shape::summary_in ||
        !is_work(model.plan->activities[row_of(activity)])) {
      continue;
    }
    const plan::WorkingTime& calendar = model.network.calendars[entry.calendar];
    const schedule::Dates dates = model.base.early[node];
    if (!is_split_by_levelling(model.plan->activities[row_of(activity)])) {
      add_demand(model.demands_of(activity), calendar, dates, table);
      continue;
    }
    for (const schedule::Dates part : worked_dates(model, static_cast<std::int32_t>(node), dates))
      add_demand(model.demands_of(activity), calendar, part, table);
  }
}

}  // namespace

Result<std::vector<CapacityWeek>> capacity_by_week(const plan::Plan& plan,
                                                   const schedule::Options& options) {
  Result<PlanModel> model = make_plan_model(plan, options, {});
  if (!model) return model.refusals();
  restore_delays(*model);
  PlanTime first = plan::k_plan_time_max;
  PlanTime last = k_no_time;
  for (const schedule::Dates& dates : model->base.early) {
    if (dates.start == k_no_time) continue;
    first = std::min(first, dates.start);
    last = std::max(last, dates.finish);
  }
  std::vector<CapacityWeek> rows;
  if (first >= last) return rows;
  Table table;
  table.first = monday_of(day_of(first));
  table.weeks = static_cast<std::size_t>((day_of(last - 1) - table.first) / 7) + 1;
  const auto weeks = static_cast<std::int64_t>(table.weeks);
  if (weeks > k_weeks_max || weeks * std::ssize(plan.resources) > k_capacity_rows_max) {
    return refuse(RefusalKind::too_large, "level.too_large", {},
                  {{"what", "weeks"}, {"limit", std::to_string(k_weeks_max)}});
  }
  table.capacity.resize(plan.resources.size() * table.weeks);
  table.demand.resize(table.capacity.size());
  if (Status status = fill_capacity(*model, table); !status) return status.refusals();
  fill_demand(*model, table);
  for (std::size_t at = 0; at < table.capacity.size(); ++at) {
    const std::size_t resource = at / table.weeks;
    if (model->capacity[resource] == 0) continue;
    const Day monday = table.first + 7 * static_cast<Day>(at % table.weeks);
    rows.push_back({static_cast<plan::Index>(resource), monday,
                    table.capacity[at] / k_full_units / k_tenths_per_minute,
                    table.demand[at] / k_full_units / k_tenths_per_minute});
  }
  return rows;
}

}  // namespace tc::engine::level
