#include "service/custom_field/custom_field.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "kernel/custom.h"
#include "kernel/fields.h"
#include "kernel/kernel.h"
#include "service/custom_field/definition.h"

namespace tc::service::custom_field {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::size_t k_key_bytes_max = 40;

constexpr std::array k_kinds = {
    Choice{"text", {"文本", "Text"}},
    Choice{"prose", {"长文本", "Long text"}},
    Choice{"url", {"网址", "Web address"}},
    Choice{"email", {"邮箱", "E-mail"}},
    Choice{"integer", {"整数", "Whole number"}},
    Choice{"number", {"数值", "Number"}},
    Choice{"percent", {"百分比", "Percent"}},
    Choice{"money", {"金额", "Money"}},
    Choice{"duration", {"工时", "Duration"}},
    Choice{"rating", {"评分", "Rating"}},
    Choice{"date", {"日期", "Date"}},
    Choice{"moment", {"时刻", "Date and time"}},
    Choice{"boolean", {"是否", "Yes or no"}},
    Choice{"choice", {"单选", "One of"}},
    Choice{"choices", {"多选", "Some of"}},
    Choice{"cascade", {"级联", "Path of choices"}},
    Choice{"person", {"人员", "Person"}},
    Choice{"reference", {"引用记录", "Reference"}},
    Choice{"formula", {"公式", "Formula"}},
};
constexpr std::array k_results = {
    Choice{"number", {"数值", "Number"}},
    Choice{"text", {"文本", "Text"}},
    Choice{"date", {"日期", "Date"}},
    Choice{"boolean", {"是否", "Yes or no"}},
};
constexpr std::array k_fields = {
    text("record", {"记录类型", "Register"}, k_required | k_listed),
    text("key", {"键", "Key"}, k_required | k_listed),
    Field{.name = "label",
          .kind = Kind::text2,
          .label = {"标签", "Label"},
          .required = true,
          .in_list = true},
    choice("kind", {"类型", "Kind"}, k_kinds, k_required | k_listed),
    prose("choices", {"选项（每行一个）", "Choices, one per line"}),
    text("target", {"引用的记录类型", "Referenced register"}),
    text("required_in", {"在这些状态下必填", "Required in the states"}, k_listed),
    prose("formula", {"公式", "Formula"}),
    choice("result", {"公式结果", "Result of the formula"}, k_results),
    text("unit", {"单位", "Unit"}),
    Field{.name = "help", .kind = Kind::text2, .label = {"说明", "Help"}},
};
constexpr std::array k_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"active", {"启用", "Active"}},
    State{"retired", {"停用", "Retired"}},
};
constexpr std::array k_steps = {
    Step{"publish", {"启用", "Publish"}, "draft retired", "active"},
    Step{"retire", {"停用", "Retire"}, "active", "retired"},
};
constexpr std::array k_records = {
    Record{.name = "custom_field",
           .plural = "custom-fields",
           .label = {"自定义字段", "Custom field"},
           .title = "label",
           .scoping = Scoping::organisation,
           .fields = k_fields,
           .states = k_states,
           .steps = k_steps},
};

const RecordType* exposed(Reader& reader, std::string_view record) {
  const RecordType* type = reader.registry().record(record);
  return type != nullptr && type->decl->exposed ? type : nullptr;
}

bool record_exists(const RuleInput& input) {
  return exposed(input.reader, input.after.text("record")) != nullptr;
}

