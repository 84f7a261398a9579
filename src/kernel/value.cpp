#include "kernel/value.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/civil.h"
#include "base/currency.h"
#include "base/text.h"
#include "kernel/registry.h"

namespace tc::kernel {
namespace {

constexpr std::size_t k_text_bytes_max = 4000;
constexpr std::size_t k_multiline_bytes_max = 200'000;
constexpr double k_exact_integer_max = 9e15;

Refusal bad_field(const Field& field, std::string_view code, std::vector<Argument> more = {}) {
  std::vector<Argument> arguments = {
      {"field", std::string(field.label.zh) + " / " + std::string(field.label.en)}};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return refuse(RefusalKind::malformed, code, "/" + std::string(field.name), std::move(arguments));
}

Refusal wrong_type(const Field& field, std::string_view kind) {
  return bad_field(field, "field.wrong_type", {{"kind", std::string(kind)}});
}

Result<Value> bounded(const Field& field, double scaled) {
  const double low = static_cast<double>(field.min), high = static_cast<double>(field.max);
  if (!(std::abs(scaled) <= k_exact_integer_max) || scaled < low || scaled > high) {
    return bad_field(field, "field.out_of_range",
                     {{"min", std::to_string(field.min)}, {"max", std::to_string(field.max)}});
  }
  return Value(static_cast<std::int64_t>(std::llround(scaled)));
}

Result<Value> read_number(const Field& field, const Json& json) {
  if (!json.is_number()) return wrong_type(field, "number");
  switch (field.kind) {
    case Kind::percent:
      return bounded(field, json.number() * 100);
    case Kind::minutes:
      return bounded(field, json.number() * 10);
    case Kind::number:
      return Value(json.number());
    default:
      break;
  }
  if (std::abs(json.number() - std::round(json.number())) > 0) return wrong_type(field, "integer");
  return bounded(field, json.number());
}

Result<std::string> read_text(const Field& field, const Json& json) {
  if (!json.is_string()) return wrong_type(field, "text");
  const std::size_t max =
      field.multiline || field.kind == Kind::json ? k_multiline_bytes_max : k_text_bytes_max;
  if (json.string().size() > max)
    return bad_field(field, "field.too_long", {{"max", std::to_string(max)}});
  if (!is_utf8(json.string()) || json.string().find('\0') != std::string::npos)
    return bad_field(field, "field.not_text");
  return to_nfc(json.string());
}

Result<Value> read_money(const Field& field, const Json& json) {
  const Json* minor = json.find("minor");
  const std::string_view currency = json.text("currency");
  if (minor == nullptr || !minor->is_integer() || currency.size() != 3)
    return wrong_type(field, "money");
  for (const char c : currency) {
    if (c < 'A' || c > 'Z') return wrong_type(field, "money");
  }
  return Value(Money{minor->integer(), std::string(currency)});
}

Result<Value> read_words(const Field& field, const Json& json) {
  if (field.kind == Kind::text2) {
    Text2 text;
    for (auto [key, target] : {std::pair{"zh", &text.zh}, std::pair{"en", &text.en}}) {
      const Json* part = json.find(key);
      if (part == nullptr || part->is_null()) continue;
      Result<std::string> read = read_text(field, *part);
      if (!read) return read.refusals();
      *target = std::move(*read);
    }
    if (!json.is_object()) return wrong_type(field, "{zh, en}");
    return text == Text2{} ? Value() : Value(std::move(text));
  }
  Result<std::string> text = read_text(field, json);
  if (!text) return text.refusals();
  if (trim(*text).empty()) return Value();
  return Value(std::move(*text));
}

Result<Value> read_choice(const Field& field, const Json& json) {
  if (!json.is_string()) return wrong_type(field, "choice");
  if (json.string().empty()) return Value();
  for (const Choice& choice : field.choices) {
    if (choice.value == json.string()) return Value(json.string());
  }
  return bad_field(field, "field.unknown_choice", {{"value", json.string()}});
}

template <class T>
Result<Value> from_optional(const Field& field, std::optional<T> parsed, std::string_view kind) {
  if (!parsed) return wrong_type(field, kind);
  return Value(std::int64_t{*parsed});
}

}  // namespace

const Value& Row::at(std::string_view field) const {
  const int index = type->field_index(field);
  TC_ASSERT(index >= 0);
  return values[static_cast<std::size_t>(index)];
}

void Row::set(std::string_view field, Value value) {
  const int index = type->field_index(field);
  TC_ASSERT(index >= 0);
  values[static_cast<std::size_t>(index)] = std::move(value);
}

std::int64_t Row::integer(std::string_view field, std::int64_t otherwise) const {
  const Value& value = at(field);
  const auto* whole_number = std::get_if<std::int64_t>(&value);
  return whole_number != nullptr ? *whole_number : otherwise;
}

double Row::number_of(std::string_view field, double otherwise) const {
  const Value& value = at(field);
  if (const auto* ratio = std::get_if<double>(&value)) return *ratio;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  return otherwise;
}

std::string_view Row::text(std::string_view field) const {
  const Value& value = at(field);
  if (const auto* words = std::get_if<std::string>(&value)) return *words;
  if (const auto* both = std::get_if<Text2>(&value)) return both->zh.empty() ? both->en : both->zh;
  return {};
}

Result<Value> value_from_json(const Field& field, const Json& json) {
  if (json.is_null()) return Value();
  switch (field.kind) {
    case Kind::text:
    case Kind::text2:
      return read_words(field, json);
    case Kind::json:
      return Value(json.is_string() ? json.string() : to_text(json));
    case Kind::integer:
    case Kind::number:
    case Kind::percent:
    case Kind::minutes:
      return read_number(field, json);
    case Kind::money:
      return read_money(field, json);
    case Kind::choice:
      return read_choice(field, json);
    case Kind::boolean:
      if (!json.is_bool()) return wrong_type(field, "true / false");
      return Value(std::int64_t{json.boolean()});
    case Kind::date:
    case Kind::moment:
    case Kind::link:
      break;
  }
  if (!json.is_string()) return wrong_type(field, "text");
  if (json.string().empty()) return Value();
  if (field.kind == Kind::date) return from_optional(field, parse_day(json.string()), "YYYY-MM-DD");
  if (field.kind == Kind::moment)
    return from_optional(field, parse_moment(json.string()), "YYYY-MM-DDThh:mmZ");
  return from_optional(field, parse_id(json.string()), "id");
}

Json value_to_json(const Field& field, const Value& value) {
  if (!is_set(value)) return nullptr;
  if (const auto* money = std::get_if<Money>(&value)) {
    Json json = Json::object();
    json.append("minor", money->minor);
    json.append("currency", money->currency);
    return json;
  }
  if (const auto* both = std::get_if<Text2>(&value)) {
    Json json = Json::object();
    json.append("zh", both->zh);
    json.append("en", both->en);
    return json;
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (field.kind != Kind::json) return *text;
    Result<Json> parsed = parse_json(*text);
    return parsed ? std::move(parsed).value() : Json(*text);
  }
  if (const auto* number = std::get_if<double>(&value)) return *number;
  const std::int64_t whole = std::get<std::int64_t>(value);
  switch (field.kind) {
    case Kind::percent:
      return static_cast<double>(whole) / 100;
    case Kind::minutes:
      return static_cast<double>(whole) / 10;
    case Kind::boolean:
      return whole != 0;
    case Kind::date:
      return format_day(static_cast<Day>(whole));
    case Kind::moment:
      return format_moment(whole);
    case Kind::link:
      return id_text(whole);
    default:
      return whole;
  }
}

namespace {

// `120,000.50 CNY`: digits beyond the currency's own are refused, not rounded.
Result<Value> money_from_text(const Field& field, std::string_view text) {
  std::string digits;
  std::size_t at = 0;
  std::optional<std::size_t> point;
  for (; at < text.size() && text[at] != ' ' && !(text[at] >= 'A' && text[at] <= 'Z'); ++at) {
    if (text[at] == '.' && !point)
      point = digits.size();
    else if (text[at] != ',')
      digits += text[at];
  }
  const std::string_view rest = trim(text.substr(at));
  const std::string currency(rest.empty() ? k_book_currency : rest);
  const auto decimals = static_cast<std::size_t>(minor_digits(currency));
  const std::size_t given = point ? digits.size() - *point : 0;
  if (given <= decimals) digits.append(decimals - given, '0');
  std::int64_t minor = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), minor);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  if (!whole || given > decimals || currency.size() != 3) return wrong_type(field, "120000 CNY");
  return Value(Money{minor, currency});
}

}  // namespace

