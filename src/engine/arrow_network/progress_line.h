#pragma once

#include "base/civil.h"
#include "base/minutes.h"
#include "plan/working_time.h"

/// 实际进度前锋线 (progress line, JGJ/T 121-2015 §7): how far every work has come at a check date.
namespace tc::engine::arrow_network {

/// A work as planned, what of it is done, and its floats.
struct PlannedWork {
  PlanTime start = k_no_time;
  PlanTime finish = k_no_time;
  std::int32_t percent_complete = 0;  ///< Hundredths of a percent; beyond 0…10000 it is cut.
  Minutes total_float;
  Minutes free_float;
};

/// Working time of the work's calendar.
struct ProgressPoint {
  PlanTime at = k_no_time;  ///< Where the line crosses the work: left of the check date is late.
  Minutes lateness;         ///< Negative: ahead.
  Minutes hits_successors;  ///< Lateness beyond the free float.
  Minutes hits_finish;      ///< Lateness beyond the total float.
  friend bool operator==(const ProgressPoint&, const ProgressPoint&) = default;
};

/// The point of one work: at the check date where it is finished as planned or not due yet, else
/// where its done part lies in its planned time. Without planned dates `at` is k_no_time.
[[nodiscard]] ProgressPoint progress_point(const PlannedWork& work, PlanTime check,
                                           const plan::WorkingTime& calendar);

}  // namespace tc::engine::arrow_network
