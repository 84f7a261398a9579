#pragma once

#include <cstdint>
#include <vector>

#include "engine/schedule/network.h"

namespace tc::engine::schedule {

struct Dates {
  PlanTime start = k_no_time;
  PlanTime finish = k_no_time;
  friend bool operator==(const Dates&, const Dates&) = default;
};

/// What the passes compute, per node of the network.
struct State {
  std::vector<Dates> early;
  std::vector<Dates> late;
  std::vector<std::int32_t> total_float;  ///< Working tenths of the node's calendar.
  std::vector<std::int32_t> free_float;
  std::vector<std::uint8_t> driving;     ///< Per entry of Network::in.
  std::vector<PlanTime> floor;           ///< No start earlier than this without an own reason.
  std::vector<PlanTime> project_finish;  ///< Latest early finish per project.
  std::vector<PlanTime> late_base;       ///< Where each project's backward pass starts.
  // Of plain networks only: grid positions and the dates they are rendered as.
  std::vector<std::int32_t> grid_finish;
  std::vector<Dates> grid_asked;
  std::vector<Dates> grid_table;
  bool follow_alap = false;  ///< Successors of as-late-as-possible activities see late dates.
};

/// The rules of both passes for single nodes, used alike by the full and the incremental
/// computation, so that both give the same bits.
class Passes {
 public:
  /// Both must keep their sizes while this lives.
  Passes(const Network& network, State& state);

  /// Early dates and driving links from the predecessors' early dates.
  void forward(NodeIndex node);
  /// Latest early finishes and the bases of the backward pass.
  void close_forward();
  /// Schedule from finish: the given finish is the base, the project starts where late dates do.
  void open_from_finish();
  void close_from_finish();
  /// Late dates from the successors' late dates; as-late-as-possible moves of P6.
  void backward(NodeIndex node);
  /// Total and free float from early and late dates.
  void floats(NodeIndex node);
  /// Both at once, cheaper. Not where successors follow late dates (State::follow_alap).
  void backward_and_floats(NodeIndex node);

  /// The dates that a successor sees in the forward pass.
  [[nodiscard]] Dates seen_early(NodeIndex node) const;
  /// What one link asks of the start of `to`: an instant, before it is moved to working time.
  [[nodiscard]] PlanTime asked_start(const Edge& edge, NodeIndex to) const;
  /// The instant at the predecessor's end of the link with the lag added.
  [[nodiscard]] PlanTime asked_instant(const Edge& edge, NodeIndex to) const;
  /// The latest finish of `from` that a link allows; k_plan_time_max where it does not care.
  [[nodiscard]] PlanTime asked_finish(const Edge& edge, NodeIndex from) const;
  /// How far `from` may move before this link moves its successor; working tenths of its calendar.
  [[nodiscard]] std::int32_t link_float(const Edge& edge, NodeIndex from) const;
  /// Length of a lag in tenths; percents of the predecessor's duration resolved.
  [[nodiscard]] std::int32_t lag_tenths(const Edge& edge, NodeIndex predecessor) const;

 private:
  [[nodiscard]] const plan::WorkingTime& calendar_of(const Node& node) const {
    return calendars_[node.calendar];
  }
  [[nodiscard]] QuickCalendar quick(CalendarIndex calendar) const {
    return {calendars_[calendar], tables_[calendar]};
  }
  /// The calendar that the work runs on, where it is only one.
  [[nodiscard]] const plan::WorkingTime& work_calendar(const Node& node) const;
  [[nodiscard]] const Node& node_at(NodeIndex node) const { return nodes_[node]; }
  // Moving along an activity: on its calendar, or on those of its resources.
  [[nodiscard]] PlanTime snap_start(const Node& node, PlanTime time) const;
  [[nodiscard]] PlanTime snap_finish(const Node& node, PlanTime time) const;
  [[nodiscard]] PlanTime finish_from(const Node& node, PlanTime start) const;
  [[nodiscard]] PlanTime start_from(const Node& node, PlanTime finish) const;
  [[nodiscard]] std::int32_t total_duration(const Node& node) const;

  // Nodes that logic alone decides: most of them, so their rules are written out flat.
  [[nodiscard]] bool is_simple(const Node& node) const {
    return node.special < 0 && node.shape == Shape::task;
  }
  // `k_direct`: all links on the side that is asked are, which leaves next to nothing to decide.
  template <bool k_direct>
  void forward_simple(NodeIndex node);
  template <bool k_direct>
  void backward_and_floats_simple(NodeIndex node);
  template <bool k_direct>
  [[nodiscard]] std::int32_t backward_simple(NodeIndex node);
  template <bool k_direct>
  void floats_simple(NodeIndex node, std::int32_t late_finish_position);

  /// Progress override and actual dates: what has started no longer waits for unfinished
  /// predecessors.
  [[nodiscard]] bool is_overridden(NodeIndex from, NodeIndex to) const;
  [[nodiscard]] bool follows_actual_dates(const Node& node) const;

  // Forward.
  [[nodiscard]] PlanTime add_lag(const Edge& edge, PlanTime time, std::int32_t tenths,
                                 const Node& to) const;
  [[nodiscard]] std::int32_t lag_still_to_come(const Edge& edge, NodeIndex from,
                                               std::int32_t tenths) const;
  [[nodiscard]] const Special* counts_from_actual_start(const Edge& edge) const;
  void forward_virtual(NodeIndex node);
  void forward_started(NodeIndex node, const Special& special);
  void forward_logic(NodeIndex node, const Special* special);
  [[nodiscard]] PlanTime remainder_held_until(NodeIndex node, const Special& special) const;
  [[nodiscard]] PlanTime pushed_start(const Node& node, const Special& special, PlanTime start,
                                      bool has_logic) const;
  [[nodiscard]] PlanTime held_start(const Node& node, const Special& special, PlanTime start) const;
  [[nodiscard]] PlanTime expected_finish(const Node& node, const Special& special,
                                         Dates dates) const;
  [[nodiscard]] PlanTime finish_kept_by_links(NodeIndex node, PlanTime finish) const;
  void mark_driving(NodeIndex node, PlanTime start, bool by_logic);

  // Backward.
  [[nodiscard]] PlanTime take_lag(const Edge& edge, PlanTime time, std::int32_t tenths) const;
  void backward_virtual(NodeIndex node);
  [[nodiscard]] PlanTime constrained_late(const Node& node, const Special& special,
                                          PlanTime finish) const;
  void move_late_as_possible(NodeIndex node);
  [[nodiscard]] std::int32_t merged_free_float(NodeIndex from, std::int32_t smallest) const;

  const Network& network_;
  State& state_;
  // The arrays of the network and the state, without bounds checks in the inner loops.
  const Node* nodes_;
  const Edge* in_;
  const Edge* out_;
  const std::uint32_t* in_begin_;
  const std::uint32_t* out_begin_;
  const plan::WorkingTime* calendars_;
  const DayTable* tables_;
  Dates* early_;
  Dates* late_;
  std::uint8_t* driving_;
};

/// Both passes and the floats over the whole network; `state` may hold an earlier result, whose
/// memory is used again. O(activities + links).
void compute_all(const Network& network, State& state);
/// The same by the general rules only, also for plain networks. `state` has the right size.
void compute_general(const Network& network, State& state);

}  // namespace tc::engine::schedule