Result<Value> value_from_text(const Field& field, std::string_view text) {
  text = trim(text);
  if (text.empty()) return Value();
  switch (field.kind) {
    case Kind::integer:
    case Kind::number:
    case Kind::percent:
    case Kind::minutes: {
      if (text.back() == '%') text.remove_suffix(1);
      double number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc() || end != text.data() + text.size())
        return wrong_type(field, "number");
      return value_from_json(field, number);
    }
    case Kind::boolean:
      if (text == "true" || text == "1" || text == "是" || text == "yes")
        return Value(std::int64_t{1});
      if (text == "false" || text == "0" || text == "否" || text == "no")
        return Value(std::int64_t{0});
      return wrong_type(field, "true / false");
    case Kind::money:
      return money_from_text(field, text);
    case Kind::choice:
      for (const Choice& choice : field.choices) {
        if (choice.value == text || choice.label.zh == text || choice.label.en == text)
          return Value(std::string(choice.value));
      }
      return bad_field(field, "field.unknown_choice", {{"value", std::string(text)}});
    case Kind::text2: {
      return Value(Text2{std::string(text), {}});
    }
    default:
      return value_from_json(field, text);
  }
}

std::string value_to_text(const Field& field, const Value& value, bool zh) {
  if (!is_set(value)) return {};
  if (const auto* money = std::get_if<Money>(&value))
    return money_text(money->minor, money->currency);
  if (const auto* both = std::get_if<Text2>(&value)) {
    const std::string& wanted = zh ? both->zh : both->en;
    return wanted.empty() ? (zh ? both->en : both->zh) : wanted;
  }
  if (field.kind == Kind::choice) {
    for (const Choice& choice : field.choices) {
      if (choice.value == std::get<std::string>(value))
        return std::string(zh ? choice.label.zh : choice.label.en);
    }
  }
  const Json json = value_to_json(field, value);
  return json.is_string() ? json.string() : to_text(json);
}

}  // namespace tc::kernel
