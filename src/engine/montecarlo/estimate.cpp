#include "engine/montecarlo/estimate.h"

#include <algorithm>
#include <cmath>

namespace tc::engine::montecarlo {
namespace {

using plan::LinkKind;

constexpr double k_largest_uniform = 1 - 1.0 / 16777216;
constexpr double k_axis_max = 1 << 29;

std::size_t row_of(Index index) { return static_cast<std::size_t>(index); }

/// The largest value that a draw can give.
double largest(const Distribution& distribution) {
  switch (distribution.kind) {
    case Distribution::Kind::pert:
    case Distribution::Kind::triangular:
      return distribution.c;
    case Distribution::Kind::beta:
      return distribution.d;
    default:
      return quantile(distribution, k_largest_uniform);
  }
}

/// Longest durations with all risks at their worst.
std::vector<double> longest_durations(const Network& network) {
  std::vector<double> duration;
  for (const Activity& activity : network.activities) {
    duration.push_back(std::max(largest(activity.duration), 0.0));
  }
  for (const auto kind : {Impact::Kind::factor, Impact::Kind::delay}) {
    for (const Risk& risk : network.risks) {
      for (const Impact& impact : risk.impacts) {
        if (impact.kind != kind) continue;
        double amount = largest(impact.amount);
        if (impact.mitigated) amount = std::max(amount, largest(*impact.mitigated));
        for (const Index activity : impact.activities) {
          double& ticks = duration[row_of(activity)];
          ticks = kind == Impact::Kind::factor ? ticks * std::max(amount, 1.0)
                                               : ticks + std::max(amount, 0.0);
        }
      }
    }
  }
  return duration;
}

/// Forward pass on one axis without calendars, from 0.
struct Pass {
  std::vector<double> start;
  std::vector<double> finish;
  double latest = 0;
};
Pass forward(const Network& network, const std::vector<Index>& order,
             const std::vector<std::vector<std::size_t>>& in, const std::vector<double>& duration) {
  Pass pass{std::vector<double>(duration.size()), std::vector<double>(duration.size()), 0};
  for (const Index activity : order) {
    const std::size_t row = row_of(activity);
    double start = 0;
    for (const std::size_t at : in[row]) {
      const Link& link = network.links[at];
      const std::size_t from = row_of(link.from);
      const bool of_finish = link.kind == LinkKind::fs || link.kind == LinkKind::ff;
      const double instant = (of_finish ? pass.finish[from] : pass.start[from]) + link.lag;
      const bool to_start = link.kind == LinkKind::fs || link.kind == LinkKind::ss;
      start = std::max(start, to_start ? instant : instant - duration[row]);
    }
    pass.start[row] = start;
    pass.finish[row] = start + duration[row];
    pass.latest = std::max(pass.latest, pass.finish[row]);
  }
  return pass;
}

/// Float by finish-start logic from the end of the network.
std::vector<double> floats(const Network& network, const std::vector<Index>& order,
                           const Pass& pass, const std::vector<double>& duration) {
  std::vector<double> late(duration.size(), pass.latest);
  std::vector<std::vector<std::size_t>> out(duration.size());
  for (std::size_t at = 0; at < network.links.size(); ++at) {
    out[row_of(network.links[at].from)].push_back(at);
  }
  for (std::size_t place = order.size(); place-- > 0;) {
    const std::size_t row = row_of(order[place]);
    for (const std::size_t at : out[row]) {
      const Link& link = network.links[at];
      const std::size_t to = row_of(link.to);
      const bool of_finish = link.kind == LinkKind::fs || link.kind == LinkKind::ff;
      const bool to_start = link.kind == LinkKind::fs || link.kind == LinkKind::ss;
      const double instant = (to_start ? late[to] - duration[to] : late[to]) - link.lag;
      late[row] = std::min(late[row], of_finish ? instant : instant + duration[row]);
    }
  }
  for (std::size_t row = 0; row < late.size(); ++row) late[row] -= pass.finish[row];
  return late;
}

double latest_window(const Network& network) {
  double latest = network.start;
  for (const Activity& activity : network.activities) {
    const Window& window = activity.window;
    for (const PlanTime time : {window.start_from, window.finish_from, window.start_until,
                                window.finish_until, window.start_pin, window.finish_pin}) {
      if (time != k_no_time) latest = std::max(latest, static_cast<double>(time));
    }
  }
  return latest;
}

double earliest_window(const Network& network) {
  double earliest = network.start;
  for (const Activity& activity : network.activities) {
    const Window& window = activity.window;
    for (const PlanTime time : {window.start_from, window.start_pin, window.finish_pin,
                                window.start_until, window.finish_until}) {
      if (time != k_no_time) earliest = std::min(earliest, static_cast<double>(time));
    }
  }
  return earliest;
}

/// The slowest calendar: clock time per working time, with room for weather and holidays.
double stretch_of(const Network& network) {
  double stretch = 1;
  for (const Calendar& calendar : network.calendars) {
    const double week = std::max(calendar.working_time.week_work(), 1);
    const double lost = *std::ranges::max_element(calendar.lost_day);
    stretch = std::max(stretch, 7.0 * k_tenths_per_day / week / (1 - lost));
  }
  return stretch;
}

}  // namespace

Estimate estimate_of(const Network& network, const std::vector<Index>& order, const Axis& axis) {
  Estimate estimate;
  std::vector<double> sd;
  for (const Activity& activity : network.activities) {
    const Spread spread = spread_of(activity.duration);
    estimate.mean.push_back(std::clamp(spread.mean, 0.0, 1e9));
    sd.push_back(spread.sd);
  }
  std::vector<std::vector<std::size_t>> in(network.activities.size());
  double leads = 0;
  for (std::size_t at = 0; at < network.links.size(); ++at) {
    in[row_of(network.links[at].to)].push_back(at);
    leads += std::max(-network.links[at].lag, 0);
  }
  const Pass mean = forward(network, order, in, estimate.mean);
  const std::vector<double> slack = floats(network, order, mean, estimate.mean);
  double variance = 0;
  for (std::size_t row = 0; row < sd.size(); ++row) {
    if (slack[row] < 1) variance += sd[row] * sd[row];
  }
  const double unit = std::sqrt(variance) + 1;
  for (std::size_t row = 0; row < sd.size(); ++row) {
    estimate.weight.push_back(1 / (1 + 4 * std::max(slack[row], 0.0) / unit));
    estimate.influence.push_back(sd[row] * estimate.weight.back());
  }
  const std::vector<double> longest = longest_durations(network);
  const double length = forward(network, order, in, longest).latest;
  double total_longest = 0;
  for (const double ticks : longest) total_longest = std::max(total_longest, ticks);
  const bool dated = !network.calendars.empty();
  const double first = earliest_window(network);
  const double last = latest_window(network) + length * stretch_of(network) * 1.1 +
                      (dated ? 60.0 * k_tenths_per_day : 0.0);
  const double back = (leads + total_longest) * stretch_of(network);
  estimate.in_range = std::isfinite(last) && length < k_axis_max && leads < k_axis_max &&
                      (!dated || last < plan::k_plan_time_max);
  if (!estimate.in_range) return estimate;
  estimate.earliest = static_cast<PlanTime>(std::max(first - back, -2.0 * k_tenths_per_day));
  estimate.latest = static_cast<PlanTime>(std::min(last, 1e9));
  const auto position = [&](PlanTime time) {
    return axis.calendar == k_none
               ? time
               : network.calendars[row_of(axis.calendar)].working_time.position(time);
  };
  estimate.axis_latest = position(estimate.latest);
  estimate.axis_mean_finish = position(network.start) + mean.latest;
  return estimate;
}

}  // namespace tc::engine::montecarlo
