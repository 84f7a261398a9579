#pragma once

#include <random>
#include <string>

#include "plan/plan.h"

/// Plans of extreme shapes for tests and measurements.
namespace tc::engine::schedule::testing {

/// One project on a five-day week from 2026-01-05, without activities.
inline plan::Plan empty_plan() {
  plan::Plan plan;
  plan.projects.resize(1);
  plan.projects[0].calendar = 0;
  plan.projects[0].start = *parse_plan_time("2026-01-05T08:00");
  plan::Calendar calendar;
  calendar.name = "Standard";
  for (std::size_t day = 1; day < 6; ++day) {
    calendar.week[day] = plan::Shifts{{4800, 7200}, {7800, 10200}};
  }
  plan.calendars.push_back(std::move(calendar));
  return plan;
}

inline plan::Index add_activity(plan::Plan& plan, std::int32_t hours,
                                plan::Index parent = plan::k_none) {
  plan::Activity activity;
  activity.uid = std::to_string(plan.activities.size() + 1);
  activity.duration = Minutes::from_minutes(std::int64_t{hours} * 60);
  activity.parent = parent;
  if (hours == 0) activity.kind = plan::ActivityKind::summary;
  plan.activities.push_back(std::move(activity));
  return static_cast<plan::Index>(plan.activities.size() - 1);
}

inline void add_link(plan::Plan& plan, plan::Index from, plan::Index to) {
  plan::Link link;
  link.from = from;
  link.to = to;
  plan.links.push_back(std::move(link));
}

/// `count` activities of one hour, each after the one before.
inline plan::Plan chain_plan(std::int32_t count) {
  plan::Plan plan = empty_plan();
  for (std::int32_t at = 0; at < count; ++at) {
    add_activity(plan, 1);
    if (at > 0) add_link(plan, at - 1, at);
  }
  return plan;
}

/// One activity after `count` others of one to five days.
inline plan::Plan star_plan(std::int32_t count) {
  plan::Plan plan = empty_plan();
  for (std::int32_t at = 0; at < count; ++at) add_activity(plan, 8 * (1 + at % 5));
  const plan::Index last = add_activity(plan, 8);
  for (std::int32_t at = 0; at < count; ++at) add_link(plan, at, last);
  return plan;
}

/// Two summaries of `count` activities each, the second after the first; `back` closes a cycle by
/// a link from the last activity of the second to the first of the first.
inline plan::Plan summary_link_plan(std::int32_t count, bool back) {
  plan::Plan plan = empty_plan();
  const plan::Index first = add_activity(plan, 0);
  for (std::int32_t at = 0; at < count; ++at) add_activity(plan, 8 * (1 + at % 5), first);
  const plan::Index second = add_activity(plan, 0);
  for (std::int32_t at = 0; at < count; ++at) add_activity(plan, 8, second);
  add_link(plan, first, second);
  if (back) add_link(plan, second + count, first + 1);
  return plan;
}

/// `depth` summaries inside each other, an activity of a day beside and below each.
inline plan::Plan deep_plan(std::int32_t depth) {
  plan::Plan plan = empty_plan();
  plan::Index parent = plan::k_none;
  plan::Index last = plan::k_none;
  for (std::int32_t at = 0; at < depth; ++at) {
    parent = add_activity(plan, 0, parent);
    const plan::Index next = add_activity(plan, 8, parent);
    if (last != plan::k_none) add_link(plan, last, next);
    last = next;
  }
  return plan;
}

/// `count` activities of one to five days in layers, two predecessors each out of the layer before.
inline plan::Plan layered_plan(std::int32_t count, std::int32_t layer, unsigned seed) {
  plan::Plan plan = empty_plan();
  std::mt19937 random(seed);
  for (std::int32_t at = 0; at < count; ++at) {
    add_activity(plan, 8 * static_cast<std::int32_t>(1 + random() % 5));
    for (int link = 0; link < 2 && at >= layer; ++link) {
      const auto back = static_cast<std::int32_t>(random() % static_cast<unsigned>(layer));
      add_link(plan, (at / layer - 1) * layer + back, at);
    }
  }
  return plan;
}

}  // namespace tc::engine::schedule::testing
