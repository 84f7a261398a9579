#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "engine/level/plan_model.h"
#include "engine/level/plan_parts.h"
#include "engine/level/plan_ways.h"
#include "engine/level/skyline.h"

namespace tc::engine::level {

/// What decides which of the activities that may start comes first, after the priorities.
enum class PriorityRule : std::uint8_t { late_start, late_finish, total_float, early_start };

struct PassOptions {
  PriorityRule rule = PriorityRule::late_start;
  /// Parallel generation: of all activities whose predecessors are placed, the one that can start
  /// first comes next, the rule decides between equals. Else the rule alone decides (serial).
  bool parallel = false;
  bool within_float = false;  ///< No activity is put off beyond its late start.
  /// Per node in place of the rule's value; empty: the rule.
  std::vector<std::int64_t> value;
  const PlanWays* ways = nullptr;  ///< What may be done beside putting off; null: nothing.
  Choice choice;                   ///< Of the ways to do the activities; empty: the present ones.
};

/// A node that is interrupted.
struct NodeSplit {
  schedule::NodeIndex node = 0;
  std::vector<Part> parts;
};

struct PassResult {
  std::vector<std::int32_t> delay;  ///< Per node, elapsed tenths after what logic asks for.
  std::vector<PlanTime> start;      ///< Per node.
  PlanTime finish = k_no_time;      ///< Of all projects.
  std::int64_t finish_sum = 0;      ///< Of the projects' finishes.
  /// With ways to do more than putting off: activities that found no room within their float.
  std::int64_t left = 0;
  std::vector<NodeSplit> splits;
  std::vector<DemandSwap> swaps;
  Choice choice;
};

/// Schedule generation over a plan: the dates of one activity after the other by the rules of the
/// schedule engine, each put off until its resources have room.
class PlanPass {
 public:
  /// The model must outlive this; its network is used to compute and left as it was.
  explicit PlanPass(PlanModel& model);
  [[nodiscard]] PassResult run(const PassOptions& options);
  /// The rule's value of every node, in tenths.
  [[nodiscard]] std::vector<std::int64_t> values_of(PriorityRule rule) const;

 private:
  /// A moment at which something may start: a node, or (~resource) the first of those that wait
  /// for a resource.
  struct Event {
    PlanTime time = k_no_time;
    std::int64_t key = 0;
    std::int32_t node = 0;
    auto operator<=>(const Event&) const = default;
  };
  using Waiting = std::pair<std::int64_t, schedule::NodeIndex>;  ///< Key, node.
  template <class Entry>
  using Earliest = std::priority_queue<Entry, std::vector<Entry>, std::greater<>>;

  void begin(const PassOptions& options);
  /// Places the node of an event, or lets it wait.
  void attempt(const Event& event, const PassOptions& options, PassResult& result);
  /// Lets a node wait that cannot start before `until`, for the resource that is in its way.
  void park(schedule::NodeIndex node, plan::Index resource, PlanTime until);
  /// Starts what waits for the resource and finds room now.
  void wake(plan::Index resource, const PassOptions& options, PlanTime time, PassResult& result);
  void release_successors(schedule::NodeIndex node);
  /// What logic asks of a node whose predecessors are placed.
  void ask(schedule::NodeIndex node);
  /// Places a node; false: it can only start later than `limit`, which becomes that time.
  bool place(schedule::NodeIndex node, const PassOptions& options, PlanTime& limit,
             PassResult& result);
  bool place_movable(schedule::NodeIndex node, const PassOptions& options, PlanTime& limit,
                     PassResult& result);
  /// Where a node may be placed.
  struct Place {
    schedule::Dates dates;
    std::vector<Part> parts;  ///< Empty: as a whole.
    bool found = true;        ///< There is room up to the latest start.
    plan::Index blocked_by = plan::k_none;
  };
  /// The place with the earliest finish, with the resources that the model has for it now.
  [[nodiscard]] Place find_place(schedule::NodeIndex node, const PassOptions& options);
  bool take_place(schedule::NodeIndex node, const Place& place, PlanTime latest, PlanTime& limit,
                  PassResult& result);
  bool place_whole(schedule::NodeIndex node, PlanTime latest, PlanTime& limit, PassResult& result);

  // Other people (plan_pass_swap.cpp).
  /// Changes the demands of a node to those that let it finish earliest, and its place.
  [[nodiscard]] std::vector<DemandSwap> choose_people(schedule::NodeIndex node,
                                                      const PassOptions& options, Place& place);

  // Interruptions (plan_pass_split.cpp).
  /// Whether pieces end before the given finish.
  [[nodiscard]] std::vector<Part> find_parts(schedule::NodeIndex node, std::int32_t piece_min,
                                             schedule::Dates& dates, PlanTime finish_before) const;
  /// From `from` on, the first stretch in which every resource has room.
  [[nodiscard]] schedule::Dates find_stretch(schedule::NodeIndex node, PlanTime from,
                                             PlanTime to) const;
  /// Gives a node its parts; false, and nothing happened, where the rules give it other dates.
  bool interrupt(schedule::NodeIndex node, const std::vector<Part>& parts, schedule::Dates dates,
                 PassResult& result);
  void lengthen(schedule::NodeIndex node, std::int32_t tenths);
  void end_splits(const PassResult& result);
  /// What is known of a resource: no room for such an activity between `from` and `until`. Within
  /// a pass resources only fill up, so a later search of the same kind starts there.
  struct Known {
    std::int64_t units = 0;
    std::int32_t duration = 0;
    schedule::CalendarIndex calendar = 0;
    PlanTime from = k_no_time;
    schedule::Dates until;
  };
  static constexpr std::size_t k_known_each = 16;

  [[nodiscard]] schedule::Dates find_room(schedule::NodeIndex node, PlanTime latest);
  [[nodiscard]] schedule::Dates find_room_of(const Demand& demand, schedule::NodeIndex node,
                                             schedule::Dates dates, PlanTime latest);
  void occupy(schedule::NodeIndex node, schedule::Dates dates, bool free);
  [[nodiscard]] PlanTime latest_start(schedule::NodeIndex node, const PassOptions& options) const;
  [[nodiscard]] schedule::Dates moved_to(schedule::NodeIndex node, PlanTime start) const;
  void put_off(schedule::NodeIndex node, schedule::Dates dates, PassResult& result);

  PlanModel& model_;
  schedule::State state_;
  schedule::Passes passes_;
  std::vector<Skyline> skylines_;
  std::vector<Known> known_;         ///< Per resource k_known_each places, by hash.
  std::vector<std::int64_t> key_;    ///< Per node: lower comes first.
  std::vector<std::uint32_t> open_;  ///< Per node: predecessors that are not placed yet.
  Earliest<Event> events_;
  std::vector<Earliest<Waiting>> waiting_;  ///< Per resource.
  std::vector<PlanTime> wake_;              ///< Per resource: the event that counts.
  plan::Index blocked_by_ = plan::k_none;   ///< What put off the node that was looked at last.
  bool found_ = true;                       ///< It had room up to the latest start.
};

}  // namespace tc::engine::level
