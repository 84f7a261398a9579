#include "base/as_read.h"

#include <algorithm>

namespace tc {

std::string grouped(std::string text) {
  std::size_t end = text.find_first_not_of("-0123456789");
  if (end == std::string::npos) end = text.size();
  const std::size_t begin = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = end; at > begin + 3;) text.insert(at -= 3, ",");
  return text;
}

std::string as_read(std::string text) {
  const std::size_t begin = text.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(text.find_first_not_of("0123456789.", begin), text.size());
  const bool money = text.size() == end + 4 && text[end] == ' ';
  if (end == begin || (end < text.size() && !money)) return text;
  if (std::count(text.begin(), text.end(), '.') > 1) return text;  // A code of a WBS.
  constexpr std::size_t k_digits = 3;
  if (const std::size_t point = text.find('.'); point != std::string::npos && !money)
    text.resize(std::min(text.size(), point + 1 + k_digits));
  return grouped(std::move(text));
}

}  // namespace tc
