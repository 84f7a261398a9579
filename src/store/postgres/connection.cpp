#include "store/postgres/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <bit>
#include <charconv>
#include <exception>
#include <utility>

#include "kernel/ports.h"

namespace tc::store::postgres {
namespace {

constexpr std::size_t k_statements_max = 400;
constexpr Oid k_bytea = 17;
constexpr Oid k_int8 = 20;
constexpr Oid k_text = 25;
constexpr Oid k_float8 = 701;
constexpr int k_binary = 1;

std::uint64_t from_big_endian(const char* data, int length) {
  std::uint64_t value = 0;
  for (int i = 0; i < length; ++i) value = value << 8 | static_cast<unsigned char>(data[i]);
  return value;
}

std::string to_big_endian(std::uint64_t value) {
  std::string bytes(8, '\0');
  for (std::size_t i = 8; i-- > 0; value >>= 8) bytes[i] = static_cast<char>(value & 0xff);
  return bytes;
}

/// A row of a binary answer.
class PostgresCursor final : public sql::Cursor {
 public:
  PostgresCursor(const PGresult* result, int row) : result_(result), row_(row) {}
  [[nodiscard]] bool is_null(int column) const override {
    return PQgetisnull(result_, row_, column) != 0;
  }
  [[nodiscard]] std::int64_t integer(int column) const override {
    if (is_null(column)) return 0;
    if (PQftype(result_, column) == k_float8) return static_cast<std::int64_t>(real(column));
    const std::uint64_t value = bits(column);
    return length(column) == 4 ? std::int64_t{static_cast<std::int32_t>(value)}
                               : static_cast<std::int64_t>(value);
  }
  [[nodiscard]] double real(int column) const override {
    if (is_null(column)) return 0;
    if (PQftype(result_, column) != k_float8) return static_cast<double>(integer(column));
    return std::bit_cast<double>(bits(column));
  }
  [[nodiscard]] std::string_view text(int column) const override {
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(length(column))};
  }
  [[nodiscard]] std::string bytes(int column) const override { return std::string(text(column)); }

 private:
  [[nodiscard]] int length(int column) const { return PQgetlength(result_, row_, column); }
  [[nodiscard]] std::uint64_t bits(int column) const {
    TC_ASSERT(length(column) <= 8);
    return from_big_endian(PQgetvalue(result_, row_, column), length(column));
  }

  const PGresult* result_;
  int row_;
};

/// The parameters of one statement as libpq wants them, all in binary form.
struct Bound {
  explicit Bound(std::span<const sql::Param> params) : numbers(params.size()) {
    for (std::size_t i = 0; i < params.size(); ++i) add(params[i], numbers[i]);
    formats.assign(params.size(), k_binary);
  }
  void add(const sql::Param& param, std::string& number) {
    std::string_view data;
    Oid type = 0;
    if (const auto* whole = std::get_if<std::int64_t>(&param)) {
      data = number = to_big_endian(static_cast<std::uint64_t>(*whole));
      type = k_int8;
    } else if (const auto* real = std::get_if<double>(&param)) {
      data = number = to_big_endian(std::bit_cast<std::uint64_t>(*real));
      type = k_float8;
    } else if (const auto* text = std::get_if<std::string_view>(&param)) {
      data = *text;
      type = k_text;
    } else if (const auto* bytes = std::get_if<sql::Bytes>(&param)) {
      data = bytes->data;
      type = k_bytea;
    }
    types.push_back(type);
    // An empty value is not NULL.
    values.push_back(type == 0 ? nullptr : data.data() == nullptr ? "" : data.data());
    lengths.push_back(static_cast<int>(data.size()));
  }

