#include "engine/schedule/activity_model.h"

#include <algorithm>
#include <string>

#include "base/row.h"

namespace tc::engine::schedule {
namespace {

using plan::Index;
using plan::k_none;

constexpr Day k_horizon_before_days = 400;
constexpr Day k_horizon_after_days_min = 2 * 366;
constexpr Day k_horizon_after_days_max = 20 * 366;
/// Nothing takes longer than the allowed range of dates.
constexpr std::int32_t k_duration_max = plan::k_plan_time_max;

template <class T>
bool is_missing(Index index, const std::vector<T>& all, bool optional) {
  if (index == k_none) return !optional;
  return index < 0 || row_of(index) >= all.size();
}

/// The days that the plan speaks of, so that most calendar questions are answered by tables.
class Days {
 public:
  void see(PlanTime time) {
    if (time == k_no_time) return;
    first_ = std::min(first_, day_of(time));
    last_ = std::max(last_, day_of(time));
  }
  void see(const plan::Activity& activity) {
    see(activity.constraint.date);
    see(activity.actual_start);
    see(activity.actual_finish);
    work_days_ += activity.duration.tenths() / 4800 + 1;
  }
  [[nodiscard]] plan::Horizon horizon() const {
    constexpr Day k_otherwise = 20454;  // 2026-01-01
    const Day first = first_ > last_ ? k_otherwise : first_;
    const Day last = first_ > last_ ? k_otherwise : last_;
    // If everything came one after the other; most plans are over long before.
    const auto after = static_cast<Day>(std::clamp<std::int64_t>(
        work_days_ * 7 / 5, k_horizon_after_days_min, k_horizon_after_days_max));
    const Day from = std::clamp(first - k_horizon_before_days, 0, k_day_max);
    return {from, std::clamp(last + after, from, k_day_max)};
  }

 private:
  Day first_ = k_day_max;
  Day last_ = 0;
  std::int64_t work_days_ = 0;
};

std::int32_t clamped(std::int64_t tenths) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(tenths, 0, k_duration_max));
}

std::int32_t remaining_of(const plan::Activity& activity) {
  if (activity.remaining_duration) return clamped(activity.remaining_duration->tenths());
  if (activity.actual_finish != k_no_time) return 0;
  const std::int64_t total = activity.duration.tenths();
  if (activity.actual_duration) return clamped(total - activity.actual_duration->tenths());
  return clamped(total - total * activity.percent_complete / 10000);
}

std::pair<std::int32_t, std::uint32_t> lag_key(const Lag& lag) {
  return {lag.amount, static_cast<std::uint32_t>(lag.calendar) * 2U + (lag.percent ? 1U : 0U)};
}

bool is_zero_length(const plan::Activity& activity) { return activity.duration.tenths() == 0; }

}  // namespace

bool takes_part(const plan::Activity& activity) {
  if (!activity.active || activity.blank) return false;
  return activity.kind == plan::ActivityKind::task ||
         activity.kind == plan::ActivityKind::start_milestone ||
         activity.kind == plan::ActivityKind::finish_milestone;
}

std::vector<std::uint8_t> summaries_of(const plan::Plan& plan) {
  std::vector<std::uint8_t> result(plan.activities.size());
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    const plan::Activity& activity = plan.activities[row];
    if (activity.kind == plan::ActivityKind::summary) result[row] = 1;
    if (activity.parent != k_none && !activity.blank) result[row_of(activity.parent)] = 1;
  }
  return result;
}

namespace {

/// Collects `plan.reference_missing`.
class References {
 public:
  explicit References(Refusals& refusals) : refusals_(refusals) {}
  void check(bool bad, const char* what, const std::string& uid) {
    if (!bad) return;
    refusals_.push_back(
        refuse(RefusalKind::rule, "plan.reference_missing", {}, {{"what", what}, {"uid", uid}}));
  }

