#include <algorithm>

#include "engine/level/learner.h"

namespace tc::engine::level {
namespace {

constexpr double k_activity_decay = 0.95;
constexpr double k_activity_max = 1e100;
constexpr float k_clause_decay = 0.999F;
constexpr float k_clause_activity_max = 1e20F;
/// Clauses over so few levels are kept for good.
constexpr std::int32_t k_levels_kept = 2;

}  // namespace

std::int32_t Learner::level_of(std::int32_t entry) const {
  return static_cast<std::int32_t>(std::ranges::upper_bound(begins_, entry) - begins_.begin());
}

/// The entry that made an atom hold, which is not so without decisions.
std::int32_t Learner::entry_of(Atom atom) const {
  std::int32_t entry = last_[row(atom.side)];
  while (trail_[row(entry)].old >= atom.value) entry = trail_[row(entry)].previous;
  return entry;
}

bool Learner::is_of_this_level(Atom atom) const {
  const bool rose = !begins_.empty() && last_[row(atom.side)] >= begins_.back();
  return rose && atom.value > base_[row(atom.side)];
}

void Learner::explain(Reason reason, Atom atom, std::vector<Atom>& premises) {
  switch (reason.why) {
    case Why::decision:
      return;
    case Why::clause: {
      Clause& clause = clauses_[row(reason.index)];
      clause.activity += clause_step_;
      const Atom* atoms = atoms_.data() + clause.begin;
      for (std::int32_t at = 1; at < clause.size; ++at) premises.push_back(negation(atoms[at]));
      return;
    }
    case Why::difference: {
      // Only as much as the atom asks for: a weaker premise makes a stronger clause.
      const Difference& rule = differences_[row(reason.index)];
      premises.push_back({rule.from, atom.value - rule.offset});
      if (rule.conditional) premises.push_back(rule.condition);
      return;
    }
    case Why::premises:
      premises.insert(premises.end(), premises_.begin() + reason.index,
                      premises_.begin() + reason.index + reason.count);
      return;
  }
}

void Learner::want(Atom atom) {
  std::int32_t& need = need_[row(atom.side)];
  if (atom.value <= root_[row(atom.side)] || atom.value <= need) return;
  if (need == k_nothing) needed_.push_back(atom.side);
  const bool was_open = need != k_nothing && is_of_this_level({atom.side, need});
  need = atom.value;
  if (!was_open && is_of_this_level(atom)) ++open_;
  bump(atom);
}

/// Resolves the conflict back to the one bound of this level that everything else goes through.
void Learner::find_unique_implication() {
  auto at = static_cast<std::int32_t>(trail_.size()) - 1;
  while (true) {
    while (need_[row(trail_[row(at)].side)] <= trail_[row(at)].old) --at;
    const Entry& entry = trail_[row(at)];
    const Atom atom{entry.side, need_[row(entry.side)]};
    if (open_ == 1) {
      learnt_.assign(1, negation(atom));
      need_[row(entry.side)] = k_nothing;
      return;
    }
    --open_;
    need_[row(entry.side)] = k_nothing;
    scratch_.clear();
    explain(entry.reason, atom, scratch_);
    for (const Atom premise : scratch_) want(premise);
    --at;
  }
}

/// True where everything that made the atom hold is needed anyway. What is needed must have come to
/// hold before the atom: a later, higher bound of the same side covers a premise, too, but may be
/// left out in its turn for what it follows from, and that may be this atom.
bool Learner::is_redundant(Atom atom) {
  const std::int32_t entry = entry_of(atom);
  const Reason reason = trail_[row(entry)].reason;
  if (reason.why == Why::decision) return false;
  scratch_.clear();
  explain(reason, atom, scratch_);
  return std::ranges::all_of(scratch_, [&](Atom premise) {
    if (premise.value <= root_[row(premise.side)]) return true;
    const Atom needed{premise.side, need_[row(premise.side)]};
    return needed.value >= premise.value && entry_of(needed) < entry;
  });
}

void Learner::collect_learnt() {
  std::vector<std::pair<std::int32_t, Atom>> kept;
  for (const SideIndex side : needed_) {
    if (need_[row(side)] == k_nothing) continue;
    const Atom atom{side, need_[row(side)]};
    kept.emplace_back(entry_of(atom), atom);
  }
  std::ranges::sort(kept, std::ranges::greater{}, [](const auto& pair) { return pair.first; });
  // A side may have been needed, resolved and needed again.
  const auto [first, last] = std::ranges::unique(
      kept, {}, [](const auto& pair) { return std::pair(pair.first, pair.second.side); });
  kept.erase(first, last);
  for (const auto& [entry, atom] : kept) {
    if (is_redundant(atom)) continue;
    learnt_.push_back(negation(atom));
  }
  for (const SideIndex side : needed_) need_[row(side)] = k_nothing;
  needed_.clear();
}

bool Learner::learn() {
  open_ = 0;
  std::int32_t latest = 0;
  for (const Atom atom : conflict_) {
    if (atom.value > root_[row(atom.side)] && last_[row(atom.side)] >= 0)
      latest = std::max(latest, level_of(entry_of(atom)));
  }
  if (latest == 0) return false;
  back_to(latest);
  for (const Atom atom : conflict_) want(atom);
  find_unique_implication();
  collect_learnt();
  std::vector<std::int32_t> levels;
  std::size_t second = 0;
  for (std::size_t at = 1; at < learnt_.size(); ++at) {
    levels.push_back(level_of(entry_of(negation(learnt_[at]))));
    if (second == 0 || levels[at - 1] > levels[second - 1]) second = at;
  }
  const std::int32_t target = second == 0 ? 0 : levels[second - 1];
  if (second > 1) std::swap(learnt_[1], learnt_[second]);
  std::ranges::sort(levels);
  const auto distinct = std::ranges::unique(levels).begin() - levels.begin();
  back_to(target);
  if (learnt_.size() == 1) {
    const bool sound = raise(learnt_[0], Reason{});
    root_[row(learnt_[0].side)] = std::max(root_[row(learnt_[0].side)], learnt_[0].value);
    step_ /= k_activity_decay;
    return sound;
  }
  add_clause(static_cast<std::int32_t>(distinct) + 1);
  step_ /= k_activity_decay;
  clause_step_ /= k_clause_decay;
  // Raising may overload the theory at once: then the next round of propagation meets it again.
  const Reason reason{Why::clause, static_cast<std::int32_t>(clauses_.size()) - 1, 0};
  if (!raise(learnt_[0], reason)) return learn();
  return true;
}

void Learner::watch(std::int32_t index) {
  const Clause& clause = clauses_[row(index)];
  const Atom* atoms = atoms_.data() + clause.begin;
  for (int at = 0; at < 2; ++at) {
    const Atom wait = negation(atoms[at]);
    watches(wait.side, wait.value).push_back({index, atoms[1 - at]});
  }
}

void Learner::add_clause(std::int32_t levels) {
  clauses_.push_back({static_cast<std::int32_t>(atoms_.size()),
                      static_cast<std::int32_t>(learnt_.size()), levels, clause_step_});
  atoms_.insert(atoms_.end(), learnt_.begin(), learnt_.end());
  watch(static_cast<std::int32_t>(clauses_.size()) - 1);
  if (clause_step_ < k_clause_activity_max) return;
  for (Clause& clause : clauses_) clause.activity /= k_clause_activity_max;
  clause_step_ /= k_clause_activity_max;
}

/// Drops the less useful half of the clauses. Only without decisions: no entry refers to one.
void Learner::forget_clauses() {
  TC_ASSERT(begins_.empty());
  for (Entry& entry : trail_) entry.reason = Reason{};
  premises_.clear();
  std::vector<Clause> kept = std::move(clauses_);
  std::ranges::stable_sort(kept, [](const Clause& a, const Clause& b) {
    const bool keep_a = a.levels <= k_levels_kept;
    const bool keep_b = b.levels <= k_levels_kept;
    return keep_a != keep_b ? keep_a : a.activity > b.activity;
  });
  kept.resize(kept.size() / 2);
  const std::vector<Atom> atoms = std::move(atoms_);
  for (auto& list : watches_) list.clear();
  clauses_.clear();
  atoms_.clear();
  for (Clause clause : kept) {
    const Atom* from = atoms.data() + clause.begin;
    const auto holding = [&](Atom atom) { return holds(atom); };
    if (std::any_of(from, from + clause.size, holding)) continue;
    learnt_.clear();
    std::copy_if(from, from + clause.size, std::back_inserter(learnt_),
                 [&](Atom atom) { return !fails(atom); });
    if (learnt_.size() < 2) continue;  // Propagation has drawn it already.
    clause.begin = static_cast<std::int32_t>(atoms_.size());
    clause.size = static_cast<std::int32_t>(learnt_.size());
    atoms_.insert(atoms_.end(), learnt_.begin(), learnt_.end());
    clauses_.push_back(clause);
    watch(static_cast<std::int32_t>(clauses_.size()) - 1);
  }
  clauses_max_ += clauses_max_ / 20;
}

// --- The most active literals --------------------------------------------------------------------

std::int32_t Learner::literal_of(Atom atom) const {
  const std::int32_t variable = atom.side >> 1;
  const std::int32_t value = (atom.side & 1) == 0 ? atom.value : 1 - atom.value;
  return literal_base_[row(variable)] + value;
}

void Learner::bump(Atom atom) {
  const std::int32_t literal = literal_of(atom);
  activity_[row(literal)] += step_;
  if (activity_[row(literal)] > k_activity_max) {
    for (double& activity : activity_) activity /= k_activity_max;
    step_ /= k_activity_max;
  }
  if (heap_place_[row(literal)] < 0)
    push_literal(literal);
  else
    sift_up(heap_place_[row(literal)]);
}

void Learner::push_literal(std::int32_t literal) {
  heap_place_[row(literal)] = static_cast<std::int32_t>(heap_.size());
  heap_.push_back(literal);
  sift_up(heap_place_[row(literal)]);
}

std::int32_t Learner::pop_literal() {
  const std::int32_t top = heap_.front();
  heap_place_[row(top)] = -1;
  heap_.front() = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) {
    heap_place_[row(heap_.front())] = 0;
    sift_down(0);
  }
  return top;
}

void Learner::sift_up(std::int32_t place) {
  const std::int32_t literal = heap_[row(place)];
  while (place > 0) {
    const std::int32_t parent = (place - 1) / 2;
    if (activity_[row(heap_[row(parent)])] >= activity_[row(literal)]) break;
    heap_[row(place)] = heap_[row(parent)];
    heap_place_[row(heap_[row(place)])] = place;
    place = parent;
  }
  heap_[row(place)] = literal;
  heap_place_[row(literal)] = place;
}

void Learner::sift_down(std::int32_t place) {
  const std::int32_t literal = heap_[row(place)];
  const auto size = static_cast<std::int32_t>(heap_.size());
  for (std::int32_t child = 2 * place + 1; child < size; child = 2 * place + 1) {
    if (child + 1 < size &&
        activity_[row(heap_[row(child + 1)])] > activity_[row(heap_[row(child)])])
      ++child;
    if (activity_[row(literal)] >= activity_[row(heap_[row(child)])]) break;
    heap_[row(place)] = heap_[row(child)];
    heap_place_[row(heap_[row(place)])] = place;
    place = child;
  }
  heap_[row(place)] = literal;
  heap_place_[row(literal)] = place;
}

}  // namespace tc::engine::level
