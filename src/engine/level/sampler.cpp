#include "engine/level/sampler.h"

#include <algorithm>
#include <numeric>

#include "base/row.h"

namespace tc::engine::level {
Sampler::Sampler(const Problem& problem) : problem_(problem), waiting_(row_of(problem.count)) {}

void Sampler::sample_paths(Random& random, std::span<std::int32_t> list) {
  weight_.assign(list.size(), 0.0);
  for (std::int32_t row = problem_.count; row-- > 0;) {
    double longest = 0;
    for (const auto* to = problem_.after.first(row); to != problem_.after.last(row); ++to)
      longest = std::max(longest, weight_[row_of(*to)]);
    weight_[row_of(row)] = longest + problem_.duration[row_of(row)] * (1 + random.unit());
  }
  std::iota(list.begin(), list.end(), 0);
  std::ranges::stable_sort(list, std::ranges::greater{},
                           [&](std::int32_t row) { return weight_[row_of(row)]; });
}

void Sampler::sample(Random& random, std::span<std::int32_t> list) {
  if (problem_.count > k_drawn_activities_max) return sample_paths(random, list);
  eligible_.clear();
  for (std::int32_t row = 0; row < problem_.count; ++row) {
    waiting_[row_of(row)] =
        static_cast<std::int32_t>(problem_.before.last(row) - problem_.before.first(row));
    if (waiting_[row_of(row)] == 0) eligible_.push_back(row);
  }
  const auto behind = [&](std::int32_t row) {
    return problem_.strong_tail[row_of(row)] - problem_.duration[row_of(row)];
  };
  for (std::int32_t& place : list) {
    std::int32_t least = INT32_MAX;
    for (const std::int32_t row : eligible_) least = std::min(least, behind(row));
    double sum = 0;
    weight_.clear();
    for (const std::int32_t row : eligible_) {
      const double regret = behind(row) - least + 1.0;
      weight_.push_back(regret * regret);
      sum += weight_.back();
    }
    double draw = random.unit() * sum;
    std::size_t chosen = 0;
    while (chosen + 1 < eligible_.size() && draw >= weight_[chosen]) draw -= weight_[chosen++];
    place = eligible_[chosen];
    eligible_[chosen] = eligible_.back();
    eligible_.pop_back();
    for (const auto* to = problem_.after.first(place); to != problem_.after.last(place); ++to) {
      if (--waiting_[row_of(*to)] == 0) eligible_.push_back(*to);
    }
  }
}

}  // namespace tc::engine::level
