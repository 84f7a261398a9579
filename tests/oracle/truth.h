#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace tc::oracle {

/// Which of the values that a file stores no scheduling program can have computed from the file.
/// Every reason is a contradiction inside the file; nothing here uses the engine's passes.
struct Truth {
  std::string no_truth;   ///< Why no stored value counts; empty where they do.
  std::string uid;        ///< The first activity that shows it.
  std::string late_note;  ///< Why late dates and floats of the rows below do not count.
  std::vector<std::uint8_t> late_stale;  ///< Per activity.
};

/// - never scheduled: no activity has an early date;
/// - early finish before early start;
/// - dates outside the working time of the activity's own calendar;
/// - early start before the early finish of a finish-to-start predecessor without lag;
/// - late dates of open ends that contradict each other: with one base of the backward pass, an
///   open end cannot finish late while its calendar still works until another's late finish. MS
///   Project refreshes late dates only where an edit passes, all of them with "calculate project";
/// - late dates in a project whose stored finish no activity of the file reaches: it was cut out of
///   a larger one.
[[nodiscard]] Truth truth_of(const plan::Plan& plan);

}  // namespace tc::oracle
