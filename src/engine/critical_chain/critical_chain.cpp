#include "engine/critical_chain/critical_chain.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>

#include "base/row.h"

namespace tc::engine::critical_chain {
namespace {

using Index = std::int32_t;

std::int64_t finish(const Activity& activity) { return activity.start + activity.aggressive; }

// When a link lets its second activity begin.
std::int64_t ready(const Input& input, const Link& link) {
  const Activity& before = input.activities[row_of(link.before)];
  return link.counts < 0 ? finish(before) : before.start + link.counts;
}

Status check_demands(const Input& input, const Activity& activity) {
  for (const Demand& demand : activity.demands) {
    if (demand.resource < 0 || row_of(demand.resource) >= input.capacities.size() ||
        demand.units < 0 || demand.units > input.capacities[row_of(demand.resource)] ||
        demand.units > k_time_max)
      return refuse(RefusalKind::rule, "critical_chain.demand_invalid");
  }
  return Done{};
}

Status check(const Input& input) {
  const std::size_t count = input.activities.size();
  if (count == 0) return refuse(RefusalKind::rule, "critical_chain.empty");
  if (count > k_activities_max) {
    return refuse(RefusalKind::too_large, "critical_chain.too_large", {},
                  {{"limit", std::to_string(k_activities_max)}});
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Activity& one = input.activities[i];
    const bool sound = one.start >= 0 && one.start <= k_time_max && one.aggressive >= 0 &&
                       one.safe >= one.aggressive && one.safe <= k_time_max;
    if (!sound) {
      return refuse(RefusalKind::rule, "critical_chain.activity_invalid", {},
                    {{"activity", std::to_string(i)}});
    }
    if (const Status demands = check_demands(input, one); !demands) return demands.refusals();
  }
  for (const Link& link : input.links) {
    const bool known = link.before >= 0 && link.after >= 0 && row_of(link.before) < count &&
                       row_of(link.after) < count && link.before != link.after;
    if (!known || ready(input, link) > input.activities[row_of(link.after)].start ||
        link.counts > input.activities[row_of(link.before)].aggressive)
      return refuse(RefusalKind::rule, "critical_chain.link_invalid");
  }
  return Done{};
}

// One resource cannot serve both at once.
bool compete(const Input& input, const Activity& one, const Activity& two) {
  for (const Demand& a : one.demands) {
    for (const Demand& b : two.demands) {
      if (a.resource == b.resource && a.units + b.units > input.capacities[row_of(a.resource)])
        return true;
    }
  }
  return false;
}

/// Activities in order of time, with what directly stands before each.
class Order {
 public:
  explicit Order(const Input& input) : input_(input), linked_(input.activities.size()) {
    for (const Link& link : input.links) {
      const std::int64_t all = input.activities[row_of(link.before)].aggressive;
      linked_[row_of(link.after)].push_back({link.before, link.counts < 0 ? all : link.counts});
    }
    for (auto& before : linked_) std::ranges::sort(before);
    for (std::size_t i = 0; i < input.activities.size(); ++i)
      order_.push_back(static_cast<Index>(i));
    set_levels();
    std::ranges::stable_sort(order_, {}, [&](Index i) {
      const Activity& one = input_.activities[row_of(i)];
      return std::tuple{one.start, finish(one), level_[row_of(i)]};
    });
  }

  /// By activity: the length of the longest chain that ends with it, the one before it there, and
  /// how much of that one counts.
  struct Longest {
    std::vector<std::int64_t> length;
    std::vector<Index> before;
    std::vector<std::int64_t> counted;
  };
  [[nodiscard]] Longest longest(const std::vector<bool>& allowed) const {
    Longest found{std::vector<std::int64_t>(order_.size(), 0),
                  std::vector<Index>(order_.size(), -1),
                  std::vector<std::int64_t>(order_.size(), 0)};
    for (std::size_t k = 0; k < order_.size(); ++k) {
      const Index i = order_[k];
      if (!allowed[row_of(i)]) continue;
      std::int64_t best = 0;
      for (std::size_t j = 0; j < k; ++j) {
        const Index other = order_[j];
        if (!allowed[row_of(other)] || found.length[row_of(other)] <= best) continue;
        const std::int64_t counted = counted_before(other, i);
        const std::int64_t all = input_.activities[row_of(other)].aggressive;
        if (counted < 0 || found.length[row_of(other)] - all + counted <= best) continue;
        best = found.length[row_of(other)] - all + counted;
        found.before[row_of(i)] = other;
        found.counted[row_of(i)] = counted;
      }
      found.length[row_of(i)] = best + input_.activities[row_of(i)].aggressive;
    }
    return found;
  }

  /// How much of one activity has to pass before the other; negative: it need not.
  [[nodiscard]] std::int64_t counted_before(Index one, Index two) const {
    const Activity& a = input_.activities[row_of(one)];
    const Activity& b = input_.activities[row_of(two)];
    if (finish(a) <= b.start && compete(input_, a, b)) return a.aggressive;
    const auto& before = linked_[row_of(two)];
    // Of several links the last, which counts most.
    const auto behind = std::ranges::upper_bound(before, std::pair{one, INT64_MAX});
    if (behind == before.begin() || std::prev(behind)->first != one) return -1;
    return std::prev(behind)->second;
  }

