#include "engine/earned_value/techniques.h"

#include <algorithm>

namespace tc::engine::earned_value {
namespace {

/// Formulas that know only started and finished.
Part in_two_steps(std::int64_t done, std::int64_t on_start) {
  if (done >= k_whole_percent) return {1, 1};
  return done > 0 ? Part{on_start, 100} : Part{0, 1};
}

}  // namespace

Part earned_part(Technique technique, std::int64_t done, std::int64_t units_planned) {
  switch (technique) {
    case Technique::zero_hundred:
      return in_two_steps(done, 0);
    case Technique::fifty_fifty:
      return in_two_steps(done, 50);
    case Technique::twentyfive_seventyfive:
      return in_two_steps(done, 25);
    case Technique::units:
    case Technique::standards:
      // Overproduction earns no more than the budget.
      return {std::min(done, units_planned), units_planned};
    case Technique::percent_complete:
    case Technique::weighted_milestones:
    case Technique::level_of_effort:
    case Technique::apportioned:
      break;
  }
  return {done, k_whole_percent};
}

Part earned_part(const std::vector<Milestone>& milestones, std::int32_t period) {
  Part part{0, 0};
  for (const Milestone& milestone : milestones) {
    part.whole += milestone.weight;
    if (milestone.done_period >= 0 && milestone.done_period <= period)
      part.earned += milestone.weight;
  }
  return part;
}

}  // namespace tc::engine::earned_value
