#include "engine/level/instance.h"

#include <algorithm>
#include <string>

#include "engine/level/topology.h"

namespace tc::engine::level {
namespace {

Refusal too_large(std::string_view what, std::int64_t limit) {
  return refuse(RefusalKind::too_large, "level.too_large", {},
                {{"what", std::string(what)}, {"limit", std::to_string(limit)}});
}

Refusal of_activity(std::string_view code, std::size_t activity) {
  return refuse(RefusalKind::rule, code, {}, {{"activity", std::to_string(activity + 1)}});
}

bool has_bad_number(const Instance& instance, const Mode& mode) {
  return mode.duration < 0 || mode.requests.size() != instance.resources.size() ||
         std::ranges::any_of(mode.requests, [](std::int32_t units) { return units < 0; });
}

bool fits(const Instance& instance, const Mode& mode) {
  for (std::size_t at = 0; at < mode.requests.size(); ++at) {
    const bool used = mode.duration > 0 || !instance.resources[at].renewable;
    if (used && mode.requests[at] > instance.resources[at].capacity) return false;
  }
  return true;
}

Status check_activity(const Instance& instance, std::size_t row) {
  const Activity& activity = instance.activities[row];
  if (activity.modes.empty()) return of_activity("level.bad_number", row);
  if (std::ssize(activity.modes) > k_modes_max) return too_large("modes", k_modes_max);
  for (const Mode& mode : activity.modes) {
    if (has_bad_number(instance, mode)) return of_activity("level.bad_number", row);
  }
  if (std::ranges::none_of(activity.modes,
                           [&](const Mode& mode) { return fits(instance, mode); })) {
    return of_activity("level.capacity_exceeded", row);
  }
  for (const std::int32_t to : activity.successors) {
    if (to < 0 || to >= std::ssize(instance.activities))
      return of_activity("level.reference_missing", row);
  }
  return Done{};
}

}  // namespace

Status check_instance(const Instance& instance) {
  if (instance.activities.empty()) return refuse(RefusalKind::rule, "level.empty");
  if (std::ssize(instance.activities) > k_activities_max)
    return too_large("activities", k_activities_max);
  if (std::ssize(instance.resources) > k_resources_max)
    return too_large("resources", k_resources_max);
  for (const Resource& resource : instance.resources) {
    if (resource.capacity < 0) return refuse(RefusalKind::rule, "level.bad_capacity");
  }
  std::int64_t horizon = 0;
  std::int64_t links = 0;
  for (std::size_t row = 0; row < instance.activities.size(); ++row) {
    if (const Status status = check_activity(instance, row); !status) return status;
    std::int32_t longest = 0;
    for (const Mode& mode : instance.activities[row].modes)
      longest = std::max(longest, mode.duration);
    horizon += longest;
    links += std::ssize(instance.activities[row].successors);
  }
  if (horizon > k_horizon_max) return too_large("horizon", k_horizon_max);
  if (links > k_links_max) return too_large("links", k_links_max);
  if (topological_order(instance).size() != instance.activities.size())
    return refuse(RefusalKind::rule, "level.cycle");
  return Done{};
}

}  // namespace tc::engine::level
