#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "plan/plan.h"

/// Schedule compression: 工期优化 and 费用优化 (JGJ/T 121-2015 §6), crashing in PMI's words.
namespace tc::engine::compression {

inline constexpr std::size_t k_works_max = 20'000;
inline constexpr std::size_t k_links_max = 200'000;
inline constexpr std::int64_t k_time_max = 1'000'000'000;
inline constexpr std::int64_t k_rate_max = 100'000'000'000'000;

/// Any unit of time, the same everywhere.
struct Work {
  std::int64_t normal = 0;    ///< Its duration as it stands, the cheapest.
  std::int64_t shortest = 0;  ///< 0…normal.
  /// What one unit of time less costs, or how little it is wished (优选系数); not negative.
  std::int64_t rate = 0;
  std::int64_t release = 0;  ///< It cannot begin earlier than this after the start.
};

struct Link {
  std::int32_t before = 0;
  std::int32_t after = 0;
  plan::LinkKind kind = plan::LinkKind::fs;
  std::int64_t lag = 0;  ///< May be negative.
};

struct Network {
  std::vector<Work> works;
  std::vector<Link> links;
};

/// How one work changes in a step: shorter by so much, or longer again (`by` < 0) because others
/// are shortened together more cheaply.
struct Change {
  std::int32_t work = 0;
  std::int64_t by = 0;
  friend bool operator==(const Change&, const Change&) = default;
};

/// The cheapest way from one duration of the whole to the next; costs grow straight within it.
struct Step {
  std::int64_t from = 0;  ///< Duration of the whole before…
  std::int64_t to = 0;    ///< …and after; from > to.
  std::int64_t rate = 0;  ///< Of one unit of time; never less than the step's before.
  std::vector<Change> changes;
};

/// The time–cost curve from the normal duration downwards.
struct Curve {
  std::int64_t normal = 0;  ///< Duration of the whole with every work as it stands.
  std::vector<Step> steps;
  bool at_shortest = false;  ///< The last step ends where nothing can shorten the whole further.

  [[nodiscard]] std::int64_t reached() const { return steps.empty() ? normal : steps.back().to; }
  /// What shortening to `duration` costs; precondition: reached() ≤ duration ≤ normal.
  [[nodiscard]] double cost_of(std::int64_t duration) const;
  /// The duration at which this and `indirect` per unit of time together are least (费用优化):
  /// steps are worth it while their rate is below. The shorter of two that cost the same.
  [[nodiscard]] std::int64_t cheapest(std::int64_t indirect) const;
  /// By how much each work is shorter at `duration`; by work.
  [[nodiscard]] std::vector<std::int64_t> shortened(std::int64_t duration, std::size_t works) const;
};

/// The exact curve down to `target`, or to the shortest possible duration. For every duration the
/// sum of rate × shortening is least: the flow method of Fulkerson and Kelley (1961). A work may
/// stretch between its own start and finish where start and finish links hold them apart. Refuses
/// `compression.empty`, `.too_large`, `.work_invalid`, `.link_invalid`, `.cycle`, `.cancelled`.
[[nodiscard]] Result<Curve> compress(const Network& network, std::optional<std::int64_t> target,
                                     Progress& progress);

}  // namespace tc::engine::compression
