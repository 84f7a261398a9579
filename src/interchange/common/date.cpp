#include "interchange/common/date.h"

namespace tc::interchange {
namespace {

constexpr std::size_t k_minute_form = 16;
constexpr std::size_t k_second_form = 19;

/// Two digits, or a number over 99 where they are none.
int two_digits(std::string_view text, std::size_t at) {
  const unsigned tens = static_cast<unsigned char>(text[at]) - static_cast<unsigned>('0');
  const unsigned ones = static_cast<unsigned char>(text[at + 1]) - static_cast<unsigned>('0');
  return tens > 9 || ones > 9 ? 100 : static_cast<int>(tens * 10 + ones);
}

}  // namespace

std::optional<PlanTime> parse_file_date(std::string_view text) {
  const bool shape = (text.size() == k_minute_form || text.size() == k_second_form) &&
                     text[4] == '-' && text[7] == '-' && (text[10] == ' ' || text[10] == 'T') &&
                     text[13] == ':';
  if (!shape) return parse_plan_time(text);
  const int century = two_digits(text, 0);
  const int year = two_digits(text, 2);
  const int month = two_digits(text, 5);
  const int day = two_digits(text, 8);
  const int hour = two_digits(text, 11);
  const int minute = two_digits(text, 14);
  const bool seconds = text.size() == k_second_form;
  const int second = seconds ? (text[16] == ':' ? two_digits(text, 17) : 100) : 0;
  // The 29th and later need the calendar; the strict parser has it.
  const bool plain = century < 100 && year < 100 && month >= 1 && month <= 12 && day >= 1 &&
                     day <= 28 && hour < 24 && minute < 60 && second < 60;
  if (!plain) return parse_plan_time(text);
  const Day days = day_from_civil({century * 100 + year, month, day});
  if (days < 0 || days > k_day_max) return std::nullopt;
  return start_of(days) + hour * k_tenths_per_hour + minute * k_tenths_per_minute +
         (second + 3) / 6;
}

}  // namespace tc::interchange
