#pragma once

#include <cstdint>
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
  [[nodiscard]] std::size_t first_word() const { return first_; }
  [[nodiscard]] std::size_t last_word() const { return last_; }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t count_ = 0;
  std::size_t first_ = 0;  ///< Words in use, while there are any.
  std::size_t last_ = 0;
};

/// Recomputes what depends on some changed nodes: forward in topological order, stopping where a
/// value stays the same, then backward, then floats. O(affected · log affected).
class Cone {
 public:
  /// Takes over a network and a state that was computed or put back by others. O(activities).
  void reset(const Network& network, const State& state);

  enum class Reach : std::uint8_t {
    settled,       ///< Everything is computed.
    finish_moved,  ///< All early dates, driving links and finishes are; every late date changes.
    too_wide       ///< Some early dates and driving links are: computing everything is cheaper.
  };
  /// `changed` are nodes with other inputs or links.
  [[nodiscard]] Reach recompute(const Network& network, State& state,
                                const std::vector<NodeIndex>& changed, Overwritten& old);

  /// The latest early finish per project with the changed nodes; the state is as before again.
  [[nodiscard]] std::vector<PlanTime> finishes_with(const Network& network, State& state,
                                                    const std::vector<NodeIndex>& changed);

 private:
  void touch(const State& state, NodeIndex node);
  void queue_with_successors(const Network& network, const std::vector<NodeIndex>& nodes);
  /// False when more than `most` nodes were touched: then others still wait in the queue.
  bool run_forward(const Network& network, State& state, Passes& passes, std::size_t most);
  void run_backward(const Network& network, State& state, Passes& passes);
  void find_float_nodes(const Network& network);
  void update_finishes(const Network& network, NodeIndex node, PlanTime before, PlanTime after);
  [[nodiscard]] bool settle_finishes(const Network& network, State& state, Passes& passes);
  void count_finishes(const Network& network, const State& state);
  void clear();

  NodeQueue queue_;
  std::vector<std::uint8_t> touched_;
  std::vector<NodeIndex> float_nodes_;
  std::vector<std::uint8_t> float_queued_;
  std::vector<std::int32_t> at_finish_;  ///< Per project: nodes that end at its finish.
  std::vector<PlanTime> finish_;         ///< Per project: the finish that at_finish_ counts.
  Overwritten* old_ = nullptr;
  Overwritten trial_;  ///< Memory of finishes_with.
};

}  // namespace tc::engine::schedule
