#include "plan_line.h"

#include <algorithm>
#include <charconv>

#include "base/failure.h"
#include "base/text.h"
#include "engine/schedule/schedule.h"

namespace tc::cases {
namespace {

constexpr std::int64_t k_tenths_per_work_day = 4800;

Minutes days_of(std::string_view text) {
  std::int64_t days = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (error != std::errc() || end != text.data() + text.size())
    throw Failure("no number of days: " + std::string(text));
  return Minutes::from_tenths(days * k_tenths_per_work_day);
}

// `5$8000`: five days that cost 8,000.
std::string_view without_cost(plan::Activity& activity, std::string_view text) {
  const std::size_t sign = text.find('$');
  if (sign == std::string_view::npos) return text;
  std::int64_t cost = 0;
  std::from_chars(text.data() + sign + 1, text.data() + text.size(), cost);
  activity.cost_minor = activity.fixed_cost_minor = cost * 100;
  return text.substr(0, sign);
}

// `3@8000`: three days at the least, for 8,000 more.
void set_crash(plan::Activity& activity, std::string_view text) {
  const std::size_t sign = text.find('@');
  activity.crash_duration = days_of(text.substr(0, sign));
  std::int64_t cost = 0;
  if (sign != std::string_view::npos)
    std::from_chars(text.data() + sign + 1, text.data() + text.size(), cost);
  activity.crash_cost_minor = cost * 100;
}

// `5~3~13`: most likely five days, at best three, at worst thirteen.
std::string_view without_estimate(plan::Activity& activity, std::string_view text) {
  const std::size_t low = text.find('~');
  if (low == std::string_view::npos) return text;
  const std::size_t high = text.find('~', low + 1);
  activity.optimistic_duration = days_of(text.substr(low + 1, high - low - 1));
  activity.pessimistic_duration = days_of(text.substr(high + 1));
  return text.substr(0, low);
}

plan::Index named(const plan::Plan& plan, std::string_view name) {
  const auto found = std::ranges::find(plan.activities, name, &plan::Activity::name);
  if (found == plan.activities.end()) throw Failure("unknown activity " + std::string(name));
  return static_cast<plan::Index>(found - plan.activities.begin());
}

// Who does it: one whole unit of a resource of this name.
void assign(plan::Plan& plan, std::string_view name) {
  auto found = std::ranges::find(plan.resources, name, &plan::Resource::name);
  if (found == plan.resources.end()) {
    plan::Resource resource;
    resource.id = static_cast<std::int64_t>(plan.resources.size()) + 1;
    resource.uid = std::to_string(resource.id);
    resource.name = name;
    found = plan.resources.insert(plan.resources.end(), std::move(resource));
  }
  plan::Assignment assignment;
  assignment.uid = std::to_string(plan.assignments.size() + 1);
  assignment.activity = static_cast<plan::Index>(plan.activities.size()) - 1;
  assignment.resource = static_cast<plan::Index>(found - plan.resources.begin());
  plan.assignments.push_back(std::move(assignment));
}

}  // namespace

void add_activities(plan::Plan& plan, std::span<const Pair> written) {
  std::vector<Minutes> present;
  for (const Pair& pair : written) {
    const std::string_view text = pair.value;
    const std::size_t before = text.find('<');
    const std::size_t plus = std::min(text.find('+'), before);
    plan::Activity activity;
    const std::string_view days =
        without_estimate(activity, without_cost(activity, text.substr(0, plus)));
    const std::size_t crash = days.find('!');
    const std::size_t colon = days.find(':');
    activity.uid = std::to_string(plan.activities.size() + 1);
    activity.name = pair.name;
    if (crash != std::string_view::npos) set_crash(activity, days.substr(crash + 1));
    const std::string_view lasting = days.substr(0, crash);
    present.push_back(days_of(lasting.substr(0, colon)));
    activity.duration =
        colon == std::string_view::npos ? present.back() : days_of(lasting.substr(colon + 1));
    plan.activities.push_back(std::move(activity));
    if (plus < before) assign(plan, text.substr(plus + 1, before - plus - 1));
    if (before == std::string_view::npos) continue;
    for (const std::string_view name : split(text.substr(before + 1), ',')) {
      plan::Link link;
      link.from = named(plan, name);
      link.to = static_cast<plan::Index>(plan.activities.size()) - 1;
      plan.links.push_back(std::move(link));
    }
  }
  const auto baseline = engine::schedule::compute_schedule(plan);
  if (!baseline) throw Failure(baseline.refusals().front().code);
  for (std::size_t i = 0; i < plan.activities.size(); ++i) {
    plan::Activity& activity = plan.activities[i];
    const auto& dates = baseline->activities[i];
    activity.baselines.push_back({0, dates.start, dates.finish, activity.duration, {}, 0});
    activity.duration = present[i];
  }
}

}  // namespace tc::cases
