#pragma once

#include <cstdint>
#include <functional>
#include <utility>

namespace tc {

/// How long a work has taken and may take, from its making on, by a clock of its owner: monotonic
/// microseconds.
class TimeLimit {
 public:
  using Now = std::function<std::int64_t()>;
  static constexpr std::int64_t k_endless_us = INT64_MAX;

  explicit TimeLimit(Now now_us, std::int64_t length_us = k_endless_us)
      : now_us_(std::move(now_us)), start_us_(now_us_()), length_us_(length_us) {}

  [[nodiscard]] std::int64_t length_us() const { return length_us_; }
  [[nodiscard]] std::int64_t passed_us() const { return now_us_() - start_us_; }
  [[nodiscard]] double passed_ms() const { return static_cast<double>(passed_us()) / 1000; }
  [[nodiscard]] double seconds_left() const {
    return static_cast<double>(length_us_ - passed_us()) / 1e6;
  }

 private:
  Now now_us_;
  std::int64_t start_us_;
  std::int64_t length_us_;
};

}  // namespace tc
