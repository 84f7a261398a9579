#pragma once

#include "kernel/kernel.h"

namespace tc::service::exchange {

inline constexpr std::size_t k_import_bytes_max = 32U << 20;

/// POST /api/v1/{records}/import: a CSV or XLSX file into a register, by the one write path.
///
/// A row whose number (or whose unique field) exists changes that record, as far as it differs; any
/// other row makes one. First all rows are tried and every refusal is told with its row and column;
/// only when there is none they are written, a thousand per transaction. Sent again with the same
/// Idempotency-Key after an interruption, the import goes on where it stopped. `dry_run=1` only
/// tries; `project=<id>` is the project of rows that name none.
[[nodiscard]] kernel::RouteAnswer post_import(const kernel::RouteInput& input);

}  // namespace tc::service::exchange
