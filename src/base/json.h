#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace tc {

struct JsonMember;

/// A JSON document. Objects keep the order of their members; keys are unique.
class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<JsonMember>;
  using Store =
      std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object>;

  Json();
  Json(const Json&);
  Json(Json&&) noexcept;
  Json& operator=(const Json&);
  Json& operator=(Json&&) noexcept;
  ~Json();
  Json(std::nullptr_t);          // NOLINT: implicit, so that literals read as JSON
  Json(bool value);              // NOLINT
  Json(int value);               // NOLINT
  Json(std::int64_t value);      // NOLINT
  Json(double value);            // NOLINT: NaN and infinities become null
  Json(std::string value);       // NOLINT
  Json(std::string_view value);  // NOLINT
  Json(const char* value);       // NOLINT
  Json(Array value);             // NOLINT
  Json(Object value);            // NOLINT
  static Json object();
  static Json array();

  [[nodiscard]] bool is_null() const { return store_.index() == 0; }
  [[nodiscard]] bool is_bool() const { return store_.index() == 1; }
  [[nodiscard]] bool is_integer() const { return store_.index() == 2; }
  [[nodiscard]] bool is_number() const { return store_.index() == 2 || store_.index() == 3; }
  [[nodiscard]] bool is_string() const { return store_.index() == 4; }
  [[nodiscard]] bool is_array() const { return store_.index() == 5; }
  [[nodiscard]] bool is_object() const { return store_.index() == 6; }

  // Defects when the kind differs; ask first.
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] double number() const;
  [[nodiscard]] const std::string& string() const;
  [[nodiscard]] const Array& items() const;
  [[nodiscard]] Array& items();
  [[nodiscard]] const Object& members() const;

  /// The member's value, or nullptr when this is no object or has no such member.
  [[nodiscard]] const Json* find(std::string_view key) const;
  /// The member's text, or `otherwise` when absent or no text.
  [[nodiscard]] std::string_view text(std::string_view key, std::string_view otherwise = {}) const;
  /// The member, made (null) when absent; a null becomes an object first.
  Json& operator[](std::string_view key);
  /// Appends a member to an object; the caller knows that the key is new.
  void append(std::string key, Json value);
  /// Appends to an array; a null becomes an array first.
  void push(Json value);
  [[nodiscard]] std::size_t size() const;

  friend bool operator==(const Json& a, const Json& b);

 private:
  Store store_;
};

struct JsonMember {
  std::string key;
  Json value;
  friend bool operator==(const JsonMember&, const JsonMember&) = default;
};

/// Reads one document. Refuses `json.malformed` (argument `offset`), also for duplicate keys,
/// nesting deeper than 64 and text that is not UTF-8. Integers beyond int64 become doubles.
[[nodiscard]] Result<Json> parse_json(std::string_view text);

/// Compact text. Doubles in the shortest form that reads back equal.
[[nodiscard]] std::string to_text(const Json& json);
/// RFC 8785: members sorted by UTF-16 code units, no blanks. For hashing.
[[nodiscard]] std::string to_canonical_text(const Json& json);

/// Appends JSON text without building a tree: for large answers.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view key);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(int number) { return value(std::int64_t{number}); }
  JsonWriter& value(double number);
  JsonWriter& value(bool flag);
  JsonWriter& value(const Json& json);
  JsonWriter& null();
  template <class T>
  JsonWriter& member(std::string_view name, const T& v) {
    return key(name).value(v);
  }

 private:
  void separate();
  std::string& out_;
  bool first_ = true;
};

}  // namespace tc
