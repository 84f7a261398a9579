#include <algorithm>

#include "base/row.h"
#include "engine/schedule/passes.h"

namespace tc::engine::schedule {
namespace {

using plan::ConstraintKind;
using plan::LinkKind;

}  // namespace

PlanTime Passes::add_lag(const Edge& edge, PlanTime time, std::int32_t tenths,
                         const Node& to) const {
  if (tenths == 0) return time;
  const PlanTime result = network_.calendars[network_.lags[edge.lag].calendar].add(time, tenths);
  if (tenths < 0 && network_.rules.data_date_floor) {
    return std::max(result, network_.projects[to.project].data_date);
  }
  return result;
}

/// Part of a lag that is not yet over at the data date, when the predecessor has progress: after a
/// finish the time since, after a start the work done.
std::int32_t Passes::lag_still_to_come(const Edge& edge, NodeIndex from,
                                       std::int32_t tenths) const {
  const Node& node = node_at(from);
  const Special* special = network_.special_of(node);
  if (special == nullptr || special->progress == Progress::none) return tenths;
  if (!network_.rules.data_date_floor) return tenths;
  const auto kind = static_cast<LinkKind>(edge.kind);
  const PlanTime data_date = network_.projects[node.project].data_date;
  if (special->progress == Progress::started) {
    if (kind != LinkKind::ss) return tenths;
    return std::max(0, tenths - special->actual_duration);
  }
  if (tenths <= 0) return 0;
  const bool from_finish = kind == LinkKind::fs || kind == LinkKind::ff;
  const PlanTime since = from_finish ? special->actual_finish : special->actual_start;
  const plan::WorkingTime& calendar = network_.calendars[network_.lags[edge.lag].calendar];
  return std::max(0, tenths - std::max(0, calendar.between(since, data_date)));
}

/// P6's option "compute start-to-start lag from: actual start", for started predecessors.
const Special* Passes::counts_from_actual_start(const Edge& edge) const {
  if (static_cast<LinkKind>(edge.kind) != LinkKind::ss) return nullptr;
  const Node& node = node_at(edge.node);
  const Special* special = network_.special_of(node);
  if (special == nullptr || special->progress == Progress::none) return nullptr;
  if (!network_.rules.data_date_floor) return nullptr;
  return network_.projects[node.project].settings->lag_from_early_start ? nullptr : special;
}

PlanTime Passes::asked_instant(const Edge& edge, NodeIndex to) const {
  const Dates from = seen_early(edge.node);
  const auto kind = static_cast<LinkKind>(edge.kind);
  const bool from_finish = kind == LinkKind::fs || kind == LinkKind::ff;
  const PlanTime time = from_finish ? from.finish : from.start;
  if (edge.lag == 0) return time;
  if (const Special* special = counts_from_actual_start(edge)) {
    return add_lag(edge, special->actual_start, lag_tenths(edge, edge.node), node_at(to));
  }
  const std::int32_t lag = lag_still_to_come(edge, edge.node, lag_tenths(edge, edge.node));
  return add_lag(edge, time, lag, node_at(to));
}

PlanTime Passes::asked_start(const Edge& edge, NodeIndex to) const {
  const Node& node = node_at(to);
  const auto kind = static_cast<LinkKind>(edge.kind);
  const PlanTime time = asked_instant(edge, to);
  if (kind == LinkKind::fs || kind == LinkKind::ss) return time;
  if (node.shape == Shape::summary_in || node.shape == Shape::summary_out) return time;
  PlanTime start = start_from(node, time);
  if (network_.rules.finish_link_floored && kind == LinkKind::ff) {
    start = std::max(start, state_.floor[node.project]);
  }
  return start;
}

void Passes::forward_virtual(NodeIndex index) {
  const Node& node = node_at(index);
  const Special& special = *network_.special_of(node);
  const bool earliest = node.shape == Shape::summary_start;
  PlanTime time = earliest ? plan::k_plan_time_max : plan::k_plan_time_min;
  for (const Edge& edge : network_.predecessors(index)) {
    const PlanTime asked = asked_start(edge, index);
    time = earliest ? std::min(time, asked) : std::max(time, asked);
  }
  if (node.shape == Shape::summary_in &&
      special.constraint.kind == ConstraintKind::start_no_earlier_than) {
    time = std::max(time, special.constraint.date);
  }
  state_.early[row_of(index)] = {time, time};
  mark_driving(index, time, true);
}

bool Passes::is_overridden(NodeIndex from, NodeIndex to) const {
  const Special* special = network_.special_of(node_at(to));
  if (special == nullptr || special->progress == Progress::none) return false;
  if (network_.projects[node_at(to).project].settings->progress_mode ==
      plan::ProgressMode::retained_logic) {
    return false;
  }
  const Special* theirs = network_.special_of(node_at(from));
  return theirs == nullptr || theirs->progress != Progress::finished;
}

bool Passes::follows_actual_dates(const Node& node) const {
  return network_.projects[node.project].settings->progress_mode ==
         plan::ProgressMode::actual_dates;
}

/// MS Project's "split in-progress tasks": work that began before a predecessor's finish goes on
/// after it. What has an actual start but no work done is not split.
PlanTime Passes::remainder_held_until(NodeIndex index, const Special& special) const {
  PlanTime held = k_no_time;
  const Node& node = node_at(index);
  const plan::Project& project = *network_.projects[node.project].settings;
  if (!project.retain_started_after_status || special.actual_duration <= 0) return held;
  for (const Edge& edge : network_.predecessors(index)) {
    const Special* theirs = network_.special_of(node_at(edge.node));
    const bool done = theirs != nullptr && theirs->progress == Progress::finished;
    if (done || static_cast<LinkKind>(edge.kind) != LinkKind::fs) continue;
    held = std::max(held, asked_start(edge, index));
  }
  return held;
}

/// MS Project: what has started stays where it started; links move at most its remaining work.
void Passes::forward_started(NodeIndex index, const Special& special) {
  const Node& node = node_at(index);
  Dates dates{special.actual_start, special.actual_finish};
  if (dates.start == k_no_time) dates.start = start_from(node, dates.finish);
  bool held_by_link = false;
  PlanTime resumed = dates.start;
  if (dates.finish == k_no_time) {
    const bool worked = special.actual_duration > 0;
    const bool has_resume = worked && special.resume != k_no_time;
    if (has_resume) {
      resumed = special.resume;
    } else if (worked) {
      resumed = work_calendar(node).add(dates.start, special.actual_duration);
    }
    const PlanTime held = remainder_held_until(index, special);
    held_by_link = held > resumed;
    if (held_by_link) resumed = snap_start(node, held);
    const std::int64_t whole = std::int64_t{special.total_duration} + special.interruption;
    const bool in_remainder = has_resume || held_by_link || special.piece_count > 1;
    dates.finish =
        in_remainder ? finish_from(node, resumed) : work_calendar(node).add(dates.start, whole);
    if (special.constraint.kind == ConstraintKind::finish_no_earlier_than) {
      dates.finish = std::max(dates.finish, special.constraint.date);
    }
  }
  state_.early[row_of(index)] = dates;
  mark_driving(index, held_by_link ? resumed : dates.start, held_by_link);
}

/// The start that a constraint asks for at the earliest; levelling delays what it gives.
PlanTime Passes::pushed_start(const Node& node, const Special& special, PlanTime start,
                              bool has_logic) const {
  const Rules& rules = network_.rules;
  const PlanTime date = special.constraint.date;
  const bool decides = !has_logic && rules.constraint_may_precede_start;
  switch (special.constraint.kind) {
    case ConstraintKind::start_no_earlier_than:
      return snap_start(node, decides ? date : std::max(start, date));
    case ConstraintKind::finish_no_earlier_than:
      return snap_start(node,
                        decides ? start_from(node, date) : std::max(start, start_from(node, date)));
    case ConstraintKind::start_on:
      return snap_start(node, std::max(start, date));
    case ConstraintKind::finish_on:
      return snap_start(node, std::max(start, start_from(node, date)));
    default:
      return start;
  }
}

/// The start where a constraint holds against logic and levelling.
PlanTime Passes::held_start(const Node& node, const Special& special, PlanTime start) const {
  const bool honoured = network_.projects[node.project].settings->honor_constraints;
  const bool moves_early = network_.rules.late_constraints_move_early;
  const bool pins = !moves_early || honoured;
  const bool caps = moves_early && honoured;
  const PlanTime date = special.constraint.date;
  PlanTime held = start;
  switch (special.constraint.kind) {
    case ConstraintKind::start_no_later_than:
      if (caps) held = std::min(start, date);
      break;
    case ConstraintKind::finish_no_later_than:
      if (caps) held = std::min(start, start_from(node, date));
      break;
    case ConstraintKind::must_start_on:
      held = pins ? date : std::max(start, date);
      break;
    case ConstraintKind::must_finish_on:
      held = pins ? start_from(node, date) : std::max(start, start_from(node, date));
      break;
    default:
      break;
  }
  return held == start ? start : snap_start(node, held);
}

/// The finish, or the work start after it where a finish link asks for an instant in between.
PlanTime Passes::finish_kept_by_links(NodeIndex index, PlanTime finish) const {
  PlanTime latest = k_no_time;
  for (const Edge& edge : network_.predecessors(index)) {
    const auto kind = static_cast<LinkKind>(edge.kind);
    if (kind == LinkKind::ff || kind == LinkKind::sf) {
      latest = std::max(latest, asked_instant(edge, index));
    }
  }
  if (latest <= finish) return finish;
  const plan::WorkingTime& calendar = calendar_of(node_at(index));
  const std::int32_t position = calendar.position(finish);
  return calendar.position(latest) == position ? calendar.start_at(position) : finish;
}

/// P6: an expected finish decides the remaining duration, unless it lies before the start or the
/// data date.
PlanTime Passes::expected_finish(const Node& node, const Special& special, Dates dates) const {
  const PlanTime expected = special.expected_finish;
  const PlanTime data_date = network_.projects[node.project].data_date;
  const bool decides = expected != k_no_time && special.progress != Progress::finished &&
                       expected >= std::max(dates.start, data_date);
  return decides ? std::max(dates.start, snap_finish(node, expected)) : dates.finish;
}

void Passes::forward_logic(NodeIndex index, const Special* special) {
  const Node& node = node_at(index);
  bool has_logic = false;
  bool finish_links = false;
  PlanTime asked = k_no_time;
  for (const Edge& edge : network_.predecessors(index)) {
    if (is_overridden(edge.node, index)) continue;
    has_logic = true;
    finish_links |= edge.kind >= static_cast<std::uint32_t>(LinkKind::ff);
    asked = std::max(asked, asked_start(edge, index));
  }
  PlanTime time = asked;
  if (!has_logic || network_.rules.data_date_floor || asked == plan::k_plan_time_min) {
    time = std::max(asked, state_.floor[node.project]);
  }
  if (special != nullptr && special->external_early_start != k_no_time) {
    time = std::max(time, special->external_early_start);
  }
  if (special != nullptr && special->progress == Progress::started &&
      special->resume != k_no_time) {
    time = std::max(time, special->resume);
  }
  if (special != nullptr && special->progress == Progress::finished && follows_actual_dates(node)) {
    time = std::max(time, special->actual_finish);
  }
  const bool unstarted = special != nullptr && special->progress == Progress::none;
  PlanTime start = snap_start(node, time);
  if (unstarted) start = pushed_start(node, *special, start, has_logic);
  if (special != nullptr && special->levelling_delay != 0) {
    start = snap_start(node, start + special->levelling_delay);
  }
  if (unstarted) start = held_start(node, *special, start);
  Dates dates{start, finish_from(node, start)};
  if (special != nullptr && !finish_links) dates.finish = expected_finish(node, *special, dates);
  if (has_logic && network_.rules.finish_link_keeps_date) {
    dates.finish = finish_kept_by_links(index, dates.finish);
  }
  state_.early[row_of(index)] = dates;
  mark_driving(index, dates.start, asked >= time || dates.start == snap_start(node, asked));
}

/// A link drives when what it asks for ends, on the activity's calendar, at its start.
void Passes::mark_driving(NodeIndex index, PlanTime start, bool by_logic) {
  const Node& node = node_at(index);
  const bool is_virtual = node.shape >= Shape::summary_in;
  const std::uint32_t begin = network_.in_begin[row_of(index)];
  const std::uint32_t end = network_.in_begin[row_of(index) + 1];
  PlanTime gap_start = k_no_time;
  for (std::uint32_t at = begin; at < end; ++at) {
    state_.driving[at] = 0;
    if (!by_logic || is_overridden(network_.in[at].node, index)) continue;
    const PlanTime asked = asked_start(network_.in[at], index);
    if (asked == start) {
      state_.driving[at] = 1;
    } else if (asked < start && !is_virtual) {
      if (gap_start == k_no_time) gap_start = snap_finish(node, start);
      if (asked >= gap_start) state_.driving[at] = 1;
    }
  }
}

/// forward_logic for a task without anything special; the same dates by fewer steps.
template <bool k_direct>
void Passes::forward_simple(NodeIndex index) {
  const Node& node = nodes_[index];
  const std::uint32_t begin = in_begin_[index];
  const std::uint32_t end = in_begin_[index + 1];
  const auto ask = [&](const Edge& edge) {
    if constexpr (k_direct) return early_[edge.node].finish;
    const bool direct = edge.is_direct() && !state_.follow_alap;
    return direct ? early_[edge.node].finish : asked_start(edge, index);
  };
  PlanTime asked = k_no_time;
  [[maybe_unused]] bool finish_links = false;
  for (std::uint32_t at = begin; at < end; ++at) {
    const PlanTime time = ask(in_[at]);
    asked = time > asked ? time : asked;
    if constexpr (!k_direct) finish_links |= in_[at].kind >= static_cast<unsigned>(LinkKind::ff);
  }
  PlanTime time = asked;
  if (begin == end || network_.rules.data_date_floor || asked == plan::k_plan_time_min) {
    time = std::max(asked, state_.floor[node.project]);
  }
  const QuickCalendar calendar = quick(node.calendar);
  const WorkInstant instant = calendar.at(time);
  const PlanTime start = instant.start;
  PlanTime finish =
      node.duration == 0 ? start : calendar.finish_at(instant.position + node.duration);
  if constexpr (!k_direct) {
    if (finish_links && network_.rules.finish_link_keeps_date) {
      finish = finish_kept_by_links(index, finish);
    }
  }
  early_[index] = {start, finish};
  // What asks for an instant with the position of the start drives.
  const bool by_logic = asked >= time || calendar.position(asked) == instant.position;
  const PlanTime gap_start = by_logic ? instant.finish : plan::k_plan_time_max;
  for (std::uint32_t at = begin; at < end; ++at) {
    const PlanTime asks = ask(in_[at]);
    driving_[at] = asks >= gap_start && asks <= start;
  }
}

void Passes::forward(NodeIndex index) {
  const Node& node = node_at(index);
  if (is_simple(node)) {
    if (node.direct_in && !state_.follow_alap) return forward_simple<true>(index);
    return forward_simple<false>(index);
  }
  if (node.shape >= Shape::summary_in) return forward_virtual(index);
  const Special* special = network_.special_of(node);
  if (special != nullptr) {
    if (node.shape == Shape::fixed) {
      state_.early[row_of(index)] = {special->fixed_start, special->fixed_finish};
      return mark_driving(index, special->fixed_start, false);
    }
    if (special->progress != Progress::none && !network_.rules.data_date_floor) {
      return forward_started(index, *special);
    }
  }
  forward_logic(index, special);
}

void Passes::close_forward() {
  const std::size_t projects = network_.projects.size();
  state_.project_finish.assign(projects, k_no_time);
  for (std::size_t row = 0; row < network_.nodes.size(); ++row) {
    const Node& node = network_.nodes[row];
    if (node.shape >= Shape::summary_in) continue;
    const Special* special = network_.special_of(node);
    if (special != nullptr && special->external) continue;
    PlanTime& finish = state_.project_finish[node.project];
    finish = std::max(finish, state_.early[row].finish);
  }
  PlanTime latest = k_no_time;
  for (const PlanTime finish : state_.project_finish) latest = std::max(latest, finish);
  state_.late_base.resize(projects);
  for (std::size_t row = 0; row < projects; ++row) {
    const ProjectFrame& frame = network_.projects[row];
    PlanTime base = frame.settings->float_per_project ? state_.project_finish[row] : latest;
    const bool imposed = frame.must_finish_by != k_no_time;
    if (imposed) base = frame.must_finish_by;
    if (network_.from_finish) base = frame.settings->finish;
    state_.late_base[row] = base;
  }
}

void Passes::open_from_finish() {
  for (std::size_t row = 0; row < network_.projects.size(); ++row) {
    state_.late_base[row] = network_.projects[row].settings->finish;
  }
}

void Passes::close_from_finish() {
  state_.floor.assign(network_.projects.size(), plan::k_plan_time_max);
  for (std::size_t row = 0; row < network_.nodes.size(); ++row) {
    PlanTime& floor = state_.floor[network_.nodes[row].project];
    floor = std::min(floor, late_[row].start);
  }
}

}  // namespace tc::engine::schedule