 private:
  Refusals& refusals_;
};

void check_others(const plan::Plan& plan, References& references) {
  for (const plan::Project& project : plan.projects) {
    references.check(is_missing(project.calendar, plan.calendars, true), "project calendar",
                     project.uid);
  }
  for (const plan::Calendar& calendar : plan.calendars) {
    references.check(is_missing(calendar.base, plan.calendars, true), "base calendar",
                     calendar.name);
  }
  for (const plan::Link& link : plan.links) {
    references.check(is_missing(link.from, plan.activities, false), "predecessor", link.uid);
    references.check(is_missing(link.to, plan.activities, false), "successor", link.uid);
  }
  for (const plan::Resource& resource : plan.resources) {
    references.check(is_missing(resource.calendar, plan.calendars, true), "resource calendar",
                     resource.uid);
  }
  for (const plan::Assignment& assignment : plan.assignments) {
    references.check(is_missing(assignment.activity, plan.activities, false), "activity",
                     assignment.uid);
    references.check(is_missing(assignment.resource, plan.resources, true), "resource",
                     assignment.uid);
  }
}

}  // namespace

Survey survey_of(const plan::Plan& plan) {
  Survey survey;
  if (plan.projects.size() > UINT16_MAX) {
    survey.refusals.push_back(refuse(RefusalKind::too_large, "plan.too_many_projects", {},
                                     {{"limit", std::to_string(UINT16_MAX)}}));
    return survey;
  }
  References references(survey.refusals);
  check_others(plan, references);
  Days days;
  for (const plan::Project& project : plan.projects) {
    days.see(project.start);
    days.see(project.finish);
    days.see(project.status_date);
  }
  survey.is_summary.resize(plan.activities.size());
  survey.parent.resize(plan.activities.size());
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    const plan::Activity& activity = plan.activities[row];
    const Index parent = activity.parent;
    const bool orphan = parent != k_none && (parent < 0 || row_of(parent) >= row);
    references.check(orphan, "parent", activity.uid);
    references.check(is_missing(activity.calendar, plan.calendars, true), "calendar", activity.uid);
    references.check(is_missing(activity.project, plan.projects, false), "project", activity.uid);
    survey.parent[row] = orphan ? k_none : parent;
    if (activity.kind == plan::ActivityKind::summary) survey.is_summary[row] = 1;
    if (parent != k_none && !orphan && !activity.blank) survey.is_summary[row_of(parent)] = 1;
    days.see(activity);
  }
  survey.horizon = days.horizon();
  return survey;
}

ActivityModel::ActivityModel(const plan::Plan& plan, Network& network, const plan::Horizon& horizon)
    : plan_(plan), network_(network), horizon_(horizon) {
  if (network_.lags.empty()) network_.lags.push_back({});
  for (std::uint32_t row = 1; row < network_.lags.size(); ++row) {
    lag_index_.emplace(lag_key(network_.lags[row]), row);
  }
  may_ignore_ =
      std::any_of(plan_.projects.begin(), plan_.projects.end(),
                  [](const plan::Project& project) { return project.ignore_external_links; });
  group_assignments();
}

Refusals ActivityModel::add_projects(PlanTime status_date) {
  for (const plan::Project& project : plan_.projects) {
    ProjectFrame frame;
    frame.settings = &project;
    frame.calendar = calendar(project.calendar);
    frame.must_finish_by = project.must_finish_by;
    frame.data_date = status_date == k_no_time ? project.status_date : status_date;
    frame.floor = project.start == k_no_time ? frame.data_date : project.start;
    if (network_.rules.data_date_floor) {
      if (frame.data_date == k_no_time) frame.data_date = frame.floor;
      frame.floor = std::max(frame.floor, frame.data_date);
    }
    if (project.schedule_from_finish && project.finish != k_no_time && plan_.projects.size() == 1 &&
        network_.rules.alap_takes_late_dates) {
      network_.from_finish = true;
      frame.floor = project.finish;  // Replaced by the earliest late start.
    }
    if (frame.floor == k_no_time) {
      refusals_.push_back(
          refuse(RefusalKind::rule, "plan.start_missing", {}, {{"project", project.name}}));
    }
    network_.has_override |= project.progress_mode != plan::ProgressMode::retained_logic;
    network_.projects.push_back(frame);
  }
  return refusals_;
}

