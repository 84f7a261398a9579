#include "engine/montecarlo/estimate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/row.h"
#include "engine/montecarlo/normal.h"

namespace tc::engine::montecarlo {
namespace {

using plan::LinkKind;

constexpr double k_largest_uniform = 1 - 1.0 / 16777216;
constexpr double k_axis_max = 1 << 29;

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

/// The links into each activity.
using Links = std::vector<std::vector<const Link*>>;

/// Forward pass on one axis without calendars, from 0.
struct Pass {
  std::vector<double> start;
  std::vector<double> finish;
  double latest = 0;

  /// Where the link lets its end start.
  [[nodiscard]] double asked_start(const Link& link, double duration) const {
    const std::size_t from = row_of(link.from);
    const bool of_finish = link.kind == LinkKind::fs || link.kind == LinkKind::ff;
    const double instant = (of_finish ? finish[from] : start[from]) + link.lag;
    const bool to_start = link.kind == LinkKind::fs || link.kind == LinkKind::ss;
    return to_start ? instant : instant - duration;
  }
};
Pass forward(const std::vector<Index>& order, const Links& in,
             const std::vector<double>& duration) {
  Pass pass{std::vector<double>(duration.size()), std::vector<double>(duration.size()), 0};
  for (const Index activity : order) {
    const std::size_t row = row_of(activity);
    for (const Link* link : in[row]) {
      pass.start[row] = std::max(pass.start[row], pass.asked_start(*link, duration[row]));
    }
    pass.finish[row] = pass.start[row] + duration[row];
    pass.latest = std::max(pass.latest, pass.finish[row]);
  }
  return pass;
}

/// How probable it is, roughly, that an activity lies on the longest path: the whole of it ends
/// somewhere, and where paths meet it parts among them by how near they come to the longest.
std::vector<double> criticality(const std::vector<Index>& order, const Links& in, const Pass& pass,
                                const std::vector<double>& duration,
                                const std::vector<double>& sd) {
  std::vector<double> variance(sd.size());  // Of the path to the activity's finish.
  for (const Index activity : order) {
    const std::size_t row = row_of(activity);
    for (const Link* link : in[row]) {
      if (pass.asked_start(*link, duration[row]) >= pass.start[row])
        variance[row] = std::max(variance[row], variance[row_of(link->from)]);
    }
    variance[row] += sd[row] * sd[row];
  }
  const auto share = [&](std::size_t row, double gap, double around) {
    return normal_cdf(-gap / std::sqrt(variance[row] + around + 1));
  };
  std::vector<bool> ends(sd.size(), true);
  for (const auto& links : in) {
    for (const Link* link : links) ends[row_of(link->from)] = false;
  }
  const double last = *std::ranges::max_element(variance);
  std::vector<double> critical(sd.size());
  for (std::size_t row = 0; row < sd.size(); ++row) {
    if (ends[row]) critical[row] = share(row, pass.latest - pass.finish[row], last);
  }
  const double sum = std::accumulate(critical.begin(), critical.end(), 1e-300);
  for (double& part : critical) part /= sum;
  for (std::size_t place = order.size(); place-- > 0;) {
    const std::size_t row = row_of(order[place]);
    std::vector<double> shares;
    for (const Link* link : in[row]) {
      const double gap = pass.start[row] - pass.asked_start(*link, duration[row]);
      shares.push_back(share(row_of(link->from), gap, variance[row]));
    }
    const double all = std::accumulate(shares.begin(), shares.end(), 1e-300);
    for (std::size_t at = 0; at < shares.size(); ++at)
      critical[row_of(in[row][at]->from)] += critical[row] * shares[at] / all;
  }
  return critical;
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
  Links in(network.activities.size());
  double leads = 0;
  for (const Link& link : network.links) {
    in[row_of(link.to)].push_back(&link);
    leads += std::max(-link.lag, 0);
  }
  const Pass mean = forward(order, in, estimate.mean);
  estimate.weight = criticality(order, in, mean, estimate.mean, sd);
  for (std::size_t row = 0; row < sd.size(); ++row) {
    estimate.influence.push_back(sd[row] * estimate.weight[row]);
  }
  const std::vector<double> longest = longest_durations(network);
  const double length = forward(order, in, longest).latest;
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
