#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "engine/montecarlo/correlation.h"
#include "engine/montecarlo/draws.h"
#include "engine/montecarlo/model.h"

namespace tc::engine::montecarlo {

/// What the iterations of one run gave.
struct Samples {
  std::vector<std::int32_t> finish;    ///< Per iteration.
  std::vector<double> cost;            ///< Per iteration; empty without cost.
  std::vector<std::int64_t> critical;  ///< Per node: iterations in which it was critical.
  std::vector<double> moments;         ///< Per drawn node: sums of x, x², x·finish.
  bool cancelled = false;
};

struct RunOptions {
  int threads = 1;
  bool backward = true;  ///< Criticality and moments too.
  const Kernel* kernel = nullptr;
};

/// Runs the chunks [first, last) and appends to the samples. The result does not depend on the
/// number of threads: whole numbers are summed in any order, others chunk by chunk.
void run_chunks(const Model& model, const DrawPlan& plan, const Correlator& correlator,
                const RunOptions& options, std::int64_t first, std::int64_t last, Samples& samples,
                Progress& progress);

}  // namespace tc::engine::montecarlo
