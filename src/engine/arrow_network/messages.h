#pragma once

#include <array>

#include "base/message.h"

/// Every code that this engine refuses with.
namespace tc::engine::arrow_network {

inline constexpr std::array k_messages = {
    Message{"arrow_network.empty", {"网络中没有工作", "The network holds no work"}},
    Message{"arrow_network.too_large",
            {"工作或逻辑关系过多（上限 {limit}）", "Too many works or links (at most {limit})"}},
    Message{"arrow_network.duration_invalid",
            {"工作 {work} 的持续时间或间歇时间无效", "Work {work} has an invalid duration or lag"}},
    Message{"arrow_network.link_invalid",
            {"逻辑关系指向不存在的工作", "A link names a work that does not exist"}},
    Message{"arrow_network.cycle", {"逻辑关系成环：{works}", "The links form a loop: {works}"}},
    Message{"arrow_network.layout_invalid",
            {"事件在时间轴上的位置无效", "The events have no valid places on the time axis"}},
    Message{"arrow_network.cancelled", {"计算已取消", "The computation was cancelled"}},
};

}  // namespace tc::engine::arrow_network
