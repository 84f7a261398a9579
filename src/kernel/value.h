#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "kernel/function.h"

namespace tc::kernel {

struct Money {
  std::int64_t minor = 0;
  std::string currency;
  friend bool operator==(const Money&, const Money&) = default;
};

struct Text2 {
  std::string zh;
  std::string en;
  friend bool operator==(const Text2&, const Text2&) = default;
};

/// The value of a field in its stored unit (see Kind): integers, ids, days, moments, hundredths,
/// tenths and booleans as int64. monostate = not set.
using Value = std::variant<std::monostate, std::int64_t, double, std::string, Money, Text2>;

[[nodiscard]] inline bool is_set(const Value& value) { return value.index() != 0; }

struct RecordType;

/// One record as stored.
struct Row {
  const RecordType* type = nullptr;
  Id id = 0;
  Id scope = 0;
  std::int32_t level = 1;
  std::int64_t version = 0;
  std::string number;
  std::string state;
  Moment state_since = 0;
  Id created_tx = 0;
  Id updated_tx = 0;
  Id deleted_tx = 0;
  std::vector<Value> values;  ///< By index into type->fields.
  std::string custom = "{}";

  // By field name; a defect when the record has no such field.
  [[nodiscard]] const Value& at(std::string_view field) const;
  void set(std::string_view field, Value value);
  [[nodiscard]] bool has(std::string_view field) const { return is_set(at(field)); }
  [[nodiscard]] std::int64_t integer(std::string_view field, std::int64_t otherwise = 0) const;
  [[nodiscard]] double number_of(std::string_view field, double otherwise = 0) const;
  [[nodiscard]] std::string_view text(std::string_view field) const;
};

/// Reads a field's value from JSON as the API carries it. Refuses `field.wrong_type`,
/// `field.out_of_range`, `field.unknown_choice`, `field.too_long` with pointer "/<name>".
[[nodiscard]] Result<Value> value_from_json(const Field& field, const Json& json);
[[nodiscard]] Json value_to_json(const Field& field, const Value& value);
/// As people write it in CSV and cases: money in major units ("120000 CNY"), percents 0–100.
[[nodiscard]] Result<Value> value_from_text(const Field& field, std::string_view text);
[[nodiscard]] std::string value_to_text(const Field& field, const Value& value, bool zh);

}  // namespace tc::kernel
