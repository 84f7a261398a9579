#pragma once

#include <array>

#include "base/message.h"

/// Every code that this engine refuses with, and its words; `{name}` stands for the argument of
/// that name.
namespace tc::engine::montecarlo {

inline constexpr std::array k_messages = {
    Message{"simulation.bad_distribution", "“{of}”的分布无效：{why}。请修正其参数。",
            "The distribution of \"{of}\" is invalid: {why}. Correct its parameters."},
    Message{"simulation.bad_probability", "“{of}”的概率须在 0 到 1 之间。",
            "The probability of \"{of}\" must lie between 0 and 1."},
    Message{"simulation.bad_reference", "“{of}”引用的“{what}”不存在。",
            "\"{of}\" refers to \"{what}\", which does not exist."},
    Message{"simulation.bad_value", "“{of}”的值无效。请修正后重试。",
            "\"{of}\" has an invalid value. Correct it and try again."},
    Message{"simulation.bad_option", "选项“{option}”须在 {min} 到 {max} 之间。",
            "Option \"{option}\" must lie between {min} and {max}."},
    Message{"simulation.bad_correlation", "“{of}”的相关系数须在 -1 到 1 之间，每对只能给一次。",
            "A correlation of \"{of}\" must lie between -1 and 1 and be given once."},
    Message{"simulation.cycle", "活动构成循环：{names}。请删除其中一条逻辑关系。",
            "Activities form a cycle: {names}. Remove one of its links."},
    Message{"simulation.empty", "没有可模拟的活动。", "There are no activities to simulate."},
    Message{"simulation.too_large", "“{what}”超过上限 {limit}。请减少迭代次数或拆分计划。",
            "\"{what}\" exceeds the limit of {limit}. Use fewer iterations or split the plan."},
    Message{"simulation.calendar_too_fine", "日历的班次边界过细，无法制表。请将班次对齐到整分钟。",
            "The shifts of the calendars are too fine for tables. Align them to whole minutes."},
    Message{"simulation.date_out_of_range",
            "模拟的日期可能超出 1970–2149 年或工期过长。请检查工期范围。",
            "Simulated dates may lie outside 1970–2149. Check the ranges of the durations."},
    Message{"simulation.no_ranges",
            "计划中没有工期范围。请在自定义字段中填写最短、最可能、最长工期，"
            "或使用 --default-range 低%,高%（如 -10,25）。",
            "The plan has no duration ranges. Fill minimum, most likely and maximum duration into "
            "custom fields, or give --default-range LOW,HIGH in percent (such as -10,25)."},
    Message{"simulation.from_finish", "计划按完成日期倒排。请改为从开始日期排程后再模拟。",
            "The plan is scheduled from its finish. Schedule it from its start to simulate it."},
    Message{"simulation.network_unknown", "没有名为“{name}”的网络。可选：{names}。",
            "There is no network \"{name}\". Choose one of: {names}."},
    Message{"simulation.network_needed", "文件中有多个网络，请用 --network 选择：{names}。",
            "The file has several networks; choose one with --network: {names}."},
    Message{"simulation.bad_logic", "逻辑表达式第 {offset} 个字符处有误：{why}。",
            "The logic expression is wrong at character {offset}: {why}."},
    Message{"simulation.no_cost", "没有任何活动或风险带有费用。",
            "No activity and no risk has a cost."},
    Message{"simulation.no_spread", "工期或完成日期没有离散，相关系数无定义。",
            "The duration or the finish does not vary, so there is no correlation."},
    Message{"simulation.cancelled", "模拟已取消。", "The simulation was cancelled."},
};

}  // namespace tc::engine::montecarlo
