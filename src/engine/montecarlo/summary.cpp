#include "engine/montecarlo/summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tc::engine::montecarlo {
namespace {

constexpr std::size_t k_bins = 50;
constexpr double k_confidence_z = 1.959963984540054;  ///< 95 %, two-sided.
constexpr double k_joint_confidence = 0.7;

/// The smallest rank (from 1) that reaches the part; steps around rounding of part · n.
double rank_of(double part, double count) { return std::ceil(part * count - 1e-9); }

std::vector<Bin> histogram_of(const std::vector<double>& ascending) {
  const double low = ascending.front(), high = ascending.back();
  const std::size_t bins = high > low ? k_bins : 1;
  const double width = (high - low) / static_cast<double>(bins);
  std::vector<Bin> result(bins);
  std::size_t before = 0;
  for (std::size_t at = 0; at < bins; ++at) {
    Bin& bin = result[at];
    bin.from = low + width * static_cast<double>(at);
    bin.to = at + 1 == bins ? high : low + width * static_cast<double>(at + 1);
    const auto end =
        static_cast<std::size_t>(std::ranges::upper_bound(ascending, bin.to) - ascending.begin());
    bin.count = static_cast<std::int64_t>(end - before);
    bin.cumulative = static_cast<double>(end) / static_cast<double>(ascending.size());
    before = end;
  }
  return result;
}

double joint_part(const std::vector<double>& finish, const std::vector<double>& cost,
                  double finish_until, double cost_until) {
  std::size_t inside = 0;
  for (std::size_t at = 0; at < finish.size(); ++at) {
    inside += finish[at] <= finish_until && cost[at] <= cost_until ? 1U : 0U;
  }
  return static_cast<double>(inside) / static_cast<double>(finish.size());
}

}  // namespace

Percentile percentile_of(const std::vector<double>& ascending, double part) {
  const auto count = static_cast<double>(ascending.size());
  const auto value_at = [&](double rank) {
    return ascending[static_cast<std::size_t>(std::clamp(rank, 1.0, count)) - 1];
  };
  // Ranks l and u with P(X(l) ≤ true percentile < X(u)) ≈ 95 %, by the normal approximation of
  // the binomial distribution, rounded outwards.
  const double spread = k_confidence_z * std::sqrt(count * part * (1 - part));
  return {part, value_at(rank_of(part, count)), value_at(std::floor(count * part - spread)),
          value_at(std::ceil(count * part + spread) + 1)};
}

Series series_of(std::vector<double> values) {
  Series series;
  const auto count = static_cast<double>(values.size());
  series.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (const double value : values) squares += (value - series.mean) * (value - series.mean);
  series.sd = values.size() > 1 ? std::sqrt(squares / (count - 1)) : 0;
  std::ranges::sort(values);
  series.minimum = values.front();
  series.maximum = values.back();
  for (const double part : k_percentiles) series.percentiles.push_back(percentile_of(values, part));
  series.histogram = histogram_of(values);
  return series;
}

std::vector<JointPoint> joint_confidence(const std::vector<double>& finish,
                                         const std::vector<double>& cost,
                                         const std::vector<std::pair<double, double>>& points) {
  std::vector<JointPoint> result;
  for (const auto& [time, money] : points) {
    result.push_back({time, money, joint_part(finish, cost, time, money)});
  }
  if (!points.empty()) return result;
  std::vector<double> times = finish, moneys = cost;
  std::ranges::sort(times);
  std::ranges::sort(moneys);
  for (const double part : {0.5, 0.7, 0.8}) {
    const double time = percentile_of(times, part).value;
    const double money = percentile_of(moneys, part).value;
    result.push_back({time, money, joint_part(finish, cost, time, money)});
  }
  for (const double part : {0.72, 0.75, 0.8, 0.85, 0.9, 0.95}) {
    const double time = percentile_of(times, part).value;
    std::vector<double> inside;
    for (std::size_t at = 0; at < finish.size(); ++at) {
      if (finish[at] <= time) inside.push_back(cost[at]);
    }
    const double rank = rank_of(k_joint_confidence, static_cast<double>(finish.size()));
    if (static_cast<double>(inside.size()) < rank) continue;
    std::ranges::sort(inside);
    const double money = inside[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
    result.push_back({time, money, joint_part(finish, cost, time, money)});
  }
  return result;
}

}  // namespace tc::engine::montecarlo
