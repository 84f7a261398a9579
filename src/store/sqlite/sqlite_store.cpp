#include "store/sqlite/sqlite_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>

#include "store/sql/commit.h"
#include "store/sql/compile.h"
#include "store/sql/schema.h"
#include "store/sql/snapshot.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/index.h"

namespace tc::store::sqlite {
namespace {

using kernel::AccessFilter;
using kernel::RecordType;

/// As many as requests are answered at once (http/server.h), and some for views within views: to
/// open one costs more than most reads.
constexpr std::size_t k_readers_kept = 80;
constexpr int k_checkpoint_pages = 4000;
constexpr std::int64_t k_cifs_magic = 0xFF534D42;
constexpr std::int64_t k_nfs_magic = 0x6969;

/// The exclusive right to a data directory, held as long as the process has it open.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder) {
    struct statfs system {};
    if (statfs(folder.c_str(), &system) == 0 &&
        (system.f_type == k_nfs_magic || system.f_type == k_cifs_magic)) {
      throw Failure(
          "the data directory is on a network file system, where SQLite cannot keep its promises; "
          "use a local disk or PostgreSQL: " +
          folder);
    }
    const std::string file = folder + "/lock";
    descriptor_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) throw Failure("cannot write into the data directory " + folder);
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      close(descriptor_);
      throw Failure("the data directory is in use by another Tongchou process: " + folder +
                    " / 数据目录正被另一个统筹进程使用");
    }
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() { close(descriptor_); }

 private:
  int descriptor_ = -1;
};

/// Read connections, made when needed; a number of them is kept for the next reader. There is no
/// waiting: a thread that holds one view may take another without standing in its own way.
class ReaderPool {
 public:
  explicit ReaderPool(const std::string& folder)
      : file_(folder + "/tongchou.db"), index_file_(folder + "/index.db") {}

  std::unique_ptr<SqliteConnection> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<SqliteConnection> connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
      }
    }
    auto connection = std::make_unique<SqliteConnection>(file_, Mode::read);
    const sql::Param index_file = std::string_view(index_file_);
    connection->run("ATTACH DATABASE ?1 AS search", {&index_file, 1});
    return connection;
  }

  void give_back(std::unique_ptr<SqliteConnection> connection) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < k_readers_kept) idle_.push_back(std::move(connection));
  }

 private:
  std::string file_;
  std::string index_file_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_;
};

class SqliteSnapshot final : public sql::SqlSnapshot {
 public:
  SqliteSnapshot(ReaderPool& pool, std::unique_ptr<SqliteConnection> connection)
      : sql::SqlSnapshot(*connection), pool_(pool), owned_(std::move(connection)) {
    owned_->run("BEGIN");
  }
  SqliteSnapshot(const SqliteSnapshot&) = delete;
  SqliteSnapshot& operator=(const SqliteSnapshot&) = delete;
  ~SqliteSnapshot() override {
    owned_->run("COMMIT");
    pool_.give_back(std::move(owned_));
  }

  [[nodiscard]] std::vector<std::pair<std::string, Id>> search(
      const std::vector<std::string>& phrases,
      const std::vector<std::pair<const RecordType*, AccessFilter>>& where,
      std::int64_t limit) override {
    sql::Statement statement(false);
    statement
        .add(
            "SELECT doc.record, doc.id FROM search.words JOIN search.doc ON doc.id = words.rowid "
            "WHERE words MATCH ")
        .bind(match_text(phrases));
    statement.add(" AND (1=0");
    for (const auto& [type, access] : where) {
      statement.add(" OR (record = ").bind(std::string(type->name)).add(" AND ");
      sql::add_scope_access(statement, access);
      statement.add(")");
    }
    statement.add(") ORDER BY words.rowid DESC LIMIT ").bind(limit);
    std::vector<std::pair<std::string, Id>> found;
    owned_->run(statement.sql(), statement.params(),
                [&](const sql::Cursor& row) { found.emplace_back(row.text(0), row.integer(1)); });
    return found;
  }

 private:
  ReaderPool& pool_;
  std::unique_ptr<SqliteConnection> owned_;
};