 private:
  // Activities of no duration at one time stand in the order of their links; a loop of them has
  // no longest chain through itself, since each step looks at earlier ones only.
  void set_levels() {
    level_.assign(order_.size(), 0);
    std::vector<std::size_t> waiting(order_.size());
    std::vector<std::vector<Index>> after(order_.size());
    std::vector<Index> ready;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      waiting[i] = linked_[i].size();
      for (const auto& [before, counts] : linked_[i])
        after[row_of(before)].push_back(static_cast<Index>(i));
      if (waiting[i] == 0) ready.push_back(static_cast<Index>(i));
    }
    for (std::size_t next = 0; next < ready.size(); ++next) {
      for (const Index to : after[row_of(ready[next])]) {
        level_[row_of(to)] = std::max(level_[row_of(to)], level_[row_of(ready[next])] + 1);
        if (--waiting[row_of(to)] == 0) ready.push_back(to);
      }
    }
  }

  const Input& input_;
  std::vector<std::vector<std::pair<Index, std::int64_t>>> linked_;  ///< And what counts of each.
  std::vector<Index> order_;
  std::vector<std::int64_t> level_;
};

std::vector<Index> chain_to(const Order::Longest& longest, Index last) {
  std::vector<Index> chain;
  for (Index i = last; i >= 0; i = longest.before[row_of(i)]) chain.push_back(i);
  std::ranges::reverse(chain);
  return chain;
}

// What counts of each activity of a chain: all of the last, of the others until the next begins.
std::vector<std::int64_t> counted_of(const Input& input, const Order::Longest& longest,
                                     const std::vector<Index>& chain) {
  std::vector<std::int64_t> counted;
  for (std::size_t k = 1; k < chain.size(); ++k)
    counted.push_back(longest.counted[row_of(chain[k])]);
  if (!chain.empty()) counted.push_back(input.activities[row_of(chain.back())].aggressive);
  return counted;
}

// An activity that the next overlaps brings its share of safety only.
Buffer buffer_of(const Input& input, const std::vector<Index>& chain,
                 const std::vector<std::int64_t>& counted) {
  std::vector<Activity> activities;
  for (std::size_t k = 0; k < chain.size(); ++k) {
    Activity one = input.activities[row_of(chain[k])];
    const std::int64_t delta = one.safe - one.aggressive;
    const double share =
        one.aggressive == 0 ? 1
                            : static_cast<double>(counted[k]) / static_cast<double>(one.aggressive);
    one.aggressive = counted[k];
    one.safe = counted[k] + std::llround(static_cast<double>(delta) * share);
    activities.push_back(std::move(one));
  }
  return size_buffer(activities);
}

// Every link from outside onto the chain ends a feeding chain.
void add_feeding(const Input& input, const Order& order, Chains& chains) {
  std::vector<bool> outside(input.activities.size(), true);
  for (const Index i : chains.critical) outside[row_of(i)] = false;
  const Order::Longest longest = order.longest(outside);
  for (const Index joins : chains.critical) {
    std::vector<Index> last;
    for (const Link& link : input.links) {
      if (link.after == joins && outside[row_of(link.before)]) last.push_back(link.before);
    }
    std::ranges::sort(last);
    last.erase(std::unique(last.begin(), last.end()), last.end());
    for (const Index end : last) {
      std::vector<Index> chain = chain_to(longest, end);
      std::vector<std::int64_t> counted = counted_of(input, longest, chain);
      const Buffer buffer = buffer_of(input, chain, counted);
      chains.feeding.push_back({std::move(chain), std::move(counted), joins, buffer});
    }
  }
}

}  // namespace

Buffer size_buffer(const std::vector<Activity>& chain) {
  Buffer buffer;
  double squares = 0;
  for (const Activity& activity : chain) {
    const auto delta = static_cast<double>(activity.safe - activity.aggressive);
    buffer.cut_and_paste += static_cast<double>(activity.aggressive) / 2;
    squares += delta * delta;
  }
  buffer.root_sum_square = std::sqrt(squares);
  return buffer;
}

Result<Chains> find_chains(const Input& input) {
  if (const Status sound = check(input); !sound) return sound.refusals();
  const Order order(input);
  const Order::Longest longest = order.longest(std::vector<bool>(input.activities.size(), true));
  Index last = 0;
  for (std::size_t i = 1; i < input.activities.size(); ++i) {
    const auto key = [&](Index one) {
      return std::pair{longest.length[row_of(one)], finish(input.activities[row_of(one)])};
    };
    if (key(static_cast<Index>(i)) > key(last)) last = static_cast<Index>(i);
  }
  Chains chains;
  chains.critical = chain_to(longest, last);
  chains.duration = longest.length[row_of(last)];
  chains.counted = counted_of(input, longest, chains.critical);
  chains.buffer = buffer_of(input, chains.critical, chains.counted);
  add_feeding(input, order, chains);
  return chains;
}

FeverPoint fever_point(const ChainStatus& status, const FeverZones& zones) {
  FeverPoint point;
  const auto duration = static_cast<double>(status.duration);
  const auto remaining = static_cast<double>(status.remaining);
  const double delay = static_cast<double>(status.elapsed) + remaining - duration;
  point.chain_done = duration > 0 ? std::clamp((duration - remaining) / duration, 0.0, 1.0) : 1;
  point.buffer_used = status.buffer > 0 ? delay / status.buffer : (delay > 0 ? 1 : 0);
  const auto border = [&](double begin, double end) {
    return begin + (end - begin) * point.chain_done;
  };
  if (point.buffer_used >= border(zones.red_at_start, zones.red_at_end))
    point.zone = Zone::red;
  else if (point.buffer_used >= border(zones.yellow_at_start, zones.yellow_at_end))
    point.zone = Zone::yellow;
  return point;
}

}  // namespace tc::engine::critical_chain
