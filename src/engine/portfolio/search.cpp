#include "engine/portfolio/search.h"

#include <algorithm>
#include <numeric>

#include "base/row.h"
#include "engine/portfolio/bound.h"

namespace tc::engine::portfolio {
namespace {

constexpr std::size_t k_population = 100;
constexpr int k_mutations = 2;
constexpr std::int64_t k_children_per_step = 64;

}  // namespace

Search::Search(const Choices& choices, const std::vector<double>& price, std::uint64_t seed)
    : choices_(choices), state_(choices), random_state_(seed * 0x9E3779B97F4A7C15U + 1) {
  utility_.resize(choices.choices.size());
  for (std::size_t at = 0; at < utility_.size(); ++at) {
    const Choice& choice = choices.choices[at];
    const double value = static_cast<double>(choice.value);
    const double cost = value - reduced_value(choices, price, static_cast<std::int32_t>(at));
    utility_[at] = value > 0 ? value / (cost + 1e-9 * value + 1e-12) : value - cost;
  }
  by_utility_.resize(utility_.size());
  std::iota(by_utility_.begin(), by_utility_.end(), 0);
  std::ranges::stable_sort(by_utility_, [&](std::int32_t a, std::int32_t b) {
    return utility_[row_of(a)] > utility_[row_of(b)];
  });
  std::vector<double> best(choices.model->candidates.size(), -1e300);
  for (std::size_t at = 0; at < utility_.size(); ++at) {
    double& most = best[row_of(choices.choices[at].candidate)];
    most = std::max(most, utility_[at]);
  }
  by_worst_.resize(best.size());
  std::iota(by_worst_.begin(), by_worst_.end(), 0);
  std::ranges::stable_sort(
      by_worst_, [&](std::int32_t a, std::int32_t b) { return best[row_of(a)] < best[row_of(b)]; });
  has_requirements_ = std::ranges::any_of(
      choices.model->candidates, [](const Candidate& c) { return !c.requires_done.empty(); });
}

/// SplitMix64 (S. Vigna).
std::uint64_t Search::random() {
  random_state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = random_state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::size_t Search::below(std::size_t limit) {
  return static_cast<std::size_t>((random() >> 32U) * limit >> 32U);
}

void Search::drop_unmet() {
  if (!has_requirements_) return;
  for (bool dropped = true; dropped;) {
    dropped = false;
    for (const std::int32_t choice : std::vector<std::int32_t>(state_.chosen())) {
      if (choice < 0 || state_.requirements_met(choice)) continue;
      state_.remove(choice);
      dropped = true;
    }
  }
}

/// Adds what fits. Must-dos and what a category still needs come before the rest.
void Search::fill(bool any_order) {
  const std::vector<Candidate>& candidates = choices_.model->candidates;
  const auto try_add = [&](std::int32_t choice) {
    const std::int32_t candidate = choices_.choices[row_of(choice)].candidate;
    if (state_.chosen()[row_of(candidate)] >= 0 || !state_.requirements_met(choice) ||
        !state_.fits(choice))
      return false;
    const std::int32_t missing = state_.missing();
    state_.add(choice);
    const bool helps = missing > 0 && state_.missing() < missing;
    if (choices_.choices[row_of(choice)].value > 0 || helps || candidates[row_of(candidate)].must)
      return true;
    state_.remove(choice);
    return false;
  };
  if (any_order) {
    for (std::size_t count = by_utility_.size(); count > 0; --count) {
      try_add(by_utility_[below(by_utility_.size())]);
    }
  }
  for (const std::int32_t choice : by_utility_) {
    const Candidate& candidate = candidates[row_of(choices_.choices[row_of(choice)].candidate)];
    if (candidate.must) try_add(choice);
  }
  for (bool added = true; added;) {
    added = false;
    for (const std::int32_t choice : by_utility_) added |= try_add(choice);
    if (!has_requirements_) break;
  }
}

Search::Member Search::repaired(const std::vector<std::int32_t>& wanted) {
  state_.clear();
  for (const std::int32_t choice : wanted) {
    if (choice >= 0) state_.add(choice);
  }
  drop_unmet();
  for (const bool also_must : {false, true}) {
    for (const std::int32_t candidate : by_worst_) {
      if (state_.within_capacity() && state_.within_limits()) break;
      const std::int32_t choice = state_.chosen()[row_of(candidate)];
      if (choice < 0 || !state_.uses_overloaded(choice)) continue;
      if (choices_.model->candidates[row_of(candidate)].must && !also_must) continue;
      state_.remove(choice);
    }
  }
  drop_unmet();
  fill(false);
  return {state_.chosen(), state_.value(), state_.missing()};
}

void Search::start_population() {
  while (population_.size() < k_population) {
    state_.clear();
    if (!population_.empty()) fill(true);
    fill(false);
    Member member{state_.chosen(), state_.value(), state_.missing()};
    note_best(member);
    population_.push_back(std::move(member));
  }
}

Search::Member Search::child() {
  const auto winner = [&]() -> const Member& {
    const Member& a = population_[below(k_population)];
    const Member& b = population_[below(k_population)];
    return a.better_than(b) ? a : b;
  };
  const Member& mother = winner();
  const Member& father = winner();
  std::vector<std::int32_t> wanted(mother.chosen);
  for (std::size_t base = 0; base < wanted.size(); base += 64) {
    const std::uint64_t bits = random();
    for (std::size_t at = base; at < std::min(base + 64, wanted.size()); ++at) {
      if ((bits >> (at - base) & 1U) != 0) wanted[at] = father.chosen[at];
    }
  }
  for (int mutation = 0; mutation < k_mutations; ++mutation) {
    const std::size_t candidate = below(wanted.size());
    const std::int32_t begin = choices_.begin[candidate];
    const auto ways = row_of(choices_.begin[candidate + 1] - begin);
    const std::size_t drawn = ways == 0 ? 0 : below(ways);
    const bool take = ways > 0 && (wanted[candidate] < 0 || (ways > 1 && below(2) == 0));
    wanted[candidate] = take ? begin + static_cast<std::int32_t>(drawn) : -1;
  }
  return repaired(wanted);
}

void Search::note_best(const Member& member) {
  if (member.missing > 0 || (found_ && member.value <= best_value_)) return;
  found_ = true;
  best_ = member.chosen;
  best_value_ = member.value;
}

/// Exchanges one chosen candidate for another, or moves its start, while that pays.
void Search::improve() {
  state_.clear();
  for (const std::int32_t choice : best_) {
    if (choice >= 0) state_.add(choice);
  }
  for (bool better = true; better;) {
    better = false;
    for (std::size_t candidate = 0; candidate < best_.size() && !better; ++candidate) {
      const std::int32_t out = state_.chosen()[candidate];
      if (out < 0) continue;
      const std::int64_t before = state_.value();
      const std::vector<std::int32_t> kept = state_.chosen();
      state_.remove(out);
      drop_unmet();
      for (const std::int32_t in : by_utility_) {
        if (state_.chosen()[row_of(choices_.choices[row_of(in)].candidate)] >= 0 || in == out ||
            state_.value() + choices_.choices[row_of(in)].value <= before ||
            !state_.requirements_met(in) || !state_.fits(in))
          continue;
        state_.add(in);
        fill(false);
        better = state_.value() > before && state_.missing() == 0;
        break;
      }
      if (better) continue;
      state_.clear();
      for (const std::int32_t choice : kept) {
        if (choice >= 0) state_.add(choice);
      }
    }
  }
  note_best({state_.chosen(), state_.value(), state_.missing()});
}

/// The child takes the place of the worst, unless it is there already.
void Search::keep(Member member) {
  std::size_t worst = 0;
  for (std::size_t at = 0; at < population_.size(); ++at) {
    if (population_[at].value == member.value && population_[at].chosen == member.chosen) return;
    if (population_[worst].better_than(population_[at])) worst = at;
  }
  if (member.better_than(population_[worst])) population_[worst] = std::move(member);
}

bool Search::run(std::int64_t children, Progress& progress) {
  if (population_.empty()) start_population();
  for (std::int64_t made = 0; made < children; ++made) {
    if (made % k_children_per_step == 0 && !progress.step(made, children, "search")) return false;
    Member member = child();
    const std::int64_t before = best_value_;
    const bool had = found_;
    note_best(member);
    if (found_ && (!had || best_value_ > before)) {
      improve();
      member = {best_, best_value_, 0};
    }
    keep(std::move(member));
  }
  return true;
}

}  // namespace tc::engine::portfolio
