#include "base/json.h"

#include <algorithm>
#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>

namespace tc {
namespace {

constexpr std::size_t k_json_depth_max = 64;

void append_escaped(std::string& out, std::string_view text) {
  static constexpr char k_hex[] = "0123456789abcdef";
  out.push_back('"');
  std::size_t clean_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, clean_from, i - clean_from);
    clean_from = i + 1;
    switch (c) {
      case '"':
        out.append("\\\"");
        break;
      case '\\':
        out.append("\\\\");
        break;
      case '\n':
        out.append("\\n");
        break;
      case '\r':
        out.append("\\r");
        break;
      case '\t':
        out.append("\\t");
        break;
      case '\b':
        out.append("\\b");
        break;
      case '\f':
        out.append("\\f");
        break;
      default:
        out.append("\\u00").push_back(k_hex[c >> 4]);
        out.push_back(k_hex[c & 15]);
    }
  }
  out.append(text, clean_from, text.size() - clean_from).push_back('"');
}

template <class T>
void append_number(std::string& out, T number) {
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  TC_ASSERT(error == std::errc());
  out.append(buffer.data(), end);
}

void append_double(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out.append("null");
  } else if (std::abs(number) < 1e15 && std::floor(number) - number >= 0 &&
             number - std::floor(number) <= 0) {
    append_number(out, static_cast<std::int64_t>(number));
  } else {
    append_number(out, number);
  }
}

void append_json(std::string& out, const Json& json, bool canonical);

void append_members(std::string& out, const Json& json, bool canonical) {
  std::vector<const JsonMember*> members;
  for (const JsonMember& member : json.members()) members.push_back(&member);
  if (canonical) {
    // Our keys are ASCII names, where byte order equals the UTF-16 order that RFC 8785 asks for.
    std::ranges::sort(members, {},
                      [](const JsonMember* m) -> const std::string& { return m->key; });
  }
  out.push_back('{');
  for (const JsonMember* member : members) {
    if (out.back() != '{') out.push_back(',');
    append_escaped(out, member->key);
    out.push_back(':');
    append_json(out, member->value, canonical);
  }
  out.push_back('}');
}

void append_json(std::string& out, const Json& json, bool canonical) {
  if (json.is_null()) {
    out.append("null");
  } else if (json.is_bool()) {
    out.append(json.boolean() ? "true" : "false");
  } else if (json.is_integer()) {
    append_number(out, json.integer());
  } else if (json.is_number()) {
    append_double(out, json.number());
  } else if (json.is_string()) {
    append_escaped(out, json.string());
  } else if (json.is_object()) {
    append_members(out, json, canonical);
  } else {
    out.push_back('[');
    bool first = true;
    for (const Json& item : json.items()) {
      if (!first) out.push_back(',');
      first = false;
      append_json(out, item, canonical);
    }
    out.push_back(']');
  }
}

// Builds the document while Boost's parser reads it. A second equal key is an error: what is said
// twice must not be decided by who reads last (trust S-15).
class Builder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  using Error = boost::json::error_code;

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return open(Json::object()); }
  bool on_object_end(std::size_t, Error& error) {
    std::vector<std::string_view> keys;
    for (const JsonMember& member : stack_.back().members()) keys.push_back(member.key);
    std::ranges::sort(keys);
    if (std::ranges::adjacent_find(keys) != keys.end()) error = boost::json::error::syntax;
    return !error && close();
  }
  bool on_array_begin(Error&) { return open(Json::array()); }
  bool on_array_end(std::size_t, Error&) { return close(); }
  bool on_key_part(std::string_view part, std::size_t, Error&) { return text_ += part, true; }
  bool on_key(std::string_view part, std::size_t, Error&) {
    text_ += part;
    keys_.push_back(std::exchange(text_, {}));
    return true;
  }
  bool on_string_part(std::string_view part, std::size_t, Error&) { return text_ += part, true; }
  bool on_string(std::string_view part, std::size_t, Error&) {
    text_ += part;
    return put(std::exchange(text_, {}));
  }
  bool on_number_part(std::string_view, Error&) { return true; }
  bool on_int64(std::int64_t number, std::string_view, Error&) { return put(number); }
  bool on_uint64(std::uint64_t number, std::string_view, Error&) {
    return put(static_cast<double>(number));
  }
  bool on_double(double number, std::string_view, Error&) { return put(number); }
  bool on_bool(bool flag, Error&) { return put(flag); }
  bool on_null(Error&) { return put(nullptr); }
  bool on_comment_part(std::string_view, Error&) { return true; }
  bool on_comment(std::string_view, Error&) { return true; }

  Json take() { return std::move(root_); }

 private:
  bool open(Json container) {
    stack_.push_back(std::move(container));
    return true;
  }
  bool close() {
    Json done = std::move(stack_.back());
    stack_.pop_back();
    return put(std::move(done));
  }
  bool put(Json value) {
    if (stack_.empty()) {
      root_ = std::move(value);
    } else if (stack_.back().is_array()) {
      stack_.back().push(std::move(value));
    } else {
      stack_.back().append(std::move(keys_.back()), std::move(value));
      keys_.pop_back();
    }
    return true;
  }

  std::vector<Json> stack_;
  std::vector<std::string> keys_;
  std::string text_;
  Json root_;
};

}  // namespace

