#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "engine/portfolio/model.h"
#include "engine/portfolio/solver.h"

namespace tc::engine::portfolio {

struct Options {
  std::uint64_t seed = 1;
  std::int64_t children = 100'000;  ///< Of the genetic search.
  std::int64_t nodes = 2'000'000;   ///< Of the own exact search.
  Solver* solver = nullptr;         ///< Asked after the own searches, where nothing is proved yet.
  double solver_seconds = 10;
};

/// One resource and period in which a rejected candidate would not fit.
struct Shortage {
  std::string resource;
  std::int32_t period = 0;
  double amount = 0;  ///< Missing, in units of the file.
};

/// Why a candidate is not in the selection, and what would bring it in.
struct Rejection {
  std::string id;
  std::string why;   ///< worth_less, prerequisite, exclusive, category_full, capacity, no_value,
                     ///< never_fits.
  double value = 0;  ///< Value it would need on top to take the place of others,
  std::vector<std::string> displaces;  ///< namely of these;
  std::vector<Shortage> capacity;      ///< or capacity it would need beside them.
  std::vector<std::string> needs;      ///< Prerequisites that are missing, or partners in its way.
};

struct Outcome {
  Selection selection;
  double objective = 0;  ///< In units of the file.
  double bound = 0;
  double gap = 0;  ///< (bound − objective) / max(1, |objective|) in units of the file.
  bool proved = false;
  std::string proved_by;       ///< bound, search, solver.
  std::string found_by;        ///< heuristic, search, solver.
  bool solver_failed = false;  ///< It was asked and gave nothing that could be used.
  std::vector<Rejection> rejected;
};

/// A good selection, a bound on any, and whether it is the best. Every answer is feasible by the
/// checker of model.h. The same model, seed and limits give the same answer as long as neither
/// progress nor solver cuts the work short. Refuses what `faults_of` refuses,
/// `portfolio.infeasible` (proved) and `portfolio.none_found`.
[[nodiscard]] Result<Outcome> optimize(const Model& model, const Options& options,
                                       Progress& progress);

/// One point of the efficient frontier.
struct FrontierPoint {
  double limit = 0;  ///< Total use of the resource over all periods.
  double used = 0;
  double objective = 0;
  std::vector<std::string> selected;
};

/// Value against total use of one resource, by the ε-constraint method: the total is limited in
/// equal steps up to what the best selection uses, and each limit is optimised.
[[nodiscard]] Result<std::vector<FrontierPoint>> efficient_frontier(const Model& model,
                                                                    std::int32_t resource,
                                                                    int points,
                                                                    const Options& options,
                                                                    Progress& progress);

}  // namespace tc::engine::portfolio
