#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/survey/agreement.h"

/// Scores with their uncertainty, trends, training and competence.
namespace tc::engine::survey {

struct NetPromoter {
  double score = 0;   ///< Percent promoters − percent detractors.
  double margin = 0;  ///< Half width of the interval, in points.
};
/// Margin z · √((p + d − (p − d)²) ÷ n) · 100. Refuses `survey.too_few_answers`, value_invalid,
/// confidence_invalid.
[[nodiscard]] Result<NetPromoter> net_promoter(std::int64_t promoters, std::int64_t passives,
                                               std::int64_t detractors, double confidence = 0.95);
/// From answers on the scale 0 to 10: 9 and 10 promote, 0 to 6 detract.
[[nodiscard]] Result<NetPromoter> net_promoter(std::span<const std::int32_t> answers,
                                               double confidence = 0.95);

struct Interval {
  double mean = 0;
  double low = 0;
  double high = 0;
};
/// Mean with its confidence interval by Student's t. Refuses `survey.too_few_answers` (below two),
/// value_invalid, confidence_invalid.
[[nodiscard]] Result<Interval> mean_with_interval(std::span<const double> values,
                                                  double confidence = 0.95);

struct Trend {
  double slope = 0;  ///< Per unit of time.
  double intercept = 0;
  Figure p;  ///< Of the slope against none, two-sided; reason `survey.no_variation`.
  bool significant = false;
};
/// Least squares line. Refuses `survey.too_few_answers` (below three), shape_invalid,
/// value_invalid; `survey.no_variation` where all times are one.
[[nodiscard]] Result<Trend> trend(std::span<const double> times, std::span<const double> values,
                                  double level = 0.05);

/// A training by the levels of Kirkpatrick, with Phillips' fifth. Scores 0…1 as averages of what
/// was asked, tested, observed; money in minor units.
struct Training {
  std::vector<double> reaction;  ///< L1.
  std::vector<double> before;    ///< L2: tests before, same persons as `after`.
  std::vector<double> after;
  std::vector<double> behaviour;  ///< L3.
  std::vector<double> results;    ///< L4: target attainment.
  std::int64_t benefit_minor = 0;
  std::int64_t cost_minor = 0;
};
struct TrainingResult {
  Figure reaction, learning_gain, behaviour, results;
  Figure return_on_investment;  ///< L5: (benefit − cost) ÷ cost. Reason `survey.no_cost`.
};
/// Levels without data are null with `survey.too_few_answers`. Refuses value_invalid and
/// shape_invalid (before and after differ in number).
[[nodiscard]] Result<TrainingResult> evaluate_training(const Training& training);

struct Competence {
  std::string name;
  double required = 0;
  double assessed = 0;
  double weight = 1;
};
struct CompetenceGap {
  std::vector<double> gaps;  ///< required − assessed of each; negative: more than required.
  Figure weighted;           ///< Mean shortfall by weight; surplus does not make up for it.
};
/// Refuses value_invalid (also for negative weights); reason `survey.no_variation` where all
/// weights are zero.
[[nodiscard]] Result<CompetenceGap> competence_gap(std::span<const Competence> competences);

}  // namespace tc::engine::survey
