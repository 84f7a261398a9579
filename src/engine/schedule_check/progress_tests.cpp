#include <algorithm>

#include "base/row.h"
#include "engine/schedule_check/subject.h"

namespace tc::engine::schedule_check {
namespace {

using plan::Index;

template <class Offends>
std::vector<Index> tasks_that(const Subject& subject, Offends offends) {
  std::vector<Index> found;
  for (std::size_t row = 0; row < subject.task.size(); ++row) {
    if (subject.task[row] != 0 && offends(static_cast<Index>(row))) {
      found.push_back(static_cast<Index>(row));
    }
  }
  return found;
}

/// Complete tasks too: an actual date in the future is wrong wherever it stands.
bool has_invalid_date(const Subject& subject, Index row) {
  const PlanTime status = subject.status(row);
  if (status == k_no_time) return false;
  const plan::Activity& activity = subject.at(row);
  if (activity.actual_start > status || activity.actual_finish > status) return true;
  if (Subject::is_complete(activity)) return false;
  const schedule::ActivityDates& dates = subject.dates_of(row);
  const bool starts_before = activity.actual_start == k_no_time && dates.start < status;
  return starts_before || dates.finish < status;
}

bool is_due(const Subject& subject, Index row) {
  const plan::ActivityBaseline* baseline = subject.baseline[row_of(row)];
  return baseline != nullptr && subject.status(row) != k_no_time &&
         baseline->finish <= subject.status(row);
}

Test invalid_dates(const Subject& subject) {
  if (!subject.any_status) return not_scored(9, 0, "check.no_status_date");
  Test test = not_scored(9, 0, {});
  test.activities = tasks_that(subject, [&](Index row) { return has_invalid_date(subject, row); });
  test.count = static_cast<std::int64_t>(test.activities.size());
  test.of = std::count(subject.task.begin(), subject.task.end(), 1);
  test.value = static_cast<double>(test.count);
  return test;
}

/// What keeps a test against the baseline from being scored; empty: nothing.
std::string_view missing_for_baseline(const Subject& subject) {
  if (!subject.any_baseline) return "check.no_baseline";
  return subject.any_status ? std::string_view() : "check.no_status_date";
}

Test missed_tasks(const Subject& subject) {
  const std::string_view missing = missing_for_baseline(subject);
  if (!missing.empty()) return not_scored(11, 0.05, missing);
  const auto due = tasks_that(subject, [&](Index row) { return is_due(subject, row); });
  std::vector<Index> missed;
  std::copy_if(due.begin(), due.end(), std::back_inserter(missed), [&](Index row) {
    const PlanTime actual = subject.at(row).actual_finish;
    const PlanTime finish = actual != k_no_time ? actual : subject.dates_of(row).finish;
    return finish > subject.baseline[row_of(row)]->finish;
  });
  return share_test(11, 0.05, std::move(missed), static_cast<std::int64_t>(due.size()),
                    "check.nothing_due");
}

/// Tasks without a baseline count as due: otherwise work that was added later would be free.
Test baseline_execution(const Subject& subject) {
  const std::string_view missing = missing_for_baseline(subject);
  Test test = not_scored(14, 0.95, missing);
  test.bound = Bound::at_least;
  if (!missing.empty()) return test;
  const auto due = tasks_that(subject, [&](Index row) {
    return is_due(subject, row) || subject.baseline[row_of(row)] == nullptr;
  });
  test.of = static_cast<std::int64_t>(due.size());
  test.count = static_cast<std::int64_t>(
      tasks_that(subject, [&](Index row) { return Subject::is_complete(subject.at(row)); }).size());
  std::copy_if(due.begin(), due.end(), std::back_inserter(test.activities),
               [&](Index row) { return !Subject::is_complete(subject.at(row)); });
  if (due.empty()) {
    test.reason = "check.nothing_due";
  } else {
    test.value = static_cast<double>(test.count) / static_cast<double>(test.of);
  }
  return test;
}

/// What lies ahead of one project: where it ends, and the float there.
struct Path {
  PlanTime finish = k_no_time;
  Index last = plan::k_none;
};

std::vector<Path> paths_of(const Subject& subject) {
  std::vector<Path> paths(subject.plan.projects.size());
  for (std::size_t row = 0; row < subject.leaf.size(); ++row) {
    const Index index = static_cast<Index>(row);
    if (subject.leaf[row] == 0 || Subject::is_complete(subject.at(index))) continue;
    Path& path = paths[row_of(subject.at(index).project)];
    const schedule::ActivityDates& dates = subject.dates_of(index);
    const bool tie = path.last != plan::k_none && dates.early_finish == path.finish &&
                     dates.total_float <= subject.dates_of(path.last).total_float;
    if (dates.early_finish > path.finish || tie) path = {dates.early_finish, index};
  }
  return paths;
}

/// CPLI of the worst project. Length and float in working time of the project's calendar.
Test critical_path_length(const Subject& subject) {
  Test test = not_scored(13, 0.95, "check.no_path_left");
  test.bound = Bound::at_least;
  const std::vector<Path> paths = paths_of(subject);
  for (std::size_t row = 0; row < paths.size(); ++row) {
    const Path& path = paths[row];
    if (path.last == plan::k_none) continue;
    const schedule::ProjectFrame& frame = subject.network.projects[row];
    const plan::WorkingTime& calendar = subject.network.calendars[frame.calendar];
    const PlanTime begin = std::max(subject.dates.projects[row].start, frame.data_date);
    const std::int64_t length = calendar.between(begin, path.finish);
    if (length <= 0) continue;
    const schedule::ActivityDates& last = subject.dates_of(path.last);
    const std::int64_t room = calendar.between(last.early_finish, last.late_finish);
    const double index = static_cast<double>(length + room) / static_cast<double>(length);
    if (test.value && *test.value <= index) continue;
    test.value = index;
    test.reason = {};
    test.activities.clear();
    if (index < test.threshold) test.activities = {path.last};
  }
  return test;
}

}  // namespace

std::vector<Test> progress_tests(const Subject& subject) {
  return {invalid_dates(subject), missed_tasks(subject), critical_path_length(subject),
          baseline_execution(subject)};
}

}  // namespace tc::engine::schedule_check
