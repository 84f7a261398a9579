#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::functions::finance {

[[nodiscard]] std::span<const kernel::Record> records();
[[nodiscard]] std::span<const kernel::Report> reports();
[[nodiscard]] std::span<const kernel::Tool> tools();

}  // namespace tc::functions::finance
