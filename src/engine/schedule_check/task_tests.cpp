#include "engine/schedule_check/subject.h"

namespace tc::engine::schedule_check {
namespace {

using plan::ConstraintKind;
using plan::Index;

/// Constraints that hold a date against logic. P6's start on and finish on cap the late dates as
/// no later than does, so they are hard too.
bool is_hard(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::must_start_on:
    case ConstraintKind::must_finish_on:
    case ConstraintKind::start_no_later_than:
    case ConstraintKind::finish_no_later_than:
    case ConstraintKind::start_on:
    case ConstraintKind::finish_on:
      return true;
    default:
      return false;
  }
}

/// The share of the incomplete tasks that `offends` picks.
Test share_of_tasks(const Subject& subject, int id, double threshold, auto offends) {
  std::vector<Index> offenders;
  for (const Index row : subject.incomplete) {
    if (offends(row)) offenders.push_back(row);
  }
  return share_test(id, threshold, std::move(offenders),
                    static_cast<std::int64_t>(subject.incomplete.size()),
                    "check.no_incomplete_tasks");
}

Test resources(const Subject& subject) {
  if (!subject.any_loaded) return not_scored(10, 0, "check.not_resource_loaded");
  std::vector<Index> lacking;
  std::int64_t all = 0;
  for (const Index row : subject.incomplete) {
    if (subject.at(row).duration.tenths() < subject.day_tenths(row)) continue;
    ++all;
    if (subject.loaded[static_cast<std::size_t>(row)] == 0) lacking.push_back(row);
  }
  return share_test(10, 0, std::move(lacking), all, "check.no_incomplete_tasks");
}

}  // namespace

std::vector<Test> task_tests(const Subject& subject) {
  std::vector<Test> tests;
  tests.push_back(share_of_tasks(subject, 5, 0.05, [&](Index row) {
    return is_hard(subject.at(row).constraint.kind) || is_hard(subject.at(row).constraint2.kind);
  }));
  tests.push_back(share_of_tasks(subject, 6, 0.05, [&](Index row) {
    return subject.dates_of(row).total_float.tenths() > k_limit_days * subject.day_tenths(row);
  }));
  tests.push_back(share_of_tasks(
      subject, 7, 0, [&](Index row) { return subject.dates_of(row).total_float < Minutes(); }));
  tests.push_back(share_of_tasks(subject, 8, 0.05, [&](Index row) {
    const plan::ActivityBaseline* baseline = subject.baseline[static_cast<std::size_t>(row)];
    const bool planned = baseline != nullptr && baseline->duration > Minutes();
    const std::int64_t tenths =
        planned ? baseline->duration.tenths() : subject.remaining_tenths(row);
    return tenths > k_limit_days * subject.day_tenths(row);
  }));
  tests.push_back(resources(subject));
  return tests;
}

}  // namespace tc::engine::schedule_check
