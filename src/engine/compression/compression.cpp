#include "engine/compression/compression.h"

#include <algorithm>

#include "base/row.h"

namespace tc::engine::compression {
namespace {

constexpr std::int64_t k_unlimited = INT64_MAX / 4;
constexpr std::int64_t k_never = INT64_MAX / 4;
constexpr std::int32_t k_source = 0;
constexpr std::int32_t k_sink = 1;

std::int32_t start_of(std::int32_t work) { return 2 + 2 * work; }
std::int32_t finish_of(std::int32_t work) { return 3 + 2 * work; }

/// `to` happens at least `length` after `from`, or shorter at `capacity` per unit of time.
struct Arc {
  std::int32_t from = 0;
  std::int32_t to = 0;
  std::int64_t length = 0;
  std::int64_t capacity = k_unlimited;
  std::int64_t flow = 0;
};

/// The events of a network in time, and the flow through its critical part: what shortening the
/// whole costs is the cut it saturates. Complementary slackness holds between every two steps: an
/// arc with slack carries nothing, one that is shortened carries its capacity.
class Project {
 public:
  explicit Project(const Network& network);

  [[nodiscard]] bool has_cycle() const { return has_cycle_; }
  [[nodiscard]] std::int64_t duration() const { return times_[row_of(k_sink)]; }
  [[nodiscard]] std::int64_t duration_of(std::int32_t work) const;

  /// Raises the flow until the source is cut off from the sink. False: nothing can be cut.
  [[nodiscard]] bool saturate();
  /// The cost of the cut, and how far the whole can be shortened across it.
  [[nodiscard]] std::int64_t rate() const { return rate_; }
  [[nodiscard]] std::int64_t reach() const;
  void shorten(std::int64_t by);

 private:
  void add(const Arc& arc);
  void set_early_times();
  [[nodiscard]] bool label();
  [[nodiscard]] std::int64_t bottleneck() const;
  [[nodiscard]] std::int64_t slack(const Arc& arc) const {
    return times_[row_of(arc.to)] - times_[row_of(arc.from)] - arc.length;
  }
  [[nodiscard]] bool reached(std::int32_t event) const { return by_[row_of(event)] != k_unreached; }

  static constexpr std::int32_t k_unreached = -1;

