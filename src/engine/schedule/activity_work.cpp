#include <algorithm>

#include "base/row.h"
#include "engine/schedule/activity_model.h"
#include "engine/schedule/effort.h"

/// How long an activity works, on which calendars, and how long it is interrupted.
namespace tc::engine::schedule {
namespace {

using plan::Index;
using plan::k_none;

std::int32_t working_length(std::int64_t tenths) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(tenths, 0, plan::k_plan_time_max));
}

/// Working tenths that work takes at these units.
std::int32_t even_length(Minutes work, std::int32_t units) {
  const std::int64_t use = units > 0 ? units : 10000;
  return working_length((std::int64_t{work.tenths()} * 10000 + use / 2) / use);
}

/// Work without its overtime, which takes no working time.
Minutes regular(Minutes work, Minutes overtime) {
  return Minutes::from_tenths(std::max(0, work.tenths() - overtime.tenths()));
}

Minutes regular_work(const plan::Assignment& assignment) {
  return regular(assignment.work, assignment.overtime_work);
}

/// Working tenths an assignment takes on its calendar: its regular work at its units, spread by its
/// contour, after its delay; where the contour was laid out, as long as that.
std::int32_t piece_length(const plan::Assignment& assignment, bool started,
                          const plan::WorkingTime& calendar) {
  if (started) {
    const Minutes left = regular(assignment.remaining_work, assignment.remaining_overtime_work);
    return even_length(left, assignment.units);
  }
  if (assignment.contour != 0 && assignment.start != k_no_time && assignment.finish != k_no_time) {
    return working_length(calendar.between(assignment.start, assignment.finish));
  }
  const std::int64_t even = even_length(regular_work(assignment), assignment.units);
  return working_length(assignment.delay.tenths() + contoured(even, assignment.contour));
}

/// Pauses of a split activity that lie after `from`, in working tenths of `calendar`.
std::int32_t pauses_after(const plan::Activity& activity, PlanTime from,
                          const plan::WorkingTime& calendar) {
  std::int64_t sum = 0;
  for (std::size_t at = 1; at < activity.segments.size(); ++at) {
    if (activity.segments[at].start <= from) continue;
    const std::int32_t gap =
        calendar.between(activity.segments[at - 1].finish, activity.segments[at].start);
    if (gap >= k_interruption_min) sum += gap;
  }
  return working_length(sum);
}

}  // namespace

void ActivityModel::group_assignments() {
  assignment_begin_.assign(plan_.activities.size() + 1, 0);
  for (const plan::Assignment& assignment : plan_.assignments) {
    ++assignment_begin_[row_of(assignment.activity) + 1];
  }
  for (std::size_t row = 1; row < assignment_begin_.size(); ++row) {
    assignment_begin_[row] += assignment_begin_[row - 1];
  }
  assignment_order_.resize(plan_.assignments.size());
  std::vector<std::uint32_t> next(assignment_begin_.begin(), assignment_begin_.end() - 1);
  for (std::uint32_t row = 0; row < plan_.assignments.size(); ++row) {
    assignment_order_[next[row_of(plan_.assignments[row].activity)]++] = row;
  }
}

std::span<const std::uint32_t> ActivityModel::assignments_of(Index activity) const {
  const std::uint32_t* const all = assignment_order_.data();
  return {all + assignment_begin_[row_of(activity)], all + assignment_begin_[row_of(activity) + 1]};
}

CalendarIndex ActivityModel::resource_calendar(const plan::Activity& activity,
                                               const plan::Assignment& assignment) {
  const plan::Resource& resource = plan_.resources[row_of(assignment.resource)];
  const CalendarIndex own =
      calendar(activity.calendar == k_none ? plan_.projects[row_of(activity.project)].calendar
                                           : activity.calendar);
  if (resource.calendar == k_none || activity.ignore_resource_calendar) return own;
  const CalendarIndex theirs = calendar(resource.calendar);
  const bool with_task = network_.rules.resource_calendars && activity.calendar != k_none;
  if (!with_task) return theirs;
  Result<CalendarIndex> both =
      network_.calendars.add_intersection(own, theirs, activity.name + " ∩ " + resource.name);
  if (both) return *both;
  refusals_.insert(refusals_.end(), both.refusals().begin(), both.refusals().end());
  return own;
}

