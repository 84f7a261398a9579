#include "engine/level/learner.h"

#include <algorithm>

namespace tc::engine::level {

std::int32_t Learner::add_variable(std::int32_t low, std::int32_t high) {
  const auto variable = static_cast<std::int32_t>(low_.size() / 2);
  low_.insert(low_.end(), {low, -high});
  literal_base_.push_back(static_cast<std::int32_t>(literal_variable_.size()) - low);
  literal_variable_.insert(literal_variable_.end(), row(high - low + 2), variable);
  preferred_.push_back(low);
  from_.resize(low_.size());
  conditioned_.resize(low_.size());
  return variable;
}

void Learner::add_difference(SideIndex from, SideIndex to, std::int32_t offset) {
  const auto index = static_cast<std::int32_t>(differences_.size());
  differences_.push_back({to, offset, {}, from, false});
  differences_.push_back({from ^ 1, offset, {}, to ^ 1, false});
  from_[row(from)].push_back(index);
  from_[row(to ^ 1)].push_back(index + 1);
}

void Learner::add_difference(SideIndex from, SideIndex to, std::int32_t offset, Atom condition) {
  const auto index = static_cast<std::int32_t>(differences_.size());
  add_difference(from, to, offset);
  for (const std::int32_t at : {index, index + 1}) {
    differences_[row(at)].condition = condition;
    differences_[row(at)].conditional = true;
    conditioned_[row(condition.side)].push_back(at);
  }
}

void Learner::close(Theory& theory, std::int32_t chosen) {
  theory_ = &theory;
  chosen_ = chosen;
  first_ = low_;
  root_ = low_;
  base_ = low_;
  last_.assign(low_.size(), -1);
  need_.assign(low_.size(), k_nothing);
  bucket_.clear();
  std::int32_t buckets = 0;
  for (std::size_t side = 0; side < low_.size(); ++side) {
    bucket_.push_back(buckets);
    buckets += -low_[side ^ 1] - low_[side] + 2;
  }
  watches_.resize(row(buckets));
  activity_.assign(literal_variable_.size(), 0.0);
  heap_place_.assign(literal_variable_.size(), -1);
  for (std::int32_t side = 0; side < static_cast<std::int32_t>(low_.size()); ++side) {
    if (!follow_differences(side)) contradictory_ = true;
  }
}

std::vector<Learner::Watch>& Learner::watches(SideIndex side, std::int32_t threshold) {
  return watches_[row(bucket_[row(side)] + threshold - first_[row(side)])];
}

// --- Propagation -------------------------------------------------------------------------------

bool Learner::raise(Atom atom, Reason reason) {
  const std::int32_t old = low_[row(atom.side)];
  if (old >= atom.value) return true;
  if (fails(atom)) {
    conflict_.clear();
    explain(reason, atom, conflict_);
    conflict_.push_back(negation(atom));
    return false;
  }
  const auto entry = static_cast<std::int32_t>(trail_.size());
  const std::int32_t previous = last_[row(atom.side)];
  if (!begins_.empty() && previous < begins_.back()) base_[row(atom.side)] = old;
  trail_.push_back({atom.side, old, previous, reason});
  last_[row(atom.side)] = entry;
  low_[row(atom.side)] = atom.value;
  return theory_->raised(*this, atom.side, old);
}

bool Learner::raise(Atom atom, std::span<const Atom> premises) {
  const auto begin = static_cast<std::int32_t>(premises_.size());
  premises_.insert(premises_.end(), premises.begin(), premises.end());
  return raise(atom, Reason{Why::premises, begin, static_cast<std::int32_t>(premises.size())});
}

bool Learner::fail(std::span<const Atom> premises) {
  conflict_.assign(premises.begin(), premises.end());
  return false;
}

bool Learner::follow(std::int32_t index) {
  const Difference& rule = differences_[row(index)];
  const std::int32_t value = low_[row(rule.from)] + rule.offset;
  if (low_[row(rule.to)] >= value) return true;
  if (!rule.conditional || holds(rule.condition))
    return raise({rule.to, value}, Reason{Why::difference, index, 0});
  if (!fails({rule.to, value}) || fails(rule.condition)) return true;
  // The condition would push a bound over the other: it cannot hold.
  const Atom premises[] = {{rule.from, value - rule.offset}, {rule.to ^ 1, 1 - value}};
  return raise(negation(rule.condition), premises);
}

bool Learner::follow_differences(SideIndex side) {
  for (const std::int32_t index : from_[row(side)]) {
    if (!follow(index)) return false;
  }
  return true;
}

bool Learner::propagate() {
  if (decision_failed_) {
    decision_failed_ = false;
    return false;
  }
  while (true) {
    while (done_ < trail_.size()) {
      const SideIndex side = trail_[done_].side;
      const std::int32_t old = trail_[done_].old;
      const std::int32_t now = low_[row(side)];
      ++done_;
      if (!follow_differences(side)) return false;
      for (const std::int32_t index : conditioned_[row(side)]) {
        if (holds(differences_[row(index)].condition) && !follow(index)) return false;
      }
      for (std::int32_t value = old + 1; value <= now; ++value) {
        if (!visit_watches(side, value)) return false;
      }
    }
    if (!theory_->filter(*this)) return false;
    if (done_ == trail_.size()) return true;
  }
}

bool Learner::visit_watches(SideIndex side, std::int32_t threshold) {
  std::vector<Watch>& list = watches(side, threshold);
  if (list.empty()) return true;
  const Atom failed = negation({side, threshold});
  std::size_t kept = 0;
  for (std::size_t at = 0; at < list.size(); ++at) {
    const Watch entry = list[at];
    list[kept++] = entry;
    if (holds(entry.blocker)) continue;
    const Clause& clause = clauses_[row(entry.clause)];
    Atom* atoms = atoms_.data() + clause.begin;
    if (atoms[0] == failed) std::swap(atoms[0], atoms[1]);
    list[kept - 1].blocker = atoms[0];
    if (holds(atoms[0])) continue;
    std::int32_t other = 2;
    while (other < clause.size && fails(atoms[other])) ++other;
    if (other < clause.size) {
      std::swap(atoms[1], atoms[other]);
      const Atom wait = negation(atoms[1]);
      watches(wait.side, wait.value).push_back({entry.clause, atoms[0]});
      --kept;
      continue;
    }
    if (raise(atoms[0], Reason{Why::clause, entry.clause, 0})) continue;
    for (++at; at < list.size(); ++at) list[kept++] = list[at];
    list.resize(kept);
    return false;
  }
  list.resize(kept);
  return true;
}

// --- Decisions ---------------------------------------------------------------------------------

void Learner::back_to(std::int32_t level) {
  if (level >= static_cast<std::int32_t>(begins_.size())) return;
  const std::int32_t begin = begins_[row(level)];
  for (auto at = static_cast<std::int32_t>(trail_.size()); at-- > begin;) {
    const Entry& entry = trail_[row(at)];
    theory_->lowered(*this, entry.side, entry.old);
    const std::int32_t now = low_[row(entry.side)];
    for (std::int32_t value = entry.old + 1; value <= now; ++value) {
      const std::int32_t literal = literal_of({entry.side, value});
      if (activity_[row(literal)] > 0 && heap_place_[row(literal)] < 0) push_literal(literal);
    }
    low_[row(entry.side)] = entry.old;
    last_[row(entry.side)] = entry.previous;
    if (entry.reason.why == Why::premises) premises_.resize(row(entry.reason.index));
  }
  trail_.resize(row(begin));
  begins_.resize(row(level));
  done_ = trail_.size();
  // Bases of the level that is current again: what rose in it began at the oldest entry's value.
  if (begins_.empty()) return;
  for (auto at = static_cast<std::int32_t>(trail_.size()); at-- > begins_.back();)
    base_[row(trail_[row(at)].side)] = trail_[row(at)].old;
}

void Learner::decide(Atom atom) {
  begins_.push_back(static_cast<std::int32_t>(trail_.size()));
  // A theory may refuse at once; the next propagation reports it.
  decision_failed_ = !raise(atom, Reason{});
}

bool Learner::choose_by_bound(Atom& atom) const {
  std::int32_t best = -1;
  for (std::int32_t variable = 0; variable < chosen_; ++variable) {
    if (is_fixed(variable)) continue;
    if (best < 0 || low(2 * variable) < low(2 * best) ||
        (low(2 * variable) == low(2 * best) && low(2 * variable + 1) > low(2 * best + 1))) {
      best = variable;
    }
  }
  if (best < 0) return false;
  atom = {2 * best + 1, -low(2 * best)};
  return true;
}

bool Learner::choose_by_activity(Atom& atom) {
  while (!heap_.empty()) {
    const std::int32_t literal = pop_literal();
    const std::int32_t variable = literal_variable_[row(literal)];
    const Atom up{2 * variable, literal - literal_base_[row(variable)]};
    if (holds(up) || fails(up)) continue;
    atom = preferred_[row(variable)] >= up.value ? up : negation(up);
    return true;
  }
  return false;
}

bool Learner::choose(Atom& atom) {
  if (by_activity_ && choose_by_activity(atom)) return true;
  return choose_by_bound(atom);
}

namespace {

/// 1 1 2 1 1 2 4 … (Luby, Sinclair, Zuckerman 1993).
std::int64_t luby(std::int64_t index) {
  std::int64_t size = 1;
  std::int64_t power = 0;
  while (size < index + 1) {
    size = 2 * size + 1;
    ++power;
  }
  while (size - 1 != index) {
    size = (size - 1) / 2;
    --power;
    index %= size;
  }
  return std::int64_t{1} << power;
}

constexpr std::int64_t k_conflicts_per_restart = 100;

}  // namespace

bool Learner::assert_always(Atom atom) {
  back_to(0);
  contradictory_ = contradictory_ || !raise(atom, Reason{}) || !propagate();
  root_ = low_;
  return !contradictory_;
}

Learner::Answer Learner::search(Atom assumption, std::int64_t conflicts_max) {
  back_to(0);
  if (contradictory_ || !propagate()) {
    contradictory_ = true;
    return Answer::refuted;
  }
  root_ = low_;
  for (std::int64_t left = conflicts_max;;) {
    if (!propagate()) {
      ++conflicts_;
      if (!learn()) {
        contradictory_ = true;
        return Answer::refuted;
      }
      if (--until_restart_ <= 0) {
        ++restarts_;
        by_activity_ = true;
        until_restart_ = k_conflicts_per_restart * luby(restarts_);
        back_to(0);
      }
      if (--left <= 0) return Answer::stopped;
      continue;
    }
    if (begins_.empty()) {
      root_ = low_;
      if (clauses_.size() > clauses_max_) forget_clauses();
    }
    if (fails(assumption)) return Answer::refuted;
    Atom atom = assumption;
    if (holds(assumption) && !choose(atom)) return Answer::found;
    decide(atom);
  }
}

}  // namespace tc::engine::level
