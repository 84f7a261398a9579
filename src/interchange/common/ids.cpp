#include "interchange/common/ids.h"

#include <algorithm>
#include <unordered_set>

#include "interchange/common/number.h"
#include "interchange/common/outcome.h"

namespace tc::interchange {

std::vector<std::string> distinct_numbers(const std::vector<std::string_view>& wanted) {
  constexpr std::int64_t k_number_max = 2'000'000'000;
  std::vector<std::int64_t> numbers(wanted.size(), -1);
  std::unordered_set<std::int64_t> taken;
  std::int64_t highest = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto number = parse_integer(wanted[i]);
    if (!number || *number < 0 || *number > k_number_max) continue;
    if (!taken.insert(*number).second) continue;
    numbers[i] = *number;
    highest = std::max(highest, *number);
  }
  std::vector<std::string> out;
  out.reserve(wanted.size());
  for (const std::int64_t number : numbers) {
    out.push_back(std::to_string(number >= 0 ? number : ++highest));
  }
  return out;
}

std::vector<std::size_t> cut_base_loops(std::vector<plan::Calendar>& calendars) {
  std::vector<std::size_t> cut;
  for (std::size_t i = 0; i < calendars.size(); ++i) {
    std::int64_t depth = 0;
    plan::Index base = calendars[i].base;
    while (base != plan::k_none && depth <= k_calendar_depth_max) {
      base = calendars[static_cast<std::size_t>(base)].base;
      ++depth;
    }
    if (base == plan::k_none) continue;
    calendars[i].base = plan::k_none;
    cut.push_back(i);
  }
  return cut;
}

std::string_view extra_value(std::string_view extra, std::string_view key) {
  while (!extra.empty()) {
    const std::size_t end = extra.find('\n');
    const std::string_view line = extra.substr(0, end);
    if (line.starts_with(key) && line.substr(key.size()).starts_with("=")) {
      return line.substr(key.size() + 1);
    }
    if (end == std::string_view::npos) break;
    extra.remove_prefix(end + 1);
  }
  return {};
}

std::string structure_mark(const plan::Plan& plan) {
  std::uint64_t mark = 14695981039346656037ULL;  // FNV-1a.
  const auto add = [&](std::string_view text) {
    for (const char c : text) {
      mark = (mark ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
  };
  for (const plan::Activity& activity : plan.activities) {
    add(activity.uid);
    add("/" + std::to_string(activity.parent) + ";");
  }
  return std::to_string(mark);
}

Outline outline_of(const plan::Plan& plan) {
  Outline outline;
  std::vector<std::int32_t> children(plan.activities.size(), 0);
  std::int32_t roots = 0;
  for (const plan::Activity& activity : plan.activities) {
    if (activity.blank) {
      outline.levels.push_back(0);
      outline.numbers.emplace_back();
      continue;
    }
    if (activity.parent == plan::k_none) {
      outline.levels.push_back(1);
      outline.numbers.push_back(std::to_string(++roots));
      continue;
    }
    const auto parent = static_cast<std::size_t>(activity.parent);
    outline.levels.push_back(outline.levels[parent] + 1);
    const std::string& above = outline.numbers[parent];
    const bool grows = above.size() < k_wbs_bytes_max;
    outline.numbers.push_back(grows ? above + "." + std::to_string(++children[parent]) : above);
  }
  return outline;
}

}  // namespace tc::interchange