  const Network& network_;
  std::vector<Arc> arcs_;
  std::vector<std::vector<std::int32_t>> around_;  ///< Arcs of an event, both directions.
  std::vector<std::int64_t> times_;
  std::vector<std::int32_t> by_;  ///< The arc an event was reached by.
  std::vector<std::int32_t> queue_;
  std::int64_t rate_ = 0;
  bool has_cycle_ = false;
};

Project::Project(const Network& network) : network_(network) {
  const std::size_t events = 2 + 2 * network.works.size();
  around_.resize(events);
  times_.assign(events, 0);
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(network.works.size()); ++i) {
    const Work& work = network.works[row_of(i)];
    add({k_source, start_of(i), work.release});
    add({finish_of(i), k_sink, 0});
    add({start_of(i), finish_of(i), work.shortest});
    if (work.shortest < work.normal) add({start_of(i), finish_of(i), work.normal, work.rate});
  }
  for (const Link& link : network.links) {
    const bool from_start = link.kind == plan::LinkKind::ss || link.kind == plan::LinkKind::sf;
    const bool to_start = link.kind == plan::LinkKind::fs || link.kind == plan::LinkKind::ss;
    add({from_start ? start_of(link.before) : finish_of(link.before),
         to_start ? start_of(link.after) : finish_of(link.after), link.lag});
  }
  set_early_times();
}

void Project::add(const Arc& arc) {
  const auto index = static_cast<std::int32_t>(arcs_.size());
  around_[row_of(arc.from)].push_back(index);
  around_[row_of(arc.to)].push_back(index);
  arcs_.push_back(arc);
}

void Project::set_early_times() {
  std::vector<std::int32_t> waits(around_.size(), 0);
  for (const Arc& arc : arcs_) ++waits[row_of(arc.to)];
  queue_.assign(1, k_source);
  for (std::size_t next = 0; next < queue_.size(); ++next) {
    const std::int32_t event = queue_[next];
    for (const std::int32_t index : around_[row_of(event)]) {
      const Arc& arc = arcs_[row_of(index)];
      if (arc.from != event) continue;
      times_[row_of(arc.to)] = std::max(times_[row_of(arc.to)], times_[row_of(event)] + arc.length);
      if (--waits[row_of(arc.to)] == 0) queue_.push_back(arc.to);
    }
  }
  has_cycle_ = queue_.size() != around_.size();
}

std::int64_t Project::duration_of(std::int32_t work) const {
  return std::min(network_.works[row_of(work)].normal,
                  times_[row_of(finish_of(work))] - times_[row_of(start_of(work))]);
}

// Which events the source reaches through arcs without slack that can carry more, or give back.
bool Project::label() {
  by_.assign(around_.size(), k_unreached);
  by_[row_of(k_source)] = static_cast<std::int32_t>(arcs_.size());
  queue_.assign(1, k_source);
  for (std::size_t next = 0; next < queue_.size(); ++next) {
    const std::int32_t event = queue_[next];
    for (const std::int32_t index : around_[row_of(event)]) {
      const Arc& arc = arcs_[row_of(index)];
      const bool forward = arc.from == event;
      const std::int32_t other = forward ? arc.to : arc.from;
      if (reached(other) || slack(arc) != 0) continue;
      if (forward ? arc.flow >= arc.capacity : arc.flow == 0) continue;
      by_[row_of(other)] = index;
      if (other == k_sink) return true;
      queue_.push_back(other);
    }
  }
  return false;
}

std::int64_t Project::bottleneck() const {
  std::int64_t most = k_unlimited;
  for (std::int32_t event = k_sink; event != k_source;) {
    const Arc& arc = arcs_[row_of(by_[row_of(event)])];
    const bool forward = arc.to == event;
    if (!forward)
      most = std::min(most, arc.flow);
    else if (arc.capacity < k_unlimited)
      most = std::min(most, arc.capacity - arc.flow);
    event = forward ? arc.from : arc.to;
  }
  return most;
}

bool Project::saturate() {
  while (label()) {
    const std::int64_t more = bottleneck();
    if (more >= k_unlimited) return false;
    for (std::int32_t event = k_sink; event != k_source;) {
      Arc& arc = arcs_[row_of(by_[row_of(event)])];
      const bool forward = arc.to == event;
      arc.flow += forward ? more : -more;
      event = forward ? arc.from : arc.to;
    }
    rate_ += more;
  }
  return true;
}

std::int64_t Project::reach() const {
  std::int64_t most = k_never;
  for (const Arc& arc : arcs_) {
    const std::int64_t left = slack(arc);
    const bool across = reached(arc.from) && !reached(arc.to);
    const bool back = !reached(arc.from) && reached(arc.to);
    // A longer arc becomes critical, a shortened one gets its full length back.
    if (across && left > 0) most = std::min(most, left);
    if (back && left < 0) most = std::min(most, -left);
  }
  return most;
}

void Project::shorten(std::int64_t by) {
  for (std::size_t event = 0; event < times_.size(); ++event) {
    if (by_[event] == k_unreached) times_[event] -= by;
  }
}

bool valid(const Work& work) {
  return work.shortest >= 0 && work.shortest <= work.normal && work.normal <= k_time_max &&
         work.rate >= 0 && work.rate <= k_rate_max && work.release >= 0 &&
         work.release <= k_time_max;
}

Refusals check(const Network& network) {
  if (network.works.empty()) return {refuse(RefusalKind::rule, "compression.empty")};
  if (network.works.size() > k_works_max || network.links.size() > k_links_max) {
    return {refuse(RefusalKind::too_large, "compression.too_large", {},
                   {{"limit", std::to_string(k_works_max)}})};
  }
  Refusals refusals;
  for (std::size_t i = 0; i < network.works.size(); ++i) {
    if (valid(network.works[i])) continue;
    refusals.push_back(
        refuse(RefusalKind::rule, "compression.work_invalid", {}, {{"work", std::to_string(i)}}));
  }
  const auto works = static_cast<std::int64_t>(network.works.size());
  const bool wrong_link = std::ranges::any_of(network.links, [&](const Link& link) {
    const bool inside =
        link.before >= 0 && link.before < works && link.after >= 0 && link.after < works;
    return !inside || link.lag < -k_time_max || link.lag > k_time_max;
  });
  if (wrong_link) refusals.push_back(refuse(RefusalKind::rule, "compression.link_invalid"));
  return refusals;
}

/// How the works of a network change from call to call.
class Changes {
 public:
  explicit Changes(const Network& network) {
    for (const Work& work : network.works) durations_.push_back(work.normal);
  }

