#pragma once

#include <cstdint>

namespace tc {

/// How a long computation tells how far it is and hears that it should stop.
/// `step` is called at least every 50 ms of work; false means stop.
class Progress {
 public:
  virtual ~Progress() = default;
  [[nodiscard]] virtual bool step(std::int64_t done, std::int64_t total, const char* phase) = 0;
};

/// Never stops; for tests and short work.
class NoProgress final : public Progress {
 public:
  [[nodiscard]] bool step(std::int64_t, std::int64_t, const char*) override { return true; }
};

}  // namespace tc
