#include "interchange/mspdi/split.h"

#include <algorithm>
#include <utility>

#include "base/row.h"

namespace tc::interchange::mspdi {
namespace {

using plan::Index;
using plan::k_none;
using plan::Segment;

constexpr Day k_pause_days_max = 400;
constexpr int k_base_depth_max = 8;

/// The shifts of a day: exceptions, then work weeks, then the week, then the base calendar.
const plan::Shifts* shifts_of(const plan::Plan& plan, Index calendar, Day day) {
  for (int depth = 0; calendar != k_none && depth < k_base_depth_max; ++depth) {
    const plan::Calendar& own = plan.calendars[row_of(calendar)];
    for (auto exception = own.exceptions.rbegin(); exception != own.exceptions.rend();
         ++exception) {
      if (exception->first <= day && day <= exception->last) return &exception->shifts;
    }
    const auto of_week = static_cast<std::size_t>(weekday(day));
    for (const plan::WorkWeek& week : own.work_weeks) {
      if (week.first <= day && day <= week.last && week.week[of_week]) return &*week.week[of_week];
    }
    if (own.week[of_week]) return &*own.week[of_week];
    calendar = own.base;
  }
  return nullptr;
}

Index calendar_of(const plan::Plan& plan, const plan::Assignment& assignment) {
  const plan::Activity& activity = plan.activities[row_of(assignment.activity)];
  if (activity.calendar != k_none) return activity.calendar;
  if (assignment.resource != k_none) {
    const Index own = plan.resources[row_of(assignment.resource)].calendar;
    if (own != k_none) return own;
  }
  return plan.projects[row_of(activity.project)].calendar;
}

/// How many exceptions and weeks a look at one day passes.
std::int64_t looks_per_day(const plan::Plan& plan, Index calendar) {
  std::size_t looks = 1;
  for (int depth = 0; calendar != k_none && depth < k_base_depth_max; ++depth) {
    const plan::Calendar& own = plan.calendars[row_of(calendar)];
    looks += own.exceptions.size() / 16 + own.work_weeks.size() / 16;
    calendar = own.base;
  }
  return static_cast<std::int64_t>(looks);
}

/// Whether `calendar` (with its base) works at any time in [start, finish), at most 400 days on.
bool works_between(const plan::Plan& plan, Index calendar, PlanTime start, PlanTime finish,
                   Report& report) {
  const Day last = std::min(day_of(finish), day_of(start) + k_pause_days_max);
  const std::int64_t cost = calendar == k_none ? 1 : looks_per_day(plan, calendar);
  for (Day day = day_of(start); day <= last; ++day) {
    if (!report.spend_calendar_days(cost)) {
      report.lose("TimephasedData pauses beyond the limit", "read as splits");
      return true;
    }
    const plan::Shifts* shifts = shifts_of(plan, calendar, day);
    if (shifts == nullptr) continue;
    for (const plan::Shift& shift : *shifts) {
      const PlanTime from = start_of(day) + shift.start_tenths;
      const PlanTime to = start_of(day) + shift.end_tenths;
      if (from < finish && to > start) return true;
    }
  }
  return false;
}

/// Joins the working pieces of an assignment over pauses that do not work anyway.
std::vector<Segment> runs(const plan::Plan& plan, Index calendar, std::vector<Timephased> pieces,
                          Report& report) {
  std::sort(pieces.begin(), pieces.end(),
            [](const Timephased& a, const Timephased& b) { return a.start < b.start; });
  std::vector<Segment> out;
  for (const Timephased& piece : pieces) {
    if (!piece.works) continue;
    const bool joins =
        !out.empty() && (piece.start <= out.back().finish ||
                         !works_between(plan, calendar, out.back().finish, piece.start, report));
    if (joins)
      out.back().finish = std::max(out.back().finish, piece.finish);
    else
      out.push_back({piece.start, piece.finish});
  }
  return out;
}

void unite(std::vector<Segment>& segments) {
  std::sort(segments.begin(), segments.end(),
            [](const Segment& a, const Segment& b) { return a.start < b.start; });
  std::vector<Segment> out;
  for (const Segment& segment : segments) {
    if (!out.empty() && segment.start <= out.back().finish) {
      out.back().finish = std::max(out.back().finish, segment.finish);
    } else {
      out.push_back(segment);
    }
  }
  segments = std::move(out);
}

}  // namespace

void derive_splits(plan::Plan& plan, const std::vector<AssignmentWork>& work, Report& report) {
  for (const AssignmentWork& entry : work) {
    const plan::Assignment& assignment = plan.assignments[row_of(entry.assignment)];
    std::vector<Segment>& segments = plan.activities[row_of(assignment.activity)].segments;
    const std::vector<Segment> own =
        runs(plan, calendar_of(plan, assignment), entry.pieces, report);
    segments.insert(segments.end(), own.begin(), own.end());
  }
  for (plan::Activity& activity : plan.activities) {
    if (activity.segments.empty()) continue;
    unite(activity.segments);
    if (activity.segments.size() < 2) activity.segments.clear();
  }
}

}  // namespace tc::interchange::mspdi
