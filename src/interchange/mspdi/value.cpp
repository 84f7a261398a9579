#include "interchange/mspdi/value.h"

#include <array>
#include <cstdio>

#include "interchange/common/number.h"

namespace tc::interchange::mspdi {
namespace {

using plan::DurationUnit;

constexpr std::int64_t k_hours_max = 4'000'000;  // Beyond Minutes' 31 bits of tenths.

bool digits(std::string_view text, std::size_t at, std::size_t count, int& value) {
  value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    const char c = text[i];
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  return true;
}

/// Seconds of one unit letter of a duration; 0 for an unknown one.
std::int64_t unit_seconds(char unit, bool in_time) {
  if (unit == 'H' && in_time) return 3600;
  if (unit == 'M' && in_time) return 60;
  if (unit == 'S' && in_time) return 1;
  return unit == 'D' && !in_time ? 86400 : 0;
}

}  // namespace

std::string date_text(PlanTime time) {
  if (time == k_no_time) return {};
  std::string text = format_plan_time(time);
  if (text.size() == 16) text += ":00";
  return text;
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
  const bool negative = text.starts_with("-");
  if (negative) text.remove_prefix(1);
  if (!text.starts_with("P") || text.size() < 3) return std::nullopt;
  text.remove_prefix(1);
  bool in_time = false;
  std::int64_t tenth_seconds = 0;
  while (!text.empty()) {
    if (text.front() == 'T') {
      in_time = true;
      text.remove_prefix(1);
      continue;
    }
    const std::size_t end = text.find_first_not_of("0123456789.");
    if (end == 0 || end == std::string_view::npos) return std::nullopt;
    const std::int64_t seconds = unit_seconds(text[end], in_time);
    const auto value = parse_scaled(text.substr(0, end), seconds * 10);
    if (seconds == 0 || !value || *value > k_hours_max * 36000) return std::nullopt;
    tenth_seconds += *value;
    text.remove_prefix(end + 1);
  }
  const std::int64_t tenths = (tenth_seconds + 30) / 60;
  return negative ? -tenths : tenths;
}

std::string duration_text(Minutes minutes) {
  const std::int64_t tenths = minutes.tenths();
  const std::int64_t size = tenths < 0 ? -tenths : tenths;
  std::array<char, 48> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%sPT%lldH%lldM%lldS", tenths < 0 ? "-" : "",
                static_cast<long long>(size / 600), static_cast<long long>(size / 10 % 60),
                static_cast<long long>(size % 10 * 6));
  return buffer.data();
}

std::optional<std::int32_t> parse_clock(std::string_view text) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (text.size() < 5 || text[2] != ':' || !digits(text, 0, 2, hour) ||
      !digits(text, 3, 2, minute)) {
    return std::nullopt;
  }
  if (text.size() >= 8 && (text[5] != ':' || !digits(text, 6, 2, second))) return std::nullopt;
  const int tenths = hour * 600 + minute * 10 + (second + 3) / 6;
  if (minute > 59 || second > 59 || tenths > k_tenths_per_day) return std::nullopt;
  return tenths;
}

std::string clock_text(std::int32_t tenths) {
  std::array<char, 48> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%02d:%02d:%02d", tenths / 600 % 24, tenths / 10 % 60,
                tenths % 10 * 6);
  return buffer.data();
}

std::optional<DurationFormat> parse_duration_format(std::string_view text) {
  const auto number = parse_integer(text);
  if (!number) return std::nullopt;
  DurationFormat format;
  std::int64_t code = *number;
  constexpr std::int64_t k_estimated = 32;
  format.estimated = code > k_estimated;
  if (format.estimated) code -= k_estimated;
  format.elapsed = code % 2 == 0;
  switch (code - (format.elapsed ? 1 : 0)) {
    case 3:
      format.unit = DurationUnit::minutes;
      break;
    case 5:
      format.unit = DurationUnit::hours;
      break;
    case 7:
      format.unit = DurationUnit::days;
      break;
    case 9:
      format.unit = DurationUnit::weeks;
      break;
    case 11:
      format.unit = DurationUnit::months;
      break;
    case 19:
      format.unit = DurationUnit::percent;
      break;
    case 21:
      break;
    default:
      return std::nullopt;
  }
  return format;
}

std::string duration_format_text(const DurationFormat& format) {
  int code = 7;
  switch (format.unit) {
    case DurationUnit::minutes:
      code = 3;
      break;
    case DurationUnit::hours:
      code = 5;
      break;
    case DurationUnit::days:
      code = 7;
      break;
    case DurationUnit::weeks:
      code = 9;
      break;
    case DurationUnit::months:
    case DurationUnit::years:
      code = 11;
      break;
    case DurationUnit::percent:
      code = 19;
      break;
  }
  return std::to_string(code + (format.elapsed ? 1 : 0) + (format.estimated ? 32 : 0));
}

}  // namespace tc::interchange::mspdi
