#include "engine/level/level.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/level/check.h"
#include "engine/level/exact.h"
#include "engine/level/multi_mode.h"
#include "engine/level/problem.h"
#include "engine/level/search.h"

namespace tc::engine::level {
namespace {

/// Search and exact search take turns, each turn this much longer than the one before.
constexpr std::int64_t k_turn_growth = 3;
constexpr std::int64_t k_first_schedules = 5'000;
constexpr std::int64_t k_first_conflicts = 2'000;
/// Conflicts between two looks at the progress: some ten milliseconds.
constexpr std::int64_t k_conflicts_per_step = 300;
/// Conflicts spent on one bound before the other is tried.
constexpr std::int64_t k_conflicts_per_side = 1'200;

class Run {
 public:
  Run(const Problem& problem, const Options& options, Progress& progress)
      : problem_(problem), options_(options), progress_(progress) {
    lower_ = simple_bound(problem);
  }

  void solve() {
    std::int64_t schedules = options_.exact ? k_first_schedules : options_.schedules_max;
    std::int64_t conflicts = k_first_conflicts;
    for (std::uint64_t turn = 0; !stopped_; ++turn) {
      search_turn(schedules, options_.seed + turn);
      if (is_done() || stopped_) return;
      exact_turn(conflicts);
      if (is_done()) return;
      schedules *= k_turn_growth;
      conflicts *= k_turn_growth;
    }
  }

  Found best_;
  LowerBound lower_;

 private:
  [[nodiscard]] bool is_done() const {
    const bool used_up = best_.schedules >= options_.schedules_max;
    return best_.makespan <= lower_.value || (used_up && !may_prove());
  }

  [[nodiscard]] bool may_prove() const {
    return options_.exact && Exact::is_suitable(problem_, best_.makespan);
  }

  void search_turn(std::int64_t schedules, std::uint64_t seed) {
    const std::int64_t left = options_.schedules_max - best_.schedules;
    if (left <= 0) return;
    const SearchLimits limits{std::min(schedules, left), seed, lower_.value, best_.schedules};
    Found found = search(problem_, limits, progress_);
    stopped_ = found.stopped;
    found.schedules += best_.schedules;
    const bool better = best_.start.empty() || found.makespan < best_.makespan;
    best_.schedules = found.schedules;
    if (better) best_ = std::move(found);
    if (exact_) exact_->adopt(best_.start, best_.makespan);
  }

  void exact_turn(std::int64_t conflicts) {
    if (!may_prove()) return;
    if (!exact_) exact_.emplace(problem_, lower_.value, best_.start, best_.makespan);
    for (std::int64_t spent = 0; spent < conflicts && !exact_->done();
         spent += k_conflicts_per_step) {
      if (!progress_.step(exact_->conflicts(), INT64_MAX, "proof")) {
        stopped_ = true;
        break;
      }
      if (spent / k_conflicts_per_side % 2 == 0)
        exact_->raise_lower(k_conflicts_per_step);
      else
        exact_->reduce_upper(k_conflicts_per_step);
    }
    if (exact_->lower() > lower_.value) lower_ = {exact_->lower(), Bound::destructive};
    if (exact_->upper() >= best_.makespan) return;
    best_.makespan = exact_->upper();
    best_.start = exact_->start();
  }

  const Problem& problem_;
  const Options& options_;
  Progress& progress_;
  std::optional<Exact> exact_;
  bool stopped_ = false;
};

/// With modes to choose there is search only, no proof beyond the simple bounds.
Result<Solution> solve_modes(const Instance& instance, const Options& options, Progress& progress) {
  Solution solution;
  solution.lower_bound = multi_mode_bound(instance);
  solution.critical_path = compile(instance, shortest_modes(instance)).critical_path;
  const SearchLimits limits{options.schedules_max, options.seed, solution.lower_bound.value};
  Result<ModesFound> found = search_modes(instance, limits, progress);
  if (!found) return found.refusals();
  solution.schedule = std::move(found->schedule);
  solution.makespan = found->makespan;
  solution.schedules = found->schedules;
  solution.proved = solution.makespan == solution.lower_bound.value;
  TC_ASSERT(check_schedule(instance, solution.schedule).empty());
  return solution;
}

}  // namespace

Result<Solution> solve(const Instance& instance, const Options& options, Progress& progress) {
  if (Status sound = check_instance(instance); !sound) return sound.refusals();
  if (has_choice(instance)) return solve_modes(instance, options, progress);
  const std::vector<std::int32_t> modes(instance.activities.size(), 0);
  const Problem problem = compile(instance, modes);
  Run run(problem, options, progress);
  run.solve();
  Solution solution;
  solution.schedule = {in_instance_order(problem, run.best_.start), modes};
  solution.makespan = run.best_.makespan;
  solution.lower_bound = run.lower_;
  solution.proved = solution.makespan == solution.lower_bound.value;
  solution.critical_path = problem.critical_path;
  solution.schedules = run.best_.schedules;
  TC_ASSERT(check_schedule(instance, solution.schedule).empty());
  return solution;
}

}  // namespace tc::engine::level
