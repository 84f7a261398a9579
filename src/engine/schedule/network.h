#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/schedule/calendars.h"
#include "engine/schedule/rules.h"
#include "engine/schedule/schedule.h"
#include "plan/plan.h"

namespace tc::engine::schedule {

/// Position of an activity in the topological order.
using NodeIndex = std::int32_t;

/// How a node turns the instants its links ask for into its dates.
enum class Shape : std::uint8_t {
  task,              ///< Starts when work starts.
  milestone,         ///< Zero length, stays where its driver puts it (MS Project).
  start_milestone,   ///< Zero length, moves to the next work start (P6).
  finish_milestone,  ///< Zero length, stays at the end of work (P6).
  fixed,             ///< Dates are given (external, manual), late dates are computed.
  summary_in,        ///< Virtual: what links into a summary ask of everything inside it.
  summary_out,       ///< Virtual: the latest finish inside a summary.
  summary_start,     ///< Virtual: the earliest start inside a summary.
};

struct Node {
  std::int32_t duration = 0;   ///< Tenths that are still to be scheduled.
  std::int32_t special = -1;   ///< Into Network::specials; -1: logic alone decides.
  CalendarIndex calendar = 0;  ///< Effective calendar: schedule, lag and float.
  std::uint16_t project = 0;
  Shape shape = Shape::task;
  bool direct_in = true;   ///< All links to predecessors are direct, see Edge::is_direct.
  bool direct_out = true;  ///< All links to successors are.
};

/// A link as one of its ends sees it: `node` is the other end.
struct Edge {
  NodeIndex node = 0;
  std::uint32_t kind : 2;       ///< plan::LinkKind.
  std::uint32_t hierarchy : 1;  ///< Virtual, between a summary's node and what is inside it.
  std::uint32_t lag : 29;       ///< Into Network::lags; 0 = none.

  /// From a finish to a start, and nothing more.
  [[nodiscard]] bool is_direct() const {
    return lag == 0 && hierarchy == 0 && kind == static_cast<std::uint32_t>(plan::LinkKind::fs);
  }
};

struct Lag {
  std::int32_t amount = 0;  ///< Tenths, or hundredths of a percent of the predecessor's duration.
  CalendarIndex calendar = 0;
  bool percent = false;
  friend bool operator==(const Lag&, const Lag&) = default;
};

/// Work of one resource of an activity that is scheduled on its resources' calendars.
struct Piece {
  std::int32_t duration = 0;  ///< Tenths.
  CalendarIndex calendar = 0;
};

enum class Progress : std::uint8_t { none, started, finished };

/// What an activity has beyond duration, calendar and links.
struct Special {
  plan::Constraint constraint;
  plan::Constraint constraint2;
  PlanTime deadline = k_no_time;
  PlanTime expected_finish = k_no_time;
  PlanTime actual_start = k_no_time;
  PlanTime actual_finish = k_no_time;
  PlanTime resume = k_no_time;
  PlanTime fixed_start = k_no_time;
  PlanTime fixed_finish = k_no_time;
  PlanTime external_early_start = k_no_time;
  PlanTime external_late_finish = k_no_time;
  std::int32_t levelling_delay = 0;  ///< Elapsed tenths.
  std::int32_t total_duration = 0;   ///< Duration at completion, for percent lags.
  std::int32_t actual_duration = 0;
  std::int32_t interruption = 0;  ///< Working tenths between the pieces of a split activity.
  std::uint32_t first_piece = 0;  ///< Into Network::pieces; none = the node's calendar.
  std::uint32_t piece_count = 0;
  Progress progress = Progress::none;
  bool manual = false;
  bool external = false;
};

/// What a project gives to all its activities.
struct ProjectFrame {
  PlanTime floor = k_no_time;  ///< No start earlier than this without an own reason.
  PlanTime data_date = k_no_time;
  PlanTime must_finish_by = k_no_time;
  CalendarIndex calendar = 0;
  const plan::Project* settings = nullptr;
};

/// What a plain network (see plain.h) needs beside: all lengths in steps of one size.
struct Grid {
  std::int32_t step = 1;          ///< Tenths.
  std::int32_t floor = 0;         ///< Position of the project start, in tenths; grid position 0.
  std::int32_t finish_floor = 0;  ///< No finish link asks for a start before this grid position.
  std::int32_t logic_floor = 0;   ///< No start lies before this grid position.
  bool far = false;               ///< What links reach is worth fetching ahead.
  bool bare = false;              ///< Every link is finish-to-start without a lag.
  std::vector<std::int32_t> duration;  ///< Per node.
  std::vector<std::int32_t> lag;       ///< Per entry of Network::lags.
};

/// A plan made ready for computing: activities in topological order, links as two compressed
/// arrays, calendars as tables. Built once, used for many computations; holds no results.
/// Summaries with links are virtual nodes, so N × M links are never expanded.
struct Network {
  const plan::Plan* plan = nullptr;
  Rules rules;
  CalendarSet calendars;
  std::vector<ProjectFrame> projects;
  std::vector<Node> nodes;
  std::vector<Special> specials;
  std::vector<Piece> pieces;
  std::vector<Lag> lags;
  std::vector<std::uint32_t> in_begin;     ///< nodes + 1.
  std::vector<std::uint32_t> out_begin;    ///< nodes + 1.
  std::vector<Edge> in;                    ///< Other end = predecessor.
  std::vector<Edge> out;                   ///< Other end = successor.
  std::vector<plan::Index> in_link;        ///< Link of the plan per entry of `in`; -1 = hierarchy.
  std::vector<plan::Index> activity;       ///< Activity per node (the summary for virtual nodes).
  std::vector<NodeIndex> node_of;          ///< Per activity; -1 = has no node of its own.
  std::vector<CalendarIndex> calendar_of;  ///< Per activity: its own or the project's.
  bool has_alap = false;
  bool has_override = false;  ///< A project schedules progress by override or actual dates.
  bool from_finish = false;   ///< The plan is scheduled from its finish (one project).
  bool plain = false;         ///< Whole-number arithmetic suffices, see plain.h.
  Grid grid;                  ///< Filled where plain.

  [[nodiscard]] std::span<const Edge> predecessors(NodeIndex node) const {
    const auto row = static_cast<std::size_t>(node);
    return {in.data() + in_begin[row], in.data() + in_begin[row + 1]};
  }
  [[nodiscard]] std::span<const Edge> successors(NodeIndex node) const {
    const auto row = static_cast<std::size_t>(node);
    return {out.data() + out_begin[row], out.data() + out_begin[row + 1]};
  }
  [[nodiscard]] CalendarIndex span_calendar(plan::Index row) const {
    return calendar_of[static_cast<std::size_t>(row)];
  }
  [[nodiscard]] const Special* special_of(const Node& node) const {
    return node.special < 0 ? nullptr : &specials[static_cast<std::size_t>(node.special)];
  }
};

/// `plan.cycle` for a cycle of nodes in order; arguments `activities` (UIDs) and `names`.
[[nodiscard]] Refusal cycle_refusal(const Network& network, const std::vector<NodeIndex>& cycle);

/// Builds the network. The plan must outlive it. Refuses `plan.cycle` (argument `activities`: the
/// UIDs of a shortest cycle, in order), `plan.reference_missing`, and what calendars refuse.
/// O(activities + links).
[[nodiscard]] Result<Network> build_network(const plan::Plan& plan, const Options& options = {});

}  // namespace tc::engine::schedule
