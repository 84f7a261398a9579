#pragma once

#include <cstdint>
#include <vector>

#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"

namespace tc::engine::schedule {

enum class Field : std::uint8_t { start, finish, late_start, late_finish, total_float, free_float };

enum class Cause : std::uint8_t {
  link,          ///< A link asks for it: `link`, `lag`, `from` at the other end, `to` with the lag.
  calendar_gap,  ///< No work between `from` and `to`.
  duration,      ///< `length` of work between `from` and `to`.
  constraint,    ///< The activity's constraint, dated `to`.
  deadline,      ///< The activity's deadline `to`.
  actual,        ///< It has happened: the actual date `to`.
  manual,        ///< Someone set the date `to`, or another project gives it.
  status_date,   ///< Nothing unfinished lies before the data date `to`.
  project_start,        ///< Nothing asks for more than the project start `to`.
  project_finish,       ///< The late pass starts at the project's finish `to`.
  must_finish_by,       ///< The late pass starts at the imposed finish `to`.
  levelling_delay,      ///< Levelling put it off by `length` (elapsed).
  as_late_as_possible,  ///< It moved right up to what follows, to `to`.
  expected_finish,      ///< Its remaining duration runs up to the expected finish `to`.
  float_between,        ///< The float is the work between `from` and `to`.
};

/// One step of an explanation.
struct Reason {
  Cause cause = Cause::project_start;
  plan::Index activity = plan::k_none;  ///< Whose date the step explains.
  plan::Index link = plan::k_none;      ///< Of the plan; Cause::link between summaries: -1.
  PlanTime from = k_no_time;
  PlanTime to = k_no_time;
  Minutes length;  ///< Lag, duration or float.
};

/// Why a field has its value: from the activity back along what drives it (early dates) or forward
/// along what limits it (late dates) to a cause that is not another activity's date. The steps end
/// there, or after k_why_steps_max. O(steps · links of an activity).
[[nodiscard]] std::vector<Reason> why(const Network& network, State& state, plan::Index activity,
                                      Field field);

inline constexpr std::size_t k_why_steps_max = 4000;

}  // namespace tc::engine::schedule
