#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/progress.h"
#include "base/result.h"

/// 双代号网络: works as arrows between numbered events (JGJ/T 121-2015 §4).
namespace tc::engine::arrow_network {

inline constexpr std::size_t k_works_max = 200'000;
inline constexpr std::size_t k_links_max = 2'000'000;
inline constexpr std::int64_t k_duration_max = 1'000'000'000'000;

/// `after` begins when `before` is done and `lag` has passed; with a negative lag so long before it
/// is done. Start-start with lag s: s − duration of `before`; finish-finish with lag f: f −
/// duration of `after`. What begins before `before` begins has no arrow.
struct Link {
  std::int32_t before = 0;
  std::int32_t after = 0;
  std::int64_t lag = 0;  ///< In the unit of durations, not below −duration of `before`.
};

/// A network of works on nodes. Any unit of time, the same everywhere.
struct Network {
  std::vector<std::int64_t> durations;  ///< By work; not negative.
  std::vector<Link> links;
};

/// The six times of a work (§4.4); the free float looks through dummies at the works behind them.
struct Times {
  std::int64_t early_start = 0;
  std::int64_t early_finish = 0;
  std::int64_t late_start = 0;
  std::int64_t late_finish = 0;
  std::int64_t total_float = 0;
  std::int64_t free_float = 0;
  friend bool operator==(const Times&, const Times&) = default;
};

struct Arrow {
  enum class Kind : std::uint8_t { work, lag, dummy };
  Kind kind = Kind::work;
  std::int32_t from = 0;  ///< Events are numbered from 0; from < to.
  std::int32_t to = 0;
  std::int32_t work = -1;   ///< Of a work.
  std::int32_t part = 0;    ///< Of a work that others overlap: 1, 2 …; 0: in one piece.
  std::int64_t offset = 0;  ///< Of a part: where in its work it begins.
  std::int64_t duration = 0;
  Times times;
  bool critical = false;  ///< Its total float is the least of all.
};

struct Event {
  std::int64_t early = 0;
  std::int64_t late = 0;
};

/// One start event (0), one end event (the last), every arrow to a higher number, no two works
/// between the same events.
struct ArrowNetwork {
  std::vector<Event> events;
  std::vector<Arrow> arrows;  ///< The works (their first parts) first, in their order.
  std::vector<Times> works;   ///< By work, as a whole: it is not interrupted between its parts.
  std::int64_t computed_duration = 0;  ///< Tc
  std::int64_t planned_duration = 0;   ///< Tp: as required, else Tc.
  std::size_t dummies = 0;
};

/// The arrow network that lets exactly the same works follow each other, with few dummies, and its
/// times. Works that others overlap are drawn in parts. `required`: Tr, the duration that is asked
/// for; late times count from it. Refuses `arrow_network.empty`, `.too_large`, `.duration_invalid`,
/// `.link_invalid`, `.cycle`,
/// `.cancelled`. O(V + E) beside the reduction of redundant links, O(V·E/64), left out above
/// k_reduced_works_max works.
[[nodiscard]] Result<ArrowNetwork> convert(const Network& network,
                                           std::optional<std::int64_t> required,
                                           Progress& progress);

/// Above this many works redundant links stay: more dummies, the same times.
inline constexpr std::size_t k_reduced_works_max = 20'000;

}  // namespace tc::engine::arrow_network
