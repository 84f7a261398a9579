#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "engine/montecarlo/kernel.h"
#include "engine/montecarlo/network.h"

namespace tc::engine::montecarlo {

struct Options {
  std::int64_t iterations = 10'000;  ///< At most, where `stop_half_width` is given.
  std::uint64_t seed = 1;
  Sampling sampling = Sampling::latin_hypercube;
  int threads = 1;
  bool activity_outputs = true;   ///< Criticality and the indices that rest on it.
  bool risk_sensitivity = false;  ///< One run more per risk.
  bool mitigation = false;        ///< One run more with all responses in place.
  /// Stop when the 95 % confidence interval of the finish at `stop_percentile` is no wider than
  /// twice this, in ticks; 0 = never before `iterations`.
  double stop_half_width = 0;
  double stop_percentile = 0.8;
  std::vector<std::pair<double, double>> joint_points;  ///< Finish (axis ticks) and cost.
  std::optional<InstructionSet> instruction_set;        ///< Nothing: the best there is.
};

inline constexpr std::int64_t k_iterations_max = 10'000'000;
inline constexpr int k_threads_max = 256;

/// A percentile: the smallest value that at least this part of the iterations does not exceed,
/// with the 95 % confidence interval by order statistics (distribution-free; conservative for
/// Latin hypercube and Sobol sampling).
struct Percentile {
  double part = 0;
  double value = 0;
  double low = 0;
  double high = 0;
};

inline constexpr double k_percentiles[] = {0.05, 0.10, 0.20, 0.50, 0.70, 0.80, 0.90, 0.95};

struct Bin {
  double from = 0;  ///< Of equal width; the last one ends at the maximum.
  double to = 0;
  std::int64_t count = 0;
  double cumulative = 0;  ///< Part of the iterations up to `to`: the S-curve.
};

struct Series {
  double mean = 0;
  double sd = 0;
  double minimum = 0;
  double maximum = 0;
  std::vector<Percentile> percentiles;  ///< As k_percentiles.
  std::vector<Bin> histogram;
};

/// Joint confidence: probability that neither value is exceeded.
struct JointPoint {
  double finish = 0;
  double cost = 0;
  double probability = 0;
};

struct ActivityRisk {
  double criticality = 0;  ///< Part of the iterations in which it decides the finish.
  double mean = 0;         ///< Duration, ticks.
  double sd = 0;
  double ssi = 0;  ///< Schedule sensitivity: criticality · sd / sd of the finish.
  std::optional<double>
      cruciality;  ///< Pearson correlation with the finish; nothing without spread.
};

struct RiskSensitivity {
  std::string id;
  double finish_p80 = 0;  ///< Ticks by which the finish at P80 is earlier without this risk.
  std::optional<double> cost_p80;
};

/// A correlation that had to change so that all fit together.
struct CorrelationChange {
  std::string a;
  std::string b;
  double wanted = 0;
  double used = 0;
};

/// What an instant of the results means: dates lie on the clock, or on the working time of one
/// calendar. `finish_date` gives the date in both cases.
struct Axis {
  bool wall_clock = true;
  Index calendar = k_none;
  PlanTime start = 0;
};

struct Outcome {
  std::int64_t iterations = 0;
  bool stopped_early = false;
  Axis axis;
  Series finish;
  std::optional<Series> cost;
  std::vector<JointPoint> joint;
  std::vector<ActivityRisk> activities;    ///< In the order of the network; empty if not asked for.
  std::vector<RiskSensitivity> risks;      ///< The largest effect first.
  std::optional<Series> mitigated_finish;  ///< With common random numbers.
  std::optional<Series> mitigated_cost;
  std::vector<CorrelationChange> correlation_changes;
  const char* instruction_set = "";
};

/// Simulates the network: dates by the critical path method in every iteration. The same network,
/// seed, iterations and sampling give the same bits for any number of threads and any instruction
/// set. Refuses the codes of messages.h. O(iterations · (activities + links)).
[[nodiscard]] Result<Outcome> simulate(const Network& network, const Options& options,
                                       Progress& progress);
[[nodiscard]] Result<Outcome> simulate(const Network& network, const Options& options);

/// The date of an instant of the results.
[[nodiscard]] PlanTime finish_date(const Network& network, const Axis& axis, double instant);

}  // namespace tc::engine::montecarlo
