#include <array>

#include "functions/procurement/procurement.h"
#include "project/plan_book.h"
#include "project/report_tools.h"

/// The need-by date of a package is the early start of the activity that waits for it: taken by
/// hand the first time, and again whenever the plan changes until the goods are there.
namespace tc::functions::procurement {
namespace {

using namespace kernel;

std::optional<Day> needed_on(const project::LoadedPlan& loaded, const Row& package) {
  const plan::Index at = loaded.index_of(package.integer("activity"));
  if (at == plan::k_none) return {};
  return day_of(loaded.schedule.activities[static_cast<std::size_t>(at)].early_start);
}

Result<ActionOutcome> take_need_date(const ActionInput& input) {
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, input.row->scope);
  if (!loaded) return loaded.refusals();
  const std::optional<Day> day = needed_on(**loaded, *input.row);
  if (!day) return refuse(RefusalKind::rule, "procurement_package.activity_missing", "/activity");
  ActionOutcome outcome;
  CommandSpec note = project::command("procurement_package.update", input.row->id);
  note.set.append("need_by", format_day(*day));
  outcome.commands.push_back(std::move(note));
  return outcome;
}

Result<ActionOutcome> follow_plan(const EventInput& input) {
  ActionOutcome outcome;
  std::shared_ptr<const project::LoadedPlan> plan;
  for (const Row& package :
       project::linked(input.reader, "procurement_package", "project", input.event.scope)) {
    if (!package.has("activity") ||
        !Words("need planned tender evaluated awarded contracted").contains(package.state))
      continue;
    if (!plan) {
      const auto loaded =
          input.kernel.part<project::PlanBook>().load(input.reader, input.event.scope);
      if (!loaded) return outcome;  // A project without a plan has nothing to follow.
      plan = *loaded;
    }
    const std::optional<Day> day = needed_on(*plan, package);
    if (day && (!package.has("need_by") || package.integer("need_by") != *day))
      outcome.commands.push_back(
          project::command("procurement_package.take_need_date", package.id));
  }
  return outcome;
}

constexpr std::array k_need_dates_actions = {Action{"procurement_package.take_need_date",
                                                    {"按计划取需用日期", "Need date from the plan"},
                                                    {},
                                                    take_need_date}};
constexpr std::array k_need_dates_subscriptions = {
    Subscription{"plan.updated", "procurement.follow_plan", follow_plan}};

}  // namespace

const Action& need_date_action() { return k_need_dates_actions.front(); }
const Subscription& need_date_subscription() { return k_need_dates_subscriptions.front(); }

}  // namespace tc::functions::procurement
