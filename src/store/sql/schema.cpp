#include "store/sql/schema.h"

#include <algorithm>
#include <array>

#include "kernel/audit.h"
#include "store/sql/compile.h"

namespace tc::store::sql {
namespace {

using kernel::Field;
using kernel::Kind;

// Types are written as SQLite's; PostgreSQL's names are put in their place.
constexpr std::array k_tables = {
    "CREATE TABLE IF NOT EXISTS _meta (name TEXT PRIMARY KEY, number INTEGER NOT NULL, text TEXT "
    "NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS _tx (tx INTEGER PRIMARY KEY, principal INTEGER NOT NULL, "
    "acting_for INTEGER NOT NULL, moment INTEGER NOT NULL, command TEXT NOT NULL, key TEXT NOT "
    "NULL, body_hash TEXT NOT NULL, undo_of INTEGER NOT NULL) STRICT",
    "CREATE UNIQUE INDEX IF NOT EXISTS _tx_key ON _tx (principal, key) WHERE key <> ''",
    "CREATE TABLE IF NOT EXISTS _history (id INTEGER NOT NULL, version INTEGER NOT NULL, record "
    "TEXT NOT NULL, tx INTEGER NOT NULL, kind TEXT NOT NULL, before TEXT NOT NULL, PRIMARY KEY "
    "(id, version)) STRICT",
    "CREATE INDEX IF NOT EXISTS _history_tx ON _history (tx)",
    "CREATE TABLE IF NOT EXISTS _audit (seq INTEGER PRIMARY KEY, event TEXT NOT NULL, hash TEXT "
    "NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS _personal (commitment TEXT PRIMARY KEY, record TEXT NOT NULL, id "
    "INTEGER NOT NULL, salt TEXT NOT NULL, value TEXT NOT NULL) STRICT",
    "CREATE INDEX IF NOT EXISTS _personal_of ON _personal (id, record)",
    "CREATE TABLE IF NOT EXISTS _outbox (seq INTEGER PRIMARY KEY, tx INTEGER NOT NULL, name TEXT "
    "NOT NULL, record TEXT NOT NULL, id INTEGER NOT NULL, scope INTEGER NOT NULL, level INTEGER "
    "NOT NULL, version INTEGER NOT NULL, fields TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS _counter (stem TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS _scope (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS _named (id INTEGER NOT NULL, principal INTEGER NOT NULL, PRIMARY "
    "KEY (principal, id)) STRICT",
    "CREATE TABLE IF NOT EXISTS _excluded (id INTEGER NOT NULL, principal INTEGER NOT NULL, "
    "PRIMARY KEY (principal, id)) STRICT",
    "CREATE TABLE IF NOT EXISTS _blob (kind TEXT NOT NULL, key INTEGER NOT NULL, version INTEGER "
    "NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (kind, key, version)) STRICT",
};

std::string_view type_of(Kind kind) {
  switch (kind) {
    case Kind::text:
    case Kind::text2:
    case Kind::choice:
    case Kind::json:
      return "TEXT";
    case Kind::number:
      return "REAL";
    default:
      return "INTEGER";
  }
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

void define(Connection& connection, std::string sql) {
  if (connection.is_postgres()) {
    replace_all(sql, " INTEGER", " BIGINT");
    replace_all(sql, " REAL", " DOUBLE PRECISION");
    replace_all(sql, " BLOB", " BYTEA");
    replace_all(sql, " STRICT", "");
    // Texts in the order of their bytes, as SQLite has them, whatever the database was made with.
    replace_all(sql, " TEXT", " TEXT COLLATE \"C\"");
  }
  connection.run(sql);
}

void define_triggers(Connection& connection) {
  // The audit trail has no update and no delete, not even for this program (trust T-2).
  if (connection.is_postgres()) {
    connection.run(
        "CREATE OR REPLACE FUNCTION _audit_frozen() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION "
        "'the audit trail cannot be changed'; END $$ LANGUAGE plpgsql");
    connection.run(
        "CREATE OR REPLACE TRIGGER _audit_frozen BEFORE UPDATE OR DELETE ON _audit FOR EACH ROW "
        "EXECUTE FUNCTION _audit_frozen()");
    return;
  }
  for (const char* verb : {"UPDATE", "DELETE"}) {
    connection.run(
        "CREATE TRIGGER IF NOT EXISTS _audit_no_" + std::string(verb) + " BEFORE " + verb +
        " ON _audit BEGIN SELECT RAISE(ABORT, 'the audit trail cannot be changed'); END");
  }
}

std::vector<std::pair<std::string, std::string>> columns_with_types(const Field& field) {
  std::vector<std::pair<std::string, std::string>> columns;
  for (const std::string& name : columns_of(field)) {
    columns.emplace_back(name, name.ends_with("_currency") && field.kind == Kind::money
                                   ? "TEXT"
                                   : std::string(type_of(field.kind)));
  }
  if (field.kind == Kind::money) columns.front().second = "INTEGER";
  return columns;
}

void define_record(Connection& connection, const kernel::RecordType& type) {
  const std::string table = table_of(type);
  const std::vector<std::string> present = connection.columns_of(type.name);
  if (present.empty()) {
    std::string sql = "CREATE TABLE " + table +
                      " (id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, level INTEGER NOT NULL, "
                      "number TEXT NOT NULL, state TEXT NOT NULL,"
                      " state_since INTEGER NOT NULL, version INTEGER NOT NULL, created_tx INTEGER "
                      "NOT NULL, updated_tx INTEGER NOT NULL,"
                      " deleted_tx INTEGER NOT NULL, custom TEXT NOT NULL";
    for (const Field& field : type.fields) {
      for (const auto& [name, kind] : columns_with_types(field)) sql += ", " + name + " " + kind;
    }
    define(connection, sql + ") STRICT");
  } else {
    for (const Field& field : type.fields) {
      for (const auto& [name, kind] : columns_with_types(field)) {
        if (std::ranges::find(present, name) == present.end())
          define(connection, "ALTER TABLE " + table + " ADD COLUMN " + name + " " + kind);
      }
    }
  }
  define(connection, "CREATE INDEX IF NOT EXISTS " + quoted(std::string(type.name) + "_scope") +
                         " ON " + table + " (scope, id)");
  // Counts read this index alone.
  define(connection, "CREATE INDEX IF NOT EXISTS " + quoted(std::string(type.name) + "_count") +
                         " ON " + table + " (deleted_tx, level, scope)");
  for (const Field& field : type.fields) {
    const std::string column = columns_of(field).front();
    const std::string index = quoted(std::string(type.name) + "_" + std::string(field.name));
    if (field.unique) {
      define(connection, "CREATE UNIQUE INDEX IF NOT EXISTS " + index + " ON " + table + " (" +
                             column + ") WHERE deleted_tx = 0");
    } else if (field.kind == Kind::link) {
      define(connection,
             "CREATE INDEX IF NOT EXISTS " + index + " ON " + table + " (" + column + ", id)");
    }
  }
}

std::int64_t stored_version(Connection& connection) {
  std::int64_t version = 0;
  if (connection.columns_of("_meta").empty()) return version;
  connection.run("SELECT number FROM _meta WHERE name = 'schema_version'", {},
                 [&](const Cursor& row) { version = row.integer(0); });
  return version;
}

}  // namespace

void migrate(Connection& connection, const kernel::Registry& registry) {
  const std::int64_t version = stored_version(connection);
  if (version > k_schema_version) {
    throw Failure("The data was written by a newer version of Tongchou (schema " +
                  std::to_string(version) + ", this program knows " +
                  std::to_string(k_schema_version) +
                  "). Use that version, or restore a backup made by this one. / "
                  "数据由较新版本写入，请使用新版本程序，或恢复旧版本的备份。");
  }
  connection.run("BEGIN");
  try {
    if (connection.is_postgres()) connection.run("SELECT pg_advisory_xact_lock(7001)");
    for (const char* table : k_tables) define(connection, table);
    define_triggers(connection);
    for (const kernel::RecordType* type : registry.records()) define_record(connection, *type);
    const auto put = [&](std::string_view name, std::int64_t number, std::string_view text) {
      const std::array<Param, 3> params = {name, number, text};
      connection.run(
          "INSERT INTO _meta (name, number, text) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO "
          "NOTHING",
          params);
    };
    put("schema_version", k_schema_version, "");
    put("rights_epoch", 1, "");
    put("event_seq", 0, "");
    put("audit_head", 0, kernel::k_audit_genesis);
    connection.run("COMMIT");
  } catch (...) {
    connection.run("ROLLBACK");
    throw;
  }
}

}  // namespace tc::store::sql
