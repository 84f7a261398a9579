#pragma once

#include "base/json.h"
#include "engine/portfolio/model.h"

namespace tc::engine::portfolio {

/// Reads a portfolio from JSON, see README. Numbers with decimals are scaled to integers. Refuses
/// `portfolio.bad_value`, `portfolio.bad_reference`, `portfolio.empty`.
[[nodiscard]] Result<Model> read_portfolio(const Json& document);

}  // namespace tc::engine::portfolio
