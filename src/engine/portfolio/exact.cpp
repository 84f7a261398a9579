#include "engine/portfolio/exact.h"

#include <algorithm>
#include <cmath>

namespace tc::engine::portfolio {
namespace {

constexpr std::int64_t k_nodes_per_step = 4096;

/// One way to decide on a candidate, and what it costs against the relaxation.
struct Option {
  std::int32_t choice = -1;  ///< -1: leave it out.
  double penalty = 0;
};

class DepthFirst {
 public:
  DepthFirst(const Choices& choices, const Bound& bound, std::int64_t known, std::int64_t nodes_max,
             Progress& progress)
      : choices_(choices),
        bound_(bound),
        state_(choices),
        known_(known),
        nodes_max_(nodes_max),
        progress_(progress) {}

  ExactResult run() {
    collect_options();
    result_.complete = true;
    descend(0, bound_.value);
    return std::move(result_);
  }

 private:
  /// Undecided candidates, those that matter most first; options that cannot lead to anything
  /// better are left out.
  void collect_options() {
    const double room = bound_.value - static_cast<double>(known_ + 1) + 1e-6;
    for (std::size_t candidate = 0; candidate + 1 < choices_.begin.size(); ++candidate) {
      std::vector<Option> list;
      if (!choices_.model->candidates[candidate].must) list.push_back({-1, 0});
      for (std::int32_t at = choices_.begin[candidate]; at < choices_.begin[candidate + 1]; ++at) {
        list.push_back({at, -reduced_value(choices_, bound_.price, at)});
      }
      std::ranges::stable_sort(list, {}, &Option::penalty);
      const double best = list.empty() ? 0 : list.front().penalty;
      for (Option& option : list) option.penalty -= best;
      std::erase_if(list, [&](const Option& option) { return option.penalty > room; });
      options_.push_back(std::move(list));
    }
    std::ranges::stable_sort(options_, [](const auto& a, const auto& b) {
      const auto decided = [](const std::vector<Option>& list) {
        return list.size() < 2 ? 1e300 : list[1].penalty;
      };
      return decided(a) > decided(b);
    });
  }

  bool reaches(double value) const { return value >= static_cast<double>(known_ + 1) - 1e-6; }

  void leaf() {
    if (state_.value() <= known_ || state_.missing() > 0 || !state_.within_capacity()) return;
    for (const std::int32_t choice : state_.chosen()) {
      if (choice >= 0 && !state_.requirements_met(choice)) return;
    }
    known_ = state_.value();
    result_.improved = true;
    result_.chosen = state_.chosen();
    result_.value = known_;
  }

  void descend(std::size_t depth, double value) {
    if (!result_.complete) return;
    if (++nodes_ > nodes_max_ ||
        (nodes_ % k_nodes_per_step == 0 && !progress_.step(nodes_, nodes_max_, "prove"))) {
      result_.complete = false;
      return;
    }
    if (depth == options_.size()) return leaf();
    for (const Option& option : options_[depth]) {
      if (!reaches(value - option.penalty)) return;
      if (option.choice < 0) {
        descend(depth + 1, value - option.penalty);
      } else if (state_.fits(option.choice)) {
        state_.add(option.choice);
        descend(depth + 1, value - option.penalty);
        state_.remove(option.choice);
      }
    }
  }

  const Choices& choices_;
  const Bound& bound_;
  State state_;
  std::int64_t known_;
  std::int64_t nodes_max_;
  Progress& progress_;
  std::int64_t nodes_ = 0;
  std::vector<std::vector<Option>> options_;
  ExactResult result_;
};

}  // namespace

ExactResult search_exactly(const Choices& choices, const Bound& bound, std::int64_t known,
                           std::int64_t nodes_max, Progress& progress) {
  return DepthFirst(choices, bound, known, nodes_max, progress).run();
}

}  // namespace tc::engine::portfolio
