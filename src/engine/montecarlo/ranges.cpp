#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <string>
#include <string_view>

#include "base/text.h"
#include "engine/montecarlo/plan_network.h"

namespace tc::engine::montecarlo {
namespace {

enum Part : std::size_t { k_low, k_likely, k_high };
using Values = std::array<std::optional<double>, 3>;

/// Names people give these fields; compared in search form without blanks.
const std::map<std::string_view, Part>& known_names() {
  static const std::map<std::string_view, Part> k_names = {
      {"minimumduration", k_low},
      {"minduration", k_low},
      {"optimisticduration", k_low},
      {"optimistic", k_low},
      {"minimum", k_low},
      {"最短工期", k_low},
      {"最小工期", k_low},
      {"乐观工期", k_low},
      {"乐观时间", k_low},
      {"mostlikelyduration", k_likely},
      {"mostlikely", k_likely},
      {"likelyduration", k_likely},
      {"expectedduration", k_likely},
      {"mlduration", k_likely},
      {"最可能工期", k_likely},
      {"最可能时间", k_likely},
      {"maximumduration", k_high},
      {"maxduration", k_high},
      {"pessimisticduration", k_high},
      {"pessimistic", k_high},
      {"maximum", k_high},
      {"最长工期", k_high},
      {"最大工期", k_high},
      {"悲观工期", k_high},
      {"悲观时间", k_high},
  };
  return k_names;
}

std::optional<Part> part_named(std::string_view name) {
  std::string plain = to_search_form(name);
  std::erase_if(plain, [](char letter) { return letter == ' ' || letter == '_' || letter == '-'; });
  const auto found = known_names().find(plain);
  return found == known_names().end() ? std::nullopt : std::optional<Part>(found->second);
}

/// The text between `<name>` and `</name>`; empty where there is none.
std::string_view element(std::string_view xml, std::string_view name) {
  const std::string open = "<" + std::string(name) + ">";
  const std::size_t begin = xml.find(open);
  if (begin == std::string_view::npos) return {};
  const std::size_t end = xml.find("</" + std::string(name) + ">", begin);
  if (end == std::string_view::npos) return {};
  return xml.substr(begin + open.size(), end - begin - open.size());
}

/// Each `<ExtendedAttribute>` of a fragment.
template <class Visit>
void each_attribute(std::string_view xml, Visit visit) {
  constexpr std::string_view k_open = "<ExtendedAttribute>", k_close = "</ExtendedAttribute>";
  for (std::size_t at = xml.find(k_open); at != std::string_view::npos; at = xml.find(k_open, at)) {
    const std::size_t end = xml.find(k_close, at);
    if (end == std::string_view::npos) return;
    visit(xml.substr(at, end - at));
    at = end;
  }
}

std::optional<double> decimal(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

/// `PT40H30M0S` in ticks.
std::optional<double> xml_duration(std::string_view text) {
  if (!text.starts_with("PT")) return std::nullopt;
  text.remove_prefix(2);
  double minutes = 0;
  while (!text.empty()) {
    const std::size_t unit = text.find_first_of("HMS");
    if (unit == std::string_view::npos) return std::nullopt;
    const std::optional<double> count = decimal(text.substr(0, unit));
    if (!count || *count < 0) return std::nullopt;
    minutes += *count * (text[unit] == 'H' ? 60 : text[unit] == 'M' ? 1 : 1.0 / 60);
    text.remove_prefix(unit + 1);
  }
  return minutes * k_tenths_per_minute;
}

constexpr std::array<std::string_view, 3> k_duration_fields = {"188743783", "188743784",
                                                               "188743785"};

/// Which custom field of the file is which part.
std::map<std::string, Part, std::less<>> mspdi_fields(const plan::Plan& plan) {
  std::map<std::string, Part, std::less<>> fields;
  std::array<bool, 3> aliased = {};
  for (const plan::Project& project : plan.projects) {
    each_attribute(project.extra, [&](std::string_view xml) {
      const std::string_view id = element(xml, "FieldID");
      const std::string_view alias = element(xml, "Alias");
      if (const std::optional<Part> part = part_named(alias)) fields[std::string(id)] = *part;
      for (std::size_t at = 0; at < aliased.size(); ++at) {
        aliased[at] = aliased[at] || (id == k_duration_fields[at] && !alias.empty());
      }
    });
  }
  const bool none_aliased = std::ranges::none_of(aliased, [](bool flag) { return flag; });
  if (fields.empty() && none_aliased) {
    for (std::size_t at = 0; at < aliased.size(); ++at) {
      fields[std::string(k_duration_fields[at])] = static_cast<Part>(at);
    }
  }
  return fields;
}

void read_mspdi(const plan::Plan& plan, std::vector<Values>& values) {
  const auto fields = mspdi_fields(plan);
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    each_attribute(plan.activities[row].extra, [&](std::string_view xml) {
      const auto field = fields.find(element(xml, "FieldID"));
      if (field == fields.end()) return;
      const std::string_view text = element(xml, "Value");
      std::optional<double> ticks = xml_duration(text);
      if (!ticks) {
        // A number field is taken as days.
        const std::optional<double> days = decimal(text);
        const plan::Project& project =
            plan.projects[static_cast<std::size_t>(plan.activities[row].project)];
        if (days) ticks = *days * project.per_day.tenths();
      }
      values[row][field->second] = ticks;
    });
  }
}

std::size_t column(const plan::ForeignTable& table, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(table.columns, name) - table.columns.begin());
}

std::string_view cell(const std::vector<std::string>& row, std::size_t column) {
  return column < row.size() ? std::string_view(row[column]) : std::string_view();
}

void read_user_fields(const plan::Plan& plan, std::vector<Values>& values) {
  std::map<std::string, Part, std::less<>> fields;
  for (const plan::ForeignTable& table : plan.foreign_tables) {
    if (table.name != "UDFTYPE") continue;
    const std::size_t id = column(table, "udf_type_id"), label = column(table, "udf_type_label");
    for (const auto& row : table.rows) {
      if (const std::optional<Part> part = part_named(cell(row, label)))
        fields[std::string(cell(row, id))] = *part;
    }
  }
  if (fields.empty()) return;
  std::map<std::string_view, std::size_t> by_uid;
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    by_uid[plan.activities[row].uid] = row;
  }
  for (const plan::ForeignTable& table : plan.foreign_tables) {
    if (table.name != "UDFVALUE") continue;
    const std::size_t id = column(table, "udf_type_id"), task = column(table, "fk_id");
    const std::size_t number = column(table, "udf_number"), text = column(table, "udf_text");
    for (const auto& row : table.rows) {
      const auto field = fields.find(cell(row, id));
      const auto activity = by_uid.find(cell(row, task));
      if (field == fields.end() || activity == by_uid.end()) continue;
      std::optional<double> days = decimal(cell(row, number));
      if (!days) days = decimal(cell(row, text));
      const auto& source = plan.activities[activity->second];
      const auto per_day = plan.projects[static_cast<std::size_t>(source.project)].per_day.tenths();
      if (days && *days >= 0) values[activity->second][field->second] = *days * per_day;
    }
  }
}

/// What the plan itself says wins over custom fields of the file it came from.
void read_own(const plan::Plan& plan, std::vector<Values>& values) {
  for (std::size_t row = 0; row < plan.activities.size(); ++row) {
    const plan::Activity& activity = plan.activities[row];
    const std::array own = {activity.optimistic_duration, activity.likely_duration,
                            activity.pessimistic_duration};
    for (std::size_t part = 0; part < own.size(); ++part)
      if (own[part]) values[row][part] = own[part]->tenths();
  }
}

}  // namespace

std::vector<std::optional<DurationRange>> ranges_of(const plan::Plan& plan) {
  std::vector<Values> values(plan.activities.size());
  read_mspdi(plan, values);
  read_user_fields(plan, values);
  read_own(plan, values);
  std::vector<std::optional<DurationRange>> ranges(values.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    const auto& [low, likely, high] = values[row];
    if (!low || !high || *high <= *low) continue;
    const double planned = plan.activities[row].duration.tenths();
    ranges[row] = {*low, std::clamp(likely.value_or(planned), *low, *high), *high};
  }
  return ranges;
}

}  // namespace tc::engine::montecarlo
