#include "engine/schedule/result.h"

#include <algorithm>
#include <string>

#include "base/row.h"
#include "engine/schedule/activity_model.h"

namespace tc::engine::schedule {
namespace {

using plan::ConstraintKind;
using plan::Index;

ActivityDates shown_dates(const Network& network, const State& state, NodeIndex index) {
  const Node& node = network.nodes[row_of(index)];
  const Special* special = network.special_of(node);
  const Dates early = state.early[row_of(index)];
  const Dates late = state.late[row_of(index)];
  ActivityDates shown;
  shown.early_start = early.start;
  shown.early_finish = early.finish;
  shown.late_start = late.start;
  shown.late_finish = late.finish;
  shown.start = early.start;
  shown.finish = early.finish;
  shown.total_float = Minutes::from_tenths(state.total_float[row_of(index)]);
  shown.free_float = Minutes::from_tenths(state.free_float[row_of(index)]);
  if (special == nullptr) return shown;
  const bool alap =
      special->constraint.kind == ConstraintKind::alap && special->progress == Progress::none;
  if (alap && network.rules.alap_takes_late_dates) {
    shown.start = late.start;
    shown.finish = late.finish;
  }
  if (special->actual_start != k_no_time) {
    shown.start = special->actual_start;
    if (network.rules.finished_leaves_network) shown.late_start = special->actual_start;
  }
  if (special->progress == Progress::finished && network.rules.finished_leaves_network) {
    shown.late_start = early.start;
    shown.late_finish = early.finish;
  }
  if (special->actual_finish != k_no_time) shown.finish = special->actual_finish;
  return shown;
}

bool is_finished(const Network& network, NodeIndex index) {
  const Special* special = network.special_of(network.nodes[row_of(index)]);
  return special != nullptr && special->progress == Progress::finished;
}

/// P6's longest path: from the activities that finish last, back along driving links.
std::vector<std::uint8_t> longest_path(const Network& network, const State& state) {
  std::vector<std::uint8_t> on_path(network.nodes.size());
  for (std::size_t row = network.nodes.size(); row-- > 0;) {
    const Node& node = network.nodes[row];
    if (state.early[row].finish == state.project_finish[node.project] &&
        !is_finished(network, static_cast<NodeIndex>(row))) {
      on_path[row] = 1;
    }
    if (on_path[row] == 0) continue;
    for (std::uint32_t at = network.in_begin[row]; at < network.in_begin[row + 1]; ++at) {
      if (state.driving[at] != 0) on_path[row_of(network.in[at].node)] = 1;
    }
  }
  return on_path;
}

bool is_critical(const Network& network, const State& state, NodeIndex index) {
  const Node& node = network.nodes[row_of(index)];
  const plan::Project& project = *network.projects[node.project].settings;
  if (is_finished(network, index)) return false;
  if (project.open_ends_critical && network.successors(index).empty()) return true;
  return state.total_float[row_of(index)] <= project.critical_limit.tenths();
}

void fill_driving(const Network& network, const State& state, Schedule& schedule) {
  const std::size_t count = network.plan->activities.size();
  schedule.driving_begin.assign(count + 1, 0);
  schedule.driving_links.clear();
  for (std::size_t row = 0; row < count; ++row) {
    schedule.driving_begin[row] = static_cast<std::uint32_t>(schedule.driving_links.size());
    const NodeIndex node = network.node_of[row];
    if (node < 0) continue;
    for (std::uint32_t at = network.in_begin[row_of(node)]; at < network.in_begin[row_of(node) + 1];
         ++at) {
      if (state.driving[at] != 0 && network.in_link[at] >= 0) {
        schedule.driving_links.push_back(network.in_link[at]);
      }
    }
  }
  schedule.driving_begin[count] = static_cast<std::uint32_t>(schedule.driving_links.size());
}

}  // namespace

ActivityDates shown_row(const Network& network, const State& state, Index activity) {
  const NodeIndex node = network.node_of[row_of(activity)];
  if (node < 0) return {};
  ActivityDates shown = shown_dates(network, state, node);
  shown.critical = is_critical(network, state, node);
  return shown;
}

void fill_activities(const Network& network, const State& state, Schedule& schedule) {
  schedule.activities.assign(network.plan->activities.size(), {});
  const bool by_path = std::any_of(
      network.projects.begin(), network.projects.end(),
      [](const ProjectFrame& project) { return project.settings->critical_is_longest_path; });
  std::vector<std::uint8_t> on_path;
  if (by_path) on_path = longest_path(network, state);
  for (std::size_t row = 0; row < schedule.activities.size(); ++row) {
    ActivityDates& shown = schedule.activities[row];
    shown = shown_row(network, state, static_cast<Index>(row));
    if (!by_path || network.node_of[row] < 0) continue;
    const auto node = row_of(network.node_of[row]);
    if (network.projects[network.nodes[node].project].settings->critical_is_longest_path) {
      shown.critical = on_path[node] != 0;
    }
  }
  fill_driving(network, state, schedule);
}

namespace {

void take_earlier(PlanTime& mine, PlanTime theirs) {
  if (theirs != k_no_time && (mine == k_no_time || theirs < mine)) mine = theirs;
}

void take_later(PlanTime& mine, PlanTime theirs) {
  if (theirs != k_no_time && theirs > mine) mine = theirs;
}

}  // namespace

bool rolls_up(const plan::Activity& activity) {
  return !activity.external && activity.kind != plan::ActivityKind::wbs_summary && activity.active;
}

void merge_into_summary(ActivityDates& summary, const ActivityDates& child) {
  take_earlier(summary.start, child.start);
  take_later(summary.finish, child.finish);
  take_earlier(summary.early_start, child.early_start);
  take_later(summary.early_finish, child.early_finish);
  take_earlier(summary.late_start, child.late_start);
  take_later(summary.late_finish, child.late_finish);
  summary.critical |= child.critical;
}

void set_summary_float(const Network& network, Index summary, ActivityDates& dates) {
  if (dates.early_finish == k_no_time) return;
  const plan::Activity& activity = network.plan->activities[row_of(summary)];
  const plan::WorkingTime& calendar =
      network.calendars[network.projects[row_of(activity.project)].calendar];
  const std::int32_t at_start = calendar.between(dates.early_start, dates.late_start);
  const std::int32_t at_finish = calendar.between(dates.early_finish, dates.late_finish);
  dates.total_float = Minutes::from_tenths(std::min(at_start, at_finish));
  dates.free_float = dates.total_float;
}

void roll_up(const Network& network, Schedule& schedule) {
  const plan::Plan& plan = *network.plan;
  const std::vector<std::uint8_t> summaries = summaries_of(plan);
  schedule.projects.assign(plan.projects.size(), {});
  for (std::size_t row = plan.activities.size(); row-- > 0;) {
    const plan::Activity& activity = plan.activities[row];
    ActivityDates& dates = schedule.activities[row];
    if (summaries[row] != 0) set_summary_float(network, static_cast<Index>(row), dates);
    if (activity.external || activity.kind == plan::ActivityKind::wbs_summary) continue;
    if (activity.parent != plan::k_none && rolls_up(activity)) {
      merge_into_summary(schedule.activities[row_of(activity.parent)], dates);
    }
    if (summaries[row] == 0) {
      ProjectDates& project = schedule.projects[row_of(activity.project)];
      take_earlier(project.start, dates.start);
      take_later(project.finish, dates.finish);
    }
  }
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    const plan::Activity& activity = plan.activities[row];
    if (activity.kind != plan::ActivityKind::wbs_summary || activity.parent == plan::k_none) {
      continue;
    }
    schedule.activities[row] = schedule.activities[row_of(activity.parent)];
  }
}

