#include "engine/survey/network.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace tc::engine::survey {
namespace {

constexpr int k_iterations_max = 100'000;
constexpr double k_converged = 1e-13;

/// Neighbours of each node in one array.
struct Graph {
  std::vector<std::uint32_t> begin;
  std::vector<std::int32_t> neighbours;

  [[nodiscard]] std::size_t size() const { return begin.size() - 1; }
  [[nodiscard]] std::span<const std::int32_t> of(std::size_t node) const {
    return {neighbours.data() + begin[node], neighbours.data() + begin[node + 1]};
  }
};

Result<Graph> graph_of(const Network& network) {
  if (network.nodes < 0 || network.nodes > k_nodes_max || network.edges.size() > k_edges_max) {
    return refuse(RefusalKind::too_large, "survey.too_large", {},
                  {{"limit", std::to_string(k_nodes_max)}});
  }
  std::vector<std::pair<std::int32_t, std::int32_t>> arcs;
  arcs.reserve(network.edges.size() * 2);
  for (const auto& [a, b] : network.edges) {
    if (a < 0 || b < 0 || a >= network.nodes || b >= network.nodes)
      return refuse(RefusalKind::rule, "survey.edge_invalid");
    if (a == b) continue;
    arcs.emplace_back(a, b);
    arcs.emplace_back(b, a);
  }
  std::ranges::sort(arcs);
  arcs.erase(std::unique(arcs.begin(), arcs.end()), arcs.end());
  Graph graph;
  graph.begin.resize(static_cast<std::size_t>(network.nodes) + 1);
  for (const auto& [from, to] : arcs) {
    ++graph.begin[static_cast<std::size_t>(from) + 1];
    graph.neighbours.push_back(to);
  }
  for (std::size_t at = 1; at < graph.begin.size(); ++at) graph.begin[at] += graph.begin[at - 1];
  return graph;
}

/// Σ values over the neighbours of a node. Four sums run beside each other: one alone would wait
/// for every addition.
double sum_over(std::span<const std::int32_t> neighbours, const std::vector<double>& values) {
  double a = 0, b = 0, c = 0, d = 0;
  const double* const value = values.data();
  const std::int32_t* node = neighbours.data();
  const std::int32_t* const end = node + neighbours.size();
  for (; end - node >= 4; node += 4) {
    a += value[node[0]];
    b += value[node[1]];
    c += value[node[2]];
    d += value[node[3]];
  }
  for (; node != end; ++node) a += value[*node];
  return (a + b) + (c + d);
}

/// Breadth first from one node: nodes by distance, in levels.
struct Search {
  explicit Search(std::size_t nodes) : distance(nodes, -1) { order.reserve(nodes); }

  void run(const Graph& graph, std::int32_t source) {
    for (const std::int32_t node : order) distance[static_cast<std::size_t>(node)] = -1;
    order.assign(1, source);
    level_begin.assign(1, 0);
    distance[static_cast<std::size_t>(source)] = 0;
    while (level_begin.back() < order.size()) {
      const std::size_t end = order.size();
      for (std::size_t at = level_begin.back(); at < end; ++at) discover(graph, order[at]);
      level_begin.push_back(end);
    }
  }

  [[nodiscard]] std::span<const std::int32_t> level(std::size_t at) const {
    return {order.data() + level_begin[at], order.data() + level_begin[at + 1]};
  }
  [[nodiscard]] std::size_t levels() const { return level_begin.size() - 1; }

  std::vector<std::int32_t> distance;
  std::vector<std::int32_t> order;
  std::vector<std::size_t> level_begin;  ///< Into `order`; one more than levels.

 private:
  void discover(const Graph& graph, std::int32_t node) {
    const std::int32_t next_distance = distance[static_cast<std::size_t>(node)] + 1;
    std::int32_t* const distances = distance.data();
    for (const std::int32_t next : graph.of(static_cast<std::size_t>(node))) {
      if (distances[next] >= 0) continue;
      distances[next] = next_distance;
      order.push_back(next);
    }
  }
};

/// Brandes' dependencies of one source. `layer` holds the values of one level and zero elsewhere,
/// so that a node pulls the sum of the level before it from all its neighbours without asking.
class Dependencies {
 public:
  explicit Dependencies(const Graph& graph)
      : graph_(graph), paths_(graph.size()), share_(graph.size()), layer_(graph.size()) {}

  /// Adds the share of all shortest paths from the source of `search`. False where there are more
  /// paths than a double can count.
  [[nodiscard]] bool add(const Search& search, std::vector<double>& result) {
    paths_[static_cast<std::size_t>(search.order.front())] = 1;
    show(search.level(0), paths_);
    bool finite = true;
    for (std::size_t level = 1; level < search.levels(); ++level) {
      for (const std::int32_t next : search.level(level)) {
        const auto node = static_cast<std::size_t>(next);
        paths_[node] = sum_over(graph_.of(node), layer_);
        finite = finite && std::isfinite(paths_[node]);
      }
      hide(search.level(level - 1));
      show(search.level(level), paths_);
    }
    hide(search.level(search.levels() - 1));
    if (finite) go_back(search, result);
    return finite;
  }

