#pragma once

#include <span>
#include <vector>

#include "kernel/ports.h"
#include "store/sql/connection.h"

namespace tc::store::sql {

/// Carries out a batch of change sets in one transaction of `connection`: each in its own
/// savepoint, whole or not at all; the audit chain and the event numbers last, under the lock of
/// their head rows (model §6).
[[nodiscard]] std::vector<kernel::CommitOutcome> commit_batch(
    Connection& connection, std::span<kernel::ChangeSet* const> batch);

}  // namespace tc::store::sql
