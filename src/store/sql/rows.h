#pragma once

#include "kernel/ports.h"
#include "store/sql/compile.h"
#include "store/sql/connection.h"

/// Rows of records to and from the database.
namespace tc::store::sql {

/// "id, scope, …, f_title, …" in the order `read_row` expects.
[[nodiscard]] std::string row_columns(const kernel::RecordType& type);
[[nodiscard]] kernel::Row read_row(const kernel::RecordType& type, const Cursor& cursor);

/// Both are posted.
void insert_row(Connection& connection, const kernel::RowChange& change);
/// Must change one row: it still has the expected version.
void update_row(Connection& connection, const kernel::RowChange& change);

}  // namespace tc::store::sql
