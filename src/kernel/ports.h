#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/civil.h"
#include "base/id.h"
#include "base/json.h"
#include "kernel/query.h"
#include "kernel/registry.h"
#include "kernel/value.h"

/// What the kernel needs from outside: the store and the source of rights.
namespace tc::kernel {

/// The organisation is the root of the tree of scopes.
inline constexpr Id k_organisation = 1;

struct RowChange {
  enum class Kind { insert, update, remove };
  Kind kind = Kind::insert;
  Row after;
  std::int64_t expected_version =
      0;                     ///< For update and remove: the version in the store must be this.
  std::vector<int> changed;  ///< Field indices that differ (updates).
  bool state_changed = false;
  std::string before;          ///< JSON of the changed fields as they were.
  bool number_wanted = false;  ///< Insert: the store gives the next number of the scope.
  std::string number_stem;     ///< "HTL-R-": the counter's name and the number's beginning.
};

/// A binary document beside the rows: packed plans, change logs, file parts.
struct BlobWrite {
  std::string kind;
  Id key = 0;
  std::int64_t version = 0;
  std::string bytes;
  bool remove_older = false;  ///< Versions of this kind and key below this one go away.
};

/// What happened, for subscribers and live screens: names only, never values.
struct Event {
  std::int64_t seq = 0;  ///< Given by the store.
  Id tx = 0;
  std::string name;  ///< risk.closed
  std::string record;
  Id id = 0;
  Id scope = 0;
  std::int32_t level = 1;
  std::int64_t version = 0;
  std::string fields;  ///< JSON array of changed field names.
};

/// A sync or a write of the store failed: what the disk holds is not known, so nothing more is
/// acknowledged until a restart has read it anew (trust R-6).
class StorageFailed : public Failure {
 public:
  using Failure::Failure;
};

/// A personal value that stands in the audit chain as its commitment only, SHA-256(salt ‖ value);
/// value and salt lie aside and go away when its subject is erased (trust T-5).
struct PersonalValue {
  std::string commitment;  ///< Hexadecimal.
  std::string record;      ///< Whose: user 42.
  Id id = 0;
  std::string salt;
  std::string value;
};

/// Everything one command writes: all of it or nothing.
struct ChangeSet {
  Id tx = 0;
  Id principal = 0;
  Id acting_for = 0;
  Id undo_of = 0;
  Moment moment = 0;
  std::string command;
  std::string idempotency_key;
  std::string body_hash;
  std::vector<RowChange> rows;
  std::vector<BlobWrite> blobs;
  std::vector<Event> events;
  Json audit;                                            ///< The audit event without sequence.
  std::vector<PersonalValue> personal;                   ///< What the audit event commits to.
  std::vector<std::pair<const RecordType*, Id>> erased;  ///< Whose personal values go away.
  std::int64_t rights_epoch = 0;                         ///< The epoch the rights were checked at.
  bool changes_rights = false;                           ///< Raises the epoch.
  std::vector<std::pair<const RecordType*, std::pair<Id, std::int64_t>>>
      relied_on;  ///< Versions read.
};

struct CommitOutcome {
  enum class Kind { done, stale, key_used, not_unique };
  Kind kind = Kind::done;
  std::string field;  ///< not_unique: which.
};

struct TxRow {
  Id tx = 0;
  Id principal = 0;
  Moment moment = 0;
  std::string command;
  std::string body_hash;
  Id undo_of = 0;
};

struct HistoryRow {
  std::string record;
  Id id = 0;
  Id tx = 0;
  std::int64_t version = 0;  ///< The version that the change left.
  std::string kind;          ///< insert, update, remove
  std::string before;
};

struct AuditRow {
  std::int64_t seq = 0;
  std::string event;  ///< Canonical JSON.
  std::string hash;   ///< Hex SHA-256 of 0x00 ‖ previous hash ‖ event.
};

struct ScopeRow {
  Id id = 0;
  Id parent = 0;
};

/// A consistent view of the store; sees nothing that is committed after it was taken.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
  [[nodiscard]] virtual std::optional<Row> load(const RecordType& type, Id id,
                                                const AccessFilter& access) = 0;
  [[nodiscard]] virtual std::vector<Row> list(const ListQuery& query) = 0;
  [[nodiscard]] virtual std::int64_t count(const ListQuery& query) = 0;
  [[nodiscard]] virtual std::vector<HistoryRow> history(const RecordType& type, Id id) = 0;
  [[nodiscard]] virtual std::vector<HistoryRow> history_of_tx(Id tx) = 0;
  /// The whole history of every row that was changed at `since` or later, by row and version.
  [[nodiscard]] virtual std::vector<HistoryRow> history_of_changed(const RecordType& type,
                                                                   Moment since) = 0;
  [[nodiscard]] virtual std::optional<TxRow> tx(Id tx) = 0;
  [[nodiscard]] virtual std::optional<TxRow> tx_by_key(Id principal, const std::string& key) = 0;
  /// The newest blob of a version ≤ `version`; nothing when there is none.
  [[nodiscard]] virtual std::optional<BlobWrite> blob(const std::string& kind, Id key,
                                                      std::int64_t version) = 0;
  /// All blobs of versions in (after, upto], ascending.
  [[nodiscard]] virtual std::vector<BlobWrite> blobs(const std::string& kind, Id key,
                                                     std::int64_t after, std::int64_t upto) = 0;
  [[nodiscard]] virtual std::vector<ScopeRow> scopes() = 0;
  [[nodiscard]] virtual std::int64_t rights_epoch() = 0;
  [[nodiscard]] virtual std::int64_t last_event() = 0;
  [[nodiscard]] virtual std::vector<Event> events_after(std::int64_t seq, std::int64_t limit) = 0;
  [[nodiscard]] virtual std::vector<AuditRow> audit_after(std::int64_t seq, std::int64_t limit) = 0;
  /// Personal values aside of the audit chain by ascending commitment.
  [[nodiscard]] virtual std::vector<PersonalValue> personal_after(const std::string& commitment,
                                                                  std::int64_t limit) = 0;
  /// Rows whose search words contain all `phrases` (each consecutive words; the last word of one
  /// matches as a beginning), newest first: record names and ids. Candidates only: scope and level
  /// are checked, named persons are not; the caller loads each row through the predicate.
  [[nodiscard]] virtual std::vector<std::pair<std::string, Id>> search(
      const std::vector<std::string>& phrases,
      const std::vector<std::pair<const RecordType*, AccessFilter>>& where, std::int64_t limit) = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  /// Makes tables, columns and indexes of the declarations that are not there yet. A Failure when
  /// the store was written by a newer version.
  virtual void migrate(const Registry& registry) = 0;
  [[nodiscard]] virtual std::unique_ptr<Snapshot> read() = 0;
  /// Carries out change sets in one durable transaction, each whole or not at all; one thread at a
  /// time. Fills in numbers, audit sequence and event sequence. Failure, DiskFull: nothing done.
  /// StorageFailed: unknown what is done, and nothing may be written any more.
  [[nodiscard]] virtual std::vector<CommitOutcome> commit(std::span<ChangeSet* const> batch) = 0;
  /// Writes search words of rows; called after commit by the indexer.
  virtual void index(std::span<const Event> events, const Registry& registry) = 0;
  [[nodiscard]] virtual std::int64_t indexed_upto() = 0;
  /// Waits until another node's events may have come, at most the given time. Returns at once in
  /// stores with one process.
  virtual void wait_for_events(std::int64_t timeout_ms) = 0;
  /// Leases an id slot: the slot and the last millisecond it used.
  [[nodiscard]] virtual std::pair<std::int32_t, std::int64_t> lease_slot() = 0;
  virtual void backup(const std::string& folder) = 0;
  /// Structural problems of the store itself; empty when sound.
  [[nodiscard]] virtual std::vector<std::string> check() = 0;
  [[nodiscard]] virtual std::string_view name() const = 0;
};

struct Grant {
  Id scope = 0;
  std::string role;
  std::int32_t clearance = 1;
  std::vector<std::string> permissions;  ///< `risk.read`, `risk.*`, `*.read`, `*`
};

/// What a user may do, as data.
struct Rights {
  Id user = 0;
  Id person = 0;
  std::string login;
  std::string name;
  std::string language = "zh";
  bool active = true;
  std::vector<Grant> grants;
};

class RightsSource {
 public:
  virtual ~RightsSource() = default;
  [[nodiscard]] virtual Rights rights_of(Snapshot& snapshot, const Registry& registry, Id user) = 0;
};

}  // namespace tc::kernel
