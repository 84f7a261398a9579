#pragma once

#include "kernel/ports.h"
#include "store/sql/compile.h"
#include "store/sql/connection.h"

/// Rows of records to and from the database.
namespace tc::store::sql {

/// "id, scope, …, f_title, …" in the order `read_row` expects.
[[nodiscard]] std::string row_columns(const kernel::RecordType& type);
[[nodiscard]] kernel::Row read_row(const kernel::RecordType& type, const Cursor& cursor);

void insert_row(Connection& connection, const kernel::RowChange& change);
/// False when the row no longer has the expected version.
[[nodiscard]] bool update_row(Connection& connection, const kernel::RowChange& change);

}  // namespace tc::store::sql
