#pragma once

#include <array>

#include "base/message.h"

/// Every code that this engine refuses with or gives as the reason of a missing figure.
namespace tc::engine::survey {

inline constexpr std::array k_messages = {
    Message{"survey.too_few_answers", "答卷不足，至少需要 {needed} 份",
            "At least {needed} answers are needed"},
    Message{"survey.too_few_items", "至少需要两个题项", "At least two items are needed"},
    Message{"survey.too_few_raters", "至少需要两名评分者", "At least two raters are needed"},
    Message{"survey.shape_invalid", "各行长度须相同", "All rows must have the same length"},
    Message{"survey.value_invalid", "数据无效", "A value is invalid"},
    Message{"survey.no_variation", "答案没有差异", "The answers do not vary"},
    Message{"survey.no_cost", "成本为零", "The cost is zero"},
    Message{"survey.confidence_invalid", "置信水平须在 0 与 1 之间",
            "The confidence must lie between 0 and 1"},
    Message{"survey.too_small_to_show", "人数少于 {k}，不予显示",
            "Fewer than {k} persons: not shown"},
    Message{"survey.filter_isolates", "该筛选与其他结果相减会暴露少于 {k} 人，不予显示",
            "With other results this filter would isolate fewer than {k} persons: not shown"},
    Message{"survey.dimension_unknown", "未知的筛选维度或取值", "Unknown dimension or value"},
    Message{"survey.threshold_invalid", "匿名人数须至少为 2", "The threshold must be at least 2"},
    Message{"survey.edge_invalid", "关系指向不存在的人",
            "An edge names a node that does not exist"},
    Message{"survey.too_large", "网络过大（上限 {limit}）",
            "The network is too large (at most {limit})"},
    Message{"survey.too_many_paths", "最短路径的数目超出可表示范围",
            "There are more shortest paths than can be counted"},
    Message{"survey.not_converged", "特征向量中心性未收敛",
            "Eigenvector centrality did not converge"},
    Message{"survey.no_edges", "网络没有关系", "The network has no edges"},
    Message{"survey.isolated", "该节点没有关系", "The node has no edges"},
    Message{"survey.cancelled", "计算已取消", "The computation was cancelled"},
};

}  // namespace tc::engine::survey
