#include <algorithm>
#include <array>

#include "base/digest.h"
#include "functions/change_control/change_control.h"
#include "functions/change_control/impact.h"
#include "project/external.h"
#include "project/plan_book.h"
#include "project/plan_edit.h"
#include "project/plan_write.h"
#include "project/report_tools.h"

namespace tc::functions::change_control {
namespace {

using namespace kernel;
using project::LoadedPlan;

constexpr std::int64_t k_baseline_max = 31;

// What the request does to the plan: its own edits, or those of the scenario it names.
Result<Json> edits_of(Reader& reader, const Row& request) {
  if (request.has("edits")) return parse_json(request.text("edits"));
  const std::optional<Row> scenario = reader.load_any("scenario", request.integer("scenario"));
  if (!scenario || !scenario->has("edits")) return Json::array();
  return parse_json(scenario->text("edits"));
}

// The plan as it would be with the request: a sandbox that nobody else sees.
Result<std::shared_ptr<LoadedPlan>> sandbox(const ActionInput& input, const LoadedPlan& present) {
  Result<Json> edits = edits_of(input.reader, *input.row);
  if (!edits) return edits.refusals();
  // What a scenario holds was resolved when it was edited.
  if (input.row->has("edits")) {
    edits = project::resolve_external(input.reader, input.kernel, present, *edits);
    if (!edits) return edits.refusals();
  }
  return project::with_edits(present, *edits, [&] { return input.kernel.new_id(); });
}

void append_day(Json& set, const char* name, PlanTime time) {
  if (time != k_no_time) set.append(name, format_day(day_of(time)));
}

// What the change does to the use of people and to the day that holds in four of five cases.
void append_risks(Json& set, const LoadedPlan& present, const LoadedPlan& changed,
                  Progress& progress) {
  const auto over_before = overloads_of(present), over_after = overloads_of(changed);
  if (over_before && over_after) set.append("overload_delta", *over_after - *over_before);
  const auto p80_before = p80_of(present, progress), p80_after = p80_of(changed, progress);
  if (p80_before && p80_after)
    set.append("p80_delta_days", static_cast<double>(*p80_after - *p80_before));
}

// Runs the engine on a sandbox copy and freezes what it finds as the evidence of the approval.
Result<ActionOutcome> analyse(const ActionInput& input) {
  ActionOutcome outcome;
  CommandSpec record = project::command("change_request.record_impact", input.row->id);
  const auto present = input.kernel.part<project::PlanBook>().load(input.reader, input.row->scope);
  Json impact = Json::object();
  if (present) {
    const Result<std::shared_ptr<LoadedPlan>> changed = sandbox(input, **present);
    if (!changed) return changed.refusals();
    const project::PlanFigures before = project::figures_of(**present);
    const project::PlanFigures after = project::figures_of(**changed);
    impact = project::difference(**present, **changed);
    append_day(record.set, "finish_before", before.finish);
    append_day(record.set, "finish_after", after.finish);
    if (before.finish != k_no_time && after.finish != k_no_time) {
      record.set.append("finish_delta_days",
                        static_cast<double>(day_of(after.finish) - day_of(before.finish)));
    }
    record.set.append("critical_delta", after.critical - before.critical);
    append_risks(record.set, **present, **changed, input.progress);
    const Json* moved = impact.find("moved_count");
    record.set.append("moved_activities",
                      moved != nullptr && moved->is_integer() ? *moved : Json(0));
    impact.append("plan_version", (*present)->version);
  } else {
    record.set.append("finish_delta_days", 0.0);
  }
  // What is decided on is this version of the scenario and no later one.
  if (const auto scenario = input.reader.load_any("scenario", input.row->integer("scenario")))
    impact.append("scenario_version", scenario->version);
  record.set.append("evidence", sha256_hex(to_canonical_text(impact)));
  record.set.append("impact", std::move(impact));
  outcome.commands.push_back(std::move(record));
  return outcome;
}

// The one behind the highest, so that no earlier one is lost.
std::int64_t free_baseline(const plan::Plan& plan) {
  std::int64_t highest = -1;
  for (const plan::Activity& activity : plan.activities) {
    for (const plan::ActivityBaseline& one : activity.baselines)
      highest = std::max(highest, std::int64_t{one.number});
  }
  return std::min(highest + 1, k_baseline_max);
}

// What was approved is carried out: the plan's edits, then a new baseline.
Result<ActionOutcome> apply_change(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> request = input.reader.load_any("change_request", input.event.id);
  if (!request) return outcome;
  if (!request->has("edits") && request->has("scenario")) {
    outcome.commands.push_back(project::command("scenario.apply", request->integer("scenario")));
    return outcome;
  }
  const std::optional<Row> plan = project::plan_row(input.reader, request->scope);
  Result<Json> edits = edits_of(input.reader, *request);
  if (!plan || !edits || edits->size() == 0) return outcome;
  CommandSpec edit = project::command("plan.edit", plan->id);
  edit.set.append("edits", std::move(*edits));
  outcome.commands.push_back(std::move(edit));
  return outcome;
}

std::vector<Row> open_effects(Reader& reader, const char* field, Id id) {
  std::vector<Row> effects = project::linked(reader, "change_effect", field, id);
  std::erase_if(effects, [](const Row& effect) { return effect.integer("updated") != 0; });
  return effects;
}

// Every baseline and document that the request names is somebody's task from now on.
Result<ActionOutcome> ask_for_work(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> request = input.reader.load_any("change_request", input.event.id);
  if (!request) return outcome;
  for (const Row& effect : open_effects(input.reader, "change_request", request->id)) {
    Json::Object set = {{"title", (input.reader.principal().zh() ? "按变更更新：" : "Update: ") +
                                      std::string(effect.text("title"))},
                        {"project", id_text(request->scope)},
                        {"kind", "action"},
                        {"source_record", "change_effect"},
                        {"source_id", id_text(effect.id)}};
    const Row& owner = effect.has("owner") ? effect : *request;
    if (owner.has("owner")) set.push_back({"owner", id_text(owner.integer("owner"))});
    outcome.commands.push_back(project::creation("action_item.create", std::move(set)));
  }
  return outcome;
}

// An issued document that the change affects goes back to its draft: the next revision says what
// changed it.
Result<ActionOutcome> revise_documents(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> request = input.reader.load_any("change_request", input.event.id);
  if (!request || input.reader.registry().record("document") == nullptr) return outcome;
  for (const Row& effect : open_effects(input.reader, "change_request", request->id)) {
    const auto document = input.reader.load_any("document", effect.integer("item"));
    if (!document || document->state != "issued") continue;
    CommandSpec revise = project::command("document.revise", document->id);
    revise.set.append("change_note", request->number + " " + std::string(request->text("title")));
    outcome.commands.push_back(std::move(revise));
  }
  return outcome;
}

// Issued anew: what the changes being carried out asked of the document is done.
Result<ActionOutcome> note_revision(const EventInput& input) {
  ActionOutcome outcome;
  for (const Row& effect : open_effects(input.reader, "item", input.event.id)) {
    const auto request = input.reader.load_any("change_request", effect.integer("change_request"));
    if (!request || request->state != "implementing") continue;
    CommandSpec done = project::command("change_effect.update", effect.id);
    done.set.append("updated", true);
    outcome.commands.push_back(std::move(done));
  }
  return outcome;
}

Result<ActionOutcome> take_baseline(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> request = input.reader.load_any("change_request", input.event.id);
  if (!request) return outcome;
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, request->scope);
  if (!loaded) return outcome;
  CommandSpec baseline = project::command("plan.baseline", (*loaded)->id);
  baseline.set.append("number", free_baseline((*loaded)->plan));
  baseline.set.append("current", true);
  outcome.commands.push_back(std::move(baseline));
  return outcome;
}

// An approval that ends in a rejection ends the request too; the record is kept.
Result<ActionOutcome> reject_with_approval(const EventInput& input) {
  ActionOutcome outcome;
  const std::optional<Row> approval = input.reader.load_any("approval", input.event.id);
  if (!approval || approval->text("record") != "change_request") return outcome;
  CommandSpec reject = project::command("change_request.reject", approval->integer("record_id"));
  reject.set.append("decision_note", approval->text("reason"));
  outcome.commands.push_back(std::move(reject));
  return outcome;
}

constexpr std::array k_actions = {
    Action{"change_request.analyse", {"分析影响", "Analyse impact"}, {}, analyse},
};
constexpr std::array k_subscriptions = {
    Subscription{"change_request.implementing", "change_control.apply_change", apply_change},
    Subscription{"change_request.implementing", "change_control.ask_for_work", ask_for_work},
    Subscription{"change_request.implementing", "change_control.revise_documents",
                 revise_documents},
    Subscription{"document.issued", "change_control.note_revision", note_revision},
    Subscription{"change_request.verified", "change_control.take_baseline", take_baseline},
    Subscription{"approval.rejected", "change_control.reject", reject_with_approval},
};

}  // namespace

std::span<const Action> actions() { return k_actions; }
std::span<const Subscription> subscriptions() { return k_subscriptions; }

}  // namespace tc::functions::change_control
