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

/// Another way to do an activity: as long as this, with all its people and machines by this factor.
struct PlanMode {
  plan::Index activity = plan::k_none;
  std::int32_t duration_tenths = 0;
  std::int32_t units_factor = 10000;  ///< Of the present units, hundredths of a percent.
  std::int64_t cost_minor = 0;        ///< What it costs more than the present way.
};

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
  /// Beside the present way of each activity (see modes_of). Passed over: of what has started, may
  /// not move, has pieces or works on several calendars, with more units than there are or other
  /// than whole hundredths of a percent; within floats longer ones.
  std::vector<PlanMode> modes = {};
  std::int64_t cost_max = 0;  ///< What the ways that are chosen may cost more, all together.
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

/// An activity that is done another way: its work follows duration times units.
struct ModeChoice {
  plan::Index activity = plan::k_none;
  std::int32_t duration_before_tenths = 0;
  std::int32_t duration_after_tenths = 0;
  std::int32_t units_factor = 10000;
  std::int64_t cost_minor = 0;
};

/// What levelling proposes. Nothing of it is in the plan until apply_levelling.
struct Levelling {
  schedule::Schedule before;  ///< The plan as it is, with the levelling delays it has.
  schedule::Schedule after;
  std::vector<std::int32_t> delay_tenths;  ///< Per activity.
  std::vector<Move> moves;
  std::vector<Split> splits;      ///< Replace all that levelling had made before.
  std::vector<Swap> swaps;        ///< By assignment.
  std::vector<ModeChoice> modes;  ///< By activity.
  std::vector<Overload> overloads_before;
  std::vector<Overload> overloads_after;  ///< What no delay can resolve, or may.
  std::int64_t passes = 0;
  // Of all projects together: working tenths of the first project's calendar between the earliest
  // start and the latest finish.
  std::int64_t makespan_tenths = 0;
  std::int64_t critical_path_tenths = 0;  ///< Without resources.
  std::int64_t lower_bound_tenths = 0;    ///< Of every levelling without overloads, as allowed.
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
