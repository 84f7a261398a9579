#include "engine/level/repeats.h"

#include "base/row.h"
#include "engine/level/random.h"

namespace tc::engine::level {
namespace {

std::uint64_t hash_of(std::uint64_t value) { return Random(value).next(); }

std::uint64_t hash_of(std::int32_t row, std::int32_t from) {
  return hash_of((static_cast<std::uint64_t>(row) << 32) + static_cast<std::uint64_t>(from));
}

}  // namespace

void Repeats::begin(Side side, std::span<const std::int32_t> list, std::size_t kept,
                    std::span<const std::int32_t> start) {
  left_.resize(list.size() + 1);
  left_.back() = side == Side::forward ? 1 : 2;
  for (std::size_t place = list.size(); place-- > 0;)
    left_[place] = hash_of(left_[place + 1] + static_cast<std::uint64_t>(list[place]));
  fixed_ = 0;
  for (const std::int32_t row : list.first(kept)) fixed_ += hash_of(row, start[row_of(row)]);
  place_ = kept;
}

bool Repeats::place(std::int32_t row, std::int32_t from) {
  fixed_ += hash_of(row, from);
  if (++place_ % k_places_each != 0) return false;
  const std::uint64_t key = fixed_ ^ left_[place_];
  std::uint64_t& slot = seen_[key >> (64 - k_bits)];
  if (slot == key) return true;
  slot = key;
  return false;
}

}  // namespace tc::engine::level
