#include "engine/montecarlo/plan_network.h"

#include <algorithm>

#include "base/row.h"
#include "engine/schedule/network.h"

namespace tc::engine::montecarlo {
namespace {

using plan::ConstraintKind;
using schedule::Shape;

class PlanConverter {
 public:
  PlanConverter(const plan::Plan& plan, const schedule::Network& source,
                const std::vector<std::optional<DurationRange>>& ranges, const PlanOptions& options)
      : plan_(plan), source_(source), ranges_(ranges), options_(options) {}

  PlanNetwork convert() {
    Network& network = result_.network;
    for (std::size_t at = 1; at < source_.calendars.size(); ++at) {
      network.calendars.push_back(
          {source_.calendars[static_cast<schedule::CalendarIndex>(at)], {}});
    }
    network.start = plan::k_plan_time_max;
    for (const schedule::ProjectFrame& frame : source_.projects) {
      network.start = std::min(network.start, frame.floor);
    }
    for (std::size_t node = 0; node < source_.nodes.size(); ++node) {
      add_activity(static_cast<schedule::NodeIndex>(node));
    }
    for (std::size_t node = 0; node < source_.nodes.size(); ++node) {
      add_links(static_cast<schedule::NodeIndex>(node));
    }
    return std::move(result_);
  }

 private:
  static Index calendar_index(schedule::CalendarIndex calendar) {
    return static_cast<Index>(calendar) - 1;
  }

  void add_activity(schedule::NodeIndex index) {
    const schedule::Node& node = source_.nodes[row_of(index)];
    const Index row = source_.activity[row_of(index)];
    const plan::Activity& source = plan_.activities[row_of(row)];
    const bool is_virtual = node.shape >= Shape::summary_in;
    Activity activity;
    activity.id = is_virtual ? "summary " + source.uid : source.uid;
    activity.name = source.name;
    activity.counted = !is_virtual;
    activity.calendar = calendar_index(node.calendar);
    const bool has_logic = !source_.predecessors(index).empty();
    activity.floats_free = is_virtual || !source_.rules.data_date_floor;
    if (!has_logic || !activity.floats_free || is_floored(index))
      activity.window.start_from = source_.projects[node.project].floor;
    activity.zero_length = is_virtual || node.shape == Shape::milestone ? ZeroLength::keeps_instant
                           : node.shape == Shape::finish_milestone
                               ? ZeroLength::previous_work_finish
                               : ZeroLength::next_work_start;
    activity.duration = Distribution::fixed(node.duration);
    bool varies = node.shape == Shape::task && node.duration > 0;
    const schedule::Special* special = source_.special_of(node);
    if (special != nullptr) {
      if (special->piece_count == 1)
        activity.calendar = calendar_index(source_.pieces[special->first_piece].calendar);
      varies = apply(*special, node, has_logic, activity) && varies;
    }
    if (varies) vary(source, row, activity);
    result_.network.activities.push_back(std::move(activity));
    result_.activity.push_back(row);
  }

  /// MS Project: a finish-to-finish link never pulls a start before the project start.
  bool is_floored(schedule::NodeIndex index) const {
    const schedule::Node& node = source_.nodes[row_of(index)];
    return source_.rules.finish_link_floored && node.shape < Shape::summary_in &&
           std::ranges::any_of(source_.predecessors(index), [](const schedule::Edge& edge) {
             return static_cast<plan::LinkKind>(edge.kind) == plan::LinkKind::ff;
           });
  }

  /// Given dates, progress, constraints. False where nothing is left to vary.
  bool apply(const schedule::Special& special, const schedule::Node& node, bool has_logic,
             Activity& activity) const {
    const plan::WorkingTime& calendar = source_.calendars[node.calendar];
    if (node.shape == Shape::fixed) {
      activity.window = {.start_pin = special.fixed_start};
      activity.duration = Distribution::fixed(
          std::max(calendar.between(special.fixed_start, special.fixed_finish), 0));
      return false;
    }
    if (special.progress != schedule::Progress::none && !source_.rules.data_date_floor) {
      return apply_progress(special, calendar, activity);
    }
    if (special.external_early_start != k_no_time)
      raise(activity.window.start_from, special.external_early_start);
    if (special.progress == schedule::Progress::started && special.resume != k_no_time)
      raise(activity.window.start_from, special.resume);
    if (special.progress == schedule::Progress::none)
      apply_constraint(special.constraint, node, has_logic, activity);
    return special.progress != schedule::Progress::finished;
  }

  /// MS Project: what has started stays where it started.
  static bool apply_progress(const schedule::Special& special, const plan::WorkingTime& calendar,
                             Activity& activity) {
    const bool finished = special.actual_finish != k_no_time;
    std::int32_t length = special.total_duration + special.interruption;
    if (finished && special.actual_start != k_no_time)
      length = std::max(calendar.between(special.actual_start, special.actual_finish), 0);
    activity.duration = Distribution::fixed(length);
    activity.window = {};
    if (special.actual_start != k_no_time) {
      activity.window.start_pin = special.actual_start;
    } else {
      activity.window.finish_pin = special.actual_finish;
    }
    return !finished;
  }

  static void raise(PlanTime& bound, PlanTime time) {
    bound = bound == k_no_time ? time : std::max(bound, time);
  }

