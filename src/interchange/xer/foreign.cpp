#include "interchange/xer/foreign.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/row.h"
#include "interchange/common/guid.h"
#include "interchange/common/ids.h"
#include "interchange/common/outcome.h"

namespace tc::interchange::xer {
namespace {

using plan::Activity;
using plan::ActivityKind;
using plan::Index;
using plan::k_none;

constexpr std::size_t k_short_name_bytes_max = 40;

/// At most `bytes` bytes of UTF-8, never half a character.
std::string cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return std::string(text.substr(0, bytes));
}

/// The dated days of a work week become exceptions, which P6 has.
void expand_work_week(const plan::WorkWeek& week, plan::Calendar& calendar, Report& report) {
  std::int64_t days = 0;
  for (Day day = week.first; day <= week.last && days < k_occurrences_max; ++day, ++days) {
    const auto& shifts = week.week[static_cast<std::size_t>(weekday(day))];
    if (shifts) calendar.exceptions.push_back({day, day, *shifts, week.name, {}});
  }
  report.lose("Calendar.work_weeks", "written as dated exceptions");
}

plan::Calendar flatten(const plan::Plan& plan, Index index, Report& report) {
  plan::Calendar flat = plan.calendars[row_of(index)];
  std::vector<plan::CalendarException> own = std::exchange(flat.exceptions, {});
  for (const plan::WorkWeek& week : flat.work_weeks) expand_work_week(week, flat, report);
  flat.exceptions.insert(flat.exceptions.end(), own.begin(), own.end());
  std::size_t steps = 0;
  Index base = flat.base;
  while (base != k_none && steps++ < plan.calendars.size()) {
    const plan::Calendar& from = plan.calendars[row_of(base)];
    for (std::size_t day = 0; day < flat.week.size(); ++day) {
      if (!flat.week[day]) flat.week[day] = from.week[day];
    }
    plan::Calendar inherited;
    for (const plan::WorkWeek& week : from.work_weeks) expand_work_week(week, inherited, report);
    inherited.exceptions.insert(inherited.exceptions.end(), from.exceptions.begin(),
                                from.exceptions.end());
    flat.exceptions.insert(flat.exceptions.begin(), inherited.exceptions.begin(),
                           inherited.exceptions.end());
    base = from.base;
  }
  flat.base = k_none;
  flat.work_weeks.clear();
  return flat;
}

void count_activity_losses(const Activity& activity, Report& report) {
  const auto lose = [&](bool yes, std::string_view field, std::string_view where = "dropped") {
    if (yes) report.lose(field, where);
  };
  lose(activity.manual, "Activity.manual", "written as a scheduled activity");
  lose(!activity.active, "Activity.active", "written as an active activity");
  lose(activity.elapsed, "Activity.elapsed", "written as working hours");
  lose(activity.recurring, "Activity.recurring");
  lose(activity.deadline != k_no_time, "Activity.deadline");
  lose(activity.levelling_delay != Minutes(), "Activity.levelling_delay");
  lose(activity.fixed_cost_minor != 0, "Activity.fixed_cost");
  lose(activity.segments.size() > 1, "Activity.segments");
  lose(!activity.baselines.empty(), "Activity.baselines");
  lose(!activity.notes.empty(), "Activity.notes");
  lose(activity.milestone && activity.duration != Minutes() && activity.kind == ActivityKind::task,
       "Activity.milestone with a duration", "written as a task");
}

class Reshaper {
 public:
  Reshaper(const plan::Plan& from, Report& report) : from_(from), report_(report), to_(from) {}

  plan::Plan run() {
    if (to_.projects.empty()) to_.projects.emplace_back();
    place_activities();
    move_links();
    move_assignments();
    for (std::size_t i = 0; i < from_.calendars.size(); ++i) {
      to_.calendars[i] = flatten(from_, static_cast<Index>(i), report_);
    }
    for (std::size_t i = 0; i < to_.projects.size(); ++i) settle_project(i);
    for (plan::Resource& resource : to_.resources) resource.guid = primavera_guid(resource.guid);
    settle_milestones();
    count_rest();
    return std::move(to_);
  }

 private:
  /// Copies the activities below their project's top node, which is made where there is none.
  void place_activities() {
    to_.activities.clear();
    place_.assign(from_.activities.size(), k_none);
    const Outline outline = outline_of(from_);
    for (std::size_t project = 0; project < to_.projects.size(); ++project) {
      const Index top = make_top(project);
      for (std::size_t i = 0; i < from_.activities.size(); ++i) {
        const Activity& activity = from_.activities[i];
        const bool ours = row_of(activity.project) == project ||
                          (project == 0 && row_of(activity.project) >= to_.projects.size());
        if (!ours) continue;
        if (activity.blank) {
          report_.lose("Activity.blank", "dropped");
          continue;
        }
        place_activity(i, top, outline.numbers[i]);
      }
    }
  }

  Index make_top(std::size_t project) {
    std::size_t tops = 0;
    bool node = true;
    for (const Activity& activity : from_.activities) {
      if (activity.blank || row_of(activity.project) != project || activity.parent != k_none)
        continue;
      ++tops;
      node = node && activity.kind == ActivityKind::summary;
    }
    if (tops == 1 && node) return k_none;
    Activity top;
    top.kind = ActivityKind::summary;
    top.project = static_cast<Index>(project);
    top.name = to_.projects[project].name;
    top.code = short_name(to_.projects[project]);
    to_.activities.push_back(std::move(top));
    return static_cast<Index>(to_.activities.size() - 1);
  }

