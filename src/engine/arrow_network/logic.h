#pragma once

#include <cstdint>
#include <vector>

#include "engine/arrow_network/arrow_network.h"

namespace tc::engine::arrow_network {

/// Works before each work, ascending and without those that another one implies.
struct Logic {
  std::vector<std::int32_t> order;                ///< Topological.
  std::vector<std::vector<std::int32_t>> before;  ///< By work: directly before, without lag.
  std::vector<std::vector<Link>> lagged;          ///< By work: before with a lag.
};

/// The works in an order in which each comes behind those before it. Refuses what `convert`
/// refuses.
[[nodiscard]] Result<std::vector<std::int32_t>> works_in_order(const Network& network);

/// Of a network without negative lags and loops. Refuses `.cancelled`.
[[nodiscard]] Result<Logic> read_logic(const Network& network, Progress& progress);

}  // namespace tc::engine::arrow_network
