#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/figure.h"
#include "base/result.h"

/// Process capability, Pareto, defects per million opportunities, run lengths.
namespace tc::engine::quality {

struct Specification {
  std::optional<double> lower;
  std::optional<double> upper;
};

/// Capability (short-term deviation) and performance (overall deviation) of a process.
struct Capability {
  Figure cp, cpk, pp, ppk;
};
/// Cp and Pp need both limits (`quality.no_specification`); without deviation the reason is
/// `quality.no_variation`. `within` is the deviation inside subgroups, `overall` that of all
/// values.
[[nodiscard]] Capability capability(double mean, double within, double overall,
                                    const Specification& specification);

struct ParetoItem {
  std::string name;
  double amount = 0;
  double share = 0;       ///< Of the total.
  double cumulative = 0;  ///< Share of this and all larger items.
  bool vital = false;     ///< Belongs to the few that make up the threshold.
};
/// Items by falling amount (equal ones in their order). Refuses `quality.no_values` where nothing
/// is positive and `quality.value_invalid` for negative amounts. O(n log n).
[[nodiscard]] Result<std::vector<ParetoItem>> pareto(std::vector<ParetoItem> items,
                                                     double threshold = 0.8);

/// Defects per million opportunities. Reason `quality.no_values` without opportunities.
[[nodiscard]] Figure defects_per_million(std::int64_t defects, std::int64_t units,
                                         std::int64_t opportunities_per_unit);
/// Sigma level of a DPMO with the customary long-term shift of 1.5 σ.
[[nodiscard]] Figure sigma_level(double dpmo, double shift = 1.5);
[[nodiscard]] double dpmo_of_sigma(double level, double shift = 1.5);

/// Probability that a lot with the fraction `p` defective is accepted by a single plan (n, Ac).
[[nodiscard]] double probability_of_acceptance(std::int64_t sample_size, std::int64_t acceptance,
                                               double p);

/// Average run length of a Shewhart chart with limits at ± `width` σ when the mean has moved by
/// `shift` σ.
[[nodiscard]] double shewhart_run_length(double shift, double width = 3);
/// Of a two-sided EWMA (steady-state limits) by a Markov chain of 2·101+1 states (Brook and Evans).
/// Refuses `quality.parameter_invalid` (argument name).
[[nodiscard]] Result<double> ewma_run_length(double shift, double lambda, double width);

}  // namespace tc::engine::quality
