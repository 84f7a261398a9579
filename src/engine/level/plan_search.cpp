#include "engine/level/plan_search.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>
#include <utility>

#include "base/row.h"
#include "engine/level/crossover.h"
#include "engine/level/plan_genes.h"
#include "engine/level/plan_justify.h"
#include "engine/level/random.h"

namespace tc::engine::level {
namespace {

constexpr PriorityRule k_rules[] = {PriorityRule::late_start, PriorityRule::late_finish,
                                    PriorityRule::total_float, PriorityRule::early_start};
constexpr std::int64_t k_fixed_passes = 2 * std::ssize(k_rules);  ///< Serial and parallel.
/// First members deviate from the rule by up to this share of the plan's length.
constexpr double k_bias_share = 0.2;
constexpr std::int64_t k_passes_each = 20;  ///< Per member of the population,
constexpr std::int64_t k_population_min = 8;
constexpr std::int64_t k_population_max = 50;
constexpr std::int32_t k_tournament = 4;  ///< For the member to be replaced.
constexpr std::int64_t k_idle_each = 6;   ///< Children per member without success: start anew.
/// To find out which other ways are needless.
constexpr std::int64_t k_back_passes_min = 12;
constexpr std::int64_t k_back_passes_max = 64;
constexpr std::int32_t k_shift_max = 20;  ///< Places that a mutation moves an activity.

struct Member {
  std::vector<std::int32_t> list;   ///< Nodes in the order of the justified schedule.
  std::vector<std::int32_t> place;  ///< Of every node in `list`.
  PlanTime finish = k_no_time;
  std::int64_t finish_sum = 0;
  Choice choice;          ///< Of the ways to do the activities.
  std::int64_t cost = 0;  ///< Of the choice.
  double lateness = 0;    ///< Σ start³: between equal finishes the one with the looser end.

  [[nodiscard]] bool is_better(const Member& other) const {
    if (finish != other.finish) return finish < other.finish;
    if (finish_sum != other.finish_sum) return finish_sum < other.finish_sum;
    if (cost != other.cost) return cost < other.cost;
    return lateness < other.lateness;
  }
};

class PlanEvolution {
 public:
  PlanEvolution(PlanModel& model, const PlanSearchLimits& limits, Progress& progress)
      : model_(model),
        limits_(limits),
        progress_(progress),
        pass_(model),
        random_(limits.seed),
        genes_(limits.ways, random_),
        size_(row_of(static_cast<std::int32_t>(
            std::clamp(limits.passes_max / k_passes_each, k_population_min, k_population_max)))) {
    for (const schedule::Dates& dates : model.base.early) {
      first_ = std::min(first_, dates.start);
      last_ = std::max(last_, dates.finish);
    }
  }

  PlanFound run() {
    std::vector<PassResult> fixed;
    for (const bool parallel : {true, false}) {
      if (!genes_.any() || is_done()) break;
      PassOptions options;
      options.parallel = parallel;
      options.choice = genes_.shortest(model_);
      fixed.push_back(make(std::move(options)));
    }
    for (std::int64_t at_rule = 0; at_rule < k_fixed_passes && !is_done(); ++at_rule) {
      PassOptions options;
      options.rule = k_rules[at_rule / 2];
      options.parallel = at_rule % 2 == 0;
      options.choice = genes_.present();
      fixed.push_back(make(std::move(options)));
    }
    for (const PassResult& result : fixed) {
      if (!is_done()) members_.push_back(justified(result));
    }
    while (!is_done()) {
      if (members_.size() < size_)
        members_.push_back(sampled());
      else
        breed();
      if (idle_ <= k_idle_each * std::ssize(members_)) continue;
      members_.clear();
      idle_ = 0;
    }
    if (genes_.any()) take_back_needless();
    return std::move(found_);
  }

 private:
  [[nodiscard]] bool is_done() {
    if (found_.passes == 0) return false;
    if (found_.passes >= limits_.passes_max || found_.best.start.empty() ||
        found_.best.finish <= limits_.good_enough)
      return true;
    stopped_ = stopped_ || !progress_.step(found_.passes, limits_.passes_max, "levelling");
    return stopped_;
  }

  PassResult make(PassOptions options) {
    options.within_float = limits_.within_float;
    options.ways = limits_.ways;
    PassResult result = pass_.run(options);
    if (found_.passes++ == 0 || rank_of(result) < rank_of(found_.best)) {
      found_.best = result;
      best_options_ = std::move(options);
    }
    return result;
  }

  [[nodiscard]] std::int64_t price_of(const PassResult& result) const {
    return result.choice.empty() ? 0 : cost_of(*limits_.ways, result.choice);
  }
  /// Less is better. Within floats hardly any finish moves, so what found no room comes first.
  [[nodiscard]] std::array<std::int64_t, 4> rank_of(const PassResult& result) const {
    return {result.left, result.finish, result.finish_sum, price_of(result)};
  }

