#include "engine/schedule/passes.h"

#include <algorithm>

#include "engine/schedule/plain.h"

namespace tc::engine::schedule {

Passes::Passes(const Network& network, State& state)
    : network_(network),
      state_(state),
      nodes_(network.nodes.data()),
      in_(network.in.data()),
      out_(network.out.data()),
      in_begin_(network.in_begin.data()),
      out_begin_(network.out_begin.data()),
      calendars_(network.calendars.data()),
      tables_(network.calendars.tables()),
      early_(state.early.data()),
      late_(state.late.data()),
      driving_(state.driving.data()) {}

const plan::WorkingTime& Passes::work_calendar(const Node& node) const {
  const Special* special = network_.special_of(node);
  const bool one_piece = special != nullptr && special->piece_count == 1;
  return one_piece ? calendars_[network_.pieces[special->first_piece].calendar] : calendar_of(node);
}

PlanTime Passes::snap_start(const Node& node, PlanTime time) const {
  const Special* special = network_.special_of(node);
  if (special != nullptr && special->piece_count > 0) {
    PlanTime earliest = plan::k_plan_time_max;
    for (std::uint32_t at = 0; at < special->piece_count; ++at) {
      const Piece& piece = network_.pieces[special->first_piece + at];
      earliest = std::min(earliest, network_.calendars[piece.calendar].next_work_start(time));
    }
    return earliest;
  }
  const plan::WorkingTime& calendar = calendar_of(node);
  const std::int32_t position = calendar.position(time);
  const bool may_end_work = node.shape == Shape::milestone || node.shape == Shape::finish_milestone;
  if (may_end_work && calendar.finish_at(position) == time) return time;
  return calendar.start_at(position);
}

PlanTime Passes::snap_finish(const Node& node, PlanTime time) const {
  const Special* special = network_.special_of(node);
  if (special != nullptr && special->piece_count > 0) {
    PlanTime latest = plan::k_plan_time_min;
    for (std::uint32_t at = 0; at < special->piece_count; ++at) {
      const Piece& piece = network_.pieces[special->first_piece + at];
      latest = std::max(latest, network_.calendars[piece.calendar].previous_work_finish(time));
    }
    return latest;
  }
  return calendar_of(node).previous_work_finish(time);
}

PlanTime Passes::finish_from(const Node& node, PlanTime start) const {
  const Special* special = network_.special_of(node);
  if (special == nullptr || special->piece_count == 0) {
    return calendar_of(node).add(start, node.duration);
  }
  PlanTime latest = start;
  for (std::uint32_t at = 0; at < special->piece_count; ++at) {
    const Piece& piece = network_.pieces[special->first_piece + at];
    latest = std::max(latest, network_.calendars[piece.calendar].add(start, piece.duration));
  }
  return latest;
}

PlanTime Passes::start_from(const Node& node, PlanTime finish) const {
  const Special* special = network_.special_of(node);
  if (special == nullptr || special->piece_count == 0) {
    return calendar_of(node).add(finish, -node.duration);
  }
  PlanTime earliest = finish;
  for (std::uint32_t at = 0; at < special->piece_count; ++at) {
    const Piece& piece = network_.pieces[special->first_piece + at];
    earliest = std::min(earliest, network_.calendars[piece.calendar].add(finish, -piece.duration));
  }
  return earliest;
}

std::int32_t Passes::total_duration(const Node& node) const {
  const Special* special = network_.special_of(node);
  return special == nullptr ? node.duration : special->total_duration;
}

std::int32_t Passes::lag_tenths(const Edge& edge, NodeIndex predecessor) const {
  if (edge.lag == 0) return 0;
  const Lag& lag = network_.lags[edge.lag];
  if (!lag.percent) return lag.amount;
  const std::int64_t duration = total_duration(node_at(predecessor));
  return static_cast<std::int32_t>(duration * lag.amount / 10000);
}

Dates Passes::seen_early(NodeIndex index) const {
  if (state_.follow_alap) {
    const Special* special = network_.special_of(nodes_[index]);
    if (special != nullptr && special->constraint.kind == plan::ConstraintKind::alap &&
        special->progress == Progress::none) {
      return late_[index];
    }
  }
  return early_[index];
}

void compute_all(const Network& network, State& state) {
  const std::size_t size = network.nodes.size();
  state.early.resize(size);
  state.late.resize(size);
  state.total_float.resize(size);
  state.free_float.resize(size);
  state.driving.resize(network.in.size());
  state.follow_alap = false;
  state.late_base.resize(network.projects.size());
  state.floor.clear();
  for (const ProjectFrame& project : network.projects) state.floor.push_back(project.floor);
  if (network.plain) return compute_plain(network, state);
  compute_general(network, state);
}

void compute_general(const Network& network, State& state) {
  const auto count = static_cast<NodeIndex>(network.nodes.size());
  Passes passes(network, state);
  if (network.from_finish) {
    passes.open_from_finish();
    for (NodeIndex node = count; node-- > 0;) passes.backward(node);
    passes.close_from_finish();
  }
  for (NodeIndex node = 0; node < count; ++node) passes.forward(node);
  passes.close_forward();
  if (!network.has_alap || !network.rules.alap_takes_late_dates) {
    for (NodeIndex node = count; node-- > 0;) passes.backward_and_floats(node);
    return;
  }
  for (NodeIndex node = count; node-- > 0;) passes.backward(node);
  state.follow_alap = true;
  for (NodeIndex node = 0; node < count; ++node) passes.forward(node);
  for (NodeIndex node = count; node-- > 0;) passes.floats(node);
}

}  // namespace tc::engine::schedule
