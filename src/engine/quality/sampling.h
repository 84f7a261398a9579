#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

/// Single sampling by attributes after MIL-STD-105E (tables I and II-A to II-C), AQL 0.65 to 15.
namespace tc::engine::quality {

enum class Severity : std::uint8_t { normal, tightened, reduced };
[[nodiscard]] std::optional<Severity> severity_of(std::string_view word);
[[nodiscard]] std::string_view word_of(Severity severity);

inline constexpr std::int64_t k_lot_max = 1'000'000'000'000;

struct SamplingPlan {
  char code_letter = 'A';  ///< By lot size and level.
  char plan_letter = 'A';  ///< Of the plan that an arrow leads to.
  std::int64_t sample_size = 0;
  std::int64_t accept = 0;  ///< The lot is accepted with so many nonconforming at most.
  /// Refused with so many; under reduced inspection a gap lies between: accepted, but inspection
  /// goes back to normal.
  std::int64_t reject = 1;
  bool every_item = false;  ///< The sample reaches the lot size: inspect all.
};

/// Level "S1"…"S4", "I", "II", "III"; `aql` in percent nonconforming, one of 0.65, 1, 1.5, 2.5, 4,
/// 6.5, 10, 15. Refuses `quality.lot_invalid`, level_unknown, aql_unknown. O(1).
[[nodiscard]] Result<SamplingPlan> sampling_plan(std::int64_t lot_size, double aql,
                                                 std::string_view level, Severity severity);

/// Where a series of lots stands between normal, tightened and reduced inspection.
struct Switching {
  Severity severity = Severity::normal;
  bool discontinued = false;
  std::uint32_t refused_of_last_five = 0;  ///< Bits of the last five lots on normal inspection.
  std::int32_t accepted_in_a_row = 0;
  std::int32_t refused_on_tightened = 0;  ///< Cumulative.
};

struct LotResult {
  std::int64_t nonconforming = 0;
  bool first_submission = true;  ///< Resubmitted lots do not count.
  /// Reduced inspection is agreed, production is steady and the limit numbers (105E table VIII) or
  /// the switching score (ISO 2859-1) allow it: what a table of the plan cannot know.
  bool reduction_allowed = false;
};

struct Switched {
  bool accepted = false;
  Switching next;
};

/// Decides a lot and the severity for the next one: normal → tightened when two of five in a row
/// are refused, back after five accepted in a row; stop when five have been refused under tightened
/// inspection; normal → reduced after ten accepted in a row where it is allowed, back when a lot is
/// refused, falls into the gap, or reduction is no longer allowed. Refuses
/// `quality.inspection_discontinued`.
[[nodiscard]] Result<Switched> decide(const Switching& state, const SamplingPlan& plan,
                                      const LotResult& lot);

}  // namespace tc::engine::quality
