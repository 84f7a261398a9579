#pragma once

#include <string_view>

#include "base/result.h"
#include "interchange/common/detect.h"
#include "interchange/common/outcome.h"

namespace tc::interchange {

/// Reads a plan of any format that has a reader, told by content; gzip is unpacked first.
/// Refuses import.not_a_plan_file (argument `found`: what it looks like), import.not_supported (a
/// known plan format without a reader), import.too_large, and what the format's reader refuses.
[[nodiscard]] Result<ReadOutcome> read_any(std::string_view bytes, const ReadOptions& options = {});

}  // namespace tc::interchange
