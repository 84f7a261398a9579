#include "functions/change_control/impact.h"

#include <algorithm>

#include "engine/level/overload.h"
#include "engine/montecarlo/montecarlo.h"
#include "engine/montecarlo/plan_network.h"

namespace tc::functions::change_control {

std::optional<std::int64_t> overloads_of(const project::LoadedPlan& loaded) {
  if (loaded.plan.assignments.empty()) return 0;
  const auto model = engine::level::make_plan_model(loaded.plan, {}, {});
  if (!model) return std::nullopt;
  return static_cast<std::int64_t>(
      engine::level::find_overloads(*model, loaded.schedule.activities).size());
}

std::optional<Day> p80_of(const project::LoadedPlan& loaded, Progress& progress) {
  namespace montecarlo = engine::montecarlo;
  constexpr std::size_t k_activities_max = 3000;
  constexpr std::int64_t k_iterations = 2000;
  constexpr std::pair<double, double> k_default_range = {-10, 25};
  constexpr double k_part = 0.8;
  if (loaded.plan.activities.size() > k_activities_max) return std::nullopt;
  montecarlo::PlanOptions options;
  options.default_range = k_default_range;
  const auto network =
      montecarlo::network_of_plan(loaded.plan, montecarlo::ranges_of(loaded.plan), options);
  if (!network) return std::nullopt;
  montecarlo::Options how;
  how.iterations = k_iterations;
  how.activity_outputs = false;
  const auto outcome = montecarlo::simulate(network->network, how, progress);
  if (!outcome) return std::nullopt;
  const auto found = std::ranges::find_if(outcome->finish.percentiles,
                                          [&](const auto& one) { return one.part >= k_part; });
  if (found == outcome->finish.percentiles.end()) return std::nullopt;
  return day_of(montecarlo::finish_date(network->network, outcome->axis, found->value));
}

}  // namespace tc::functions::change_control
