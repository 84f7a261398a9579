#include "engine/level/overload.h"

#include <algorithm>

#include "base/row.h"
#include "engine/level/plan_parts.h"

namespace tc::engine::level {
namespace {

struct Use {
  PlanTime start = 0;
  PlanTime finish = 0;
  std::int64_t units = 0;
  schedule::CalendarIndex calendar = 0;
};

struct Event {
  PlanTime time = 0;
  std::int64_t units = 0;
};

/// The most units at once; what ends at a moment is gone before what starts then.
std::int64_t most_at_once(std::vector<Event>& events) {
  std::ranges::sort(events, [](const Event& a, const Event& b) {
    return a.time != b.time ? a.time < b.time : a.units < b.units;
  });
  std::int64_t used = 0;
  std::int64_t most = 0;
  for (const Event& event : events) most = std::max(most, used += event.units);
  return most;
}

struct BusyDay {
  Day day = 0;
  std::int64_t most = 0;
};

/// Days on which spans from start to finish ask for too much, ascending. With a calendar that all
/// share, these are the overloaded days; without (nullptr) a superset of them, as nobody works
/// through the nights of a span.
std::vector<BusyDay> busy_days(const std::vector<Use>& uses, std::int64_t capacity,
                               const plan::WorkingTime* calendar) {
  std::vector<Event> events;
  events.reserve(2 * uses.size());
  for (const Use& use : uses) {
    events.push_back({use.start, use.units});
    events.push_back({use.finish, -use.units});
  }
  (void)most_at_once(events);  // Sorts them.
  std::vector<BusyDay> days;
  std::int64_t used = 0;
  for (std::size_t at = 0; at + 1 < events.size(); ++at) {
    used += events[at].units;
    const PlanTime from = events[at].time;
    const PlanTime to = events[at + 1].time;
    if (used <= capacity || from == to) continue;
    for (Day day = day_of(from); day <= day_of(to - 1); ++day) {
      const PlanTime begin = std::max(from, start_of(day));
      if (calendar != nullptr && calendar->between(begin, std::min(to, start_of(day + 1))) == 0)
        continue;
      if (days.empty() || days.back().day < day) days.push_back({day, used});
      days.back().most = std::max(days.back().most, used);
    }
  }
  return days;
}

class DayCheck {
 public:
  DayCheck(const schedule::CalendarSet& calendars, std::vector<Use> uses)
      : calendars_(calendars), uses_(std::move(uses)) {
    std::ranges::sort(uses_, {}, [](const Use& use) { return use.start; });
  }

  /// Days must ascend from call to call.
  std::int64_t most_on(Day day) {
    while (next_ < uses_.size() && uses_[next_].start < start_of(day + 1))
      active_.push_back(uses_[next_++]);
    std::erase_if(active_, [&](const Use& use) { return use.finish <= start_of(day); });
    events_.clear();
    const schedule::CalendarIndex* known = nullptr;
    plan::Shifts shifts;
    for (const Use& use : active_) {
      if (known == nullptr || *known != use.calendar)
        shifts = calendars_[use.calendar].shifts_on(day);
      known = &use.calendar;
      for (const plan::Shift& shift : shifts) {
        const PlanTime from = std::max(use.start, start_of(day) + shift.start_tenths);
        const PlanTime to = std::min(use.finish, start_of(day) + shift.end_tenths);
        if (from >= to) continue;
        events_.push_back({from, use.units});
        events_.push_back({to, -use.units});
      }
    }
    return most_at_once(events_);
  }

 private:
  const schedule::CalendarSet& calendars_;
  std::vector<Use> uses_;
  std::vector<Use> active_;
  std::vector<Event> events_;
  std::size_t next_ = 0;
};

}  // namespace

std::vector<Overload> find_overloads(const PlanModel& model,
                                     const std::vector<schedule::ActivityDates>& dates) {
  std::vector<std::vector<Use>> uses(model.capacity.size());
  for (std::size_t row = 0; row < dates.size(); ++row) {
    const plan::Activity& activity = model.plan->activities[row];
    const schedule::NodeIndex node = model.network.node_of[row];
    if (node < 0 || activity.actual_finish != k_no_time) continue;
    if (dates[row].start == k_no_time || dates[row].start >= dates[row].finish) continue;
    const bool is_split = is_split_by_levelling(activity);
    const auto parts = is_split ? worked_dates(model, node, {dates[row].start, dates[row].finish})
                                : std::vector<schedule::Dates>();
    for (const Demand& demand : model.demands_of(static_cast<plan::Index>(row))) {
      if (demand.units == 0) continue;
      Use use{dates[row].start, dates[row].finish, demand.units,
              model.network.nodes[row_of(node)].calendar};
      std::vector<Use>& all = uses[row_of(demand.resource)];
      if (!is_split) all.push_back(use);
      for (const schedule::Dates& part : parts) {
        use.start = part.start;
        use.finish = part.finish;
        all.push_back(use);
      }
    }
  }
  std::vector<Overload> overloads;
  for (std::size_t resource = 0; resource < uses.size(); ++resource) {
    if (uses[resource].empty()) continue;
    const bool shared = model.one_calendar[resource] != 0;
    const plan::WorkingTime& calendar = model.network.calendars[uses[resource].front().calendar];
    std::vector<BusyDay> days =
        busy_days(uses[resource], model.capacity[resource], shared ? &calendar : nullptr);
    if (!shared) {
      DayCheck check(model.network.calendars, std::move(uses[resource]));
      for (BusyDay& day : days) day.most = check.most_on(day.day);
    }
    for (const BusyDay& day : days) {
      if (day.most > model.capacity[resource])
        overloads.push_back({static_cast<plan::Index>(resource), day.day, day.most});
    }
  }
  return overloads;
}

}  // namespace tc::engine::level
