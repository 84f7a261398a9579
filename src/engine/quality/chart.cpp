#include "engine/quality/chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "engine/quality/constants.h"
#include "engine/quality/statistics.h"

namespace tc::engine::quality {
namespace {

constexpr std::array<std::string_view, 9> k_words = {"imr", "xbar-r", "xbar-s", "p",    "np",
                                                     "c",   "u",      "ewma",   "cusum"};
constexpr double k_value_max = 1e15;

bool is_subgrouped(ChartKind kind) {
  return kind == ChartKind::xbar_r || kind == ChartKind::xbar_s;
}
bool is_attribute(ChartKind kind) { return kind >= ChartKind::p && kind <= ChartKind::u; }

/// Sample size of point `at`; a single size stands for all.
double size_of(const Data& data, std::size_t at) {
  if (data.sizes.empty()) return 1;
  return data.sizes[std::min(at, data.sizes.size() - 1)];
}

// --- Checks --------------------------------------------------------------------------------------

Refusal at_index(std::string_view code, std::size_t index) {
  return refuse(RefusalKind::rule, code, {}, {{"index", std::to_string(index + 1)}});
}

Status check_sizes(ChartKind kind, const Data& data) {
  const bool wanted = kind == ChartKind::p || kind == ChartKind::u || kind == ChartKind::np;
  if (!wanted) return Done{};
  const bool one_size = kind == ChartKind::np || data.sizes.size() == 1;
  if (data.sizes.empty() || (one_size && data.sizes.size() != 1) ||
      (!one_size && data.sizes.size() != data.values.size()))
    return at_index("quality.size_invalid", data.sizes.size());
  for (std::size_t at = 0; at < data.sizes.size(); ++at) {
    if (!(data.sizes[at] > 0) || !(data.sizes[at] < k_value_max))
      return at_index("quality.size_invalid", at);
  }
  if (kind == ChartKind::u) return Done{};
  for (std::size_t at = 0; at < data.values.size(); ++at) {
    if (data.values[at] > size_of(data, at)) return at_index("quality.count_exceeds_size", at);
  }
  return Done{};
}

Status check(ChartKind kind, const Data& data) {
  for (std::size_t at = 0; at < data.values.size(); ++at) {
    const double value = data.values[at];
    if (!(std::abs(value) < k_value_max) || (is_attribute(kind) && value < 0))
      return at_index("quality.value_invalid", at);
  }
  if (is_subgrouped(kind) &&
      (data.subgroup_size < k_subgroup_min || data.subgroup_size > k_subgroup_max ||
       data.values.size() % data.subgroup_size != 0))
    return refuse(RefusalKind::rule, "quality.subgroup_invalid");
  if (data.values.empty())
    return refuse(RefusalKind::rule, "quality.no_data", {}, {{"needed", "1"}});
  return check_sizes(kind, data);
}

Status check_parameters(ChartKind kind, const Limits& limits) {
  const auto wrong = [](std::string_view name) {
    return refuse(RefusalKind::rule, "quality.parameter_invalid", name,
                  {{"name", std::string(name)}});
  };
  const auto outside = [](double value, double most) { return !(value > 0) || !(value <= most); };
  if (kind == ChartKind::ewma && outside(limits.lambda, 1)) return wrong("lambda");
  if (kind == ChartKind::ewma && outside(limits.width, 100)) return wrong("width");
  if (kind == ChartKind::cusum && !(limits.reference >= 0 && limits.reference <= 100))
    return wrong("k");
  if (kind == ChartKind::cusum && outside(limits.decision, 1000)) return wrong("h");
  if (!(std::abs(limits.center) < k_value_max)) return wrong("target");
  if (!(limits.sigma >= 0) || !(limits.sigma < k_value_max)) return wrong("sigma");
  return Done{};
}

// --- Statistics of the points --------------------------------------------------------------------

/// What is plotted, and the spread beside it.
struct Plotted {
  std::vector<double> values;
  std::vector<double> spread;
};

Plotted plot_subgroups(ChartKind kind, const Data& data) {
  Plotted plotted;
  const std::span<const double> all(data.values);
  for (std::size_t at = 0; at < all.size(); at += data.subgroup_size) {
    const auto group = all.subspan(at, data.subgroup_size);
    const Summary summary = summarise(group);
    plotted.values.push_back(summary.mean);
    const auto [low, high] = std::minmax_element(group.begin(), group.end());
    plotted.spread.push_back(kind == ChartKind::xbar_r ? *high - *low
                                                       : summary.deviation.value_or(0));
  }
  return plotted;
}

Plotted plot(ChartKind kind, const Data& data) {
  if (is_subgrouped(kind)) return plot_subgroups(kind, data);
  Plotted plotted;
  plotted.values = data.values;
  if (kind == ChartKind::p || kind == ChartKind::u) {
    for (std::size_t at = 0; at < plotted.values.size(); ++at)
      plotted.values[at] /= size_of(data, at);
  }
  if (is_attribute(kind)) return plotted;
  for (std::size_t at = 1; at < data.values.size(); ++at)
    plotted.spread.push_back(std::abs(data.values[at] - data.values[at - 1]));
  return plotted;
}

double mean_of(const std::vector<double>& values, const std::vector<bool>& kept) {
  std::vector<double> chosen;
  for (std::size_t at = 0; at < values.size(); ++at) {
    if (kept[at]) chosen.push_back(values[at]);
  }
  return summarise(chosen).mean;
}

void fit_attribute(const Data& data, const std::vector<bool>& kept, Limits& limits) {
  double counts = 0;
  double sizes = 0;
  double points = 0;
  for (std::size_t at = 0; at < data.values.size(); ++at) {
    if (!kept[at]) continue;
    counts += data.values[at];
    sizes += size_of(data, at);
    ++points;
  }
  const bool rate = limits.kind == ChartKind::p || limits.kind == ChartKind::u;
  limits.center = counts / (rate ? sizes : points);
  const double share =
      limits.kind == ChartKind::np ? limits.center / data.sizes.front() : limits.center;
  const bool binomial = limits.kind == ChartKind::p || limits.kind == ChartKind::np;
  limits.sigma = std::sqrt(limits.center * (binomial ? std::fmax(0, 1 - share) : 1));
}

void fit_variable(const Plotted& plotted, std::vector<bool> kept, const Options& options,
                  Limits& limits) {
  limits.center = options.target.value_or(mean_of(plotted.values, kept));
  if (!is_subgrouped(limits.kind)) {
    // A moving range counts when both of its points do.
    for (std::size_t at = 0; at + 1 < kept.size(); ++at) kept[at] = kept[at] && kept[at + 1];
    kept.resize(plotted.spread.size());
  }
  limits.spread = mean_of(plotted.spread, kept);
  if (limits.kind == ChartKind::xbar_r) {
    limits.sigma = constants_of(limits.subgroup_size).A2 * limits.spread / 3;
  } else if (limits.kind == ChartKind::xbar_s) {
    limits.sigma = constants_of(limits.subgroup_size).A3 * limits.spread / 3;
  } else {
    limits.sigma = limits.spread / constants_of(2).d2;
  }
  if (options.sigma && is_subgrouped(limits.kind)) {
    limits.sigma = *options.sigma / std::sqrt(static_cast<double>(limits.subgroup_size));
  } else if (options.sigma) {
    limits.sigma = *options.sigma;
  }
}

// --- Points against limits -----------------------------------------------------------------------

void flag_beyond(std::vector<Point>& points) {
  for (Point& point : points) {
    if (point.value > point.upper || point.value < point.lower) point.rules = k_beyond_3;
  }
}

/// Shewhart points with their zones, and the pattern rules on z.
void evaluate_shewhart(const Data& data, const Plotted& plotted, Rules rules, Chart& chart) {
  const Limits& limits = chart.limits;
  const bool rate = limits.kind == ChartKind::p || limits.kind == ChartKind::u;
  std::vector<double> z;
  for (std::size_t at = 0; at < plotted.values.size(); ++at) {
    const double sigma = rate ? limits.sigma / std::sqrt(size_of(data, at)) : limits.sigma;
    Point point{plotted.values[at], limits.center, limits.center - 3 * sigma,
                limits.center + 3 * sigma, 0};
    if (is_attribute(limits.kind)) point.lower = std::fmax(point.lower, 0);
    if (limits.kind == ChartKind::p) point.upper = std::fmin(point.upper, 1);
    if (limits.kind == ChartKind::np) point.upper = std::fmin(point.upper, data.sizes.front());
    const double distance = point.value - point.center;
    // Without variation every point off the centre is infinitely far; the rules need only know so.
    z.push_back(sigma > 0 ? distance / sigma : distance > 0 ? 1e9 : distance < 0 ? -1e9 : 0);
    chart.points.push_back(point);
  }
  std::vector<Rules> flags(z.size());
  check_rules(z, rules, flags);
  for (std::size_t at = 0; at < flags.size(); ++at) chart.points[at].rules = flags[at];
}

void evaluate_spread(const Plotted& plotted, Chart& chart) {
  const Limits& limits = chart.limits;
  const bool deviations = limits.kind == ChartKind::xbar_s;
  const ChartConstants& factors =
      constants_of(is_subgrouped(limits.kind) ? limits.subgroup_size : 2);
  for (const double value : plotted.spread) {
    chart.spread.push_back({value, limits.spread,
                            limits.spread * (deviations ? factors.B3 : factors.D3),
                            limits.spread * (deviations ? factors.B4 : factors.D4), 0});
  }
  flag_beyond(chart.spread);
}

void evaluate_ewma(const Plotted& plotted, Chart& chart) {
  const Limits& limits = chart.limits;
  const double steady = std::sqrt(limits.lambda / (2 - limits.lambda));
  double average = limits.center;
  double forgotten = 1;
  for (const double value : plotted.values) {
    average = limits.lambda * value + (1 - limits.lambda) * average;
    forgotten *= (1 - limits.lambda) * (1 - limits.lambda);
    const double growth = limits.exact_limits ? std::sqrt(1 - forgotten) : 1;
    const double half = limits.width * limits.sigma * steady * growth;
    chart.points.push_back({average, limits.center, limits.center - half, limits.center + half, 0});
  }
  flag_beyond(chart.points);
}

void evaluate_cusum(const Plotted& plotted, Chart& chart) {
  const Limits& limits = chart.limits;
  const double slack = limits.reference * limits.sigma;
  const double decision = limits.decision * limits.sigma;
  double high = 0;
  double low = 0;
  for (const double value : plotted.values) {
    high = std::fmax(0, high + value - limits.center - slack);
    low = std::fmax(0, low + limits.center - value - slack);
    chart.points.push_back({high, 0, 0, decision, 0});
    chart.spread.push_back({low, 0, 0, decision, 0});
  }
  flag_beyond(chart.points);
  flag_beyond(chart.spread);
}

}  // namespace

std::optional<ChartKind> chart_of(std::string_view word) {
  const auto found = std::ranges::find(k_words, word);
  if (found == k_words.end()) return std::nullopt;
  return static_cast<ChartKind>(found - k_words.begin());
}

std::string_view word_of(ChartKind kind) { return k_words[static_cast<std::size_t>(kind)]; }

Result<Limits> fit(ChartKind kind, const Data& data, const Options& options) {
  const Status status = check(kind, data);
  if (!status) return status.refusals();
  Limits limits;
  limits.kind = kind;
  limits.subgroup_size = is_subgrouped(kind) ? data.subgroup_size : 1;
  limits.lambda = options.lambda;
  limits.width = options.width;
  limits.reference = options.reference;
  limits.decision = options.decision;
  limits.exact_limits = options.exact_limits;
  const Plotted plotted = plot(kind, data);
  std::vector<bool> kept(plotted.values.size(), true);
  for (const std::size_t at : data.excluded) {
    if (at < kept.size()) kept[at] = false;
  }
  const bool moving = !is_attribute(kind) && !is_subgrouped(kind);
  const std::ptrdiff_t needed = moving && !options.sigma ? 2 : 1;
  if (std::count(kept.begin(), kept.end(), true) < needed)
    return refuse(RefusalKind::rule, "quality.no_data", {}, {{"needed", std::to_string(needed)}});
  if (is_attribute(kind)) {
    fit_attribute(data, kept, limits);
  } else {
    fit_variable(plotted, kept, options, limits);
  }
  const Status parameters = check_parameters(kind, limits);
  if (!parameters) return parameters.refusals();
  return limits;
}

Result<Chart> evaluate(const Data& data, const Limits& limits, Rules rules) {
  const Status status = check(limits.kind, data);
  if (!status) return status.refusals();
  const Status parameters = check_parameters(limits.kind, limits);
  if (!parameters) return parameters.refusals();
  const bool fits = !is_subgrouped(limits.kind) || limits.subgroup_size == data.subgroup_size;
  if (!fits || !(limits.spread >= 0)) return refuse(RefusalKind::rule, "quality.limits_invalid");
  Chart chart;
  chart.limits = limits;
  const Plotted plotted = plot(limits.kind, data);
  if (limits.kind == ChartKind::ewma) {
    evaluate_ewma(plotted, chart);
  } else if (limits.kind == ChartKind::cusum) {
    evaluate_cusum(plotted, chart);
  } else {
    evaluate_shewhart(data, plotted, rules, chart);
    if (!is_attribute(limits.kind)) evaluate_spread(plotted, chart);
  }
  return chart;
}

}  // namespace tc::engine::quality
