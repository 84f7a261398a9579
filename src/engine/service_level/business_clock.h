#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/civil.h"
#include "base/result.h"
#include "plan/plan.h"

/// Service time between moments: what an SLA counts.
namespace tc::engine::service_level {

/// From `from` on, local time = UTC + offset. The first change counts for all time before too.
struct ZoneChange {
  Moment from = 0;
  std::int32_t offset_minutes = 0;
};

/// [from, to): the clock stands (waiting for the customer).
struct Pause {
  Moment from = 0;
  Moment to = 0;
};

inline constexpr Day k_horizon_days_max = 36600;

/// A service calendar over a range of days, in a time zone, as service intervals in UTC with the
/// service time before each: every question is one binary search. Immutable.
///
/// A local hour that daylight saving skips does not exist, one that it repeats is served twice.
class BusinessClock {
 public:
  /// `calendar`: its week, work weeks and exceptions (holidays and make-up days; the last one
  /// wins), days `first`…`last` in local time. Refuses `service_level.` calendar_invalid,
  /// calendar_has_base, no_service_time, horizon_invalid, zone_invalid. O(days · shifts).
  static Result<BusinessClock> make(const plan::Calendar& calendar, Day first, Day last,
                                    std::span<const ZoneChange> zone);

  /// Service milliseconds in [from, to); 0 for to ≤ from. Outside the range no time is served.
  /// O(log intervals).
  [[nodiscard]] std::int64_t between(Moment from, Moment to) const;
  /// The same without the pauses. Precondition of sense, checked: pauses in order, not overlapping;
  /// refuses `service_level.pause_invalid`. O(pauses · log intervals).
  [[nodiscard]] Result<std::int64_t> between(Moment from, Moment to,
                                             std::span<const Pause> pauses) const;
  /// The first moment at which `service_ms` have been served since `from`, pauses left out.
  /// Refuses `service_level.outside_horizon` and pause_invalid.
  [[nodiscard]] Result<Moment> due(Moment from, std::int64_t service_ms,
                                   std::span<const Pause> pauses = {}) const;

  [[nodiscard]] Moment first() const { return first_; }
  [[nodiscard]] Moment last() const { return last_; }

 private:
  struct Interval {
    Moment start = 0;
    Moment end = 0;
    std::int64_t before = 0;  ///< Service time before `start`.
  };

  [[nodiscard]] std::int64_t position(Moment moment) const;
  [[nodiscard]] Result<Moment> moment_at(std::int64_t position) const;

  std::vector<Interval> intervals_;
  Moment first_ = 0;
  Moment last_ = 0;
};

/// How a request stands against its agreement.
struct Standing {
  std::int64_t elapsed_ms = 0;
  std::int64_t remaining_ms = 0;  ///< Negative once breached.
  Moment due = 0;
  bool breached = false;
};
/// At `now`, or at the resolution if that came first: pass the earlier of the two. Refuses as
/// `due` does.
[[nodiscard]] Result<Standing> standing(const BusinessClock& clock, Moment opened, Moment now,
                                        std::int64_t agreed_ms, std::span<const Pause> pauses);

}  // namespace tc::engine::service_level
