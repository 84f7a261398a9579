#include "engine/schedule/why.h"

#include <algorithm>

#include "base/row.h"

namespace tc::engine::schedule {
namespace {

using plan::ConstraintKind;
using plan::LinkKind;

/// Where an explanation goes on: at the start or the finish of a node.
struct End {
  NodeIndex node = -1;
  bool finish = false;
};

class Explainer {
 public:
  Explainer(const Network& network, State& state)
      : network_(network), state_(state), passes_(network, state) {}

  void early(End at) {
    while (at.node >= 0 && reasons_.size() < k_why_steps_max) {
      const Dates dates = state_.early[row_of(at.node)];
      if (at.finish && dates.finish != dates.start && !explain_given_finish(at.node)) {
        add(at.node, Cause::duration, dates.start, dates.finish, work(at.node, dates));
      }
      if (stopped_) return;
      at = explain_start(at.node);
    }
  }

  void late(End at) {
    while (at.node >= 0 && reasons_.size() < k_why_steps_max) {
      const Dates dates = state_.late[row_of(at.node)];
      if (!at.finish && dates.finish != dates.start) {
        add(at.node, Cause::duration, dates.finish, dates.start, work(at.node, dates));
      }
      at = explain_late_finish(at.node);
    }
  }

  void add_float(NodeIndex node, bool total) {
    const Dates early = state_.early[row_of(node)];
    const Dates late = state_.late[row_of(node)];
    const std::int32_t value =
        total ? state_.total_float[row_of(node)] : state_.free_float[row_of(node)];
    add(node, Cause::float_between, early.finish, late.finish, value);
  }

  std::vector<Reason> take() { return std::move(reasons_); }

 private:
  void add(NodeIndex node, Cause cause, PlanTime from, PlanTime to, std::int32_t length = 0,
           plan::Index link = plan::k_none) {
    reasons_.push_back(
        {cause, network_.activity[row_of(node)], link, from, to, Minutes::from_tenths(length)});
  }
  [[nodiscard]] std::int32_t work(NodeIndex node, const Dates& dates) const {
    return network_.calendars[network_.nodes[row_of(node)].calendar].between(dates.start,
                                                                             dates.finish);
  }
  [[nodiscard]] const Special* special_of(NodeIndex node) const {
    return network_.special_of(network_.nodes[row_of(node)]);
  }

  /// A finish that does not follow from the start.
  bool explain_given_finish(NodeIndex node) {
    const Special* special = special_of(node);
    if (special == nullptr) return false;
    if (special->actual_finish != k_no_time) {
      add(node, Cause::actual, k_no_time, special->actual_finish);
      return stopped_ = true;
    }
    if (network_.nodes[row_of(node)].shape == Shape::fixed) {
      add(node, Cause::manual, k_no_time, special->fixed_finish);
      return stopped_ = true;
    }
    if (special->expected_finish != k_no_time) {
      add(node, Cause::expected_finish, k_no_time, special->expected_finish);
      return true;
    }
    return false;
  }

  End explain_start(NodeIndex node) {
    const Special* special = special_of(node);
    const Node& entry = network_.nodes[row_of(node)];
    const PlanTime start = state_.early[row_of(node)].start;
    if (entry.shape == Shape::fixed) {
      add(node, Cause::manual, k_no_time, start);
      return {};
    }
    const bool started = special != nullptr && special->progress != Progress::none;
    if (started && !network_.rules.data_date_floor) {
      add(node, Cause::actual, k_no_time, start);
      return {};
    }
    for (std::uint32_t at = network_.in_begin[row_of(node)];
         at < network_.in_begin[row_of(node) + 1]; ++at) {
      if (state_.driving[at] != 0) return explain_link(node, at);
    }
    if (special != nullptr && special->constraint.kind == ConstraintKind::alap) {
      add(node, Cause::as_late_as_possible, k_no_time, start);
    } else if (special != nullptr && special->constraint.kind != ConstraintKind::asap && !started) {
      if (special->constraint.date < start) {
        add(node, Cause::calendar_gap, special->constraint.date, start);
      }
      add(node, Cause::constraint, k_no_time, special->constraint.date);
    } else if (special != nullptr && special->levelling_delay != 0) {
      add(node, Cause::levelling_delay, k_no_time, start, special->levelling_delay);
    } else {
      explain_floor(node, start);
    }
    return {};
  }

