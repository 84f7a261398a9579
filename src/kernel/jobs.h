#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "kernel/kernel.h"

namespace tc::kernel {

/// Long work beside its request. Implemented by service/job, used by http.
class Jobs {
 public:
  using Work = std::function<RouteAnswer(Progress& progress)>;
  virtual ~Jobs() = default;
  /// Queues the work for the principal. Refuses `server.overload` when too much waits.
  [[nodiscard]] virtual Result<Id> start(const Principal& principal, std::string_view name,
                                         Work work) = 0;
  /// The answer when the work ends within the time; otherwise it is kept and asked for by id.
  [[nodiscard]] virtual std::optional<RouteAnswer> wait(Id job, std::int64_t timeout_ms) = 0;
};

}  // namespace tc::kernel
