#include "engine/arrow_network/logic.h"

#include <algorithm>
#include <bit>
#include <string>

#include "base/row.h"

namespace tc::engine::arrow_network {
namespace {

using Index = std::int32_t;

Status check(const Network& network) {
  const std::size_t works = network.durations.size();
  if (works == 0) return refuse(RefusalKind::rule, "arrow_network.empty");
  if (works > k_works_max || network.links.size() > k_links_max) {
    return refuse(RefusalKind::too_large, "arrow_network.too_large", {},
                  {{"limit", std::to_string(k_works_max)}});
  }
  const auto invalid = [](std::size_t work) {
    return refuse(RefusalKind::rule, "arrow_network.duration_invalid", {},
                  {{"work", std::to_string(work)}});
  };
  for (std::size_t work = 0; work < works; ++work) {
    if (network.durations[work] < 0 || network.durations[work] > k_duration_max)
      return invalid(work);
  }
  for (const Link& link : network.links) {
    if (link.before < 0 || link.after < 0 || row_of(link.before) >= works ||
        row_of(link.after) >= works)
      return refuse(RefusalKind::rule, "arrow_network.link_invalid");
    if (link.lag < -network.durations[row_of(link.before)] || link.lag > k_duration_max)
      return invalid(row_of(link.after));
  }
  return Done{};
}

// Walks back from a work that could not be ordered until one comes again.
Refusal cycle_of(const std::vector<std::vector<Index>>& before, const std::vector<int>& waiting) {
  const auto blocked = [&](Index work) { return waiting[row_of(work)] > 0; };
  Index work = 0;
  while (!blocked(work)) ++work;
  std::vector<int> seen(waiting.size(), -1);
  std::vector<Index> path;
  while (seen[row_of(work)] < 0) {
    seen[row_of(work)] = static_cast<int>(path.size());
    path.push_back(work);
    work = *std::ranges::find_if(before[row_of(work)], blocked);
  }
  std::string works;
  for (std::size_t i = path.size(); i-- > static_cast<std::size_t>(seen[row_of(work)]);)
    works += (works.empty() ? "" : " → ") + std::to_string(path[i]);
  return refuse(RefusalKind::rule, "arrow_network.cycle", {}, {{"works", works}});
}

Result<std::vector<Index>> topological(const std::vector<std::vector<Index>>& before) {
  std::vector<int> waiting(before.size());
  std::vector<std::vector<Index>> after(before.size());
  std::vector<Index> order;
  order.reserve(before.size());
  for (std::size_t work = 0; work < before.size(); ++work) {
    waiting[work] = static_cast<int>(before[work].size());
    for (const Index one : before[work]) after[row_of(one)].push_back(static_cast<Index>(work));
    if (before[work].empty()) order.push_back(static_cast<Index>(work));
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (const Index one : after[row_of(order[next])]) {
      if (--waiting[row_of(one)] == 0) order.push_back(one);
    }
  }
  if (order.size() < before.size()) return cycle_of(before, waiting);
  return order;
}

/// Sets of works as rows of bits.
class Ancestors {
 public:
  explicit Ancestors(std::size_t works)
      : words_((works + 63) / 64), bits_(works * words_, std::uint64_t{0}) {}
  [[nodiscard]] bool holds(Index row, Index one) const {
    return (bits_[row_of(row) * words_ + row_of(one) / 64] >> (row_of(one) % 64) & 1) != 0;
  }
  void add(Index row, Index one) {
    bits_[row_of(row) * words_ + row_of(one) / 64] |= std::uint64_t{1} << (row_of(one) % 64);
  }
  void add_all(Index row, Index other) {
    for (std::size_t i = 0; i < words_; ++i)
      bits_[row_of(row) * words_ + i] |= bits_[row_of(other) * words_ + i];
  }

 private:
  std::size_t words_;
  std::vector<std::uint64_t> bits_;
};

// A work before another one that is before this work need not be said again.
bool reduce(Logic& logic, const std::vector<std::vector<Index>>& all, Progress& progress) {
  Ancestors ancestors(all.size());
  std::int64_t done = 0;
  for (const Index work : logic.order) {
    if (++done % 256 == 0 && !progress.step(done, static_cast<std::int64_t>(all.size()), "reduce"))
      return false;
    for (const Index one : all[row_of(work)]) ancestors.add_all(work, one);
    std::erase_if(logic.before[row_of(work)],
                  [&](Index one) { return ancestors.holds(work, one); });
    for (const Index one : all[row_of(work)]) ancestors.add(work, one);
  }
  return true;
}

/// Per work those before it, each once.
void sort_out(std::vector<std::vector<Index>>& lists) {
  for (std::vector<Index>& list : lists) {
    std::ranges::sort(list);
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
}

}  // namespace

Result<std::vector<Index>> works_in_order(const Network& network) {
  if (const Status sound = check(network); !sound) return sound.refusals();
  std::vector<std::vector<Index>> before(network.durations.size());
  for (const Link& link : network.links) before[row_of(link.after)].push_back(link.before);
  sort_out(before);
  return topological(before);
}

Result<Logic> read_logic(const Network& network, Progress& progress) {
  const std::size_t works = network.durations.size();
  Logic logic;
  logic.before.resize(works);
  logic.lagged.resize(works);
  std::vector<std::vector<Index>> all(works);
  for (const Link& link : network.links) {
    all[row_of(link.after)].push_back(link.before);
    if (link.lag == 0)
      logic.before[row_of(link.after)].push_back(link.before);
    else
      logic.lagged[row_of(link.after)].push_back(link);
  }
  sort_out(all);
  sort_out(logic.before);
  Result<std::vector<Index>> order = topological(all);
  if (!order) return order.refusals();
  logic.order = std::move(*order);
  if (works <= k_reduced_works_max && !reduce(logic, all, progress))
    return refuse(RefusalKind::rule, "arrow_network.cancelled");
  return logic;
}

}  // namespace tc::engine::arrow_network
