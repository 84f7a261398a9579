#include "engine/level/check.h"

#include <algorithm>
#include <map>

namespace tc::engine::level {
namespace {

const Mode& mode_of(const Instance& instance, const Schedule& schedule, std::size_t row) {
  return instance.activities[row].modes[static_cast<std::size_t>(schedule.modes[row])];
}

std::string place(std::size_t row) { return "activity " + std::to_string(row + 1); }

void check_starts(const Instance& instance, const Schedule& schedule,
                  std::vector<std::string>& wrong) {
  for (std::size_t row = 0; row < instance.activities.size(); ++row) {
    const std::int64_t finish =
        std::int64_t{schedule.starts[row]} + mode_of(instance, schedule, row).duration;
    if (schedule.starts[row] < 0) wrong.push_back(place(row) + " starts before 0");
    for (const std::int32_t to : instance.activities[row].successors) {
      const auto next = static_cast<std::size_t>(to);
      if (schedule.starts[next] < finish)
        wrong.push_back(place(next) + " starts before " + place(row) + " has finished");
    }
  }
}

void check_resource(const Instance& instance, const Schedule& schedule, std::size_t resource,
                    std::vector<std::string>& wrong) {
  const Resource& limit = instance.resources[resource];
  std::map<std::int64_t, std::int64_t> change;
  std::int64_t consumed = 0;
  for (std::size_t row = 0; row < instance.activities.size(); ++row) {
    const Mode& mode = mode_of(instance, schedule, row);
    const std::int64_t units = mode.requests[resource];
    consumed += units;
    if (mode.duration == 0 || units == 0) continue;
    change[schedule.starts[row]] += units;
    change[std::int64_t{schedule.starts[row]} + mode.duration] -= units;
  }
  const std::string name = "resource " + std::to_string(resource + 1);
  if (!limit.renewable) {
    if (consumed > limit.capacity) wrong.push_back(name + " is consumed beyond its budget");
    return;
  }
  std::int64_t used = 0;
  for (const auto& [time, units] : change) {
    used += units;
    if (used > limit.capacity)
      wrong.push_back(name + " is overloaded in period " + std::to_string(time));
  }
}

}  // namespace

std::vector<std::string> check_schedule(const Instance& instance, const Schedule& schedule) {
  std::vector<std::string> wrong;
  const std::size_t count = instance.activities.size();
  if (schedule.starts.size() != count || schedule.modes.size() != count)
    return {"the schedule has another size than the instance"};
  for (std::size_t row = 0; row < count; ++row) {
    if (schedule.modes[row] < 0 ||
        schedule.modes[row] >= std::ssize(instance.activities[row].modes))
      return {place(row) + " has no such mode"};
  }
  check_starts(instance, schedule, wrong);
  for (std::size_t resource = 0; resource < instance.resources.size(); ++resource)
    check_resource(instance, schedule, resource, wrong);
  return wrong;
}

std::int32_t makespan_of(const Instance& instance, const Schedule& schedule) {
  std::int32_t latest = 0;
  for (std::size_t row = 0; row < instance.activities.size(); ++row)
    latest = std::max(latest, schedule.starts[row] + mode_of(instance, schedule, row).duration);
  return latest;
}

}  // namespace tc::engine::level
