#include "functions/time/asked_plan.h"

#include "project/external.h"

namespace tc::functions::time {

using namespace kernel;
using project::LoadedPlan;
using project::PlanBook;

std::string query_value(const RouteInput& input, const char* name) {
  const auto found = input.query.find(name);
  return found == input.query.end() ? std::string() : found->second;
}

Id id_in_path(const RouteInput& input) { return parse_id(input.path.at("id")).value_or(0); }

Result<AskedPlan> asked_plan(const RouteInput& input, Reader& reader, Id project) {
  PlanBook& book = input.kernel.part<PlanBook>();
  AskedPlan asked;
  if (const std::string named = query_value(input, "scenario"); !named.empty()) {
    asked.scenario = reader.load("scenario", parse_id(named).value_or(0));
    if (!asked.scenario || asked.scenario->scope != project)
      return refuse(RefusalKind::not_found, "record.not_found");
  }
  auto loaded =
      asked.scenario ? book.load_scenario(reader, *asked.scenario) : book.load(reader, project);
  if (!loaded) return loaded.refusals();
  asked.plan = std::move(*loaded);
  return asked;
}

Result<AskedPlan> asked_plan(const RouteInput& input, Reader& reader) {
  return asked_plan(input, reader, id_in_path(input));
}

Result<std::shared_ptr<const LoadedPlan>> shown_plan(const RouteInput& input, Reader& reader) {
  Result<AskedPlan> asked = asked_plan(input, reader);
  if (!asked) return asked.refusals();
  return project::with_names(reader, input.kernel.part<PlanBook>(), std::move(asked->plan));
}

}  // namespace tc::functions::time
