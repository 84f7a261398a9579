#include "engine/montecarlo/topology.h"

#include <algorithm>
#include <functional>
#include <queue>

#include "base/row.h"
#include "base/text.h"

namespace tc::engine::montecarlo {
namespace {

constexpr std::size_t k_names_max = 20;

struct Arc {
  Index from;
  Index to;
};

std::vector<Arc> arcs_of(const Network& network) {
  std::vector<Arc> arcs;
  arcs.reserve(network.links.size());
  for (const Link& link : network.links) arcs.push_back({link.from, link.to});
  for (const Condition& condition : network.conditions) {
    for (const auto* list : {&condition.late, &condition.early}) {
      for (const Index activity : *list) arcs.push_back({condition.activity, activity});
    }
  }
  return arcs;
}

/// Walks backwards among what is left until an activity comes again.
Refusal cycle_of(const Network& network, const std::vector<Arc>& arcs,
                 const std::vector<std::int32_t>& waiting) {
  std::vector<Index> before(network.activities.size(), k_none);
  Index at = k_none;
  for (const Arc& arc : arcs) {
    if (waiting[row_of(arc.from)] > 0 && waiting[row_of(arc.to)] > 0)
      before[row_of(arc.to)] = arc.from;
  }
  for (std::size_t row = 0; row < before.size() && at == k_none; ++row) {
    if (before[row] != k_none) at = static_cast<Index>(row);
  }
  std::vector<std::uint8_t> seen(before.size(), 0);
  while (seen[row_of(at)] == 0) {
    seen[row_of(at)] = 1;
    at = before[row_of(at)];
  }
  std::vector<std::string> names;
  const Index first = at;
  do {
    names.push_back(network.activities[row_of(at)].id);
    at = before[row_of(at)];
  } while (at != first && names.size() < k_names_max);
  std::ranges::reverse(names);
  return refuse(RefusalKind::rule, "simulation.cycle", {}, {{"names", join(names, " → ")}});
}

}  // namespace

Result<std::vector<Index>> topological_order(const Network& network) {
  const std::vector<Arc> arcs = arcs_of(network);
  const std::size_t count = network.activities.size();
  std::vector<std::int32_t> waiting(count, 0);
  std::vector<std::size_t> begin(count + 1, 0);
  for (const Arc& arc : arcs) {
    ++waiting[row_of(arc.to)];
    ++begin[row_of(arc.from) + 1];
  }
  for (std::size_t row = 0; row < count; ++row) begin[row + 1] += begin[row];
  std::vector<Index> after(arcs.size());
  std::vector<std::size_t> next(begin.begin(), begin.end() - 1);
  for (const Arc& arc : arcs) after[next[row_of(arc.from)]++] = arc.to;
  std::priority_queue<Index, std::vector<Index>, std::greater<>> ready;
  for (std::size_t row = 0; row < count; ++row) {
    if (waiting[row] == 0) ready.push(static_cast<Index>(row));
  }
  std::vector<Index> order;
  order.reserve(count);
  while (!ready.empty()) {
    const Index activity = ready.top();
    ready.pop();
    order.push_back(activity);
    for (std::size_t at = begin[row_of(activity)]; at < begin[row_of(activity) + 1]; ++at) {
      if (--waiting[row_of(after[at])] == 0) ready.push(after[at]);
    }
  }
  if (order.size() < count) {
    // An activity only behind a cycle waits too, but nothing in the cycle waits for it.
    return cycle_of(network, arcs, waiting);
  }
  return order;
}

}  // namespace tc::engine::montecarlo
