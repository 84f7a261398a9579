#include "canary_marks.h"

namespace tc::conformance {
namespace {

using kernel::Field;
using kernel::Kind;
using kernel::RecordType;
using kernel::Row;
using kernel::Scoping;

constexpr std::string_view k_stem = "canary";
constexpr std::size_t k_digits = 6;
// The maker of valid records writes such texts where any text will do.
constexpr std::string_view k_any_zh = "文本 ";
constexpr std::string_view k_any_en = "Text ";
constexpr std::int64_t k_first_amount = 70'000'000;
constexpr std::int64_t k_between_amounts = 1013;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A number at `at`: its digits without the point; `at` moves behind it.
std::int64_t read_number(std::string_view body, std::size_t& at) {
  constexpr int k_digits_max = 17;
  std::int64_t number = 0;
  int digits = 0;
  for (bool point = false; at < body.size(); ++at) {
    const bool first_point =
        body[at] == '.' && !point && at + 1 < body.size() && is_digit(body[at + 1]);
    point = point || first_point;
    if (first_point) continue;
    if (!is_digit(body[at])) break;
    if (++digits <= k_digits_max) number = number * 10 + (body[at] - '0');
  }
  return number;
}

bool starts_word(std::string_view body, std::size_t at) {
  return at == 0 || !(is_digit(body[at - 1]) || is_letter(body[at - 1]) || body[at - 1] == '.');
}

}  // namespace

std::string Marks::text(const Secret& secret) {
  std::string digits = std::to_string(++serial_);
  digits.insert(0, k_digits - digits.size(), '0');
  texts_[digits] = secret;
  return std::string(k_stem) + digits;
}

std::int64_t Marks::amount(const Secret& secret) {
  std::int64_t amount = 0;
  // A last digit of 0 would get lost where it is written in major units.
  do amount = k_first_amount + ++serial_ * k_between_amounts;
  while (amount % 10 == 0);
  amounts_[amount] = secret;
  return amount;
}

void Marks::mark(Json& value, const Secret& secret) {
  if (value.is_string() && value.string().starts_with(k_any_zh)) {
    value = text(secret) + " 密";
  } else if (value.is_object() && value.find("minor") != nullptr) {
    value["minor"] = amount(secret);
  } else if (value.is_object() && value.text("en").starts_with(k_any_en)) {
    const std::string both = text(secret);
    value["zh"] = both;
    value["en"] = both;
  }
}

Row Marks::plant(const RecordType& type, Id project, Secret secret, Json more) {
  secret.record = type.name;
  secret.business = type.function->name != "identity" && type.function->name != "outbound";
  secret.exposed = type.decl->exposed && !type.decl->personal;
  secret.scoping = type.decl->scoping;
  secret.id = world_.kernel().new_id();
  Json set = world_.required(type);
  const int serial = world_.next_serial();
  for (const Field* field : settable(type)) {
    if (field->required || field->target == type.name) continue;
    set.append(std::string(field->name), world_.value(type, *field, serial));
  }
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    Json* value = set.find(type.fields[i].name) == nullptr ? nullptr : &set[type.fields[i].name];
    secret.field = type.fields[i].name;
    secret.group = type.fields[i].group;
    if (value != nullptr) mark(*value, secret);
  }
  if (type.name == "specimen") {
    secret.field = "custom." + std::string(k_canary_key);
    secret.group.clear();
    set[secret.field] = text(secret);
  }
  if (type.decl->scoping == Scoping::project) set["project"] = id_text(project);
  if (type.decl->scoping == Scoping::subject) set["record_id"] = id_text(project);
  for (const JsonMember& member : more.is_object() ? more.members() : Json::Object())
    set[member.key] = member.value;
  // What hangs on a record of named persons is made by those who see it.
  const kernel::Principal system = world_.kernel().system_principal();
  const bool hangs = more.is_object() && more.find("record_id") != nullptr;
  const Result<kernel::Answer> made =
      world_.create(type, set, secret.id, hangs ? &system : nullptr);
  if (!made) throw Failure("plant " + std::string(type.name) + ": " + told(made));
  secret.field = "id";
  secret.group.clear();
  secret.whole_record = true;
  ids_[id_text(secret.id)] = secret;
  return rows_[std::string(type.name)].emplace_back(*world_.load(type, secret.id));
}

std::vector<const Secret*> Marks::in(std::string_view body) const {
  std::vector<const Secret*> found;
  for (std::size_t at = body.find(k_stem); at != std::string_view::npos;
       at = body.find(k_stem, at + 1)) {
    const auto one = texts_.find(std::string(body.substr(at + k_stem.size(), k_digits)));
    if (one != texts_.end()) found.push_back(&one->second);
  }
  for (std::size_t at = 0; at < body.size();) {
    if (!starts_word(body, at) || !(is_digit(body[at]) || is_letter(body[at]))) {
      ++at;
      continue;
    }
    constexpr std::size_t k_id_size = 13;
    const auto id = ids_.find(std::string(body.substr(at, k_id_size)));
    if (id != ids_.end()) found.push_back(&id->second);
    if (!is_digit(body[at])) {
      ++at;
      continue;
    }
    const auto one = amounts_.find(read_number(body, at));
    if (one != amounts_.end()) found.push_back(&one->second);
  }
  return found;
}

}  // namespace tc::conformance
