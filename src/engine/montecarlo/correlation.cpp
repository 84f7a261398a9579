#include "engine/montecarlo/correlation.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "base/failure.h"
#include "base/row.h"

namespace tc::engine::montecarlo {
namespace {

constexpr double k_reported_change = 1e-6;
constexpr std::size_t k_changes_max = 200;

/// The correlation of normal scores that gives this rank correlation, and back.
double score_correlation(double rank) { return 2 * std::sin(std::numbers::pi * rank / 6); }
double rank_correlation(double score) { return 6 / std::numbers::pi * std::asin(score / 2); }

/// Places in ascending order of the values; equal ones keep their order.
template <class Value>
std::vector<std::uint32_t> sorted_places(const std::vector<Value>& values) {
  std::vector<std::uint32_t> places(values.size());
  std::iota(places.begin(), places.end(), 0U);
  std::ranges::stable_sort(places,
                           [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
  return places;
}

}  // namespace

Correlator::Correlator(const Network& network) : method_(network.correlation_method) {
  for (const Correlation& correlation : network.correlations) {
    members_.insert(members_.end(), correlation.activities.begin(), correlation.activities.end());
  }
  std::ranges::sort(members_);
  members_.erase(std::unique(members_.begin(), members_.end()), members_.end());
  find_components(network);
}

void Correlator::find_components(const Network& network) {
  std::vector<std::size_t> root(members_.size());
  std::iota(root.begin(), root.end(), std::size_t{0});
  const auto find = [&](std::size_t row) {
    while (root[row] != row) row = root[row] = root[root[row]];
    return row;
  };
  const auto row_in = [&](Index activity) {
    return static_cast<std::size_t>(std::ranges::lower_bound(members_, activity) -
                                    members_.begin());
  };
  for (const Correlation& correlation : network.correlations) {
    for (const Index activity : correlation.activities) {
      root[find(row_in(activity))] = find(row_in(correlation.activities.front()));
    }
  }
  for (std::size_t start = 0; start < members_.size(); ++start) {
    if (find(start) != start) continue;
    Component component;
    std::vector<std::size_t> place(members_.size(), 0);
    for (std::size_t row = 0; row < members_.size(); ++row) {
      if (find(row) != start) continue;
      place[row] = component.rows.size();
      component.rows.push_back(row);
    }
    Matrix wanted(component.rows.size());
    for (std::size_t row = 0; row < wanted.size; ++row) wanted.at(row, row) = 1;
    for (const Correlation& correlation : network.correlations) {
      const auto& list = correlation.activities;
      if (list.empty() || find(row_in(list.front())) != start) continue;
      for (std::size_t a = 0; a < list.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
          const std::size_t left = place[row_in(list[a])], right = place[row_in(list[b])];
          if (left == right) continue;
          wanted.at(left, right) = wanted.at(right, left) = correlation.rho;
        }
      }
    }
    solve(network, component, std::move(wanted));
    components_.push_back(std::move(component));
  }
}

void Correlator::solve(const Network& network, Component& component, Matrix wanted) {
  Matrix scores = wanted;
  for (double& cell : scores.cells) cell = score_correlation(cell);
  for (std::size_t row = 0; row < scores.size; ++row) scores.at(row, row) = 1;
  std::optional<Matrix> lower = cholesky(scores);
  if (!lower) {
    const Matrix near = nearest_correlation(scores);
    lower = cholesky(near);
    TC_ASSERT(lower.has_value());
    for (std::size_t a = 0; a < wanted.size; ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        const double used = rank_correlation(near.at(a, b));
        if (std::abs(used - wanted.at(a, b)) < k_reported_change) continue;
        if (changes_.size() >= k_changes_max) break;
        changes_.push_back({network.activities[row_of(members_[component.rows[b]])].id,
                            network.activities[row_of(members_[component.rows[a]])].id,
                            wanted.at(a, b), used});
      }
    }
  }
  component.lower = std::move(*lower);
}

void Correlator::mark(std::vector<Variable>& variables) {
  sources_.clear();
  for (std::size_t row = 0; row < members_.size(); ++row) {
    sources_.push_back(variables[row_of(members_[row])]);
    variables[row_of(members_[row])].given = static_cast<std::int32_t>(row);
  }
}

void Correlator::prepare(const DrawPlan& plan, const Kernel& kernel) {
  if (method_ != CorrelationMethod::iman_conover || members_.empty()) return;
  std::vector<float> memory;
  drawn_.assign(members_.size(), {});
  float block_values[k_block];
  for (std::int64_t chunk = 0; chunk < plan.chunk_count(); ++chunk) {
    const Draws draws = plan.draws(chunk, memory);
    const std::int32_t size = plan.chunk_size(chunk);
    for (std::size_t row = 0; row < members_.size(); ++row) {
      for (std::int32_t block = 0; block * k_block < size; ++block) {
        kernel.uniforms(draws, sources_[row], block, block_values);
        const std::int32_t count = std::min(size - block * k_block, k_block);
        drawn_[row].insert(drawn_[row].end(), block_values, block_values + count);
      }
    }
  }
  for (const Component& component : components_) reorder(component);
}

/// R. Iman, W. Conover, Comm. Statist. B 11 (1982): scores of the present order, made uncorrelated,
/// then correlated as wanted, say in which order the drawn values are given out.
void Correlator::reorder(const Component& component) {
  const std::size_t size = component.rows.size();
  const std::size_t count = drawn_[component.rows.front()].size();
  std::vector<std::vector<double>> scores(size, std::vector<double>(count));
  std::vector<std::vector<std::uint32_t>> order(size);
  for (std::size_t k = 0; k < size; ++k) {
    order[k] = sorted_places(drawn_[component.rows[k]]);
    for (std::size_t rank = 0; rank < count; ++rank) {
      scores[k][order[k][rank]] =
          normal_quantile(static_cast<double>(rank + 1) / static_cast<double>(count + 1));
    }
  }
  Matrix present(size);
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      const double product =
          std::inner_product(scores[a].begin(), scores[a].end(), scores[b].begin(), 0.0);
      present.at(a, b) = present.at(b, a) = product;
    }
  }
  const double norm = present.at(0, 0);
  for (double& cell : present.cells) cell /= norm;
  // Too few iterations for the number of activities: nothing to undo.
  const std::optional<Matrix> undo = cholesky(present);
  std::vector<double> clean(size);
  for (std::size_t at = 0; at < count; ++at) {
    for (std::size_t k = 0; k < size; ++k) {
      double value = scores[k][at];
      for (std::size_t j = 0; undo && j < k; ++j) value -= undo->at(k, j) * clean[j];
      clean[k] = undo ? value / undo->at(k, k) : value;
    }
    for (std::size_t k = 0; k < size; ++k) {
      double value = 0;
      for (std::size_t j = 0; j <= k; ++j) value += component.lower.at(k, j) * clean[j];
      scores[k][at] = value;
    }
  }
  for (std::size_t k = 0; k < size; ++k) {
    const std::vector<std::uint32_t> wanted = sorted_places(scores[k]);
    std::vector<float>& values = drawn_[component.rows[k]];
    std::vector<float> result(count);
    for (std::size_t rank = 0; rank < count; ++rank) {
      result[wanted[rank]] = values[order[k][rank]];
    }
    values = std::move(result);
  }
}

