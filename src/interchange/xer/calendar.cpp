#include "interchange/xer/calendar.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <utility>

#include "interchange/common/number.h"

namespace tc::interchange::xer {
namespace {

/// 1970-01-01 in the day count of Excel, which P6 uses for exceptions.
constexpr std::int32_t k_excel_epoch = 25569;
constexpr int k_depth_max = 16;

/// One node of the data. P6 puts blanks and 0x7F (its line break) between nodes.
struct Node {
  std::string_view name;
  std::string_view attributes;
  std::string_view children;
};

/// The text inside a parenthesis that opens at `at`; moves `at` behind it.
std::optional<std::string_view> group(std::string_view text, std::size_t& at) {
  while (at < text.size() && text[at] != '(') {
    if (text[at] == ')') return std::nullopt;
    ++at;
  }
  if (at >= text.size()) return std::nullopt;
  const std::size_t first = ++at;
  int depth = 1;
  for (; at < text.size(); ++at) {
    if (text[at] == '(' && ++depth > k_depth_max) return std::nullopt;
    if (text[at] == ')' && --depth == 0) return text.substr(first, at++ - first);
  }
  return std::nullopt;
}

std::optional<Node> next_node(std::string_view text, std::size_t& at) {
  const std::optional<std::string_view> body = group(text, at);
  if (!body) return std::nullopt;
  const std::size_t open = body->find('(');
  if (open == std::string_view::npos) return std::nullopt;
  std::string_view head = body->substr(0, open);
  const std::size_t bars = head.find("||");
  if (bars != std::string_view::npos) head.remove_prefix(bars + 2);
  Node node{head, {}, {}};
  std::size_t inside = open;
  if (const auto attributes = group(*body, inside)) node.attributes = *attributes;
  if (const auto children = group(*body, inside)) node.children = *children;
  return node;
}

template <class Each>
bool each_node(std::string_view text, Each each) {
  std::size_t at = 0;
  bool whole = true;
  while (text.find('(', at) != std::string_view::npos) {
    const std::optional<Node> node = next_node(text, at);
    if (!node) return false;
    whole = each(*node) && whole;
  }
  return whole;
}

/// `s|07:00|f|12:00`, in either order: the value after a key.
std::string_view attribute(std::string_view attributes, std::string_view key) {
  while (!attributes.empty()) {
    const std::size_t bar = attributes.find('|');
    const std::string_view found = trim(attributes.substr(0, bar));
    if (bar == std::string_view::npos) return {};
    attributes.remove_prefix(bar + 1);
    const std::size_t end = attributes.find('|');
    if (found == key) return trim(attributes.substr(0, end));
    if (end == std::string_view::npos) return {};
    attributes.remove_prefix(end + 1);
  }
  return {};
}

/// `7:00`, `07:00`, `07:00 PM` as tenths of a minute since midnight.
std::optional<std::int32_t> clock_tenths(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || text.size() < colon + 3) return std::nullopt;
  const auto hour = parse_integer(text.substr(0, colon));
  const auto minute = parse_integer(text.substr(colon + 1, 2));
  if (!hour || !minute || *hour < 0 || *hour > 24 || *minute < 0 || *minute > 59) {
    return std::nullopt;
  }
  const std::string_view half = trim(text.substr(colon + 3));
  std::int64_t hours = *hour;
  if (half == "PM" && hours < 12) hours += 12;
  if (half == "AM" && hours == 12) hours = 0;
  const std::int64_t tenths = hours * k_tenths_per_hour + *minute * k_tenths_per_minute;
  return tenths > k_tenths_per_day ? std::nullopt
                                   : std::optional(static_cast<std::int32_t>(tenths));
}

/// The shifts of one day, and what of them lies behind midnight.
struct DayShifts {
  plan::Shifts shifts;
  plan::Shifts over_midnight;
};

void sort_shifts(plan::Shifts& shifts) {
  std::sort(shifts.begin(), shifts.end(), [](const plan::Shift& a, const plan::Shift& b) {
    return std::pair(a.start_tenths, a.end_tenths) < std::pair(b.start_tenths, b.end_tenths);
  });
  plan::Shifts joined;
  for (const plan::Shift& shift : shifts) {
    if (!joined.empty() && shift.start_tenths < joined.back().end_tenths) {
      joined.back().end_tenths = std::max(joined.back().end_tenths, shift.end_tenths);
    } else {
      joined.push_back(shift);
    }
  }
  shifts = std::move(joined);
}

bool read_shifts(std::string_view children, DayShifts& day) {
  const bool whole = each_node(children, [&](const Node& node) {
    const auto start = clock_tenths(attribute(node.attributes, "s"));
    auto finish = clock_tenths(attribute(node.attributes, "f"));
    if (!start || !finish) return false;
    if (*finish == 0) finish = k_tenths_per_day;
    if (*finish > *start) {
      day.shifts.push_back({*start, *finish});
    } else if (*finish < *start) {
      day.shifts.push_back({*start, k_tenths_per_day});
      day.over_midnight.push_back({0, *finish});
    }
    return true;
  });
  sort_shifts(day.shifts);
  return whole;
}

bool read_week(std::string_view children, plan::Week& week) {
  std::array<DayShifts, 7> days;
  bool whole = each_node(children, [&](const Node& node) {
    const auto number = parse_integer(trim(node.name));
    if (!number || *number < 1 || *number > 7) return false;
    return read_shifts(node.children, days[static_cast<std::size_t>(*number - 1)]);
  });
  for (std::size_t day = 0; day < days.size(); ++day) {
    plan::Shifts shifts = std::move(days[day].shifts);
    const plan::Shifts& late = days[(day + 6) % 7].over_midnight;
    shifts.insert(shifts.end(), late.begin(), late.end());
    sort_shifts(shifts);
    week[day] = std::move(shifts);
  }
  return whole;
}

bool read_exceptions(std::string_view children, plan::Calendar& calendar) {
  return each_node(children, [&](const Node& node) {
    const auto serial = parse_integer(attribute(node.attributes, "d"));
    if (!serial || *serial < k_excel_epoch || *serial > k_excel_epoch + k_day_max) return false;
    plan::CalendarException exception;
    exception.first = static_cast<Day>(*serial - k_excel_epoch);
    exception.last = exception.first;
    DayShifts day;
    const bool whole = read_shifts(node.children, day);
    exception.shifts = std::move(day.shifts);
    calendar.exceptions.push_back(std::move(exception));
    return whole && day.over_midnight.empty();
  });
}

std::string clock_text(std::int32_t tenths) {
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%02d:%02d", tenths / 600 % 24, tenths / 10 % 60);
  return buffer.data();
}

std::string shifts_text(const plan::Shifts& shifts) {
  std::string text;
  int number = 0;
  for (const plan::Shift& shift : shifts) {
    text += "(0||" + std::to_string(number++) + "(s|" + clock_text(shift.start_tenths) + "|f|" +
            clock_text(shift.end_tenths) + ")())";
  }
  return text;
}

}  // namespace

