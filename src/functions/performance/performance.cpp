#include "functions/performance/performance.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/earned_value/messages.h"
#include "functions/functions.h"
#include "project/report_tools.h"

namespace tc::functions {

namespace performance {

namespace {

using namespace kernel;

bool limits_in_order(const RuleInput& input) {
  const double target = input.after.number_of("target");
  const double amber = input.after.number_of("amber_limit");
  return input.after.text("direction") == "higher" ? amber <= target : amber >= target;
}
bool earned_within_budget(const RuleInput& input) {
  const auto account =
      input.reader.load_any("control_account", input.after.integer("control_account"));
  return !account || project::minor_units(input.after, "earned_value") <=
                         project::minor_units(*account, "budget_at_completion");
}
bool frozen_stays(const RuleInput& input) {
  return input.before == nullptr || input.before->state != "frozen";
}

constexpr std::array k_performance_rules = {
    Rule{"kpi.limits_in_order",
         "kpi",
         "write",
         {"预警值与目标的方向不一致", "The amber limit lies on the wrong side of the target"},
         limits_in_order,
         "amber_limit"},
    Rule{"account_period.earned_within_budget",
         "account_period",
         "write",
         {"挣值不能超过完工预算", "The earned value cannot exceed the budget"},
         earned_within_budget,
         "earned_value"},
    Rule{"status_snapshot.frozen_stays",
         "status_snapshot",
         "update",
         {"冻结的快照不能修改", "A frozen snapshot never changes"},
         frozen_stays},
};

constexpr std::array k_performance_actions = {
    Action{"account_period.take_earned_value",
           {"按工作包取挣值", "Earned value from the packages"},
           {},
           take_earned_value},
};

constexpr double k_corrective_below = 0.85;

// A data date beyond the threshold asks for an analysis and an action (EIA-748 guideline 23).
Result<ActionOutcome> ask_for_action(const EventInput& input) {
  ActionOutcome outcome;
  const auto row = input.reader.load_any("status_snapshot", input.event.id);
  if (!row || !row->has("spi") || !row->has("cpi") ||
      std::min(row->number_of("spi"), row->number_of("cpi")) >= k_corrective_below)
    return outcome;
  outcome.commands.push_back(project::creation(
      "action_item.create",
      {{"title", (input.reader.principal().zh() ? "偏差分析与纠正：" : "Variance analysis: ") +
                     std::string(row->text("title"))},
       {"project", id_text(row->scope)},
       {"kind", "corrective"},
       {"source_record", "status_snapshot"},
       {"source_id", id_text(row->id)},
       {"due", format_day(static_cast<Day>(input.reader.today() + 7))}}));
  return outcome;
}

constexpr std::array k_snapshot_subscriptions = {
    Subscription{"status_snapshot.created", "performance.ask_for_action", ask_for_action},
    Subscription{"status_snapshot.created", "performance.keep_milestones", keep_milestones},
    Subscription{"plan.updated", "performance.follow_plan", follow_plan},
};

}  // namespace
}  // namespace performance

const kernel::Function& performance_function() {
  static const std::vector<kernel::Rule> rules = [] {
    std::vector<kernel::Rule> list(performance::k_performance_rules.begin(),
                                   performance::k_performance_rules.end());
    list.insert(list.end(), performance::package_rules().begin(),
                performance::package_rules().end());
    return list;
  }();
  static const std::vector<kernel::Subscription> subscriptions = [] {
    std::vector<kernel::Subscription> list(performance::k_snapshot_subscriptions.begin(),
                                           performance::k_snapshot_subscriptions.end());
    list.insert(list.end(), performance::health_subscriptions().begin(),
                performance::health_subscriptions().end());
    return list;
  }();
  static const kernel::Function function = {.name = "performance",
                                            .label = {"绩效", "Performance"},
                                            .records = performance::records(),
                                            .rules = rules,
                                            .actions = performance::k_performance_actions,
                                            .routes = performance::routes(),
                                            .subscriptions = subscriptions,
                                            .reports = performance::reports(),
                                            .messages = engine::earned_value::k_messages,
                                            .tools = performance::tools()};
  return function;
}

}  // namespace tc::functions
