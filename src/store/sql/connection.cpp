#include "store/sql/connection.h"

namespace tc::store::sql {

void Connection::post(std::string_view sql, std::span<const Param> params, Expected expected) {
  std::optional<std::int64_t> value;
  const std::int64_t changed = run(sql, params, [&](const Cursor& row) { value = row.integer(0); });
  if ((expected.rows >= 0 && changed != expected.rows) ||
      (expected.value && value != expected.value))
    throw NotAsExpected(std::string(sql.substr(0, 200)));
}

}  // namespace tc::store::sql
