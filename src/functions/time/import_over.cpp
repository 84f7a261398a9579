#include "functions/time/import_over.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "base/row.h"
#include "project/external.h"

namespace tc::functions::time {
namespace {

using plan::Activity;
using plan::Index;
using plan::k_none;
using project::LoadedPlan;

/// A key per activity; an empty one names nothing.
using Keys = std::vector<std::string>;

Keys keys_by(const plan::Plan& plan, std::string Activity::*field) {
  Keys keys;
  for (const Activity& activity : plan.activities) keys.push_back(activity.*field);
  return keys;
}

Keys keys_by_names(const plan::Plan& plan) {
  Keys keys;
  for (const Activity& activity : plan.activities) {
    const bool below = activity.parent != k_none;
    keys.push_back(activity.name.empty() ? std::string()
                                         : (below ? keys[row_of(activity.parent)] : std::string()) +
                                               '\n' + activity.name);
  }
  return keys;
}

/// Activities by key; k_none where several have it.
std::unordered_map<std::string, Index> by_key(const Keys& keys) {
  std::unordered_map<std::string, Index> found;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].empty()) continue;
    const auto [entry, added] = found.try_emplace(keys[i], static_cast<Index>(i));
    if (!added) entry->second = k_none;
  }
  return found;
}

class Matcher {
 public:
  Matcher(const plan::Plan& present, plan::Plan& incoming)
      : present_(present),
        incoming_(incoming),
        old_of_(incoming.activities.size(), k_none),
        taken_(present.activities.size(), false) {}

  void match(const Keys& present, const Keys& incoming) {
    const auto old = by_key(present);
    for (const auto& [key, index] : by_key(incoming)) {
      const auto found = old.find(key);
      if (index == k_none || found == old.end() || found->second == k_none) continue;
      if (old_of_[row_of(index)] != k_none || taken_[row_of(found->second)]) continue;
      old_of_[row_of(index)] = found->second;
      taken_[row_of(found->second)] = true;
    }
  }

  Matched settle(const std::function<Id()>& new_id) {
    Matched matched;
    for (std::size_t i = 0; i < old_of_.size(); ++i) {
      Activity& activity = incoming_.activities[i];
      if (old_of_[i] == k_none) {
        activity.id = new_id();
        ++matched.added;
        continue;
      }
      const Activity& old = present_.activities[row_of(old_of_[i])];
      activity.id = old.id;
      ++matched.kept;
      if (activity.external && project::stands_for_another(old)) stand_for(old, activity);
    }
    matched.removed = static_cast<std::size_t>(std::ranges::count(taken_, false));
    return matched;
  }

 private:
  static void stand_for(const Activity& old, Activity& activity) {
    activity.external_project = old.external_project;
    activity.external_activity = old.external_activity;
    activity.manual_start = old.manual_start;
    activity.manual_finish = old.manual_finish;
    activity.duration = old.duration;
    activity.name.clear();
  }

  const plan::Plan& present_;
  plan::Plan& incoming_;
  std::vector<Index> old_of_;  ///< By activity of the file.
  std::vector<bool> taken_;    ///< By activity of the present plan.
};

Index find_task(const plan::Plan& plan, const std::string& name, std::int64_t number) {
  const auto fits = [&](const Activity& one) {
    return one.name == name && !one.external && !one.blank;
  };
  const bool in_range = number > 0 && number <= static_cast<std::int64_t>(plan.activities.size());
  if (in_range && fits(plan.activities[static_cast<std::size_t>(number - 1)]))
    return static_cast<Index>(number - 1);
  if (std::ranges::count_if(plan.activities, fits) != 1) return k_none;
  return static_cast<Index>(std::ranges::find_if(plan.activities, fits) - plan.activities.begin());
}

}  // namespace

Matched keep_ids(const plan::Plan& present, plan::Plan& incoming,
                 const std::function<Id()>& new_id) {
  Matcher matcher(present, incoming);
  matcher.match(keys_by(present, &Activity::guid), keys_by(incoming, &Activity::guid));
  if (present.format == incoming.format)
    matcher.match(keys_by(present, &Activity::uid), keys_by(incoming, &Activity::uid));
  matcher.match(keys_by(present, &Activity::code), keys_by(incoming, &Activity::code));
  matcher.match(keys_by_names(present), keys_by_names(incoming));
  const bool has_current = std::ranges::any_of(incoming.activities, [&](const Activity& one) {
    return plan::baseline_of(one, present.current_baseline) != nullptr;
  });
  if (has_current) incoming.current_baseline = present.current_baseline;
  return matcher.settle(new_id);
}

std::string stem_of(std::string_view file) {
  const std::size_t folder = file.find_last_of("\\/");
  if (folder != std::string_view::npos) file.remove_prefix(folder + 1);
  std::string stem(file.substr(0, file.find('.')));
  std::ranges::transform(stem, stem.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return stem;
}

std::size_t bind_external_tasks(plan::Plan& plan,
                                std::span<const interchange::ExternalTask> externals,
                                const PlanOfFile& plan_of_file) {
  std::size_t bound = 0;
  for (const interchange::ExternalTask& external : externals) {
    Activity& activity = plan.activities[row_of(external.activity)];
    if (project::stands_for_another(activity)) continue;
    const std::string stem = stem_of(external.file);
    const auto other = stem.empty() ? nullptr : plan_of_file(stem);
    const Index task =
        other == nullptr ? k_none : find_task(other->plan, activity.name, external.number);
    if (task == k_none) continue;
    activity.external_project = other->project;
    activity.external_activity = other->plan.activities[row_of(task)].id;
    activity.manual_start = other->schedule.activities[row_of(task)].start;
    activity.manual_finish = other->schedule.activities[row_of(task)].finish;
    activity.duration = other->plan.activities[row_of(task)].duration;
    activity.name.clear();
    ++bound;
  }
  return bound;
}

}  // namespace tc::functions::time
