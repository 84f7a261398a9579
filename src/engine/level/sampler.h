#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/level/problem.h"
#include "engine/level/random.h"

namespace tc::engine::level {

/// Random orders that favour what has most behind it: regret-based biased sampling on the latest
/// finish time (Drexl 1991), which here counts resources in, too.
class Sampler {
 public:
  /// The problem must outlive this.
  explicit Sampler(const Problem& problem);
  /// Fills `list` with every activity after its predecessors. O(n · eligible); beyond
  /// k_drawn_activities_max by longest paths of randomly stretched durations, O(n log n).
  void sample(Random& random, std::span<std::int32_t> list);
  static constexpr std::int32_t k_drawn_activities_max = 3'000;

 private:
  void sample_paths(Random& random, std::span<std::int32_t> list);

  const Problem& problem_;
  std::vector<std::int32_t> waiting_;
  std::vector<std::int32_t> eligible_;
  std::vector<double> weight_;  ///< Of the eligible, or path of every activity.
};

}  // namespace tc::engine::level
