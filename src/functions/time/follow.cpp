#include <array>
#include <set>

#include "functions/time/plan_edits.h"
#include "functions/time/time.h"
#include "project/external.h"
#include "project/joined_plan.h"
#include "project/report_tools.h"

/// Plans follow the plans they depend on: after every change of one, those that have predecessors
/// in it take over its dates, one plan after the other along the links.
namespace tc::functions::time {
namespace {

using namespace kernel;
using project::LoadedPlan;
using project::PlanBook;

// Takes over the dates that other plans have now.
Result<ActionOutcome> follow(const ActionInput& input) {
  if (input.row == nullptr) return refuse(RefusalKind::not_found, "record.not_found");
  PlanBook& book = input.kernel.part<PlanBook>();
  const auto loaded = book.load(input.reader, input.row->scope);
  if (!loaded) return loaded.refusals();
  const Json updates = project::external_updates(input.reader, book, **loaded);
  if (updates.size() == 0) return ActionOutcome();
  const auto prepared = project::prepare_edit(input.kernel, *loaded, updates, false);
  if (!prepared) return prepared.refusals();
  return prepared->outcome();
}

bool depends_on(Reader& reader, Id project, Id other) {
  std::set<Id> seen = {project};
  std::vector<Id> open = {project};
  while (!open.empty()) {
    const std::optional<Row> row = project::plan_row(reader, open.back());
    open.pop_back();
    if (!row) continue;
    for (const Id before : project::parse_predecessors(row->text("predecessor_projects"))) {
      if (before == other) return true;
      if (seen.insert(before).second) open.push_back(before);
    }
  }
  return false;
}

// Two people can close a cycle at the same moment, each with one link: following it never ends.
bool is_cycle(const EventInput& input, Id project, Id successor) {
  if (!depends_on(input.reader, project, successor)) return false;
  std::vector<std::shared_ptr<const LoadedPlan>> plans;
  for (const Id id : project::linked_projects(input.reader, {project}, false)) {
    const auto loaded = input.kernel.part<PlanBook>().load(input.reader, id);
    if (loaded) plans.push_back(*loaded);
  }
  project::JoinedPlan joined = project::join_plans(plans);
  const auto scheduled = project::schedule_joined(input.reader, plans, joined);
  return !scheduled && scheduled.refusals().front().code == "plan.cycle";
}

void add_follower(const EventInput& input, const Row& plan, ActionOutcome& outcome) {
  PlanBook& book = input.kernel.part<PlanBook>();
  const auto loaded = book.load(input.reader, plan.scope);
  if (!loaded || project::external_updates(input.reader, book, **loaded).size() == 0) return;
  if (input.event.scope != 0 && is_cycle(input, input.event.scope, plan.scope)) return;
  outcome.commands.push_back(project::command("plan.follow", plan.id));
}

Result<ActionOutcome> bring_up(const EventInput& input) {
  ActionOutcome outcome;
  // A scenario or an undoing brings dates back that were taken over long ago.
  const std::optional<Row> own = project::plan_row(input.reader, input.event.scope);
  if (own && own->has("predecessor_projects")) add_follower(input, *own, outcome);
  for (const Row& plan : project::successors_of(input.reader, input.event.scope))
    add_follower(input, plan, outcome);
  return outcome;
}

constexpr std::array k_follow_actions = {
    Action{"plan.follow", {"更新外部日期", "Take over dates of other projects"}, {}, follow}};
constexpr std::array k_subscriptions = {
    Subscription{"plan.created", "time.follow_new", bring_up},
    Subscription{"plan.updated", "time.follow", bring_up},
};

}  // namespace

std::span<const Action> follow_actions() { return k_follow_actions; }
std::span<const Subscription> subscriptions() { return k_subscriptions; }

}  // namespace tc::functions::time
