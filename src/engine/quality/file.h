#pragma once

#include <string_view>

#include "base/json.h"
#include "engine/quality/chart.h"
#include "engine/quality/sampling.h"

namespace tc::engine::quality {

/// Draws a control chart from a JSON document and answers in JSON; both shapes stand in README.md.
/// Refuses `json.malformed`, `quality.field_missing`, `quality.field_invalid` (argument: field) and
/// what `fit` and `evaluate` refuse.
[[nodiscard]] Result<Json> chart_file(std::string_view bytes, ChartKind kind);

/// A sampling plan with points of its operating characteristic, in JSON.
[[nodiscard]] Json answer_of(const SamplingPlan& plan, Severity severity);

}  // namespace tc::engine::quality
