#include <algorithm>
#include <vector>

#include "base/row.h"
#include "engine/schedule/result.h"
#include "engine/schedule/topology.h"

namespace tc::engine::schedule {
namespace {

using plan::Index;
using plan::LinkKind;

bool is_span(const plan::Activity& activity) {
  return activity.active && !activity.blank &&
         (activity.kind == plan::ActivityKind::level_of_effort ||
          activity.kind == plan::ActivityKind::hammock);
}

/// One span while its ends are gathered from its links.
struct Ends {
  PlanTime start = k_no_time;
  PlanTime finish = k_no_time;

  void start_at(PlanTime time) {
    if (time != k_no_time && (start == k_no_time || time < start)) start = time;
  }
  void finish_at(PlanTime time) { finish = std::max(finish, time); }
};

/// Which of the dates of the neighbours a span is laid over.
struct Layer {
  PlanTime ActivityDates::*start;
  PlanTime ActivityDates::*finish;
};

constexpr Layer k_current{&ActivityDates::start, &ActivityDates::finish};
constexpr Layer k_early{&ActivityDates::early_start, &ActivityDates::early_finish};
constexpr Layer k_late{&ActivityDates::late_start, &ActivityDates::late_finish};

class Spans {
 public:
  Spans(const Network& network, Schedule& schedule)
      : network_(network), plan_(*network.plan), schedule_(schedule) {}

  void run() {
    if (!find()) return;
    for (const std::int32_t at : ordered()) fill(spans_[row_of(at)], row_of(at));
  }

 private:
  bool find() {
    span_of_.assign(plan_.activities.size(), -1);
    for (std::size_t row = 0; row < plan_.activities.size(); ++row) {
      if (!is_span(plan_.activities[row])) continue;
      span_of_[row] = static_cast<std::int32_t>(spans_.size());
      spans_.push_back(static_cast<Index>(row));
    }
    if (spans_.empty()) return false;
    links_.resize(spans_.size());
    for (std::size_t row = 0; row < plan_.links.size(); ++row) {
      const plan::Link& link = plan_.links[row];
      const std::int32_t from = span_of_[row_of(link.from)];
      const std::int32_t to = span_of_[row_of(link.to)];
      if (from >= 0) links_[row_of(from)].push_back(static_cast<Index>(row));
      if (to >= 0) links_[row_of(to)].push_back(static_cast<Index>(row));
    }
    return true;
  }

  /// Spans may hang on spans; those in a loop keep the order of the plan.
  std::vector<std::int32_t> ordered() const {
    std::vector<Arc> arcs;
    for (const plan::Link& link : plan_.links) {
      const std::int32_t from = span_of_[row_of(link.from)];
      const std::int32_t to = span_of_[row_of(link.to)];
      if (from >= 0 && to >= 0 && from != to) arcs.push_back({from, to});
    }
    const auto count = static_cast<std::int32_t>(spans_.size());
    std::vector<std::int32_t> order = topological_order(count, arcs).nodes;
    std::vector<std::uint8_t> seen(spans_.size());
    for (const std::int32_t span : order) seen[row_of(span)] = 1;
    for (std::int32_t span = 0; span < count; ++span) {
      if (seen[row_of(span)] == 0) order.push_back(span);
    }
    return order;
  }

  const plan::WorkingTime& calendar_of(const plan::Link& link, std::size_t span) {
    const plan::Project& project = plan_.projects[row_of(plan_.activities[span].project)];
    if (link.lag_kind == plan::LagKind::elapsed ||
        project.lag_calendar == plan::LagCalendar::twenty_four_hours) {
      return network_.calendars[CalendarSet::k_around_the_clock];
    }
    const NodeIndex from = network_.node_of[row_of(link.from)];
    const NodeIndex to = network_.node_of[row_of(link.to)];
    const NodeIndex node = from >= 0 ? from : to;
    if (node >= 0) return network_.calendars[network_.nodes[row_of(node)].calendar];
    return network_.calendars[network_.projects[row_of(plan_.activities[span].project)].calendar];
  }

  Ends ends_of(std::size_t row, std::size_t span, const Layer& layer) {
    Ends ends;
    for (const Index index : links_[span]) {
      const plan::Link& link = plan_.links[row_of(index)];
      const bool incoming = row_of(link.to) == row;
      const ActivityDates& other = schedule_.activities[row_of(incoming ? link.from : link.to)];
      // At the other end the link holds its start or its finish; at this end likewise.
      const bool first_is_start = link.kind == LinkKind::ss || link.kind == LinkKind::sf;
      const bool second_is_start = link.kind == LinkKind::ss || link.kind == LinkKind::fs;
      const bool other_start = incoming ? first_is_start : second_is_start;
      const bool own_start = incoming ? second_is_start : first_is_start;
      PlanTime time = other.*(other_start ? layer.start : layer.finish);
      if (time == k_no_time) continue;
      time = calendar_of(link, row).add(time, incoming ? link.lag : -std::int64_t{link.lag});
      if (own_start) {
        ends.start_at(time);
      } else {
        ends.finish_at(time);
      }
    }
    return ends;
  }

  void fill(Index index, std::size_t span) {
    const plan::Activity& activity = plan_.activities[row_of(index)];
    const ProjectFrame& frame = network_.projects[row_of(activity.project)];
    const plan::WorkingTime& calendar = network_.calendars[network_.span_calendar(index)];
    ActivityDates& dates = schedule_.activities[row_of(index)];
    for (const Layer& layer : {k_current, k_early, k_late}) {
      Ends ends = ends_of(row_of(index), span, layer);
      if (ends.start == k_no_time) ends.start = frame.floor;
      if (ends.finish == k_no_time || ends.finish < ends.start) ends.finish = ends.start;
      dates.*layer.start = calendar.next_work_start(ends.start);
      dates.*layer.finish =
          std::max(calendar.previous_work_finish(ends.finish), dates.*layer.start);
    }
    if (frame.data_date != k_no_time && network_.rules.data_date_floor) {
      dates.early_start = std::max(dates.early_start, calendar.next_work_start(frame.data_date));
      dates.early_finish = std::max(dates.early_finish, dates.early_start);
    }
    dates.total_float =
        Minutes::from_tenths(calendar.between(dates.early_finish, dates.late_finish));
    dates.critical = dates.total_float <= frame.settings->critical_limit &&
                     !frame.settings->critical_is_longest_path;
  }

  const Network& network_;
  const plan::Plan& plan_;
  Schedule& schedule_;
  std::vector<std::int32_t> span_of_;  ///< Per activity; -1 = an ordinary one.
  std::vector<Index> spans_;
  std::vector<std::vector<Index>> links_;  ///< Per span, all its links.
};

}  // namespace

void fill_spans(const Network& network, Schedule& schedule) { Spans(network, schedule).run(); }

}  // namespace tc::engine::schedule
