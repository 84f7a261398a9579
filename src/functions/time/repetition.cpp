#include "functions/time/repetition.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/row.h"

namespace tc::functions::time {
namespace {

using engine::schedule::ActivityDates;
using plan::Activity;
using plan::Index;

class Balance {
 public:
  Balance(const project::LoadedPlan& loaded, PlanTime status) : loaded_(loaded), status_(status) {}

  std::vector<Trade> run() {
    std::map<std::string, std::vector<Index>> by_name;
    for (std::size_t i = 0; i < loaded_.plan.activities.size(); ++i) {
      const Activity& activity = loaded_.plan.activities[i];
      const bool work = activity.kind == plan::ActivityKind::task && activity.active &&
                        !activity.external && activity.parent != plan::k_none;
      if (work && loaded_.schedule.activities[i].start != k_no_time)
        by_name[activity.name].push_back(static_cast<Index>(i));
    }
    std::vector<Trade> trades;
    for (auto& [name, units] : by_name) {
      if (units.size() >= k_units_min && are_of_different_units(units))
        trades.push_back(trade(name, std::move(units)));
    }
    std::ranges::stable_sort(trades, {}, &Trade::start);
    for (std::size_t i = 1; i < trades.size(); ++i)
      trades[i].buffer_days = wait_between(trades[i - 1], trades[i]);
    return trades;
  }

 private:
  [[nodiscard]] const ActivityDates& dates(Index row) const {
    return loaded_.schedule.activities[row_of(row)];
  }
  [[nodiscard]] Index unit_of(Index row) const {
    return loaded_.plan.activities[row_of(row)].parent;
  }

  [[nodiscard]] bool are_of_different_units(const std::vector<Index>& rows) const {
    std::set<Index> units;
    return std::ranges::all_of(rows, [&](Index row) { return units.insert(unit_of(row)).second; });
  }

  [[nodiscard]] Trade trade(const std::string& name, std::vector<Index> units) const {
    std::ranges::stable_sort(units, {}, [&](Index row) { return dates(row).finish; });
    Trade made;
    made.name = name;
    made.start = plan::k_plan_time_max;
    const PlanTime first = dates(units.front()).finish;
    made.finish = dates(units.back()).finish;
    for (const Index row : units) {
      const Activity& activity = loaded_.plan.activities[row_of(row)];
      const plan::ActivityBaseline* baseline = plan::current_baseline_of(loaded_.plan, activity);
      const PlanTime planned = baseline == nullptr ? dates(row).finish : baseline->finish;
      made.start = std::min(made.start, dates(row).start);
      made.due += planned <= status_;
      made.done += activity.actual_finish != k_no_time;
    }
    const double weeks = (made.finish - first) / (7.0 * k_tenths_per_day);
    if (weeks > 0) made.rate = static_cast<double>(units.size() - 1) / weeks;
    made.units = std::move(units);
    return made;
  }

  [[nodiscard]] std::optional<double> wait_between(const Trade& before, const Trade& after) const {
    std::map<Index, PlanTime> done;
    for (const Index row : before.units) done[unit_of(row)] = dates(row).finish;
    std::optional<double> least;
    for (const Index row : after.units) {
      const auto found = done.find(unit_of(row));
      if (found == done.end()) continue;
      const double wait = (dates(row).start - found->second) / double{k_tenths_per_day};
      least = std::min(least.value_or(wait), wait);
    }
    return least;
  }

  const project::LoadedPlan& loaded_;
  PlanTime status_;
};

}  // namespace

std::vector<Trade> trades_of(const project::LoadedPlan& loaded, PlanTime status) {
  return Balance(loaded, status).run();
}

}  // namespace tc::functions::time
