#include <algorithm>
#include <map>
#include <string_view>

#include "base/row.h"
#include "engine/schedule_check/subject.h"

namespace tc::engine::schedule_check {
namespace {

using plan::Index;

/// A finding that fails where anything offends.
Finding none_of(std::string_view name, std::vector<Index> offenders) {
  const bool passed = offenders.empty();
  return {name, passed, std::move(offenders)};
}

template <class Offends>
Finding none_of_tasks(const Subject& subject, std::string_view name, Offends offends) {
  std::vector<Index> found;
  for (std::size_t row = 0; row < subject.task.size(); ++row) {
    if (subject.task[row] != 0 && offends(subject.plan.activities[row])) {
      found.push_back(static_cast<Index>(row));
    }
  }
  return none_of(name, std::move(found));
}

Finding as_finding(std::string_view name, const Test& test) {
  Finding finding{name, {}, test.activities};
  if (test.scored()) finding.passed = test.passed();
  return finding;
}

/// Failed where a finding failed; else what `reason` says, or passed where every finding was.
Practice practice(int id, std::vector<Finding> findings, std::string_view reason = {}) {
  Practice result;
  result.id = id;
  result.findings = std::move(findings);
  const auto any = [&](std::optional<bool> wanted) {
    return std::any_of(result.findings.begin(), result.findings.end(),
                       [&](const Finding& each) { return each.passed == wanted; });
  };
  if (any(false)) {
    result.passed = false;
  } else if (reason.empty()) {
    result.passed = true;
  }
  if (!result.passed) result.reason = reason;
  return result;
}

Finding same_names(const Subject& subject) {
  std::map<std::pair<Index, std::string_view>, Index> first;
  std::vector<Index> again;
  for (std::size_t row = 0; row < subject.task.size(); ++row) {
    const plan::Activity& activity = subject.plan.activities[row];
    if (subject.task[row] == 0 || activity.name.empty()) continue;
    const auto [found, is_new] =
        first.try_emplace({activity.parent, activity.name}, static_cast<Index>(row));
    if (!is_new) again.push_back(static_cast<Index>(row));
  }
  return none_of("same_name_under_one_parent", std::move(again));
}

/// Stored dates of a row that do not lie within those of its parent: the levels disagree.
Finding outside_parent(const Subject& subject) {
  std::vector<Index> outside;
  for (std::size_t row = 0; row < subject.leaf.size(); ++row) {
    const plan::Activity& activity = subject.plan.activities[row];
    if (subject.leaf[row] == 0 || activity.parent == plan::k_none) continue;
    const plan::Stored& mine = activity.stored;
    const plan::Stored& above = subject.plan.activities[row_of(activity.parent)].stored;
    const bool known = mine.start != k_no_time && mine.finish != k_no_time &&
                       above.start != k_no_time && above.finish != k_no_time;
    if (known && (mine.start < above.start || mine.finish > above.finish)) {
      outside.push_back(static_cast<Index>(row));
    }
  }
  return none_of("dates_outside_parent", std::move(outside));
}

Practice sequencing(const Subject& subject, const std::vector<Test>& dcma) {
  Dangling dangling = dangling_of(subject);
  return practice(2,
                  {as_finding("logic", dcma[0]), none_of("dangling_starts", dangling.starts),
                   none_of("dangling_finishes", dangling.finishes), as_finding("leads", dcma[1]),
                   as_finding("lags", dcma[2]), as_finding("hard_constraints", dcma[4])},
                  dcma[0].reason);
}

Practice updating(const Subject& subject, const std::vector<Test>& dcma) {
  return practice(9,
                  {as_finding("invalid_dates", dcma[8]),
                   none_of_tasks(subject, "actual_finish_without_start",
                                 [](const plan::Activity& activity) {
                                   return activity.actual_finish != k_no_time &&
                                          activity.actual_start == k_no_time;
                                 }),
                   none_of_tasks(subject, "complete_without_finish",
                                 [](const plan::Activity& activity) {
                                   return activity.percent_complete >= 10000 &&
                                          activity.actual_finish == k_no_time;
                                 })},
                  dcma[8].reason);
}

Practice baselining(const Subject& subject) {
  std::vector<Index> lacking;
  for (std::size_t row = 0; row < subject.task.size(); ++row) {
    if (subject.task[row] != 0 && subject.baseline[row] == nullptr) {
      lacking.push_back(static_cast<Index>(row));
    }
  }
  return practice(10, {none_of("without_baseline", std::move(lacking))},
                  subject.any_baseline ? "" : "check.no_baseline");
}

}  // namespace

std::vector<Practice> gao_practices(const Subject& subject, const std::vector<Test>& dcma) {
  const auto unnamed = [](const plan::Activity& activity) { return activity.name.empty(); };
  const auto estimated = [](const plan::Activity& activity) {
    return activity.duration_typed.estimated;
  };
  std::vector<Practice> all;
  all.push_back(practice(1, {none_of_tasks(subject, "without_name", unnamed), same_names(subject)},
                         "check.needs_judgement"));
  all.push_back(sequencing(subject, dcma));
  all.push_back(practice(3, {as_finding("resources", dcma[9])}, dcma[9].reason));
  all.push_back(practice(4,
                         {as_finding("high_duration", dcma[7]),
                          none_of_tasks(subject, "estimated_duration", estimated)},
                         dcma[7].reason));
  all.push_back(practice(5, {as_finding("critical_path_test", dcma[11]), outside_parent(subject)},
                         dcma[11].reason));
  all.push_back(practice(6,
                         {as_finding("critical_path_test", dcma[11]),
                          as_finding("critical_path_length_index", dcma[12])},
                         dcma[11].reason));
  all.push_back(practice(7,
                         {as_finding("high_float", dcma[5]), as_finding("negative_float", dcma[6])},
                         dcma[5].reason));
  all.push_back(practice(8, {}, "check.not_in_plan"));
  all.push_back(updating(subject, dcma));
  all.push_back(baselining(subject));
  return all;
}

}  // namespace tc::engine::schedule_check
