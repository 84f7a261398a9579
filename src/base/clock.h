#pragma once

#include "base/civil.h"

namespace tc {

/// Where the time comes from. Tests give their own; the product has one in clock.cpp.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Moment now() const = 0;
};

/// The system's clock.
[[nodiscard]] const Clock& system_clock();

/// Monotonic microseconds, for measuring how long something took.
[[nodiscard]] std::int64_t monotonic_us();

}  // namespace tc
