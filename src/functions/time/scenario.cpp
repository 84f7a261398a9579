#include "functions/time/scenario.h"

#include <algorithm>
#include <array>

#include "functions/time/asked_plan.h"
#include "kernel/fields.h"
#include "project/joined_plan.h"
#include "project/plan_people.h"
#include "project/report_tools.h"

namespace tc::functions::time {
namespace {

using namespace kernel;
using namespace kernel::field;
using project::LoadedPlan;
using project::PlanBook;
using project::PreparedEdit;

constexpr std::int64_t k_version_max = 1'000'000'000;
constexpr std::size_t k_edits_max = 5'000;  ///< All of them are applied again on loading.

constexpr std::array k_fields = {
    title({"方案名称", "Scenario"}),
    prose("note", {"假设与说明", "Assumptions"}),
    author("made_by", {"提出人", "Made by"}),
    integer("base_version", {"依据的计划版本", "Plan version"}, {1, k_version_max},
            k_computed | k_listed),
    integer("edit_count", {"修改数", "Edits"}, {}, k_computed | k_listed),
    field::document("edits", {"修改内容", "What it changes"}, k_computed),
    date("finish", {"完成", "Finish"}, k_computed | k_listed),
    integer("critical_count", {"关键活动数", "Critical activities"}, {}, k_computed),
    integer("applied_version", {"采用后的计划版本", "Plan version it became"}, {1, k_version_max},
            k_computed),
};
constexpr std::array k_scenario_states = {
    State{"open", {"编制中", "Open"}},
    State{"applied", {"已采用", "Applied"}, true},
    State{"discarded", {"已放弃", "Discarded"}, true},
};
constexpr std::array k_steps = {
    Step{"mark_applied",
         {"标记为已采用", "Mark as applied"},
         "open",
         "applied",
         "applied_version",
         Taken::by_program},
    Step{"take_back",
         {"撤回采用", "Take back"},
         "applied",
         "open",
         "applied_version",
         Taken::by_program},
    Step{"discard", {"放弃", "Discard"}, "open", "discarded"},
    Step{"reopen", {"恢复", "Reopen"}, "discarded", "open"},
};

// It begins with the plan as it stands.
void derive_base(Row& row, const Row* before, Reader& reader) {
  if (before != nullptr || row.has("base_version")) return;
  const RecordType& type = *reader.registry().record("plan");
  const std::vector<Row> plans =
      reader.list_any("plan", field_is(type, "project", row.integer("project")), 1);
  if (!plans.empty()) row.set("base_version", plans.front().version);
}

constexpr std::array k_records = {
    Record{.name = "scenario",
           .plural = "scenarios",
           .label = {"进度方案", "Scenario"},
           .prefix = "SC",
           .fields = k_fields,
           .states = k_scenario_states,
           .steps = k_steps,
           .derive = derive_base},
};

Result<Json> edits_of(const Row& scenario) {
  if (!scenario.has("edits")) return Json::array();
  return parse_json(scenario.text("edits"));
}

void set_figures(Json& set, const project::PlanFigures& figures) {
  set.append("finish",
             figures.finish == k_no_time ? Json() : Json(format_day(day_of(figures.finish))));
  set.append("critical_count", figures.critical);
}

// "<activity>/<field>" of what an edit touches; "*" where it is more than cells.
void add_touched(const Json& edit, std::vector<std::string>& cells) {
  const JsonMember& member = edit.members().front();
  const std::string activity(member.value.text("activity"));
  if (member.key == "assign" || member.key == "unassign" || member.key == "replace" ||
      member.key == "crew") {
    for (const char* cell : {"/assignments", "/duration", "/work"})
      cells.push_back(activity + cell);
    return;
  }
  if (member.key != "set") {
    const bool link = member.key == "link" || member.key == "unlink";
    return cells.push_back(link ? std::string(member.value.text("from")) + ">" +
                                      std::string(member.value.text("to")) + "/link"
                                : "*");
  }
  for (const JsonMember& cell : member.value.members())
    if (cell.key != "activity") cells.push_back(activity + "/" + cell.key);
}

// Whether edits made after the version that the caller saw touch one of these cells.
bool changed_since(Reader& reader, const Row& scenario, std::int64_t seen, const Json& edits,
                   const std::vector<std::string>& cells) {
  std::size_t known = edits.size();
  std::int64_t first = scenario.version + 1;
  for (const HistoryRow& change : reader.snapshot().history(*scenario.type, scenario.id)) {
    if (change.version <= seen || change.version >= first) continue;
    const Result<Json> before = parse_json(change.before);
    if (!before || before->find("edit_count") == nullptr) continue;
    const Json* count = before->find("edit_count");
    first = change.version;
    known = count->is_integer() ? static_cast<std::size_t>(count->integer()) : 0;
  }
  std::vector<std::string> touched;
  for (std::size_t i = known; i < edits.size(); ++i) add_touched(edits.items()[i], touched);
  return std::ranges::find(touched, "*") != touched.end() ||
         std::ranges::find_first_of(touched, cells) != touched.end();
}

struct Subject {
  Row plan;
  std::shared_ptr<const LoadedPlan> present;
  Json edits;
};

// The scenario of an action with the plan it belongs to.
Result<Subject> subject_of(const ActionInput& input) {
  if (input.row == nullptr) return refuse(RefusalKind::not_found, "record.not_found");
  if (input.row->state != k_scenario_open) return refuse(RefusalKind::rule, "scenario.not_open");
  std::optional<Row> plan = project::plan_row(input.reader, input.row->scope);
  if (!plan) return refuse(RefusalKind::not_found, "plan.none");
  const auto present = input.kernel.part<PlanBook>().load(input.reader, input.row->scope);
  if (!present) return present.refusals();
  Result<Json> edits = edits_of(*input.row);
  if (!edits) return edits.refusals();
  if (edits->size() == 0) return refuse(RefusalKind::rule, "scenario.nothing_to_apply");
  return Subject{std::move(*plan), *present, std::move(*edits)};
}

// The scenario becomes the plan, as one edit of it.
Result<ActionOutcome> apply(const ActionInput& input) {
  Result<Subject> subject = subject_of(input);
  if (!subject) return subject.refusals();
  const auto& [plan, present, edits] = *subject;
  if (!input.reader.may("plan.edit", plan.scope)) return not_granted("plan.edit");
  const Status possible = project::check_no_cycle(input.reader, input.kernel, present, edits);
  if (!possible) return possible.refusals();
  const Result<PreparedEdit> prepared = project::prepare_edit(
      input.kernel, present, project::with_rates(input.reader, *present, edits), false);
  if (!prepared) return prepared.refusals();
  const Status begun = project::check_starts(input.reader, *prepared);
  if (!begun) return begun.refusals();
  const std::int64_t base = input.row->integer("base_version");
  if (touched_since(input.reader, plan.id, base, plan.version, prepared->change.touched))
    return refuse(RefusalKind::rule, "scenario.plan_moved_on");
  ActionOutcome outcome = prepared->outcome();
  CommandSpec mark = project::command("scenario.mark_applied", input.row->id);
  mark.version = input.row->version;
  mark.set.append("applied_version", plan.version + 1);
  outcome.commands.push_back(std::move(mark));
  return outcome;
}

// Its edits on the plan as it stands now: where both changed a cell, the scenario's value stands.
Result<ActionOutcome> rebase(const ActionInput& input) {
  const Result<Subject> subject = subject_of(input);
  if (!subject) return subject.refusals();
  const auto changed =
      project::with_edits(*subject->present, subject->edits, [&] { return input.kernel.new_id(); });
  if (!changed) return changed.refusals();
  CommandSpec update = project::command("scenario.update", input.row->id);
  update.version = input.row->version;
  update.set.append("base_version", subject->plan.version);
  set_figures(update.set, project::figures_of(**changed));
  ActionOutcome outcome;
  outcome.commands.push_back(std::move(update));
  outcome.result = project::difference(*subject->present, **changed);
  return outcome;
}

// Whether a transaction is the one that made this scenario the plan.
bool applied_by(const ActionInput& input, Id tx) {
  if (input.row == nullptr || input.row->state != "applied") return false;
  const std::optional<Row> plan = project::plan_row(input.reader, input.row->scope);
  const std::vector<HistoryRow> changes = input.reader.snapshot().history_of_tx(tx);
  return plan && std::ranges::any_of(changes, [&](const HistoryRow& change) {
           return change.record == "plan" && change.id == plan->id &&
                  change.version == input.row->integer("applied_version");
         });
}

// Takes the edit of the plan back and opens the scenario again.
Result<ActionOutcome> undo_apply(const ActionInput& input) {
  if (!applied_by(input, parse_id(input.inputs.text("tx")).value_or(0)))
    return refuse(RefusalKind::stale, "tx.undo_stale");
  Result<ActionOutcome> outcome = undo_edit(input);
  if (!outcome) return outcome;
  CommandSpec back = project::command("scenario.take_back", input.row->id);
  back.set.append("applied_version", Json());
  outcome->commands.push_back(std::move(back));
  return outcome;
}

constexpr std::array k_scenario_actions = {
    Action{"scenario.apply", {"采用", "Apply"}, {}, apply},
    Action{"scenario.rebase", {"更新到当前计划", "Bring up to the plan"}, {}, rebase},
    Action{.name = "scenario.apply_undo",
           .label = {"撤销采用", "Undo applying"},
           .handler = undo_apply},
};

}  // namespace

Result<PreparedEdit> prepare_scenario_edit(const RouteInput& input, Reader& reader,
                                           const Json& body, bool dry_run, Request& request) {
  const Result<AskedPlan> asked = asked_plan(input, reader);
  if (!asked) return asked.refusals();
  const Row& scenario = *asked->scenario;
  if (!reader.may("scenario.update", scenario.scope)) return not_granted("scenario.update");
  if (scenario.state != k_scenario_open) return refuse(RefusalKind::rule, "scenario.not_open");
  Result<PreparedEdit> edit =
      prepare_public_edit({reader, input.kernel}, asked->plan, body.find("edits"), dry_run);
  if (!edit || dry_run) return edit;
  Result<Json> edits = edits_of(scenario);
  if (!edits) return edits.refusals();
  const Json* seen = body.find("version");
  if (seen != nullptr && seen->is_integer() && seen->integer() < scenario.version &&
      changed_since(reader, scenario, seen->integer(), *edits, edit->change.touched)) {
    return refuse(RefusalKind::stale, "record.stale");
  }
  const Result<Json> kept = project::without_rates(edit->change.edits);
  if (!kept) return kept.refusals();
  for (const Json& one : kept->items()) edits->push(one);
  if (edits->size() > k_edits_max)
    return refuse(RefusalKind::too_large, "tx.too_many_commands", "/edits",
                  {{"max", std::to_string(k_edits_max)}});
  CommandSpec update = project::command("scenario.update", scenario.id);
  update.version = scenario.version;
  update.trusted = true;
  update.set.append("edit_count", static_cast<std::int64_t>(edits->size()));
  update.set.append("edits", std::move(*edits));
  set_figures(update.set, edit->figures);
  request.command = k_scenario_edit;
  request.idempotency_key = input.idempotency_key;
  request.commands.push_back(std::move(update));
  return edit;
}

std::span<const Record> scenario_records() { return k_records; }
std::span<const Action> scenario_actions() { return k_scenario_actions; }

}  // namespace tc::functions::time
