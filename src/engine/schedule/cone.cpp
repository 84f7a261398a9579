#include "engine/schedule/cone.h"

#include <algorithm>
#include <bit>

namespace tc::engine::schedule {
namespace {

std::size_t row_of(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Whether a node's early finish counts for its project's finish (as in Passes::close_forward).
bool counts(const Network& network, const Node& node) {
  if (node.shape >= Shape::summary_in) return false;
  const Special* special = network.special_of(node);
  return special == nullptr || !special->external;
}

}  // namespace

void NodeQueue::push(NodeIndex node) {
  const std::size_t word = row_of(node) / 64;
  const std::uint64_t bit = 1ULL << (row_of(node) % 64);
  if ((words_[word] & bit) != 0) return;
  words_[word] |= bit;
  first_ = count_ == 0 ? word : std::min(first_, word);
  last_ = count_ == 0 ? word : std::max(last_, word);
  ++count_;
}

NodeIndex NodeQueue::pop_first(std::size_t& from) {
  if (count_ == 0) return -1;
  while (words_[from] == 0) ++from;
  const int bit = std::countr_zero(words_[from]);
  words_[from] &= words_[from] - 1;
  --count_;
  return static_cast<NodeIndex>(from * 64) + bit;
}

NodeIndex NodeQueue::pop_last(std::size_t& from) {
  if (count_ == 0) return -1;
  while (words_[from] == 0) --from;
  const int bit = 63 - std::countl_zero(words_[from]);
  words_[from] &= ~(1ULL << static_cast<unsigned>(bit));
  --count_;
  return static_cast<NodeIndex>(from * 64) + bit;
}

void NodeQueue::clear() {
  std::ranges::fill(words_, 0);
  count_ = 0;
}

void Cone::reset(const Network& network, const State& state) {
  queue_.resize(network.nodes.size());
  touched_.resize(network.nodes.size());
  float_queued_.resize(network.nodes.size());
  count_finishes(network, state);
}

void Cone::count_finishes(const Network& network, const State& state) {
  finish_.assign(network.projects.size(), k_no_time);
  at_finish_.assign(network.projects.size(), 0);
  for (std::size_t row = 0; row < network.nodes.size(); ++row) {
    const Node& node = network.nodes[row];
    if (!counts(network, node)) continue;
    const PlanTime finish = state.early[row].finish;
    if (finish > finish_[node.project]) {
      finish_[node.project] = finish;
      at_finish_[node.project] = 0;
    }
    if (finish == finish_[node.project]) ++at_finish_[node.project];
  }
}

void Cone::touch(const State& state, NodeIndex node) {
  const std::size_t row = row_of(node);
  if (touched_[row] != 0) return;
  touched_[row] = 1;
  old_->nodes.push_back(
      {node, state.early[row], state.late[row], state.total_float[row], state.free_float[row]});
}

void Cone::update_finishes(const Network& network, NodeIndex index, PlanTime before,
                           PlanTime after) {
  const Node& node = network.nodes[row_of(index)];
  if (before == after || !counts(network, node)) return;
  PlanTime& finish = finish_[node.project];
  std::int32_t& count = at_finish_[node.project];
  if (before == finish) --count;
  if (after > finish) {
    finish = after;
    count = 1;
  } else if (after == finish) {
    ++count;
  }
}

void Cone::queue_with_successors(const Network& network, const std::vector<NodeIndex>& nodes) {
  for (const NodeIndex node : nodes) {
    queue_.push(node);
    for (const Edge& edge : network.successors(node)) queue_.push(edge.node);
  }
}

bool Cone::run_forward(const Network& network, State& state, Passes& passes, std::size_t most) {
  std::vector<std::uint8_t> before;
  std::size_t from = queue_.first_word();
  for (NodeIndex node = queue_.pop_first(from); node >= 0; node = queue_.pop_first(from)) {
    touch(state, node);
    if (old_->nodes.size() > most) return false;
    const Dates early = state.early[row_of(node)];
    const std::uint32_t begin = network.in_begin[row_of(node)];
    const std::uint32_t end = network.in_begin[row_of(node) + 1];
    before.assign(state.driving.begin() + begin, state.driving.begin() + end);
    passes.forward(node);
    for (std::uint32_t at = begin; at < end; ++at) {
      if (state.driving[at] != before[at - begin])
        old_->driving.push_back({at, before[at - begin]});
    }
    const Dates now = state.early[row_of(node)];
    if (now == early) continue;
    update_finishes(network, node, early.finish, now.finish);
    for (const Edge& edge : network.successors(node)) queue_.push(edge.node);
  }
  return true;
}

void Cone::run_backward(const Network& network, State& state, Passes& passes) {
  std::size_t from = queue_.last_word();
  for (NodeIndex node = queue_.pop_last(from); node >= 0; node = queue_.pop_last(from)) {
    touch(state, node);
    const Dates late = state.late[row_of(node)];
    passes.backward(node);
    if (state.late[row_of(node)] == late) continue;
    for (const Edge& edge : network.predecessors(node)) queue_.push(edge.node);
  }
}

/// Floats change with own dates and with those of the successors.
void Cone::find_float_nodes(const Network& network) {
  const auto add = [&](NodeIndex node) {
    if (float_queued_[row_of(node)] != 0) return;
    float_queued_[row_of(node)] = 1;
    float_nodes_.push_back(node);
  };
  for (const NodeRecord& record : old_->nodes) {
    add(record.node);
    for (const Edge& edge : network.predecessors(record.node)) add(edge.node);
  }
  for (const NodeIndex node : float_nodes_) float_queued_[row_of(node)] = 0;
}

/// False when a project's finish moved.
bool Cone::settle_finishes(const Network& network, State& state, Passes& passes) {
  const bool lost = std::any_of(at_finish_.begin(), at_finish_.end(),
                                [](std::int32_t count) { return count <= 0; });
  if (!lost && finish_ == state.project_finish) return true;
  const std::vector<PlanTime> finish = state.project_finish;
  const std::vector<PlanTime> base = state.late_base;
  passes.close_forward();
  count_finishes(network, state);
  return finish == state.project_finish && base == state.late_base;
}

void Cone::clear() {
  for (const NodeRecord& record : old_->nodes) touched_[row_of(record.node)] = 0;
  float_nodes_.clear();
  old_ = nullptr;
}

Cone::Reach Cone::recompute(const Network& network, State& state,
                            const std::vector<NodeIndex>& changed, Overwritten& old) {
  old_ = &old;
  old.project_finish = state.project_finish;
  old.late_base = state.late_base;
  Passes passes(network, state);
  queue_with_successors(network, changed);
  // A node here costs several times what it costs in a pass over all of them.
  constexpr std::size_t k_share = 16;
  constexpr std::size_t k_few = 2000;
  const std::size_t most = std::max(k_few, network.nodes.size() / k_share);
  if (!run_forward(network, state, passes, most)) {
    queue_.clear();
    clear();
    return Reach::too_wide;
  }
  const bool settled = settle_finishes(network, state, passes);
  if (settled) {
    for (const NodeIndex node : changed) {
      queue_.push(node);
      for (const Edge& edge : network.predecessors(node)) queue_.push(edge.node);
    }
    run_backward(network, state, passes);
    find_float_nodes(network);
    for (const NodeIndex node : float_nodes_) {
      touch(state, node);
      passes.floats(node);
    }
  }
  clear();
  return settled ? Reach::settled : Reach::finish_moved;
}

std::vector<PlanTime> Cone::finishes_with(const Network& network, State& state,
                                          const std::vector<NodeIndex>& changed) {
  const std::vector<PlanTime> finish = finish_;
  const std::vector<std::int32_t> at_finish = at_finish_;
  trial_.nodes.clear();
  trial_.driving.clear();
  old_ = &trial_;
  Passes passes(network, state);
  queue_with_successors(network, changed);
  run_forward(network, state, passes, network.nodes.size());
  const bool lost = std::ranges::any_of(at_finish_, [](std::int32_t count) { return count <= 0; });
  if (lost) count_finishes(network, state);
  std::vector<PlanTime> result = std::move(finish_);
  finish_ = finish;
  at_finish_ = at_finish;
  for (const NodeRecord& record : trial_.nodes) state.early[row_of(record.node)] = record.early;
  for (const DrivingRecord& record : trial_.driving) {
    state.driving[record.entry] = record.driving;
  }
  clear();
  return result;
}

}  // namespace tc::engine::schedule
