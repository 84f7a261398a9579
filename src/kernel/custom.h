#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/formula.h"
#include "kernel/function.h"
#include "kernel/value.h"

/// Fields that an organisation adds to a record: definitions are data, values lie in the row's
/// `custom` document. To every reader and writer they are fields called `custom.<key>`.
namespace tc::kernel {

inline constexpr std::string_view k_custom_prefix = "custom.";

struct CustomField {
  Field field;              ///< Named `custom.<key>`.
  std::string_view key;     ///< In the row's document.
  std::string_view format;  ///< What the kind alone does not say: several, url, email, rating …
  std::vector<std::string> required_in;  ///< States; `*` stands for all.
  std::optional<Formula> formula;        ///< Computed whenever it is read; never stored.
};

/// What a definition says, as it is stored.
struct CustomDefinition {
  std::string record;
  std::string key;
  Kind kind = Kind::text;
  std::string format;
  std::string target;
  std::string zh;
  std::string en;
  std::string help_zh;
  std::string help_en;
  std::string unit;
  std::vector<std::pair<std::string, Text2>> choices;
  std::vector<std::string> required_in;
  std::string formula;
};

/// All definitions of one moment; immutable.
class CustomFields {
 public:
  CustomFields() = default;
  explicit CustomFields(std::vector<CustomDefinition> definitions);
  CustomFields(const CustomFields&) = delete;
  CustomFields& operator=(const CustomFields&) = delete;

  [[nodiscard]] std::span<const CustomField> of(std::string_view record) const;
  /// By the full name `custom.<key>`; null when there is none.
  [[nodiscard]] const CustomField* find(std::string_view record, std::string_view name) const;

 private:
  std::deque<CustomDefinition> definitions_;  ///< Owns what the fields point to.
  std::deque<std::vector<Choice>> choices_;
  std::deque<std::string> names_;
  std::map<std::string, std::vector<CustomField>, std::less<>> fields_;
};

/// The value of one custom field of a row, formulas computed.
[[nodiscard]] Json custom_value(const CustomField& field, const Row& row,
                                const CustomFields& fields);
/// The same as a value of its kind; what the kind cannot hold (several choices) as JSON text.
[[nodiscard]] Value custom_cell(const CustomField& field, const Row& row,
                                const CustomFields& fields);
/// Puts a value into the row's document; null takes it out. Refuses what `value_from_json` refuses
/// and `custom_field.bad_value` where the format is not met.
[[nodiscard]] Status set_custom_value(const CustomField& field, const Json& value, Row& row);
/// A number or a text as filters compare it; nothing when not set.
[[nodiscard]] Value custom_comparable(const Json& value);

}  // namespace tc::kernel
