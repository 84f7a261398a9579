#include "engine/portfolio/scoring.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace tc::engine::portfolio {
namespace {

constexpr std::size_t k_criteria_max = 50;
constexpr std::array k_random_index = {0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49};
constexpr int k_iterations_max = 100'000;

Refusal bad_scores() { return refuse(RefusalKind::rule, "portfolio.bad_scores"); }

bool is_sane(const Table& scores, const std::vector<double>& weights,
             const std::vector<bool>& benefit) {
  const auto finite = [](double value) { return std::isfinite(value) && std::abs(value) < 1e150; };
  return scores.rows > 0 && scores.columns > 0 &&
         scores.cells.size() == scores.rows * scores.columns && weights.size() == scores.columns &&
         benefit.size() == scores.columns && std::ranges::all_of(scores.cells, finite) &&
         std::ranges::all_of(weights, finite) &&
         std::ranges::all_of(weights, [](double weight) { return weight >= 0; }) &&
         std::accumulate(weights.begin(), weights.end(), 0.0) > 0;
}

/// Geometric mean of all persons' judgements, cell by cell.
Table joined(const std::vector<Table>& judgements) {
  Table result = judgements.front();
  for (std::size_t cell = 0; cell < result.cells.size(); ++cell) {
    double sum = 0;
    for (const Table& one : judgements) sum += std::log(one.cells[cell]);
    result.cells[cell] = std::exp(sum / static_cast<double>(judgements.size()));
  }
  return result;
}

std::vector<double> normalised(const Table& scores, std::size_t column, bool benefit,
                               Normalisation normalisation) {
  std::vector<double> values(scores.rows);
  for (std::size_t row = 0; row < scores.rows; ++row) values[row] = scores.at(row, column);
  const auto [low, high] = std::ranges::minmax(values);
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double sd = std::sqrt(squares / count);
  for (double& value : values) {
    switch (normalisation) {
      case Normalisation::none:
        value = benefit ? value : -value;
        break;
      case Normalisation::share_of_best:
        value = benefit ? (high > 0 ? value / high : 0) : (value > 0 ? low / value : 1);
        break;
      case Normalisation::min_max:
        value = high > low ? (benefit ? value - low : high - value) / (high - low) : 1;
        break;
      case Normalisation::z_score:
        value = sd > 0 ? (benefit ? value - mean : mean - value) / sd : 0;
        break;
    }
  }
  return values;
}

}  // namespace

Result<AhpResult> ahp(const std::vector<Table>& judgements) {
  const std::size_t size = judgements.empty() ? 0 : judgements.front().rows;
  for (const Table& table : judgements) {
    const bool square =
        table.rows == size && table.columns == size && table.cells.size() == size * size;
    const bool positive = std::ranges::all_of(
        table.cells, [](double value) { return value >= 1e-6 && value <= 1e6; });
    if (!square || !positive) return refuse(RefusalKind::rule, "portfolio.bad_matrix");
  }
  if (size == 0 || size > k_criteria_max) return refuse(RefusalKind::rule, "portfolio.bad_matrix");
  const Table matrix = joined(judgements);
  AhpResult result;
  result.weights.assign(size, 1.0 / static_cast<double>(size));
  for (int iteration = 0; iteration < k_iterations_max; ++iteration) {
    std::vector<double> next(size, 0);
    for (std::size_t row = 0; row < size; ++row) {
      for (std::size_t column = 0; column < size; ++column)
        next[row] += matrix.at(row, column) * result.weights[column];
    }
    result.lambda_max = std::accumulate(next.begin(), next.end(), 0.0);
    double change = 0;
    for (std::size_t row = 0; row < size; ++row) {
      next[row] /= result.lambda_max;
      change = std::max(change, std::abs(next[row] - result.weights[row]));
    }
    result.weights = std::move(next);
    if (change < 1e-16) break;
  }
  const auto n = static_cast<double>(size);
  if (size > 1) result.consistency_index = (result.lambda_max - n) / (n - 1);
  if (size >= 3 && size < 3 + k_random_index.size())
    result.consistency_ratio = result.consistency_index / k_random_index[size - 3];
  return result;
}

Result<std::vector<double>> topsis(const Table& scores, const std::vector<double>& weights,
                                   const std::vector<bool>& benefit) {
  if (!is_sane(scores, weights, benefit)) return bad_scores();
  std::vector<double> to_best(scores.rows, 0), to_worst(scores.rows, 0);
  for (std::size_t column = 0; column < scores.columns; ++column) {
    double norm = 0;
    for (std::size_t row = 0; row < scores.rows; ++row)
      norm += scores.at(row, column) * scores.at(row, column);
    norm = norm > 0 ? std::sqrt(norm) : 1;
    std::vector<double> values(scores.rows);
    for (std::size_t row = 0; row < scores.rows; ++row)
      values[row] = weights[column] * scores.at(row, column) / norm;
    const auto [low, high] = std::ranges::minmax(values);
    const double best = benefit[column] ? high : low, worst = benefit[column] ? low : high;
    for (std::size_t row = 0; row < scores.rows; ++row) {
      to_best[row] += (values[row] - best) * (values[row] - best);
      to_worst[row] += (values[row] - worst) * (values[row] - worst);
    }
  }
  std::vector<double> closeness(scores.rows);
  for (std::size_t row = 0; row < scores.rows; ++row) {
    const double near = std::sqrt(to_best[row]), far = std::sqrt(to_worst[row]);
    closeness[row] = near + far > 0 ? far / (near + far) : 1;
  }
  return closeness;
}

Result<std::vector<double>> weighted_scores(const Table& scores, const std::vector<double>& weights,
                                            const std::vector<bool>& benefit,
                                            Normalisation normalisation) {
  if (!is_sane(scores, weights, benefit)) return bad_scores();
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<double> result(scores.rows, 0);
  for (std::size_t column = 0; column < scores.columns; ++column) {
    const std::vector<double> values = normalised(scores, column, benefit[column], normalisation);
    for (std::size_t row = 0; row < scores.rows; ++row)
      result[row] += weights[column] / total * values[row];
  }
  return result;
}

std::vector<int> ranks_of(const std::vector<double>& values) {
  std::vector<int> ranks;
  for (const double value : values) {
    ranks.push_back(1 + static_cast<int>(std::ranges::count_if(
                            values, [&](double other) { return other > value + 1e-12; })));
  }
  return ranks;
}

Result<std::vector<RankRange>> rank_sensitivity(const Table& scores,
                                                const std::vector<double>& weights,
                                                const std::vector<bool>& benefit,
                                                Normalisation normalisation, double part) {
  const Result<std::vector<double>> base = weighted_scores(scores, weights, benefit, normalisation);
  if (!base) return base.refusals();
  std::vector<RankRange> result;
  for (const int rank : ranks_of(*base)) result.push_back({rank, rank});
  for (std::size_t column = 0; column < weights.size(); ++column) {
    for (const double factor : {1 - part, 1 + part}) {
      std::vector<double> changed = weights;
      changed[column] *= factor;
      const Result<std::vector<double>> values =
          weighted_scores(scores, changed, benefit, normalisation);
      if (!values) return values.refusals();
      const std::vector<int> ranks = ranks_of(*values);
      for (std::size_t row = 0; row < ranks.size(); ++row) {
        result[row].best = std::min(result[row].best, ranks[row]);
        result[row].worst = std::max(result[row].worst, ranks[row]);
      }
    }
  }
  return result;
}

}  // namespace tc::engine::portfolio
