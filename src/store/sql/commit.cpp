#include "store/sql/commit.h"

#include <array>
#include <map>

#include "kernel/audit.h"
#include "store/sql/many.h"
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

/// The small rows that every change set has.
struct Gathered {
  ManyRows tx{
      "INSERT INTO _tx (tx, principal, acting_for, moment, command, key, body_hash, undo_of)", 8};
  ManyRows history{"INSERT INTO _history (id, version, record, tx, kind, before)", 6};
  ManyRows outbox{"INSERT INTO _outbox (seq, tx, name, record, id, scope, level, version, fields)",
                  9};
  ManyRows audit{"INSERT INTO _audit (seq, event, hash)", 3};

  void post(Connection& connection) {
    for (ManyRows* rows : {&tx, &history, &outbox, &audit}) rows->post(connection);
  }
};

void write_tx(Gathered& gathered, const ChangeSet& changes) {
  const std::array<Param, 8> row = {changes.tx,
                                    changes.principal,
                                    changes.acting_for,
                                    changes.moment,
                                    std::string_view(changes.command),
                                    std::string_view(changes.idempotency_key),
                                    std::string_view(changes.body_hash),
                                    changes.undo_of};
  gathered.tx.add(row);
}

// The numbers of all new rows, one statement for each stem: in their order, without gaps.
void give_numbers(Connection& connection, std::span<ChangeSet* const> batch) {
  std::map<std::string, std::vector<RowChange*>> wanted;
  for (ChangeSet* changes : batch) {
    for (RowChange& change : changes->rows) {
      if (change.number_wanted) wanted[change.number_stem].push_back(&change);
    }
  }
  for (const auto& [stem, rows] : wanted) {
    std::int64_t last = 0;
    const std::int64_t count = std::ssize(rows);
    const std::array<Param, 2> params = {std::string_view(stem), count};
    connection.run(
        "INSERT INTO _counter (stem, next) VALUES (?1, ?2) ON CONFLICT (stem) DO UPDATE SET next = "
        "_counter.next + ?2 RETURNING next",
        params, [&](const Cursor& row) { last = row.integer(0); });
    std::int64_t number = last - count;
    for (RowChange* row : rows) row->after.number = stem + std::to_string(++number);
  }
}

