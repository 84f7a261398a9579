#pragma once

#include <array>

#include "base/message.h"

/// Every code that this engine refuses with.
namespace tc::engine::critical_chain {

inline constexpr std::array k_messages = {
    Message{"critical_chain.empty", {"没有活动", "There are no activities"}},
    Message{"critical_chain.too_large",
            {"活动过多（上限 {limit}）", "Too many activities (at most {limit})"}},
    Message{"critical_chain.activity_invalid",
            {"活动 {activity} 的工期或开始时间无效",
             "Activity {activity} has an invalid duration or start"}},
    Message{"critical_chain.link_invalid",
            {"依赖指向不存在的活动，或与开始时间矛盾",
             "A link names an activity that does not exist or contradicts the starts"}},
    Message{"critical_chain.demand_invalid",
            {"资源需求无效或超过能力", "A demand is invalid or beyond the capacity"}},
};

}  // namespace tc::engine::critical_chain
