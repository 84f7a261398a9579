#pragma once

#include <vector>

#include "engine/montecarlo/montecarlo.h"

namespace tc::engine::montecarlo {

/// The percentile of ascending values with its confidence interval.
[[nodiscard]] Percentile percentile_of(const std::vector<double>& ascending, double part);

/// Mean, spread, percentiles and histogram. Precondition: not empty.
[[nodiscard]] Series series_of(std::vector<double> values);

/// Joint confidence at the given points; without points, at the marginal P50, P70 and P80 of both,
/// then along the frontier of 70 %: pairs of finish and least cost that hold together with 70 %.
[[nodiscard]] std::vector<JointPoint> joint_confidence(
    const std::vector<double>& finish, const std::vector<double>& cost,
    const std::vector<std::pair<double, double>>& points);

}  // namespace tc::engine::montecarlo
