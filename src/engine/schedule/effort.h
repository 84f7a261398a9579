#pragma once

#include <cstdint>
#include <span>

#include "plan/plan.h"

namespace tc::engine::schedule {

/// WorkContour of work that a person laid out by hand: it takes as long as it was laid out.
inline constexpr std::int32_t k_contour_laid_out = 8;

/// Shorter gaps between pieces of work come from the rounding of contours, not from a split.
inline constexpr std::int32_t k_interruption_min = 100;

/// Working tenths that work takes which evenly would take `even`, by MS Project's contours: back
/// and front loaded, double, early and late peak, bell, turtle. Their ten parts use 60, 60, 50, 50,
/// 50, 50 and 70 % of the units in the mean. Source: docs/method/schedule.md §3.
[[nodiscard]] std::int64_t contoured(std::int64_t even, std::int32_t contour);

/// Which of work = duration × units a person changed.
enum class EffortEdit : std::uint8_t {
  duration,
  work,       ///< Of the whole activity; its assignments share it as before.
  units,      ///< Of one or more assignments.
  resources,  ///< An assignment came or went.
};

/// Recomputes what an edit leaves open, by the activity's type: fixed units change the duration
/// (after an edit of the duration the work), fixed duration the units (after one of duration or
/// units the work), fixed work the duration (after one of the duration the units). With effort
/// driven, more resources share the same work. `before` is the activity before the edit,
/// `assignments` are all of its own, of work resources. Nothing happens where the equation has no
/// answer: no units, or no duration or work before.
void balance_effort(const plan::Activity& before, EffortEdit edit, plan::Activity& activity,
                    std::span<plan::Assignment> assignments);

/// An activity that takes another time with all its people and machines by a factor.
struct Pace {
  std::int32_t duration_before_tenths = 0;
  std::int32_t duration_after_tenths = 0;
  std::int32_t units_factor = 10000;  ///< Of the present units, hundredths of a percent.
};

/// The assignment is of people or machines, or of nobody yet: its units follow a pace.
[[nodiscard]] bool is_crew(const plan::Plan& plan, const plan::Assignment& assignment);
/// Gives an activity that has not started another pace: duration, and the work that follows
/// duration × units.
void set_pace(const Pace& pace, plan::Activity& activity);
/// The same of one of its crew: units and work.
void set_pace(const Pace& pace, plan::Assignment& assignment);

}  // namespace tc::engine::schedule
