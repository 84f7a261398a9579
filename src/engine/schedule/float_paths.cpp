#include "engine/schedule/float_paths.h"

#include <algorithm>
#include <queue>
#include <tuple>

#include "base/row.h"
#include "engine/schedule/network.h"
#include "engine/schedule/passes.h"

namespace tc::engine::schedule {
namespace {

class Tracer {
 public:
  Tracer(const Network& network, State& state, PathBy by)
      : network_(network),
        state_(state),
        passes_(network, state),
        by_(by),
        taken_(network.nodes.size()) {}

  std::vector<FloatPath> run(NodeIndex end, std::size_t count_max) {
    std::vector<FloatPath> paths;
    if (count_max > 0) trace({by_ == PathBy::total_float ? total(end) : 0, end, -1}, paths);
    while (paths.size() < count_max && !branches_.empty()) {
      const Branch next = branches_.top();
      branches_.pop();
      if (taken_[row_of(next.node)] == 0) trace(next, paths);
    }
    return paths;
  }

 private:
  /// A way to continue backward: `node` before `joins`.
  struct Branch {
    std::int32_t value = 0;
    NodeIndex node = 0;
    NodeIndex joins = -1;
    friend bool operator<(const Branch& a, const Branch& b) {  // The top is the most critical.
      return std::tie(a.value, a.node, a.joins) > std::tie(b.value, b.node, b.joins);
    }
  };

  [[nodiscard]] std::int32_t total(NodeIndex node) const {
    return state_.total_float[row_of(node)];
  }

  [[nodiscard]] bool is_open(NodeIndex node) const {
    const Special* special = network_.special_of(network_.nodes[row_of(node)]);
    const bool finished = special != nullptr && special->progress == Progress::finished;
    return taken_[row_of(node)] == 0 && !finished;
  }

  /// How critical the activity before `edge` is, which leads to a node with `value`.
  [[nodiscard]] std::int32_t value_of(const Edge& edge, NodeIndex to, std::int32_t value) const {
    if (by_ == PathBy::total_float) return total(edge.node);
    Edge forward = edge;
    forward.node = to;
    return value + passes_.link_float(forward, edge.node);
  }

  /// Follows the most critical predecessors from one branch to an open start.
  void trace(Branch branch, std::vector<FloatPath>& paths) {
    FloatPath path;
    path.float_tenths = branch.value;
    if (branch.joins >= 0) path.joins = network_.activity[row_of(branch.joins)];
    for (bool more = true; more;) {
      taken_[row_of(branch.node)] = 1;
      if (network_.nodes[row_of(branch.node)].shape < Shape::summary_in) {
        path.activities.push_back(network_.activity[row_of(branch.node)]);
      }
      more = step(branch);
    }
    std::reverse(path.activities.begin(), path.activities.end());
    if (!path.activities.empty()) paths.push_back(std::move(path));
  }

  /// The most critical predecessor goes on, the others wait for a path of their own.
  bool step(Branch& branch) {
    const Branch here = branch;
    bool more = false;
    for (const Edge& edge : network_.predecessors(here.node)) {
      if (!is_open(edge.node)) continue;
      const Branch back{value_of(edge, here.node, here.value), edge.node, here.node};
      if (more) branches_.push(std::min(branch, back));  // "Less" is less critical.
      branch = more ? std::max(branch, back) : back;
      more = true;
    }
    return more;
  }

  const Network& network_;
  State& state_;
  Passes passes_;
  PathBy by_;
  std::vector<std::uint8_t> taken_;
  std::priority_queue<Branch> branches_;
};

NodeIndex latest_node(const Network& network, const State& state) {
  NodeIndex latest = -1;
  for (std::size_t row = 0; row < network.nodes.size(); ++row) {
    if (network.nodes[row].shape >= Shape::summary_in) continue;
    if (latest < 0 || state.early[row].finish > state.early[row_of(latest)].finish) {
      latest = static_cast<NodeIndex>(row);
    }
  }
  return latest;
}

}  // namespace

Result<std::vector<FloatPath>> compute_float_paths(const plan::Plan& plan,
                                                   const FloatPathOptions& options) {
  const Result<Network> network = build_network(plan, options.schedule);
  if (!network) return network.refusals();
  State state;
  compute_all(*network, state);
  const bool known = options.end >= 0 && row_of(options.end) < network->node_of.size();
  NodeIndex end = known ? network->node_of[row_of(options.end)] : -1;
  if (options.end == plan::k_none) end = latest_node(*network, state);
  if (end < 0) {
    return refuse(RefusalKind::rule, "plan.path_end_unknown", {},
                  {{"activity", std::to_string(options.end)}});
  }
  return Tracer(*network, state, options.by).run(end, options.count_max);
}

}  // namespace tc::engine::schedule
