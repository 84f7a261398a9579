#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// Rules for patterns on a control chart.
///
/// All work on z = (point − centre line) ÷ σ. The flag lands on the last point of the pattern.
/// Equality is not beyond: a point on a line belongs to the inner zone, and one on the centre line
/// to neither side. For "k of n beyond a zone" the last point is itself beyond.
namespace tc::engine::quality {

enum Rule : std::uint16_t {
  k_beyond_3 = 1 << 0,              ///< Nelson 1, Western Electric 1: one point beyond 3σ.
  k_nine_one_side = 1 << 1,         ///< Nelson 2: nine in a row on one side.
  k_six_monotone = 1 << 2,          ///< Nelson 3: six in a row rising or falling.
  k_fourteen_alternating = 1 << 3,  ///< Nelson 4: fourteen in a row alternating up and down.
  k_two_of_three = 1 << 4,          ///< Nelson 5, WE 2: two of three beyond 2σ, same side.
  k_four_of_five = 1 << 5,          ///< Nelson 6, WE 3: four of five beyond 1σ, same side.
  k_fifteen_within_1 = 1 << 6,      ///< Nelson 7: fifteen in a row within 1σ, both sides.
  k_eight_beyond_1 = 1 << 7,        ///< Nelson 8: eight in a row beyond 1σ, both sides.
  k_eight_one_side = 1 << 8,        ///< Western Electric 4: eight in a row on one side.
};
using Rules = std::uint16_t;
inline constexpr Rules k_nelson = 0xff;
inline constexpr Rules k_western_electric =
    k_beyond_3 | k_two_of_three | k_four_of_five | k_eight_one_side;

/// Sets in `flags[i]` every rule of `rules` that z[i] completes. Precondition: equal lengths, no
/// NaN. One pass, O(n).
void check_rules(std::span<const double> z, Rules rules, std::span<Rules> flags);

struct RuleName {
  Rule rule;
  std::string_view key;
};
/// Names in answers, in the order of the bits.
[[nodiscard]] std::span<const RuleName> rule_names();

}  // namespace tc::engine::quality