bool read_calendar_data(std::string_view text, plan::Calendar& calendar) {
  std::size_t at = 0;
  const std::optional<Node> root = next_node(text, at);
  if (!root) return false;
  bool seen_week = false;
  const bool whole = each_node(root->children, [&](const Node& node) {
    const std::string_view name = trim(node.name);
    if (name == "DaysOfWeek") {
      seen_week = true;
      return read_week(node.children, calendar.week);
    }
    return name == "Exceptions" ? read_exceptions(node.children, calendar) : true;
  });
  return whole && seen_week;
}

std::string write_calendar_data(const plan::Calendar& calendar) {
  std::string text = "(0||CalendarData()((0||DaysOfWeek()(";
  for (std::size_t day = 0; day < calendar.week.size(); ++day) {
    text += "(0||" + std::to_string(day + 1) + "()(";
    if (calendar.week[day]) text += shifts_text(*calendar.week[day]);
    text += "))";
  }
  text += "))(0||VIEW(ShowTotal|N)())(0||Exceptions()(";
  int number = 0;
  for (const plan::CalendarException& exception : calendar.exceptions) {
    for (Day day = exception.first; day <= exception.last; ++day) {
      text += "(0||" + std::to_string(number++) + "(d|" + std::to_string(day + k_excel_epoch) +
              ")(" + shifts_text(exception.shifts) + "))";
    }
  }
  return text + "))))";
}

plan::Week standard_week() {
  plan::Week week;
  for (std::size_t day = 0; day < week.size(); ++day) {
    week[day] = day == 0 || day == 6 ? plan::Shifts{} : plan::Shifts{{4800, 7200}, {7800, 10200}};
  }
  return week;
}

}  // namespace tc::interchange::xer
