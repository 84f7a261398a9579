#pragma once

#include <array>
#include <span>
#include <string>

#include "kernel/function.h"

namespace tc::functions::document {

inline constexpr std::array k_phases = {
    kernel::Choice{"initiating", {"启动", "Initiating"}},
    kernel::Choice{"planning", {"规划", "Planning"}},
    kernel::Choice{"executing", {"执行", "Executing"}},
    kernel::Choice{"monitoring", {"监控", "Monitoring"}},
    kernel::Choice{"closing", {"收尾", "Closing"}},
};

/// The digest that an issued revision adds to the chain of its document.
[[nodiscard]] std::string next_link(std::string_view before, std::int64_t revision,
                                    std::string_view sha256);

[[nodiscard]] std::span<const kernel::Report> reports();

}  // namespace tc::functions::document
