#pragma once

#include <string_view>

#include "base/json.h"

namespace tc::engine::finance {

/// Evaluates a JSON document of cash flows and answers in JSON; both shapes stand in README.md.
/// Refuses `json.malformed`, `finance.field_missing`, `finance.field_invalid` (argument: field) and
/// what the measures refuse.
[[nodiscard]] Result<Json> evaluate_file(std::string_view bytes);

}  // namespace tc::engine::finance
