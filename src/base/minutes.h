#pragma once

#include <compare>
#include <cstdint>

namespace tc {

/// A length of working (or, where said, elapsed) time: a whole number of tenths of a minute.
/// MS Project counts tenths; 2^31 tenths are 408 years of 24-hour days.
class Minutes {
 public:
  constexpr Minutes() = default;
  static constexpr Minutes from_tenths(std::int64_t tenths) {
    return Minutes(static_cast<std::int32_t>(tenths));
  }
  static constexpr Minutes from_minutes(std::int64_t minutes) { return from_tenths(minutes * 10); }

  [[nodiscard]] constexpr std::int32_t tenths() const { return tenths_; }
  /// Minutes as a decimal, for answers in JSON.
  [[nodiscard]] constexpr double minutes() const { return tenths_ / 10.0; }

  friend constexpr auto operator<=>(Minutes, Minutes) = default;
  friend constexpr Minutes operator+(Minutes a, Minutes b) {
    return from_tenths(std::int64_t{a.tenths_} + b.tenths_);
  }
  friend constexpr Minutes operator-(Minutes a, Minutes b) {
    return from_tenths(std::int64_t{a.tenths_} - b.tenths_);
  }
  friend constexpr Minutes operator-(Minutes a) { return from_tenths(-std::int64_t{a.tenths_}); }

 private:
  explicit constexpr Minutes(std::int32_t tenths) : tenths_(tenths) {}
  std::int32_t tenths_ = 0;
};

}  // namespace tc