class SqliteStore final : public kernel::Store {
 public:
  explicit SqliteStore(const std::string& folder)
      : folder_(folder),
        lock_(folder),
        writer_(folder + "/tongchou.db", Mode::write),
        index_(folder + "/index.db"),
        readers_(folder) {
    require_sound_sqlite();
    writer_.run("PRAGMA journal_mode=WAL");
    writer_.run("PRAGMA synchronous=FULL");
    writer_.run("PRAGMA cache_size=-16384");
    chmod((folder + "/tongchou.db").c_str(), 0600);
  }

  void migrate(const kernel::Registry& registry) override { sql::migrate(writer_, registry); }

  [[nodiscard]] std::unique_ptr<kernel::Snapshot> read() override {
    return std::make_unique<SqliteSnapshot>(readers_, readers_.take());
  }

  [[nodiscard]] std::vector<kernel::CommitOutcome> commit(
      std::span<kernel::ChangeSet* const> batch) override {
    std::vector<kernel::CommitOutcome> outcomes;
    {
      const std::lock_guard lock(writer_mutex_);
      if (!failed_.empty()) throw kernel::StorageFailed(failed_);
      outcomes = sql::commit_batch(writer_, batch);
      checkpoint();
    }
    ++commits_;
    committed_.notify_all();
    return outcomes;
  }

  void index(std::span<const kernel::Event> events, const kernel::Registry& registry) override {
    std::vector<kernel::Row> rows;
    {
      SqliteSnapshot snapshot(readers_, readers_.take());
      std::set<Id> seen;
      for (const kernel::Event& event : events) {
        const RecordType* type = registry.record(event.record);
        if (type == nullptr || !seen.insert(event.id).second) continue;
        if (std::optional<kernel::Row> row =
                snapshot.load(*type, event.id, AccessFilter::everything()))
          rows.push_back(std::move(*row));
      }
    }
    index_.write(events, rows);
  }

  [[nodiscard]] std::int64_t indexed_upto() override { return index_.upto(); }

  void wait_for_events(std::int64_t timeout_ms) override {
    std::unique_lock lock(wait_mutex_);
    const std::int64_t seen = seen_commits_;
    committed_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                        [&] { return commits_.load() != seen; });
    seen_commits_ = commits_.load();
  }

  [[nodiscard]] std::pair<std::int32_t, std::int64_t> lease_slot() override {
    constexpr int k_id_shift = 22;
    std::int64_t last = 0;
    writer_.run("SELECT coalesce(max(tx), 0) FROM _tx", {},
                [&](const sql::Cursor& row) { last = row.integer(0) >> k_id_shift; });
    return {0, last + 1};
  }

  void backup(const std::string& folder) override {
    SqliteConnection source(folder_ + "/tongchou.db", Mode::read);
    source.copy_to(folder + "/tongchou.db");
  }

  [[nodiscard]] std::vector<std::string> check() override {
    return check_file(folder_ + "/tongchou.db");
  }
  [[nodiscard]] std::string_view name() const override { return "sqlite"; }

 private:
  // This batch is safe in the log whatever happens here; the next one would not be.
  void checkpoint() {
    if (writer_.wal_pages() < k_checkpoint_pages) return;
    try {
      writer_.checkpoint();
    } catch (const DiskFull&) {  // The log keeps everything; the next commit finds no space.
    } catch (const Failure& failure) {
      failed_ = failure.what();
    }
  }

  std::string folder_;
  std::string failed_;  ///< Why a checkpoint failed; under the writer's mutex.
  FolderLock lock_;
  std::mutex writer_mutex_;
  SqliteConnection writer_;
  SearchIndex index_;
  ReaderPool readers_;
  std::mutex wait_mutex_;
  std::condition_variable committed_;
  std::atomic<std::int64_t> commits_{0};
  std::int64_t seen_commits_ = 0;
};

}  // namespace

std::unique_ptr<kernel::Store> open_sqlite(const std::string& folder) {
  return std::make_unique<SqliteStore>(folder);
}

std::vector<std::string> check_file(const std::string& file) {
  std::vector<std::string> problems;
  SqliteConnection connection(file, Mode::read);
  connection.run("PRAGMA integrity_check", {}, [&](const sql::Cursor& row) {
    if (row.text(0) != "ok") problems.emplace_back(row.text(0));
  });
  return problems;
}

}  // namespace tc::store::sqlite
