#pragma once

#include <array>

#include "base/message.h"

/// Every code that this engine refuses with or gives as the reason of a missing figure.
namespace tc::engine::quality {

inline constexpr std::array k_messages = {
    Message{"quality.no_data", "数据不足，至少需要 {needed} 个点",
            "At least {needed} points are needed"},
    Message{"quality.value_invalid", "第 {index} 个数据无效", "Value {index} is invalid"},
    Message{"quality.subgroup_invalid", "子组大小须相同且在 2 至 25 之间",
            "Subgroups must have one size between 2 and 25"},
    Message{"quality.size_invalid", "第 {index} 个样本量须为正",
            "Sample size {index} must be positive"},
    Message{"quality.count_exceeds_size", "第 {index} 个不合格数超过样本量",
            "Count {index} exceeds its sample size"},
    Message{"quality.parameter_invalid", "参数“{name}”无效", "Parameter \"{name}\" is invalid"},
    Message{"quality.limits_invalid", "冻结的控制限与该图或数据不符",
            "The frozen limits do not fit this chart or data"},
    Message{"quality.chart_unknown", "未知的控制图“{chart}”", "Unknown chart \"{chart}\""},
    Message{"quality.no_variation", "数据没有变异", "The data do not vary"},
    Message{"quality.no_specification", "没有规格限", "There is no specification limit"},
    Message{"quality.no_values", "没有数据", "There are no values"},
    Message{"quality.lot_invalid", "批量须在 2 至 {limit} 之间",
            "The lot size must lie between 2 and {limit}"},
    Message{"quality.aql_unknown", "AQL 须为 0.65、1.0、1.5、2.5、4.0、6.5、10 或 15",
            "The AQL must be 0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10 or 15"},
    Message{"quality.level_unknown", "检验水平须为 S1 至 S4 或 I 至 III",
            "The level must be S1 to S4 or I to III"},
    Message{"quality.severity_unknown", "严格度须为 normal、tightened 或 reduced",
            "The severity must be normal, tightened or reduced"},
    Message{"quality.inspection_discontinued", "加严检验累计 5 批不接收，检验已停止",
            "Inspection is discontinued after five lots refused under tightened inspection"},
    Message{"quality.field_missing", "缺少“{field}”", "\"{field}\" is missing"},
    Message{"quality.field_invalid", "“{field}”无效", "\"{field}\" is invalid"},
};

}  // namespace tc::engine::quality
