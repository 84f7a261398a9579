#pragma once

#include <deque>
#include <string>
#include <vector>

#include "kernel/ports.h"
#include "store/sql/connection.h"

namespace tc::store::sql {

/// A statement being written: text and the values bound to it. Names reach the text only from
/// declarations, values only as parameters.
class Statement {
 public:
  explicit Statement(bool postgres) : postgres_(postgres) {}
  Statement& add(std::string_view text) { return sql_ += text, *this; }
  Statement& bind(std::int64_t value);
  Statement& bind(double value);
  Statement& bind(std::string value);
  Statement& bind_value(const kernel::Value& value);
  /// `IN (…)` over ids, as one parameter however many there are.
  Statement& in_ids(const std::vector<Id>& ids);
  /// `IN (…)` over texts.
  Statement& in_texts(const std::vector<std::string>& texts);

  [[nodiscard]] const std::string& sql() const { return sql_; }
  [[nodiscard]] std::span<const Param> params() const { return params_; }
  [[nodiscard]] bool postgres() const { return postgres_; }

 private:
  std::string json_list(const std::vector<Id>& ids) const;
  bool postgres_;
  std::string sql_;
  std::vector<Param> params_;
  std::deque<std::string> texts_;  ///< Owns what string parameters point to.
};

/// The smallest id that this moment could have given.
[[nodiscard]] Id first_id(Moment moment);
[[nodiscard]] std::string quoted(std::string_view name);
/// The table of a record.
[[nodiscard]] std::string table_of(const kernel::RecordType& type);
/// The database columns of a field: one, or two for money and text2.
[[nodiscard]] std::vector<std::string> columns_of(const kernel::Field& field);
/// A column of an expression or a sort.
[[nodiscard]] std::string column_sql(const kernel::RecordType& type, int column);
[[nodiscard]] std::string custom_sql(bool postgres, const kernel::CustomColumn& custom);

void add_expr(Statement& statement, const kernel::RecordType& type, const kernel::Expr& expr);
/// The access predicate (model §4) over the columns of the record's table. A count may be answered
/// from the index on (deleted_tx, level, scope) alone; a list must not use it, since it would lose
/// the order by id: the sign before a column keeps the planner away from its indexes.
enum class Purpose { list, count };
void add_access(Statement& statement, const kernel::RecordType& type,
                const kernel::AccessFilter& access, Purpose purpose = Purpose::list);
/// The part on scope and level alone, over `scope` and `level` of any table.
void add_scope_access(Statement& statement, const kernel::AccessFilter& access);
/// The condition that a row comes after the last one seen, and the order itself.
void add_after(Statement& statement, const kernel::ListQuery& query);
void add_order(Statement& statement, const kernel::ListQuery& query);

}  // namespace tc::store::sql
