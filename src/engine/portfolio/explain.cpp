#include "engine/portfolio/explain.h"

#include <algorithm>
#include <optional>

#include "base/row.h"

namespace tc::engine::portfolio {
namespace {

class Explainer {
 public:
  Explainer(const Choices& choices, const Selection& selection)
      : choices_(choices), model_(*choices.model), state_(choices) {
    for (std::size_t candidate = 0; candidate < selection.size(); ++candidate) {
      for (std::int32_t at = choices.begin[candidate]; at < choices.begin[candidate + 1]; ++at) {
        if (choices.choices[row_of(at)].start == selection[candidate]) state_.add(at);
      }
    }
  }

  Rejection explain(std::int32_t candidate) {
    Rejection rejection;
    rejection.id = model_.candidates[row_of(candidate)].id;
    const std::int32_t begin = choices_.begin[row_of(candidate)];
    const std::int32_t end = choices_.begin[row_of(candidate) + 1];
    if (begin == end) {
      rejection.why = "never_fits";
      return rejection;
    }
    if (missing_requirements(candidate, rejection)) return rejection;
    if (partners_in_the_way(candidate, rejection)) return rejection;
    std::optional<Swap> best;
    for (std::int32_t at = begin; at < end; ++at) {
      if (!state_.requirements_met(at)) continue;
      const Swap swap = cheapest_swap(at);
      if (!best || swap.loss < best->loss) best = swap;
    }
    if (!best) {
      rejection.why = "prerequisite";
      return rejection;
    }
    const std::int64_t own = choices_.choices[row_of(best->choice)].value;
    if (best->removed.empty()) {
      rejection.why = own > 0 ? "category_full" : "no_value";
    } else {
      rejection.why = best->loss > 0 ? "worth_less" : "capacity";
    }
    rejection.value = static_cast<double>(std::max<std::int64_t>(best->loss, 0)) /
                      static_cast<double>(model_.value_scale);
    for (const std::int32_t choice : best->removed) {
      const std::int32_t out = choices_.choices[row_of(choice)].candidate;
      rejection.displaces.push_back(model_.candidates[row_of(out)].id);
    }
    add_shortages(best->choice, rejection);
    return rejection;
  }

 private:
  struct Swap {
    std::int32_t choice = -1;
    std::vector<std::int32_t> removed;
    std::int64_t loss = 0;  ///< Value of what goes minus value of what comes.
  };

  bool missing_requirements(std::int32_t candidate, Rejection& rejection) const {
    for (const std::int32_t before : model_.candidates[row_of(candidate)].requires_done) {
      if (state_.chosen()[row_of(before)] < 0)
        rejection.needs.push_back(model_.candidates[row_of(before)].id);
    }
    if (!rejection.needs.empty()) rejection.why = "prerequisite";
    return !rejection.needs.empty();
  }

  bool partners_in_the_way(std::int32_t candidate, Rejection& rejection) const {
    for (const auto& group : model_.exclusive) {
      if (std::ranges::find(group, candidate) == group.end()) continue;
      for (const std::int32_t other : group) {
        if (other == candidate || state_.chosen()[row_of(other)] < 0) continue;
        rejection.needs.push_back(model_.candidates[row_of(other)].id);
        const std::int64_t theirs = choices_.choices[row_of(state_.chosen()[row_of(other)])].value;
        const std::int64_t own = choices_.choices[row_of(choices_.begin[row_of(candidate)])].value;
        rejection.value += static_cast<double>(std::max<std::int64_t>(theirs - own, 0)) /
                           static_cast<double>(model_.value_scale);
      }
    }
    if (!rejection.needs.empty()) rejection.why = "exclusive";
    return !rejection.needs.empty();
  }

  bool shares_row(std::int32_t a, std::int32_t b) const {
    const Choice& first = choices_.choices[row_of(a)];
    const Choice& second = choices_.choices[row_of(b)];
    for (std::int32_t i = first.use_begin; i < first.use_end; ++i) {
      for (std::int32_t j = second.use_begin; j < second.use_end; ++j) {
        if (choices_.uses[row_of(i)].row == choices_.uses[row_of(j)].row) return true;
      }
    }
    return false;
  }

  /// Takes out the least valuable chosen ones until the choice fits, then puts back what was not
  /// in the way: a small set, not always the smallest.
  Swap cheapest_swap(std::int32_t choice) {
    Swap swap{choice, {}, 0};
    std::vector<std::int32_t> others;
    for (const std::int32_t other : state_.chosen()) {
      if (other >= 0 && shares_row(choice, other)) others.push_back(other);
    }
    std::ranges::stable_sort(
        others, {}, [&](std::int32_t other) { return choices_.choices[row_of(other)].value; });
    for (const std::int32_t other : others) {
      if (state_.fits(choice)) break;
      state_.remove(other);
      swap.removed.push_back(other);
    }
    const bool fits = state_.fits(choice);
    if (fits) state_.add(choice);
    for (std::size_t at = swap.removed.size(); at-- > 0;) {
      if (!fits || !state_.fits(swap.removed[at])) continue;
      put_back(swap, at);
    }
    for (const std::int32_t removed : swap.removed)
      swap.loss += choices_.choices[row_of(removed)].value;
    swap.loss -= choices_.choices[row_of(choice)].value;
    if (fits) state_.remove(choice);
    for (const std::int32_t removed : swap.removed) state_.add(removed);
    return swap;
  }

  void put_back(Swap& swap, std::size_t at) {
    state_.add(swap.removed[at]);
    swap.removed.erase(swap.removed.begin() + static_cast<std::ptrdiff_t>(at));
  }

  void add_shortages(std::int32_t choice, Rejection& rejection) const {
    const Choice& wanted = choices_.choices[row_of(choice)];
    for (std::int32_t at = wanted.use_begin; at < wanted.use_end; ++at) {
      const RowUse& use = choices_.uses[row_of(at)];
      const std::int64_t over =
          state_.used(use.row) + use.amount - choices_.capacity[row_of(use.row)];
      if (over <= 0) continue;
      const Resource& resource = model_.resources[row_of(choices_.row_resource[row_of(use.row)])];
      rejection.capacity.push_back(
          {resource.id, choices_.row_period[row_of(use.row)],
           static_cast<double>(over) / static_cast<double>(resource.scale)});
    }
  }

  const Choices& choices_;
  const Model& model_;
  State state_;
};

}  // namespace

std::vector<Rejection> explain(const Choices& choices, const Selection& selection) {
  Explainer explainer(choices, selection);
  std::vector<Rejection> result;
  for (std::size_t candidate = 0; candidate < selection.size(); ++candidate) {
    if (selection[candidate] < 0)
      result.push_back(explainer.explain(static_cast<std::int32_t>(candidate)));
  }
  return result;
}

}  // namespace tc::engine::portfolio