void write_persons(Connection& connection, const kernel::Row& row, std::string_view field,
                   std::string_view table) {
  const std::array<Param, 1> id = {row.id};
  connection.post("DELETE FROM " + std::string(table) + " WHERE id = ?1", id);
  const Result<Json> list = parse_json(row.text(field));
  if (!list || !list->is_array()) return;
  for (const Json& person : list->items()) {
    const std::optional<Id> who = person.is_string() ? parse_id(person.string()) : std::nullopt;
    if (!who) continue;
    const std::array<Param, 2> params = {row.id, *who};
    connection.post("INSERT INTO " + std::string(table) +
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
    connection.post("DELETE FROM _scope WHERE id = ?1", std::span(params).first(1));
  } else {
    connection.post(
        "INSERT INTO _scope (id, parent) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET parent = "
        "excluded.parent",
        params);
  }
}

void write_row(Connection& connection, Gathered& gathered, const RowChange& change, Id tx) {
  if (change.kind == RowChange::Kind::insert)
    insert_row(connection, change);
  else
    update_row(connection, change);
  const kernel::Row& row = change.after;
  const std::string_view kind = change.kind == RowChange::Kind::insert   ? "insert"
                                : change.kind == RowChange::Kind::remove ? "remove"
                                                                         : "update";
  const std::array<Param, 6> params = {row.id, row.version, row.type->name,
                                       tx,     kind,        std::string_view(change.before)};
  gathered.history.add(params);
  if (row.type->decl->scoping == kernel::Scoping::self) write_scope(connection, change);
  if ((row.type->decl->traits & kernel::k_leveled) != 0) {
    write_persons(connection, row, "named", "_named");
    write_persons(connection, row, "excluded", "_excluded");
  }
}

void write_blob(Connection& connection, const kernel::BlobWrite& blob) {
  if (blob.remove_older) {
    const std::array<Param, 3> older = {std::string_view(blob.kind), blob.key, blob.version};
    connection.post("DELETE FROM _blob WHERE kind = ?1 AND key = ?2 AND version < ?3", older);
  }
  const std::array<Param, 4> params = {std::string_view(blob.kind), blob.key, blob.version,
                                       Bytes{blob.bytes}};
  connection.post(
      "INSERT INTO _blob (kind, key, version, bytes) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (kind, "
      "key, version) DO UPDATE SET bytes = excluded.bytes",
      params);
}

// What the history remembers of a person goes with it; the chain holds commitments only.
void forget(Connection& connection, const kernel::RecordType& type, Id id) {
  const std::array<Param, 2> whose = {type.name, id};
  connection.post("DELETE FROM _personal WHERE record = ?1 AND id = ?2", whose);
  std::vector<std::pair<std::int64_t, std::string>> kept;
  connection.run("SELECT version, before FROM _history WHERE record = ?1 AND id = ?2", whose,
                 [&](const Cursor& row) { kept.emplace_back(row.integer(0), row.text(1)); });
  for (const auto& [version, before] : kept) {
    const Result<Json> values = parse_json(before);
    if (!values || !values->is_object()) continue;
    Json rest = Json::object();
    for (const JsonMember& member : values->members()) {
      const int index = type.field_index(member.key);
      if (index < 0 || !type.fields[static_cast<std::size_t>(index)].personal)
        rest.append(member.key, member.value);
    }
    const std::string text = to_canonical_text(rest);
    const std::array<Param, 3> params = {std::string_view(text), id, version};
    connection.post("UPDATE _history SET before = ?1 WHERE id = ?2 AND version = ?3", params);
  }
}

void write_personal(Connection& connection, const ChangeSet& changes) {
  for (const kernel::PersonalValue& one : changes.personal) {
    const std::array<Param, 5> params = {std::string_view(one.commitment),
                                         std::string_view(one.record), one.id,
                                         std::string_view(one.salt), std::string_view(one.value)};
    connection.post(
        "INSERT INTO _personal (commitment, record, id, salt, value) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT DO NOTHING",
        params);
  }
}

// What a change set relied on must be as it was seen.
void require_still_true(Connection& connection, const ChangeSet& changes) {
  if (changes.rights_epoch != 0) {
    connection.post(
        "SELECT number FROM _meta WHERE name = 'rights_epoch'" + until_commit(connection), {},
        {.value = changes.rights_epoch});
  }
  for (const auto& [type, seen] : changes.relied_on) {
    const std::array<Param, 1> params = {seen.first};
    connection.post(
        "SELECT version FROM " + table_of(*type) + " WHERE id = ?1" + until_commit(connection),
        params, {.value = seen.second});
  }
}

void apply(Connection& connection, Gathered& gathered, const ChangeSet& changes) {
  if (changes.tx == 0) return;  // An audit event alone.
  require_still_true(connection, changes);
  write_tx(gathered, changes);
  for (const RowChange& change : changes.rows) write_row(connection, gathered, change, changes.tx);
  for (const kernel::BlobWrite& blob : changes.blobs) write_blob(connection, blob);
  // What earlier change sets of the batch remember must be there to be forgotten.
  if (!changes.erased.empty()) gathered.post(connection);
  for (const auto& [type, id] : changes.erased) forget(connection, *type, id);
  if (changes.changes_rights)
    connection.post("UPDATE _meta SET number = number + 1 WHERE name = 'rights_epoch'");
}

// As nearly always: nothing of the batch is refused. False when something was; nothing is written.
bool apply_together(Connection& connection, std::span<ChangeSet* const> batch) {
  try {
    give_numbers(connection, batch);
    Gathered gathered;
    for (const ChangeSet* changes : batch) apply(connection, gathered, *changes);
    gathered.post(connection);
    connection.settle();
    return true;
  } catch (const NotAsExpected&) {
    return false;
  } catch (const UniqueViolation&) {
    return false;
  }
}

// "risk_title" or "risk.f_title" → "title".
std::string field_of(const std::string& index) {
  std::size_t at = index.find(".f_");
  if (at != std::string::npos) return index.substr(at + 3);
  at = index.find('_');
  return at == std::string::npos ? index : index.substr(at + 1);
}

CommitOutcome refused(const UniqueViolation& violation) {
  // The same idempotency key came twice.
  if (violation.index.starts_with("_tx.")) return {CommitOutcome::Kind::key_used, {}};
  return {CommitOutcome::Kind::not_unique, field_of(violation.index)};
}

CommitOutcome apply_alone(Connection& connection, ChangeSet& changes) {
  connection.run("SAVEPOINT change_set");
  CommitOutcome outcome;
  try {
    ChangeSet* const alone[] = {&changes};
    give_numbers(connection, alone);
    Gathered gathered;
    apply(connection, gathered, changes);
    gathered.post(connection);
    connection.settle();
  } catch (const NotAsExpected&) {
    outcome.kind = CommitOutcome::Kind::stale;
  } catch (const UniqueViolation& violation) {
    outcome = refused(violation);
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

void write_events(Connection& connection, Gathered& gathered, ChangeSet& changes, Heads& heads) {
  for (kernel::Event& event : changes.events) {
    event.seq = ++heads.event_seq;
    const std::array<Param, 9> row = {event.seq,
                                      event.tx,
                                      std::string_view(event.name),
                                      std::string_view(event.record),
                                      event.id,
                                      event.scope,
                                      std::int64_t{event.level},
                                      event.version,
                                      std::string_view(event.fields)};
    gathered.outbox.add(row);
  }
  write_personal(connection, changes);
  Json event = changes.audit;
  event.append("seq", ++heads.audit_seq);
  const std::string_view text = gathered.audit.keep(to_canonical_text(event));
  heads.audit_hash = kernel::audit_hash(heads.audit_hash, text);
  const std::array<Param, 3> row = {heads.audit_seq, text, gathered.audit.keep(heads.audit_hash)};
  gathered.audit.add(row);
}

void write_heads(Connection& connection, const Heads& heads) {
  const std::array<Param, 2> audit = {heads.audit_seq, std::string_view(heads.audit_hash)};
  connection.post("UPDATE _meta SET number = ?1, text = ?2 WHERE name = 'audit_head'", audit);
  const std::array<Param, 1> events = {heads.event_seq};
  connection.post("UPDATE _meta SET number = ?1 WHERE name = 'event_seq'", events);
}

}  // namespace

std::vector<CommitOutcome> commit_batch(Connection& connection, std::span<ChangeSet* const> batch) {
  const std::string_view begin = connection.is_postgres() ? "BEGIN" : "BEGIN IMMEDIATE";
  std::vector<CommitOutcome> outcomes(batch.size());
  connection.run(begin);
  try {
    if (!apply_together(connection, batch)) {
      connection.run("ROLLBACK");
      connection.run(begin);
      for (std::size_t i = 0; i < batch.size(); ++i)
        outcomes[i] = apply_alone(connection, *batch[i]);
    }
    Heads heads = lock_heads(connection);
    Gathered gathered;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (outcomes[i].kind == CommitOutcome::Kind::done)
        write_events(connection, gathered, *batch[i], heads);
    }
    gathered.post(connection);
    write_heads(connection, heads);
    if (connection.is_postgres()) connection.post("SELECT pg_notify('tongchou', '')");
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
