#include "engine/level/timetable.h"

#include <algorithm>

#include "base/row.h"

namespace tc::engine::level {
Timetable::Timetable(const Problem& problem, std::int32_t horizon) : problem_(problem) {
  for (std::int32_t period = 0; period < horizon; ++period) {
    for (std::size_t word = 0; word < problem.capacity.size(); ++word)
      free_.push_back(problem.capacity[word] | problem.guard[word]);
  }
  changed_.assign(row_of(problem.count), 1);
}

Timetable::Part Timetable::part_of(const Learner& learner, std::int32_t row) const {
  return {-learner.low(2 * row + 1), learner.low(2 * row) + problem_.duration[row_of(row)]};
}

bool Timetable::fits(std::int32_t row, std::int32_t period) const {
  const std::size_t words = problem_.capacity.size();
  const std::uint64_t* request = problem_.request.data() + row_of(row) * words;
  const std::uint64_t* slot = free_.data() + row_of(period) * words;
  for (std::size_t word = 0; word < words; ++word) {
    const std::uint64_t guard = problem_.guard[word];
    if (((slot[word] - request[word]) & guard) != guard) return false;
  }
  return true;
}

bool Timetable::add(std::int32_t row, Part part) {
  const std::size_t words = problem_.capacity.size();
  const std::uint64_t* request = problem_.request.data() + row_of(row) * words;
  bool sound = true;
  for (std::int32_t period = part.begin; period < part.end; ++period) {
    for (std::size_t word = 0; word < words; ++word) {
      std::uint64_t& slot = free_[row_of(period) * words + word];
      slot -= request[word];
      if (!sound || (slot & problem_.guard[word]) == problem_.guard[word]) continue;
      sound = false;
      overload_ = period;
    }
  }
  profile_changed_ |= part.begin < part.end;
  return sound;
}

void Timetable::remove(std::int32_t row, Part part) {
  const std::size_t words = problem_.capacity.size();
  const std::uint64_t* request = problem_.request.data() + row_of(row) * words;
  for (std::int32_t period = part.begin; period < part.end; ++period) {
    for (std::size_t word = 0; word < words; ++word)
      free_[row_of(period) * words + word] += request[word];
  }
}

bool Timetable::begin(const Learner& learner) {
  bool sound = true;
  for (std::int32_t row = 0; sound && row < problem_.count; ++row)
    sound = add(row, part_of(learner, row));
  return sound;
}

bool Timetable::raised(Learner& learner, SideIndex side, std::int32_t old) {
  const std::int32_t row = side >> 1;
  if (row >= problem_.count || problem_.duration[row_of(row)] == 0) return true;
  changed_[row_of(row)] = 1;
  Part part = part_of(learner, row);
  // Only the new part: at the end where the start rose, at the beginning where the finish fell.
  if ((side & 1) == 0)
    part.begin = std::max(part.begin, old + problem_.duration[row_of(row)]);
  else
    part.end = std::min(part.end, -old);
  if (add(row, part)) return true;
  explain(learner, -1, overload_);
  return learner.fail(premises_);
}

void Timetable::lowered(const Learner& learner, SideIndex side, std::int32_t old) {
  const std::int32_t row = side >> 1;
  if (row >= problem_.count || problem_.duration[row_of(row)] == 0) return;
  changed_[row_of(row)] = 1;
  Part part = part_of(learner, row);
  if ((side & 1) == 0)
    part.begin = std::max(part.begin, old + problem_.duration[row_of(row)]);
  else
    part.end = std::min(part.end, -old);
  remove(row, part);
}

void Timetable::explain(const Learner& learner, std::int32_t row, std::int32_t period) {
  premises_.clear();
  for (std::size_t resource = 0; resource < problem_.limits.size(); ++resource) {
    std::int64_t needed = problem_.limits[resource] + std::int64_t{1};
    if (row >= 0) needed -= problem_.units_of(row, resource);
    if (needed > problem_.limits[resource]) {
      if (row >= 0) continue;  // It does not use this resource.
    }
    running_.clear();
    std::int64_t sum = 0;
    for (std::int32_t other = 0; other < problem_.count; ++other) {
      const std::int32_t units = problem_.units_of(other, resource);
      if (units == 0 || other == row) continue;
      const Part part = part_of(learner, other);
      if (part.begin > period || part.end <= period) continue;
      running_.emplace_back(units, other);
      sum += units;
    }
    if (sum < needed) continue;
    // As few as possible: drop the smallest that are not needed.
    std::ranges::sort(running_);
    for (const auto& [units, other] : running_) {
      if (sum - units >= needed) {
        sum -= units;
        continue;
      }
      premises_.push_back({2 * other, period - problem_.duration[row_of(other)] + 1});
      premises_.push_back({2 * other + 1, -period});
    }
    return;
  }
  TC_ASSERT(false);
}

bool Timetable::push_start(Learner& learner, std::int32_t row) {
  const std::int32_t duration = problem_.duration[row_of(row)];
  while (true) {
    const std::int32_t low = learner.low(2 * row);
    // Where it certainly runs it is counted already and does not stand in its own way.
    const std::int32_t end = std::min(low + duration, -learner.low(2 * row + 1));
    std::int32_t period = end - 1;
    while (period >= low && fits(row, period)) --period;
    if (period < low) return true;
    explain(learner, row, period);
    premises_.push_back({2 * row, period - duration + 1});
    if (!learner.raise({2 * row, period + 1}, premises_)) return false;
  }
}

bool Timetable::push_finish(Learner& learner, std::int32_t row) {
  const std::int32_t duration = problem_.duration[row_of(row)];
  while (true) {
    const std::int32_t high = -learner.low(2 * row + 1);
    std::int32_t period = std::max(high, learner.low(2 * row) + duration);
    while (period < high + duration && fits(row, period)) ++period;
    if (period == high + duration) return true;
    explain(learner, row, period);
    premises_.push_back({2 * row + 1, -period});
    if (!learner.raise({2 * row + 1, duration - period}, premises_)) return false;
  }
}

bool Timetable::filter_activity(Learner& learner, std::int32_t row) {
  return push_start(learner, row) && push_finish(learner, row);
}

bool Timetable::filter(Learner& learner) {
  const bool all = profile_changed_;
  profile_changed_ = false;
  for (std::int32_t row = 0; row < problem_.count; ++row) {
    if (!all && changed_[row_of(row)] == 0) continue;
    changed_[row_of(row)] = 0;
    if (problem_.duration[row_of(row)] == 0 || learner.is_fixed(row)) continue;
    if (filter_activity(learner, row)) continue;
    profile_changed_ = true;
    return false;
  }
  return true;
}

}  // namespace tc::engine::level
