#include "engine/level/plan_genes.h"

#include <algorithm>
#include <numeric>

#include "base/row.h"

namespace tc::engine::level {
namespace {

constexpr std::int32_t k_share_changed = 4;  ///< One of so many is changed in a random choice.

}  // namespace

Choice PlanGenes::present() const { return Choice(any() ? ways_->mode_nodes.size() : 0, 0); }

Choice PlanGenes::shortest(const PlanModel& model) const {
  Choice choice = present();
  std::vector<std::size_t> order(choice.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t gene) {
    return model.base.total_float[row_of(ways_->mode_nodes[gene])];
  });
  std::int64_t left = any() ? ways_->cost_max : 0;
  for (const std::size_t gene : order) {
    const std::vector<NodeMode>& modes = ways_->modes[gene];
    std::size_t best = 0;
    for (std::size_t mode = 1; mode < modes.size(); ++mode) {
      if (modes[mode].cost <= left && modes[mode].duration < modes[best].duration) best = mode;
    }
    choice[gene] = static_cast<std::uint16_t>(best);
    left -= modes[best].cost;
  }
  return choice;
}

Choice PlanGenes::random_choice() const {
  Choice choice = present();
  for (std::size_t gene = 0; gene < choice.size(); ++gene) {
    if (random_.below(k_share_changed) == 0)
      choice[gene] = static_cast<std::uint16_t>(below(ways_->modes[gene].size()));
  }
  keep_budget(choice);
  return choice;
}

Choice PlanGenes::crossed(const Choice& a, const Choice& b) const {
  Choice choice = present();
  for (std::size_t gene = 0; gene < choice.size(); ++gene)
    choice[gene] = a[gene] == b[gene] || random_.below(2) == 0 ? a[gene] : b[gene];
  if (!choice.empty()) mutate(choice);
  keep_budget(choice);
  return choice;
}

void PlanGenes::mutate(Choice& choice) const {
  for (std::int32_t count = 1 + random_.below(2); count > 0; --count) {
    const auto gene = static_cast<std::size_t>(below(choice.size()));
    choice[gene] = static_cast<std::uint16_t>(below(ways_->modes[gene].size()));
  }
}

void PlanGenes::keep_budget(Choice& choice) const {
  if (choice.empty()) return;
  std::int64_t cost = cost_of(*ways_, choice);
  std::vector<std::size_t> paid;
  for (std::size_t gene = 0; gene < choice.size(); ++gene) {
    if (ways_->modes[gene][choice[gene]].cost > 0) paid.push_back(gene);
  }
  while (cost > ways_->cost_max) {
    const auto at = static_cast<std::size_t>(below(paid.size()));
    cost -= ways_->modes[paid[at]][choice[paid[at]]].cost;
    choice[paid[at]] = 0;
    paid[at] = paid.back();
    paid.pop_back();
  }
}

}  // namespace tc::engine::level
