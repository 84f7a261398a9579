#pragma once

#include <cstdint>
#include <vector>

#include "engine/montecarlo/draws.h"
#include "engine/montecarlo/kernel.h"
#include "engine/montecarlo/matrix.h"
#include "engine/montecarlo/montecarlo.h"
#include "engine/montecarlo/network.h"
#include "engine/montecarlo/normal.h"

namespace tc::engine::montecarlo {

/// Gives correlated activities uniform numbers that belong together. Each activity named in a
/// correlation has one row of Workspace::given.
class Correlator {
 public:
  /// Precondition: the network was validated.
  explicit Correlator(const Network& network);

  [[nodiscard]] std::size_t rows() const { return members_.size(); }
  /// Marks the correlated ones among the variables of the draws.
  void mark(std::vector<Variable>& variables);
  /// Iman–Conover needs all draws before the first block can be given out.
  void prepare(const DrawPlan& plan, const Kernel& kernel);
  /// Fills the rows for one block of a chunk.
  void fill(const Draws& draws, std::int64_t chunk_begin, std::int32_t block, const Kernel& kernel,
            float* given) const;
  [[nodiscard]] const std::vector<CorrelationChange>& changes() const { return changes_; }

 private:
  /// Activities that are correlated with each other, directly or through others.
  struct Component {
    std::vector<std::size_t> rows;
    Matrix lower = Matrix(0);  ///< Of the correlation of the normal scores.
  };
  void find_components(const Network& network);
  void solve(const Network& network, Component& component, Matrix wanted);
  void reorder(const Component& component);
  void fill_copula(const Draws& draws, std::int32_t block, const Kernel& kernel,
                   float* given) const;

  CorrelationMethod method_;
  NormalTable normal_;
  std::vector<Index> members_;     ///< Activity per row.
  std::vector<Variable> sources_;  ///< Per row: its independent uniform numbers.
  std::vector<Component> components_;
  std::vector<CorrelationChange> changes_;
  std::vector<std::vector<float>> drawn_;  ///< Iman–Conover: per row, every iteration.
};

}  // namespace tc::engine::montecarlo
