#include "store/sql/snapshot.h"

#include <array>

#include "store/sql/compile.h"
#include "store/sql/rows.h"

namespace tc::store::sql {
namespace {

using kernel::HistoryRow;
using kernel::Row;
using kernel::TxRow;

HistoryRow read_history(const Cursor& row) {
  return {std::string(row.text(0)), row.integer(1),           row.integer(2),
          row.integer(3),           std::string(row.text(4)), std::string(row.text(5))};
}

TxRow read_tx(const Cursor& row) {
  return {row.integer(0),           row.integer(1),           row.integer(2),
          std::string(row.text(3)), std::string(row.text(4)), row.integer(5)};
}

kernel::BlobWrite read_blob(const std::string& kind, Id key, const Cursor& row) {
  return {kind, key, row.integer(0), row.bytes(1), false};
}

std::int64_t meta_number(Connection& connection, std::string_view name) {
  std::int64_t number = 0;
  const std::array<Param, 1> params = {name};
  connection.run("SELECT number FROM _meta WHERE name = ?1", params,
                 [&](const Cursor& row) { number = row.integer(0); });
  return number;
}

}  // namespace

std::optional<Row> SqlSnapshot::load(const kernel::RecordType& type, Id id,
                                     const kernel::AccessFilter& access) {
  Statement statement(connection_.is_postgres());
  statement.add("SELECT " + row_columns(type) + " FROM " + table_of(type) + " WHERE id = ")
      .bind(id)
      .add(" AND ");
  add_access(statement, type, access);
  std::optional<Row> found;
  connection_.run(statement.sql(), statement.params(),
                  [&](const Cursor& row) { found = read_row(type, row); });
  return found;
}

std::vector<Row> SqlSnapshot::list(const kernel::ListQuery& query) {
  Statement statement(connection_.is_postgres());
  statement.add("SELECT " + row_columns(*query.type) + " FROM " + table_of(*query.type) +
                " WHERE ");
  add_access(statement, *query.type, query.access);
  statement.add(" AND ");
  add_expr(statement, *query.type, query.filter);
  add_after(statement, query);
  add_order(statement, query);
  statement.add(" LIMIT ").bind(query.limit);
  std::vector<Row> rows;
  connection_.run(statement.sql(), statement.params(),
                  [&](const Cursor& row) { rows.push_back(read_row(*query.type, row)); });
  return rows;
}

std::int64_t SqlSnapshot::count(const kernel::ListQuery& query) {
  Statement statement(connection_.is_postgres());
  statement.add("SELECT count(*) FROM " + table_of(*query.type) + " WHERE ");
  add_access(statement, *query.type, query.access, Purpose::count);
  statement.add(" AND ");
  add_expr(statement, *query.type, query.filter);
  std::int64_t count = 0;
  connection_.run(statement.sql(), statement.params(),
                  [&](const Cursor& row) { count = row.integer(0); });
  return count;
}

std::vector<HistoryRow> SqlSnapshot::history(const kernel::RecordType& type, Id id) {
  std::vector<HistoryRow> rows;
  const std::array<Param, 2> params = {id, type.name};
  connection_.run(
      "SELECT record, id, tx, version, kind, before FROM _history WHERE id = ?1 AND record = ?2 "
      "ORDER BY version",
      params, [&](const Cursor& row) { rows.push_back(read_history(row)); });
  return rows;
}

std::vector<HistoryRow> SqlSnapshot::history_of_tx(Id tx) {
  std::vector<HistoryRow> rows;
  const std::array<Param, 1> params = {tx};
  connection_.run(
      "SELECT record, id, tx, version, kind, before FROM _history WHERE tx = ?1 ORDER BY id, "
      "version",
      params, [&](const Cursor& row) { rows.push_back(read_history(row)); });
  return rows;
}

std::vector<HistoryRow> SqlSnapshot::history_of_changed(const kernel::RecordType& type,
                                                        Moment since) {
  std::vector<HistoryRow> rows;
  const std::array<Param, 2> params = {type.name, first_id(since)};
  connection_.run(
      "SELECT record, id, tx, version, kind, before FROM _history WHERE record = ?1 AND id IN "
      "(SELECT id FROM _history WHERE record = ?1 AND tx >= ?2) ORDER BY id, version",
      params, [&](const Cursor& row) { rows.push_back(read_history(row)); });
  return rows;
}

std::optional<TxRow> SqlSnapshot::tx(Id tx) {
  std::optional<TxRow> found;
  const std::array<Param, 1> params = {tx};
  connection_.run(
      "SELECT tx, principal, moment, command, body_hash, undo_of FROM _tx WHERE tx = ?1", params,
      [&](const Cursor& row) { found = read_tx(row); });
  return found;
}

std::optional<TxRow> SqlSnapshot::tx_by_key(Id principal, const std::string& key) {
  std::optional<TxRow> found;
  const std::array<Param, 2> params = {principal, std::string_view(key)};
  connection_.run(
      "SELECT tx, principal, moment, command, body_hash, undo_of FROM _tx WHERE principal = ?1 AND "
      "key = ?2 AND key <> ''",
      params, [&](const Cursor& row) { found = read_tx(row); });
  return found;
}

std::optional<kernel::BlobWrite> SqlSnapshot::blob(const std::string& kind, Id key,
                                                   std::int64_t version) {
  std::optional<kernel::BlobWrite> found;
  const std::array<Param, 3> params = {std::string_view(kind), key, version};
  connection_.run(
      "SELECT version, bytes FROM _blob WHERE kind = ?1 AND key = ?2 AND version <= ?3 ORDER BY "
      "version DESC LIMIT 1",
      params, [&](const Cursor& row) { found = read_blob(kind, key, row); });
  return found;
}

std::vector<kernel::BlobWrite> SqlSnapshot::blobs(const std::string& kind, Id key,
                                                  std::int64_t after, std::int64_t upto) {
  std::vector<kernel::BlobWrite> found;
  const std::array<Param, 4> params = {std::string_view(kind), key, after, upto};
  connection_.run(
      "SELECT version, bytes FROM _blob WHERE kind = ?1 AND key = ?2 AND version > ?3 AND version "
      "<= ?4 ORDER BY version",
      params, [&](const Cursor& row) { found.push_back(read_blob(kind, key, row)); });
  return found;
}

std::vector<kernel::ScopeRow> SqlSnapshot::scopes() {
  std::vector<kernel::ScopeRow> rows;
  connection_.run("SELECT id, parent FROM _scope", {}, [&](const Cursor& row) {
    rows.push_back({row.integer(0), row.integer(1)});
  });
  return rows;
}

std::int64_t SqlSnapshot::rights_epoch() { return meta_number(connection_, "rights_epoch"); }
std::int64_t SqlSnapshot::last_event() { return meta_number(connection_, "event_seq"); }

std::vector<kernel::Event> SqlSnapshot::events_after(std::int64_t seq, std::int64_t limit) {
  std::vector<kernel::Event> events;
  const std::array<Param, 2> params = {seq, limit};
  connection_.run(
      "SELECT seq, tx, name, record, id, scope, level, version, fields FROM _outbox WHERE seq > ?1 "
      "ORDER BY seq LIMIT ?2",
      params, [&](const Cursor& row) {
        events.push_back({row.integer(0), row.integer(1), std::string(row.text(2)),
                          std::string(row.text(3)), row.integer(4), row.integer(5),
                          static_cast<std::int32_t>(row.integer(6)), row.integer(7),
                          std::string(row.text(8))});
      });
  return events;
}

std::vector<kernel::AuditRow> SqlSnapshot::audit_after(std::int64_t seq, std::int64_t limit) {
  std::vector<kernel::AuditRow> rows;
  const std::array<Param, 2> params = {seq, limit};
  connection_.run(
      "SELECT seq, event, hash FROM _audit WHERE seq > ?1 ORDER BY seq LIMIT ?2", params,
      [&](const Cursor& row) {
        rows.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))});
      });
  return rows;
}

std::vector<kernel::PersonalValue> SqlSnapshot::personal_after(const std::string& commitment,
                                                               std::int64_t limit) {
  std::vector<kernel::PersonalValue> values;
  const std::array<Param, 2> params = {std::string_view(commitment), limit};
  connection_.run(
      "SELECT commitment, record, id, salt, value FROM _personal WHERE commitment > ?1 ORDER BY "
      "commitment LIMIT ?2",
      params, [&](const Cursor& row) {
        values.push_back({std::string(row.text(0)), std::string(row.text(1)), row.integer(2),
                          std::string(row.text(3)), std::string(row.text(4))});
      });
  return values;
}

}  // namespace tc::store::sql
