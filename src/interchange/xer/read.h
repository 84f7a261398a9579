#pragma once

#include <string_view>

#include "base/result.h"
#include "interchange/common/outcome.h"

/// Primavera P6's XER.
namespace tc::interchange::xer {

/// Reads all projects of an XER file. WBS nodes become summary activities (uid "wbs:<id>"), the
/// top node of a project its root summary; activities stand below their node, before its child
/// nodes. Durations, lags and floats are the file's hours as Minutes; `stored` holds P6's own
/// dates: start and finish as P6 shows them (actual where there is one, early otherwise).
///
/// `extra` of each object is its number in the table and its whole row, so that `write` gives
/// back what the plan has no place for and the very text of what did not change. Tables that the
/// plan has no place for, and rows of the others that name something not in the file, are in
/// `Plan::foreign_tables`.
///
/// Refuses import.not_a_plan_file, import.line_too_long, import.too_large, import.encoding; all
/// else is a warning. O(bytes). `Refusal::field` is `<line>:<table>.<column>`.
[[nodiscard]] Result<ReadOutcome> read(std::string_view bytes, const ReadOptions& options = {});

}  // namespace tc::interchange::xer
