#pragma once

#include <cstdint>

#include "base/result.h"

/// Waiting lines: Erlang B and C.
namespace tc::engine::service_level {

inline constexpr double k_load_max = 1e6;
inline constexpr std::int64_t k_agents_max = 2'000'000;

/// Probability that all `agents` are busy when calls are lost, for `load` in erlang. By the
/// recursion B(n) = A·B(n−1) ÷ (n + A·B(n−1)), which needs no factorials. O(agents). Refuses
/// `service_level.load_invalid`.
[[nodiscard]] Result<double> erlang_b(double load, std::int64_t agents);

/// A queue with waiting (M/M/c).
struct Waiting {
  double probability = 0;  ///< That an arrival waits (Erlang C).
  double mean_queue = 0;   ///< Arrivals waiting, Lq.
  double mean_wait = 0;    ///< Of all arrivals, in units of the mean handling time.
  double occupancy = 0;    ///< Share of time an agent is busy.
};
/// Refuses `service_level.load_invalid` and `service_level.unstable` (load ≥ agents).
[[nodiscard]] Result<Waiting> erlang_c(double load, std::int64_t agents);

/// Share of arrivals answered within `target` handling times.
[[nodiscard]] double service_level(const Waiting& waiting, double load, std::int64_t agents,
                                   double target);
/// The fewest agents with at least `wanted` (0…1) of arrivals answered within `target` handling
/// times. Refuses `service_level.load_invalid`. O(agents).
[[nodiscard]] Result<std::int64_t> agents_for(double load, double target, double wanted);

}  // namespace tc::engine::service_level
