#pragma once

#include <span>
#include <string_view>

#include "kernel/function.h"

namespace tc::app {

inline constexpr std::string_view k_version = "0.1.0";

/// Everything the program declares, in the order of the navigation.
[[nodiscard]] std::span<const kernel::Function* const> all_functions();

/// `tongchou serve …`. Returns the exit code.
int serve(std::span<const std::string_view> arguments);

}  // namespace tc::app
