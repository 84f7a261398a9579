#include "engine/arrow_network/graph.h"

#include <algorithm>
#include <map>

#include "base/row.h"

namespace tc::engine::arrow_network {
namespace {

using Index = std::int32_t;

/// Candidates that one set of works is compared with; more would only save further dummies.
constexpr std::size_t k_candidates_max = 200;

/// Works that follow the same works begin at one event.
class Classes {
 public:
  explicit Classes(const Logic& logic) : of_work(logic.before.size()) {
    std::map<std::vector<Index>, Index> known;
    for (std::size_t work = 0; work < logic.before.size(); ++work) {
      // Who waits for a lag begins at an event of its own.
      if (!logic.lagged[work].empty()) {
        of_work[work] = add(logic.before[work]);
        continue;
      }
      const auto [found, fresh] = known.try_emplace(logic.before[work], 0);
      if (fresh) found->second = add(logic.before[work]);
      of_work[work] = found->second;
      if (fresh) shared_.push_back(found->second);
    }
    naming_.resize(of_work.size());
    for (const Index one : shared_) {
      for (const Index work : sets[row_of(one)]) naming_[row_of(work)].push_back(one);
    }
  }

  /// Other classes whose works are all in `one`, the largest first, such that each adds some.
  [[nodiscard]] std::vector<Index> inside(Index one) const {
    const std::vector<Index>& set = sets[row_of(one)];
    std::vector<Index> candidates;
    for (const Index work : set) {
      for (const Index other : naming_[row_of(work)]) {
        // Each once: at its first work.
        if (other == one || sets[row_of(other)].front() != work) continue;
        if (sets[row_of(other)].size() < 2 || sets[row_of(other)].size() >= set.size()) continue;
        if (std::ranges::includes(set, sets[row_of(other)])) candidates.push_back(other);
        if (candidates.size() == k_candidates_max) break;
      }
    }
    std::ranges::stable_sort(candidates, std::greater<>(),
                             [&](Index other) { return sets[row_of(other)].size(); });
    std::vector<Index> chosen;
    std::vector<Index> left = set;
    for (const Index other : candidates) {
      std::vector<Index> rest;
      std::ranges::set_difference(left, sets[row_of(other)], std::back_inserter(rest));
      // It is worth its arrow where it saves two others.
      if (rest.size() + 1 >= left.size()) continue;
      left = std::move(rest);
      chosen.push_back(other);
    }
    return chosen;
  }

  std::vector<Index> of_work;
  std::vector<std::vector<Index>> sets;  ///< By class: the works before, ascending.

 private:
  Index add(const std::vector<Index>& set) {
    sets.push_back(set);
    return static_cast<Index>(sets.size()) - 1;
  }
  std::vector<Index> shared_;
  std::vector<std::vector<Index>> naming_;  ///< By work: the shared classes that name it.
};

struct Edge {
  Arrow::Kind kind = Arrow::Kind::dummy;
  Index from = 0;
  Index to = 0;
  Index work = -1;
  std::int64_t duration = 0;
  bool gone = false;
};

/// Events under construction: dummies are contracted where nothing new would follow.
class Builder {
 public:
  Builder(const Network& network, const Logic& logic) : network_(network), logic_(logic) {}

  ArrowNetwork build() {
    lay_out();
    contract();
    return numbered();
  }

 private:
  Index event() {
    in_.emplace_back();
    out_.emplace_back();
    return static_cast<Index>(in_.size()) - 1;
  }
  void edge(Edge made) {
    out_[row_of(made.from)].push_back(static_cast<Index>(edges_.size()));
    in_[row_of(made.to)].push_back(static_cast<Index>(edges_.size()));
    edges_.push_back(made);
  }
  void dummy(Index from, Index to) { edge({.from = from, .to = to}); }

  void lay_out() {
    const Classes classes(logic_);
    const std::size_t works = network_.durations.size();
    std::vector<Index> starts(classes.sets.size()), finishes(works);
    for (Index& one : starts) one = event();
    for (Index& one : finishes) one = event();
    start_ = event();
    end_ = event();
    std::vector<bool> followed(works, false);
    for (std::size_t one = 0; one < starts.size(); ++one) {
      std::vector<Index> left = classes.sets[one];
      for (const Index other : classes.inside(static_cast<Index>(one))) {
        std::vector<Index> rest;
        std::ranges::set_difference(left, classes.sets[row_of(other)], std::back_inserter(rest));
        left = std::move(rest);
        dummy(starts[row_of(other)], starts[one]);
      }
      for (const Index work : left) dummy(finishes[row_of(work)], starts[one]);
      for (const Index work : classes.sets[one]) followed[row_of(work)] = true;
    }
    for (std::size_t work = 0; work < works; ++work) {
      const Index begins = starts[row_of(classes.of_work[work])];
      edge({Arrow::Kind::work, begins, finishes[work], static_cast<Index>(work),
            network_.durations[work]});
      for (const Link& link : logic_.lagged[work]) {
        // A lag has an event of its own before it, or two lags would lie between the same ones.
        const Index waits = event();
        dummy(finishes[row_of(link.before)], waits);
        edge({Arrow::Kind::lag, waits, begins, static_cast<Index>(work), link.lag});
        followed[row_of(link.before)] = true;
      }
    }
    for (const Index one : starts) {
      if (in_[row_of(one)].empty()) dummy(start_, one);
    }
    for (std::size_t work = 0; work < works; ++work) {
      if (!followed[work]) dummy(finishes[work], end_);
    }
  }

