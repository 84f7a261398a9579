#include "engine/level/plan_parts.h"

#include <algorithm>

#include "base/row.h"

namespace tc::engine::level {

using schedule::Dates;

bool is_split_by_levelling(const plan::Activity& activity) {
  return activity.levelling_split && activity.segments.size() > 1 &&
         activity.actual_start == k_no_time && activity.actual_finish == k_no_time;
}

bool has_levelling_splits(const plan::Plan& plan) {
  return std::ranges::any_of(plan.activities, is_split_by_levelling);
}

void clear_splits(plan::Plan& plan) {
  for (plan::Activity& activity : plan.activities) {
    if (!is_split_by_levelling(activity)) continue;
    activity.segments.clear();
    activity.levelling_split = false;
  }
}

const plan::WorkingTime& work_calendar_of(const schedule::Network& network,
                                          const schedule::Node& node) {
  const schedule::Special* special = network.special_of(node);
  const bool one_piece = special != nullptr && special->piece_count == 1;
  return network
      .calendars[one_piece ? network.pieces[special->first_piece].calendar : node.calendar];
}

std::vector<Dates> dates_of(const std::vector<Part>& parts, PlanTime start,
                            const plan::WorkingTime& calendar) {
  std::vector<Dates> dates;
  const std::int32_t origin = calendar.position(start);
  for (const Part& part : parts)
    dates.push_back({calendar.start_at(origin + part.from), calendar.finish_at(origin + part.to)});
  return dates;
}

std::vector<Dates> worked_dates(const PlanModel& model, schedule::NodeIndex node, Dates dates) {
  const plan::Activity& activity =
      model.plan->activities[row_of(model.network.activity[row_of(node)])];
  if (!is_split_by_levelling(activity)) return {dates};
  const plan::WorkingTime& calendar =
      work_calendar_of(model.network, model.network.nodes[row_of(node)]);
  std::vector<Part> parts;
  for (const plan::Segment& segment : activity.segments) {
    const std::int32_t from = calendar.between(activity.segments.front().start, segment.start);
    parts.push_back({from, from + calendar.between(segment.start, segment.finish)});
  }
  std::vector<Dates> worked = dates_of(parts, dates.start, calendar);
  // An edit since then may have made it longer or shorter.
  std::erase_if(worked, [&](const Dates& part) { return part.start >= dates.finish; });
  if (worked.empty()) return {dates};
  worked.back().finish = dates.finish;
  return worked;
}

}  // namespace tc::engine::level
