#include "engine/level/problem.h"

#include <algorithm>
#include <bit>

#include "base/row.h"
#include "engine/level/topology.h"

namespace tc::engine::level {
namespace {

struct Lane {
  std::size_t resource = 0;
  std::size_t word = 0;
  int shift = 0;
};

/// Places of the renewable resources in the packed words; fills capacity and guard.
std::vector<Lane> make_lanes(Problem& problem, const std::vector<bool>& used) {
  std::vector<Lane> lanes;
  int bit = 64;
  for (std::size_t resource = 0; resource < problem.limits.size(); ++resource) {
    if (!used[resource]) continue;
    const auto limit = static_cast<std::uint64_t>(problem.limits[resource]);
    const int width = static_cast<int>(std::bit_width(limit)) + 1;
    if (bit + width > 64) {
      problem.capacity.push_back(0);
      problem.guard.push_back(0);
      bit = 0;
    }
    lanes.push_back({resource, problem.capacity.size() - 1, bit});
    problem.capacity.back() |= limit << bit;
    problem.guard.back() |= std::uint64_t{1} << (bit + width - 1);
    bit += width;
  }
  if (problem.capacity.empty()) {
    problem.capacity.push_back(0);
    problem.guard.push_back(0);
  }
  problem.words = static_cast<std::int32_t>(problem.capacity.size());
  return lanes;
}

void link(const Instance& instance, const std::vector<std::int32_t>& position, Problem& problem) {
  std::vector<std::vector<std::int32_t>> after(row_of(problem.count));
  std::vector<std::vector<std::int32_t>> before(row_of(problem.count));
  for (std::int32_t row = 0; row < problem.count; ++row) {
    auto& list = after[row_of(row)];
    for (const std::int32_t to :
         instance.activities[row_of(problem.activity[row_of(row)])].successors)
      list.push_back(position[row_of(to)]);
    std::ranges::sort(list);
    list.erase(std::unique(list.begin(), list.end()), list.end());
    for (const std::int32_t to : list) before[row_of(to)].push_back(row);
  }
  const auto pack = [](const std::vector<std::vector<std::int32_t>>& lists, Neighbours& out) {
    out.begin.push_back(0);
    for (const auto& list : lists) {
      out.node.insert(out.node.end(), list.begin(), list.end());
      out.begin.push_back(static_cast<std::int32_t>(out.node.size()));
    }
  };
  pack(after, problem.after);
  pack(before, problem.before);
}

void fill_paths(Problem& problem) {
  problem.head.assign(row_of(problem.count), 0);
  problem.tail = problem.duration;
  for (std::int32_t row = 0; row < problem.count; ++row) {
    for (const auto* from = problem.before.first(row); from != problem.before.last(row); ++from) {
      problem.head[row_of(row)] = std::max(
          problem.head[row_of(row)], problem.head[row_of(*from)] + problem.duration[row_of(*from)]);
    }
  }
  for (std::int32_t row = problem.count; row-- > 0;) {
    for (const auto* to = problem.after.first(row); to != problem.after.last(row); ++to) {
      problem.tail[row_of(row)] = std::max(
          problem.tail[row_of(row)], problem.duration[row_of(row)] + problem.tail[row_of(*to)]);
    }
    problem.critical_path =
        std::max(problem.critical_path, problem.head[row_of(row)] + problem.tail[row_of(row)]);
  }
}

/// Per resource the work of every activity that `next` leads to, directly or not.
class Reach {
 public:
  explicit Reach(const Problem& problem)
      : problem_(problem),
        words_((row_of(problem.count) + 63) / 64),
        sets_(row_of(problem.count) * words_) {}

  /// Periods that everything behind `row` takes at least, by its work. The neighbours come first.
  std::int32_t periods_behind(std::int32_t row, const Neighbours& next) {
    std::uint64_t* set = sets_.data() + row_of(row) * words_;
    for (const auto* to = next.first(row); to != next.last(row); ++to) {
      const std::uint64_t* other = sets_.data() + row_of(*to) * words_;
      for (std::size_t word = 0; word < words_; ++word) set[word] |= other[word];
      set[row_of(*to) / 64] |= std::uint64_t{1} << (row_of(*to) % 64);
    }
    std::int64_t most = 0;
    for (std::size_t resource = 0; resource < problem_.limits.size(); ++resource) {
      std::int64_t work = 0;
      for (std::size_t word = 0; word < words_; ++word) {
        for (std::uint64_t left = set[word]; left != 0; left &= left - 1) {
          const auto other = static_cast<std::int32_t>(word * 64) + std::countr_zero(left);
          work +=
              std::int64_t{problem_.duration[row_of(other)]} * problem_.units_of(other, resource);
        }
      }
      const std::int64_t limit = problem_.limits[resource];
      if (work > 0) most = std::max(most, (work + limit - 1) / limit);
    }
    return static_cast<std::int32_t>(most);
  }