  void place_activity(std::size_t index, Index top, const std::string& number) {
    Activity activity = from_.activities[index];
    count_activity_losses(activity, report_);
    activity.parent = activity.parent == k_none ? top : place_[row_of(activity.parent)];
    // A task below a task (which other programs allow) moves to the node above.
    while (activity.parent != k_none &&
           to_.activities[row_of(activity.parent)].kind != ActivityKind::summary) {
      activity.parent = to_.activities[row_of(activity.parent)].parent;
    }
    activity.guid = primavera_guid(activity.guid);
    if (activity.code.empty()) activity.code = make_code(activity, number);
    if (row_of(activity.project) >= to_.projects.size()) activity.project = 0;
    place_[index] = static_cast<Index>(to_.activities.size());
    to_.activities.push_back(std::move(activity));
  }

  /// A node's part of the WBS code, or a task's whole one where no other task has it.
  std::string make_code(const Activity& activity, const std::string& number) {
    const std::string& wbs = activity.wbs.empty() ? number : activity.wbs;
    if (activity.kind != ActivityKind::summary) {
      const bool fits = wbs.size() <= k_short_name_bytes_max && codes_.insert(wbs).second;
      return fits ? wbs : std::string();
    }
    std::string above;
    if (activity.parent != k_none) above = to_.activities[row_of(activity.parent)].wbs + ".";
    if (above.size() > 1 && wbs.size() > above.size() && wbs.starts_with(above)) {
      return cut(wbs.substr(above.size()), k_short_name_bytes_max);
    }
    return cut(wbs.substr(wbs.rfind('.') + 1), k_short_name_bytes_max);
  }

  /// P6 has two kinds: what nothing leads to is a start milestone.
  void settle_milestones() {
    std::vector<bool> led_to(to_.activities.size(), false);
    for (const plan::Link& link : to_.links) led_to[row_of(link.to)] = true;
    for (std::size_t i = 0; i < to_.activities.size(); ++i) {
      Activity& activity = to_.activities[i];
      const bool milestone = activity.kind == ActivityKind::task && activity.milestone &&
                             activity.duration == Minutes();
      if (!milestone) continue;
      activity.kind = led_to[i] ? ActivityKind::finish_milestone : ActivityKind::start_milestone;
    }
  }

  Index task_place(Index index) const {
    const Index place = index == k_none ? k_none : place_[row_of(index)];
    const bool task =
        place != k_none && to_.activities[row_of(place)].kind != ActivityKind::summary;
    return task ? place : k_none;
  }

  void move_links() {
    to_.links.clear();
    for (plan::Link link : from_.links) {
      link.from = task_place(link.from);
      link.to = task_place(link.to);
      if (link.from == k_none || link.to == k_none) {
        report_.lose("Link of a summary", "dropped");
        continue;
      }
      if (link.lag_kind == plan::LagKind::elapsed) {
        report_.lose("Link.lag elapsed", "written as hours of the lag calendar");
      } else if (link.lag_kind != plan::LagKind::working) {
        report_.lose("Link.lag percent", "written as hours");
      }
      to_.links.push_back(std::move(link));
    }
  }

  void move_assignments() {
    to_.assignments.clear();
    for (plan::Assignment assignment : from_.assignments) {
      assignment.activity = task_place(assignment.activity);
      if (assignment.activity == k_none) {
        report_.lose("Assignment of a summary", "dropped");
      } else if (assignment.resource == k_none) {
        report_.lose("Assignment of nobody", "dropped");
      } else {
        if (assignment.contour != 0) report_.lose("Assignment.contour", "dropped");
        to_.assignments.push_back(std::move(assignment));
      }
    }
  }

  static std::string short_name(const plan::Project& project) {
    if (!project.code.empty()) return cut(project.code, k_short_name_bytes_max);
    return project.name.empty() ? "PROJECT" : cut(project.name, k_short_name_bytes_max);
  }

  void settle_project(std::size_t index) {
    plan::Project& project = to_.projects[index];
    project.code = short_name(project);
    project.guid = primavera_guid(project.guid);
    if (project.status_date == k_no_time) project.status_date = project.start;
    if (project.schedule_from_finish) report_.lose("Project.schedule_from_finish", "dropped");
    if (project.calendar == k_none && !to_.calendars.empty()) project.calendar = 0;
  }

  void count_rest() {
    for (const plan::Resource& resource : to_.resources) {
      if (resource.kind == plan::ResourceKind::cost) {
        report_.lose("Resource.kind cost", "written as material");
      }
    }
    if (from_.format.empty()) return;
    report_.lose("fields that only " + from_.format + " has (objects)", "dropped",
                 static_cast<std::int64_t>(from_.activities.size() + from_.links.size() +
                                           from_.resources.size() + from_.assignments.size()));
  }

  const plan::Plan& from_;
  Report& report_;
  plan::Plan to_;
  std::vector<Index> place_;
  std::unordered_set<std::string> codes_;
};

}  // namespace

plan::Plan reshape_for_xer(const plan::Plan& plan, Report& report) {
  return Reshaper(plan, report).run();
}

}  // namespace tc::interchange::xer