std::vector<Piece> ActivityModel::pieces_of(Index index, bool started) {
  const plan::Activity& activity = plan_.activities[row_of(index)];
  const bool wanted = network_.rules.resource_calendars
                          ? activity.effort != plan::EffortKind::fixed_duration
                          : activity.resource_dependent;
  std::vector<Piece> pieces;
  if (!wanted || activity.elapsed) return pieces;
  for (const std::uint32_t at : assignments_of(index)) {
    const plan::Assignment& assignment = plan_.assignments[at];
    if (assignment.resource == k_none) continue;
    const plan::ResourceKind kind = plan_.resources[row_of(assignment.resource)].kind;
    if (kind != plan::ResourceKind::work && kind != plan::ResourceKind::equipment) continue;
    const CalendarIndex works = resource_calendar(activity, assignment);
    const std::int32_t length = piece_length(assignment, started, network_.calendars[works]);
    pieces.push_back({network_.rules.rounded(length), works});
  }
  const bool any_work = std::any_of(pieces.begin(), pieces.end(),
                                    [](const Piece& piece) { return piece.duration > 0; });
  if (!any_work) pieces.clear();
  return pieces;
}

/// Working tenths between the pieces of a split activity that are still to come; where the file
/// does not tell the pieces, what work that was laid out by hand spans beyond its length. Hand-made
/// work may also be thin instead of split; then the duration already is what it spans.
std::int32_t ActivityModel::interruption_of(Index index, const Special& special,
                                            const plan::WorkingTime& calendar) const {
  const plan::Activity& activity = plan_.activities[row_of(index)];
  const bool resumed = special.progress == Progress::started && special.actual_duration > 0;
  if (activity.segments.size() > 1) {
    return pauses_after(activity, resumed ? special.resume : k_no_time, calendar);
  }
  if (special.progress != Progress::none) return 0;
  PlanTime start = plan::k_plan_time_max;
  PlanTime finish = k_no_time;
  std::int32_t length = special.total_duration;
  for (const std::uint32_t at : assignments_of(index)) {
    const plan::Assignment& assignment = plan_.assignments[at];
    if (assignment.start == k_no_time || assignment.finish == k_no_time) continue;
    if (assignment.contour != k_contour_laid_out) return 0;
    start = std::min(start, assignment.start);
    finish = std::max(finish, assignment.finish);
    length = std::max(length, even_length(regular_work(assignment), assignment.units));
  }
  if (finish <= start) return 0;
  const std::int32_t beyond = calendar.between(start, finish) - length;
  return beyond >= k_interruption_min ? beyond : 0;
}

/// Sets the calendars that the work runs on, and how long it is interrupted there.
void ActivityModel::fill_work(Index index, Node& node, Special& special) {
  std::vector<Piece> pieces = pieces_of(index, special.progress != Progress::none);
  const bool one_calendar = std::all_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
    return piece.calendar == pieces.front().calendar;
  });
  const CalendarIndex works =
      pieces.empty() || !one_calendar ? node.calendar : pieces.front().calendar;
  special.interruption = interruption_of(index, special, network_.calendars[works]);
  if (special.progress != Progress::finished) {
    node.duration = working_length(std::int64_t{node.duration} + special.interruption);
  }
  if (one_calendar) pieces.clear();
  if (works != node.calendar) pieces.push_back({node.duration, works});
  special.first_piece = static_cast<std::uint32_t>(network_.pieces.size());
  special.piece_count = static_cast<std::uint32_t>(pieces.size());
  network_.pieces.insert(network_.pieces.end(), pieces.begin(), pieces.end());
}

}  // namespace tc::engine::schedule
