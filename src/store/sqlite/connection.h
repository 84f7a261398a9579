#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "store/sql/connection.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tc::store::sqlite {

enum class Mode { write, read };

/// One SQLite connection with its prepared statements. One thread at a time.
class SqliteConnection final : public sql::Connection {
 public:
  SqliteConnection(const std::string& file, Mode mode);
  ~SqliteConnection() override;
  std::int64_t run(std::string_view sql, std::span<const sql::Param> params = {},
                   const sql::RowHandler& row = {}) override;
  [[nodiscard]] bool is_postgres() const override { return false; }
  [[nodiscard]] std::vector<std::string> columns_of(std::string_view table) override;
  /// Pages in the write-ahead log after the last commit since a checkpoint.
  [[nodiscard]] int wal_pages() const { return wal_pages_; }
  /// Moves what readers no longer need into the database. Throws what SQLite's own would swallow.
  void checkpoint();
  /// Online copy of the main database into a file.
  void copy_to(const std::string& file);

 private:
  [[nodiscard]] sqlite3_stmt* prepared(std::string_view sql);
  [[noreturn]] void fail(int code, std::string_view sql) const;

  sqlite3* handle_ = nullptr;
  int wal_pages_ = 0;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

/// A Failure when the SQLite linked in has the WAL-reset race (3.7.0–3.51.2).
void require_sound_sqlite();

}  // namespace tc::store::sqlite
