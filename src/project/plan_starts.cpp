#include "project/plan_starts.h"

#include <algorithm>
#include <array>

namespace tc::project {
namespace {

using kernel::Occasion;
using plan::Activity;
using plan::Index;

constexpr std::array<std::string_view, 3> k_cells_of_start = {"actual_start", "percent_complete",
                                                              "actual_finish"};

bool has_begun(const Activity& activity) {
  return activity.actual_start != k_no_time || activity.actual_finish != k_no_time ||
         activity.percent_complete > 0;
}

void add_start(const LoadedPlan& before, Index row, const Activity& now,
               std::vector<Occasion>& starts) {
  const auto at = static_cast<std::size_t>(row);
  const Activity& was = before.plan.activities[at];
  if (!has_begun(now) || now.external || now.kind == plan::ActivityKind::summary) return;
  if (has_begun(was) && was.actual_start == now.actual_start) return;
  const PlanTime planned = before.schedule.activities[at].start;
  const PlanTime start = now.actual_start != k_no_time ? now.actual_start : planned;
  const Day day = start == k_no_time ? Day{0} : day_of(start);
  starts.push_back({"start", now.id, now.name, day, {}});
}

// Where the plan view shows why an activity cannot begin.
std::string place_of(const Json& edits, const std::string& activity) {
  for (std::size_t i = 0; i < edits.size(); ++i) {
    const Json* set = edits.items()[i].find("set");
    if (set == nullptr || set->text("activity") != activity) continue;
    for (const std::string_view cell : k_cells_of_start)
      if (set->find(cell) != nullptr)
        return "/edits/" + std::to_string(i) + "/set/" + std::string(cell);
  }
  return {};
}

}  // namespace

std::vector<Occasion> starts_of(const LoadedPlan& before,
                                const std::vector<std::pair<Index, Activity>>& become) {
  std::vector<Occasion> starts;
  for (const auto& [row, activity] : become) add_start(before, row, activity, starts);
  return starts;
}

std::vector<Occasion> starts_between(const LoadedPlan& before, const plan::Plan& after) {
  std::vector<Occasion> starts;
  for (const Activity& activity : after.activities) {
    if (!has_begun(activity)) continue;
    const Index row = before.index_of(activity.id);
    if (row != plan::k_none) add_start(before, row, activity, starts);
  }
  return starts;
}

Status check_starts(kernel::Reader& reader, const LoadedPlan& before, std::vector<Occasion> starts,
                    const Json& edits) {
  if (starts.empty()) return Done{};
  const std::optional<kernel::Row> row = reader.load_any("plan", before.id);
  if (!row) return Done{};
  Refusals refusals;
  for (Occasion& start : starts) {
    start.field = place_of(edits, id_text(start.id));
    if (start.day == 0) start.day = reader.today();  // Planned on no day: inactive.
    std::ranges::move(kernel::check_occasion(reader, *row, start), std::back_inserter(refusals));
  }
  if (!refusals.empty()) return refusals;
  return Done{};
}

}  // namespace tc::project
