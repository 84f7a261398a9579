#include <algorithm>

#include "functions/time/plan_edits.h"
#include "plan/codec.h"
#include "project/plan_starts.h"

namespace tc::functions::time {

using namespace kernel;
using project::LoadedPlan;
using project::PlanBook;

namespace {

// The plan as it was before a change that nothing standing followed, or with the change's inverse.
Result<plan::Plan> plan_without(const ActionInput& input, const Row& row, std::int64_t left) {
  PlanBook& book = input.kernel.part<PlanBook>();
  if (standing_changes(input.reader, row.id, left, row.version).empty()) {
    const auto before = book.load_version(input.reader, row, left - 1);
    if (!before) return before.refusals();
    return (*before)->plan;
  }
  const auto present = book.load(input.reader, row.scope);
  if (!present) return present.refusals();
  const std::optional<BlobWrite> blob =
      input.reader.snapshot().blob(std::string(project::k_change_blob), row.id, left);
  const Result<Json> change =
      blob && blob->version == left ? parse_json(blob->bytes) : Result<Json>(Json());
  const Json* inverse = change ? change->find("inverse") : nullptr;
  const Json* touched = change ? change->find("touched") : nullptr;
  if (inverse == nullptr || inverse->size() == 0 || touched == nullptr) {
    return refuse(RefusalKind::stale, "tx.undo_stale");
  }
  std::vector<std::string> cells;
  for (const Json& cell : touched->items()) cells.push_back(cell.string());
  if (touched_since(input.reader, row.id, left, row.version, cells)) {
    return refuse(RefusalKind::stale, "tx.undo_stale");
  }
  plan::Plan plan = (*present)->plan;
  const Result<project::PlanChange> applied =
      project::apply_edits(plan, *inverse, [&] { return input.kernel.new_id(); });
  if (!applied) return refuse(RefusalKind::stale, "tx.undo_stale");
  return plan;
}

}  // namespace

Result<ActionOutcome> undo_edit(const ActionInput& input) {
  const std::optional<Id> tx = parse_id(input.inputs.text("tx"));
  std::optional<Row> row;
  std::int64_t left = 0;
  for (const HistoryRow& change : input.reader.snapshot().history_of_tx(tx ? *tx : 0)) {
    if (change.record != "plan") continue;
    row = input.reader.load("plan", change.id);
    left = change.version;
  }
  if (!row) return refuse(RefusalKind::not_found, "record.not_found");
  if (!input.reader.may("plan.edit", row->scope)) return not_granted("plan.edit");
  ActionOutcome outcome;
  if (left == 1) {
    // The import that made the plan: nothing was there before.
    if (row->version != left) return refuse(RefusalKind::stale, "tx.undo_stale");
    CommandSpec removal;
    removal.name = "plan.delete";
    removal.id = row->id;
    outcome.commands.push_back(std::move(removal));
    return outcome;
  }
  Result<plan::Plan> plan = plan_without(input, *row, left);
  if (!plan) return plan.refusals();
  const std::int64_t version = row->version + 1;
  Result<std::shared_ptr<LoadedPlan>> after =
      project::compute(std::move(*plan), row->id, row->scope, version);
  if (!after) return after.refusals();
  const auto present = input.kernel.part<PlanBook>().load(input.reader, row->scope);
  if (!present) return present.refusals();
  const Status begun = project::check_starts(input.reader, **present,
                                             project::starts_between(**present, (*after)->plan));
  if (!begun) return begun.refusals();
  outcome.commands.push_back(project::plan_update(**after, row->version));
  outcome.commands.push_back(project::project_update(**after));
  outcome.blobs.push_back({std::string(project::k_snapshot_blob), row->id, version,
                           plan::pack_plan((*after)->plan), false});
  Json note = Json::object();
  note.append("undoes", left);
  outcome.blobs.push_back(
      {std::string(project::k_change_blob), row->id, version, to_canonical_text(note), false});
  return outcome;
}

}  // namespace tc::functions::time
