#include "engine/schedule/cone.h"

#include <algorithm>
#include <bit>

#include "base/row.h"

namespace tc::engine::schedule {
namespace {

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

std::size_t WaveMemory::Hash::operator()(const Wave& wave) const {
  std::uint64_t mixed = static_cast<std::uint32_t>(wave.node);
  for (const PlanTime time : {wave.dates.start, wave.dates.finish})
    mixed = (mixed ^ static_cast<std::uint32_t>(time)) * 0x9e3779b97f4a7c15ULL;
  return static_cast<std::size_t>(mixed ^ (mixed >> 32U));
}

const PlanTime* WaveMemory::find(NodeIndex node, const Dates& dates) const {
  const auto found = waves_.find({node, dates});
  return found == waves_.end() ? nullptr : finishes_.data() + found->second;
}

void WaveMemory::keep(NodeIndex node, const Dates& dates, const std::vector<PlanTime>& finishes) {
  constexpr std::size_t k_times_max = 4'000'000;
  if (finishes_.size() + finishes.size() > k_times_max) return;
  const auto [entry, added] = waves_.try_emplace({node, dates}, finishes_.size());
  if (added) finishes_.insert(finishes_.end(), finishes.begin(), finishes.end());
}

void Cone::reset(const Network& network, const State& state) {
  waves_.clear();
  queue_.resize(network.nodes.size());
  recorded_.resize(network.nodes.size());
  float_queued_.resize(network.nodes.size());
  count_finishes(network, state, state.project_finish);
}

void Cone::renew(const State& state, std::int32_t at_finish) {
  waves_.clear();
  finish_ = state.project_finish;
  at_finish_ = {at_finish};
}

void Cone::count_finishes(const Network& network, const State& state,
                          const std::vector<PlanTime>& at_least) {
  finish_ = at_least;
  at_finish_.assign(network.projects.size(), 0);
  PlanTime earliest = plan::k_plan_time_max;
  for (const PlanTime finish : finish_) earliest = std::min(earliest, finish);
  for (std::size_t row = 0; row < network.nodes.size(); ++row) {
    const PlanTime finish = state.early[row].finish;
    if (finish < earliest) continue;  // Most: their nodes need not be looked at.
    const Node& node = network.nodes[row];
    if (!counts(network, node)) continue;
    if (finish > finish_[node.project]) {
      finish_[node.project] = finish;
      at_finish_[node.project] = 0;
    }
    if (finish == finish_[node.project]) ++at_finish_[node.project];
  }
}

/// Keeps what a node had before its dates or floats changed; once, so these are its first values.
void Cone::record(const NodeRecord& before) {
  std::uint8_t& recorded = recorded_[row_of(before.node)];
  if (recorded != 0) return;
  recorded = 1;
  old_->nodes.push_back(before);
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

/// The early dates of a node and which of its links drive; queues its successors where they moved.
void Cone::recompute_node(const Network& network, State& state, Passes& passes, NodeIndex node) {
  const Dates early = state.early[row_of(node)];
  const std::uint32_t begin = network.in_begin[row_of(node)];
  const std::uint32_t end = network.in_begin[row_of(node) + 1];
  driving_before_.assign(state.driving.begin() + begin, state.driving.begin() + end);
  passes.forward(node);
  for (std::uint32_t at = begin; at < end; ++at) {
    const std::uint8_t before = driving_before_[at - begin];
    if (state.driving[at] != before) old_->driving.push_back({at, before});
  }
  const Dates now = state.early[row_of(node)];
  if (now == early) return;
  const std::size_t row = row_of(node);
  record({node, early, state.late[row], state.total_float[row], state.free_float[row]});
  update_finishes(network, node, early.finish, now.finish);
  for (const Edge& edge : network.successors(node)) queue_.push(edge.node);
}

bool Cone::run_forward(const Network& network, State& state, Passes& passes, std::size_t most) {
  std::size_t from = queue_.first_word();
  std::size_t visited = 0;
  for (NodeIndex node = queue_.pop_first(from); node >= 0; node = queue_.pop_first(from)) {
    if (++visited > most) return false;
    recompute_node(network, state, passes, node);
  }
  return true;
}

void Cone::run_backward(const Network& network, State& state, Passes& passes) {
  std::size_t from = queue_.last_word();
  for (NodeIndex node = queue_.pop_last(from); node >= 0; node = queue_.pop_last(from)) {
    const std::size_t row = row_of(node);
    const Dates late = state.late[row];
    passes.backward(node);
    if (state.late[row] == late) continue;
    record({node, state.early[row], late, state.total_float[row], state.free_float[row]});
    for (const Edge& edge : network.predecessors(node)) queue_.push(edge.node);
  }
}

/// Floats change with own dates and inputs, and with the early dates of the successors.
void Cone::find_float_nodes(const Network& network, const State& state,
                            const std::vector<NodeIndex>& changed) {
  const auto add = [&](NodeIndex node) {
    if (float_queued_[row_of(node)] != 0) return;
    float_queued_[row_of(node)] = 1;
    float_nodes_.push_back(node);
  };
  const auto add_with_predecessors = [&](NodeIndex node) {
    add(node);
    for (const Edge& edge : network.predecessors(node)) add(edge.node);
  };
  for (const NodeIndex node : changed) add_with_predecessors(node);
  for (const NodeRecord& one : old_->nodes) {
    if (state.early[row_of(one.node)] == one.early)
      add(one.node);
    else
      add_with_predecessors(one.node);
  }
  for (const NodeIndex node : float_nodes_) float_queued_[row_of(node)] = 0;
}

void Cone::run_floats(const State& state, Passes& passes) {
  for (const NodeIndex node : float_nodes_) {
    const std::size_t row = row_of(node);
    const std::int32_t total = state.total_float[row];
    const std::int32_t free = state.free_float[row];
    passes.floats(node);
    if (state.total_float[row] == total && state.free_float[row] == free) continue;
    record({node, state.early[row], state.late[row], total, free});
  }
}

/// False when a project's finish moved.
bool Cone::settle_finishes(const Network& network, State& state, Passes& passes) {
  const bool lost = std::any_of(at_finish_.begin(), at_finish_.end(),
                                [](std::int32_t count) { return count <= 0; });
  if (!lost && finish_ == state.project_finish) return true;
  const std::vector<PlanTime> finish = state.project_finish;
  const std::vector<PlanTime> base = state.late_base;
  passes.close_forward();
  count_finishes(network, state, state.project_finish);
  return finish == state.project_finish && base == state.late_base;
}

void Cone::clear() {
  for (const NodeRecord& one : old_->nodes) recorded_[row_of(one.node)] = 0;
  float_nodes_.clear();
  old_ = nullptr;
}

Cone::Reach Cone::recompute(const Network& network, State& state,
                            const std::vector<NodeIndex>& changed, Overwritten& old) {
  waves_.clear();
  old_ = &old;
  old.project_finish = state.project_finish;
  old.late_base = state.late_base;
  Passes passes(network, state);
  queue_with_successors(network, changed);
  // A node here costs several times what it costs in a pass over all of them.
  constexpr std::size_t k_share = 128;
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
    find_float_nodes(network, state, changed);
    run_floats(state, passes);
  }
  clear();
  return settled ? Reach::settled : Reach::finish_moved;
}

/// Whether the finishes are known once such a wave is: no project is left whose finish some node
/// of the wave gave up without another one reaching beyond it.
bool Cone::decides(const PlanTime* wave) const {
  for (std::size_t project = 0; project < finish_.size(); ++project) {
    const bool given_up = wave[project] != k_no_time || at_finish_[project] <= 0;
    if (given_up && wave[project] < old_->project_finish[project] &&
        finish_[project] <= old_->project_finish[project])
      return false;
  }
  return true;
}

/// Keeps what the waves of this trial reached. `latest` is what lies behind the last gate.
void Cone::remember(const Network& network, const State& state, std::vector<PlanTime>& latest) {
  std::size_t at = old_->nodes.size();
  for (; !gates_.empty(); gates_.pop_back()) {
    while (at > gates_.back()) {
      const NodeRecord& one = old_->nodes[--at];
      const Node& node = network.nodes[row_of(one.node)];
      const Dates now = state.early[row_of(one.node)];
      if (now == one.early || !counts(network, node)) continue;
      latest[node.project] = std::max(latest[node.project], now.finish);
    }
    const NodeIndex gate = old_->nodes[at].node;
    waves_.keep(gate, state.early[row_of(gate)], latest);
  }
}

/// Carries a trial on until its finishes are known.
std::vector<PlanTime> Cone::run_trial(const Network& network, State& state, Passes& passes,
                                      const std::vector<NodeIndex>& changed) {
  // Gates at some nodes are enough to meet at, and cost little where nothing ever meets.
  constexpr NodeIndex k_gate_every = 8;
  std::vector<PlanTime> latest(finish_.size(), k_no_time);
  gates_.clear();
  std::size_t from = queue_.first_word();
  for (NodeIndex node = queue_.pop_first(from); node >= 0; node = queue_.pop_first(from)) {
    const bool alone = queue_.empty() && node % k_gate_every == 0;
    const std::size_t records = old_->nodes.size();
    recompute_node(network, state, passes, node);
    const bool moved = old_->nodes.size() > records;
    if (!alone || !moved || std::ranges::find(changed, node) != changed.end()) continue;
    const PlanTime* const wave = waves_.find(node, state.early[row_of(node)]);
    if (wave == nullptr) {
      gates_.push_back(old_->nodes.size() - 1);
    } else if (decides(wave)) {
      while (queue_.pop_first(from) >= 0) continue;
      latest.assign(wave, wave + finish_.size());
      for (std::size_t project = 0; project < latest.size(); ++project)
        finish_[project] = std::max(finish_[project], latest[project]);
      remember(network, state, latest);
      return std::move(finish_);
    }
  }
  remember(network, state, latest);
  const bool lost = std::ranges::any_of(at_finish_, [](std::int32_t count) { return count <= 0; });
  if (lost) count_finishes(network, state, std::vector<PlanTime>(finish_.size(), k_no_time));
  return std::move(finish_);
}

std::vector<PlanTime> Cone::finishes_with(const Network& network, State& state,
                                          const std::vector<NodeIndex>& changed) {
  const std::vector<PlanTime> finish = finish_;
  const std::vector<std::int32_t> at_finish = at_finish_;
  trial_.nodes.clear();
  trial_.driving.clear();
  trial_.project_finish = finish;
  old_ = &trial_;
  Passes passes(network, state);
  queue_with_successors(network, changed);
  std::vector<PlanTime> result = run_trial(network, state, passes, changed);
  finish_ = finish;
  at_finish_ = at_finish;
  for (const NodeRecord& one : trial_.nodes) state.early[row_of(one.node)] = one.early;
  for (const DrivingRecord& one : trial_.driving) state.driving[one.entry] = one.driving;
  clear();
  return result;
}

}  // namespace tc::engine::schedule
