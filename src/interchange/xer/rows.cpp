#include "interchange/xer/rows.h"

#include "interchange/common/number.h"

namespace tc::interchange::xer {

std::string make_extra(std::size_t number, std::string_view row) {
  std::string extra = std::to_string(number);
  extra.reserve(extra.size() + 1 + row.size());
  extra += '\t';
  return extra.append(row);
}

Extra split_extra(std::string_view extra) {
  const std::size_t tab = extra.find('\t');
  if (tab == std::string_view::npos) return {};
  const auto number = parse_integer(extra.substr(0, tab));
  return number ? Extra{*number, extra.substr(tab + 1)} : Extra{};
}

}  // namespace tc::interchange::xer
