#include <algorithm>

#include "base/row.h"
#include "engine/schedule/passes.h"

namespace tc::engine::schedule {
namespace {

using plan::ConstraintKind;
using plan::LinkKind;

bool is_finished(const Special* special) {
  return special != nullptr && special->progress == Progress::finished;
}

}  // namespace

PlanTime Passes::take_lag(const Edge& edge, PlanTime time, std::int32_t tenths) const {
  if (tenths == 0) return time;
  return network_.calendars[network_.lags[edge.lag].calendar].add(time, -std::int64_t{tenths});
}

PlanTime Passes::asked_finish(const Edge& edge, NodeIndex from) const {
  const Node& node = node_at(from);
  const Node& successor = node_at(edge.node);
  const Special* theirs = network_.special_of(successor);
  const Special* own = network_.special_of(node);
  const Rules& rules = network_.rules;
  const bool overridden = is_overridden(from, edge.node);
  if (overridden && !follows_actual_dates(successor)) return plan::k_plan_time_max;
  const auto kind = static_cast<LinkKind>(edge.kind);
  const bool to_start = kind == LinkKind::fs || kind == LinkKind::ss;
  Dates late = state_.late[row_of(edge.node)];
  if (overridden) late = {theirs->actual_start, theirs->actual_finish};
  PlanTime time = to_start ? late.start : late.finish;
  if (time >= plan::k_plan_time_max || time == k_no_time) return plan::k_plan_time_max;
  if (edge.lag != 0) {
    std::int32_t lag = lag_still_to_come(edge, from, lag_tenths(edge, from));
    if (rules.data_date_floor && theirs != nullptr && theirs->progress != Progress::none &&
        kind == LinkKind::fs && theirs->actual_duration > 0) {
      lag = 0;
    }
    time = take_lag(edge, time, lag);
  }
  if (kind == LinkKind::fs || kind == LinkKind::ff) return time;
  if (node.shape >= Shape::summary_in) return time;
  if (edge.hierarchy != 0) {  // Into a summary_start: only the earliest inside is bound.
    if (state_.early[row_of(from)].start != state_.early[row_of(edge.node)].start) {
      return plan::k_plan_time_max;
    }
  }
  const bool started = own != nullptr && own->progress != Progress::none;
  if (started && rules.finished_leaves_network) return plan::k_plan_time_max;
  return finish_from(node, snap_start(node, time));
}

void Passes::backward_virtual(NodeIndex index) {
  const Node& node = node_at(index);
  const Special& special = *network_.special_of(node);
  PlanTime time = plan::k_plan_time_max;
  for (const Edge& edge : network_.successors(index)) {
    time = std::min(time, asked_finish(edge, index));
  }
  if (node.shape == Shape::summary_out &&
      special.constraint.kind == ConstraintKind::finish_no_later_than) {
    time = std::min(time, special.constraint.date);
  }
  state_.late[row_of(index)] = {time, time};
}

PlanTime Passes::constrained_late(const Node& node, const Special& special, PlanTime finish) const {
  const plan::Project& project = *network_.projects[node.project].settings;
  const bool pins = !network_.rules.late_constraints_move_early || project.honor_constraints;
  const bool started = special.progress != Progress::none;
  const auto finish_for = [&](PlanTime start) { return finish_from(node, start); };
  for (const plan::Constraint& constraint : {special.constraint, special.constraint2}) {
    const PlanTime date = constraint.date;
    switch (constraint.kind) {
      case ConstraintKind::must_start_on:
        if (!started) finish = pins ? finish_for(date) : std::min(finish, finish_for(date));
        break;
      case ConstraintKind::must_finish_on:
        finish = pins ? date : std::min(finish, date);
        break;
      case ConstraintKind::start_on:
      case ConstraintKind::start_no_later_than:
        if (!started) finish = std::min(finish, finish_for(date));
        break;
      case ConstraintKind::finish_on:
      case ConstraintKind::finish_no_later_than:
        finish = std::min(finish, date);
        break;
      default:
        break;
    }
  }
  if (special.external_late_finish != k_no_time) {
    finish = std::min(finish, special.external_late_finish);
  }
  if (special.deadline != k_no_time) finish = std::min(finish, special.deadline);
  return finish;
}

/// backward for a task without anything special. Gives the position of the late finish.
template <bool k_direct>
std::int32_t Passes::backward_simple(NodeIndex index) {
  const Node& node = nodes_[index];
  PlanTime finish = state_.late_base[node.project];
  const std::uint32_t begin = out_begin_[index];
  const std::uint32_t end = out_begin_[index + 1];
  for (std::uint32_t at = begin; at < end; ++at) {
    const Edge& edge = out_[at];
    const bool direct = k_direct || (edge.is_direct() && !network_.has_override);
    const PlanTime asked = direct ? late_[edge.node].start : asked_finish(edge, index);
    finish = asked < finish ? asked : finish;
  }
  if (begin == end && network_.projects[node.project].settings->multiple_critical_paths) {
    finish = std::min(finish, early_[index].finish);
  }
  const QuickCalendar calendar = quick(node.calendar);
  const WorkInstant instant = calendar.at(finish);
  late_[index].finish = instant.finish;
  late_[index].start =
      node.duration == 0 ? instant.finish : calendar.start_at(instant.position - node.duration);
  return instant.position;
}

/// floats for a task without anything special: its float at start and at finish are the same.
template <bool k_direct>
void Passes::floats_simple(NodeIndex index, std::int32_t late_finish_position) {
  const Node& node = nodes_[index];
  const QuickCalendar calendar = quick(node.calendar);
  const std::int32_t early_finish = calendar.position(early_[index].start) + node.duration;
  const std::int32_t total = late_finish_position - early_finish;
  std::int32_t free = INT32_MAX;
  PlanTime first = INT32_MAX;  // Earliest start among plain successors: one look at the calendar.
  for (std::uint32_t at = out_begin_[index]; at < out_begin_[index + 1]; ++at) {
    const Edge& edge = out_[at];
    if (edge.hierarchy != 0 || late_[edge.node].start >= plan::k_plan_time_max) continue;
    if (k_direct || (edge.is_direct() && !state_.follow_alap)) {
      const PlanTime start = early_[edge.node].start;
      first = start < first ? start : first;
    } else {
      free = std::min(free, link_float(edge, index));
    }
  }
  if (first != INT32_MAX) free = std::min(free, calendar.position(first) - early_finish);
  if (free == INT32_MAX) {
    free = network_.rules.free_float_clamped
               ? total
               : calendar.position(state_.project_finish[node.project]) - early_finish;
  }
  if (free < 0) free = merged_free_float(index, free);
  state_.total_float[row_of(index)] = total;
  state_.free_float[row_of(index)] = free;
}

template <bool k_direct>
void Passes::backward_and_floats_simple(NodeIndex index) {
  floats_simple<k_direct>(index, backward_simple<k_direct>(index));
}

void Passes::backward_and_floats(NodeIndex index) {
  const Node& node = nodes_[index];
  if (is_simple(node)) {
    if (node.direct_out && !network_.has_override) return backward_and_floats_simple<true>(index);
    return backward_and_floats_simple<false>(index);
  }
  backward(index);
  floats(index);
}

void Passes::backward(NodeIndex index) {
  const Node& node = node_at(index);
  if (is_simple(node)) return static_cast<void>(backward_simple<false>(index));
  if (node.shape >= Shape::summary_in) return backward_virtual(index);
  const Special* special = network_.special_of(node);
  const Rules& rules = network_.rules;
  const ProjectFrame& frame = network_.projects[node.project];
  Dates& late = state_.late[row_of(index)];
  if (special != nullptr && rules.finished_leaves_network && is_finished(special)) {
    late = {plan::k_plan_time_max, plan::k_plan_time_max};  // Asks nothing of its predecessors.
    return;
  }
  PlanTime finish = state_.late_base[node.project];
  const auto successors = network_.successors(index);
  for (const Edge& edge : successors) finish = std::min(finish, asked_finish(edge, index));
  if (successors.empty() && frame.settings->multiple_critical_paths) {
    finish = std::min(finish, state_.early[row_of(index)].finish);
  }
  if (special != nullptr) finish = constrained_late(node, *special, finish);
  // A start milestone keeps the instant its successors ask for, like a start.
  if (node.shape != Shape::start_milestone) finish = snap_finish(node, finish);
  late = {start_from(node, finish), finish};
  if (special != nullptr && special->expected_finish != k_no_time) {
    const plan::WorkingTime& calendar = calendar_of(node);
    late.start = calendar.add(
        finish, -std::int64_t{calendar.between(early_[index].start, early_[index].finish)});
  }
  const bool alap = special != nullptr && special->constraint.kind == ConstraintKind::alap &&
                    special->progress == Progress::none;
  if (alap && !rules.alap_takes_late_dates) move_late_as_possible(index);
}

/// P6: right up to the earliest successor, without moving it: free float becomes zero.
void Passes::move_late_as_possible(NodeIndex index) {
  const Node& node = node_at(index);
  PlanTime finish = state_.project_finish[node.project];
  for (const Edge& edge : network_.successors(index)) {
    const auto kind = static_cast<LinkKind>(edge.kind);
    const bool to_start = kind == LinkKind::fs || kind == LinkKind::ss;
    const Dates theirs = state_.early[row_of(edge.node)];
    const PlanTime time =
        take_lag(edge, to_start ? theirs.start : theirs.finish, lag_tenths(edge, index));
    const bool own_finish = kind == LinkKind::fs || kind == LinkKind::ff;
    finish = std::min(finish, own_finish ? time : finish_from(node, snap_start(node, time)));
  }
  finish = snap_finish(node, finish);
  const PlanTime start = snap_start(node, start_from(node, finish));
  Dates& early = state_.early[row_of(index)];
  if (start > early.start) early = {start, node.duration == 0 ? start : finish};
}

/// How far the start or finish of `from` may move before this link moves its successor; in
/// working tenths of the predecessor's calendar.
std::int32_t Passes::link_float(const Edge& edge, NodeIndex from) const {
  const plan::WorkingTime& calendar = calendar_of(node_at(from));
  const auto kind = static_cast<LinkKind>(edge.kind);
  const Dates own = seen_early(from);
  const Dates theirs = seen_early(edge.node);
  const bool from_finish = kind == LinkKind::fs || kind == LinkKind::ff;
  const bool to_start = kind == LinkKind::fs || kind == LinkKind::ss;
  const std::int32_t lag = lag_still_to_come(edge, from, lag_tenths(edge, from));
  PlanTime limit = to_start ? theirs.start : theirs.finish;
  const bool own_calendar = lag == 0 || network_.lags[edge.lag].calendar == node_at(from).calendar;
  if (!own_calendar) limit = take_lag(edge, limit, lag);
  const std::int32_t between = calendar.between(from_finish ? own.finish : own.start, limit);
  return own_calendar ? between - lag : between;
}

/// Free float is never negative. P6 lets a broken link to a successor pass where another link to
/// the same one is looser.
std::int32_t Passes::merged_free_float(NodeIndex from, std::int32_t smallest) const {
  if (!network_.rules.free_float_merges_links)
    return network_.rules.free_float_clamped ? 0 : smallest;
  std::int32_t free = INT32_MAX;
  for (const Edge& edge : network_.successors(from)) {
    if (edge.hierarchy != 0 || late_[edge.node].start >= plan::k_plan_time_max) continue;
    std::int32_t loosest = link_float(edge, from);
    for (const Edge& other : network_.successors(from)) {
      if (loosest >= 0) break;
      if (other.node == edge.node) loosest = std::max(loosest, link_float(other, from));
    }
    free = std::min(free, loosest);
  }
  return std::max(0, free == INT32_MAX ? smallest : free);
}

void Passes::floats(NodeIndex index) {
  const Node& node = node_at(index);
  if (is_simple(node)) {
    return floats_simple<false>(index, quick(node.calendar).position(late_[index].finish));
  }
  const auto row = row_of(index);
  if (node.shape >= Shape::summary_in) {
    state_.total_float[row] = state_.free_float[row] = 0;
    return;
  }
  const Rules& rules = network_.rules;
  const Special* special = network_.special_of(node);
  const ProjectFrame& frame = network_.projects[node.project];
  const bool started = special != nullptr && special->progress != Progress::none;
  if (is_finished(special)) {
    state_.total_float[row] = state_.free_float[row] = 0;
    return;
  }
  const plan::WorkingTime& calendar = calendar_of(node);
  const Dates early = state_.early[row];
  const Dates late = state_.late[row];
  const std::int32_t at_start = calendar.between(early.start, late.start);
  const std::int32_t at_finish = calendar.between(early.finish, late.finish);
  std::int32_t total = std::min(at_start, at_finish);
  if (started || frame.settings->float_kind == plan::FloatKind::finish) total = at_finish;
  if (!started && frame.settings->float_kind == plan::FloatKind::start) total = at_start;
  const bool alap = special != nullptr && special->constraint.kind == ConstraintKind::alap;
  if (alap && rules.alap_takes_late_dates && !started) total = 0;
  state_.total_float[row] = total;

  std::int32_t free = INT32_MAX;
  for (const Edge& edge : network_.successors(index)) {
    if (edge.hierarchy != 0 || late_[edge.node].start >= plan::k_plan_time_max) continue;
    free = std::min(free, link_float(edge, index));
  }
  if (free == INT32_MAX) {
    free = rules.free_float_clamped
               ? total
               : calendar.between(early.finish, state_.project_finish[node.project]);
  }
  if (free < 0) free = merged_free_float(index, free);
  const bool ends_when_told =
      special != nullptr && (special->expected_finish != k_no_time ||
                             special->constraint.kind == ConstraintKind::must_finish_on);
  if (ends_when_told && rules.free_float_merges_links) free = 0;
  state_.free_float[row] = free;
}

}  // namespace tc::engine::schedule
