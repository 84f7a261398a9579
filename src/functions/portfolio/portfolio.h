#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::functions::portfolio {

[[nodiscard]] std::span<const kernel::Tool> tools();

}  // namespace tc::functions::portfolio
