#pragma once

#include <array>
#include <span>

#include "kernel/function.h"

namespace tc::functions::stakeholder {

// The engagement assessment matrix of PMI: C is where they are, D where they should be.
inline constexpr std::array k_engagement = {
    kernel::Choice{"unaware", {"不知晓", "Unaware"}},
    kernel::Choice{"resistant", {"抵制", "Resistant"}},
    kernel::Choice{"neutral", {"中立", "Neutral"}},
    kernel::Choice{"supportive", {"支持", "Supportive"}},
    kernel::Choice{"leading", {"主导", "Leading"}},
};

[[nodiscard]] std::span<const kernel::Report> reports();

}  // namespace tc::functions::stakeholder
