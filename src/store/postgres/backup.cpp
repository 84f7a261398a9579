#include "store/postgres/backup.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "store/postgres/index.h"
#include "store/sql/compile.h"
#include "store/sql/schema.h"

namespace tc::store::postgres {
namespace {

constexpr std::size_t k_part_bytes = 1 << 16;

std::string list_of(const std::vector<std::string>& columns) {
  std::string text;
  for (const std::string& column : columns)
    text += (text.empty() ? "" : ", ") + sql::quoted(column);
  return text;
}

std::vector<std::string> tables_of(PostgresConnection& connection) {
  std::vector<std::string> tables;
  connection.run(
      "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = "
      "current_schema()::regnamespace ORDER BY relname",
      {}, [&](const sql::Cursor& row) { tables.emplace_back(row.text(0)); });
  return tables;
}

void write_table(PostgresConnection& connection, const std::string& table,
                 const std::vector<std::string>& columns, const std::string& file) {
  std::ofstream out(file, std::ios::binary);
  connection.copy_out("COPY " + sql::quoted(table) + " (" + list_of(columns) + ") TO STDOUT",
                      [&](std::string_view part) {
                        out.write(part.data(), static_cast<std::streamsize>(part.size()));
                      });
  out.flush();
  if (!out) throw Failure("cannot write the backup " + file);
}

void read_table(PostgresConnection& connection, const std::string& table,
                const std::vector<std::string>& columns, const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Failure("the backup lacks " + file);
  std::string part(k_part_bytes, '\0');
  connection.copy_in("COPY " + sql::quoted(table) + " (" + list_of(columns) + ") FROM STDIN",
                     [&]() -> std::string_view {
                       in.read(part.data(), static_cast<std::streamsize>(part.size()));
                       return std::string_view(part).substr(0,
                                                            static_cast<std::size_t>(in.gcount()));
                     });
}

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

std::vector<std::string> known_columns(PostgresConnection& connection, const std::string& table,
                                       const Json& wanted) {
  const std::vector<std::string> present = connection.columns_of(table);
  std::vector<std::string> columns;
  for (const Json& column : wanted.items()) {
    if (std::ranges::find(present, column.string()) == present.end())
      throw Failure("this program does not know " + table + "." + column.string() +
                    " of the backup; restore with the version that made it");
    columns.push_back(column.string());
  }
  return columns;
}

}  // namespace

void back_up(const Address& address, const std::string& folder) {
  PostgresConnection connection(address);
  connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  Json described = Json::object();
  for (const std::string& table : tables_of(connection)) {
    const std::vector<std::string> columns = connection.columns_of(table);
    Json names = Json::array();
    for (const std::string& column : columns) names.push(column);
    described.append(table, std::move(names));
    write_table(connection, table, columns, folder + "/" + table + ".copy");
  }
  connection.run("COMMIT");
  std::ofstream out(folder + "/columns.json", std::ios::binary);
  out << to_text(described);
  out.flush();
  if (!out) throw Failure("cannot write the backup into " + folder);
}

void restore(const Address& address, const kernel::Registry& registry, const std::string& folder) {
  const Result<Json> described = parse_json(text_of(folder + "/columns.json"));
  if (!described || !described->is_object()) throw Failure("this is no backup of PostgreSQL");
  PostgresConnection connection(address);
  sql::migrate(connection, registry);
  SearchIndex(address).define();
  bool empty = true;
  connection.run("SELECT 1 FROM _audit LIMIT 1", {}, [&](const sql::Cursor&) { empty = false; });
  if (!empty) throw Failure("restore only writes into an empty database / 只能恢复到空数据库");
  connection.run("BEGIN");
  try {
    for (const JsonMember& table : described->members()) {
      const std::vector<std::string> columns = known_columns(connection, table.key, table.value);
      connection.run("DELETE FROM " + sql::quoted(table.key));
      read_table(connection, table.key, columns, folder + "/" + table.key + ".copy");
    }
    connection.run("COMMIT");
  } catch (...) {
    connection.run("ROLLBACK");
    throw;
  }
}

}  // namespace tc::store::postgres