 private:
  void go_back(const Search& search, std::vector<double>& result) {
    for (std::size_t level = search.levels(); level-- > 1;) {
      for (const std::int32_t next : search.level(level)) {
        const auto node = static_cast<std::size_t>(next);
        const double dependency = paths_[node] * sum_over(graph_.of(node), layer_);
        share_[node] = (1 + dependency) / paths_[node];
        result[node] += dependency;
      }
      if (level + 1 < search.levels()) hide(search.level(level + 1));
      show(search.level(level), share_);
    }
    if (search.levels() > 1) hide(search.level(1));
  }
  void show(std::span<const std::int32_t> nodes, const std::vector<double>& values) {
    for (const std::int32_t node : nodes)
      layer_[static_cast<std::size_t>(node)] = values[static_cast<std::size_t>(node)];
  }
  void hide(std::span<const std::int32_t> nodes) {
    for (const std::int32_t node : nodes) layer_[static_cast<std::size_t>(node)] = 0;
  }

  const Graph& graph_;
  std::vector<double> paths_;  ///< Number of shortest paths from the source.
  std::vector<double> share_;  ///< (1 + dependency) ÷ paths: what a predecessor gets per path.
  std::vector<double> layer_;
};

/// Runs `visit` after the search from every node.
template <class Visit>
Status from_every_node(const Graph& graph, Progress& progress, Visit visit) {
  Search search(graph.size());
  const auto nodes = static_cast<std::int64_t>(graph.size());
  for (std::int64_t source = 0; source < nodes; ++source) {
    if (source % 16 == 0 && !progress.step(source, nodes, "network"))
      return refuse(RefusalKind::rule, "survey.cancelled");
    search.run(graph, static_cast<std::int32_t>(source));
    visit(static_cast<std::size_t>(source), search);
  }
  return Done{};
}

}  // namespace

Result<std::vector<std::int32_t>> degree(const Network& network) {
  const Result<Graph> graph = graph_of(network);
  if (!graph) return graph.refusals();
  std::vector<std::int32_t> result;
  for (std::size_t node = 0; node < graph->size(); ++node)
    result.push_back(static_cast<std::int32_t>(graph->of(node).size()));
  return result;
}

Result<std::vector<Figure>> closeness(const Network& network, Progress& progress) {
  const Result<Graph> graph = graph_of(network);
  if (!graph) return graph.refusals();
  std::vector<Figure> result(graph->size());
  const auto others = static_cast<double>(graph->size()) - 1;
  const Status status = from_every_node(*graph, progress, [&](std::size_t source, const Search& s) {
    double sum = 0;
    for (const std::int32_t node : s.order) sum += s.distance[static_cast<std::size_t>(node)];
    const auto reached = static_cast<double>(s.order.size()) - 1;
    result[source] =
        sum > 0 ? known(reached / others * (reached / sum)) : undefined("survey.isolated");
  });
  if (!status) return status.refusals();
  return result;
}

Result<std::vector<double>> betweenness(const Network& network, Progress& progress) {
  const Result<Graph> graph = graph_of(network);
  if (!graph) return graph.refusals();
  std::vector<double> result(graph->size());
  Dependencies dependencies(*graph);
  bool finite = true;
  const Status status = from_every_node(*graph, progress, [&](std::size_t, const Search& search) {
    finite = finite && dependencies.add(search, result);
  });
  if (!finite) return refuse(RefusalKind::rule, "survey.too_many_paths");
  if (!status) return status.refusals();
  for (double& value : result) value /= 2;  // Every pair was seen from both ends.
  return result;
}

Result<std::vector<double>> eigenvector(const Network& network) {
  const Result<Graph> graph = graph_of(network);
  if (!graph) return graph.refusals();
  if (graph->neighbours.empty()) return refuse(RefusalKind::rule, "survey.no_edges");
  const std::size_t nodes = graph->size();
  std::vector<double> vector(nodes, 1 / std::sqrt(static_cast<double>(nodes)));
  std::vector<double> next(nodes);
  for (int iteration = 0; iteration < k_iterations_max; ++iteration) {
    double length = 0;
    for (std::size_t node = 0; node < nodes; ++node) {
      next[node] = vector[node];
      for (const std::int32_t other : graph->of(node))
        next[node] += vector[static_cast<std::size_t>(other)];
      length += next[node] * next[node];
    }
    length = std::sqrt(length);
    double change = 0;
    for (std::size_t node = 0; node < nodes; ++node) {
      next[node] /= length;
      change = std::fmax(change, std::abs(next[node] - vector[node]));
    }
    vector.swap(next);
    if (change < k_converged) return vector;
  }
  return refuse(RefusalKind::rule, "survey.not_converged");
}

}  // namespace tc::engine::survey