bool key_is_a_name(const RuleInput& input) {
  const std::string_view key = input.after.text("key");
  return !key.empty() && key.size() <= k_key_bytes_max && key.front() >= 'a' &&
         key.front() <= 'z' && std::ranges::all_of(key, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::vector<Row> definitions_of(Reader& reader, std::string_view record) {
  return reader.list_any("custom_field", field_is(*reader.registry().record("custom_field"),
                                                  "record", std::string(record)));
}

bool key_is_free(const RuleInput& input) {
  return std::ranges::none_of(
      definitions_of(input.reader, input.after.text("record")), [&](const Row& row) {
        return row.id != input.after.id && row.text("key") == input.after.text("key");
      });
}

bool choices_are_given(const RuleInput& input) {
  const std::string_view kind = input.after.text("kind");
  const bool wants = kind == "choice" || kind == "choices" || kind == "cascade";
  return !wants || !read_choices(input.after.text("choices")).empty();
}

bool target_exists(const RuleInput& input) {
  return input.after.text("kind") != "reference" ||
         exposed(input.reader, input.after.text("target")) != nullptr;
}

// Every name that the formula reads is a field of the register.
bool formula_is_sound(const RuleInput& input) {
  if (input.after.text("kind") != "formula") return true;
  const Result<Formula> formula = Formula::parse(input.after.text("formula"));
  const RecordType* type = exposed(input.reader, input.after.text("record"));
  if (!formula || type == nullptr) return false;
  const std::vector<Row> others = definitions_of(input.reader, type->name);
  return std::ranges::all_of(formula->names(), [&](const std::string& name) {
    if (name == "state" || type->field_index(name) >= 0) return true;
    return std::ranges::any_of(others, [&](const Row& row) {
      return std::string(k_custom_prefix) + std::string(row.text("key")) == name;
    });
  });
}

// Whether `key` is read by the formula of `from`, directly or through others.
bool reads(const std::vector<Row>& definitions, std::string_view formula, std::string_view key,
           int depth) {
  if (depth > static_cast<int>(definitions.size())) return true;
  const Result<Formula> parsed = Formula::parse(formula);
  if (!parsed) return false;
  for (const std::string& name : parsed->names()) {
    if (!name.starts_with(k_custom_prefix)) continue;
    const std::string_view other = std::string_view(name).substr(k_custom_prefix.size());
    if (other == key) return true;
    for (const Row& row : definitions) {
      if (row.text("key") != other || row.text("kind") != "formula") continue;
      if (reads(definitions, row.text("formula"), key, depth + 1)) return true;
    }
  }
  return false;
}

bool formula_has_no_loop(const RuleInput& input) {
  if (input.after.text("kind") != "formula") return true;
  return !reads(definitions_of(input.reader, input.after.text("record")),
                input.after.text("formula"), input.after.text("key"), 0);
}

bool published_keeps_its_kind(const RuleInput& input) {
  if (input.before == nullptr || input.before->state == "draft") return true;
  return std::ranges::all_of(std::array{"record", "key", "kind", "target"}, [&](const char* field) {
    return input.before->at(field) == input.after.at(field);
  });
}

constexpr std::array k_rules = {
    Rule{"custom_field.record_exists",
         "custom_field",
         "write",
         {"没有这种记录类型", "There is no such register"},
         record_exists,
         "record"},
    Rule{"custom_field.key_is_a_name",
         "custom_field",
         "write",
         {"键须以小写字母开头，只含小写字母、数字与下划线，至多 40 个字符",
          "A key begins with a small letter and holds small letters, digits and _, at most 40"},
         key_is_a_name,
         "key"},
    Rule{"custom_field.key_is_free",
         "custom_field",
         "write",
         {"该记录类型已有此键的字段", "The register has a field with this key"},
         key_is_free,
         "key"},
    Rule{"custom_field.choices_are_given",
         "custom_field",
         "write",
         {"请至少列出一个选项", "List at least one choice"},
         choices_are_given,
         "choices"},
    Rule{"custom_field.target_exists",
         "custom_field",
         "write",
         {"没有被引用的记录类型", "There is no register of this name to refer to"},
         target_exists,
         "target"},
    Rule{"custom_field.formula_is_sound",
         "custom_field",
         "write",
         {"公式有误，或引用了不存在的字段",
          "The formula is malformed or reads a field that does not exist"},
         formula_is_sound,
         "formula"},
    Rule{"custom_field.formula_has_no_loop",
         "custom_field",
         "write",
         {"公式直接或间接引用了自身", "The formula reads itself, directly or through others"},
         formula_has_no_loop,
         "formula"},
    Rule{"custom_field.published_keeps_its_kind",
         "custom_field",
         "write",
         {"启用过的字段不能更改记录类型、键或类型，请停用后另建",
          "A field that was published keeps its register, key and kind; retire it and make "
          "another"},
         published_keeps_its_kind,
         "kind"},
};

constexpr std::array k_messages = {
    Message{"custom_field.bad_value",
            {"“{field}”的值“{value}”不符合格式", "\"{value}\" does not fit the field"}},
    Message{"custom_field.formula_not_filtered",
            {"公式字段“{field}”不能用于筛选或排序",
             "\"{field}\" is computed; it cannot be filtered or sorted by"}},
};

std::shared_ptr<const CustomFields> defined(Snapshot& snapshot, const Registry& registry) {
  const RecordType& type = *registry.record("custom_field");
  std::vector<CustomDefinition> definitions;
  for (const Row& row :
       snapshot.list({&type,
                      AccessFilter::everything(),
                      Expr::compare(Expr::Op::equal, k_state, std::string("active")),
                      {{k_id, false}},
                      {},
                      10'000}))
    definitions.push_back(definition_of(row));
  return std::make_shared<const CustomFields>(std::move(definitions));
}

}  // namespace

const Function k_custom_field = {.name = "custom_field",
                                 .label = {"自定义字段", "Custom fields"},
                                 .records = k_records,
                                 .rules = k_rules,
                                 .messages = k_messages,
                                 .custom_fields = defined};

}  // namespace tc::service::custom_field
