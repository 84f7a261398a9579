#pragma once

#include <optional>
#include <span>

#include "engine/service_level/business_clock.h"
#include "kernel/kernel.h"

namespace tc::functions::support {

/// Hours of the office calendar (its week, holidays and make-up days) from a moment until now.
class WorkClock {
 public:
  WorkClock(kernel::Reader& reader, Moment first);
  /// Served hours in [from, to).
  [[nodiscard]] double hours(Moment from, Moment to) const;

 private:
  std::optional<engine::service_level::BusinessClock> clock_;
};

/// Tools and templates with their downloads, and what the desk shows.
[[nodiscard]] std::span<const kernel::Record> desk_records();
[[nodiscard]] std::span<const kernel::Subscription> desk_subscriptions();
[[nodiscard]] std::span<const kernel::Report> desk_reports();

}  // namespace tc::functions::support