  // Two arrows that are no dummies would lie between the same events.
  [[nodiscard]] bool makes_parallel(Index from, Index to) const {
    const auto solid = [&](Index one) { return edges_[row_of(one)].kind != Arrow::Kind::dummy; };
    // Arrows in or out of either that would then share both events.
    const auto meets = [&](const std::vector<Index>& a, const std::vector<Index>& b, auto other) {
      const auto& few = a.size() <= b.size() ? a : b;
      const auto& many = a.size() <= b.size() ? b : a;
      for (const Index one : few) {
        if (!solid(one)) continue;
        for (const Index two : many) {
          if (solid(two) && other(edges_[row_of(one)]) == other(edges_[row_of(two)])) return true;
        }
      }
      return false;
    };
    const auto begins = [](const Edge& edge) { return edge.from; };
    const auto ends = [](const Edge& edge) { return edge.to; };
    return meets(in_[row_of(from)], in_[row_of(to)], begins) ||
           meets(out_[row_of(from)], out_[row_of(to)], ends) ||
           std::ranges::any_of(out_[row_of(from)], [&](Index one) {
             return solid(one) && edges_[row_of(one)].to == to;
           });
  }

  void remove(Index one) {
    Edge& edge = edges_[row_of(one)];
    std::erase(out_[row_of(edge.from)], one);
    std::erase(in_[row_of(edge.to)], one);
    edge.gone = true;
  }

  // All arrows of `gone` become arrows of `kept`.
  void merge(Index kept, Index gone) {
    for (const Index one : in_[row_of(gone)]) edges_[row_of(one)].to = kept;
    for (const Index one : out_[row_of(gone)]) edges_[row_of(one)].from = kept;
    in_[row_of(kept)].insert(in_[row_of(kept)].end(), in_[row_of(gone)].begin(),
                             in_[row_of(gone)].end());
    out_[row_of(kept)].insert(out_[row_of(kept)].end(), out_[row_of(gone)].begin(),
                              out_[row_of(gone)].end());
    in_[row_of(gone)].clear();
    out_[row_of(gone)].clear();
    if (gone == start_) start_ = kept;
    if (gone == end_) end_ = kept;
    drop_double_dummies(kept);
  }

  // A dummy beside another arrow between the same events says nothing.
  void drop_double_dummies(Index event) {
    const std::vector<Index> around = in_[row_of(event)];
    for (const Index one : around) {
      const Edge& edge = edges_[row_of(one)];
      if (edge.gone || edge.kind != Arrow::Kind::dummy) continue;
      const bool said = std::ranges::any_of(in_[row_of(event)], [&](Index other) {
        return other != one && edges_[row_of(other)].from == edge.from;
      });
      if (said) remove(one);
    }
  }

  bool contract_one(Index one) {
    const Edge edge = edges_[row_of(one)];
    if (edge.gone || edge.kind != Arrow::Kind::dummy) return false;
    const bool only_way_out = out_[row_of(edge.from)].size() == 1;
    const bool only_way_in = in_[row_of(edge.to)].size() == 1;
    if ((!only_way_out && !only_way_in) || makes_parallel(edge.from, edge.to)) return false;
    remove(one);
    // The busier event stays, so that few arrows are rewritten.
    const auto weight = [&](Index event) {
      return in_[row_of(event)].size() + out_[row_of(event)].size();
    };
    if (weight(edge.from) > weight(edge.to))
      merge(edge.from, edge.to);
    else
      merge(edge.to, edge.from);
    return true;
  }

  void contract() {
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t one = 0; one < edges_.size(); ++one)
        changed |= contract_one(static_cast<Index>(one));
    }
  }

  [[nodiscard]] ArrowNetwork numbered() const {
    std::vector<Index> number(in_.size(), -1);
    std::vector<std::size_t> waiting(in_.size());
    for (std::size_t i = 0; i < in_.size(); ++i) waiting[i] = in_[i].size();
    std::vector<Index> order = {start_};
    for (std::size_t next = 0; next < order.size(); ++next) {
      number[row_of(order[next])] = static_cast<Index>(next);
      for (const Index one : out_[row_of(order[next])]) {
        if (--waiting[row_of(edges_[row_of(one)].to)] == 0) order.push_back(edges_[row_of(one)].to);
      }
    }
    ArrowNetwork made;
    made.events.resize(order.size());
    made.arrows.resize(network_.durations.size());
    for (const Edge& edge : edges_) {
      if (edge.gone) continue;
      Arrow arrow;
      arrow.kind = edge.kind;
      arrow.from = number[row_of(edge.from)];
      arrow.to = number[row_of(edge.to)];
      arrow.work = edge.kind == Arrow::Kind::work ? edge.work : -1;
      arrow.duration = edge.duration;
      if (edge.kind == Arrow::Kind::work)
        made.arrows[row_of(edge.work)] = arrow;
      else
        made.arrows.push_back(arrow);
      made.dummies += edge.kind == Arrow::Kind::dummy;
    }
    return made;
  }

  const Network& network_;
  const Logic& logic_;
  std::vector<Edge> edges_;
  std::vector<std::vector<Index>> in_;
  std::vector<std::vector<Index>> out_;
  Index start_ = 0;
  Index end_ = 0;
};

}  // namespace

ArrowNetwork build_events(const Network& network, const Logic& logic) {
  return Builder(network, logic).build();
}

}  // namespace tc::engine::arrow_network
