#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::conformance {

/// Everything the program declares, and the record `specimen`: what the tests of stores and
/// transports work on, so that they need no function of the office.
[[nodiscard]] std::span<const kernel::Function* const> functions_with_specimen();

}  // namespace tc::conformance
