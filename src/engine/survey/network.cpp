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

/// Breadth first from one node: what both measures of distance need.
struct Search {
  explicit Search(std::size_t nodes) : distance(nodes, -1), paths(nodes) { order.reserve(nodes); }

  void run(const Graph& graph, std::int32_t source) {
    for (const std::int32_t node : order) distance[static_cast<std::size_t>(node)] = -1;
    order.clear();
    order.push_back(source);
    distance[static_cast<std::size_t>(source)] = 0;
    paths[static_cast<std::size_t>(source)] = 1;
    for (std::size_t at = 0; at < order.size(); ++at) {
      const auto node = static_cast<std::size_t>(order[at]);
      for (const std::int32_t next : graph.of(node)) {
        const auto to = static_cast<std::size_t>(next);
        if (distance[to] < 0) {
          distance[to] = distance[node] + 1;
          paths[to] = 0;
          order.push_back(next);
        }
        if (distance[to] == distance[node] + 1) paths[to] += paths[node];
      }
    }
  }

  std::vector<std::int32_t> distance;
  std::vector<double> paths;        ///< Number of shortest paths.
  std::vector<std::int32_t> order;  ///< By distance.
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
  std::vector<double> dependency(graph->size());
  const Status status = from_every_node(*graph, progress, [&](std::size_t source, const Search& s) {
    for (const std::int32_t node : s.order) dependency[static_cast<std::size_t>(node)] = 0;
    for (std::size_t at = s.order.size(); at-- > 1;) {
      const auto node = static_cast<std::size_t>(s.order[at]);
      const double share = (1 + dependency[node]) / s.paths[node];
      for (const std::int32_t next : graph->of(node)) {
        const auto before = static_cast<std::size_t>(next);
        if (s.distance[before] == s.distance[node] - 1)
          dependency[before] += s.paths[before] * share;
      }
      if (node != source) result[node] += dependency[node];
    }
  });
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
