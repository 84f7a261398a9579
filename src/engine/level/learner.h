#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/failure.h"

namespace tc::engine::level {

/// One side of an integer variable x: side 2x is x itself, side 2x + 1 is −x. Both have a lower
/// bound, so an upper bound of x is a lower bound of −x and every rule is written once.
using SideIndex = std::int32_t;

/// "The side is at least this value".
struct Atom {
  SideIndex side = 0;
  std::int32_t value = 0;
  friend bool operator==(const Atom&, const Atom&) = default;
};
[[nodiscard]] constexpr Atom negation(Atom atom) { return {atom.side ^ 1, 1 - atom.value}; }

class Learner;

/// A constraint that the learner does not know itself.
class Theory {
 public:
  virtual ~Theory() = default;
  /// A side rose from `old`; false: a conflict, told by Learner::fail.
  virtual bool raised(Learner& learner, SideIndex side, std::int32_t old) = 0;
  /// A side falls back to `old`; its bound is still the higher one.
  virtual void lowered(const Learner& learner, SideIndex side, std::int32_t old) = 0;
  /// Raises bounds that follow; false: a conflict. Called when nothing cheaper is left to do.
  virtual bool filter(Learner& learner) = 0;
};

/// Search over bounds of integer variables that learns a clause from every conflict (lazy clause
/// generation, Ohrimenko, Stuckey, Codish 2009). Knows difference constraints and clauses; other
/// constraints come as a Theory. The same calls give the same answers.
class Learner {
 public:
  enum class Answer : std::uint8_t { found, refuted, stopped };

  /// Answers the variable x in [low, high].
  std::int32_t add_variable(std::int32_t low, std::int32_t high);
  /// to ≥ from + offset, where `condition` holds; and the same seen from the other ends.
  void add_difference(SideIndex from, SideIndex to, std::int32_t offset);
  void add_difference(SideIndex from, SideIndex to, std::int32_t offset, Atom condition);
  /// Call once after all variables and differences. Variables below `chosen` are searched by
  /// ascending bound where nothing was learnt yet.
  void close(Theory& theory, std::int32_t chosen);

  [[nodiscard]] std::int32_t low(SideIndex side) const { return low_[row(side)]; }
  [[nodiscard]] bool holds(Atom atom) const { return low_[row(atom.side)] >= atom.value; }
  [[nodiscard]] bool fails(Atom atom) const { return holds(negation(atom)); }
  [[nodiscard]] bool is_fixed(std::int32_t variable) const {
    return low_[row(2 * variable)] == -low_[row(2 * variable + 1)];
  }

  /// For theories: raises a bound that follows from `premises`, all of which hold. False: conflict.
  bool raise(Atom atom, std::span<const Atom> premises);
  /// For theories: `premises` cannot hold together.
  bool fail(std::span<const Atom> premises);

  /// A value that the search prefers.
  void prefer(std::int32_t variable, std::int32_t value) {
    preferred_[static_cast<std::size_t>(variable)] = value;
  }
  /// Holds from now on; false: nothing satisfies all any more.
  bool assert_always(Atom atom);
  /// Searches for values that satisfy everything and `assumption`, up to `conflicts_max`
  /// conflicts. On `found` the values can be read until the next call. `refuted`: none exist, and
  /// the negation of the assumption has been asserted.
  Answer search(Atom assumption, std::int64_t conflicts_max);
  [[nodiscard]] std::int64_t conflicts() const { return conflicts_; }
  /// Back to no decisions.
  void restart() { back_to(0); }

 private:
  static constexpr std::int32_t k_nothing = INT32_MIN;

  enum class Why : std::uint8_t { decision, clause, difference, premises };
  struct Reason {
    Why why = Why::decision;
    std::int32_t index = 0;  ///< Of the clause, the difference, the first premise.
    std::int32_t count = 0;  ///< Of premises.
  };
  struct Entry {
    SideIndex side = 0;
    std::int32_t old = 0;
    std::int32_t previous = -1;  ///< Entry of the same side before this one.
    Reason reason;
  };
  struct Difference {
    SideIndex to = 0;
    std::int32_t offset = 0;
    Atom condition;
    SideIndex from = 0;
    bool conditional = false;
  };
  struct Clause {
    std::int32_t begin = 0;
    std::int32_t size = 0;
    std::int32_t levels = 0;  ///< Different decision levels when learnt.
    float activity = 0;
  };
  struct Watch {
    std::int32_t clause = 0;
    Atom blocker;
  };

