#pragma once

#include <deque>
#include <map>
#include <vector>

#include "engine/montecarlo/distribution.h"
#include "engine/montecarlo/kernel.h"

namespace tc::engine::montecarlo {

/// Turns distributions into what the kernel evaluates, and owns their tables. Equal shapes share
/// one table whatever their place and width.
class SamplerSet {
 public:
  SamplerSet() = default;
  SamplerSet(const SamplerSet&) = delete;
  SamplerSet& operator=(const SamplerSet&) = delete;

  /// Precondition: checked.
  [[nodiscard]] Sampler make(const Distribution& distribution);
  [[nodiscard]] std::size_t table_count() const { return tables_.size(); }

 private:
  using Key = std::vector<double>;
  [[nodiscard]] Sampler pieces(std::vector<float> rows);
  [[nodiscard]] Sampler table(double low, double span, const Distribution& shape, Key key);
  [[nodiscard]] Sampler pert(const Distribution& distribution);
  [[nodiscard]] const std::vector<double>& pert_column(double weight, int column);

  std::deque<std::vector<float>> tables_;
  std::map<Key, const float*> by_shape_;
  std::map<std::pair<double, int>, std::vector<double>> pert_columns_;
};

/// The probabilities at which tables hold values, ascending in each half.
[[nodiscard]] double table_probability(int row);

}  // namespace tc::engine::montecarlo
