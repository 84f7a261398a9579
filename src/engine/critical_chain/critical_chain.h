#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"

/// Critical chain: the longest chain through links and resources, its buffers, the fever chart.
namespace tc::engine::critical_chain {

inline constexpr std::size_t k_activities_max = 5'000;
inline constexpr std::int64_t k_time_max = 1'000'000'000'000;

struct Demand {
  std::int32_t resource = 0;
  std::int64_t units = 1;
};

/// Any unit of time, the same everywhere.
struct Activity {
  std::int64_t start = 0;       ///< In a resource-feasible schedule of the aggressive durations.
  std::int64_t aggressive = 0;  ///< Even chances of keeping it.
  std::int64_t safe = 0;        ///< Not below the aggressive one.
  std::vector<Demand> demands;
};

/// `after` begins when `before` is done, or with `counts` not negative when so much of it is.
struct Link {
  std::int32_t before = 0;
  std::int32_t after = 0;
  std::int64_t counts = -1;
};

struct Input {
  std::vector<Activity> activities;
  std::vector<Link> links;
  std::vector<std::int64_t> capacities;
};

/// The two ways to size a buffer (scheduling literature: Goldratt 1997; Newbold 1998).
struct Buffer {
  double cut_and_paste = 0;    ///< Half of the chain's aggressive duration.
  double root_sum_square = 0;  ///< √Σ(safe − aggressive)².
};

struct FeedingChain {
  std::vector<std::int32_t> activities;  ///< In their order.
  std::vector<std::int64_t> counted;     ///< Of their durations: less where the next overlaps.
  std::int32_t joins = 0;                ///< The activity of the critical chain it feeds.
  Buffer buffer;
};

struct Chains {
  std::vector<std::int32_t> critical;  ///< In their order.
  std::vector<std::int64_t> counted;   ///< Of their durations, as for feeding chains.
  std::int64_t duration = 0;           ///< Aggressive, of the critical chain.
  Buffer buffer;
  std::vector<FeedingChain> feeding;
};

/// Which activities follow each other by links or because they share a resource that cannot serve
/// both; the longest chain of them by aggressive duration (ties: the one that ends last, then the
/// lowest index), and where others join it. Refuses `critical_chain.empty`, `.too_large`,
/// `.activity_invalid`, `.link_invalid`, `.demand_invalid`. O(activities² · demands).
[[nodiscard]] Result<Chains> find_chains(const Input& input);

/// The buffer of activities in a row.
[[nodiscard]] Buffer size_buffer(const std::vector<Activity>& chain);

enum class Zone : std::uint8_t { green, yellow, red };

/// Borders of the zones as shares of the buffer, at 0 and at 100 % of the chain.
struct FeverZones {
  double yellow_at_start = 0.10, yellow_at_end = 0.70;
  double red_at_start = 0.30, red_at_end = 0.90;
};

struct FeverPoint {
  double chain_done = 0;   ///< Share of the aggressive duration, 0…1.
  double buffer_used = 0;  ///< Share of the buffer; above 1: it is gone; below 0: ahead.
  Zone zone = Zone::green;
};

/// What is known of a chain at a check date.
struct ChainStatus {
  std::int64_t duration = 0;   ///< Aggressive.
  std::int64_t remaining = 0;  ///< Still to do, as estimated now.
  std::int64_t elapsed = 0;    ///< Since the chain began.
  double buffer = 0;
};

/// A point of the fever chart: done = (duration − remaining) / duration, used = (elapsed +
/// remaining − duration) / buffer. A chain of no length is done; a buffer of none is used up by any
/// delay.
[[nodiscard]] FeverPoint fever_point(const ChainStatus& status, const FeverZones& zones = {});

}  // namespace tc::engine::critical_chain
