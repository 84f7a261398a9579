#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "engine/level/bounds.h"
#include "engine/level/overload.h"
#include "engine/schedule/schedule.h"
#include "plan/plan.h"

namespace tc::engine::level {

struct PlanOptions {
  std::optional<plan::Profile> profile = {};  ///< Whose rules decide; nothing: the plan's.
  PlanTime status_date = k_no_time;           ///< As in schedule::Options.
  std::vector<plan::Index> projects = {};     ///< Whose activities may move; empty: all.
  bool within_float = false;  ///< Nothing is put off beyond its late start; no finish moves.
  /// Schedules tried; the best is the answer. A progress that says stop ends the search before.
  /// Nothing: by the size of the plan, what takes some 20 ms.
  std::optional<std::int64_t> passes_max = {};
  std::uint64_t seed = 1;  ///< Of the search after the fixed rules.
  /// Activities may be interrupted where resources have no room and go on later: of their own
  /// length, on one calendar, not started, without pieces or a contour laid out by hand.
  bool split = false;
  /// No piece but the last is shorter, working tenths; 0: a day of the activity's calendar.
  std::int32_t piece_min_tenths = 0;
  /// Per assignment of the plan the resources that may do it instead; empty: nobody. One with
  /// another calendar than the present resource or with too few units is passed over.
  std::vector<std::vector<plan::Index>> alternatives = {};
};

/// An activity in pieces.
struct Split {
  plan::Index activity = plan::k_none;
  std::vector<plan::Segment> pieces;  ///< At least two, ascending.
};

/// An activity with other dates than before.
struct Move {
  plan::Index activity = plan::k_none;
  PlanTime start_before = k_no_time;
  PlanTime start_after = k_no_time;
  PlanTime finish_before = k_no_time;
  PlanTime finish_after = k_no_time;
  std::int32_t delay_before_tenths = 0;  ///< Levelling delays, elapsed.
  std::int32_t delay_after_tenths = 0;
};

/// An assignment that another resource takes over, with the same units and work.
struct Swap {
  plan::Index assignment = plan::k_none;
  plan::Index resource_before = plan::k_none;
  plan::Index resource_after = plan::k_none;
};

/// What levelling proposes. Nothing of it is in the plan until apply_levelling.
struct Levelling {
  schedule::Schedule before;  ///< The plan as it is, with the levelling delays it has.
  schedule::Schedule after;
  std::vector<std::int32_t> delay_tenths;  ///< Per activity.
  std::vector<Move> moves;
  std::vector<Split> splits;  ///< Replace all that levelling had made before.
  std::vector<Swap> swaps;    ///< By assignment.
  std::vector<Overload> overloads_before;
  std::vector<Overload> overloads_after;  ///< What no delay can resolve, or may.
  std::int64_t passes = 0;
  // Of all projects together: working tenths of the first project's calendar between the earliest
  // start and the latest finish.
  std::int64_t makespan_tenths = 0;
  std::int64_t critical_path_tenths = 0;  ///< Without resources.
  std::int64_t lower_bound_tenths = 0;    ///< Of every levelling without overloads.
  Bound bound = Bound::critical_path;
};

/// Resolves overloads by putting activities off: logic, calendars and constraints stay as they
/// are, the levelling delays and interruptions that the plan holds are replaced. Higher priorities
/// are put off last, priority 1000, started, pinned and manual activities never. All projects of
/// the plan share its resources. With more allowed than putting off (PlanOptions::split) a second
/// search of as many passes uses it, and what finishes earlier of both is proposed. Refuses what
/// make_plan_model refuses. O(passes · (activities + links) · log), times the steps of a resource's
/// use that lie in the way.
[[nodiscard]] Result<Levelling> level_plan(const plan::Plan& plan, const PlanOptions& options,
                                           Progress& progress);

/// Writes a levelling into the plan it was made from.
void apply_levelling(const Levelling& levelling, plan::Plan& plan);
/// Takes every levelling delay out of the plan, and every interruption that levelling made of what
/// has not started: logic alone decides again.
void clear_levelling(plan::Plan& plan);

}  // namespace tc::engine::level
