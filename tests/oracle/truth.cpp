#include "truth.h"

#include <algorithm>

#include "base/row.h"
#include "engine/schedule/calendars.h"

namespace tc::oracle {
namespace {

using engine::schedule::CalendarIndex;
using engine::schedule::CalendarSet;
using plan::ConstraintKind;
using plan::Index;
using plan::k_none;

class Judge {
 public:
  explicit Judge(const plan::Plan& plan)
      : plan_(plan), rows_(plan.activities.size()), resource_(rows_, k_none) {
    truth_.late_stale.assign(rows_, 0);
    parent_.assign(rows_, 0);
    followed_.assign(rows_, 0);
    for (const plan::Activity& activity : plan.activities) {
      if (activity.parent != k_none) parent_[row_of(activity.parent)] = 1;
    }
    for (const plan::Link& link : plan.links) followed_[row_of(link.from)] = 1;
    for (const plan::Assignment& assignment : plan.assignments) note_resource(assignment);
  }

  Truth run() {
    check_file();
    if (truth_.no_truth.empty()) check_late_dates();
    return std::move(truth_);
  }

 private:
  static constexpr Index k_several = -2;

  void note_resource(const plan::Assignment& assignment) {
    if (assignment.resource == k_none) return;
    if (plan_.resources[row_of(assignment.resource)].kind != plan::ResourceKind::work) return;
    Index& one = resource_[row_of(assignment.activity)];
    one = one == k_none ? assignment.resource : k_several;
  }

  /// Scheduled by logic and not begun: its stored dates are forecasts.
  [[nodiscard]] bool is_forecast(std::size_t row) const {
    const plan::Activity& activity = plan_.activities[row];
    const bool own = activity.kind == plan::ActivityKind::task && parent_[row] == 0;
    return own && activity.uid != "0" && activity.active && !activity.blank && !activity.manual &&
           !activity.external && !activity.recurring && activity.actual_start == k_no_time &&
           activity.actual_finish == k_no_time && activity.percent_complete == 0;
  }

  const plan::WorkingTime& calendar_of(std::size_t row) {
    const plan::Activity& activity = plan_.activities[row];
    Index own = activity.calendar;
    const bool by_resource =
        own == k_none && resource_[row] >= 0 && plan_.profile == plan::Profile::msp;
    if (by_resource) own = plan_.resources[row_of(resource_[row])].calendar;
    if (own == k_none) own = plan_.projects[row_of(activity.project)].calendar;
    const auto index = activity.elapsed ? Result<CalendarIndex>(CalendarSet::k_around_the_clock)
                                        : calendars_.add(plan_, own, horizon_);
    return calendars_[index ? *index : CalendarSet::k_around_the_clock];
  }

  void reject(const char* reason, std::size_t row) {
    if (!truth_.no_truth.empty()) return;
    truth_.no_truth = reason;
    truth_.uid = plan_.activities[row].uid;
  }

  void check_file() {
    bool any = false;
    bool scheduled = false;
    std::size_t first = rows_;
    for (std::size_t row = 0; row < rows_; ++row) {
      const plan::Stored& stored = plan_.activities[row].stored;
      scheduled |= stored.early_start != k_no_time;
      if (stored.early_finish < stored.early_start && !plan_.activities[row].manual) {
        reject("early finish before early start", row);
      }
      if (!is_forecast(row) || stored.start == k_no_time) continue;
      first = std::min(first, row);
      any = true;
      check_working_time(row);
    }
    if (any && !scheduled) reject("never scheduled: no early date stored", first);
    for (const plan::Link& link : plan_.links) check_link(link);
  }

  void check_working_time(std::size_t row) {
    const plan::Activity& activity = plan_.activities[row];
    if (activity.stored.early_start == k_no_time || activity.stored.early_finish == k_no_time) {
      return;
    }
    if (activity.duration.tenths() == 0 || resource_[row] == k_several) return;
    const plan::WorkingTime& calendar = calendar_of(row);
    for (const PlanTime time : {activity.stored.early_start, activity.stored.early_finish}) {
      const bool at_edge =
          calendar.next_work_start(time) == time || calendar.previous_work_finish(time) == time;
      if (!at_edge) reject("dates outside the working time of their calendar", row);
    }
  }