  std::vector<Change> since_last(const Project& project) {
    std::vector<Change> changes;
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(durations_.size()); ++i) {
      const std::int64_t now = project.duration_of(i);
      if (now != durations_[row_of(i)]) changes.push_back({i, durations_[row_of(i)] - now});
      durations_[row_of(i)] = now;
    }
    return changes;
  }

 private:
  std::vector<std::int64_t> durations_;
};

// Whether a step goes on as the one before it did: the same works, the same way.
bool continues(const Step& before, const Step& step) {
  if (before.rate != step.rate || before.changes.size() != step.changes.size()) return false;
  for (std::size_t i = 0; i < step.changes.size(); ++i) {
    const Change& one = before.changes[i];
    const Change& other = step.changes[i];
    if (one.work != other.work || (one.by > 0) != (other.by > 0)) return false;
  }
  return true;
}

void append(std::vector<Step>& steps, Step step) {
  if (steps.empty() || !continues(steps.back(), step)) return steps.push_back(std::move(step));
  Step& last = steps.back();
  last.to = step.to;
  for (std::size_t i = 0; i < last.changes.size(); ++i) last.changes[i].by += step.changes[i].by;
}

}  // namespace

double Curve::cost_of(std::int64_t duration) const {
  double cost = 0;
  for (const Step& step : steps) {
    const std::int64_t by = step.from - std::max(step.to, duration);
    if (by > 0) cost += static_cast<double>(by) * static_cast<double>(step.rate);
  }
  return cost;
}

std::int64_t Curve::cheapest(std::int64_t indirect) const {
  std::int64_t duration = normal;
  for (const Step& step : steps) {
    if (step.rate > indirect) break;
    duration = step.to;
  }
  return duration;
}

std::vector<std::int64_t> Curve::shortened(std::int64_t duration, std::size_t works) const {
  std::vector<std::int64_t> by(works, 0);
  for (const Step& step : steps) {
    const std::int64_t taken = step.from - std::max(step.to, duration);
    if (taken <= 0) break;
    // A work changes by −1, 0 or 1 per unit of the whole, so a part of a step is a whole number.
    for (const Change& change : step.changes)
      by[row_of(change.work)] += change.by > 0 ? taken : -taken;
  }
  return by;
}

Result<Curve> compress(const Network& network, std::optional<std::int64_t> target,
                       Progress& progress) {
  if (Refusals refusals = check(network); !refusals.empty()) return refusals;
  Project project(network);
  if (project.has_cycle()) return refuse(RefusalKind::rule, "compression.cycle");
  Curve curve;
  curve.normal = project.duration();
  const std::int64_t wanted = target.value_or(0);
  Changes changes(network);
  while (project.duration() > wanted) {
    if (!progress.step(curve.normal - project.duration(), curve.normal - wanted, "compress"))
      return refuse(RefusalKind::rule, "compression.cancelled");
    curve.at_shortest = !project.saturate();
    if (curve.at_shortest) break;
    Step step;
    step.from = project.duration();
    step.rate = project.rate();
    const std::int64_t reach = project.reach();
    project.shorten(std::min(reach, step.from - wanted));
    step.to = project.duration();
    step.changes = changes.since_last(project);
    append(curve.steps, std::move(step));
  }
  return curve;
}

}  // namespace tc::engine::compression
