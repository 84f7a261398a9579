#include "engine/level/crossover.h"

#include <algorithm>

#include "base/row.h"

namespace tc::engine::level {
namespace {

// Found by trials on PSPLIB's J120; see README.md.
constexpr double k_block_min = 0.25;  ///< Of the rows.
constexpr double k_block_max = 0.75;
constexpr double k_inner_share = 0.8;  ///< Of the crossovers.

}  // namespace

void cross_lists(std::span<const std::int32_t> a, std::span<const std::int32_t> place_in_a,
                 std::span<const std::int32_t> b, Random& random, std::span<std::int32_t> child) {
  const auto count = static_cast<std::int32_t>(a.size());
  const double share = k_block_min + (k_block_max - k_block_min) * random.unit();
  const std::int32_t size = std::max(1, static_cast<std::int32_t>(count * share));
  const std::int32_t begin = random.below(count - size + 1);
  const std::int32_t end = begin + size;
  std::ranges::copy(a, child.begin());
  const bool inner = random.unit() < k_inner_share;
  std::int32_t before = 0;
  std::int32_t inside = begin;
  std::int32_t after = end;
  for (const std::int32_t row : b) {
    const std::int32_t place = place_in_a[row_of(row)];
    if (place >= begin && place < end) {
      if (inner) child[row_of(inside++)] = row;
    } else if (!inner) {
      child[row_of(place < begin ? before++ : after++)] = row;
    }
  }
}

}  // namespace tc::engine::level
