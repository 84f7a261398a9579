#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/failure.h"

/// What the SQL store needs of a database: run a statement with bound values, read rows. SQLite and
/// PostgreSQL each implement it; everything above is shared, so that both behave alike.
namespace tc::store::sql {

struct Bytes {
  std::string_view data;
};
using Param = std::variant<std::monostate, std::int64_t, double, std::string_view, Bytes>;

/// One row of an answer; valid until the next one.
class Cursor {
 public:
  virtual ~Cursor() = default;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual double real(int column) const = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;
  [[nodiscard]] virtual std::string bytes(int column) const = 0;
};

/// A unique index refused the row; `index` is its name or `table.column`.
class UniqueViolation : public Failure {
 public:
  explicit UniqueViolation(std::string index_name)
      : Failure("unique: " + index_name), index(std::move(index_name)) {}
  std::string index;
};

/// The database asks to try the transaction again (40001, 40P01).
class RetryTransaction : public Failure {
 public:
  using Failure::Failure;
};

/// What a posted statement must do.
struct Expected {
  std::int64_t rows = -1;                  ///< Rows it changes; −1: any number.
  std::optional<std::int64_t> value = {};  ///< What it selects.
};

/// A posted statement did something else.
class NotAsExpected : public Failure {
 public:
  using Failure::Failure;
};

using RowHandler = std::function<void(const Cursor&)>;

class Connection {
 public:
  virtual ~Connection() = default;
  /// Runs one statement with parameters ?1, ?2 … Returns the number of rows it changed.
  virtual std::int64_t run(std::string_view sql, std::span<const Param> params = {},
                           const RowHandler& row = {}) = 0;
  /// Hands over a statement of a transaction without waiting for it, where the database allows
  /// that. What goes wrong is thrown here or by `settle`; NotAsExpected when it did not do as it
  /// must. `run` settles first.
  virtual void post(std::string_view sql, std::span<const Param> params = {},
                    Expected expected = {});
  /// Waits until everything posted is done.
  virtual void settle() {}
  [[nodiscard]] virtual bool is_postgres() const = 0;
  /// Column names of a table; empty when there is none.
  [[nodiscard]] virtual std::vector<std::string> columns_of(std::string_view table) = 0;
};

}  // namespace tc::store::sql
