#include "engine/survey/agreement.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "engine/quality/distribution.h"
#include "engine/quality/statistics.h"

namespace tc::engine::survey {
namespace {

Refusal too_few(std::string_view code, int needed) {
  return refuse(RefusalKind::rule, code, {}, {{"needed", std::to_string(needed)}});
}

Status check(const Matrix& matrix) {
  for (const std::vector<double>& row : matrix) {
    if (row.size() != matrix.front().size())
      return refuse(RefusalKind::rule, "survey.shape_invalid");
    for (const double value : row) {
      if (!is_value(value)) return refuse(RefusalKind::rule, "survey.value_invalid");
    }
  }
  return Done{};
}

double variance_of(const std::vector<double>& values) {
  const double deviation = quality::summarise(values).deviation.value_or(0);
  return deviation * deviation;
}

/// Ranks with the mean rank for ties; adds Σ (t³ − t) of the ties to `ties`.
std::vector<double> ranks_of(const std::vector<double>& scores, double& ties) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
  std::vector<double> ranks(scores.size());
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from + 1;
    while (to < order.size() && !(scores[order[from]] < scores[order[to]])) ++to;
    for (std::size_t at = from; at < to; ++at)
      ranks[order[at]] = static_cast<double>(from + to + 1) / 2;
    const auto count = static_cast<double>(to - from);
    ties += count * count * count - count;
    from = to;
  }
  return ranks;
}

Figure beyond_chance(double observed, double expected) {
  if (!(1 - expected > 1e-15)) return undefined("survey.no_variation");
  return known((observed - expected) / (1 - expected));
}

}  // namespace

Result<Figure> cronbach_alpha(const Matrix& answers) {
  if (answers.size() < 2) return too_few("survey.too_few_answers", 2);
  const Status status = check(answers);
  if (!status) return status.refusals();
  const std::size_t items = answers.front().size();
  if (items < 2) return refuse(RefusalKind::rule, "survey.too_few_items");
  double of_items = 0;
  std::vector<double> column(answers.size());
  std::vector<double> sums(answers.size());
  for (std::size_t item = 0; item < items; ++item) {
    for (std::size_t row = 0; row < answers.size(); ++row) {
      column[row] = answers[row][item];
      sums[row] += column[row];
    }
    of_items += variance_of(column);
  }
  const double total = variance_of(sums);
  if (!(total > 0)) return undefined("survey.no_variation");
  const auto k = static_cast<double>(items);
  return known(k / (k - 1) * (1 - of_items / total));
}

Result<Concordance> kendall_w(const Matrix& scores) {
  if (scores.size() < 2) return refuse(RefusalKind::rule, "survey.too_few_raters");
  const Status status = check(scores);
  if (!status) return status.refusals();
  const std::size_t items = scores.front().size();
  if (items < 2) return refuse(RefusalKind::rule, "survey.too_few_items");
  double ties = 0;
  std::vector<double> sums(items);
  for (const std::vector<double>& row : scores) {
    const std::vector<double> ranks = ranks_of(row, ties);
    for (std::size_t item = 0; item < items; ++item) sums[item] += ranks[item];
  }
  const auto m = static_cast<double>(scores.size());
  const auto n = static_cast<double>(items);
  const double spread = quality::summarise(sums).sum_of_squares;
  const double most = m * m * (n * n * n - n) - m * ties;
  if (!(most > 0)) {
    const Figure none = undefined("survey.no_variation");
    return Concordance{none, none, none};
  }
  const double w = 12 * spread / most;
  const double chi_square = m * (n - 1) * w;
  return Concordance{known(w), known(chi_square),
                     known(quality::chi_square_tail(chi_square, n - 1))};
}

Result<Figure> cohen_kappa(std::span<const std::int32_t> first,
                           std::span<const std::int32_t> second) {
  if (first.size() != second.size()) return refuse(RefusalKind::rule, "survey.shape_invalid");
  if (first.empty()) return too_few("survey.too_few_answers", 1);
  std::map<std::int32_t, std::pair<double, double>> share;
  const auto count = static_cast<double>(first.size());
  double agreed = 0;
  for (std::size_t at = 0; at < first.size(); ++at) {
    agreed += first[at] == second[at] ? 1 : 0;
    share[first[at]].first += 1 / count;
    share[second[at]].second += 1 / count;
  }
  double expected = 0;
  for (const auto& [category, shares] : share) expected += shares.first * shares.second;
  return beyond_chance(agreed / count, expected);
}

Result<Figure> fleiss_kappa(const Matrix& counts) {
  if (counts.empty()) return too_few("survey.too_few_answers", 1);
  const Status status = check(counts);
  if (!status) return status.refusals();
  const double raters = std::accumulate(counts.front().begin(), counts.front().end(), 0.0);
  if (!(raters >= 2)) return refuse(RefusalKind::rule, "survey.too_few_raters");
  std::vector<double> categories(counts.front().size());
  double agreement = 0;
  for (const std::vector<double>& row : counts) {
    double pairs = 0;
    double sum = 0;
    for (std::size_t at = 0; at < row.size(); ++at) {
      if (row[at] < 0) return refuse(RefusalKind::rule, "survey.value_invalid");
      pairs += row[at] * (row[at] - 1);
      sum += row[at];
      categories[at] += row[at];
    }
    if (std::abs(sum - raters) > 1e-9) return refuse(RefusalKind::rule, "survey.shape_invalid");
    agreement += pairs / (raters * (raters - 1));
  }
  const auto subjects = static_cast<double>(counts.size());
  double expected = 0;
  for (const double count : categories) {
    const double share = count / (subjects * raters);
    expected += share * share;
  }
  return beyond_chance(agreement / subjects, expected);
}

}  // namespace tc::engine::survey
