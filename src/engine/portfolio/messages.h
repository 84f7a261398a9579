#pragma once

#include <array>

#include "base/message.h"

/// Every code that this engine refuses with, and its words; `{name}` stands for the argument of
/// that name.
namespace tc::engine::portfolio {

inline constexpr std::array k_messages = {
    Message{"portfolio.empty", "没有候选项目。", "There are no candidates."},
    Message{"portfolio.bad_value", "“{of}”的值无效。请修正后重试。",
            "\"{of}\" has an invalid value. Correct it and try again."},
    Message{"portfolio.bad_reference", "“{of}”引用的项目或资源不存在。",
            "\"{of}\" refers to a candidate or resource that does not exist."},
    Message{"portfolio.too_large", "模型过大：最多 10,000 个候选项目、240 个期间。",
            "The model is too large: at most 10,000 candidates and 240 periods."},
    Message{"portfolio.requires_cycle", "前置项目互相依赖，构成循环。",
            "Prerequisites depend on each other in a cycle."},
    Message{"portfolio.infeasible", "没有满足全部条件的组合。请放宽必做项目、下限或容量。",
            "No selection keeps all conditions. Relax must-dos, minimums or capacities."},
    Message{"portfolio.none_found",
            "在给定时间内没有找到满足全部条件的组合。请延长时间或放宽条件。",
            "No selection that keeps all conditions was found in time. Give more time or relax "
            "conditions."},
    Message{"portfolio.malformed", "文件第 {at} 处不是有效的 mknap 数据。",
            "The file is not valid mknap data at number {at}."},
    Message{"portfolio.problem_unknown", "文件中没有第 {problem} 个问题，共 {count} 个。",
            "The file has no problem {problem}, only {count}."},
    Message{"portfolio.bad_matrix", "判断矩阵须为正数且大小一致（最多 50 个）。",
            "Judgement matrices must be positive, square and of one size (at most 50)."},
    Message{"portfolio.bad_scores", "评分表须为有限数，行列与权重一致，权重之和大于 0。",
            "Scores must be finite and match the weights, which must not sum to zero."},
};

}  // namespace tc::engine::portfolio
