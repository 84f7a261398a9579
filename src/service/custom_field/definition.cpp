#include "service/custom_field/definition.h"

#include <algorithm>

#include "base/text.h"

namespace tc::service::custom_field {
namespace {

using kernel::Kind;
using kernel::Text2;

Kind kind_of(std::string_view kind) {
  if (kind == "integer" || kind == "rating") return Kind::integer;
  if (kind == "number") return Kind::number;
  if (kind == "percent") return Kind::percent;
  if (kind == "money") return Kind::money;
  if (kind == "duration") return Kind::minutes;
  if (kind == "date") return Kind::date;
  if (kind == "moment") return Kind::moment;
  if (kind == "boolean") return Kind::boolean;
  if (kind == "choice" || kind == "cascade") return Kind::choice;
  if (kind == "person" || kind == "reference") return Kind::link;
  return Kind::text;
}

Text2 both(const kernel::Row& row, std::string_view field) {
  const auto* text = std::get_if<Text2>(&row.at(field));
  return text == nullptr ? Text2{} : *text;
}

}  // namespace

std::vector<std::pair<std::string, Text2>> read_choices(std::string_view lines) {
  std::vector<std::pair<std::string, Text2>> choices;
  std::string text(lines);
  std::ranges::replace(text, ';', '\n');
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t equals = line.find('=');
    const std::string_view value = trim(line.substr(0, equals));
    if (value.empty()) continue;
    const std::string_view words =
        equals == std::string_view::npos ? value : trim(line.substr(equals + 1));
    const std::size_t bar = words.find('|');
    Text2 label{std::string(trim(words.substr(0, bar))), {}};
    if (bar != std::string_view::npos) label.en = trim(words.substr(bar + 1));
    if (label == Text2{}) label.zh = value;
    choices.emplace_back(std::string(value), std::move(label));
  }
  return choices;
}

kernel::CustomDefinition definition_of(const kernel::Row& row) {
  kernel::CustomDefinition one;
  const std::string_view kind = row.text("kind");
  one.record = row.text("record");
  one.key = row.text("key");
  one.format = kind;
  one.kind = kind_of(kind == "formula" ? row.text("result") : kind);
  one.target = kind == "person" ? std::string_view("person") : row.text("target");
  one.choices = read_choices(row.text("choices"));
  one.unit = row.text("unit");
  if (kind == "formula") one.formula = row.text("formula");
  const Text2 label = both(row, "label"), help = both(row, "help");
  one.zh = label.zh;
  one.en = label.en;
  one.help_zh = help.zh;
  one.help_en = help.en;
  std::string states(row.text("required_in"));
  for (char& c : states) {
    if (c == ',') c = ' ';
  }
  for (const std::string_view state : split(states, ' ')) {
    if (!state.empty()) one.required_in.emplace_back(state);
  }
  return one;
}

}  // namespace tc::service::custom_field
