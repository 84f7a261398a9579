#pragma once

#include <vector>

#include "engine/level/plan_ways.h"
#include "engine/level/random.h"

namespace tc::engine::level {

/// How the genetic search over a plan chooses the ways of its activities: every choice it gives
/// keeps the budget. Without ways to choose from, all choices are empty and no random number is
/// drawn.
class PlanGenes {
 public:
  /// `ways` may be null: nothing to choose.
  PlanGenes(const PlanWays* ways, Random& random) : ways_(ways), random_(random) {}

  [[nodiscard]] bool any() const { return ways_ != nullptr && !ways_->mode_nodes.empty(); }
  [[nodiscard]] Choice present() const;
  /// As short as the budget allows, what has the least float first.
  [[nodiscard]] Choice shortest(const PlanModel& model) const;
  /// Some activities another way.
  [[nodiscard]] Choice random_choice() const;
  /// Each activity as in one of the parents, and one or two of them anew.
  [[nodiscard]] Choice crossed(const Choice& a, const Choice& b) const;

 private:
  void mutate(Choice& choice) const;
  /// Back to the present way at random until the budget holds.
  void keep_budget(Choice& choice) const;
  [[nodiscard]] std::int32_t below(std::size_t limit) const {
    return random_.below(static_cast<std::int32_t>(limit));
  }

  const PlanWays* ways_;
  Random& random_;
};

}  // namespace tc::engine::level
