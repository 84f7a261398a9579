#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/level/problem.h"

namespace tc::engine::level {

/// Tells half-way that a serial pass would only repeat an earlier one: the starts fixed so far and
/// the order of what is left decide the rest. Remembers both as one hash at some places of every
/// list, the newest in a table of fixed size: a repeat may go unnoticed, and two that differ are
/// taken for one once in some 2^64 looks.
class Repeats {
 public:
  Repeats() : seen_(std::size_t{1} << k_bits) {}

  /// A pass over `list` begins, with the starts of the first `kept` fixed.
  void begin(Side side, std::span<const std::int32_t> list, std::size_t kept,
             std::span<const std::int32_t> start);
  /// The next of the list starts at `from`. True: from here on the pass repeats an earlier one.
  bool place(std::int32_t row, std::int32_t from);

 private:
  /// The table stays within a core's cache; looking at every place finds hardly more.
  static constexpr int k_bits = 16;
  static constexpr std::size_t k_places_each = 8;

  std::vector<std::uint64_t> seen_;
  std::vector<std::uint64_t> left_;  ///< Of every place: hash of the list from there on.
  std::uint64_t fixed_ = 0;          ///< Hash of the starts so far.
  std::size_t place_ = 0;
};

}  // namespace tc::engine::level
