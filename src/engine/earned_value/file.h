#pragma once

#include <string_view>

#include "base/json.h"
#include "base/progress.h"

namespace tc::engine::earned_value {

/// Computes a JSON document of work packages, or of three cumulative curves, and answers in JSON;
/// both shapes stand in README.md. Refuses `json.malformed`, `earned_value.field_missing`,
/// `earned_value.field_invalid` (argument: field) and what `compute` and `measure` refuse.
[[nodiscard]] Result<Json> compute_file(std::string_view bytes, Progress& progress);

}  // namespace tc::engine::earned_value