  std::vector<std::string> numbers;
  std::vector<Oid> types;
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
};

/// "ilt…": which kind each parameter has; with the SQL text the key of a prepared statement.
std::string kinds_of(std::span<const sql::Param> params) {
  constexpr std::string_view k_letters = "nidtb";
  std::string kinds;
  for (const sql::Param& param : params) kinds += k_letters[param.index()];
  return kinds;
}

bool worth_preparing(std::string_view sql) {
  constexpr std::array<std::string_view, 4> k_verbs = {"SELECT", "INSERT", "UPDATE", "DELETE"};
  for (const std::string_view verb : k_verbs) {
    if (sql.starts_with(verb)) return true;
  }
  return false;
}

std::string_view field_of(const PGresult* result, int code) {
  const char* text = result == nullptr ? nullptr : PQresultErrorField(result, code);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

// Indexes are named `<record>_<field>`; told as SQLite tells them, `<record>.f_<field>`, so that a
// record name with an underscore is not taken for a field.
std::string index_of(const PGresult* result) {
  const std::string table(field_of(result, PG_DIAG_TABLE_NAME));
  const std::string_view name = field_of(result, PG_DIAG_CONSTRAINT_NAME);
  if (!name.starts_with(table + "_")) return std::string(name);
  return table + ".f_" + std::string(name.substr(table.size() + 1));
}

void ignore_notice(void* /*unused*/, const char* /*message*/) {}

}  // namespace

void require_no_password(const std::string& url) {
  char* message = nullptr;
  PQconninfoOption* options = PQconninfoParse(url.c_str(), &message);
  if (options == nullptr) {
    PQfreemem(message);  // Could repeat a password.
    throw Failure("the database URL cannot be read");
  }
  bool found = false;
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    found |= (keyword == "password" || keyword == "sslpassword") && option->val != nullptr;
  }
  PQconninfoFree(options);
  if (found) {
    throw Failure(
        "the database URL must not contain a password, since other users of this computer can "
        "see it; use PGPASSFILE or TONGCHOU_DATABASE_PASSWORD_FILE / "
        "数据库地址中不得包含口令，请使用口令文件");
  }
}

std::string with_dollars(std::string_view sql) {
  std::string out(sql);
  char quote = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char c = out[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '?' && i + 1 < out.size() && out[i + 1] >= '1' && out[i + 1] <= '9') {
      out[i] = '$';
    }
  }
  return out;
}

void PostgresConnection::Clear::operator()(pg_result* result) const { PQclear(result); }

PostgresConnection::PostgresConnection(Address address) : address_(std::move(address)) {
  require_no_password(address_.url);
  open();
}

PostgresConnection::~PostgresConnection() { close(); }

void PostgresConnection::open() {
  const std::array<const char*, 6> names = {"dbname",          "password",
                                            "connect_timeout", "fallback_application_name",
                                            "client_encoding", nullptr};
  const std::array<const char*, 6> values = {
      address_.url.c_str(),
      address_.password.empty() ? nullptr : address_.password.c_str(),
      "10",
      "tongchou",
      "UTF8",
      nullptr};
  handle_ = PQconnectdbParams(names.data(), values.data(), 1);
  if (PQstatus(handle_) != CONNECTION_OK) {
    const std::string why = PQerrorMessage(handle_);
    close();
    throw ConnectionLost("cannot open the database: " + why);
  }
  PQsetNoticeProcessor(handle_, ignore_notice, nullptr);
  ++openings_;
}

void PostgresConnection::close() {
  PQfinish(handle_);
  handle_ = nullptr;
  posted_.clear();
  statements_.clear();
}

bool PostgresConnection::usable() const {
  return handle_ != nullptr && PQstatus(handle_) == CONNECTION_OK;
}

// Before a statement: a lost connection is opened again, unless a transaction was lost with it,
// which only a ROLLBACK ends.
void PostgresConnection::revive(std::string_view sql) {
  if (usable()) return;
  if (in_transaction_ && sql != "ROLLBACK")
    throw ConnectionLost("the connection to the database was lost during a transaction");
  in_transaction_ = false;
  close();
  open();
}

std::string PostgresConnection::prepared(std::string_view sql, std::span<const sql::Param> params) {
  const std::string key = kinds_of(params) + ":" + std::string(sql);
  const auto found = statements_.find(key);
  if (found != statements_.end()) return found->second;
  if (statements_.size() >= k_statements_max) {
    static_cast<void>(checked(PQexec(handle_, "DEALLOCATE ALL"), "DEALLOCATE ALL"));
    statements_.clear();
  }
  const std::string name = "s" + std::to_string(++named_);
  const Bound bound(params);
  static_cast<void>(checked(PQprepare(handle_, name.c_str(), with_dollars(sql).c_str(),
                                      static_cast<int>(params.size()), bound.types.data()),
                            sql));
  return statements_.emplace(key, name).first->second;
}

