#include "store/postgres/postgres_store.h"

#include <array>
#include <chrono>
#include <mutex>
#include <thread>

#include "store/postgres/backup.h"
#include "store/postgres/connection.h"
#include "store/postgres/index.h"
#include "store/postgres/node_line.h"
#include "store/sql/commit.h"
#include "store/sql/compile.h"
#include "store/sql/schema.h"
#include "store/sql/snapshot.h"

namespace tc::store::postgres {
namespace {

using kernel::AccessFilter;
using kernel::ChangeSet;
using kernel::CommitOutcome;
using kernel::RecordType;

constexpr std::size_t k_readers_kept = 24;
constexpr int k_commit_attempts_max = 8;

/// Reading connections, made when needed; a number of them is kept for the next reader.
class ReaderPool {
 public:
  explicit ReaderPool(Address address) : address_(std::move(address)) {}

  std::unique_ptr<PostgresConnection> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<PostgresConnection> connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
      }
    }
    return std::make_unique<PostgresConnection>(address_);
  }

  void give_back(std::unique_ptr<PostgresConnection> connection) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < k_readers_kept) idle_.push_back(std::move(connection));
  }

 private:
  Address address_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<PostgresConnection>> idle_;
};

class PostgresSnapshot final : public sql::SqlSnapshot {
 public:
  PostgresSnapshot(ReaderPool& pool, std::unique_ptr<PostgresConnection> connection)
      : sql::SqlSnapshot(*connection), pool_(pool), owned_(std::move(connection)) {
    owned_->run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }
  PostgresSnapshot(const PostgresSnapshot&) = delete;
  PostgresSnapshot& operator=(const PostgresSnapshot&) = delete;
  ~PostgresSnapshot() override {
    try {
      owned_->run("COMMIT");
      pool_.give_back(std::move(owned_));
    } catch (const Failure&) {  // Lost: not given back.
    }
  }

  [[nodiscard]] std::vector<std::pair<std::string, Id>> search(
      const std::vector<std::string>& phrases,
      const std::vector<std::pair<const RecordType*, AccessFilter>>& where,
      std::int64_t limit) override {
    std::string query = query_text(phrases);
    if (query.empty()) return {};
    sql::Statement statement(true);
    statement.add("SELECT record, id FROM _search WHERE words @@ CAST(")
        .bind(std::move(query))
        .add(" AS tsquery) AND (1=0");
    for (const auto& [type, access] : where) {
      statement.add(" OR (record = ").bind(std::string(type->name)).add(" AND ");
      sql::add_scope_access(statement, access);
      statement.add(")");
    }
    statement.add(") ORDER BY id DESC LIMIT ").bind(limit);
    std::vector<std::pair<std::string, Id>> found;
    owned_->run(statement.sql(), statement.params(),
                [&](const sql::Cursor& row) { found.emplace_back(row.text(0), row.integer(1)); });
    return found;
  }

 private:
  ReaderPool& pool_;
  std::unique_ptr<PostgresConnection> owned_;
};

class PostgresStore final : public kernel::Store {
 public:
  explicit PostgresStore(const Address& address)
      : address_(address), writer_(address), index_(address), line_(address), readers_(address) {}

  void migrate(const kernel::Registry& registry) override {
    const std::lock_guard lock(writer_mutex_);
    sql::migrate(writer_, registry);
    index_.define();
  }

  [[nodiscard]] std::unique_ptr<kernel::Snapshot> read() override {
    return std::make_unique<PostgresSnapshot>(readers_, readers_.take());
  }

  [[nodiscard]] std::vector<CommitOutcome> commit(std::span<ChangeSet* const> batch) override {
    line_.require_slot();
    const std::lock_guard lock(writer_mutex_);
    for (int attempt = 1;; ++attempt) {
      try {
        return sql::commit_batch(writer_, batch);
      } catch (const sql::RetryTransaction&) {
        if (attempt == k_commit_attempts_max) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds(1 << attempt));
      } catch (const ConnectionLost&) {
        std::vector<CommitOutcome> outcomes = outcomes_found(batch);
        if (outcomes.empty()) throw;
        return outcomes;
      }
    }
  }

  void index(std::span<const kernel::Event> events, const kernel::Registry& registry) override {
    index_.write(events, registry);
  }
  [[nodiscard]] std::int64_t indexed_upto() override { return index_.upto(); }
  void wait_for_events(std::int64_t timeout_ms) override { line_.wait(timeout_ms); }
  [[nodiscard]] std::pair<std::int32_t, std::int64_t> lease_slot() override {
    return line_.lease_slot();
  }

  void backup(const std::string& folder) override { back_up(address_, folder); }

  [[nodiscard]] std::vector<std::string> check() override;
  [[nodiscard]] std::string_view name() const override { return "postgresql"; }

 private:
  [[nodiscard]] std::vector<CommitOutcome> outcomes_found(std::span<ChangeSet* const> batch);

  Address address_;
  std::mutex writer_mutex_;
  PostgresConnection writer_;
  SearchIndex index_;
  NodeLine line_;
  ReaderPool readers_;
};

// The connection broke while committing: whether it came through is seen by the transactions that
// are there. The batch is whole or not at all, so what is absent beside one present was refused.
// Empty when nothing came through.
std::vector<CommitOutcome> PostgresStore::outcomes_found(std::span<ChangeSet* const> batch) {
  std::vector<CommitOutcome> outcomes;
  bool any = false;
  for (const ChangeSet* changes : batch) {
    CommitOutcome outcome{CommitOutcome::Kind::stale, {}};
    const std::array<sql::Param, 1> tx = {changes->tx};
    writer_.run("SELECT tx FROM _tx WHERE tx = ?1", tx, [&](const sql::Cursor& /*row*/) {
      outcome.kind = CommitOutcome::Kind::done;
      any = true;
    });
    if (changes->tx == 0) outcome.kind = CommitOutcome::Kind::done;
    outcomes.push_back(outcome);
  }
  return any ? outcomes : std::vector<CommitOutcome>();
}

std::vector<std::string> PostgresStore::check() {
  std::vector<std::string> problems;
  const std::unique_ptr<PostgresConnection> connection = readers_.take();
  connection->run(
      "SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT "
      "i.indisvalid AND c.relnamespace = current_schema()::regnamespace",
      {}, [&](const sql::Cursor& row) {
        problems.push_back("the index " + std::string(row.text(0)) + " is not valid");
      });
  for (const auto& [head, table] : {std::pair{"audit_head", "_audit"}, {"event_seq", "_outbox"}}) {
    connection->run("SELECT m.number, (SELECT coalesce(max(seq), 0) FROM " + std::string(table) +
                        ") FROM _meta m WHERE m.name = '" + head + "'",
                    {}, [&](const sql::Cursor& row) {
                      if (row.integer(0) != row.integer(1))
                        problems.push_back(std::string(table) + " does not end at its head");
                    });
  }
  return problems;
}

}  // namespace

std::unique_ptr<kernel::Store> open_postgres(const std::string& url, const std::string& password) {
  return std::make_unique<PostgresStore>(Address{url, password});
}

}  // namespace tc::store::postgres
