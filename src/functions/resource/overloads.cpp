#include "functions/resource/overloads.h"

#include <algorithm>
#include <map>
#include <vector>

#include "engine/level/level_plan.h"
#include "project/plan_book.h"

namespace tc::functions::resource {
namespace {

using namespace kernel;
namespace level = engine::level;

struct Use {
  std::int64_t days = 0, most = 0;
  Day first = 0, last = 0;
};

std::map<plan::Index, Use> uses_of(const std::vector<level::Overload>& found) {
  std::map<plan::Index, Use> uses;
  for (const level::Overload& one : found) {
    const auto [at, fresh] = uses.try_emplace(one.resource);
    Use& use = at->second;
    if (fresh) use.first = one.day;
    ++use.days;
    use.last = one.day;
    use.most = std::max(use.most, one.units);
  }
  return uses;
}

bool holds(const plan::Plan& plan, plan::Index activity, plan::Index resource) {
  return std::ranges::any_of(plan.assignments, [&](const plan::Assignment& one) {
    return one.activity == activity && one.resource == resource;
  });
}

// Of what levelling moves, the first in time that uses the resource.
const level::Move* first_move(const plan::Plan& plan, const level::Levelling& levelling,
                              plan::Index resource) {
  const level::Move* first = nullptr;
  for (const level::Move& move : levelling.moves) {
    if (move.delay_after_tenths <= move.delay_before_tenths) continue;
    if (first != nullptr && first->start_before <= move.start_before) continue;
    if (holds(plan, move.activity, resource)) first = &move;
  }
  return first;
}

Value finish_day(const engine::schedule::Schedule& schedule) {
  PlanTime finish = k_no_time;
  for (const auto& project : schedule.projects) finish = std::max(finish, project.finish);
  Value day;
  if (finish != k_no_time) day = std::int64_t{day_of(finish)};
  return day;
}

}  // namespace

Result<ReportTable> overloads(const ReportInput& input) {
  ReportTable table;
  table.finding = {"{count} 个资源超出可用量",
                   "{count} {count:resource is|resources are} overloaded"};
  const Id project = parse_id(input.inputs.text("project")).value_or(0);
  const auto loaded = input.kernel.part<project::PlanBook>().load(input.reader, project);
  if (!loaded) return loaded.refusals();
  const plan::Plan& plan = (*loaded)->plan;
  std::map<plan::Index, Use> uses;
  if (!plan.assignments.empty()) {
    const auto model = level::make_plan_model(plan, {}, {});
    if (!model) return model.refusals();
    uses = uses_of(level::find_overloads(*model, (*loaded)->schedule.activities));
  }
  table.arguments = {{"count", std::to_string(uses.size())}};
  if (uses.empty()) return table;
  const auto levelling = level::level_plan(plan, {}, input.progress);
  if (!levelling) return levelling.refusals();
  const Value before = finish_day((*loaded)->schedule), after = finish_day(levelling->after);
  std::vector<std::pair<plan::Index, Use>> sorted(uses.begin(), uses.end());
  std::ranges::stable_sort(sorted, std::greater<>(),
                           [](const auto& one) { return one.second.days; });
  for (const auto& [resource, use] : sorted) {
    const level::Move* move = first_move(plan, *levelling, resource);
    Value put_off, until;
    if (move != nullptr) {
      put_off = plan.activities[static_cast<std::size_t>(move->activity)].name;
      until = std::int64_t{day_of(move->start_after)};
    }
    table.rows.push_back({Value(plan.resources[static_cast<std::size_t>(resource)].name),
                          Value(use.days), Value(std::int64_t{use.first}),
                          Value(std::int64_t{use.last}), Value(use.most), put_off, until, before,
                          after});
  }
  return table;
}

}  // namespace tc::functions::resource
