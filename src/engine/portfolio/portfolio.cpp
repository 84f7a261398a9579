#include "engine/portfolio/portfolio.h"

#include <algorithm>
#include <cmath>

#include "engine/portfolio/bound.h"
#include "engine/portfolio/choices.h"
#include "engine/portfolio/exact.h"
#include "engine/portfolio/explain.h"
#include "engine/portfolio/lp_text.h"
#include "engine/portfolio/search.h"

namespace tc::engine::portfolio {
namespace {

constexpr int k_first_bound_passes = 300;
constexpr int k_bound_passes = 3000;
constexpr std::int64_t k_children_before_proof = 2'000;
constexpr std::int64_t k_nodes_before_search = 200'000;
constexpr std::int64_t k_nothing_known = -(std::int64_t{1} << 60);

/// The work in its order: bound, a quick search, a quick proof, a long search, a long proof, the
/// solver. Each step may end it.
class Optimizer {
 public:
  Optimizer(const Model& model, const Options& options, Progress& progress)
      : model_(model), options_(options), progress_(progress), choices_(choices_of(model)) {}

  Result<Outcome> run() {
    bound_ = lagrangian_bound(choices_, 0, k_first_bound_passes);
    Search search(choices_, bound_.price, options_.seed);
    search_for(search, std::min(options_.children, k_children_before_proof));
    bound_ = tighter(lagrangian_bound(choices_, found_ ? value_ : 0, k_bound_passes));
    if (!is_proved()) prove(std::min(options_.nodes, k_nodes_before_search));
    if (!is_proved() && !stopped_) search_for(search, options_.children - k_children_before_proof);
    if (!is_proved() && !stopped_) prove(options_.nodes);
    if (!is_proved() && options_.solver != nullptr) ask_solver();
    if (!found_) {
      return refuse(RefusalKind::rule,
                    exhausted_ ? "portfolio.infeasible" : "portfolio.none_found");
    }
    return outcome();
  }

 private:
  Bound tighter(Bound other) const { return other.value < bound_.value ? other : bound_; }

  /// Values are whole, so a bound is worth its floor.
  std::int64_t whole_bound() const {
    return static_cast<std::int64_t>(std::floor(std::min(bound_.value, 9e18)));
  }
  bool is_proved() {
    if (found_ && proved_by_.empty() && whole_bound() <= value_) proved_by_ = "bound";
    return !proved_by_.empty() || exhausted_;
  }

  void accept(const Selection& selection, const char* by) {
    // The checker knows nothing of choices and states: what it refuses is not an answer.
    if (!is_feasible(model_, selection)) return;
    const std::int64_t value = value_of(model_, selection);
    if (found_ && value <= value_) return;
    found_ = true;
    value_ = value;
    selection_ = selection;
    found_by_ = by;
  }

  Selection selection_from(const std::vector<std::int32_t>& chosen) const {
    Selection selection(chosen.size(), -1);
    for (std::size_t row = 0; row < chosen.size(); ++row) {
      if (chosen[row] >= 0)
        selection[row] = choices_.choices[static_cast<std::size_t>(chosen[row])].start;
    }
    return selection;
  }

  void search_for(Search& search, std::int64_t children) {
    if (children <= 0) return;
    stopped_ = !search.run(children, progress_);
    if (search.found()) accept(selection_from(search.best()), "heuristic");
  }

  void prove(std::int64_t nodes) {
    if (nodes <= 0) return;
    const ExactResult exact =
        search_exactly(choices_, bound_, found_ ? value_ : k_nothing_known, nodes, progress_);
    if (exact.improved) accept(selection_from(exact.chosen), "search");
    if (!exact.complete) return;
    exhausted_ = !found_;
    if (found_) proved_by_ = "search";
  }

  void ask_solver() {
    const std::optional<SolverAnswer> answer =
        options_.solver->solve(lp_text(choices_), options_.solver_seconds);
    solver_failed_ = true;
    if (!answer) return;
    const std::optional<Selection> selection = selection_of(choices_, *answer);
    if (!selection || !is_feasible(model_, *selection)) return;
    const std::int64_t value = value_of(model_, *selection);
    // What it says of the objective must agree with the selection it gives.
    const double stated = answer->objective.value_or(static_cast<double>(value));
    if (std::abs(stated - static_cast<double>(value)) > 1e-6 * std::max(1.0, std::abs(stated)))
      return;
    // A solver that calls less than the known best the best, or more than the bound, is wrong.
    if (answer->proved && found_ && value < value_) return;
    solver_failed_ = false;
    accept(*selection, "solver");
    if (answer->proved) proved_by_ = "solver";
  }

  Outcome outcome() {
    Outcome outcome;
    const auto scale = static_cast<double>(model_.value_scale);
    outcome.selection = selection_;
    outcome.objective = static_cast<double>(value_) / scale;
    outcome.proved = is_proved();
    outcome.proved_by = proved_by_;
    outcome.found_by = found_by_;
    outcome.solver_failed = solver_failed_;
    const double bound = outcome.proved ? static_cast<double>(value_)
                                        : std::max(bound_.value, static_cast<double>(value_));
    outcome.bound = bound / scale;
    outcome.gap = (outcome.bound - outcome.objective) / std::max(1.0, std::abs(outcome.objective));
    outcome.rejected = explain(choices_, selection_);
    return outcome;
  }

  const Model& model_;
  const Options& options_;
  Progress& progress_;
  Choices choices_;
  Bound bound_;
  bool found_ = false;
  bool stopped_ = false;
  bool exhausted_ = false;  ///< There is no feasible selection at all.
  bool solver_failed_ = false;
  std::int64_t value_ = 0;
  Selection selection_;
  std::string found_by_;
  std::string proved_by_;
};

}  // namespace

Result<Outcome> optimize(const Model& model, const Options& options, Progress& progress) {
  if (Refusals faults = faults_of(model); !faults.empty()) return faults;
  return Optimizer(model, options, progress).run();
}

}  // namespace tc::engine::portfolio