void Correlator::fill(const Draws& draws, std::int64_t chunk_begin, std::int32_t block,
                      const Kernel& kernel, float* given) const {
  if (members_.empty()) return;
  if (method_ == CorrelationMethod::gaussian_copula)
    return fill_copula(draws, block, kernel, given);
  for (std::size_t row = 0; row < members_.size(); ++row) {
    const auto begin = static_cast<std::size_t>(chunk_begin + std::int64_t{block} * k_block);
    float* out = given + row * k_block;
    for (std::size_t at = 0; at < k_block; ++at) {
      out[at] = begin + at < drawn_[row].size() ? drawn_[row][begin + at] : 0.5F;
    }
  }
}

void Correlator::fill_copula(const Draws& draws, std::int32_t block, const Kernel& kernel,
                             float* given) const {
  float u[k_block];
  std::vector<double> scores;
  for (const Component& component : components_) {
    const std::size_t size = component.rows.size();
    scores.assign(size * k_block, 0);
    for (std::size_t k = 0; k < size; ++k) {
      kernel.uniforms(draws, sources_[component.rows[k]], block, u);
      for (std::size_t at = 0; at < k_block; ++at) {
        scores[k * k_block + at] = normal_.quantile(u[at]);
      }
    }
    for (std::size_t k = 0; k < size; ++k) {
      double mixed[k_block] = {};
      for (std::size_t j = 0; j <= k; ++j) {
        const double weight = component.lower.at(k, j);
        for (std::size_t at = 0; at < k_block; ++at) {
          mixed[at] += weight * scores[j * k_block + at];
        }
      }
      float* out = given + component.rows[k] * k_block;
      for (std::size_t at = 0; at < k_block; ++at) out[at] = inside_unit(normal_cdf(mixed[at]));
    }
  }
}

}  // namespace tc::engine::montecarlo
