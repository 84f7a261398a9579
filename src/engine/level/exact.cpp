#include "engine/level/exact.h"

#include <algorithm>
#include <utility>

#include "base/row.h"
#include "engine/level/learner.h"
#include "engine/level/timetable.h"

namespace tc::engine::level {
namespace {

/// reaches[i][j]: there is a path from i to j.
std::vector<std::vector<bool>> closure_of(const Problem& problem) {
  std::vector<std::vector<bool>> reaches(row_of(problem.count),
                                         std::vector<bool>(row_of(problem.count)));
  for (std::int32_t row = problem.count; row-- > 0;) {
    for (const auto* to = problem.after.first(row); to != problem.after.last(row); ++to) {
      reaches[row_of(row)][row_of(*to)] = true;
      for (std::int32_t other = *to + 1; other < problem.count; ++other) {
        if (reaches[row_of(*to)][row_of(other)]) reaches[row_of(row)][row_of(other)] = true;
      }
    }
  }
  return reaches;
}

bool exceed_together(const Problem& problem, std::int32_t a, std::int32_t b) {
  for (std::size_t resource = 0; resource < problem.limits.size(); ++resource) {
    if (std::int64_t{problem.units_of(a, resource)} + problem.units_of(b, resource) >
        problem.limits[resource]) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool Exact::is_suitable(const Problem& problem, std::int32_t makespan) {
  return problem.count <= k_activities_max &&
         std::int64_t{problem.count} * (makespan + 1) <= k_values_max;
}

Exact::Exact(const Problem& problem, std::int32_t lower, std::vector<std::int32_t> start,
             std::int32_t upper)
    : problem_(problem), lower_(lower), upper_(upper), start_(std::move(start)) {
  if (done()) return;
  learner_ = std::make_unique<Learner>();
  timetable_ = std::make_unique<Timetable>(problem, upper);
  add_starts();
  add_pairs();
  if (timetable_->begin(*learner_))
    learner_->close(*timetable_, problem.count);
  else
    lower_ = upper_;
}

Exact::~Exact() = default;

std::int64_t Exact::conflicts() const { return learner_ ? learner_->conflicts() : 0; }

/// The starts, the makespan as the variable after them, and the precedences. Only schedules
/// shorter than the present one are wanted.
void Exact::add_starts() {
  for (std::int32_t row = 0; row < problem_.count; ++row) {
    learner_->add_variable(problem_.strong_head[row_of(row)],
                           upper_ - 1 - problem_.strong_tail[row_of(row)]);
    learner_->prefer(row, start_[row_of(row)]);
  }
  const std::int32_t makespan = learner_->add_variable(lower_, upper_ - 1);
  for (std::int32_t row = 0; row < problem_.count; ++row) {
    for (const auto* to = problem_.after.first(row); to != problem_.after.last(row); ++to)
      learner_->add_difference(2 * row, 2 * *to, problem_.duration[row_of(row)]);
    learner_->add_difference(2 * row, 2 * makespan, problem_.strong_tail[row_of(row)]);
  }
}

/// Activities that never fit side by side: one literal says which comes first.
void Exact::add_pairs() {
  const auto reaches = closure_of(problem_);
  for (std::int32_t a = 0; a < problem_.count; ++a) {
    for (std::int32_t b = a + 1; b < problem_.count; ++b) {
      if (reaches[row_of(a)][row_of(b)] || !exceed_together(problem_, a, b)) continue;
      const std::int32_t order = learner_->add_variable(0, 1);
      learner_->prefer(order, start_[row_of(a)] < start_[row_of(b)] ? 1 : 0);
      learner_->add_difference(2 * a, 2 * b, problem_.duration[row_of(a)], {2 * order, 1});
      learner_->add_difference(2 * b, 2 * a, problem_.duration[row_of(b)], {2 * order + 1, 0});
    }
  }
}

void Exact::search(std::int32_t makespan, std::int64_t conflicts_max) {
  const SideIndex side = 2 * problem_.count + 1;
  switch (learner_->search({side, -makespan}, conflicts_max)) {
    case Learner::Answer::stopped:
      return;
    case Learner::Answer::refuted:
      lower_ = makespan + 1;
      return;
    case Learner::Answer::found:
      break;
  }
  std::vector<std::int32_t> start;
  std::int32_t finish = 0;
  for (std::int32_t row = 0; row < problem_.count; ++row) {
    start.push_back(learner_->low(2 * row));
    finish = std::max(finish, start.back() + problem_.duration[row_of(row)]);
  }
  adopt(start, finish);
}

void Exact::adopt(const std::vector<std::int32_t>& start, std::int32_t makespan) {
  if (done() || makespan >= upper_) return;
  start_ = start;
  upper_ = makespan;
  for (std::int32_t row = 0; row < problem_.count; ++row)
    learner_->prefer(row, start_[row_of(row)]);
}

void Exact::raise_lower(std::int64_t conflicts_max) {
  if (!done()) search(lower_, conflicts_max);
}

void Exact::reduce_upper(std::int64_t conflicts_max) {
  if (!done()) search(upper_ - 1, conflicts_max);
}

}  // namespace tc::engine::level
