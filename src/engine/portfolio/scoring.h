#pragma once

#include <optional>
#include <vector>

#include "base/result.h"

/// Priorities of projects by several criteria.
namespace tc::engine::portfolio {

/// A table, row after row: alternatives × criteria, or judgements.
struct Table {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> cells;
  [[nodiscard]] double at(std::size_t row, std::size_t column) const {
    return cells[row * columns + column];
  }
};

struct AhpResult {
  std::vector<double> weights;  ///< Sum 1.
  double lambda_max = 0;
  double consistency_index = 0;
  std::optional<double> consistency_ratio;  ///< Nothing for fewer than three or more than ten.
};

/// Analytic hierarchy process (T. Saaty): principal eigenvector of the judgements by power
/// iteration; ratio to the random index .58 .90 1.12 1.24 1.32 1.41 1.45 1.49 for 3 to 10. Several
/// persons' judgements are joined by the geometric mean. Refuses `portfolio.bad_matrix`.
[[nodiscard]] Result<AhpResult> ahp(const std::vector<Table>& judgements);

/// TOPSIS (C. Hwang, K. Yoon 1981): closeness of each alternative to the ideal one, 0 … 1, with
/// vector normalisation. `benefit` per criterion: more is better. Refuses `portfolio.bad_scores`.
[[nodiscard]] Result<std::vector<double>> topsis(const Table& scores,
                                                 const std::vector<double>& weights,
                                                 const std::vector<bool>& benefit);

enum class Normalisation { none, share_of_best, min_max, z_score };

/// Weighted sums of normalised scores; weights count relative to their sum. Refuses
/// `portfolio.bad_scores`.
[[nodiscard]] Result<std::vector<double>> weighted_scores(const Table& scores,
                                                          const std::vector<double>& weights,
                                                          const std::vector<bool>& benefit,
                                                          Normalisation normalisation);

/// Ranks 1 … n, the highest value first; equal values share the smaller rank.
[[nodiscard]] std::vector<int> ranks_of(const std::vector<double>& values);

/// How far each alternative's rank moves when each weight alone changes by ± the given part.
struct RankRange {
  int best = 0;
  int worst = 0;
};
[[nodiscard]] Result<std::vector<RankRange>> rank_sensitivity(const Table& scores,
                                                              const std::vector<double>& weights,
                                                              const std::vector<bool>& benefit,
                                                              Normalisation normalisation,
                                                              double part = 0.2);

}  // namespace tc::engine::portfolio
