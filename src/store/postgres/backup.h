#pragma once

#include <string>

#include "kernel/registry.h"
#include "store/postgres/connection.h"

namespace tc::store::postgres {

/// Writes every table of the schema, as one snapshot sees them, into `folder`/database: a file of
/// COPY text per table and `columns.json`. Writers go on meanwhile.
void back_up(const Address& address, const std::string& folder);

/// Brings such a folder into a database that holds no transaction yet, in one transaction. A
/// Failure when it holds some, or when the backup has a table or column this program does not know.
void restore(const Address& address, const kernel::Registry& registry, const std::string& folder);

}  // namespace tc::store::postgres
