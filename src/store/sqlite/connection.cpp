#include "store/sqlite/connection.h"

#include <sqlite3.h>

#include "kernel/ports.h"

namespace tc::store::sqlite {
namespace {

constexpr int k_first_sound_version = 3'051'003;
constexpr std::size_t k_statements_max = 400;
constexpr int k_busy_ms = 10'000;

class SqliteCursor final : public sql::Cursor {
 public:
  explicit SqliteCursor(sqlite3_stmt* statement) : statement_(statement) {}
  [[nodiscard]] bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  [[nodiscard]] std::int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] double real(int column) const override {
    return sqlite3_column_double(statement_, column);
  }
  [[nodiscard]] std::string_view text(int column) const override {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return text == nullptr
               ? std::string_view()
               : std::string_view(
                     text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
  }
  [[nodiscard]] std::string bytes(int column) const override {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return data == nullptr
               ? std::string()
               : std::string(data,
                             static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
  }

 private:
  sqlite3_stmt* statement_;
};

void bind_one(sqlite3_stmt* statement, int index, const sql::Param& param) {
  if (const auto* whole = std::get_if<std::int64_t>(&param)) {
    sqlite3_bind_int64(statement, index, *whole);
  } else if (const auto* real = std::get_if<double>(&param)) {
    sqlite3_bind_double(statement, index, *real);
  } else if (const auto* text = std::get_if<std::string_view>(&param)) {
    sqlite3_bind_text(statement, index, text->data() == nullptr ? "" : text->data(),
                      static_cast<int>(text->size()), SQLITE_STATIC);
  } else if (const auto* bytes = std::get_if<sql::Bytes>(&param)) {
    sqlite3_bind_blob64(statement, index, bytes->data.data(), bytes->data.size(), SQLITE_STATIC);
  } else {
    sqlite3_bind_null(statement, index);
  }
}

// Leaves the statement ready for its next use however the block is left.
class Reset {
 public:
  explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
  Reset(const Reset&) = delete;
  Reset& operator=(const Reset&) = delete;
  ~Reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

}  // namespace

void require_sound_sqlite() {
  if (sqlite3_libversion_number() >= k_first_sound_version) return;
  throw Failure(std::string("SQLite ") + sqlite3_libversion() +
                " can lose committed data (WAL-reset race); 3.51.3 or later is needed");
}

SqliteConnection::SqliteConnection(const std::string& file, Mode mode) {
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == Mode::write ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr);
  if (code != SQLITE_OK) {
    const std::string why = sqlite3_errmsg(handle_);
    sqlite3_close_v2(handle_);
    throw Failure("cannot open the database " + file + ": " + why);
  }
  sqlite3_busy_timeout(handle_, k_busy_ms);
  sqlite3_extended_result_codes(handle_, 1);
  // A plan that is kept stands, whatever is bound next: to parse a long statement anew costs more
  // than a better plan for one value would save.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
  run("PRAGMA foreign_keys=ON");
  run("PRAGMA trusted_schema=OFF");
  run("PRAGMA cell_size_check=ON");
  if (mode == Mode::read) {
    // Only the writing connection writes and checkpoints.
    run("PRAGMA query_only=ON");
    run("PRAGMA wal_autocheckpoint=0");
    run("PRAGMA cache_size=-4096");
  } else {
    // Takes the place of SQLite's own checkpoints, which swallow a failed sync.
    sqlite3_wal_hook(
        handle_,
        [](void* pages, sqlite3*, const char*, int count) {
          *static_cast<int*>(pages) = count;
          return SQLITE_OK;
        },
        &wal_pages_);
  }
}

void SqliteConnection::checkpoint() {
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  wal_pages_ = 0;
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) fail(code, "checkpoint");
}

SqliteConnection::~SqliteConnection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(handle_);
}

void SqliteConnection::fail(int code, std::string_view sql) const {
  const std::string message = sqlite3_errmsg(handle_);
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY) {
    constexpr std::string_view k_prefix = "UNIQUE constraint failed: ";
    throw sql::UniqueViolation(message.starts_with(k_prefix) ? message.substr(k_prefix.size())
                                                             : message);
  }
  if ((code & 0xff) == SQLITE_FULL) throw DiskFull("the disk is full: " + message);
  // What the system dropped after one of these it will not report again (trust R-6).
  if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC || code == SQLITE_IOERR_WRITE ||
      code == SQLITE_IOERR_TRUNCATE)
    throw kernel::StorageFailed("writing to the disk failed: " + message + " (" +
                                std::to_string(code) + ")");
  throw Failure("database: " + message + " (" + std::to_string(code) +
                ") in: " + std::string(sql.substr(0, 200)));
}

sqlite3_stmt* SqliteConnection::prepared(std::string_view sql) {
  const auto found = statements_.find(std::string(sql));
  if (found != statements_.end()) return found->second;
  if (statements_.size() >= k_statements_max) {
    for (const auto& [text, statement] : statements_) sqlite3_finalize(statement);
    statements_.clear();
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) fail(code, sql);
  statements_.emplace(std::string(sql), statement);
  return statement;
}

std::int64_t SqliteConnection::run(std::string_view sql, std::span<const sql::Param> params,
                                   const sql::RowHandler& row) {
  sqlite3_stmt* statement = prepared(sql);
  const Reset reset(statement);
  for (std::size_t i = 0; i < params.size(); ++i)
    bind_one(statement, static_cast<int>(i + 1), params[i]);
  const SqliteCursor cursor(statement);
  int code = sqlite3_step(statement);
  for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
    if (row) row(cursor);
  }
  if (code != SQLITE_DONE) fail(code, sql);
  return sqlite3_changes64(handle_);
}

std::vector<std::string> SqliteConnection::columns_of(std::string_view table) {
  std::vector<std::string> columns;
  const sql::Param param = table;
  run("SELECT name FROM pragma_table_info(?1)", {&param, 1},
      [&](const sql::Cursor& row) { columns.emplace_back(row.text(0)); });
  return columns;
}

void SqliteConnection::copy_to(const std::string& file) {
  constexpr int k_pages_at_once = 2000;
  sqlite3* target = nullptr;
  if (sqlite3_open_v2(file.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) !=
      SQLITE_OK) {
    sqlite3_close_v2(target);
    throw Failure("cannot write the backup " + file);
  }
  sqlite3_backup* backup = sqlite3_backup_init(target, "main", handle_, "main");
  int code = backup == nullptr ? SQLITE_ERROR : SQLITE_OK;
  while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED)
    code = sqlite3_backup_step(backup, k_pages_at_once);
  if (backup != nullptr) sqlite3_backup_finish(backup);
  sqlite3_close_v2(target);
  if (code != SQLITE_DONE)
    throw Failure("the backup of the database failed (" + std::to_string(code) + ")");
}

}  // namespace tc::store::sqlite
