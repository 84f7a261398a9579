#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "engine/survey/agreement.h"

/// Who is central in a network of people: undirected, unweighted.
namespace tc::engine::survey {

struct Network {
  std::int32_t nodes = 0;
  std::vector<std::pair<std::int32_t, std::int32_t>> edges;  ///< Loops and doubles are ignored.
};

inline constexpr std::int32_t k_nodes_max = 1'000'000;
inline constexpr std::size_t k_edges_max = 20'000'000;

// All refuse `survey.edge_invalid` and `survey.too_large` (argument limit).

/// Number of neighbours. O(n + m log m).
[[nodiscard]] Result<std::vector<std::int32_t>> degree(const Network& network);
/// (reachable ÷ (n − 1)) · (reachable ÷ Σ distances): Wasserman and Faust, which is the usual
/// (n − 1) ÷ Σ where all are connected. Reason `survey.isolated`. O(n · m); refuses
/// `survey.cancelled`.
[[nodiscard]] Result<std::vector<Figure>> closeness(const Network& network, Progress& progress);
/// Shortest paths through a node, each pair once, not normalised. O(n · m), Brandes 2001. Refuses
/// `survey.cancelled` and `survey.too_many_paths` (beyond 10³⁰⁸ between two nodes).
[[nodiscard]] Result<std::vector<double>> betweenness(const Network& network, Progress& progress);
/// Largest eigenvector with Euclidean length 1, by power iteration on A + I (the shift leaves the
/// vector alone and keeps bipartite networks from oscillating). Refuses `survey.no_edges` and
/// `survey.not_converged`.
[[nodiscard]] Result<std::vector<double>> eigenvector(const Network& network);

}  // namespace tc::engine::survey
