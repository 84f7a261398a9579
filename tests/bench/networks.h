#pragma once

#include <cstdint>
#include <random>

#include "plan/plan.h"

/// Generated plans for measurements: the same seed gives the same plan.
namespace tc::bench {

struct Shape {
  std::int32_t activities = 0;
  std::int32_t layer = 0;        ///< Activities per layer; 1 = a chain.
  std::int32_t links_each = 2;   ///< Predecessors per activity.
  std::int32_t layers_back = 1;  ///< How far back predecessors lie; 0 = anywhere before.
  std::int32_t calendars = 1;
  std::int32_t summaries_each = 0;  ///< Activities per summary; 0 = none.
  std::int32_t unit_tenths = 4800;  ///< Durations are one to five of these.
};

[[nodiscard]] inline plan::Plan make_plan(const Shape& shape, std::uint32_t seed) {
  plan::Plan plan;
  plan.profile = plan::Profile::msp;
  plan.projects.resize(1);
  plan.projects[0].calendar = 0;
  plan.projects[0].start = *parse_plan_time("2026-01-05T08:00");
  for (std::int32_t at = 0; at < shape.calendars; ++at) {
    plan::Calendar calendar;
    calendar.name = "Calendar " + std::to_string(at);
    for (std::size_t day = 1; day < 6; ++day) {
      calendar.week[day] = plan::Shifts{{4800, 7200}, {7800, 10200}};
    }
    const Day holiday = day_from_civil({2026, 1, 12}) + at;
    if (at > 0) calendar.exceptions = {{holiday, holiday, {}, "holiday", {}}};
    plan.calendars.push_back(calendar);
  }
  std::mt19937 random(seed);
  plan.activities.reserve(static_cast<std::size_t>(shape.activities));
  std::vector<plan::Index> row_of;
  for (std::int32_t at = 0; at < shape.activities; ++at) {
    if (shape.summaries_each > 0 && at % shape.summaries_each == 0) {
      plan::Activity summary;
      summary.kind = plan::ActivityKind::summary;
      summary.uid = "S" + std::to_string(at);
      plan.activities.push_back(summary);
    }
    plan::Activity activity;
    activity.uid = std::to_string(at + 1);
    activity.duration =
        Minutes::from_tenths(shape.unit_tenths * static_cast<int>(1 + random() % 5));
    if (shape.calendars > 1) {
      activity.calendar =
          static_cast<plan::Index>(random() % static_cast<unsigned>(shape.calendars));
    }
    if (shape.summaries_each > 0) {
      activity.parent =
          static_cast<plan::Index>(plan.activities.size()) - 1 - at % shape.summaries_each;
    }
    row_of.push_back(static_cast<plan::Index>(plan.activities.size()));
    plan.activities.push_back(activity);
  }
  for (std::int32_t at = shape.layer; at < shape.activities; ++at) {
    const std::int32_t layer = at / shape.layer;
    const std::int32_t first =
        shape.layers_back == 0 ? 0 : std::max(0, (layer - shape.layers_back) * shape.layer);
    const std::int32_t last = layer * shape.layer;
    for (std::int32_t link = 0; link < shape.links_each; ++link) {
      const auto from =
          first + static_cast<std::int32_t>(random() % static_cast<unsigned>(last - first));
      plan::Link entry;
      entry.from = row_of[static_cast<std::size_t>(from)];
      entry.to = row_of[static_cast<std::size_t>(at)];
      plan.links.push_back(entry);
    }
  }
  return plan;
}

}  // namespace tc::bench
