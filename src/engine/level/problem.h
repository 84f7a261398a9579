#pragma once

#include <cstdint>
#include <vector>

#include "engine/level/instance.h"

namespace tc::engine::level {

/// Which way time runs: backward passes schedule the reversed network from the end.
enum class Side : std::uint8_t { forward, backward };

[[nodiscard]] constexpr Side opposite(Side side) {
  return side == Side::forward ? Side::backward : Side::forward;
}

/// Compressed lists of neighbours.
struct Neighbours {
  std::vector<std::int32_t> begin;  ///< Activities + 1.
  std::vector<std::int32_t> node;

  [[nodiscard]] const std::int32_t* first(std::int32_t row) const {
    return node.data() + begin[static_cast<std::size_t>(row)];
  }
  [[nodiscard]] const std::int32_t* last(std::int32_t row) const {
    return node.data() + begin[static_cast<std::size_t>(row) + 1];
  }
};

/// An instance with one mode chosen per activity, made ready for scheduling. Activities are
/// renumbered in topological order, so an index is never smaller than its predecessors'.
///
/// The renewable resources of one period are packed into few 64-bit words: each has a lane as wide
/// as its capacity plus one guard bit, so one subtraction compares all resources of a word: with
/// all guard bits set in `free`, `free - request` keeps exactly the guards of the lanes that
/// suffice. Resources that nothing requests have no lane.
struct Problem {
  std::int32_t count = 0;
  std::int32_t words = 1;    ///< Per period.
  std::int32_t horizon = 0;  ///< Sum of durations: no active schedule is longer.
  std::vector<std::int32_t> duration;
  std::vector<std::uint64_t> request;   ///< count × words.
  std::vector<std::uint64_t> capacity;  ///< words; without guards.
  std::vector<std::uint64_t> guard;     ///< words.
  Neighbours before;                    ///< Predecessors.
  Neighbours after;                     ///< Successors.
  std::vector<std::int32_t> head;       ///< Earliest start without resources.
  std::vector<std::int32_t> tail;       ///< Longest path from the start of an activity to the end.
  std::int32_t critical_path = 0;
  /// The same at least, with the work of all predecessors or successors by the capacities in
  /// account, for instances up to k_closure_activities_max.
  std::vector<std::int32_t> strong_head;
  std::vector<std::int32_t> strong_tail;
  std::vector<std::int32_t> backward_tail;  ///< strong_tail of the reversed network.
  std::vector<std::int32_t> activity;       ///< Index in the instance.
  std::vector<std::int32_t> units;          ///< count × resources, renewable ones only, unpacked.
  std::vector<std::int32_t> limits;         ///< Capacity per renewable resource.
  /// Share of the resources that an activity keeps busy: duration · Σ request / capacity.
  std::vector<double> load;

  [[nodiscard]] const Neighbours& earlier(Side side) const {
    return side == Side::forward ? before : after;
  }
  [[nodiscard]] const Neighbours& later(Side side) const {
    return side == Side::forward ? after : before;
  }
  /// From the start of an activity to the end of the project at least, as the side sees it.
  [[nodiscard]] const std::vector<std::int32_t>& rest(Side side) const {
    return side == Side::forward ? strong_tail : backward_tail;
  }
  [[nodiscard]] std::int32_t units_of(std::int32_t row, std::size_t resource) const {
    return units[static_cast<std::size_t>(row) * limits.size() + resource];
  }
};

inline constexpr std::int32_t k_closure_activities_max = 2'000;

/// Compiles an instance that check_instance accepts; `modes` chooses the mode of every activity,
/// each of which fits the renewable capacities. O(size).
[[nodiscard]] Problem compile(const Instance& instance, const std::vector<std::int32_t>& modes);

/// Starts in the order of the instance from starts in the order of the problem.
[[nodiscard]] std::vector<std::int32_t> in_instance_order(const Problem& problem,
                                                          const std::vector<std::int32_t>& starts);

}  // namespace tc::engine::level
