#pragma once

#include <cstdint>
#include <vector>

#include "engine/portfolio/choices.h"

namespace tc::engine::portfolio {

/// An upper bound on the value of every selection, with the prices that prove it.
struct Bound {
  double value = 0;           ///< No feasible selection is worth more.
  std::vector<double> price;  ///< Per row: value of one unit of capacity.
};

/// Lagrangian dual of the capacities by a subgradient method (M. Held, R. Karp; step by Polyak), at
/// most `iterations` passes. Each candidate takes its best choice under the prices, or none.
/// Prerequisites, exclusions, categories and futures are left out, which keeps the bound valid.
/// `known` is the value of a feasible selection, for the length of the steps.
/// O(iterations · uses).
[[nodiscard]] Bound lagrangian_bound(const Choices& choices, std::int64_t known, int iterations);

/// Value of the relaxation under given prices: safe against rounding.
[[nodiscard]] double relaxed_value(const Choices& choices, const std::vector<double>& price);

/// Value of a choice minus the price of what it uses.
[[nodiscard]] double reduced_value(const Choices& choices, const std::vector<double>& price,
                                   std::int32_t choice);

}  // namespace tc::engine::portfolio
