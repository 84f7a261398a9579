#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/schedule/incremental.h"
#include "engine/schedule/shown.h"
#include "project/plan_cells.h"

namespace tc::project {

/// A copy of a loaded plan that is edited in place: edits are computed on it and taken back again,
/// at the cost of what they affect. One caller at a time; the others wait.
class Workbench {
 public:
  explicit Workbench(const LoadedPlan& loaded);

  /// What the edits make of `version`; the workbench stays as it is. Nothing when it holds another
  /// version by now. Refuses `plan.cycle`.
  [[nodiscard]] std::optional<Result<Consequences>> try_out(std::int64_t version,
                                                            const CellEdits& edits, bool whole);
  /// The edits have become the next version, with this schedule.
  void advance(const CellEdits& edits, engine::schedule::Schedule schedule);
  /// The driver chain of a field (engine/schedule/why.h). Nothing when it holds another version.
  [[nodiscard]] std::optional<std::vector<engine::schedule::Reason>> why(
      std::int64_t version, plan::Index activity, engine::schedule::Field field);

 private:
  std::mutex mutex_;
  plan::Plan plan_;
  engine::schedule::IncrementalSchedule schedule_;
  engine::schedule::Shown shown_;
  std::int64_t version_ = 0;
};

}  // namespace tc::project