PostgresConnection::Answer PostgresConnection::checked(pg_result* result, std::string_view sql) {
  Answer answer(result);
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(result, sql);
  in_transaction_ = PQtransactionStatus(handle_) != PQTRANS_IDLE;
  return answer;
}

void PostgresConnection::fail(const pg_result* result, std::string_view sql) const {
  const std::string_view state = field_of(result, PG_DIAG_SQLSTATE);
  const std::string message(field_of(result, PG_DIAG_MESSAGE_PRIMARY));
  const std::string where = " in: " + std::string(sql.substr(0, 200));
  if (state == "23505") throw sql::UniqueViolation(index_of(result));
  if (state == "40001" || state == "40P01") throw sql::RetryTransaction("database: " + message);
  if (state == "58030" || state.starts_with("XX"))
    throw kernel::StorageFailed("the storage of the database failed: " + message);
  if (state == "53100") throw DiskFull("the disk of the database is full: " + message);
  if (PQstatus(handle_) != CONNECTION_OK)
    throw ConnectionLost(std::string("the connection to the database was lost: ") +
                         PQerrorMessage(handle_) + where);
  throw Failure("database: " + message + " (" + std::string(state) + ")" + where);
}

PostgresConnection::Answer PostgresConnection::ask(std::string_view sql,
                                                   std::span<const sql::Param> params) {
  if (!worth_preparing(sql)) {
    TC_ASSERT(params.empty());
    return checked(PQexec(handle_, std::string(sql).c_str()), sql);
  }
  const std::string name = prepared(sql, params);
  const Bound bound(params);
  return checked(
      PQexecPrepared(handle_, name.c_str(), static_cast<int>(params.size()), bound.values.data(),
                     bound.lengths.data(), bound.formats.data(), k_binary),
      sql);
}

std::int64_t PostgresConnection::run(std::string_view sql, std::span<const sql::Param> params,
                                     const sql::RowHandler& row) {
  try {
    settle();
  } catch (const Failure&) {
    if (sql != "ROLLBACK") throw;  // Which takes back what went wrong.
  }
  revive(sql);
  Answer answer;
  try {
    answer = ask(sql, params);
  } catch (const ConnectionLost&) {
    // The server was restarted since the last use: nothing has begun, so it can begin anew.
    if (in_transaction_ || !sql.starts_with("BEGIN")) throw;
    revive(sql);
    answer = ask(sql, params);
  }
  if (row) {
    for (int i = 0; i < PQntuples(answer.get()); ++i) row(PostgresCursor(answer.get(), i));
  }
  const std::string_view count = PQcmdTuples(answer.get());
  std::int64_t changed = 0;
  std::from_chars(count.data(), count.data() + count.size(), changed);
  return changed;
}

std::string PostgresConnection::posted_name(std::string_view sql,
                                            std::span<const sql::Param> params) {
  const std::string key = kinds_of(params) + ":" + std::string(sql);
  const auto found = statements_.find(key);
  if (found != statements_.end()) return found->second;
  const std::string name = "s" + std::to_string(++named_);
  const Bound bound(params);
  if (PQsendPrepare(handle_, name.c_str(), with_dollars(sql).c_str(),
                    static_cast<int>(params.size()), bound.types.data()) != 1)
    throw ConnectionLost("the connection to the database was lost while writing");
  posted_.push_back({std::string(sql), {}, key});
  return statements_.emplace(key, name).first->second;
}

void PostgresConnection::post(std::string_view sql, std::span<const sql::Param> params,
                              sql::Expected expected) {
  if (posted_.empty()) {
    revive(sql);
    if (statements_.size() >= k_statements_max) {
      static_cast<void>(checked(PQexec(handle_, "DEALLOCATE ALL"), "DEALLOCATE ALL"));
      statements_.clear();
    }
    PQenterPipelineMode(handle_);
  }
  const std::string name = posted_name(sql, params);
  const Bound bound(params);
  if (PQsendQueryPrepared(handle_, name.c_str(), static_cast<int>(params.size()),
                          bound.values.data(), bound.lengths.data(), bound.formats.data(),
                          k_binary) != 1)
    throw ConnectionLost("the connection to the database was lost while writing");
  posted_.push_back({std::string(sql), expected});
}

