#include "engine/schedule/shown.h"

#include <algorithm>

#include "base/row.h"
#include "engine/schedule/activity_model.h"
#include "engine/schedule/result.h"

namespace tc::engine::schedule {
namespace {

using plan::ActivityKind;
using plan::Index;

bool depends_on_others(const plan::Activity& activity) {
  return activity.kind == ActivityKind::level_of_effort || activity.kind == ActivityKind::hammock ||
         activity.kind == ActivityKind::wbs_summary;
}

bool by_longest_path(const ProjectFrame& project) {
  return project.settings->critical_is_longest_path;
}

}  // namespace

void Shown::reset(const Network& network, Schedule schedule) {
  schedule_ = std::move(schedule);
  is_summary_ = summaries_of(*network.plan);
  rows_suffice_ = std::ranges::none_of(network.plan->activities, depends_on_others) &&
                  std::ranges::none_of(network.projects, by_longest_path);
  place_.assign(network.plan->activities.size(), 0);
  find_children(*network.plan);
}

void Shown::find_children(const plan::Plan& plan) {
  const std::size_t count = plan.activities.size();
  children_begin_.assign(count + 1, 0);
  parent_.clear();
  rolls_up_.clear();
  ends_project_.clear();
  for (std::size_t row = 0; row < count; ++row) {
    const plan::Activity& activity = plan.activities[row];
    parent_.push_back(activity.parent);
    rolls_up_.push_back(rolls_up(activity));
    ends_project_.push_back(is_summary_[row] == 0 && !activity.external);
    if (activity.parent != plan::k_none) ++children_begin_[row_of(activity.parent) + 1];
  }
  for (std::size_t row = 1; row <= count; ++row) children_begin_[row] += children_begin_[row - 1];
  children_.resize(children_begin_[count]);
  std::vector<std::uint32_t> next(children_begin_.begin(), children_begin_.end() - 1);
  for (std::size_t row = 0; row < count; ++row) {
    const Index parent = parent_[row];
    if (parent != plan::k_none) children_[next[row_of(parent)]++] = static_cast<Index>(row);
  }
}

void Shown::mark(Index row) {
  if (place_[row_of(row)] != 0) return;
  place_[row_of(row)] = 1;
  marked_.push_back(row);
}

const ActivityDates& Shown::now(Index row) const {
  const std::uint32_t place = place_[row_of(row)];
  return place == 0 ? schedule_.activities[row_of(row)] : fresh_[place - 1];
}

ActivityDates Shown::rolled_up(const Network& network, Index summary) const {
  ActivityDates dates;
  for (std::uint32_t at = children_begin_[row_of(summary)];
       at < children_begin_[row_of(summary) + 1]; ++at) {
    if (rolls_up_[row_of(children_[at])] != 0) merge_into_summary(dates, now(children_[at]));
  }
  set_summary_float(network, summary, dates);
  return dates;
}

/// Looked for among all rows only where the latest one fell back.
PlanTime Shown::finish_of(const ShownChange& change) const {
  PlanTime before = k_no_time;
  for (const ProjectDates& project : schedule_.projects) before = std::max(before, project.finish);
  PlanTime latest = k_no_time;
  bool lost = false;
  for (const ShownRow& row : change.rows) {
    if (ends_project_[row_of(row.activity)] == 0) continue;
    latest = std::max(latest, row.dates.finish);
    lost |= schedule_.activities[row_of(row.activity)].finish == before;
  }
  if (!lost) return std::max(latest, before);
  if (latest >= before) return latest;
  for (std::size_t row = 0; row < is_summary_.size(); ++row) {
    if (ends_project_[row] != 0) latest = std::max(latest, now(static_cast<Index>(row)).finish);
  }
  return latest;
}

/// In the order of the plan: where many are marked, by looking at all rows.
void Shown::sort_marked() {
  constexpr std::size_t k_many = 16;
  if (marked_.size() < place_.size() / k_many) {
    std::ranges::sort(marked_);
    return;
  }
  marked_.clear();
  for (std::size_t row = 0; row < place_.size(); ++row) {
    if (place_[row] != 0) marked_.push_back(static_cast<Index>(row));
  }
}

ShownChange Shown::compared(const Network& network, const State& state) const {
  const Schedule fresh = make_schedule(network, state);
  ShownChange change;
  for (std::size_t row = 0; row < fresh.activities.size(); ++row) {
    if (fresh.activities[row] == schedule_.activities[row]) continue;
    change.rows.push_back({static_cast<Index>(row), fresh.activities[row]});
  }
  for (const ProjectDates& project : fresh.projects) {
    change.finish = std::max(change.finish, project.finish);
  }
  return change;
}

ShownChange Shown::difference(const Network& network, const State& state,
                              const std::vector<Index>& touched) {
  if (!rows_suffice_) return compared(network, state);
  for (const Index row : touched) {
    mark(row);
    for (Index at = parent_[row_of(row)]; at != plan::k_none && place_[row_of(at)] == 0;
         at = parent_[row_of(at)]) {
      mark(at);
    }
  }
  sort_marked();
  fresh_.resize(marked_.size());
  for (std::size_t at = 0; at < marked_.size(); ++at) {
    place_[row_of(marked_[at])] = static_cast<std::uint32_t>(at) + 1;
  }
  // Children stand after their parents.
  for (std::size_t at = marked_.size(); at-- > 0;) {
    const Index row = marked_[at];
    fresh_[at] =
        is_summary_[row_of(row)] != 0 ? rolled_up(network, row) : shown_row(network, state, row);
  }
  ShownChange change;
  for (std::size_t at = 0; at < marked_.size(); ++at) {
    if (fresh_[at] == schedule_.activities[row_of(marked_[at])]) continue;
    change.rows.push_back({marked_[at], fresh_[at]});
  }
  change.finish = finish_of(change);
  for (const Index row : marked_) place_[row_of(row)] = 0;
  marked_.clear();
  return change;
}

}  // namespace tc::engine::schedule
