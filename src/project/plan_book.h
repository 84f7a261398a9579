#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "engine/schedule/schedule.h"
#include "engine/schedule/why.h"
#include "kernel/kernel.h"
#include "plan/plan.h"

/// Plans as they are stored and as they are held in memory (docs/decisions/0003): a packed plan per
/// checkpoint (`plan_snapshot`) and one change per version since (`plan_change`).
namespace tc::project {

inline constexpr std::string_view k_snapshot_blob = "plan_snapshot";
inline constexpr std::string_view k_change_blob = "plan_change";

/// One version of a plan with its dates. Immutable; shared by everybody who reads it.
struct LoadedPlan {
  Id id = 0;  ///< Of the plan record.
  Id project = 0;
  std::int64_t version = 0;
  plan::Plan plan;
  engine::schedule::Schedule schedule;
  std::unordered_map<Id, plan::Index> by_id;

  [[nodiscard]] plan::Index index_of(Id activity) const {
    const auto found = by_id.find(activity);
    return found == by_id.end() ? plan::k_none : found->second;
  }
};

/// Computes the dates and the look-up of a plan. Refuses what the engine refuses.
[[nodiscard]] Result<std::shared_ptr<LoadedPlan>> compute(plan::Plan plan, Id id, Id project,
                                                          std::int64_t version);

struct CellEdits;
struct Consequences;
class Workbench;

/// The loaded plans of this node. Correctness rests on the version in the reader's own snapshot:
/// behind it, the missing changes are applied; nothing is ever trusted because it was told.
class PlanBook {
 public:
  /// The plan of a project as the reader's snapshot has it. Refuses `record.not_found` when there
  /// is none or the reader may not see it.
  [[nodiscard]] Result<std::shared_ptr<const LoadedPlan>> load(kernel::Reader& reader, Id project);
  /// A scenario as its row says: a version of the plan with edits of its own. Its `id` and
  /// `version` are the scenario's. Refuses `plan.none` and what the edits are refused with.
  [[nodiscard]] Result<std::shared_ptr<const LoadedPlan>> load_scenario(
      kernel::Reader& reader, const kernel::Row& scenario);
  /// An older version, for undo and comparison; not kept.
  [[nodiscard]] Result<std::shared_ptr<const LoadedPlan>> load_version(kernel::Reader& reader,
                                                                       const kernel::Row& row,
                                                                       std::int64_t version);
  /// The project whose loaded plan holds an activity; 0 when none is loaded.
  [[nodiscard]] Id project_of(Id activity);

  /// What edits make of a loaded plan, at the cost of what they affect; with `whole`, its whole
  /// schedule too. Refuses `plan.cycle`.
  [[nodiscard]] Result<Consequences> try_out(const std::shared_ptr<const LoadedPlan>& loaded,
                                             const CellEdits& edits, bool whole);
  /// The driver chain of a field of an activity (engine/schedule/why.h).
  [[nodiscard]] std::vector<engine::schedule::Reason> why(
      const std::shared_ptr<const LoadedPlan>& loaded, plan::Index activity,
      engine::schedule::Field field);

  /// Takes over a version that was just committed.
  void keep(std::shared_ptr<LoadedPlan> loaded);
  /// The edits were just committed over `before`: what is loaded becomes the next version.
  void advance(std::shared_ptr<const LoadedPlan> before, const CellEdits& edits,
               engine::schedule::Schedule schedule);

 private:
  [[nodiscard]] std::shared_ptr<const LoadedPlan> find(Id id, std::int64_t version);
  struct Kept {
    std::shared_ptr<LoadedPlan> plan;
    std::shared_ptr<Workbench> bench;  ///< Once somebody edits; shared while it computes.
  };
  [[nodiscard]] Result<std::shared_ptr<LoadedPlan>> read_version(kernel::Reader& reader,
                                                                 const kernel::Row& row,
                                                                 std::int64_t version);
  [[nodiscard]] std::shared_ptr<Workbench> bench_of(
      const std::shared_ptr<const LoadedPlan>& loaded);
  void keep(Kept kept);
  void trim();
  std::mutex mutex_;
  std::list<Kept> plans_;  ///< Latest used first.
};

/// The plan record of a project as the reader sees it.
[[nodiscard]] std::optional<kernel::Row> plan_row(kernel::Reader& reader, Id project);

}  // namespace tc::project
