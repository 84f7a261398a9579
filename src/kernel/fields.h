#pragma once

#include "kernel/function.h"

/// Makers of fields, so that a declaration is one line each.
namespace tc::kernel::field {

/// How a field behaves; combined with |.
enum How : unsigned {
  k_listed = 1,  ///< A column of lists.
  k_required = 2,
  k_searched = 4,
  k_long = 8,       ///< Several lines of text.
  k_computed = 16,  ///< Set by the program only.
  k_unique = 32,
  k_foreign = 64,  ///< Money of any currency.
};

constexpr Field make(std::string_view name, Kind kind, Label label, unsigned how) {
  Field field{.name = name, .kind = kind, .label = label};
  field.required = (how & k_required) != 0;
  field.read_only = (how & k_computed) != 0;
  field.unique = (how & k_unique) != 0;
  field.in_list = (how & k_listed) != 0;
  field.multiline = (how & k_long) != 0;
  field.searched = (how & k_searched) != 0;
  field.foreign = (how & k_foreign) != 0;
  return field;
}

constexpr Field title(Label label = {"标题", "Title"}) {
  return make("title", Kind::text, label, k_required | k_listed | k_searched);
}
constexpr Field text(std::string_view name, Label label, unsigned how = 0) {
  return make(name, Kind::text, label, how);
}
/// Prose: several lines, found by search.
constexpr Field prose(std::string_view name, Label label, unsigned how = 0) {
  return make(name, Kind::text, label, how | k_long | k_searched);
}
constexpr Field date(std::string_view name, Label label, unsigned how = 0) {
  return make(name, Kind::date, label, how);
}
constexpr Field moment(std::string_view name, Label label, unsigned how = 0) {
  return make(name, Kind::moment, label, how);
}
constexpr Field money(std::string_view name, Label label, unsigned how = 0) {
  return make(name, Kind::money, label, how);
}
constexpr Field boolean(std::string_view name, Label label, unsigned how = 0) {
  return make(name, Kind::boolean, label, how);
}
constexpr Field document(std::string_view name, Label label, unsigned how = 0) {
  return make(name, Kind::json, label, how);
}
/// Any double; `unit` is shown behind it.
constexpr Field number(std::string_view name, Label label, unsigned how = 0,
                       std::string_view unit = {}) {
  Field field = make(name, Kind::number, label, how);
  field.unit = unit;
  return field;
}
/// 0 to 100 %, in hundredths of a percent; `max` in percent where more is possible.
constexpr Field percent(std::string_view name, Label label, unsigned how = 0,
                        std::int64_t max = 100) {
  Field field = make(name, Kind::percent, label, how);
  field.unit = "%";
  field.min = 0;
  field.max = max * 100;
  return field;
}

struct Bounds {
  std::int64_t min = 0;
  std::int64_t max = 1'000'000'000;
  std::string_view unit = {};
};
constexpr Field integer(std::string_view name, Label label, Bounds bounds, unsigned how = 0) {
  Field field = make(name, Kind::integer, label, how);
  field.min = bounds.min;
  field.max = bounds.max;
  field.unit = bounds.unit;
  return field;
}
/// A judgement from 1 to 5.
constexpr Field score(std::string_view name, Label label, unsigned how = 0) {
  return integer(name, label, {1, 5}, how);
}
constexpr Field choice(std::string_view name, Label label, std::span<const Choice> choices,
                       unsigned how = 0) {
  Field field = make(name, Kind::choice, label, how);
  field.choices = choices;
  return field;
}
constexpr Field link(std::string_view name, Label label, std::string_view target,
                     unsigned how = 0) {
  Field field = make(name, Kind::link, label, how);
  field.target = target;
  return field;
}
/// The person who made the record.
constexpr Field author(std::string_view name, Label label) {
  Field field = make(name, Kind::link, label, k_computed | k_listed);
  field.target = "person";
  field.author = true;
  return field;
}

}  // namespace tc::kernel::field
