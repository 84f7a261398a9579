#include "engine/schedule/effort.h"

#include <algorithm>
#include <array>

namespace tc::engine::schedule {
namespace {

using plan::Assignment;
using plan::EffortKind;

constexpr std::array<std::int32_t, 8> k_mean_use_percent = {100, 60, 60, 50, 50, 50, 50, 70};
constexpr std::int64_t k_whole_units = 10000;

std::int32_t mean_use(std::int32_t contour) {
  if (contour < 0 || contour >= k_contour_laid_out) return 100;
  return k_mean_use_percent[static_cast<std::size_t>(contour)];
}

/// a × b ÷ c, rounded, cut to what a length can hold.
std::int32_t scaled(std::int64_t a, std::int64_t b, std::int64_t c) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>((a * b + c / 2) / c, 0, INT32_MAX));
}

void set_work(Assignment& assignment, std::int32_t tenths) {
  assignment.work = Minutes::from_tenths(tenths);
  const std::int32_t left = std::max(0, tenths - assignment.actual_work.tenths());
  assignment.remaining_work = Minutes::from_tenths(left);
}

std::int32_t length_of(const Assignment& assignment) {
  if (assignment.units <= 0) return 0;
  const std::int32_t even = scaled(assignment.work.tenths(), k_whole_units, assignment.units);
  return scaled(contoured(even, assignment.contour), 1, 1);
}

void work_from_duration(const plan::Activity& activity, Assignment& assignment) {
  const std::int32_t useful = scaled(activity.duration.tenths(), mean_use(assignment.contour), 100);
  set_work(assignment, scaled(useful, std::max(0, assignment.units), k_whole_units));
}

void units_from_duration(const plan::Activity& activity, Assignment& assignment) {
  const std::int64_t useful =
      std::int64_t{activity.duration.tenths()} * mean_use(assignment.contour);
  if (useful > 0) assignment.units = scaled(assignment.work.tenths(), k_whole_units * 100, useful);
}

void duration_from_work(plan::Activity& activity, std::span<const Assignment> assignments) {
  std::int32_t longest = 0;
  for (const Assignment& assignment : assignments) {
    longest = std::max(longest, length_of(assignment));
  }
  if (longest > 0) activity.duration = Minutes::from_tenths(longest);
}

void after_duration(const plan::Activity& before, plan::Activity& activity,
                    std::span<Assignment> assignments) {
  const std::int32_t was = before.duration.tenths();
  const std::int32_t is = activity.duration.tenths();
  if (was <= 0 || is <= 0) return;
  for (Assignment& assignment : assignments) {
    if (activity.effort == EffortKind::fixed_work) {
      assignment.units = scaled(assignment.units, was, is);
    } else {
      set_work(assignment, scaled(assignment.work.tenths(), is, was));
    }
  }
}

/// Duration or units, whatever the type leaves open once the work of each assignment is known.
void close_by_type(plan::Activity& activity, std::span<Assignment> assignments) {
  if (activity.effort != EffortKind::fixed_duration) {
    return duration_from_work(activity, assignments);
  }
  for (Assignment& assignment : assignments) units_from_duration(activity, assignment);
}

void after_resources(const plan::Activity& before, plan::Activity& activity,
                     std::span<Assignment> assignments) {
  const bool shared = activity.effort_driven || activity.effort == EffortKind::fixed_work;
  std::int64_t units = 0;
  for (const Assignment& assignment : assignments) units += assignment.units;
  if (units <= 0) return;
  if (shared && before.work.tenths() > 0) {
    for (Assignment& assignment : assignments) {
      set_work(assignment, scaled(before.work.tenths(), assignment.units, units));
    }
    return close_by_type(activity, assignments);
  }
  for (Assignment& assignment : assignments) {
    if (assignment.work.tenths() == 0) work_from_duration(activity, assignment);
  }
}

Minutes followed(Minutes work, const Pace& pace) {
  const std::int64_t before = std::int64_t{pace.duration_before_tenths} * k_whole_units;
  const std::int64_t after = std::int64_t{pace.duration_after_tenths} * pace.units_factor;
  if (before <= 0 || before == after) return work;
  const double share = static_cast<double>(after) / static_cast<double>(before);
  return Minutes::from_tenths(static_cast<std::int64_t>(work.tenths() * share + 0.5));
}

}  // namespace

bool is_crew(const plan::Plan& plan, const Assignment& assignment) {
  if (assignment.resource == plan::k_none) return true;
  const plan::ResourceKind kind =
      plan.resources[static_cast<std::size_t>(assignment.resource)].kind;
  return kind == plan::ResourceKind::work || kind == plan::ResourceKind::equipment;
}

void set_pace(const Pace& pace, plan::Activity& activity) {
  activity.duration = Minutes::from_tenths(pace.duration_after_tenths);
  if (activity.remaining_duration) activity.remaining_duration = activity.duration;
  activity.work = followed(activity.work, pace);
}

void set_pace(const Pace& pace, Assignment& assignment) {
  assignment.units = scaled(assignment.units, pace.units_factor, k_whole_units);
  assignment.work = followed(assignment.work, pace);
  assignment.remaining_work = followed(assignment.remaining_work, pace);
}

std::int64_t contoured(std::int64_t even, std::int32_t contour) {
  const std::int64_t percent = mean_use(contour);
  return (even * 100 + percent / 2) / percent;
}

void balance_effort(const plan::Activity& before, EffortEdit edit, plan::Activity& activity,
                    std::span<Assignment> assignments) {
  if (assignments.empty()) return;
  switch (edit) {
    case EffortEdit::duration:
      after_duration(before, activity, assignments);
      break;
    case EffortEdit::work:
      if (before.work.tenths() <= 0) return;
      for (Assignment& assignment : assignments) {
        set_work(assignment,
                 scaled(assignment.work.tenths(), activity.work.tenths(), before.work.tenths()));
      }
      close_by_type(activity, assignments);
      return;  // The work is what was asked for, not the sum of rounded parts.
    case EffortEdit::units:
      if (activity.effort != EffortKind::fixed_duration) {
        duration_from_work(activity, assignments);
        break;
      }
      for (Assignment& assignment : assignments) work_from_duration(activity, assignment);
      break;
    case EffortEdit::resources:
      after_resources(before, activity, assignments);
      break;
  }
  std::int64_t work = 0;
  for (const Assignment& assignment : assignments) work += assignment.work.tenths();
  activity.work = Minutes::from_tenths(scaled(work, 1, 1));
}

}  // namespace tc::engine::schedule
