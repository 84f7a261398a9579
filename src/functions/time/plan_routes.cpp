#include <algorithm>
#include <array>

#include "base/digest.h"
#include "functions/time/asked_plan.h"
#include "functions/time/import_over.h"
#include "functions/time/network_view.h"
#include "functions/time/plan_edits.h"
#include "functions/time/plan_export.h"
#include "functions/time/plan_template.h"
#include "functions/time/plan_view.h"
#include "functions/time/plan_why.h"
#include "functions/time/progress_line.h"
#include "functions/time/scenario.h"
#include "functions/time/time.h"
#include "interchange/any/read_any.h"
#include "interchange/common/messages.h"
#include "kernel/fields.h"
#include "kernel/present.h"
#include "plan/codec.h"
#include "project/external.h"
#include "project/new_plan.h"
#include "project/plan_edit.h"
#include "project/plan_people.h"
#include "project/plan_starts.h"
#include "project/plan_write.h"

namespace tc::functions::time {
namespace {

using namespace kernel;
using project::LoadedPlan;
using project::PlanBook;

constexpr std::size_t k_file_bytes_max = 512U << 20;
constexpr std::int64_t k_baseline_max = 31;

RouteAnswer get_plan(const RouteInput& input) {
  Reader reader(input.kernel, input.principal);
  const Result<AskedPlan> asked = asked_plan(input, reader);
  if (!asked) return refused(asked.refusals());
  const auto loaded = project::with_names(reader, input.kernel.part<PlanBook>(), asked->plan);
  const bool open =
      input.principal.as_of == 0 && (!asked->scenario || asked->scenario->state == k_scenario_open);
  const bool can_edit =
      open && reader.may(asked->scenario ? "scenario.update" : "plan.edit", loaded->project);
  return answered(
      columnar_text(*loaded, input.kernel.registry(),
                    {input.principal.zh(), can_edit, project::may_see_rates(reader, *loaded)}));
}

Json loss_json(const std::vector<plan::Loss>& losses) {
  Json json = Json::array();
  for (const plan::Loss& loss : losses) {
    Json item = Json::object();
    item.append("field", loss.field);
    item.append("count", loss.count);
    item.append("where", loss.where);
    json.push(std::move(item));
  }
  return json;
}

/// A plan on its way in, and what became of its rows.
struct Incoming {
  plan::Plan plan;
  std::vector<interchange::ExternalTask> externals = {};
  std::string name = {};  ///< Of the file.
  Matched matched = {};
  std::size_t bound = 0;
  Id tx = 0;
};

/// The plan that the caller may see and that came from a file of this name, in another project.
std::shared_ptr<const LoadedPlan> plan_of_file(Reader& reader, Kernel& kernel, Id project,
                                               const std::string& file) {
  constexpr std::int64_t k_plans_max = 20'000;
  Id found = 0;
  for (const Row& row : reader.list("plan", Expr(), {}, k_plans_max)) {
    const bool named = stem_of(row.text("source")) == file || stem_of(row.text("name")) == file;
    if (!named || row.scope == project) continue;
    if (found != 0) return nullptr;
    found = row.scope;
  }
  if (found == 0) return nullptr;
  const auto loaded = kernel.part<PlanBook>().load(reader, found);
  return loaded ? *loaded : nullptr;
}

/// Gives the rows their ids, those of the present plan where they are the same.
void settle_rows(Reader& reader, Kernel& kernel, Id project, Incoming& incoming) {
  const auto present = kernel.part<PlanBook>().load(reader, project);
  const plan::Plan none;  // Nor does a damaged plan keep anybody from importing a sound one.
  incoming.matched =
      keep_ids(present ? (*present)->plan : none, incoming.plan, [&] { return kernel.new_id(); });
  incoming.bound = bind_external_tasks(
      incoming.plan, incoming.externals,
      [&](const std::string& file) { return plan_of_file(reader, kernel, project, file); });
}

/// A file starts no activity that the plan view could not start.
Status check_imported(const RouteInput& input, Id project, const plan::Plan& plan) {
  Reader reader(input.kernel, input.principal);
  const auto present = input.kernel.part<PlanBook>().load(reader, project);
  if (!present) return Done{};
  return project::check_starts(reader, **present, project::starts_between(**present, plan));
}

/// Writes a whole plan as the present one of a project: a first import or one over another.
Result<std::int64_t> store_plan(const RouteInput& input, Id project, Incoming& incoming) {
  std::optional<Row> present;
  {
    Reader reader(input.kernel, input.principal);
    if (!reader.load("project", project)) return refuse(RefusalKind::not_found, "record.not_found");
    if (!reader.may("plan.import", project)) return not_granted("plan.import");
    present = project::plan_row(reader, project);
    settle_rows(reader, input.kernel, project, incoming);
  }
  plan::Plan& plan = incoming.plan;
  const std::string& name = incoming.name;
  const Id id = present ? present->id : input.kernel.new_id();
  const std::int64_t version = present ? present->version + 1 : 1;
  const std::string profile = plan.profile == plan::Profile::p6 ? "p6" : "msp";
  const std::string title = plan.title.empty() ? name : plan.title;
  Result<std::shared_ptr<LoadedPlan>> loaded =
      project::compute(std::move(plan), id, project, version);
  if (!loaded) return loaded.refusals();
  const Status begun = check_imported(input, project, (*loaded)->plan);
  if (!begun) return begun.refusals();
  CommandSpec command = project::plan_update(**loaded, present ? present->version : 0);
  command.set.append("name", title.empty() ? Json("Plan") : Json(title));
  command.set.append("profile", profile);
  command.set.append("source", name);
  if (!present) {
    command.name = "plan.create";
    command.id = 0;
    command.new_id = id;
    command.version.reset();
    command.set.append("project", id_text(project));
  }
  Request request;
  request.command = "plan.import";
  request.idempotency_key = input.idempotency_key;
  request.commands.push_back(std::move(command));
  request.commands.push_back(project::project_update(**loaded));
  const std::string packed = plan::pack_plan((*loaded)->plan);
  request.details = Json::object();
  request.details.append("file", name);
  request.details.append("activities",
                         static_cast<std::int64_t>((*loaded)->plan.activities.size()));
  request.details.append("digest", sha256_hex(packed));
  request.blobs.push_back({std::string(project::k_snapshot_blob), id, version, packed, false});
  request.blobs.push_back(project::whole_change(id, version));
  const Result<Answer> done = input.kernel.execute(input.principal, request);
  if (!done) return done.refusals();
  incoming.tx = done->tx;
  return version;
}

RouteAnswer post_import(const RouteInput& input) {
  Result<interchange::ReadOutcome> read = interchange::read_any(input.body);
  if (!read) return refused(read.refusals());
  Json json = Json::object();
  json.append("activities", static_cast<std::int64_t>(read->plan.activities.size()));
  json.append("links", static_cast<std::int64_t>(read->plan.links.size()));
  json.append("calendars", static_cast<std::int64_t>(read->plan.calendars.size()));
  json.append("resources", static_cast<std::int64_t>(read->plan.resources.size()));
  json.append("loss", loss_json(read->loss));
  json.append("warnings",
              refusals_to_json(input.kernel.registry(), read->warnings, input.principal.zh()));
  const auto count = [](std::size_t number) { return static_cast<std::int64_t>(number); };
  Incoming incoming{std::move(read->plan), std::move(read->externals), query_value(input, "name")};
  const Result<std::int64_t> version = store_plan(input, id_in_path(input), incoming);
  if (!version) return refused(version.refusals());
  json.append("kept", count(incoming.matched.kept));
  json.append("added", count(incoming.matched.added));
  json.append("removed", count(incoming.matched.removed));
  json.append("external", count(incoming.externals.size()));
  json.append("external_bound", count(incoming.bound));
  json.append("version", *version);
  json.append("tx", id_text(incoming.tx));
  return answered(to_text(json), 201);
}

/// Begins a plan in a project that has none: an empty one, or one like that of another project.
RouteAnswer post_plan(const RouteInput& input) {
  const Id id = id_in_path(input);
  Incoming incoming;
  {
    Reader reader(input.kernel, input.principal);
    const std::optional<Row> row = reader.load("project", id);
    if (!row) return refused({refuse(RefusalKind::not_found, "record.not_found")});
    if (project::plan_row(reader, id)) return refused({refuse(RefusalKind::rule, "plan.exists")});
    const Day day = row->has("start") ? static_cast<Day>(row->integer("start")) : reader.today();
    const PlanTime start = start_of(day) + 8 * k_tenths_per_hour;
    const std::string name(row->text("name"));
    if (const std::string from = query_value(input, "from"); !from.empty()) {
      const auto source = input.kernel.part<PlanBook>().load(reader, parse_id(from).value_or(0));
      if (!source) return refused(source.refusals());
      incoming.plan = from_template(**source, name, start);
    } else {
      incoming.plan = project::new_plan(reader, name, start);
    }
  }
  const Result<std::int64_t> version = store_plan(input, id, incoming);
  if (!version) return refused(version.refusals());
  Json json = Json::object();
  json.append("version", *version);
  json.append("tx", id_text(incoming.tx));
  return answered(to_text(json), 201);
}

// The dates that one baseline holds, by the rows of the plan.
RouteAnswer get_baseline(const RouteInput& input) {
  Reader reader(input.kernel, input.principal);
  const auto loaded = shown_plan(input, reader);
  if (!loaded) return refused(loaded.refusals());
  const std::string& text = input.path.at("number");
  const bool number = !text.empty() && text.size() <= 2 &&
                      std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!number) return refused({refuse(RefusalKind::not_found, "record.not_found")});
  return answered(baseline_text(**loaded, std::stoi(text)));
}

RouteAnswer get_why(const RouteInput& input) {
  PlanBook& book = input.kernel.part<PlanBook>();
  const std::optional<Id> activity = parse_id(input.path.at("id"));
  const std::optional<Id> named = parse_id(query_value(input, "project"));
  const Id project = named ? *named : book.project_of(activity ? *activity : 0);
  Reader reader(input.kernel, input.principal);
  const Result<AskedPlan> asked = asked_plan(input, reader, project);
  if (!asked) return refused(asked.refusals());
  const auto& loaded = asked->plan;
  const plan::Index index = loaded->index_of(activity ? *activity : 0);
  if (index == plan::k_none) return refused({refuse(RefusalKind::not_found, "record.not_found")});
  std::string name = query_value(input, "field");
  if (name.empty()) name = "start";
  const auto field = why_field(name);
  if (!field)
    return refused(
        {refuse(RefusalKind::malformed, "query.bad_parameter", {}, {{"name", "field"}})});
  const auto reasons = book.why(loaded, deciding_activity(*loaded, index, *field), *field);
  const auto others = project::external_rows(reader, book, *loaded);
  return answered(to_text(why_json(*loaded, {index, name, input.principal.zh(), others}, reasons)));
}

bool is_current(const Json& wanted) {
  const Json* current = wanted.find("current");
  return current != nullptr && current->is_bool() && current->boolean();
}

RouteAnswer post_baseline(const RouteInput& input) {
  const Result<Json> body = parse_json(input.body);
  if (!body) return refused(body.refusals());
  const Json* number = body->find("number");
  if (number == nullptr || !number->is_integer() || number->integer() < 0 ||
      number->integer() > k_baseline_max) {
    return refused(
        {refuse(RefusalKind::malformed, "query.bad_parameter", "/number", {{"name", "number"}})});
  }
  std::int64_t version = 0;
  Request request;
  {
    Reader reader(input.kernel, input.principal);
    const auto loaded = input.kernel.part<PlanBook>().load(reader, id_in_path(input));
    if (!loaded) return refused(loaded.refusals());
    if (!reader.may("plan.baseline", (*loaded)->project))
      return refused({not_granted("plan.baseline")});
    version = (*loaded)->version + 1;
    ActionOutcome outcome =
        project::baseline_outcome(**loaded, number->integer(), is_current(*body));
    request.commands = std::move(outcome.commands);
    request.blobs = std::move(outcome.blobs);
    request.details = std::move(outcome.audit);
  }
  request.command = "plan.baseline";
  const Result<Answer> done = input.kernel.execute(input.principal, request);
  if (!done) return refused(done.refusals());
  Json json = Json::object();
  json.append("version", version);
  json.append("tx", id_text(done->tx));
  return answered(to_text(json), 201);
}

constexpr std::array k_routes = {
    Route{.method = "GET",
          .path = "/api/v1/projects/{id}/plan",
          .permission = "plan.read",
          .label = {"计划（按列）", "The plan as arrays"},
          .handler = get_plan,
          .as_of = true},
    Route{.method = "POST",
          .path = "/api/v1/projects/{id}/plan",
          .permission = "",
          .label = {"新建计划", "Begin a plan"},
          .handler = post_plan},
    Route{.method = "POST",
          .path = "/api/v1/projects/{id}/plan/edits",
          .permission = "",
          .label = {"修改计划", "Edit the plan"},
          .handler = post_edits,
          .body_bytes_max = 16U << 20},
    Route{.method = "POST",
          .path = "/api/v1/projects/{id}/plan/import",
          .permission = "",
          .label = {"导入计划文件", "Import a plan file"},
          .handler = post_import,
          .body_bytes_max = k_file_bytes_max},
    Route{.method = "GET",
          .path = "/api/v1/projects/{id}/plan/export",
          .permission = "plan.read",
          .label = {"导出计划文件", "Export the plan"},
          .handler = get_export},
    Route{.method = "GET",
          .path = "/api/v1/projects/{id}/plan/network",
          .permission = "plan.read",
          .label = {"网络图", "Network diagrams"},
          .handler = get_network},
    Route{.method = "GET",
          .path = "/api/v1/projects/{id}/plan/progress_line",
          .permission = "plan.read",
          .label = {"前锋线", "Progress line"},
          .handler = get_progress_line},
    Route{.method = "GET",
          .path = "/api/v1/projects/{id}/plan/baselines/{number}",
          .permission = "plan.read",
          .label = {"基准日期", "Dates of a baseline"},
          .handler = get_baseline},
    Route{.method = "POST",
          .path = "/api/v1/projects/{id}/plan/baselines",
          .permission = "",
          .label = {"保存基准", "Save a baseline"},
          .handler = post_baseline},
    Route{.method = "GET",
          .path = "/api/v1/activities/{id}/why",
          .permission = "plan.read",
          .label = {"日期由来", "Why is this date?"},
          .handler = get_why},
};

Result<std::shared_ptr<const LoadedPlan>> plan_of(const ActionInput& input) {
  if (input.row == nullptr) return refuse(RefusalKind::not_found, "record.not_found");
  return input.kernel.part<PlanBook>().load(input.reader, input.row->scope);
}

// For other functions, in their transactions: what an approved change does to the plan.
Result<ActionOutcome> edit(const ActionInput& input) {
  const auto loaded = plan_of(input);
  if (!loaded) return loaded.refusals();
  const Result<project::PreparedEdit> prepared =
      prepare_public_edit({input.reader, input.kernel}, *loaded, input.inputs.find("edits"), false);
  if (!prepared) return prepared.refusals();
  const Status begun = project::check_starts(input.reader, *prepared);
  if (!begun) return begun.refusals();
  return prepared->outcome();
}

Result<ActionOutcome> baseline(const ActionInput& input) {
  const auto loaded = plan_of(input);
  if (!loaded) return loaded.refusals();
  const Json* number = input.inputs.find("number");
  if (number == nullptr || !number->is_integer() || number->integer() < 0 ||
      number->integer() > k_baseline_max)
    return refuse(RefusalKind::malformed, "query.bad_parameter", "/number", {{"name", "number"}});
  return project::baseline_outcome(**loaded, number->integer(), is_current(input.inputs));
}

constexpr std::array k_edit_inputs = {
    field::document("edits", {"修改", "Edits"}, field::k_required)};
constexpr std::array k_baseline_inputs = {
    field::integer("number", {"基准编号", "Baseline"}, {0, k_baseline_max}, field::k_required),
    field::boolean("current", {"作为现行基准", "Measure against it"}, 0)};
constexpr std::array k_plan_actions = {
    Action{"plan.edit", {"修改计划", "Edit the plan"}, k_edit_inputs, edit},
    Action{"plan.baseline", {"保存基准", "Save a baseline"}, k_baseline_inputs, baseline},
    Action{.name = "plan.edit_undo",
           .label = {"撤销计划修改", "Undo a plan edit"},
           .handler = undo_edit},
    Action{
        .name = "plan.import_undo", .label = {"撤销导入", "Undo an import"}, .handler = undo_edit},
    Action{.name = "plan.baseline_undo",
           .label = {"撤销保存基准", "Undo a baseline"},
           .handler = undo_edit},
};

}  // namespace

std::span<const Route> plan_routes() { return k_routes; }
std::span<const Action> actions() {
  static const std::vector<Action> all = [] {
    std::vector<Action> joined(k_plan_actions.begin(), k_plan_actions.end());
    for (const auto& more : {follow_actions(), scenario_actions()})
      joined.insert(joined.end(), more.begin(), more.end());
    return joined;
  }();
  return all;
}

}  // namespace tc::functions::time
