#include "project/plan_write.h"

#include <algorithm>

#include "base/digest.h"
#include "plan/codec.h"
#include "plan/working_time.h"
#include "project/external.h"
#include "project/plan_starts.h"

namespace tc::project {
namespace {

constexpr std::int64_t k_checkpoint_every = 200;

}  // namespace

using kernel::ActionOutcome;
using kernel::BlobWrite;
using kernel::CommandSpec;

namespace {

// What stands for another project's activities is not counted.
PlanFigures figures_of(const plan::Plan& plan, std::size_t links,
                       const engine::schedule::Schedule& schedule) {
  PlanFigures figures{.links = static_cast<std::int64_t>(links)};
  PlanTime start = plan::k_plan_time_max;
  for (std::size_t i = 0; i < schedule.activities.size(); ++i) {
    const auto& dates = schedule.activities[i];
    if (plan.activities[i].external) continue;
    ++figures.activities;
    figures.critical += dates.critical;
    if (dates.start != k_no_time) start = std::min(start, dates.start);
    figures.finish = std::max(figures.finish, dates.finish);
  }
  if (figures.finish != k_no_time) figures.start = start;
  return figures;
}

CommandSpec plan_update(Id plan, const PlanFigures& figures, std::int64_t version) {
  CommandSpec command;
  command.name = "plan.update";
  command.id = plan;
  command.version = version;
  command.trusted = true;
  command.set.append("activity_count", figures.activities);
  command.set.append("link_count", figures.links);
  command.set.append("critical_count", figures.critical);
  command.set.append("start",
                     figures.start == k_no_time ? Json() : Json(format_plan_time(figures.start)));
  command.set.append("finish",
                     figures.finish == k_no_time ? Json() : Json(format_plan_time(figures.finish)));
  return command;
}

void add_baseline(CommandSpec& command, const plan::Plan& plan) {
  const PlanTime finish = baseline_finish(plan);
  command.set["baseline_finish"] = finish == k_no_time ? Json() : Json(format_plan_time(finish));
}

void add_predecessors(CommandSpec& command, const plan::Plan& plan) {
  const std::string text = predecessor_text(predecessor_projects(plan));
  command.set["predecessor_projects"] = text.empty() ? Json() : Json(text);
}

CommandSpec project_update(Id project, const PlanFigures& figures) {
  CommandSpec command;
  command.name = "project.update";
  command.id = project;
  command.trusted = true;
  command.set.append("forecast_finish", figures.finish == k_no_time
                                            ? Json()
                                            : Json(format_day(day_of(figures.finish))));
  return command;
}

}  // namespace

PlanTime baseline_finish(const plan::Plan& plan) {
  PlanTime finish = k_no_time;
  for (const plan::Activity& activity : plan.activities) {
    const plan::ActivityBaseline* baseline = plan::current_baseline_of(plan, activity);
    if (baseline != nullptr) finish = std::max(finish, baseline->finish);
  }
  return finish;
}

PlanFigures figures_of(const LoadedPlan& loaded) {
  return figures_of(loaded.plan, loaded.plan.links.size(), loaded.schedule);
}

CommandSpec plan_update(const LoadedPlan& after, std::int64_t version) {
  CommandSpec command = plan_update(after.id, figures_of(after), version);
  add_baseline(command, after.plan);
  add_predecessors(command, after.plan);
  return command;
}

CommandSpec project_update(const LoadedPlan& after) {
  return project_update(after.project, figures_of(after));
}

BlobWrite whole_change(Id plan, std::int64_t version) {
  return {std::string(k_change_blob), plan, version, R"({"touched":["*"]})", false};
}

plan::Plan with_baseline(const LoadedPlan& loaded, std::int64_t number, bool current) {
  plan::Plan plan = loaded.plan;
  for (std::size_t i = 0; i < plan.activities.size(); ++i) {
    plan::Activity& activity = plan.activities[i];
    const auto& dates = loaded.schedule.activities[i];
    std::erase_if(activity.baselines,
                  [&](const plan::ActivityBaseline& one) { return one.number == number; });
    activity.baselines.push_back({static_cast<std::int32_t>(number), dates.start, dates.finish,
                                  activity.duration, activity.work, activity.cost_minor});
    std::ranges::sort(activity.baselines, {}, &plan::ActivityBaseline::number);
  }
  if (current) plan.current_baseline = static_cast<std::int32_t>(number);
  return plan;
}

ActionOutcome baseline_outcome(const LoadedPlan& loaded, std::int64_t number, bool current) {
  const std::int64_t version = loaded.version + 1;
  ActionOutcome outcome;
  const plan::Plan plan = with_baseline(loaded, number, current);
  CommandSpec update = plan_update(loaded.id, figures_of(loaded), loaded.version);
  add_baseline(update, plan);
  outcome.commands.push_back(std::move(update));
  outcome.blobs.push_back(
      {std::string(k_snapshot_blob), loaded.id, version, plan::pack_plan(plan), false});
  outcome.blobs.push_back(whole_change(loaded.id, version));
  outcome.audit = Json::object();
  outcome.audit.append("baseline", number);
  return outcome;
}

ActionOutcome PreparedEdit::outcome() const {
  const std::int64_t version = before->version + 1;
  const std::string text = to_canonical_text(change.to_json());
  ActionOutcome outcome;
  CommandSpec update = plan_update(before->id, figures, before->version);
  if (after) add_predecessors(update, after->plan);
  outcome.commands.push_back(std::move(update));
  outcome.commands.push_back(project_update(before->project, figures));
  outcome.blobs.push_back({std::string(k_change_blob), before->id, version, text, false});
  if (version % k_checkpoint_every == 0) {
    outcome.blobs.push_back(
        {std::string(k_snapshot_blob), before->id, version, plan::pack_plan(after->plan), false});
  }
  outcome.audit = Json::object();
  outcome.audit.append("edits", static_cast<std::int64_t>(change.edits.size()));
  outcome.audit.append("digest", sha256_hex(text));
  outcome.result = consequences;
  return outcome;
}

namespace {

/// Fills the rest of an edit of cells and links.
Status try_cells(PlanBook& book, PreparedEdit& edit, const Json& edits, bool dry_run) {
  const LoadedPlan& present = *edit.before;
  Result<CellEdits> cells = cell_edits(present, edits);
  if (!cells) return cells.refusals();
  edit.starts = starts_of(present, cells->activities);
  Result<Consequences> consequences = book.try_out(edit.before, *cells, !dry_run);
  if (!consequences) return consequences.refusals();
  edit.change = std::move(cells->change);
  edit.consequences = difference(present, consequences->shown, cells->activities);
  if (dry_run) return Done{};
  edit.figures = figures_of(
      present.plan,
      present.plan.links.size() + cells->added_links.size() - cells->removed_links.size(),
      consequences->schedule);
  edit.cells = std::move(*cells);
  edit.schedule = std::move(consequences->schedule);
  return Done{};
}

}  // namespace

Result<PreparedEdit> prepare_edit(kernel::Kernel& kernel, std::shared_ptr<const LoadedPlan> before,
                                  const Json& edits, bool dry_run) {
  PreparedEdit edit;
  edit.before = std::move(before);
  const LoadedPlan& present = *edit.before;
  const std::int64_t version = present.version + 1;
  // A checkpoint stores the whole plan, so it is made.
  if (are_cell_edits(edits) && (dry_run || version % k_checkpoint_every != 0)) {
    const Status tried = try_cells(kernel.part<PlanBook>(), edit, edits, dry_run);
    if (!tried) return tried.refusals();
    return edit;
  }
  plan::Plan plan = present.plan;
  Result<PlanChange> change = apply_edits(plan, edits, [&] { return kernel.new_id(); });
  if (!change) return change.refusals();
  auto after = compute(std::move(plan), present.id, present.project, version);
  if (!after) return after.refusals();
  edit.change = std::move(*change);
  edit.after = std::move(*after);
  edit.starts = starts_between(present, edit.after->plan);
  edit.consequences = difference(present, *edit.after);
  edit.figures = figures_of(*edit.after);
  return edit;
}

Status check_starts(kernel::Reader& reader, const PreparedEdit& edit) {
  return check_starts(reader, *edit.before, edit.starts, edit.change.edits);
}

void publish(kernel::Reader& reader, kernel::Kernel& kernel, PreparedEdit edit) {
  const std::int64_t version = edit.before->version + 1;
  const std::optional<BlobWrite> stored =
      reader.snapshot().blob(std::string(k_change_blob), edit.before->id, version);
  if (!stored || stored->version != version) return;
  if (stored->bytes != to_canonical_text(edit.change.to_json())) return;
  PlanBook& book = kernel.part<PlanBook>();
  if (edit.after) return book.keep(std::move(edit.after));
  book.advance(std::move(edit.before), *edit.cells, std::move(edit.schedule));
}

}  // namespace tc::project
