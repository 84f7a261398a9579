#include "interchange/mspdi/schema.h"

#include "interchange/common/date.h"

namespace tc::interchange::mspdi {

void Text::warn(std::string_view code) const {
  if (report.full()) return report.warn(code, element);
  const std::string place =
      std::to_string(cursor.line_of(cursor.begin())) + ":" + std::string(element);
  report.warn(code, place, {{"field", std::string(element)}, {"value", std::string(value)}});
}

PlanTime Text::date() const {
  if (value.empty() || value == "NA") return k_no_time;
  if (const auto time = parse_file_date(value)) return *time;
  warn("import.bad_date");
  return k_no_time;
}

Minutes Text::duration() const {
  if (value.empty()) return {};
  if (const auto tenths = parse_duration(value)) return minutes_from_tenths(*tenths);
  warn("import.bad_number");
  return {};
}

std::int64_t Text::scaled(std::int64_t scale) const {
  if (value.empty()) return 0;
  if (const auto number = parse_scaled(value, scale)) return *number;
  warn("import.bad_number");
  return 0;
}

std::size_t NameTable::hash(std::string_view name) {
  if (name.empty()) return 0;
  const auto at = [&](std::size_t i) { return static_cast<std::size_t>(name[i]); };
  return name.size() * 53 + at(0) * 7 + at(name.size() / 2) * 31 + at(name.size() - 1) * 13 +
         at(name.size() / 3) * 101;
}

void NameTable::add(std::string_view name) {
  std::size_t slot = hash(name);
  while (slots_[slot % k_slots] >= 0) ++slot;
  slots_[slot % k_slots] = static_cast<std::int16_t>(names_.size());
  names_.push_back(name);
}

}  // namespace tc::interchange::mspdi
