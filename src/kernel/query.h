#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernel/value.h"

namespace tc::kernel {

class CustomFields;

/// Columns every record has; fields count from 0 upwards.
enum Column : int {
  k_id = -1,
  k_state = -2,
  k_number = -3,
  k_version = -4,
  k_level = -5,
  k_created = -6,
  k_updated = -7,
  k_scope = -8,
  k_custom = -9  ///< A value of the row's `custom` document, named beside.
};

/// Where a custom value lies: `key` or `key.minor`; letters, digits and `_` alone. A truth counts
/// as a number.
struct CustomColumn {
  std::string path;
  bool number = false;
};

/// A condition over the columns of one record, compiled by each store.
struct Expr {
  enum class Op {
    always,
    all_of,
    any_of,
    negate,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    in,
    contains,
    is_null
  };
  Op op = Op::always;
  int column = k_id;
  CustomColumn custom = {};  ///< With k_custom.
  std::vector<Value> values;
  std::vector<Expr> children;

  static Expr compare(Op op, int column, Value value);
  static Expr all(std::vector<Expr> parts);
};

/// `column = value` by field name; a defect when the record has no such field.
[[nodiscard]] Expr field_is(const RecordType& type, std::string_view field, Value value);

struct Sort {
  int column = k_id;
  bool descending = false;
  CustomColumn custom = {};  ///< With k_custom.
};

/// Which scopes a principal holds a verb in.
struct ScopeSet {
  bool all = false;
  std::vector<Id> ids;
};

/// The access predicate of trust A-1 as a value (model §4): a row is visible when its scope is in
/// `normal` (level ≤ 1), `cleared` (level 2) or `held` (level 3, and the principal is named on
/// it), and the principal is not excluded. Every read and write passes one.
struct AccessFilter {
  bool system = false;       ///< The program itself: everything.
  bool leveled = false;      ///< Persons may be named on its rows or on what they hang on.
  bool deleted_too = false;  ///< Also rows in the bin (restore).
  Id principal = 0;          ///< The user asked for.
  Id own_person = 0;         ///< For personal records: only rows whose `person` it is.
  bool personal = false;
  ScopeSet normal;
  ScopeSet cleared;
  ScopeSet held;
  [[nodiscard]] static AccessFilter everything() {
    AccessFilter filter;
    filter.system = true;
    return filter;
  }
};

struct ListQuery {
  const RecordType* type = nullptr;
  AccessFilter access;
  Expr filter;
  std::vector<Sort> sort;  ///< The id is always added last.
  std::vector<Value>
      after;  ///< Values of `sort` and the id of the last row seen; empty: from the start.
  std::int64_t limit = 50;
};

/// Parses the filter language of the contract: `field op value`, `and or not ( )`, `in (a, b)`,
/// `contains`, `is null`, `@me`, `@today±Nd`. Refuses `filter.malformed`, `field.unknown`,
/// `field_not_permitted`.
struct FilterContext {
  Id me_user = 0;
  Id me_person = 0;
  Day today = 0;
  std::vector<std::string_view> hidden_fields;
  const CustomFields* custom = nullptr;
};
[[nodiscard]] Result<Expr> parse_filter(const RecordType& type, std::string_view text,
                                        const FilterContext& context);
/// `-due,title` → sorts. Same refusals.
[[nodiscard]] Result<std::vector<Sort>> parse_sort(const RecordType& type, std::string_view text,
                                                   const FilterContext& context);

/// The value of a row that a sort looks at, for cursors.
[[nodiscard]] Value column_value(const Row& row, const Sort& sort);

}  // namespace tc::kernel
