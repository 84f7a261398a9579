#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "engine/portfolio/choices.h"

namespace tc::engine::portfolio {

/// Looks for good selections: a steady-state genetic algorithm whose children are repaired and
/// filled up by value per priced use (P. Chu, J. Beasley, J. Heuristics 4, 1998), and improved by
/// exchanges when they are the best so far. Anytime; the same seed and number of children give the
/// same answer.
class Search {
 public:
  /// `price` is the value of one unit of each row, see bound.h.
  Search(const Choices& choices, const std::vector<double>& price, std::uint64_t seed);

  /// Makes so many children, or fewer if the progress says stop (then false).
  bool run(std::int64_t children, Progress& progress);
  /// Whether a selection that keeps all conditions was found.
  [[nodiscard]] bool found() const { return found_; }
  [[nodiscard]] std::int64_t best_value() const { return best_value_; }
  /// Choice per candidate, -1 = none.
  [[nodiscard]] const std::vector<std::int32_t>& best() const { return best_; }

 private:
  struct Member {
    std::vector<std::int32_t> chosen;
    std::int64_t value = 0;
    std::int32_t missing = 0;
    [[nodiscard]] bool better_than(const Member& other) const {
      return missing != other.missing ? missing < other.missing : value > other.value;
    }
  };

  [[nodiscard]] std::uint64_t random();
  [[nodiscard]] std::size_t below(std::size_t limit);
  void start_population();
  [[nodiscard]] Member child();
  /// Drops what exceeds limits, the least useful first, then adds what fits, the most useful first.
  [[nodiscard]] Member repaired(const std::vector<std::int32_t>& wanted);
  void drop_unmet();
  void fill(bool any_order);
  void improve();
  void keep(Member member);
  void note_best(const Member& member);

  const Choices& choices_;
  State state_;
  std::uint64_t random_state_;
  std::vector<double> utility_;           ///< Per choice.
  std::vector<std::int32_t> by_utility_;  ///< Choices, the best first.
  std::vector<std::int32_t> by_worst_;    ///< Candidates by the utility of their best choice.
  bool has_requirements_ = false;
  std::vector<Member> population_;
  std::vector<std::int32_t> best_;
  std::int64_t best_value_ = 0;
  bool found_ = false;
};

}  // namespace tc::engine::portfolio
