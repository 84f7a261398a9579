#include "kernel/custom.h"

#include <algorithm>
#include <cmath>

#include "base/currency.h"
#include "base/text.h"
#include "kernel/registry.h"

namespace tc::kernel {
namespace {

// Formulas that read formulas: deeper than this is a loop that the definitions let through.
constexpr int k_formula_chain_max = 10;

const Json* stored_value(const Json& document, std::string_view key) {
  return document.is_object() ? document.find(key) : nullptr;
}

FormulaValue formula_value(const Field& field, const Json& value) {
  if (value.is_bool()) return value.boolean();
  if (value.is_number()) return value.number();
  if (const Json* minor = value.is_object() ? value.find("minor") : nullptr)
    return static_cast<double>(minor->integer()) /
           std::pow(10, minor_digits(value.text("currency")));
  if (!value.is_string()) return {};
  if (field.kind != Kind::date) return value.string();
  const std::optional<Day> day = parse_day(value.string());
  return day ? FormulaValue(static_cast<double>(*day)) : FormulaValue();
}

Json json_of(const Field& field, const FormulaValue& value) {
  if (const auto* truth = std::get_if<bool>(&value)) return *truth;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto* number = std::get_if<double>(&value);
  if (number == nullptr) return nullptr;
  const bool is_day = field.kind == Kind::date && *number > -100'000 && *number < 100'000;
  return is_day ? Json(format_day(static_cast<Day>(*number))) : Json(*number);
}

/// A row as formulas see it.
class FormulaRow {
 public:
  FormulaRow(const Row& row, const CustomFields& fields) : row_(row), fields_(fields) {
    Result<Json> document = parse_json(row.custom);
    if (document) document_ = std::move(*document);
  }

  [[nodiscard]] Json value(const CustomField& custom, int depth = 0) const {
    if (!custom.formula) {
      const Json* stored = stored_value(document_, custom.key);
      return stored == nullptr ? Json() : *stored;
    }
    if (depth > k_formula_chain_max) return nullptr;
    return json_of(custom.field, custom.formula->evaluate([&](std::string_view name) {
      return named(name, depth + 1);
    }));
  }

 private:
  [[nodiscard]] FormulaValue named(std::string_view name, int depth) const {
    if (name == "state") return row_.state;
    if (const CustomField* custom = fields_.find(row_.type->name, name))
      return formula_value(custom->field, value(*custom, depth));
    const int index = row_.type->field_index(name);
    if (index < 0) return {};
    const Field& field = row_.type->fields[static_cast<std::size_t>(index)];
    if (field.hidden) return {};
    return formula_value(field, value_to_json(field, row_.values[static_cast<std::size_t>(index)]));
  }

  const Row& row_;
  const CustomFields& fields_;
  Json document_;
};

bool is_web_address(std::string_view text) {
  return (text.starts_with("https://") || text.starts_with("http://")) &&
         text.find(' ') == std::string_view::npos && text.size() > 10;
}

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos &&
         text.find(' ') == std::string_view::npos && text.find('@', at + 1) == text.npos;
}

bool meets_format(const CustomField& custom, const Json& value) {
  if (custom.format == "url") return is_web_address(value.string());
  if (custom.format == "email") return is_mail_address(value.string());
  if (custom.format != "choices") return true;
  return std::ranges::all_of(split(value.string(), ','), [&](std::string_view part) {
    return std::ranges::find(custom.field.choices, trim(part), &Choice::value) !=
           custom.field.choices.end();
  });
}

}  // namespace

CustomFields::CustomFields(std::vector<CustomDefinition> definitions) {
  for (CustomDefinition& one : definitions) {
    const CustomDefinition& own = definitions_.emplace_back(std::move(one));
    std::vector<Choice>& choices = choices_.emplace_back();
    for (const auto& [value, label] : own.choices)
      choices.push_back(
          {value,
           {label.zh.empty() ? label.en : label.zh, label.en.empty() ? label.zh : label.en}});
    CustomField custom;
    custom.key = own.key;
    custom.format = own.format;
    custom.required_in = own.required_in;
    if (!own.formula.empty()) {
      if (Result<Formula> formula = Formula::parse(own.formula)) custom.formula = *formula;
    }
    custom.field = {.name = names_.emplace_back(std::string(k_custom_prefix) + own.key),
                    .kind = own.kind,
                    .label = {own.zh.empty() ? own.en : own.zh, own.en.empty() ? own.zh : own.en},
                    .target = own.target,
                    .choices = choices,
                    .required = std::ranges::find(own.required_in, "*") != own.required_in.end(),
                    .read_only = !own.formula.empty(),
                    .multiline = own.format == "prose",
                    .unit = own.unit,
                    .help = {own.help_zh.empty() ? own.help_en : own.help_zh,
                             own.help_en.empty() ? own.help_zh : own.help_en}};
    if (own.format == "rating") {
      custom.field.min = 1;
      custom.field.max = 5;
    }
    fields_[own.record].push_back(std::move(custom));
  }
}

std::span<const CustomField> CustomFields::of(std::string_view record) const {
  const auto found = fields_.find(record);
  if (found == fields_.end()) return {};
  return found->second;
}

const CustomField* CustomFields::find(std::string_view record, std::string_view name) const {
  if (!name.starts_with(k_custom_prefix)) return nullptr;
  for (const CustomField& custom : of(record)) {
    if (custom.field.name == name) return &custom;
  }
  return nullptr;
}

Json custom_value(const CustomField& field, const Row& row, const CustomFields& fields) {
  return FormulaRow(row, fields).value(field);
}

Value custom_cell(const CustomField& field, const Row& row, const CustomFields& fields) {
  const Json json = custom_value(field, row, fields);
  const Result<Value> value = value_from_json(field.field, json);
  if (value) return *value;
  return to_text(json);
}

Status set_custom_value(const CustomField& custom, const Json& value, Row& row) {
  Result<Json> document = parse_json(row.custom);
  if (!document || !document->is_object()) document = Json::object();
  const std::string pointer = "/" + std::string(custom.field.name);
  Result<Value> read = value_from_json(custom.field, value);
  if (!read) return read.refusals();
  const Json stored = value_to_json(custom.field, *read);
  if (!stored.is_null() && stored.is_string() && !meets_format(custom, stored)) {
    return refuse(
        RefusalKind::rule, "custom_field.bad_value", pointer,
        {{"field", std::string(custom.field.label.zh) + " / " + std::string(custom.field.label.en)},
         {"value", stored.string()}});
  }
  Json changed = Json::object();
  for (const JsonMember& member : document->members()) {
    if (member.key != custom.key) changed.append(member.key, member.value);
  }
  if (!stored.is_null()) changed.append(std::string(custom.key), stored);
  row.custom = to_canonical_text(changed);
  return Done{};
}

Value custom_comparable(const Json& value) {
  if (value.is_bool()) return std::int64_t{value.boolean()};
  if (value.is_integer()) return value.integer();
  if (value.is_number()) return value.number();
  if (value.is_string()) return value.string();
  if (const Json* minor = value.is_object() ? value.find("minor") : nullptr)
    return minor->integer();
  return {};
}

}  // namespace tc::kernel
