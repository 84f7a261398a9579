#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"

namespace tc::engine::schedule {

/// Values of one node before a recomputation.
struct NodeRecord {
  NodeIndex node = 0;
  Dates early;
  Dates late;
  std::int32_t total_float = 0;
  std::int32_t free_float = 0;
};

struct DrivingRecord {
  std::uint32_t entry = 0;
  std::uint8_t driving = 0;
};

/// What a recomputation overwrote; putting it back undoes the recomputation.
struct Overwritten {
  std::vector<NodeRecord> nodes;
  std::vector<DrivingRecord> driving;
  std::vector<PlanTime> project_finish;
  std::vector<PlanTime> late_base;
};

/// Nodes that wait for their turn in topological order: a bit per node, walked word by word, since
/// what an edit affects lies close together.
class NodeQueue {
 public:
  void resize(std::size_t nodes) { words_.assign((nodes + 63) / 64, 0); }
  void push(NodeIndex node);
  /// The first waiting node; `from` is where to look from on and is moved along. -1: none.
  [[nodiscard]] NodeIndex pop_first(std::size_t& from);
  /// The last waiting node; `from` is where to look from on downwards.
  [[nodiscard]] NodeIndex pop_last(std::size_t& from);
  void clear();
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t first_word() const { return first_; }
  [[nodiscard]] std::size_t last_word() const { return last_; }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t count_ = 0;
  std::size_t first_ = 0;  ///< Words in use, while there are any.
  std::size_t last_ = 0;
};

/// How far waves of changes carried that went on from one node alone: a wave that reaches the same
/// node with the same dates goes on alike. Holds for the state it was filled with.
class WaveMemory {
 public:
  void clear() { waves_.clear(), finishes_.clear(); }
  /// By project the latest finish of what such a wave changed, that node included; k_no_time where
  /// it changed nothing that counts. Null: not known.
  [[nodiscard]] const PlanTime* find(NodeIndex node, const Dates& dates) const;
  /// Does nothing when the memory is full.
  void keep(NodeIndex node, const Dates& dates, const std::vector<PlanTime>& finishes);

 private:
  struct Wave {
    NodeIndex node = 0;
    Dates dates;
    friend bool operator==(const Wave&, const Wave&) = default;
  };
  struct Hash {
    std::size_t operator()(const Wave& wave) const;
  };
  std::unordered_map<Wave, std::size_t, Hash> waves_;  ///< Into finishes_.
  std::vector<PlanTime> finishes_;
};

/// Recomputes what depends on some changed nodes: forward in topological order, stopping where a
/// value stays the same, then backward, then floats. O(affected · log affected).
class Cone {
 public:
  /// Takes over a network and a state that was computed or put back by others. O(activities).
  void reset(const Network& network, const State& state);
  /// Takes over a plain network that was computed anew; `at_finish`: see renew_plain.
  void renew(const State& state, std::int32_t at_finish);

  enum class Reach : std::uint8_t {
    settled,       ///< Everything is computed.
    finish_moved,  ///< All early dates, driving links and finishes are; every late date changes.
    too_wide       ///< Some early dates and driving links are: computing everything is cheaper.
  };
  /// `changed` are nodes with other inputs or links.
  [[nodiscard]] Reach recompute(const Network& network, State& state,
                                const std::vector<NodeIndex>& changed, Overwritten& old);

  /// The latest early finish per project with the changed nodes; the state is as before again.
  /// Remembers waves until the next recomputation: trials of one plan that run together cost their
  /// way to where they meet.
  [[nodiscard]] std::vector<PlanTime> finishes_with(const Network& network, State& state,
                                                    const std::vector<NodeIndex>& changed);

 private:
  void record(const NodeRecord& before);
  void queue_with_successors(const Network& network, const std::vector<NodeIndex>& nodes);
  /// False when more than `most` nodes would be looked at: then others still wait in the queue.
  bool run_forward(const Network& network, State& state, Passes& passes, std::size_t most);
  [[nodiscard]] std::vector<PlanTime> run_trial(const Network& network, State& state,
                                                Passes& passes,
                                                const std::vector<NodeIndex>& changed);
  [[nodiscard]] bool decides(const PlanTime* wave) const;
  void remember(const Network& network, const State& state, std::vector<PlanTime>& latest);
  void recompute_node(const Network& network, State& state, Passes& passes, NodeIndex node);
  void run_backward(const Network& network, State& state, Passes& passes);
  void find_float_nodes(const Network& network, const State& state,
                        const std::vector<NodeIndex>& changed);
  void run_floats(const State& state, Passes& passes);
  void update_finishes(const Network& network, NodeIndex node, PlanTime before, PlanTime after);
  [[nodiscard]] bool settle_finishes(const Network& network, State& state, Passes& passes);
  /// `at_least`: per project what its finish is not before.
  void count_finishes(const Network& network, const State& state,
                      const std::vector<PlanTime>& at_least);
  void clear();

  NodeQueue queue_;
  std::vector<std::uint8_t> recorded_;
  std::vector<std::uint8_t> driving_before_;
  std::vector<NodeIndex> float_nodes_;
  std::vector<std::uint8_t> float_queued_;
  std::vector<std::int32_t> at_finish_;  ///< Per project: nodes that end at its finish.
  std::vector<PlanTime> finish_;         ///< Per project: the finish that at_finish_ counts.
  Overwritten* old_ = nullptr;
  Overwritten trial_;  ///< Memory of finishes_with.
  WaveMemory waves_;
  std::vector<std::size_t> gates_;  ///< Of a trial: records of nodes the wave went on from alone.
};

}  // namespace tc::engine::schedule