void PostgresConnection::take_answer(const Posted& posted) {
  const Answer answer(PQgetResult(handle_));
  Answer(PQgetResult(handle_)).reset();  // Each answer ends with nothing.
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(answer.get(), posted.sql);
  const std::string_view count = PQcmdTuples(answer.get());
  std::int64_t changed = 0;
  std::from_chars(count.data(), count.data() + count.size(), changed);
  const bool rows_fit = posted.expected.rows < 0 || posted.expected.rows == changed;
  const bool value_fits = !posted.expected.value ||
                          (PQntuples(answer.get()) == 1 &&
                           PostgresCursor(answer.get(), 0).integer(0) == *posted.expected.value);
  if (!rows_fit || !value_fits) throw sql::NotAsExpected(posted.sql.substr(0, 200));
}

// The first thing that went wrong is thrown when all answers are in; what was prepared behind it
// is not.
void PostgresConnection::settle() {
  if (posted_.empty()) return;
  const std::vector<Posted> posted = std::exchange(posted_, {});
  PQpipelineSync(handle_);
  std::exception_ptr wrong;
  for (const Posted& one : posted) {
    try {
      take_answer(one);
    } catch (const Failure&) {
      if (!one.prepared.empty()) statements_.erase(one.prepared);
      if (wrong == nullptr) wrong = std::current_exception();
    }
  }
  Answer(PQgetResult(handle_)).reset();
  PQexitPipelineMode(handle_);
  in_transaction_ = PQtransactionStatus(handle_) != PQTRANS_IDLE;
  if (wrong != nullptr) std::rethrow_exception(wrong);
}

std::vector<std::string> PostgresConnection::columns_of(std::string_view table) {
  std::vector<std::string> columns;
  const sql::Param param = table;
  run("SELECT a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
      "WHERE c.relname = ?1 AND c.relnamespace = current_schema()::regnamespace AND c.relkind IN "
      "('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
      {&param, 1}, [&](const sql::Cursor& row) { columns.emplace_back(row.text(0)); });
  return columns;
}

void PostgresConnection::copy_out(std::string_view sql,
                                  const std::function<void(std::string_view)>& part) {
  revive(sql);
  const Answer begun(PQexec(handle_, std::string(sql).c_str()));
  if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) fail(begun.get(), sql);
  char* text = nullptr;
  for (int size = PQgetCopyData(handle_, &text, 0); size > 0;
       size = PQgetCopyData(handle_, &text, 0)) {
    part({text, static_cast<std::size_t>(size)});
    PQfreemem(text);
  }
  static_cast<void>(checked(PQgetResult(handle_), sql));
  while (PGresult* rest = PQgetResult(handle_)) PQclear(rest);
}

void PostgresConnection::copy_in(std::string_view sql,
                                 const std::function<std::string_view()>& part) {
  revive(sql);
  const Answer begun(PQexec(handle_, std::string(sql).c_str()));
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN) fail(begun.get(), sql);
  bool taken = true;
  for (std::string_view text = part(); taken && !text.empty(); text = part())
    taken = PQputCopyData(handle_, text.data(), static_cast<int>(text.size())) == 1;
  taken = taken && PQputCopyEnd(handle_, nullptr) == 1;
  static_cast<void>(checked(PQgetResult(handle_), sql));
  while (PGresult* rest = PQgetResult(handle_)) PQclear(rest);
  if (!taken) throw ConnectionLost("the connection to the database was lost while copying");
}

bool PostgresConnection::wait_for_notification(std::int64_t timeout_ms) {
  bool came = false;
  const auto take = [&] {
    while (PGnotify* notice = PQnotifies(handle_)) {
      PQfreemem(notice);
      came = true;
    }
  };
  take();
  if (came) return true;
  pollfd wanted = {PQsocket(handle_), POLLIN, 0};
  if (poll(&wanted, 1, static_cast<int>(timeout_ms)) <= 0) return false;
  if (PQconsumeInput(handle_) == 0 || !usable())
    throw ConnectionLost("the connection to the database was lost while waiting");
  take();
  return came;
}

}  // namespace tc::store::postgres
