#include "store/sql/commit.h"

#include <array>

#include "kernel/audit.h"
#include "store/sql/rows.h"

namespace tc::store::sql {
namespace {

using kernel::ChangeSet;
using kernel::CommitOutcome;
using kernel::RowChange;

struct Heads {
  std::int64_t event_seq = 0;
  std::int64_t audit_seq = 0;
  std::string audit_hash;
};

// What a change set relied on must not change before it is durable; SQLite has one writer anyway.
std::string until_commit(const Connection& connection) {
  return connection.is_postgres() ? " FOR SHARE" : "";
}

std::int64_t rights_epoch(Connection& connection) {
  std::int64_t epoch = 0;
  connection.run("SELECT number FROM _meta WHERE name = 'rights_epoch'" + until_commit(connection),
                 {},
                 [&](const Cursor& row) { epoch = row.integer(0); });
  return epoch;
}

void write_tx(Connection& connection, const ChangeSet& changes) {
  const std::array<Param, 8> params = {changes.tx,
                                       changes.principal,
                                       changes.acting_for,
                                       changes.moment,
                                       std::string_view(changes.command),
                                       std::string_view(changes.idempotency_key),
                                       std::string_view(changes.body_hash),
                                       changes.undo_of};
  connection.run(
      "INSERT INTO _tx (tx, principal, acting_for, moment, command, key, body_hash, undo_of) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      params);
}

void give_number(Connection& connection, RowChange& change) {
  std::int64_t next = 0;
  const std::array<Param, 1> params = {std::string_view(change.number_stem)};
  connection.run(
      "INSERT INTO _counter (stem, next) VALUES (?1, 1) ON CONFLICT (stem) DO UPDATE SET next = "
      "_counter.next + 1 RETURNING next",
      params, [&](const Cursor& row) { next = row.integer(0); });
  change.after.number = change.number_stem + std::to_string(next);
}

void write_persons(Connection& connection, const kernel::Row& row, std::string_view field,
                   std::string_view table) {
  const std::array<Param, 1> id = {row.id};
  connection.run("DELETE FROM " + std::string(table) + " WHERE id = ?1", id);
  const Result<Json> list = parse_json(row.text(field));
  if (!list || !list->is_array()) return;
  for (const Json& person : list->items()) {
    const std::optional<Id> who = person.is_string() ? parse_id(person.string()) : std::nullopt;
    if (!who) continue;
    const std::array<Param, 2> params = {row.id, *who};
    connection.run("INSERT INTO " + std::string(table) +
                       " (id, principal) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                   params);
  }
}

void write_scope(Connection& connection, const RowChange& change) {
  const kernel::Row& row = change.after;
  const std::int64_t parent = row.type->field_index("parent") >= 0
                                  ? row.integer("parent", kernel::k_organisation)
                                  : kernel::k_organisation;
  const std::array<Param, 2> params = {row.id, parent};
  if (row.deleted_tx != 0) {
    connection.run("DELETE FROM _scope WHERE id = ?1", std::span(params).first(1));
  } else {
    connection.run(
        "INSERT INTO _scope (id, parent) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET parent = "
        "excluded.parent",
        params);
  }
}

bool write_row(Connection& connection, RowChange& change, Id tx) {
  if (change.kind == RowChange::Kind::insert) {
    if (change.number_wanted) give_number(connection, change);
    insert_row(connection, change);
  } else if (!update_row(connection, change)) {
    return false;
  }
  const kernel::Row& row = change.after;
  const std::string_view kind = change.kind == RowChange::Kind::insert   ? "insert"
                                : change.kind == RowChange::Kind::remove ? "remove"
                                                                         : "update";
  const std::array<Param, 6> params = {row.id, row.version, row.type->name,
                                       tx,     kind,        std::string_view(change.before)};
  connection.run(
      "INSERT INTO _history (id, version, record, tx, kind, before) VALUES (?1, ?2, ?3, ?4, ?5, "
      "?6)",
      params);
  if (row.type->decl->scoping == kernel::Scoping::self) write_scope(connection, change);
  if ((row.type->decl->traits & kernel::k_leveled) != 0) {
    write_persons(connection, row, "named", "_named");
    write_persons(connection, row, "excluded", "_excluded");
  }
  return true;
}

void write_blob(Connection& connection, const kernel::BlobWrite& blob) {
  if (blob.remove_older) {
    const std::array<Param, 3> older = {std::string_view(blob.kind), blob.key, blob.version};
    connection.run("DELETE FROM _blob WHERE kind = ?1 AND key = ?2 AND version < ?3", older);
  }
  const std::array<Param, 4> params = {std::string_view(blob.kind), blob.key, blob.version,
                                       Bytes{blob.bytes}};
  connection.run(
      "INSERT INTO _blob (kind, key, version, bytes) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (kind, "
      "key, version) DO UPDATE SET bytes = excluded.bytes",
      params);
}

bool still_true(Connection& connection, const ChangeSet& changes) {
  if (changes.rights_epoch != 0 && changes.rights_epoch != rights_epoch(connection)) return false;
  for (const auto& [type, seen] : changes.relied_on) {
    std::int64_t version = -1;
    const std::array<Param, 1> params = {seen.first};
    connection.run("SELECT version FROM " + table_of(*type) + " WHERE id = ?1" +
                       until_commit(connection),
                   params, [&](const Cursor& row) { version = row.integer(0); });
    if (version != seen.second) return false;
  }
  return true;
}

CommitOutcome apply(Connection& connection, ChangeSet& changes) {
  if (changes.tx == 0) return {};  // An audit event alone.
  if (!still_true(connection, changes)) return {CommitOutcome::Kind::stale, {}};
  try {
    write_tx(connection, changes);
  } catch (const UniqueViolation&) {
    return {CommitOutcome::Kind::key_used, {}};
  }
  for (RowChange& change : changes.rows) {
    if (!write_row(connection, change, changes.tx)) return {CommitOutcome::Kind::stale, {}};
  }
  for (const kernel::BlobWrite& blob : changes.blobs) write_blob(connection, blob);
  if (changes.changes_rights)
    connection.run("UPDATE _meta SET number = number + 1 WHERE name = 'rights_epoch'");
  return {};
}

// "risk_title" or "risk.f_title" → "title".
std::string field_of(const std::string& index) {
  std::size_t at = index.find(".f_");
  if (at != std::string::npos) return index.substr(at + 3);
  at = index.find('_');
  return at == std::string::npos ? index : index.substr(at + 1);
}

CommitOutcome apply_whole(Connection& connection, ChangeSet& changes) {
  connection.run("SAVEPOINT change_set");
  CommitOutcome outcome;
  try {
    outcome = apply(connection, changes);
  } catch (const UniqueViolation& violation) {
    outcome = {CommitOutcome::Kind::not_unique, field_of(violation.index)};
  }
  if (outcome.kind != CommitOutcome::Kind::done) connection.run("ROLLBACK TO SAVEPOINT change_set");
  connection.run("RELEASE SAVEPOINT change_set");
  return outcome;
}

Heads lock_heads(Connection& connection) {
  Heads heads;
  const std::string lock = connection.is_postgres() ? " ORDER BY name FOR UPDATE" : "";
  connection.run(
      "SELECT name, number, text FROM _meta WHERE name IN ('audit_head', 'event_seq')" + lock, {},
      [&](const Cursor& row) {
        if (row.text(0) == "event_seq") {
          heads.event_seq = row.integer(1);
        } else {
          heads.audit_seq = row.integer(1);
          heads.audit_hash = row.text(2);
        }
      });
  TC_ASSERT(heads.audit_hash.size() == kernel::k_audit_genesis.size());
  return heads;
}

void write_events(Connection& connection, ChangeSet& changes, Heads& heads) {
  for (kernel::Event& event : changes.events) {
    event.seq = ++heads.event_seq;
    const std::array<Param, 9> params = {event.seq,
                                         event.tx,
                                         std::string_view(event.name),
                                         std::string_view(event.record),
                                         event.id,
                                         event.scope,
                                         std::int64_t{event.level},
                                         event.version,
                                         std::string_view(event.fields)};
    connection.run(
        "INSERT INTO _outbox (seq, tx, name, record, id, scope, level, version, fields) VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params);
  }
  Json event = changes.audit;
  event.append("seq", ++heads.audit_seq);
  const std::string text = to_canonical_text(event);
  heads.audit_hash = kernel::audit_hash(heads.audit_hash, text);
  const std::array<Param, 3> params = {heads.audit_seq, std::string_view(text),
                                       std::string_view(heads.audit_hash)};
  connection.run("INSERT INTO _audit (seq, event, hash) VALUES (?1, ?2, ?3)", params);
}

void write_heads(Connection& connection, const Heads& heads) {
  const std::array<Param, 2> audit = {heads.audit_seq, std::string_view(heads.audit_hash)};
  connection.run("UPDATE _meta SET number = ?1, text = ?2 WHERE name = 'audit_head'", audit);
  const std::array<Param, 1> events = {heads.event_seq};
  connection.run("UPDATE _meta SET number = ?1 WHERE name = 'event_seq'", events);
}

}  // namespace

std::vector<CommitOutcome> commit_batch(Connection& connection, std::span<ChangeSet* const> batch) {
  std::vector<CommitOutcome> outcomes;
  connection.run(connection.is_postgres() ? "BEGIN" : "BEGIN IMMEDIATE");
  try {
    for (ChangeSet* changes : batch) outcomes.push_back(apply_whole(connection, *changes));
    Heads heads = lock_heads(connection);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (outcomes[i].kind == CommitOutcome::Kind::done) write_events(connection, *batch[i], heads);
    }
    write_heads(connection, heads);
    if (connection.is_postgres()) connection.run("SELECT pg_notify('tongchou', '')");
    connection.run("COMMIT");
  } catch (...) {
    try {
      connection.run("ROLLBACK");
    } catch (const Failure&) {  // The first failure tells more.
    }
    throw;
  }
  return outcomes;
}

}  // namespace tc::store::sql