  void explain_floor(NodeIndex node, PlanTime start) {
    const Node& entry = network_.nodes[row_of(node)];
    const PlanTime floor = state_.floor[entry.project];
    if (floor < start) add(node, Cause::calendar_gap, floor, start);
    const bool status =
        network_.rules.data_date_floor && floor == network_.projects[entry.project].data_date;
    add(node, status ? Cause::status_date : Cause::project_start, k_no_time, floor);
  }

  End explain_link(NodeIndex node, std::uint32_t at) {
    const Edge& edge = network_.in[at];
    const auto kind = static_cast<LinkKind>(edge.kind);
    const bool from_finish = kind == LinkKind::fs || kind == LinkKind::ff;
    const bool to_start = kind == LinkKind::fs || kind == LinkKind::ss;
    const Dates own = state_.early[row_of(node)];
    const Dates theirs = passes_.seen_early(edge.node);
    const PlanTime asked = passes_.asked_instant(edge, node);
    const PlanTime got = to_start ? own.start : own.finish;
    if (asked < got) add(node, Cause::calendar_gap, asked, got);
    add(node, Cause::link, from_finish ? theirs.finish : theirs.start, asked,
        passes_.lag_tenths(edge, edge.node), network_.in_link[at]);
    return {edge.node, from_finish};
  }

  End explain_late_finish(NodeIndex node) {
    const Special* special = special_of(node);
    const Node& entry = network_.nodes[row_of(node)];
    const PlanTime finish = state_.late[row_of(node)].finish;
    const auto reaches = [&](PlanTime asked) {
      return asked == finish ||
             (asked > finish && network_.calendars[entry.calendar].between(finish, asked) == 0);
    };
    if (special != nullptr && special->deadline != k_no_time && reaches(special->deadline)) {
      add(node, Cause::deadline, k_no_time, special->deadline);
      return {};
    }
    for (std::uint32_t at = network_.out_begin[row_of(node)];
         at < network_.out_begin[row_of(node) + 1]; ++at) {
      const Edge& edge = network_.out[at];
      if (!reaches(passes_.asked_finish(edge, node))) continue;
      const auto kind = static_cast<LinkKind>(edge.kind);
      const bool to_start = kind == LinkKind::fs || kind == LinkKind::ss;
      const Dates theirs = state_.late[row_of(edge.node)];
      add(node, Cause::link, to_start ? theirs.start : theirs.finish, finish,
          passes_.lag_tenths(edge, node), link_between(node, edge));
      return {edge.node, !to_start};
    }
    const ProjectFrame& frame = network_.projects[entry.project];
    if (reaches(state_.late_base[entry.project])) {
      const bool imposed = frame.must_finish_by != k_no_time;
      add(node, imposed ? Cause::must_finish_by : Cause::project_finish, k_no_time,
          state_.late_base[entry.project]);
    } else if (special != nullptr && special->progress == Progress::finished) {
      add(node, Cause::actual, k_no_time, special->actual_finish);
    } else if (special != nullptr) {
      add(node, Cause::constraint, k_no_time, special->constraint.date);
    }
    return {};
  }

  /// The plan's link of an outgoing edge: found among the incoming ones of its other end.
  [[nodiscard]] plan::Index link_between(NodeIndex from, const Edge& edge) const {
    for (std::uint32_t at = network_.in_begin[row_of(edge.node)];
         at < network_.in_begin[row_of(edge.node) + 1]; ++at) {
      const Edge& other = network_.in[at];
      if (other.node == from && other.kind == edge.kind && other.lag == edge.lag) {
        return network_.in_link[at];
      }
    }
    return plan::k_none;
  }

  const Network& network_;
  State& state_;
  Passes passes_;
  std::vector<Reason> reasons_;
  bool stopped_ = false;
};

}  // namespace

std::vector<Reason> why(const Network& network, State& state, plan::Index activity, Field field) {
  const NodeIndex node = network.node_of[row_of(activity)];
  if (node < 0) return {};
  Explainer explainer(network, state);
  switch (field) {
    case Field::start:
      explainer.early({node, false});
      break;
    case Field::finish:
      explainer.early({node, true});
      break;
    case Field::late_start:
      explainer.late({node, false});
      break;
    case Field::late_finish:
      explainer.late({node, true});
      break;
    case Field::total_float:
      explainer.add_float(node, true);
      explainer.late({node, true});
      break;
    case Field::free_float:
      explainer.add_float(node, false);
      break;
  }
  return explainer.take();
}

}  // namespace tc::engine::schedule
