#pragma once

#include <array>
#include <span>

#include "kernel/function.h"

namespace tc::functions::hse {

/// The four colours of the dual-prevention mechanism.
inline constexpr std::array k_colours = {
    kernel::Choice{"red", {"红：重大", "Red: major"}},
    kernel::Choice{"orange", {"橙：较大", "Orange: large"}},
    kernel::Choice{"yellow", {"黄：一般", "Yellow: general"}},
    kernel::Choice{"blue", {"蓝：低", "Blue: low"}},
};
inline constexpr std::array k_severities = {
    kernel::Choice{"near_miss", {"未遂", "Near miss"}},
    kernel::Choice{"first_aid", {"急救", "First aid"}},
    kernel::Choice{"medical", {"医疗处理", "Medical treatment"}},
    kernel::Choice{"lost_time", {"损失工时", "Lost time"}},
    kernel::Choice{"fatal", {"死亡", "Fatality"}},
};
inline constexpr std::array k_reading_kinds = {
    kernel::Choice{"electricity", {"用电", "Electricity"}},
    kernel::Choice{"diesel", {"柴油", "Diesel"}},
    kernel::Choice{"water", {"用水", "Water"}},
    kernel::Choice{"waste", {"废弃物", "Waste"}},
    kernel::Choice{"hours", {"工时", "Hours worked"}},
};

[[nodiscard]] std::span<const kernel::Report> reports();

/// Rules on the start of an activity: every kind of permit that was asked for it is granted, and
/// one of each holds on that day.
[[nodiscard]] bool permit_is_granted(const kernel::RuleInput& input);
[[nodiscard]] bool permit_covers_start(const kernel::RuleInput& input);

}  // namespace tc::functions::hse
