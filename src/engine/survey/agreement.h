#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "base/figure.h"
#include "base/result.h"

/// Reliability of scales and agreement of raters.
namespace tc::engine::survey {

/// Answers lie within ±1e12: beyond that, squares lose what the statistics need.
[[nodiscard]] inline bool is_value(double value) { return std::abs(value) < 1e12; }

using Matrix = std::vector<std::vector<double>>;

/// Cronbach's α = k/(k−1) · (1 − Σ item variances ÷ variance of the sums); one row per person, one
/// column per item. Refuses `survey.` shape_invalid, value_invalid, too_few_items,
/// too_few_answers; reason `survey.no_variation`.
[[nodiscard]] Result<Figure> cronbach_alpha(const Matrix& answers);

struct Concordance {
  Figure w;           ///< 0 no agreement … 1 all rank alike.
  Figure chi_square;  ///< raters · (items − 1) · W, with items − 1 degrees of freedom.
  Figure p;           ///< Probability of so much agreement by chance.
};
/// Kendall's W with the correction for ties; one row per rater, scores or ranks (equal ones get
/// their mean rank). Refuses as above and too_few_raters.
[[nodiscard]] Result<Concordance> kendall_w(const Matrix& scores);

/// Agreement of two raters beyond chance: categories are whole numbers from 0. Refuses
/// shape_invalid, value_invalid, too_few_answers; reason `survey.no_variation` where chance alone
/// makes it certain.
[[nodiscard]] Result<Figure> cohen_kappa(std::span<const std::int32_t> first,
                                         std::span<const std::int32_t> second);
/// Fleiss' κ: counts[subject][category] of the same number of raters. Refuses as above.
[[nodiscard]] Result<Figure> fleiss_kappa(const Matrix& counts);

}  // namespace tc::engine::survey
