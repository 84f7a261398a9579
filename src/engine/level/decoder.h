#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/level/problem.h"
#include "engine/level/repeats.h"

namespace tc::engine::level {

/// Makes schedules from orders of activities. Times count from the beginning of the side: on the
/// backward side from the end of the project.
class Decoder {
 public:
  /// The problem must outlive this.
  explicit Decoder(const Problem& problem);

  /// Serial schedule generation: every activity of `list` in turn at the earliest time that its
  /// predecessors (of that side) and the resources allow. `list` holds every activity after its
  /// predecessors. Writes `start`, answers the makespan. One schedule by the counting rule of
  /// Hartmann and Kolisch. O(n · profile scanned).
  /// Gives up, with an answer above `limit`, as soon as the makespan must exceed it. The first
  /// `kept` of the list have their starts from an earlier pass over the same beginning. placed()
  /// tells how many starts this pass fixed. With `repeats` it gives up, with INT32_MAX, when it
  /// would repeat a pass that they know.
  std::int32_t serial(Side side, std::span<const std::int32_t> list, std::span<std::int32_t> start,
                      std::int32_t limit = INT32_MAX, std::size_t kept = 0,
                      Repeats* repeats = nullptr);
  [[nodiscard]] std::int32_t placed() const { return placed_; }

  /// Parallel schedule generation: time goes on, whatever fits starts, in the order of `list`.
  std::int32_t parallel(Side side, std::span<const std::int32_t> list,
                        std::span<std::int32_t> start);

  /// The activities by descending finish: the list that shifts the schedule to the other end
  /// (justification) when decoded on the opposite side.
  void justifying_list(Side side, std::span<const std::int32_t> start,
                       std::span<std::int32_t> list);

 private:
  template <bool single>
  std::int32_t serial_impl(Side side, std::span<const std::int32_t> list,
                           std::span<std::int32_t> start, std::int32_t limit, std::size_t kept,
                           Repeats* repeats);
  template <bool single>
  [[nodiscard]] std::int32_t earliest(std::int32_t from, std::int32_t row) const;
  template <bool single>
  void occupy(std::int32_t from, std::int32_t row);
  void clear(std::int32_t until);

  const Problem& problem_;
  std::vector<std::uint64_t> free_;  ///< Per period and word: what is left, guards set.
  std::int32_t dirty_ = 0;           ///< Periods that are not as at the beginning.
  std::int32_t placed_ = 0;
  std::vector<std::int32_t> counts_;
};

}  // namespace tc::engine::level
