#pragma once

#include <memory>

#include "kernel/ports.h"

namespace tc::kernel {

/// The rows of `present` as they were at `moment`, for as long as `present` lives: those not
/// changed since, and the others walked back through their history. Who may see a row is decided on
/// the row as it is now, deleted ones included, so that what was hidden since stays hidden.
/// Searching, events and the audit trail are those of the present.
[[nodiscard]] std::unique_ptr<Snapshot> as_of(Snapshot& present, Moment moment);

/// Whether a row meets a condition, as the stores decide it: nothing where a value is missing.
[[nodiscard]] std::optional<bool> meets(const Row& row, const Expr& condition);

}  // namespace tc::kernel