  void apply_constraint(const plan::Constraint& constraint, const schedule::Node& node,
                        bool has_logic, Activity& activity) const {
    const schedule::Rules& rules = source_.rules;
    const plan::Project& project = *source_.projects[node.project].settings;
    const bool pins = !rules.late_constraints_move_early || project.honor_constraints;
    const bool caps = rules.late_constraints_move_early && project.honor_constraints;
    Window& window = activity.window;
    const PlanTime date = constraint.date;
    switch (constraint.kind) {
      case ConstraintKind::asap:
      case ConstraintKind::alap:
        return;
      case ConstraintKind::start_no_earlier_than:
        if (!has_logic && rules.constraint_may_precede_start) {
          window.start_from = date;
        } else {
          raise(window.start_from, date);
        }
        return;
      case ConstraintKind::start_on:
        return raise(window.start_from, date);
      case ConstraintKind::finish_no_earlier_than:
        if (!has_logic && rules.constraint_may_precede_start) window.start_from = k_no_time;
        window.finish_from = date;
        return;
      case ConstraintKind::finish_on:
        window.finish_from = date;
        return;
      case ConstraintKind::start_no_later_than:
        if (caps) window.start_until = date;
        return;
      case ConstraintKind::finish_no_later_than:
        if (caps) window.finish_until = date;
        return;
      case ConstraintKind::must_start_on:
        (pins ? window.start_pin : window.start_from) = date;
        return;
      case ConstraintKind::must_finish_on:
        (pins ? window.finish_pin : window.finish_from) = date;
        return;
    }
  }

  /// The range of what is still to be done, after what was done already.
  void vary(const plan::Activity& source, Index row, Activity& activity) {
    const double planned = activity.duration.a;
    const double total = std::max(source.duration.tenths(), 1);
    const bool started = source.actual_start != k_no_time;
    double remaining = planned;
    if (started && !source_.rules.data_date_floor) {
      const double done = source.actual_duration      ? source.actual_duration->tenths()
                          : source.remaining_duration ? total - source.remaining_duration->tenths()
                                                      : total * source.percent_complete / 10000.0;
      remaining = std::max(total - done, 0.0);
    }
    DurationRange range;
    if (ranges_[row_of(row)]) {
      // The range speaks of the whole duration; what is left varies in proportion.
      range = *ranges_[row_of(row)];
      const double left = remaining / total;
      range = {range.low * left, range.likely * left, range.high * left};
    } else if (options_.default_range) {
      const auto [low, high] = *options_.default_range;
      range = {remaining * (1 + low / 100), remaining, remaining * (1 + high / 100)};
    } else {
      return;
    }
    const double done = planned - remaining;
    range.low = std::max(range.low, 0.0);
    range.likely = std::clamp(range.likely, range.low, std::max(range.high, range.low));
    if (!(range.high > range.low)) return;
    Distribution distribution =
        Distribution::triangular(done + range.low, done + range.likely, done + range.high);
    distribution.kind = options_.kind;
    if (options_.kind == Distribution::Kind::pert) distribution.d = 4;
    if (options_.kind == Distribution::Kind::uniform)
      distribution = Distribution::uniform(done + range.low, done + range.high);
    activity.duration = distribution;
    ++result_.ranged;
  }

  void add_links(schedule::NodeIndex index) {
    const schedule::Node& node = source_.nodes[row_of(index)];
    for (const schedule::Edge& edge : source_.predecessors(index)) {
      const Shape from_shape = source_.nodes[row_of(edge.node)].shape;
      if (from_shape == Shape::summary_start || node.shape == Shape::summary_start) {
        result_.skipped_links += from_shape == Shape::summary_start ? 1U : 0U;
        continue;
      }
      Link link;
      link.from = edge.node;
      link.to = index;
      link.kind = static_cast<plan::LinkKind>(edge.kind);
      if (node.shape >= Shape::summary_in) {
        // A virtual node has one instant: start and finish are the same.
        if (link.kind == plan::LinkKind::ff) link.kind = plan::LinkKind::fs;
        if (link.kind == plan::LinkKind::sf) link.kind = plan::LinkKind::ss;
      }
      if (edge.lag != 0) {
        const schedule::Lag& lag = source_.lags[edge.lag];
        link.lag = lag.amount;
        link.calendar = calendar_index(lag.calendar);
        if (lag.percent) link.lag = percent_lag(edge, lag);
      }
      result_.network.links.push_back(link);
    }
  }

  /// Percents of the predecessor's planned duration.
  std::int32_t percent_lag(const schedule::Edge& edge, const schedule::Lag& lag) const {
    const schedule::Node& from = source_.nodes[row_of(edge.node)];
    const schedule::Special* special = source_.special_of(from);
    const std::int64_t total = special != nullptr ? special->total_duration : from.duration;
    return static_cast<std::int32_t>(total * lag.amount / 10000);
  }

  const plan::Plan& plan_;
  const schedule::Network& source_;
  const std::vector<std::optional<DurationRange>>& ranges_;
  const PlanOptions& options_;
  PlanNetwork result_;
};

}  // namespace

Result<PlanNetwork> network_of_plan(const plan::Plan& plan,
                                    const std::vector<std::optional<DurationRange>>& ranges,
                                    const PlanOptions& options) {
  TC_ASSERT(ranges.size() == plan.activities.size());
  schedule::Options schedule_options;
  schedule_options.profile = options.profile;
  schedule_options.status_date = options.status_date;
  const Result<schedule::Network> source = schedule::build_network(plan, schedule_options);
  if (!source) return source.refusals();
  if (source->nodes.empty()) return refuse(RefusalKind::rule, "simulation.empty");
  if (source->from_finish) return refuse(RefusalKind::rule, "simulation.from_finish");
  PlanNetwork result = PlanConverter(plan, *source, ranges, options).convert();
  if (result.ranged == 0) return refuse(RefusalKind::rule, "simulation.no_ranges");
  return result;
}

}  // namespace tc::engine::montecarlo