  void check_link(const plan::Link& link) {
    const std::size_t from = row_of(link.from);
    const std::size_t to = row_of(link.to);
    if (link.kind != plan::LinkKind::fs || link.lag != 0) return;
    if (!is_forecast(from) || !is_forecast(to)) return;
    const plan::Activity& successor = plan_.activities[to];
    const plan::Activity& predecessor = plan_.activities[from];
    if (successor.constraint.kind != ConstraintKind::asap) return;
    const PlanTime finish = predecessor.stored.early_finish;
    const PlanTime start = successor.stored.early_start;
    if (finish == k_no_time || start == k_no_time) return;
    if (calendar_of(to).between(finish, start) < 0) {
      reject("a successor starts before its predecessor's finish", to);
    }
  }

  /// Nothing but the base of the backward pass decides its late finish.
  [[nodiscard]] bool is_open_end(std::size_t row) const {
    const plan::Activity& activity = plan_.activities[row];
    const bool leaf = activity.kind == plan::ActivityKind::task && parent_[row] == 0;
    const bool capped = activity.deadline != k_no_time || activity.manual || activity.external ||
                        activity.constraint.kind == ConstraintKind::alap ||
                        activity.constraint.kind == ConstraintKind::start_no_later_than ||
                        activity.constraint.kind >= ConstraintKind::finish_no_later_than;
    if (!leaf || capped || activity.uid == "0" || !activity.active || activity.blank) return false;
    if (activity.actual_finish != k_no_time || resource_[row] == k_several) return false;
    if (activity.stored.late_finish == k_no_time) return false;
    for (Index at = static_cast<Index>(row); at != k_none;
         at = plan_.activities[row_of(at)].parent) {
      if (followed_[row_of(at)] != 0) return false;
      const plan::Activity& above = plan_.activities[row_of(at)];
      if (above.deadline != k_no_time) return false;
    }
    return true;
  }

  void check_late_dates() {
    for (std::size_t at = 0; at < plan_.projects.size(); ++at) {
      const plan::Project& project = plan_.projects[at];
      if (project.finish == k_no_time || project.schedule_from_finish) continue;
      if (project.must_finish_by == k_no_time) check_reached(static_cast<Index>(at));
      if (!project.multiple_critical_paths) check_open_ends(static_cast<Index>(at));
    }
  }

  void check_reached(Index project) {
    PlanTime latest = k_no_time;
    for (const plan::Activity& activity : plan_.activities) {
      if (activity.project != project) continue;
      latest = std::max({latest, activity.stored.finish, activity.stored.early_finish});
    }
    if (latest == k_no_time || latest >= plan_.projects[row_of(project)].finish) return;
    truth_.late_note = "no activity reaches the project's stored finish";
    for (std::size_t row = 0; row < rows_; ++row) {
      if (plan_.activities[row].project == project) truth_.late_stale[row] = 1;
    }
  }

  void check_open_ends(Index project) {
    const PlanTime finish = plan_.projects[row_of(project)].finish;
    PlanTime base = k_no_time;  // The backward pass started here or later.
    std::vector<std::size_t> open;
    for (std::size_t row = 0; row < rows_; ++row) {
      if (plan_.activities[row].project != project || !is_open_end(row)) continue;
      open.push_back(row);
      const PlanTime late = plan_.activities[row].stored.late_finish;
      if (calendar_of(row).between(finish, late) <= 0) base = std::max(base, late);
    }
    for (const std::size_t row : open) {
      const PlanTime late = plan_.activities[row].stored.late_finish;
      const plan::WorkingTime& calendar = calendar_of(row);
      if (calendar.between(finish, late) <= 0 && calendar.between(late, base) <= 0) continue;
      truth_.late_note = "late dates of open ends contradict each other";
      truth_.late_stale[row] = 1;
    }
  }

  const plan::Plan& plan_;
  std::size_t rows_;
  std::vector<Index> resource_;  ///< The one work resource per activity, k_none or k_several.
  std::vector<std::uint8_t> parent_;
  std::vector<std::uint8_t> followed_;
  plan::Horizon horizon_{day_from_civil({1995, 1, 1}), day_from_civil({2035, 1, 1})};
  CalendarSet calendars_;
  Truth truth_;
};

}  // namespace

Truth truth_of(const plan::Plan& plan) { return Judge(plan).run(); }

}  // namespace tc::oracle
