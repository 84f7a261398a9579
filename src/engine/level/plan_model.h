#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"
#include "plan/plan.h"

namespace tc::engine::level {

/// Hundredths of a percent of a resource that an activity holds while it lasts.
struct Demand {
  plan::Index resource = 0;
  std::int64_t units = 0;  ///< 0: nothing.
};

/// A plan made ready for levelling.
struct PlanModel {
  const plan::Plan* plan = nullptr;
  schedule::Network network;
  schedule::State base;                     ///< Dates without any levelling delay.
  std::vector<std::uint32_t> demand_begin;  ///< Activities + 1.
  std::vector<Demand> demands;              ///< Of work only: see is_work.
  std::vector<std::int64_t> capacity;       ///< Per resource; 0: not levelled.
  /// Per resource: everything that holds it works on one calendar.
  std::vector<std::uint8_t> one_calendar;
  /// Per node: logic and levelling may put it off. What has started, is given, pinned, of
  /// priority 1000, or in a project that stays as it is, may not.
  std::vector<std::uint8_t> movable;
  std::vector<std::int32_t> priority;  ///< Per node: its activity's.

  [[nodiscard]] std::span<const Demand> demands_of(plan::Index activity) const {
    const auto row = static_cast<std::size_t>(activity);
    return {demands.data() + demand_begin[row], demands.data() + demand_begin[row + 1]};
  }
};

/// Work and equipment resources with their units, activities that hold them, and who may move.
/// Requests beyond the capacity are kept as they are. `projects`: whose activities may move; none:
/// all. Refuses what engine::schedule::build_network refuses, `plan.reference_missing` and
/// `level.from_finish`. O(plan).
[[nodiscard]] Result<PlanModel> make_plan_model(const plan::Plan& plan,
                                                const schedule::Options& options,
                                                const std::vector<plan::Index>& projects);

/// Computes the base dates with the levelling delays that the plan holds. O(activities + links).
void restore_delays(PlanModel& model);

/// The activity is worked on as a whole: no summary, no level of effort, not inactive or blank.
[[nodiscard]] bool is_work(const plan::Activity& activity);

}  // namespace tc::engine::level
