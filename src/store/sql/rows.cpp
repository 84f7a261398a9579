#include "store/sql/rows.h"

namespace tc::store::sql {
namespace {

using kernel::Kind;
using kernel::Row;

constexpr std::string_view k_system_columns =
    "id, scope, level, number, state, state_since, version, created_tx, updated_tx, deleted_tx, "
    "custom";
constexpr int k_system_count = 11;

kernel::Value read_value(const kernel::Field& field, const Cursor& cursor, int column) {
  if (field.kind == Kind::text2) {
    if (cursor.is_null(column) && cursor.is_null(column + 1)) return {};
    return kernel::Text2{std::string(cursor.text(column)), std::string(cursor.text(column + 1))};
  }
  if (cursor.is_null(column)) return {};
  switch (field.kind) {
    case Kind::text:
    case Kind::choice:
    case Kind::json:
      return std::string(cursor.text(column));
    case Kind::number:
      return cursor.real(column);
    case Kind::money:
      return kernel::Money{cursor.integer(column), std::string(cursor.text(column + 1))};
    default:
      return cursor.integer(column);
  }
}

void bind_field(Statement& statement, const kernel::Field& field, const kernel::Value& value) {
  statement.bind_value(value);
  if (field.kind != Kind::money && field.kind != Kind::text2) return;
  statement.add(", ");
  if (const auto* money = std::get_if<kernel::Money>(&value))
    statement.bind(money->currency);
  else if (const auto* both = std::get_if<kernel::Text2>(&value))
    statement.bind(both->en);
  else
    statement.add("NULL");
}

}  // namespace

std::string row_columns(const kernel::RecordType& type) {
  std::string columns(k_system_columns);
  for (const kernel::Field& field : type.fields) {
    for (const std::string& column : columns_of(field)) columns += ", " + column;
  }
  return columns;
}

Row read_row(const kernel::RecordType& type, const Cursor& cursor) {
  Row row;
  row.type = &type;
  row.id = cursor.integer(0);
  row.scope = cursor.integer(1);
  row.level = static_cast<std::int32_t>(cursor.integer(2));
  row.number = cursor.text(3);
  row.state = cursor.text(4);
  row.state_since = cursor.integer(5);
  row.version = cursor.integer(6);
  row.created_tx = cursor.integer(7);
  row.updated_tx = cursor.integer(8);
  row.deleted_tx = cursor.integer(9);
  row.custom = cursor.text(10);
  row.values.reserve(type.fields.size());
  int column = k_system_count;
  for (const kernel::Field& field : type.fields) {
    row.values.push_back(read_value(field, cursor, column));
    column += field.kind == Kind::money || field.kind == Kind::text2 ? 2 : 1;
  }
  return row;
}

void insert_row(Connection& connection, const kernel::RowChange& change) {
  const Row& row = change.after;
  Statement statement(connection.is_postgres());
  statement.add("INSERT INTO " + table_of(*row.type) + " (" + row_columns(*row.type) +
                ") VALUES (");
  statement.bind(row.id)
      .add(", ")
      .bind(row.scope)
      .add(", ")
      .bind(std::int64_t{row.level})
      .add(", ")
      .bind(row.number)
      .add(", ");
  statement.bind(row.state)
      .add(", ")
      .bind(row.state_since)
      .add(", ")
      .bind(row.version)
      .add(", ")
      .bind(row.created_tx)
      .add(", ");
  statement.bind(row.updated_tx).add(", ").bind(row.deleted_tx).add(", ").bind(row.custom);
  for (std::size_t i = 0; i < row.type->fields.size(); ++i) {
    statement.add(", ");
    bind_field(statement, row.type->fields[i], row.values[i]);
  }
  statement.add(")");
  connection.post(statement.sql(), statement.params());
}

void update_row(Connection& connection, const kernel::RowChange& change) {
  const Row& row = change.after;
  Statement statement(connection.is_postgres());
  statement.add("UPDATE " + table_of(*row.type) + " SET version = ")
      .bind(row.version)
      .add(", updated_tx = ")
      .bind(row.updated_tx);
  statement.add(", deleted_tx = ")
      .bind(row.deleted_tx)
      .add(", scope = ")
      .bind(row.scope)
      .add(", level = ")
      .bind(std::int64_t{row.level});
  statement.add(", custom = ").bind(row.custom);
  if (change.state_changed)
    statement.add(", state = ").bind(row.state).add(", state_since = ").bind(row.state_since);
  for (const int index : change.changed) {
    const kernel::Field& field = row.type->fields[static_cast<std::size_t>(index)];
    const kernel::Value& value = row.values[static_cast<std::size_t>(index)];
    const std::vector<std::string> columns = columns_of(field);
    statement.add(", " + columns.front() + " = ").bind_value(value);
    if (columns.size() < 2) continue;
    statement.add(", " + columns.back() + " = ");
    if (const auto* money = std::get_if<kernel::Money>(&value))
      statement.bind(money->currency);
    else if (const auto* both = std::get_if<kernel::Text2>(&value))
      statement.bind(both->en);
    else
      statement.add("NULL");
  }
  statement.add(" WHERE id = ").bind(row.id).add(" AND version = ").bind(change.expected_version);
  connection.post(statement.sql(), statement.params(), {.rows = 1});
}

}  // namespace tc::store::sql
