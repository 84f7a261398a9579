#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/earned_value/measures.h"
#include "kernel/kernel.h"

namespace tc::functions::performance {

[[nodiscard]] std::span<const kernel::Record> records();
[[nodiscard]] std::span<const kernel::Report> reports();
/// Work packages and the milestones that snapshots remember.
[[nodiscard]] std::span<const kernel::Record> package_records();
[[nodiscard]] std::span<const kernel::Rule> package_rules();
[[nodiscard]] std::span<const kernel::Report> analysis_reports();
/// Of a new snapshot: its forecast of every milestone of the plan.
[[nodiscard]] Result<kernel::ActionOutcome> keep_milestones(const kernel::EventInput& input);
/// After each change of the plan: packages that stand for its activities.
[[nodiscard]] Result<kernel::ActionOutcome> follow_plan(const kernel::EventInput& input);
/// The earned value of an account at a data date, from its packages.
[[nodiscard]] Result<kernel::ActionOutcome> take_earned_value(const kernel::ActionInput& input);
/// `0.80`: a number with so many digits behind the point.
[[nodiscard]] std::string decimals(double number, int digits);
/// The colour of a project and its first cause, by rule.
[[nodiscard]] std::span<const kernel::Subscription> health_subscriptions();
[[nodiscard]] std::span<const kernel::Route> routes();
[[nodiscard]] std::span<const kernel::Tool> tools();

/// The cumulative curves of a project, summed over its control accounts; minor units.
struct Curves {
  std::vector<engine::earned_value::Amount> planned = {0};  ///< planned[t] at the end of t.
  std::vector<engine::earned_value::Amount> earned;         ///< By period from 1, where reported.
  std::vector<engine::earned_value::Amount> actual;
  std::int32_t period = 0;  ///< The data period.
  engine::earned_value::Amount planned_now = 0, earned_now = 0, actual_now = 0;
  [[nodiscard]] engine::earned_value::Amount budget() const { return planned.back(); }
};
/// Up to `period`; 0: the last period with earned value.
[[nodiscard]] Curves curves_of(kernel::Reader& reader, Id project, std::int64_t period);
[[nodiscard]] Result<engine::earned_value::Indicators> measure_curves(const Curves& curves);

}  // namespace tc::functions::performance
