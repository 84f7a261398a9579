#include "engine/level/bounds.h"

#include <algorithm>
#include <numeric>

#include "base/row.h"

namespace tc::engine::level {
namespace {

std::int64_t energy_of(const Problem& problem, std::int32_t row, std::size_t resource) {
  return std::int64_t{problem.duration[row_of(row)]} * problem.units_of(row, resource);
}

void raise(LowerBound& bound, std::int64_t value, Bound kind) {
  if (value <= bound.value) return;
  bound = {static_cast<std::int32_t>(value), kind};
}

std::int64_t periods(std::int64_t energy, std::int32_t limit) {
  return energy == 0 ? 0 : (energy + limit - 1) / limit;
}

/// For every head h and tail q: h + (work of the activities with head ≥ h and tail ≥ q) / limit +
/// q.
void raise_by_subsets(const Problem& problem, std::size_t resource,
                      const std::vector<std::int32_t>& by_tail, LowerBound& bound) {
  std::vector<std::int32_t> heads;
  for (const std::int32_t row : by_tail) {
    if (energy_of(problem, row, resource) > 0) heads.push_back(problem.strong_head[row_of(row)]);
  }
  std::ranges::sort(heads);
  heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
  for (const std::int32_t head : heads) {
    std::int64_t energy = 0;
    for (const std::int32_t row : by_tail) {
      if (problem.strong_head[row_of(row)] < head) continue;
      const std::int64_t own = energy_of(problem, row, resource);
      if (own == 0) continue;
      energy += own;
      const std::int32_t tail = problem.strong_tail[row_of(row)] - problem.duration[row_of(row)];
      raise(bound, head + periods(energy, problem.limits[resource]) + tail,
            Bound::head_tail_energy);
    }
  }
}

}  // namespace

LowerBound simple_bound(const Problem& problem) {
  LowerBound bound{problem.critical_path, Bound::critical_path};
  for (std::size_t resource = 0; resource < problem.limits.size(); ++resource) {
    std::int64_t energy = 0;
    for (std::int32_t row = 0; row < problem.count; ++row)
      energy += energy_of(problem, row, resource);
    raise(bound, periods(energy, problem.limits[resource]), Bound::resource_energy);
  }
  if (problem.count > k_head_tail_activities_max) return bound;
  std::vector<std::int32_t> by_tail(row_of(problem.count));
  std::iota(by_tail.begin(), by_tail.end(), 0);
  std::ranges::sort(by_tail, std::ranges::greater{}, [&](std::int32_t row) {
    return problem.strong_tail[row_of(row)] - problem.duration[row_of(row)];
  });
  for (std::size_t resource = 0; resource < problem.limits.size(); ++resource)
    raise_by_subsets(problem, resource, by_tail, bound);
  return bound;
}

}  // namespace tc::engine::level
