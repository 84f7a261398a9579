#pragma once

#include <vector>

#include "interchange/common/report.h"
#include "interchange/xer/columns.h"

namespace tc::interchange::xer {

/// Puts WBS nodes and tasks into display order: project by project, a node, its tasks in the
/// file's order, then its child nodes by sequence. Fills `activities` and the two maps from the
/// old index to the new; a loop of parents is cut with a warning. O(n log n).
struct Ordered {
  std::vector<plan::Activity> activities;
  std::vector<plan::Index> wbs_at, task_at;
};
[[nodiscard]] Ordered put_in_order(std::vector<WbsRow> nodes, std::vector<TaskRow> tasks,
                                   std::size_t project_count, Report& report);

}  // namespace tc::interchange::xer