Json::Json() = default;
Json::Json(const Json&) = default;
Json::Json(Json&&) noexcept = default;
Json& Json::operator=(const Json&) = default;
Json& Json::operator=(Json&&) noexcept = default;
Json::~Json() = default;
Json::Json(std::nullptr_t) {}
Json::Json(bool value) : store_(value) {}
Json::Json(int value) : store_(std::int64_t{value}) {}
Json::Json(std::int64_t value) : store_(value) {}
Json::Json(double value) {
  if (std::isfinite(value)) store_ = value;
}
Json::Json(std::string value) : store_(std::move(value)) {}
Json::Json(std::string_view value) : store_(std::string(value)) {}
Json::Json(const char* value) : store_(std::string(value)) {}
Json::Json(Array value) : store_(std::move(value)) {}
Json::Json(Object value) : store_(std::move(value)) {}
Json Json::object() { return Json(Object{}); }
Json Json::array() { return Json(Array{}); }

bool Json::boolean() const {
  TC_ASSERT(is_bool());
  return std::get<bool>(store_);
}
std::int64_t Json::integer() const {
  TC_ASSERT(is_integer());
  return std::get<std::int64_t>(store_);
}
double Json::number() const {
  TC_ASSERT(is_number());
  return is_integer() ? static_cast<double>(std::get<std::int64_t>(store_))
                      : std::get<double>(store_);
}
const std::string& Json::string() const {
  TC_ASSERT(is_string());
  return std::get<std::string>(store_);
}
const Json::Array& Json::items() const {
  TC_ASSERT(is_array());
  return std::get<Array>(store_);
}
Json::Array& Json::items() {
  TC_ASSERT(is_array());
  return std::get<Array>(store_);
}
const Json::Object& Json::members() const {
  TC_ASSERT(is_object());
  return std::get<Object>(store_);
}

const Json* Json::find(std::string_view key) const {
  if (!is_object()) return nullptr;
  for (const JsonMember& member : std::get<Object>(store_)) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

std::string_view Json::text(std::string_view key, std::string_view otherwise) const {
  const Json* value = find(key);
  return value != nullptr && value->is_string() ? std::string_view(value->string()) : otherwise;
}

Json& Json::operator[](std::string_view key) {
  if (is_null()) store_ = Object{};
  TC_ASSERT(is_object());
  auto& members = std::get<Object>(store_);
  for (JsonMember& member : members) {
    if (member.key == key) return member.value;
  }
  members.push_back({std::string(key), Json()});
  return members.back().value;
}

void Json::append(std::string key, Json value) {
  TC_ASSERT(is_object());
  std::get<Object>(store_).push_back({std::move(key), std::move(value)});
}

void Json::push(Json value) {
  if (is_null()) store_ = Array{};
  items().push_back(std::move(value));
}

std::size_t Json::size() const {
  if (is_array()) return items().size();
  return is_object() ? members().size() : 0;
}

bool operator==(const Json& a, const Json& b) { return a.store_ == b.store_; }

Result<Json> parse_json(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = k_json_depth_max;
  boost::json::basic_parser<Builder> parser(options);
  boost::json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (error || read != text.size()) {
    return refuse(RefusalKind::malformed, "json.malformed", {}, {{"offset", std::to_string(read)}});
  }
  return parser.handler().take();
}

std::string to_text(const Json& json) {
  std::string out;
  append_json(out, json, false);
  return out;
}

std::string to_canonical_text(const Json& json) {
  std::string out;
  append_json(out, json, true);
  return out;
}

void JsonWriter::separate() {
  if (!first_) out_.push_back(',');
  first_ = false;
}
JsonWriter& JsonWriter::begin_object() {
  return separate(), out_.push_back('{'), first_ = true, *this;
}
JsonWriter& JsonWriter::end_object() { return out_.push_back('}'), first_ = false, *this; }
JsonWriter& JsonWriter::begin_array() {
  return separate(), out_.push_back('['), first_ = true, *this;
}
JsonWriter& JsonWriter::end_array() { return out_.push_back(']'), first_ = false, *this; }
JsonWriter& JsonWriter::key(std::string_view key) {
  separate();
  append_escaped(out_, key);
  out_.push_back(':');
  first_ = true;
  return *this;
}
JsonWriter& JsonWriter::value(std::string_view text) {
  return separate(), append_escaped(out_, text), *this;
}
JsonWriter& JsonWriter::value(std::int64_t number) {
  return separate(), append_number(out_, number), *this;
}
JsonWriter& JsonWriter::value(double number) {
  return separate(), append_double(out_, number), *this;
}
JsonWriter& JsonWriter::value(bool flag) {
  return separate(), out_.append(flag ? "true" : "false"), *this;
}
JsonWriter& JsonWriter::value(const Json& json) {
  return separate(), append_json(out_, json, false), *this;
}
JsonWriter& JsonWriter::null() { return separate(), out_.append("null"), *this; }

}  // namespace tc