CalendarIndex ActivityModel::calendar(Index index) {
  Result<CalendarIndex> result = network_.calendars.add(plan_, index, horizon_);
  if (result) return *result;
  for (const Refusal& refusal : result.refusals()) {
    const bool known = std::any_of(refusals_.begin(), refusals_.end(), [&](const Refusal& other) {
      return other.code == refusal.code && other.arguments[0].value == refusal.arguments[0].value;
    });
    if (!known) refusals_.push_back(refusal);
  }
  return CalendarSet::k_around_the_clock;
}

void ActivityModel::fill_progress(const plan::Activity& activity, Node& node,
                                  Special& special) const {
  special.actual_start = activity.actual_start;
  special.actual_finish = activity.actual_finish;
  if (special.actual_finish != k_no_time) {
    special.progress = Progress::finished;
    node.duration = 0;
  } else if (special.actual_start != k_no_time) {
    special.progress = Progress::started;
    node.duration = network_.rules.rounded(remaining_of(activity));
  }
  special.actual_duration = activity.actual_duration
                                ? activity.actual_duration->tenths()
                                : activity.duration.tenths() - remaining_of(activity);
  special.resume = activity.resume;
}

void ActivityModel::fill_given_dates(const plan::Activity& activity, Node& node,
                                     Special& special) const {
  special.manual = activity.manual && network_.rules.resource_calendars;
  special.external = activity.external;
  if (!special.manual && !special.external) return;
  PlanTime start = activity.manual_start;
  PlanTime finish = activity.manual_finish;
  if (start == k_no_time) start = activity.stored.start;
  if (finish == k_no_time) finish = activity.stored.finish;
  if (special.actual_start != k_no_time) start = special.actual_start;
  if (special.actual_finish != k_no_time) finish = special.actual_finish;
  if (start == k_no_time) return;  // No date given: logic decides.
  if (finish == k_no_time) {
    finish = network_.calendars[node.calendar].add(start, activity.duration.tenths());
  }
  special.fixed_start = start;
  special.fixed_finish = finish;
  node.shape = Shape::fixed;
}

void ActivityModel::add_calendar(Index index) {
  const plan::Activity& activity = plan_.activities[row_of(index)];
  const bool own = activity.calendar != k_none && activity.active && !activity.blank;
  network_.calendar_of[row_of(index)] = activity.elapsed ? CalendarSet::k_around_the_clock
                                        : own
                                            ? calendar(activity.calendar)
                                            : network_.projects[row_of(activity.project)].calendar;
}

/// Nothing but a duration, a calendar and links: so are most, and large ones cost their look.
bool ActivityModel::is_bare(Index index) const {
  const plan::Activity& activity = plan_.activities[row_of(index)];
  const bool free = activity.constraint.kind == plan::ConstraintKind::asap &&
                    activity.constraint2.kind == plan::ConstraintKind::asap &&
                    activity.deadline == k_no_time && activity.expected_finish == k_no_time &&
                    activity.external_early_start == k_no_time &&
                    activity.external_late_finish == k_no_time;
  return free && activity.levelling_delay.tenths() == 0 && activity.actual_start == k_no_time &&
         activity.actual_finish == k_no_time && !activity.manual && !activity.external &&
         activity.segments.size() <= 1 && assignments_of(index).empty();
}

