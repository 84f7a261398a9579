#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/quality/rules.h"

/// Control charts for variables and attributes.
namespace tc::engine::quality {

enum class ChartKind : std::uint8_t { imr, xbar_r, xbar_s, p, np, c, u, ewma, cusum };
[[nodiscard]] std::optional<ChartKind> chart_of(std::string_view word);
[[nodiscard]] std::string_view word_of(ChartKind kind);

struct Data {
  std::vector<double> values;         ///< Measurements (subgroup by subgroup), or counts.
  std::size_t subgroup_size = 1;      ///< Of xbar charts.
  std::vector<double> sizes;          ///< p and u: of every sample; np: one.
  std::vector<std::size_t> excluded;  ///< Points with a known cause, left out of the limits.
};

struct Options {
  std::optional<double> target;  ///< ewma, cusum: instead of the mean.
  std::optional<double> sigma;   ///< Of single values: instead of the estimate from the data.
  double lambda = 0.2;           ///< ewma: weight of the newest point.
  double width = 3;              ///< ewma: limits at ± width · σ.
  bool exact_limits = false;     ///< ewma: limits widen with the first points; else steady state.
  double reference = 0.5;        ///< cusum: k in σ.
  double decision = 5;           ///< cusum: h in σ.
  Rules rules = k_nelson;
};

/// What phase I found and phase II keeps: with it nothing of later data moves the limits.
struct Limits {
  ChartKind kind = ChartKind::imr;
  double center = 0;
  double sigma = 0;   ///< Of one plotted point (attribute charts of changing size: of one unit).
  double spread = 0;  ///< Mean moving range, mean range or mean deviation.
  std::size_t subgroup_size = 1;
  double lambda = 0, width = 0, reference = 0, decision = 0;
  bool exact_limits = false;
};

struct Point {
  double value = 0;
  double center = 0;
  double lower = 0;
  double upper = 0;
  Rules rules = 0;  ///< That this point completes.
};

struct Chart {
  Limits limits;
  std::vector<Point> points;  ///< cusum: the upper sum.
  std::vector<Point> spread;  ///< Moving ranges, ranges or deviations; cusum: the lower sum.
};

/// Phase I: limits from the data without the excluded points. Refuses `quality.no_data`,
/// value_invalid, subgroup_invalid, size_invalid, count_exceeds_size, parameter_invalid. O(n).
/// Source: NIST/SEMATECH e-Handbook 6.3.2–6.3.3.
[[nodiscard]] Result<Limits> fit(ChartKind kind, const Data& data, const Options& options);

/// Every point against frozen limits (phase II), or against those of `fit` (phase I). The pattern
/// rules hold for independent points: on ewma, cusum and spread charts only points beyond the
/// limits are flagged. Refuses as `fit`, and `quality.limits_invalid`. O(n).
[[nodiscard]] Result<Chart> evaluate(const Data& data, const Limits& limits, Rules rules);

}  // namespace tc::engine::quality
