#include "functions/resource/instance_file.h"

#include <utility>

#include "base/json.h"
#include "interchange/psplib/read.h"

namespace tc::functions::resource {
namespace {

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::int32_t>& values) {
  json.key(name).begin_array();
  for (const std::int32_t value : values) json.value(std::int64_t{value});
  json.end_array();
}

}  // namespace

Result<engine::level::Instance> read_instance(std::string_view bytes) {
  Result<interchange::psplib::File> file = interchange::psplib::read(bytes);
  if (!file) return file.refusals();
  engine::level::Instance instance;
  for (const auto& resource : file->resources)
    instance.resources.push_back({resource.capacity, resource.renewable});
  for (auto& job : file->jobs) {
    engine::level::Activity& activity = instance.activities.emplace_back();
    for (auto& mode : job.modes)
      activity.modes.push_back({mode.duration, std::move(mode.requests)});
    activity.successors = std::move(job.successors);
  }
  return instance;
}

std::string_view name_of(engine::level::Bound bound) {
  switch (bound) {
    case engine::level::Bound::critical_path:
      return "critical_path";
    case engine::level::Bound::resource_energy:
      return "resource_energy";
    case engine::level::Bound::head_tail_energy:
      return "head_tail_energy";
    case engine::level::Bound::destructive:
      return "destructive";
  }
  return {};
}

std::string instance_answer(const engine::level::Solution& solution, double elapsed_ms) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("makespan", std::int64_t{solution.makespan});
  json.member("lower_bound", std::int64_t{solution.lower_bound.value});
  json.member("bound", name_of(solution.lower_bound.kind));
  json.member("proved", solution.proved);
  json.member("critical_path", std::int64_t{solution.critical_path});
  json.member("schedules", solution.schedules);
  json.member("elapsed_ms", elapsed_ms);
  write_list(json, "starts", solution.schedule.starts);
  write_list(json, "modes", solution.schedule.modes);
  json.end_object();
  return out;
}

}  // namespace tc::functions::resource
