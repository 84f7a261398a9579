#pragma once

#include "kernel/registry.h"
#include "store/sql/connection.h"

namespace tc::store::sql {

/// The version of the tables that are the same for every declaration. Raised by each numbered
/// migration; a store of a newer version is refused.
inline constexpr std::int64_t k_schema_version = 1;

/// Creates what is missing: system tables, record tables, columns, indexes (model §3). Additive
/// only. A Failure when the store is newer than this program.
void migrate(Connection& connection, const kernel::Registry& registry);

}  // namespace tc::store::sql
