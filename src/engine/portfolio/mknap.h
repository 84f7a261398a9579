#pragma once

#include <cstdint>
#include <string_view>

#include "engine/portfolio/model.h"

namespace tc::engine::portfolio {

/// One problem of a file.
struct MknapProblem {
  Model model;
  double best = 0;         ///< As the file says; 0 = unknown.
  std::int32_t count = 0;  ///< Problems in the file.
};

/// Whether bytes look like such a file: numbers only.
[[nodiscard]] bool is_mknap(std::string_view bytes);

/// Reads the multidimensional knapsack format of the OR-Library (J. Beasley): number of problems;
/// per problem n, m, best; n values; m rows of n amounts; m capacities. `problem` counts from 0.
/// Decimals are scaled to integers. Refuses `portfolio.malformed`, `portfolio.problem_unknown`,
/// `portfolio.too_large`.
[[nodiscard]] Result<MknapProblem> read_mknap(std::string_view bytes, std::int32_t problem);

}  // namespace tc::engine::portfolio
