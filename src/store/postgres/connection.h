#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/sql/connection.h"

struct pg_conn;
struct pg_result;

namespace tc::store::postgres {

/// The connection broke; what was under way may or may not have happened.
class ConnectionLost : public Failure {
 public:
  using Failure::Failure;
};

struct Address {
  std::string url;
  std::string password;  ///< Never part of the URL; empty: as libpq finds it (PGPASSFILE).
};

/// A Failure when the address cannot be read or carries a password.
void require_no_password(const std::string& url);

/// `?1` outside of quotes becomes `$1`.
[[nodiscard]] std::string with_dollars(std::string_view sql);

/// One PostgreSQL connection with its prepared statements. One thread at a time. A lost connection
/// is opened again by the next statement outside a transaction.
class PostgresConnection final : public sql::Connection {
 public:
  explicit PostgresConnection(Address address);
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;
  ~PostgresConnection() override;
  std::int64_t run(std::string_view sql, std::span<const sql::Param> params = {},
                   const sql::RowHandler& row = {}) override;
  void post(std::string_view sql, std::span<const sql::Param> params = {},
            sql::Expected expected = {}) override;
  void settle() override;
  [[nodiscard]] bool is_postgres() const override { return true; }
  [[nodiscard]] std::vector<std::string> columns_of(std::string_view table) override;

  /// COPY … TO STDOUT: `part` gets the text row by row.
  void copy_out(std::string_view sql, const std::function<void(std::string_view)>& part);
  /// COPY … FROM STDIN: `part` gives pieces until it gives an empty one.
  void copy_in(std::string_view sql, const std::function<std::string_view()>& part);

  [[nodiscard]] bool usable() const;
  /// How often it was opened: session locks and LISTEN of an earlier opening are gone.
  [[nodiscard]] int openings() const { return openings_; }
  /// Waits for a notification, at most the given time. True when one came. Takes all there are.
  bool wait_for_notification(std::int64_t timeout_ms);

 private:
  struct Clear {
    void operator()(pg_result* result) const;
  };
  using Answer = std::unique_ptr<pg_result, Clear>;
  /// A statement under way in the pipeline.
  struct Posted {
    std::string sql;
    sql::Expected expected;
    std::string prepared = {};  ///< Its key, where this only prepares it.
  };

  void open();
  void close();
  void revive(std::string_view sql);
  [[nodiscard]] std::string prepared(std::string_view sql, std::span<const sql::Param> params);
  [[nodiscard]] std::string posted_name(std::string_view sql, std::span<const sql::Param> params);
  void take_answer(const Posted& posted);
  [[nodiscard]] Answer ask(std::string_view sql, std::span<const sql::Param> params);
  [[nodiscard]] Answer checked(pg_result* result, std::string_view sql);
  [[noreturn]] void fail(const pg_result* result, std::string_view sql) const;

  Address address_;
  pg_conn* handle_ = nullptr;
  bool in_transaction_ = false;
  int openings_ = 0;
  std::int64_t named_ = 0;  ///< Names given to prepared statements; never one twice.
  std::vector<Posted> posted_;
  std::unordered_map<std::string, std::string> statements_;  ///< Kinds and SQL → name.
};

}  // namespace tc::store::postgres
