#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "engine/schedule/schedule.h"
#include "plan/plan.h"

namespace tc::engine::schedule_check {

inline constexpr std::int64_t k_limit_days = 44;   ///< High float and high duration.
inline constexpr std::int64_t k_delay_days = 600;  ///< Of the critical path test.

struct Options {
  std::optional<plan::Profile> profile;  ///< Whose rules; nothing: the plan's.
  PlanTime status_date = k_no_time;      ///< Replaces the data date of every project.
  /// Most tasks times activities that the critical path test computes; beyond it the test is not
  /// scored (`check.too_much_work`).
  std::int64_t critical_path_steps_max = 2'000'000'000;
};

enum class Bound : std::uint8_t { at_most, at_least };

/// One of the fourteen tests. `value` is a share or index (0.05 is 5 %), of invalid dates and the
/// critical path test the number of tasks that fail.
struct Test {
  int id = 0;
  std::optional<double> value;  ///< Nothing: not scored.
  double threshold = 0;
  Bound bound = Bound::at_most;
  std::string_view reason;              ///< Why it was not scored (messages.h).
  std::int64_t count = 0;               ///< What `value` counts: tasks or links.
  std::int64_t of = 0;                  ///< Out of so many.
  std::vector<plan::Index> activities;  ///< Offenders, ascending; of a link its successor.

  [[nodiscard]] bool scored() const { return value.has_value(); }
  [[nodiscard]] bool passed() const {
    return value && (bound == Bound::at_most ? *value <= threshold : *value >= threshold);
  }
};

/// One thing that a practice was judged by.
struct Finding {
  std::string_view name;
  std::optional<bool> passed;
  std::vector<plan::Index> activities;
};

/// One of the ten practices: failed where a finding failed, else passed unless there is a reason
/// why data cannot tell.
struct Practice {
  int id = 0;
  std::optional<bool> passed;
  std::string_view reason;
  std::vector<Finding> findings;
};

struct Answer {
  std::vector<Test> dcma;     ///< Fourteen, by number.
  std::vector<Practice> gao;  ///< Ten, by number.
};

/// Schedule quality by the DCMA 14-point assessment and the GAO practices, on dates computed anew.
/// All projects of the plan together. Refuses what schedule::compute_schedule refuses, and
/// `check.stopped`. O(activities + links), the critical path test once more per critical task whose
/// delay is not seen to reach the finish without computing.
/// Method: README.md.
[[nodiscard]] Result<Answer> check_schedule(const plan::Plan& plan, const Options& options,
                                            Progress& progress);

}  // namespace tc::engine::schedule_check
