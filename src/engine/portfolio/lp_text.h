#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/portfolio/choices.h"
#include "engine/portfolio/solver.h"

namespace tc::engine::portfolio {

/// The model in CPLEX LP format: a binary variable `x<choice>` per choice and `f<future>` per
/// future whose capacities need not hold.
[[nodiscard]] std::string lp_text(const Choices& choices);

/// The selection that an answer names; nothing where names are unknown or a candidate is chosen
/// twice.
[[nodiscard]] std::optional<Selection> selection_of(const Choices& choices,
                                                    const SolverAnswer& answer);

}  // namespace tc::engine::portfolio
