#include "engine/earned_value/phasing.h"

#include <algorithm>
#include <utility>

namespace tc::engine::earned_value {
namespace {

struct Budget {
  PlanTime start = k_no_time;
  PlanTime finish = k_no_time;
  Amount amount = 0;
};

Budget current_budget(const plan::Activity& activity, Quantity quantity) {
  const Amount amount = quantity == Quantity::cost ? activity.cost_minor : activity.work.tenths();
  return {activity.stored.start, activity.stored.finish, amount};
}

std::optional<Budget> baseline_budget(const plan::Activity& activity, const CurveOptions& options) {
  for (const plan::ActivityBaseline& baseline : activity.baselines) {
    if (baseline.number != options.baseline) continue;
    const Amount amount =
        options.quantity == Quantity::cost ? baseline.cost_minor : baseline.work.tenths();
    return Budget{baseline.start, baseline.finish, amount};
  }
  return std::nullopt;
}

bool is_dated(const Budget& budget) {
  return budget.start != k_no_time && budget.finish != k_no_time && budget.start <= budget.finish;
}

}  // namespace

Bounds bounds_of(PlanTime first, PlanTime last, Cycle cycle) {
  Bounds bounds;
  if (first == k_no_time || last < first) return bounds;
  const Day end = std::min(day_of(last), k_day_max);
  Day day = day_of(first);
  if (cycle == Cycle::weeks) {
    day -= (weekday(day) + 6) % 7;
  } else {
    day -= civil_from_day(day).day - 1;
  }
  while (bounds.size() <= k_periods_max) {
    bounds.push_back(start_of(day));
    if (day > end) break;
    if (cycle == Cycle::weeks) {
      day += 7;
    } else {
      Civil civil = civil_from_day(day);
      civil.year += civil.month / 12;
      civil.month = civil.month % 12 + 1;
      day = day_from_civil(civil);
    }
  }
  return bounds;
}

Phasing::Phasing(const plan::Plan& plan, Bounds bounds)
    : plan_(plan), calendars_(plan.calendars.size() + 1) {
  phased_.bounds = std::move(bounds);
  phased_.amounts.resize(phased_.bounds.size() - 1);
}

Phasing::~Phasing() = default;

Result<const plan::WorkingTime*> Phasing::working_time(plan::Index calendar) {
  const bool own = calendar >= 0 && static_cast<std::size_t>(calendar) < plan_.calendars.size();
  auto& table = own ? calendars_[static_cast<std::size_t>(calendar)] : calendars_.back();
  if (!table && !own) {
    table = std::make_unique<plan::WorkingTime>(plan::WorkingTime::around_the_clock());
  } else if (!table) {
    const plan::Horizon horizon{day_of(phased_.bounds.front()), day_of(phased_.bounds.back())};
    Result<plan::WorkingTime> compiled = plan::compile_calendar(plan_, calendar, horizon);
    if (!compiled) return compiled.refusals();
    table = std::make_unique<plan::WorkingTime>(std::move(*compiled));
  }
  return table.get();
}

void Phasing::place(std::int64_t part, PlanTime time) {
  if (time < phased_.bounds.front()) {
    phased_.before += part;
  } else if (time >= phased_.bounds.back()) {
    phased_.after += part;
  } else {
    const auto above = std::upper_bound(phased_.bounds.begin(), phased_.bounds.end(), time);
    phased_.amounts[static_cast<std::size_t>(above - phased_.bounds.begin()) - 1] += part;
  }
}

tc::Status Phasing::add(Amount amount, PlanTime start, PlanTime finish, plan::Index calendar) {
  const Result<const plan::WorkingTime*> table = working_time(calendar);
  if (!table) return table.refusals();
  const std::int64_t from = (*table)->position(start);
  const std::int64_t whole = (*table)->position(finish) - from;
  if (whole <= 0) {
    place(amount, finish);
    return Done{};
  }
  const auto done_by = [&](PlanTime time) {
    const std::int64_t part = (*table)->position(std::clamp(time, start, finish)) - from;
    return share(amount, part, whole);
  };
  const Bounds& bounds = phased_.bounds;
  Amount before = done_by(bounds.front());
  phased_.before += before;
  auto at = std::upper_bound(bounds.begin(), bounds.end(), start);
  if (at == bounds.begin()) ++at;
  for (; at < bounds.end() && before != amount; ++at) {
    const Amount done = done_by(*at);
    phased_.amounts[static_cast<std::size_t>(at - bounds.begin()) - 1] += done - before;
    before = done;
    if (*at >= finish) break;
  }
  phased_.after += amount - before;
  return Done{};
}

plan::Index calendar_of(const plan::Plan& plan, const plan::Activity& activity) {
  if (activity.elapsed) return plan::k_none;
  if (activity.calendar != plan::k_none) return activity.calendar;
  const auto project = static_cast<std::size_t>(activity.project);
  return project < plan.projects.size() ? plan.projects[project].calendar : plan::k_none;
}

std::vector<bool> summaries_of(const plan::Plan& plan) {
  std::vector<bool> summary(plan.activities.size());
  for (std::size_t at = 0; at < plan.activities.size(); ++at) {
    const plan::Activity& activity = plan.activities[at];
    if (activity.kind == plan::ActivityKind::summary ||
        activity.kind == plan::ActivityKind::wbs_summary)
      summary[at] = true;
    const auto parent = static_cast<std::size_t>(activity.parent);
    if (parent < summary.size()) summary[parent] = true;
  }
  return summary;
}

Result<Phased> planned_value(const plan::Plan& plan, const CurveOptions& options) {
  const std::vector<bool> summary = summaries_of(plan);
  std::vector<std::pair<const plan::Activity*, Budget>> budgets;
  PlanTime first = INT32_MAX;
  PlanTime last = k_no_time;
  double magnitude = 0;
  for (std::size_t at = 0; at < plan.activities.size(); ++at) {
    const plan::Activity& activity = plan.activities[at];
    if (summary[at] || activity.blank || !activity.active) continue;
    const std::optional<Budget> budget = options.current
                                             ? current_budget(activity, options.quantity)
                                             : baseline_budget(activity, options);
    if (!budget || !is_dated(*budget)) continue;
    first = std::min(first, budget->start);
    last = std::max(last, budget->finish);
    magnitude += std::abs(static_cast<double>(budget->amount));
    budgets.emplace_back(&activity, *budget);
  }
  if (budgets.empty()) {
    return refuse(RefusalKind::rule, "earned_value.baseline_missing", {},
                  {{"name", plan.title}, {"number", std::to_string(options.baseline)}});
  }
  if (magnitude > static_cast<double>(k_amount_max))
    return refuse(RefusalKind::rule, "earned_value.amount_out_of_range", {}, {{"id", plan.title}});
  const Bounds bounds = options.bounds.value_or(bounds_of(first, last, options.cycle));
  if (bounds.size() < 2 || !std::is_sorted(bounds.begin(), bounds.end()))
    return refuse(RefusalKind::rule, "earned_value.curve_missing");
  if (bounds.size() > k_periods_max + 1) {
    return refuse(RefusalKind::too_large, "earned_value.too_large", {},
                  {{"limit", std::to_string(k_periods_max)}});
  }
  Phasing phasing(plan, bounds);
  for (const auto& [activity, budget] : budgets) {
    const tc::Status status =
        phasing.add(budget.amount, budget.start, budget.finish, calendar_of(plan, *activity));
    if (!status) return status.refusals();
  }
  return phasing.phased();
}

}  // namespace tc::engine::earned_value
