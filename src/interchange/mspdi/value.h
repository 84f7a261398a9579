#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/civil.h"
#include "base/minutes.h"
#include "plan/plan.h"

/// Values as MSPDI writes them. Source: Microsoft's "Project XML Data Interchange Schema".
namespace tc::interchange::mspdi {

/// `2014-10-17T08:00:00`, no zone; empty for k_no_time.
[[nodiscard]] std::string date_text(PlanTime time);

/// `PT8H30M0S` in tenths of a minute, seconds rounded; also with days (of 24 hours) and a sign.
[[nodiscard]] std::optional<std::int64_t> parse_duration(std::string_view text);
[[nodiscard]] std::string duration_text(Minutes minutes);

/// `08:00:00` as tenths of a minute since midnight, 0…14400.
[[nodiscard]] std::optional<std::int32_t> parse_clock(std::string_view text);
[[nodiscard]] std::string clock_text(std::int32_t tenths);

/// MS Project writes 0 and 1, other programs true and false.
[[nodiscard]] inline bool parse_flag(std::string_view text) {
  return text == "1" || text == "true" || text == "True" || text == "TRUE";
}
[[nodiscard]] inline std::string flag_text(bool value) { return value ? "1" : "0"; }

/// DurationFormat and LagFormat: 3 m, 5 h, 7 d, 9 w, 11 mo, 19 %, one more = elapsed, 32 more =
/// estimated.
struct DurationFormat {
  plan::DurationUnit unit = plan::DurationUnit::days;
  bool elapsed = false;
  bool estimated = false;
};
[[nodiscard]] std::optional<DurationFormat> parse_duration_format(std::string_view text);
[[nodiscard]] std::string duration_format_text(const DurationFormat& format);

}  // namespace tc::interchange::mspdi
