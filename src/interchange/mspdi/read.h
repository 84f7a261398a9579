#pragma once

#include <string_view>

#include "base/result.h"
#include "interchange/common/outcome.h"

/// Microsoft Project's XML (MSPDI).
namespace tc::interchange::mspdi {

/// Reads an MSPDI file. Tasks become activities in the file's order; the outline level gives the
/// parent. The project summary (task UID 0), empty resource rows, and assignments of either are
/// no part of the plan and are kept in `Project::extra`. Slack is tenths of a minute, lag tenths
/// of a minute or percent; `stored` holds the dates of the file. Pauses of the timephased work
/// become `segments`.
///
/// `extra` of each object is the text of its child elements, so that `write` gives back what the
/// plan has no place for and the very text of what did not change.
///
/// Refuses import.not_a_plan_file, import.truncated, import.damaged, import.entity_refused,
/// import.too_deep, import.too_large, import.encoding; all else is a warning. O(bytes).
/// `Refusal::field` is `<line>:<element>`.
[[nodiscard]] Result<ReadOutcome> read(std::string_view bytes, const ReadOptions& options = {});

}  // namespace tc::interchange::mspdi
