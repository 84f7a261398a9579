#include "functions/time/plan_edits.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/clock.h"
#include "functions/time/asked_plan.h"
#include "functions/time/scenario.h"
#include "project/external.h"
#include "project/joined_plan.h"
#include "project/plan_people.h"

namespace tc::functions::time {

using namespace kernel;
using project::LoadedPlan;
using project::PlanBook;
using project::PreparedEdit;

namespace {

constexpr int k_attempts_max = 5;

}  // namespace

Refusal not_granted(std::string_view permission) {
  return refuse(RefusalKind::forbidden, "access.not_granted", {},
                {{"permission", std::string(permission)}});
}

Result<PreparedEdit> prepare_public_edit(EditPlace place, std::shared_ptr<const LoadedPlan> loaded,
                                         const Json* edits, bool dry_run) {
  const Result<Json> staffed = project::resolve_people(place.reader, place.kernel, *loaded,
                                                       edits == nullptr ? Json() : *edits);
  if (!staffed) return staffed.refusals();
  const Result<Json> resolved =
      project::resolve_external(place.reader, place.kernel, *loaded, *staffed);
  if (!resolved) return resolved.refusals();
  const Status possible = project::check_no_cycle(place.reader, place.kernel, loaded, *resolved);
  if (!possible) return possible.refusals();
  return project::prepare_edit(place.kernel, std::move(loaded), *resolved, dry_run);
}

std::vector<Json> standing_changes(Reader& reader, Id plan, std::int64_t seen,
                                   std::int64_t present) {
  std::map<std::int64_t, Json> changes;
  std::set<std::int64_t> gone;
  for (const BlobWrite& blob :
       reader.snapshot().blobs(std::string(project::k_change_blob), plan, seen, present)) {
    Result<Json> change = parse_json(blob.bytes);
    if (!change) continue;
    if (const Json* undoes = change->find("undoes"); undoes != nullptr) {
      gone.insert({blob.version, undoes->integer()});
    }
    changes[blob.version] = std::move(*change);
  }
  std::vector<Json> standing;
  for (auto& [version, change] : changes) {
    if (!gone.contains(version)) standing.push_back(std::move(change));
  }
  return standing;
}

bool touched_since(Reader& reader, Id plan, std::int64_t seen, std::int64_t present,
                   const std::vector<std::string>& cells) {
  for (const Json& change : standing_changes(reader, plan, seen, present)) {
    const Json* touched = change.find("touched");
    for (const Json& cell : touched != nullptr ? touched->items() : Json::Array{}) {
      const bool everything = cell.string() == "*";
      if (everything || std::ranges::find(cells, cell.string()) != cells.end()) return true;
    }
  }
  return false;
}

namespace {

// Of the project's own plan.
Result<PreparedEdit> prepare(const RouteInput& input, Reader& reader, const Json& body,
                             bool dry_run) {
  const auto loaded = input.kernel.part<PlanBook>().load(reader, id_in_path(input));
  if (!loaded) return loaded.refusals();
  const LoadedPlan& present = **loaded;
  if (!reader.may("plan.edit", present.project)) return not_granted("plan.edit");
  Result<PreparedEdit> edit =
      prepare_public_edit({reader, input.kernel}, *loaded, body.find("edits"), dry_run);
  if (!edit) return edit.refusals();
  const Status begun = project::check_starts(reader, *edit);
  if (!begun) return begun.refusals();
  const Json* seen = body.find("version");
  if (seen != nullptr && seen->is_integer() && seen->integer() < present.version &&
      touched_since(reader, present.id, seen->integer(), present.version, edit->change.touched)) {
    return refuse(RefusalKind::stale, "record.stale");
  }
  return edit;
}

Request edit_request(const PreparedEdit& edit, const std::string& key) {
  ActionOutcome outcome = edit.outcome();
  Request request;
  request.command = "plan.edit";
  request.idempotency_key = key;
  request.commands = std::move(outcome.commands);
  request.blobs = std::move(outcome.blobs);
  request.details = std::move(outcome.audit);
  return request;
}

std::string edit_answer(PreparedEdit& edit, Id tx, std::int64_t started_us) {
  Json json = std::move(edit.consequences);
  json.append("version", edit.before->version + 1);
  json.append("tx", tx == 0 ? Json() : Json(id_text(tx)));
  json.append("added", edit.change.added);
  if (edit.change.staffed.size() > 0) json.append("staffed", std::move(edit.change.staffed));
  json.append("elapsed_ms", static_cast<double>(monotonic_us() - started_us) / 1000.0);
  return to_text(json);
}

/// One attempt at a batch: prepared, and, unless it is a dry run, written.
struct Attempt {
  RouteAnswer answer;
  bool again = false;  ///< Somebody else's edit came between.
};

Attempt attempt(const RouteInput& input, const Json& body, bool dry_run, std::int64_t started) {
  Attempt made;
  PreparedEdit edit;
  Request request;
  {
    Reader reader(input.kernel, input.principal);
    const bool of_scenario = input.query.contains("scenario");
    Result<PreparedEdit> prepared =
        of_scenario ? prepare_scenario_edit(input, reader, body, dry_run, request)
                    : prepare(input, reader, body, dry_run);
    if (!prepared) return {refused(prepared.refusals())};
    edit = std::move(*prepared);
    if (!of_scenario && !dry_run) request = edit_request(edit, std::string(input.idempotency_key));
  }
  if (dry_run) return {answered(edit_answer(edit, 0, started))};
  const Result<Answer> done = input.kernel.execute(input.principal, request);
  if (!done) {
    made.again = done.refusals().front().kind == RefusalKind::stale;
    made.answer = refused(done.refusals());
    return made;
  }
  made.answer = answered(edit_answer(edit, done->tx, started));
  if (request.command != k_scenario_edit) {
    Reader after(input.kernel, input.principal);
    project::publish(after, input.kernel, std::move(edit));
  }
  return made;
}

}  // namespace

RouteAnswer post_edits(const RouteInput& input) {
  const std::int64_t started = monotonic_us();
  const Result<Json> body = parse_json(input.body);
  if (!body) return refused(body.refusals());
  const bool dry_run = query_value(input, "dry_run") == "1";
  for (int tries = 0; tries < k_attempts_max; ++tries) {
    Attempt made = attempt(input, *body, dry_run, started);
    if (!made.again) return std::move(made.answer);
  }
  return refused({refuse(RefusalKind::stale, "record.stale")});
}

}  // namespace tc::functions::time
