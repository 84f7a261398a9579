#pragma once

#include <span>

#include "kernel/function.h"

namespace tc::functions::procurement {

[[nodiscard]] std::span<const kernel::Record> records();
[[nodiscard]] std::span<const kernel::Rule> rules();
[[nodiscard]] std::span<const kernel::Report> reports();

}  // namespace tc::functions::procurement
