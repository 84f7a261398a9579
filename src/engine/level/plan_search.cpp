#include "engine/level/plan_search.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "base/row.h"
#include "engine/level/crossover.h"
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
constexpr std::int32_t k_shift_max = 20;  ///< Places that a mutation moves an activity.

struct Member {
  std::vector<std::int32_t> list;   ///< Nodes in the order of the justified schedule.
  std::vector<std::int32_t> place;  ///< Of every node in `list`.
  PlanTime finish = k_no_time;
  std::int64_t finish_sum = 0;
  double lateness = 0;  ///< Σ start³: between equal finishes the one with the looser end.

  [[nodiscard]] bool is_better(const Member& other) const {
    if (finish != other.finish) return finish < other.finish;
    if (finish_sum != other.finish_sum) return finish_sum < other.finish_sum;
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
        size_(row_of(static_cast<std::int32_t>(
            std::clamp(limits.passes_max / k_passes_each, k_population_min, k_population_max)))) {
    for (const schedule::Dates& dates : model.base.early) {
      first_ = std::min(first_, dates.start);
      last_ = std::max(last_, dates.finish);
    }
  }

  PlanFound run() {
    std::vector<PassResult> fixed;
    for (std::int64_t at_rule = 0; at_rule < k_fixed_passes && !is_done(); ++at_rule) {
      PassOptions options;
      options.rule = k_rules[at_rule / 2];
      options.parallel = at_rule % 2 == 0;
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
    const PassResult& best = found_.best;
    if (found_.passes++ == 0 ||
        std::pair(result.finish, result.finish_sum) < std::pair(best.finish, best.finish_sum))
      found_.best = result;
    return result;
  }

  Member justified(const PassResult& result) {
    ++found_.passes;
    Member member;
    member.finish = result.finish;
    member.finish_sum = result.finish_sum;
    swap_demands(model_, result.swaps);
    member.list = justified_order(model_, result.start);
    swap_back(model_, result.swaps);
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
    Member child = justified(make(std::move(options)));
    std::size_t worst = pick();
    for (std::int32_t round = 1; round < k_tournament; ++round) {
      const std::size_t rival = pick();
      if (members_[worst].is_better(members_[rival])) worst = rival;
    }
    ++idle_;
    const bool known = std::ranges::any_of(
        members_, [&](const Member& member) { return member.list == child.list; });
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
  std::size_t size_;
  PlanTime first_ = plan::k_plan_time_max;
  PlanTime last_ = k_no_time;
  std::vector<Member> members_;
  std::int64_t idle_ = 0;  ///< Children since one was taken.
  bool stopped_ = false;
  PlanFound found_;
};

}  // namespace

PlanFound search_plan(PlanModel& model, const PlanSearchLimits& limits, Progress& progress) {
  return PlanEvolution(model, limits, progress).run();
}

}  // namespace tc::engine::level
