#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace tc::interchange {

/// A distinct number for every object: its own where `wanted` is one and not yet taken, else the
/// next free one above all of them. O(n).
[[nodiscard]] std::vector<std::string> distinct_numbers(
    const std::vector<std::string_view>& wanted);

/// Cuts loops of base calendars, and chains deeper than k_calendar_depth_max. Answers the
/// calendars that lost their base. O(calendars × depth).
[[nodiscard]] std::vector<std::size_t> cut_base_loops(std::vector<plan::Calendar>& calendars);

/// The value behind `key=` in an `extra` of lines; empty where there is none.
[[nodiscard]] std::string_view extra_value(std::string_view extra, std::string_view key);

/// A number that changes when activities are added, removed, moved or renumbered.
[[nodiscard]] std::string structure_mark(const plan::Plan& plan);

/// Outline level (from 1) and number ("1.2.3") of every activity; blank rows have level 0.
struct Outline {
  std::vector<std::int32_t> levels;
  std::vector<std::string> numbers;
};
[[nodiscard]] Outline outline_of(const plan::Plan& plan);

}  // namespace tc::interchange
