#include <algorithm>

#include "base/row.h"
#include "engine/schedule_check/subject.h"

namespace tc::engine::schedule_check {
namespace {

using plan::Index;
using plan::LinkKind;

/// Which ends of an activity its links reach. A summary's links are those of all inside it.
struct Ends {
  bool predecessor = false;
  bool successor = false;
  bool start_driven = false;   ///< A predecessor decides the start (FS, SS).
  bool finish_drives = false;  ///< A successor waits for the finish (FS, FF).
};

std::vector<Ends> ends_of(const Subject& subject) {
  std::vector<Ends> ends(subject.plan.activities.size());
  for (const plan::Link& link : subject.plan.links) {
    if (!subject.counts(link)) continue;
    Ends& to = ends[row_of(link.to)];
    Ends& from = ends[row_of(link.from)];
    to.predecessor = true;
    from.successor = true;
    to.start_driven |= link.kind == LinkKind::fs || link.kind == LinkKind::ss;
    from.finish_drives |= link.kind == LinkKind::fs || link.kind == LinkKind::ff;
  }
  for (std::size_t row = 0; row < ends.size(); ++row) {  // Parents stand before their children.
    const Index parent = subject.plan.activities[row].parent;
    if (parent == plan::k_none) continue;
    const Ends above = ends[row_of(parent)];
    ends[row].predecessor |= above.predecessor;
    ends[row].successor |= above.successor;
    ends[row].start_driven |= above.start_driven;
    ends[row].finish_drives |= above.finish_drives;
  }
  return ends;
}

/// A share of all links; offenders are the successors of the links that `wanted` picks.
Test share_of_links(const Subject& subject, int id, double threshold, auto wanted) {
  std::vector<Index> successors;
  std::int64_t all = 0;
  std::int64_t count = 0;
  for (const plan::Link& link : subject.plan.links) {
    if (!subject.counts(link)) continue;
    ++all;
    if (!wanted(link)) continue;
    ++count;
    successors.push_back(link.to);
  }
  std::sort(successors.begin(), successors.end());
  successors.erase(std::unique(successors.begin(), successors.end()), successors.end());
  Test test = share_test(id, threshold, std::move(successors), all, "check.no_links");
  test.count = count;
  if (test.value) test.value = static_cast<double>(count) / static_cast<double>(all);
  return test;
}

}  // namespace

std::vector<Test> link_tests(const Subject& subject) {
  const std::vector<Ends> ends = ends_of(subject);
  std::vector<Index> open;
  for (const Index row : subject.incomplete) {
    if (!ends[row_of(row)].predecessor || !ends[row_of(row)].successor) open.push_back(row);
  }
  std::vector<Test> tests;
  tests.push_back(share_test(1, 0.05, std::move(open),
                             static_cast<std::int64_t>(subject.incomplete.size()),
                             "check.no_incomplete_tasks"));
  tests.push_back(
      share_of_links(subject, 2, 0, [](const plan::Link& link) { return link.lag < 0; }));
  tests.push_back(
      share_of_links(subject, 3, 0.05, [](const plan::Link& link) { return link.lag > 0; }));
  Test types = share_of_links(subject, 4, 0.9,
                              [](const plan::Link& link) { return link.kind != LinkKind::fs; });
  types.bound = Bound::at_least;  // The share of what is right, but the offenders are named.
  types.count = types.of - types.count;
  if (types.value) types.value = static_cast<double>(types.count) / static_cast<double>(types.of);
  tests.push_back(std::move(types));
  return tests;
}

Dangling dangling_of(const Subject& subject) {
  const std::vector<Ends> ends = ends_of(subject);
  Dangling dangling;
  for (const Index row : subject.incomplete) {
    const Ends& each = ends[row_of(row)];
    if (each.predecessor && !each.start_driven) dangling.starts.push_back(row);
    if (each.successor && !each.finish_drives) dangling.finishes.push_back(row);
  }
  return dangling;
}

}  // namespace tc::engine::schedule_check
