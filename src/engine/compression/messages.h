#pragma once

#include <array>

#include "base/message.h"

/// Every code that this engine refuses with.
namespace tc::engine::compression {

inline constexpr std::array k_messages = {
    Message{"compression.empty", {"没有可以压缩的工作", "There is no work to compress"}},
    Message{"compression.too_large",
            {"工作或逻辑关系过多（上限 {limit}）", "Too many works or links (at most {limit})"}},
    Message{"compression.work_invalid",
            {"工作 {work} 的持续时间、最短持续时间或费率无效",
             "Work {work} has an invalid duration, shortest duration or rate"}},
    Message{"compression.link_invalid",
            {"逻辑关系指向不存在的工作，或时距过大",
             "A link names a work that does not exist, or its lag is too large"}},
    Message{"compression.cycle", {"逻辑关系成环", "The links form a loop"}},
    Message{"compression.cancelled", {"计算已取消", "The computation was cancelled"}},
};

}  // namespace tc::engine::compression