  static std::size_t row(std::int32_t index) { return static_cast<std::size_t>(index); }
  [[nodiscard]] std::int32_t level() const { return static_cast<std::int32_t>(begins_.size()); }
  [[nodiscard]] std::int32_t level_of(std::int32_t entry) const;
  [[nodiscard]] std::int32_t entry_of(Atom atom) const;
  [[nodiscard]] bool is_of_this_level(Atom atom) const;

  // Propagation.
  bool raise(Atom atom, Reason reason);
  bool propagate();
  bool follow_differences(SideIndex side);
  bool follow(std::int32_t index);
  bool follow_conditions(Atom before);
  bool visit_watches(SideIndex side, std::int32_t threshold);
  std::vector<Watch>& watches(SideIndex side, std::int32_t threshold);

  // Learning.
  void explain(Reason reason, Atom atom, std::vector<Atom>& premises);
  void want(Atom atom);
  /// False: refuted without any decision.
  bool learn();
  void find_unique_implication();
  void collect_learnt();
  [[nodiscard]] bool is_redundant(Atom atom);
  void add_clause(std::int32_t levels);
  void forget_clauses();
  void watch(std::int32_t clause);

  // Decisions.
  void back_to(std::int32_t level);
  void decide(Atom atom);
  /// Nothing: all chosen variables are fixed.
  bool choose(Atom& atom);
  bool choose_by_activity(Atom& atom);
  bool choose_by_bound(Atom& atom) const;

  // The most active literals; literal = "x ≥ value".
  [[nodiscard]] std::int32_t literal_of(Atom atom) const;
  void bump(Atom atom);
  void push_literal(std::int32_t literal);
  std::int32_t pop_literal();
  void sift_up(std::int32_t place);
  void sift_down(std::int32_t place);

  Theory* theory_ = nullptr;
  std::int32_t chosen_ = 0;
  std::vector<std::int32_t> low_;
  std::vector<std::int32_t> root_;   ///< Bounds without decisions.
  std::vector<std::int32_t> first_;  ///< Bounds when the variables were made.
  std::vector<std::int32_t> last_;   ///< Latest entry per side.
  std::vector<std::int32_t> base_;   ///< Bound when this level began, where it rose in it.
  std::vector<Entry> trail_;
  std::vector<Atom> premises_;  ///< Of entries, in their order.
  std::vector<std::int32_t> begins_;
  std::size_t done_ = 0;  ///< Entries whose consequences were drawn.

  std::vector<Difference> differences_;
  std::vector<std::vector<std::int32_t>> from_;         ///< Differences per side they leave.
  std::vector<std::vector<std::int32_t>> conditioned_;  ///< Differences per side of condition.

  std::vector<Clause> clauses_;
  std::vector<Atom> atoms_;
  std::vector<std::int32_t> bucket_;  ///< First list of watches per side.
  std::vector<std::vector<Watch>> watches_;
  std::size_t clauses_max_ = 4000;
  float clause_step_ = 1;

  std::vector<Atom> conflict_;
  std::vector<std::int32_t> need_;  ///< Per side: the value the conflict needs, or nothing.
  std::vector<SideIndex> needed_;
  std::int32_t open_ = 0;  ///< Needed values of this level.
  std::vector<Atom> learnt_;
  std::vector<Atom> scratch_;

  std::vector<std::int32_t> literal_base_;
  std::vector<std::int32_t> literal_variable_;
  std::vector<double> activity_;
  std::vector<std::int32_t> heap_;
  std::vector<std::int32_t> heap_place_;
  double step_ = 1;
  std::vector<std::int32_t> preferred_;
  std::int64_t conflicts_ = 0;
  std::int64_t restarts_ = 0;
  std::int64_t until_restart_ = 100;  ///< Conflicts; lives on from call to call.
  bool by_activity_ = false;
  bool decision_failed_ = false;
  bool contradictory_ = false;
};

}  // namespace tc::engine::level
