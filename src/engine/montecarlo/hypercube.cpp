#include "engine/montecarlo/hypercube.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/failure.h"
#include "engine/montecarlo/binary_field.h"

namespace tc::engine::montecarlo {
namespace {

/// SplitMix64 from where Philox starts it: many words are needed.
class Words {
 public:
  explicit Words(const PhiloxWords& start)
      : state_(std::uint64_t{start[0]} << 32U | start[1]),
        step_(std::uint64_t{start[2]} << 32U | start[3] | 1U) {}

  std::uint64_t next() {
    state_ += step_;
    std::uint64_t word = (state_ ^ state_ >> 30U) * 0xbf58476d1ce4e5b9U;
    word = (word ^ word >> 27U) * 0x94d049bb133111ebU;
    return word;
  }

 private:
  std::uint64_t state_;
  std::uint64_t step_;
};

/// By the upper half of a word: a whole number below `limit`.
std::size_t below(std::int32_t limit, std::uint64_t word) {
  return (word >> 32U) * static_cast<std::uint32_t>(limit) >> 32U;
}

/// By the lower half of a word: where in a stratum a number lies, so far inside of it that rounding
/// never carries it out.
float inside(std::uint64_t word) {
  constexpr float k_margin = 1.0F / 8192.0F;
  constexpr float k_width = (1.0F - 2.0F * k_margin) / 8388608.0F;
  return static_cast<float>(word & 0x7fffffU) * k_width + k_margin;
}

template <typename T>
void shuffle(T* values, std::int32_t count, Words& words) {
  for (std::int32_t at = count; at > 1; --at) {
    std::swap(values[at - 1], values[below(at, words.next())]);
  }
}

/// A row once more, and as far as the last block reads beyond it.
void repeat(float* out, std::int32_t size) {
  for (std::int32_t at = 0; at < size + k_block; ++at) out[size + at] = out[at];
}

constexpr std::size_t k_levels = PairedHypercube::k_levels;

constexpr auto products() {
  constexpr std::uint32_t k_polynomial = 0b100101;  // x⁵ + x² + 1, irreducible.
  std::array<std::array<std::uint8_t, k_levels>, k_levels> table{};
  for (std::uint32_t a = 0; a < k_levels; ++a) {
    for (std::uint32_t b = 0; b < k_levels; ++b)
      table[a][b] = static_cast<std::uint8_t>(multiply_modulo(a, b, k_polynomial, 5));
  }
  return table;
}

/// Over the field of 32 elements: run (i, j) has in column k the level i + k · j, in the last one
/// j.
std::size_t level_of(std::size_t run, std::size_t column) {
  static constexpr auto k_products = products();
  const std::size_t i = run / k_levels, j = run % k_levels;
  return column == k_levels ? j : i ^ k_products[column][j];
}

}  // namespace

void fill_hypercube_row(float* out, std::int32_t size, const PhiloxWords& start) {
  Words words(start);
  const float width = 1.0F / static_cast<float>(size);
  for (std::int32_t at = 0; at < size; ++at) {
    const std::uint64_t word = words.next();
    const std::size_t place = below(at + 1, word);
    out[at] = out[place];
    out[place] = (static_cast<float>(at) + inside(word)) * width;
  }
  repeat(out, size);
}

PairedHypercube::PairedHypercube(std::int32_t size, const PhiloxWords& start) : size_(size) {
  static_assert(k_levels * k_levels == k_chunk);
  Words words(start);
  std::iota(runs_.begin(), runs_.end(), std::uint16_t{0});
  shuffle(runs_.data(), k_chunk, words);
}

void PairedHypercube::fill_row(float* out, std::int32_t dimension, const PhiloxWords& start) const {
  TC_ASSERT(dimension >= 0 && dimension < k_dimensions_max);
  Words words(start);
  const auto column = static_cast<std::size_t>(dimension);
  const auto level_at = [&](std::int32_t at) {
    return level_of(runs_[static_cast<std::size_t>(at)], column);
  };
  std::array<std::int32_t, k_levels> numbers{}, next{};
  for (std::int32_t at = 0; at < size_; ++at) ++numbers[level_at(at)];
  // Levels in random order take their share of the strata, each its own in random order.
  std::array<std::size_t, k_levels> levels;
  std::iota(levels.begin(), levels.end(), std::size_t{0});
  shuffle(levels.data(), k_levels, words);
  std::array<std::int32_t, k_chunk> strata;
  std::iota(strata.begin(), strata.end(), 0);
  std::int32_t first = 0;
  for (const std::size_t level : levels) {
    shuffle(strata.data() + first, numbers[level], words);
    next[level] = first;
    first += numbers[level];
  }
  const float width = 1.0F / static_cast<float>(size_);
  for (std::int32_t at = 0; at < size_; ++at) {
    const auto place = static_cast<std::size_t>(next[level_at(at)]++);
    out[at] = (static_cast<float>(strata[place]) + inside(words.next())) * width;
  }
  repeat(out, size_);
}

}  // namespace tc::engine::montecarlo
