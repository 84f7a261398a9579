#pragma once

#include <vector>

#include "engine/portfolio/choices.h"
#include "engine/portfolio/portfolio.h"

namespace tc::engine::portfolio {

/// Says of each candidate outside of a selection why it is outside and what it would need.
[[nodiscard]] std::vector<Rejection> explain(const Choices& choices, const Selection& selection);

}  // namespace tc::engine::portfolio
