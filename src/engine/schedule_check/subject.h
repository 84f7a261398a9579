#pragma once

#include <vector>

#include "engine/schedule/incremental.h"
#include "engine/schedule_check/schedule_check.h"

namespace tc::engine::schedule_check {

/// What all tests look at: the plan, its computed dates, and which rows count.
struct Subject {
  Subject(const plan::Plan& subject, const schedule::IncrementalSchedule& computed);

  const plan::Plan& plan;
  const schedule::Network& network;
  const schedule::State& state;
  schedule::Schedule dates;
  std::vector<std::uint8_t> leaf;       ///< Tasks and milestones that are active and not external.
  std::vector<std::uint8_t> task;       ///< Leaves with a duration: what the tests count.
  std::vector<plan::Index> incomplete;  ///< Tasks that are not complete.
  std::vector<const plan::ActivityBaseline*> baseline;  ///< With a finish, else nullptr.
  std::vector<std::uint8_t> loaded;                     ///< Has a resource or a cost.
  bool any_baseline = false;
  bool any_loaded = false;
  bool any_status = false;

  [[nodiscard]] const plan::Activity& at(plan::Index row) const {
    return plan.activities[static_cast<std::size_t>(row)];
  }
  [[nodiscard]] const schedule::ActivityDates& dates_of(plan::Index row) const {
    return dates.activities[static_cast<std::size_t>(row)];
  }
  /// Actual finish, or 100 % without one.
  [[nodiscard]] static bool is_complete(const plan::Activity& activity) {
    return activity.actual_finish != k_no_time || activity.percent_complete >= 10000;
  }
  [[nodiscard]] PlanTime status(plan::Index row) const;
  /// Working tenths that are one day of the activity; 24 hours for elapsed durations.
  [[nodiscard]] std::int64_t day_tenths(plan::Index row) const;
  /// Working tenths still to do.
  [[nodiscard]] std::int64_t remaining_tenths(plan::Index row) const;
  /// Between rows that are active and not blank; summaries' links count.
  [[nodiscard]] bool counts(const plan::Link& link) const;
};

/// Tests 1–11, 13 and 14.
[[nodiscard]] std::vector<Test> link_tests(const Subject& subject);
[[nodiscard]] std::vector<Test> task_tests(const Subject& subject);
[[nodiscard]] std::vector<Test> progress_tests(const Subject& subject);
/// Test 12. Delays every critical task by 600 of its days, each for itself.
[[nodiscard]] Result<Test> critical_path_test(const Subject& subject,
                                              schedule::IncrementalSchedule& schedule,
                                              const Options& options, Progress& progress);
/// Leaves that have links at both ends which do not decide their start (or their finish).
struct Dangling {
  std::vector<plan::Index> starts;
  std::vector<plan::Index> finishes;
};
[[nodiscard]] Dangling dangling_of(const Subject& subject);
[[nodiscard]] std::vector<Practice> gao_practices(const Subject& subject,
                                                  const std::vector<Test>& dcma);

/// A share of `of`, or not scored with the reason where `of` is 0.
[[nodiscard]] Test share_test(int id, double threshold, std::vector<plan::Index> offenders,
                              std::int64_t of, std::string_view reason);
[[nodiscard]] Test not_scored(int id, double threshold, std::string_view reason);

}  // namespace tc::engine::schedule_check