namespace {

constexpr std::size_t k_uids_shown_max = 20;

/// One refusal per kind of error and project, naming the activities it was seen at.
class Errors {
 public:
  Errors(const char* code, std::size_t projects) : code_(code), found_(projects) {}
  void add(const plan::Activity& activity) {
    Found& found = found_[row_of(activity.project)];
    if (found.count < k_uids_shown_max) found.uids += (found.count == 0 ? "" : ", ") + activity.uid;
    ++found.count;
  }
  void report(const plan::Plan& plan, Refusals& refusals) const {
    for (std::size_t row = 0; row < found_.size(); ++row) {
      if (found_[row].count == 0) continue;
      refusals.push_back(refuse(RefusalKind::rule, code_, {},
                                {{"count", std::to_string(found_[row].count)},
                                 {"uids", found_[row].uids},
                                 {"project", plan.projects[row].uid}}));
    }
  }

 private:
  struct Found {
    std::string uids;
    std::size_t count = 0;
  };
  const char* code_;
  std::vector<Found> found_;
};

}  // namespace

void check_data(const Network& network, Schedule& schedule) {
  const plan::Plan& plan = *network.plan;
  const std::size_t projects = plan.projects.size();
  Errors finish_without_start("plan.actual_finish_without_start", projects);
  Errors after_status("plan.actual_after_status_date", projects);
  Errors complete_without_finish("plan.complete_without_finish", projects);
  Errors out_of_range("plan.date_out_of_range", projects);
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    const plan::Activity& activity = plan.activities[row];
    if (!takes_part(activity) || network.node_of[row] < 0) continue;
    const PlanTime status = network.projects[row_of(activity.project)].data_date;
    if (activity.actual_finish != k_no_time && activity.actual_start == k_no_time) {
      finish_without_start.add(activity);
    }
    if (status != k_no_time &&
        (activity.actual_start > status || activity.actual_finish > status)) {
      after_status.add(activity);
    }
    if (activity.percent_complete >= 10000 && activity.actual_finish == k_no_time) {
      complete_without_finish.add(activity);
    }
    const ActivityDates& dates = schedule.activities[row];
    if (dates.finish >= plan::k_plan_time_max || dates.start < 0 || dates.late_start < 0) {
      out_of_range.add(activity);
    }
  }
  for (const Errors* errors :
       {&finish_without_start, &after_status, &complete_without_finish, &out_of_range}) {
    errors->report(plan, schedule.refusals);
  }
}

}  // namespace tc::engine::schedule
