#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"

/// Scheduling under limited resources (the RCPSP and its multi-mode form) on whole periods.
namespace tc::engine::level {

/// Limits of an instance; beyond them it is refused with `level.too_large`.
inline constexpr std::int64_t k_activities_max = 30'000;
inline constexpr std::int64_t k_resources_max = 10'000;
inline constexpr std::int64_t k_modes_max = 1'000;
inline constexpr std::int64_t k_links_max = 5'000'000;
/// Sum of the longest durations of all activities, in periods.
inline constexpr std::int64_t k_horizon_max = 2'000'000;

/// One way to carry out an activity.
struct Mode {
  std::int32_t duration = 0;           ///< Periods.
  std::vector<std::int32_t> requests;  ///< Per resource: units while it runs, or units consumed.
};

struct Activity {
  std::vector<Mode> modes;               ///< At least one.
  std::vector<std::int32_t> successors;  ///< Start when this one has finished.
};

struct Resource {
  std::int32_t capacity = 0;
  bool renewable = true;  ///< Free again after use; else the capacity is a budget for the whole.
};

struct Instance {
  std::vector<Resource> resources;
  std::vector<Activity> activities;
};

/// Start and mode of every activity, in the order of the instance.
struct Schedule {
  std::vector<std::int32_t> starts;
  std::vector<std::int32_t> modes;  ///< Into Activity::modes.
};

/// Refuses `level.empty`, `level.too_large` (arguments what, limit), `level.bad_number` (argument
/// activity), `level.reference_missing` (activity), `level.cycle` and `level.capacity_exceeded`
/// (activity: none of its modes ever fits the resources). O(size).
[[nodiscard]] Status check_instance(const Instance& instance);

}  // namespace tc::engine::level
