#pragma once

#include <array>

#include "base/message.h"

/// Every code that this engine refuses with or gives as the reason of a missing figure.
namespace tc::engine::earned_value {

inline constexpr std::array k_messages = {
    Message{"earned_value.no_budget", "完工预算为零", "The budget at completion is zero"},
    Message{"earned_value.no_planned_value", "计划价值为零", "The planned value is zero"},
    Message{"earned_value.no_earned_value", "挣值为零", "The earned value is zero"},
    Message{"earned_value.no_actual_cost", "实际成本为零", "The actual cost is zero"},
    Message{"earned_value.no_time_passed", "尚未过任何周期", "No period has passed"},
    Message{"earned_value.no_progress_in_time", "按挣得进度法没有进展",
            "No progress in earned schedule"},
    Message{"earned_value.budget_spent", "剩余预算为零或已超支",
            "The remaining budget is zero or overspent"},
    Message{"earned_value.nothing_remains", "没有剩余费用", "No cost remains"},
    Message{"earned_value.after_planned_duration", "已到或超过计划工期",
            "The planned duration has passed"},
    Message{"earned_value.estimate_missing", "缺少自下而上的完工尚需估算",
            "The bottom-up estimate to complete is missing"},
    Message{"earned_value.no_packages", "没有工作包级数据", "There are no work packages"},
    Message{"earned_value.exceeds_budget", "“{id}”的挣值 {earned} 超过其完工预算 {budget}",
            "The earned value {earned} of \"{id}\" exceeds its budget {budget}"},
    Message{"earned_value.amount_out_of_range", "“{id}”的金额超出范围",
            "An amount of \"{id}\" is out of range"},
    Message{"earned_value.progress_out_of_range", "“{id}”的进展须在 0 至 100% 之间",
            "The progress of \"{id}\" must lie between 0 and 100 %"},
    Message{"earned_value.milestones_missing", "“{id}”没有加权里程碑或权重之和不为正",
            "\"{id}\" has no weighted milestones or their weights do not add up to more than 0"},
    Message{"earned_value.units_missing", "“{id}”没有计划数量", "\"{id}\" has no planned units"},
    Message{"earned_value.base_invalid", "“{id}”分摊所依据的工作包不存在或本身也是分摊型",
            "The package that \"{id}\" is apportioned to is missing or itself apportioned"},
    Message{"earned_value.node_unknown", "“{id}”指向不存在的分解结构节点",
            "\"{id}\" names an element of the breakdown structure that does not exist"},
    Message{"earned_value.parent_invalid", "“{id}”的上级须列在它之前",
            "The parent of \"{id}\" must be listed before it"},
    Message{"earned_value.period_invalid", "状态周期须在 0 至 {periods} 之间",
            "The status period must lie between 0 and {periods}"},
    Message{"earned_value.too_large", "数据超过上限 {limit}", "More than {limit} cells"},
    Message{"earned_value.curve_missing", "计划价值曲线为空",
            "The curve of planned value is empty"},
    Message{"earned_value.curve_falls", "计划价值的累计曲线不得下降",
            "The cumulative planned value must not fall"},
    Message{"earned_value.closed_period_changed", "周期 {period} 已关闭，基准不得修改其计划价值",
            "Period {period} is closed: a baseline must not change its planned value"},
    Message{"earned_value.baseline_missing", "“{name}”没有基准 {number}",
            "\"{name}\" has no baseline {number}"},
    Message{"earned_value.evidence_missing", "报告的完成百分比没有证据",
            "A percentage was reported without evidence"},
    Message{"earned_value.progress_fell", "累计进展下降", "The cumulative progress fell"},
    Message{"earned_value.cost_without_progress", "有实际成本而无挣值",
            "There is actual cost but no earned value"},
    Message{"earned_value.progress_without_cost", "有挣值而无实际成本",
            "There is earned value but no actual cost"},
    Message{"earned_value.not_reported", "状态日期之后尚无数据", "After the status date"},
    Message{"earned_value.cancelled", "计算已取消", "The computation was cancelled"},
    Message{"earned_value.field_missing", "缺少“{field}”", "\"{field}\" is missing"},
    Message{"earned_value.field_invalid", "“{field}”无效", "\"{field}\" is invalid"},
};

}  // namespace tc::engine::earned_value
