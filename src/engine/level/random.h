#pragma once

#include <cstdint>

namespace tc::engine::level {

/// SplitMix64 (Steele, Lea, Flood 2014): small and fast, the same numbers everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  /// 0 … limit − 1; the limit is positive.
  std::int32_t below(std::int32_t limit) {
    return static_cast<std::int32_t>(((next() >> 32) * static_cast<std::uint64_t>(limit)) >> 32);
  }
  /// 0 ≤ value < 1.
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }

 private:
  std::uint64_t state_;
};

}  // namespace tc::engine::level
