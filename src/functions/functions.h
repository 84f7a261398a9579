#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::functions {

/// All functions of the office, in the order of the mission.
[[nodiscard]] std::span<const kernel::Function* const> all();

// The one symbol of each folder.
[[nodiscard]] const kernel::Function& risk_function();
[[nodiscard]] const kernel::Function& resource_function();
[[nodiscard]] const kernel::Function& culture_function();
[[nodiscard]] const kernel::Function& change_control_function();
[[nodiscard]] const kernel::Function& time_function();

}  // namespace tc::functions