Node ActivityModel::node_of(Index index) {
  const plan::Activity& activity = plan_.activities[row_of(index)];
  const plan::Project& project = plan_.projects[row_of(activity.project)];
  Node node;
  node.project = static_cast<std::uint16_t>(activity.project);
  node.calendar = network_.calendar_of[row_of(index)];
  node.duration =
      network_.rules.rounded(network_.rules.data_date_floor ? remaining_of(activity)
                                                            : clamped(activity.duration.tenths()));
  const bool milestone = activity.kind == plan::ActivityKind::start_milestone ||
                         activity.kind == plan::ActivityKind::finish_milestone;
  if (network_.rules.milestone_follows_driver) {
    if ((milestone || activity.milestone) && is_zero_length(activity))
      node.shape = Shape::milestone;
  } else if (milestone) {
    node.duration = 0;
    node.shape = activity.kind == plan::ActivityKind::start_milestone ? Shape::start_milestone
                                                                      : Shape::finish_milestone;
  }
  if (is_bare(index)) {
    node.duration = std::min(node.duration, k_duration_max);
    return node;
  }
  Special special;
  special.constraint = activity.constraint;
  special.constraint2 = activity.constraint2;
  special.deadline = activity.deadline;
  special.expected_finish = project.use_expected_finish ? activity.expected_finish : k_no_time;
  special.external_early_start = activity.external_early_start;
  special.external_late_finish = activity.external_late_finish;
  special.levelling_delay = activity.levelling_delay.tenths();
  special.total_duration = activity.duration.tenths();
  fill_progress(activity, node, special);
  fill_given_dates(activity, node, special);
  fill_work(index, node, special);

  network_.has_alap |= special.constraint.kind == plan::ConstraintKind::alap;
  const bool logic_only =
      special.constraint.kind == plan::ConstraintKind::asap &&
      special.constraint2.kind == plan::ConstraintKind::asap && special.deadline == k_no_time &&
      special.expected_finish == k_no_time && special.external_early_start == k_no_time &&
      special.external_late_finish == k_no_time && special.levelling_delay == 0 &&
      special.progress == Progress::none && node.shape != Shape::fixed &&
      special.piece_count == 0 && special.interruption == 0;
  if (!logic_only) {
    node.special = static_cast<std::int32_t>(network_.specials.size());
    network_.specials.push_back(special);
  }
  return node;
}

void ActivityModel::update_node(Index index) {
  const NodeIndex place = network_.node_of[row_of(index)];
  if (place < 0) return;
  Node& node = network_.nodes[row_of(place)];
  Node fresh = node_of(index);
  if (fresh.special >= 0 && node.special >= 0) {
    network_.specials[row_of(node.special)] = network_.specials.back();
    network_.specials.pop_back();
    fresh.special = node.special;
  }
  fresh.direct_in = node.direct_in;
  fresh.direct_out = node.direct_out;
  node = fresh;
  if (!network_.plain) return;
  const std::int32_t step = network_.grid.step;
  network_.plain = node.special < 0 && node.shape == Shape::task && node.duration > 0 &&
                   node.duration % step == 0;
  if (network_.plain) network_.grid.duration[row_of(place)] = node.duration / step;
}

bool ActivityModel::is_ignored(const plan::Link& link) const {
  if (!may_ignore_) return false;
  const Index from = plan_.activities[row_of(link.from)].project;
  const Index to = plan_.activities[row_of(link.to)].project;
  return from != to && plan_.projects[row_of(to)].ignore_external_links;
}

std::uint32_t ActivityModel::lag_of(const plan::Link& link, const Node& from, const Node& to) {
  if (link.lag == 0) return 0;
  Lag lag;
  lag.percent =
      link.lag_kind == plan::LagKind::percent || link.lag_kind == plan::LagKind::elapsed_percent;
  lag.amount = lag.percent ? link.lag : network_.rules.rounded(link.lag);
  const bool elapsed =
      link.lag_kind == plan::LagKind::elapsed || link.lag_kind == plan::LagKind::elapsed_percent;
  const ProjectFrame& project = network_.projects[to.project];
  if (elapsed) {
    lag.calendar = CalendarSet::k_around_the_clock;
  } else if (network_.rules.lag_on_successor_calendar) {
    lag.calendar = to.calendar;
  } else {
    switch (project.settings->lag_calendar) {
      case plan::LagCalendar::predecessor:
        lag.calendar = from.calendar;
        break;
      case plan::LagCalendar::successor:
        lag.calendar = to.calendar;
        break;
      case plan::LagCalendar::project_default:
        lag.calendar = project.calendar;
        break;
      case plan::LagCalendar::twenty_four_hours:
        lag.calendar = CalendarSet::k_around_the_clock;
        break;
    }
  }
  const auto [entry, added] =
      lag_index_.try_emplace(lag_key(lag), static_cast<std::uint32_t>(network_.lags.size()));
  if (added) network_.lags.push_back(lag);
  return entry->second;
}

}  // namespace tc::engine::schedule
