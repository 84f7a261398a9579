#include "functions/finance/plan_cost.h"

#include "project/plan_book.h"
#include "project/report_tools.h"

namespace tc::functions::finance {

MonthlyCost plan_cost(const kernel::ReportInput& input, Id project_id) {
  MonthlyCost months;
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, project_id);
  if (!loaded) return months;
  plan::Plan plan = (*loaded)->plan;
  for (std::size_t i = 0; i < plan.activities.size(); ++i) {
    const auto& dates = (*loaded)->schedule.activities[i];
    plan.activities[i].stored.start = dates.start;
    plan.activities[i].stored.finish = dates.finish;
  }
  const auto phased = engine::finance::phase_cost(plan, engine::earned_value::Cycle::months);
  if (!phased) return months;
  for (std::size_t i = 0; i < phased->total.size(); ++i) {
    KindCosts& kinds = months[project::month_of(day_of(phased->bounds[i]))];
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) kinds[kind] += phased->kinds[kind][i];
  }
  return months;
}

}  // namespace tc::functions::finance