 private:
  const Problem& problem_;
  std::size_t words_;
  std::vector<std::uint64_t> sets_;
};

void fill_strong_paths(Problem& problem) {
  problem.strong_head = problem.head;
  problem.strong_tail = problem.tail;
  if (problem.count <= k_closure_activities_max) {
    Reach earlier(problem);
    for (std::int32_t row = 0; row < problem.count; ++row) {
      std::int32_t& head = problem.strong_head[row_of(row)];
      head = std::max(head, earlier.periods_behind(row, problem.before));
      for (const auto* from = problem.before.first(row); from != problem.before.last(row); ++from)
        head = std::max(head, problem.strong_head[row_of(*from)] + problem.duration[row_of(*from)]);
    }
    Reach later(problem);
    for (std::int32_t row = problem.count; row-- > 0;) {
      std::int32_t& tail = problem.strong_tail[row_of(row)];
      const std::int32_t duration = problem.duration[row_of(row)];
      tail = std::max(tail, duration + later.periods_behind(row, problem.after));
      for (const auto* to = problem.after.first(row); to != problem.after.last(row); ++to)
        tail = std::max(tail, duration + problem.strong_tail[row_of(*to)]);
    }
  }
  for (std::int32_t row = 0; row < problem.count; ++row)
    problem.backward_tail.push_back(problem.strong_head[row_of(row)] +
                                    problem.duration[row_of(row)]);
}

/// Durations and requests of the chosen modes, in the order of the problem.
void fill_modes(const Instance& instance, const std::vector<std::int32_t>& modes,
                Problem& problem) {
  std::vector<std::size_t> renewable;
  for (std::size_t resource = 0; resource < instance.resources.size(); ++resource) {
    if (!instance.resources[resource].renewable) continue;
    renewable.push_back(resource);
    problem.limits.push_back(instance.resources[resource].capacity);
  }
  for (const std::int32_t row : problem.activity) {
    const Mode& mode = instance.activities[row_of(row)].modes[row_of(modes[row_of(row)])];
    problem.duration.push_back(mode.duration);
    problem.horizon += mode.duration;
    for (const std::size_t resource : renewable)
      problem.units.push_back(mode.duration == 0 ? 0 : mode.requests[resource]);
  }
}

void pack_requests(Problem& problem) {
  const std::size_t resources = problem.limits.size();
  std::vector<bool> used(resources, false);
  for (std::size_t entry = 0; entry < problem.units.size(); ++entry) {
    if (problem.units[entry] > 0) used[entry % resources] = true;
  }
  const std::vector<Lane> lanes = make_lanes(problem, used);
  problem.request.assign(row_of(problem.count) * problem.capacity.size(), 0);
  problem.load.assign(row_of(problem.count), 0.0);
  for (std::int32_t row = 0; row < problem.count; ++row) {
    for (const Lane& lane : lanes) {
      const std::int32_t units = problem.units_of(row, lane.resource);
      problem.request[row_of(row) * problem.capacity.size() + lane.word] |=
          static_cast<std::uint64_t>(units) << lane.shift;
      problem.load[row_of(row)] += static_cast<double>(problem.duration[row_of(row)]) * units /
                                   problem.limits[lane.resource];
    }
  }
}

}  // namespace

Problem compile(const Instance& instance, const std::vector<std::int32_t>& modes) {
  Problem problem;
  problem.activity = topological_order(instance);
  problem.count = static_cast<std::int32_t>(problem.activity.size());
  std::vector<std::int32_t> position(problem.activity.size());
  for (std::int32_t row = 0; row < problem.count; ++row)
    position[row_of(problem.activity[row_of(row)])] = row;
  fill_modes(instance, modes, problem);
  pack_requests(problem);
  link(instance, position, problem);
  fill_paths(problem);
  fill_strong_paths(problem);
  return problem;
}

std::vector<std::int32_t> in_instance_order(const Problem& problem,
                                            const std::vector<std::int32_t>& starts) {
  std::vector<std::int32_t> result(starts.size());
  for (std::size_t row = 0; row < starts.size(); ++row)
    result[row_of(problem.activity[row])] = starts[row];
  return result;
}

}  // namespace tc::engine::level