  /// Back to the present way where that ends nothing later: first all, then halves and smaller
  /// parts, what costs most before the rest.
  void take_back_needless() {
    std::vector<std::size_t> changed;
    for (std::size_t gene = 0; gene < found_.best.choice.size(); ++gene)
      if (found_.best.choice[gene] != 0) changed.push_back(gene);
    std::ranges::stable_sort(changed, std::ranges::greater{}, [&](std::size_t gene) {
      return limits_.ways->modes[gene][found_.best.choice[gene]].cost;
    });
    std::int64_t left = stopped_
                            ? k_back_passes_min
                            : std::clamp(limits_.passes_max, k_back_passes_min, k_back_passes_max);
    for (std::size_t part = changed.size(); part > 0; part /= 2) {
      for (std::size_t at = 0; at < changed.size() && left > 0; --left) {
        const std::size_t end = std::min(changed.size(), at + part);
        PassOptions options = best_options_;
        for (std::size_t row = at; row < end; ++row) options.choice[changed[row]] = 0;
        const auto before = rank_of(found_.best);
        PassResult result = pass_.run(options);
        ++found_.passes;
        if (rank_of(result) > before) {
          at = end;
          continue;
        }
        found_.best = std::move(result);
        best_options_ = std::move(options);
        changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(at),
                      changed.begin() + static_cast<std::ptrdiff_t>(end));
      }
    }
  }

  Member justified(const PassResult& result) {
    ++found_.passes;
    Member member;
    member.finish = result.finish;
    member.finish_sum = result.finish_sum;
    member.choice = result.choice;
    member.cost = price_of(result);
    if (!result.choice.empty()) set_modes(model_, *limits_.ways, result.choice);
    swap_demands(model_, result.swaps);
    member.list = justified_order(model_, result.start);
    swap_back(model_, result.swaps);
    if (!result.choice.empty()) set_modes(model_, *limits_.ways, {});
    member.place.resize(member.list.size());
    for (std::int32_t place = 0; place < std::ssize(member.list); ++place)
      member.place[row_of(member.list[row_of(place)])] = place;
    for (const PlanTime start : result.start) {
      const double since = start - static_cast<double>(first_);
      member.lateness += since * since * since;
    }
    return member;
  }

  /// A schedule by one of the rules with random deviations.
  Member sampled() {
    PassOptions options;
    options.parallel = random_.below(2) == 0;
    options.value = pass_.values_of(k_rules[random_.below(std::ssize(k_rules))]);
    const double width = k_bias_share * random_.unit() * (static_cast<double>(last_) - first_);
    for (std::int64_t& value : options.value)
      value += static_cast<std::int64_t>(width * random_.unit());
    options.choice = genes_.random_choice();
    return justified(make(std::move(options)));
  }

  void breed() {
    const std::size_t row = pick();
    const std::size_t first = pick();
    const std::size_t second = pick();
    const std::size_t mate = members_[first].is_better(members_[second]) ? first : second;
    const bool own = random_.below(2) == 0;
    const Member& base = members_[own ? row : mate];
    std::vector<std::int32_t> list(base.list.size());
    cross_lists(base.list, base.place, members_[own ? mate : row].list, random_, list);
    mutate(list);
    PassOptions options;
    options.value.resize(list.size());
    for (std::size_t place = 0; place < list.size(); ++place)
      options.value[row_of(list[place])] = static_cast<std::int64_t>(place);
    if (genes_.any())
      options.choice = genes_.crossed(base.choice, members_[own ? mate : row].choice);
    Member child = justified(make(std::move(options)));
    std::size_t worst = pick();
    for (std::int32_t round = 1; round < k_tournament; ++round) {
      const std::size_t rival = pick();
      if (members_[worst].is_better(members_[rival])) worst = rival;
    }
    ++idle_;
    const bool known = std::ranges::any_of(members_, [&](const Member& member) {
      return member.list == child.list && member.choice == child.choice;
    });
    if (known || !child.is_better(members_[worst])) return;
    members_[worst] = std::move(child);
    idle_ = 0;
  }

  /// One activity some places earlier; what it cannot come before, the pass keeps before it.
  void mutate(std::vector<std::int32_t>& list) {
    const std::int32_t place = random_.below(static_cast<std::int32_t>(list.size()));
    const std::int32_t to = std::max(0, place - 1 - random_.below(k_shift_max));
    std::rotate(list.begin() + to, list.begin() + place, list.begin() + place + 1);
  }

  [[nodiscard]] std::size_t pick() {
    return row_of(random_.below(static_cast<std::int32_t>(members_.size())));
  }

  PlanModel& model_;
  const PlanSearchLimits& limits_;
  Progress& progress_;
  PlanPass pass_;
  Random random_;
  PlanGenes genes_;
  std::size_t size_;
  PlanTime first_ = plan::k_plan_time_max;
  PlanTime last_ = k_no_time;
  std::vector<Member> members_;
  std::int64_t idle_ = 0;  ///< Children since one was taken.
  bool stopped_ = false;
  PlanFound found_;
  PassOptions best_options_;  ///< That gave the best.
};

}  // namespace

PlanFound search_plan(PlanModel& model, const PlanSearchLimits& limits, Progress& progress) {
  return PlanEvolution(model, limits, progress).run();
}

}  // namespace tc::engine::level
