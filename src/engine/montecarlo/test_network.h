#pragma once

#include <random>
#include <string>

#include "engine/montecarlo/montecarlo.h"

/// Networks for tests: the same seed gives the same network.
namespace tc::engine::montecarlo::testing {

inline Network chain(const std::vector<Distribution>& durations) {
  Network network;
  for (const Distribution& duration : durations) {
    Activity activity;
    activity.id = std::to_string(network.activities.size());
    activity.duration = duration;
    network.activities.push_back(activity);
    if (network.activities.size() > 1) {
      const auto to = static_cast<Index>(network.activities.size()) - 1;
      network.links.push_back({.from = to - 1, .to = to});
    }
  }
  return network;
}

inline plan::WorkingTime working_time(int kind) {
  plan::Plan plan;
  plan.calendars.resize(1);
  const plan::Shifts day =
      kind == 1 ? plan::Shifts{{3600, 10800}} : plan::Shifts{{4800, 7200}, {7800, 10200}};
  for (std::size_t weekday = 0; weekday < 7; ++weekday) {
    const bool works = weekday > 0 && weekday < (kind == 0 ? 6U : 7U);
    plan.calendars[0].week[weekday] = works ? day : plan::Shifts{};
  }
  return plan::compile_calendar(plan, 0, {20'000, 24'000}).value();
}

/// Everything at once: link types, lags, calendars, bounds, all kinds of distributions, risks,
/// branches, conditions, correlations, cost.
inline Network rich_network(unsigned seed, int activities = 80, int calendars = 3) {
  std::mt19937 random(seed);
  const auto below = [&](int limit) {
    return static_cast<std::int32_t>(random() % static_cast<unsigned>(limit));
  };
  Network network;
  network.start = 20'454 * k_tenths_per_day + 4800;
  for (int kind = 0; kind < calendars; ++kind)
    network.calendars.push_back({working_time(kind), {}});
  for (std::int32_t row = 0; row < activities; ++row) {
    Activity activity;
    activity.id = std::to_string(row);
    activity.calendar = calendars > 0 ? below(calendars + 1) - 1 : k_none;
    const double d = 4800.0 * (1 + below(10));
    const Distribution kinds[] = {Distribution::fixed(d),
                                  Distribution::triangular(d / 2, d, d * 2),
                                  Distribution::pert(d / 2, d, d * 2),
                                  Distribution::uniform(d / 2, d * 2),
                                  {.kind = Distribution::Kind::lognormal, .a = d, .b = d / 3},
                                  {.kind = Distribution::Kind::weibull, .a = 2, .b = d},
                                  Distribution::fixed(0)};
    activity.duration = kinds[below(7)];
    activity.zero_length = static_cast<ZeroLength>(below(3));
    if (below(8) == 0) activity.window.start_from = network.start + below(40) * k_tenths_per_day;
    if (below(12) == 0) activity.window.finish_from = network.start + below(60) * k_tenths_per_day;
    activity.cost_per_tick = below(3);
    if (below(4) == 0) activity.cost = Distribution::triangular(100, 200, 500);
    network.activities.push_back(activity);
    for (int count = row == 0 ? 0 : below(3); count > 0; --count) {
      network.links.push_back({below(row), row, static_cast<plan::LinkKind>(below(4)),
                               below(3) == 0 ? below(20) * 600 - 3000 : 0,
                               calendars > 0 ? below(calendars + 1) - 1 : k_none});
    }
  }
  Risk driver{.id = "driver",
              .name = "",
              .probability = 0.6,
              .mitigated_probability = 0.3,
              .exclusive = "",
              .impacts = {}};
  driver.impacts.push_back({Impact::Kind::factor,
                            Distribution::triangular(0.9, 1.1, 1.6),
                            Distribution::triangular(0.9, 1.0, 1.2),
                            {3, 5, 8, 13},
                            false});
  driver.impacts.push_back({Impact::Kind::cost, Distribution::uniform(10, 20), {}, {}, false});
  Risk event{.id = "event",
             .name = "",
             .probability = 0.4,
             .mitigated_probability = {},
             .exclusive = "x",
             .impacts = {}};
  event.impacts.push_back(
      {Impact::Kind::delay, Distribution::triangular(4800, 9600, 24000), {}, {5, 21, 34}, true});
  network.risks = {driver, event};
  network.branches = {{{{0.3, {40, 41}}, {0.6, {42}}}}};
  network.conditions = {{10, network.start + 20 * k_tenths_per_day, {50}, {51}}};
  network.correlations = {{{1, 2, 3, 4}, 0.6}, {{6, 7}, -0.4}};
  network.escalation_per_year = 0.05;
  return network;
}

}  // namespace tc::engine::montecarlo::testing
