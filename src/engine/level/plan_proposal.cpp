#include "engine/level/plan_proposal.h"

#include "base/row.h"
#include "engine/level/plan_model.h"

namespace tc::engine::level {
namespace {

Status measure_plan(const plan::Plan& plan, const schedule::Options& rules,
                    schedule::Schedule& dates, std::vector<Overload>& overloads) {
  Result<schedule::Schedule> computed = schedule::compute_schedule(plan, rules);
  if (!computed) return computed.refusals();
  dates = std::move(computed).value();
  const Result<PlanModel> model = make_plan_model(plan, rules, {});
  if (!model) return model.refusals();
  overloads = find_overloads(*model, dates.activities);
  return Done{};
}

}  // namespace

Status complete_proposal(const plan::Plan& plan, const schedule::Options& rules,
                         Levelling& levelling) {
  plan::Plan applied = plan;
  apply_levelling(levelling, applied);
  if (Status done = measure_plan(plan, rules, levelling.before, levelling.overloads_before); !done)
    return done;
  if (Status done = measure_plan(applied, rules, levelling.after, levelling.overloads_after); !done)
    return done;
  collect_moves(plan, levelling);
  return Done{};
}

void collect_moves(const plan::Plan& plan, Levelling& levelling) {
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    const schedule::ActivityDates& before = levelling.before.activities[row];
    const schedule::ActivityDates& after = levelling.after.activities[row];
    const std::int32_t delay = plan.activities[row].levelling_delay.tenths();
    if (before.start == after.start && before.finish == after.finish &&
        delay == levelling.delay_tenths[row]) {
      continue;
    }
    if (!is_work(plan.activities[row])) continue;
    levelling.moves.push_back({static_cast<plan::Index>(row), before.start, after.start,
                               before.finish, after.finish, delay, levelling.delay_tenths[row]});
  }
}

}  // namespace tc::engine::level
