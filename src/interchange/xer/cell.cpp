#include <string>

#include "interchange/common/date.h"
#include "interchange/common/number.h"
#include "interchange/xer/columns.h"

namespace tc::interchange::xer {

std::string Cell::place() const {
  return std::to_string(line) + ":" + std::string(table) + "." + std::string(column);
}

PlanTime Cell::date() const {
  const auto time = parse_file_date(text);
  if (time) return *time;
  report.warn("import.bad_date", place(), {{"field", std::string(column)}, {"value", copy()}});
  return k_no_time;
}

std::int64_t Cell::scaled(std::int64_t scale) const {
  const auto value = parse_scaled(text, scale);
  if (value) return *value;
  report.warn("import.bad_number", place(), {{"field", std::string(column)}, {"value", copy()}});
  return 0;
}

Minutes Cell::minutes(std::int64_t scale) const {
  const std::int64_t value = scaled(scale);
  if (clamp_int32(value) != value) report.lose(column, "stopped at the largest duration");
  return minutes_from_tenths(value);
}

plan::Index Cell::reference(const IdMap& map) const {
  const auto at = map.find(text);
  if (at != map.end()) return at->second;
  report.warn("import.bad_reference", place(), {{"field", std::string(column)}, {"value", copy()}});
  return plan::k_none;
}

void Cell::unknown_value(std::string_view used) const {
  report.warn("import.bad_value", place(),
              {{"field", std::string(column)}, {"value", copy()}, {"used", std::string(used)}});
}

std::string date_text(PlanTime time) {
  if (time == k_no_time) return {};
  std::string text = format_plan_time(time).substr(0, 16);
  text[10] = ' ';
  return text;
}

std::string hours_text(Minutes minutes) {
  return format_scaled(minutes.tenths(), k_tenths_per_hour);
}

}  // namespace tc::interchange::xer
