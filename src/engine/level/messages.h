#pragma once

#include <array>

#include "base/message.h"

/// Every code that this engine refuses with, and its words; `{name}` stands for the argument of
/// that name.
namespace tc::engine::level {

inline constexpr std::array k_messages = {
    Message{"level.empty", "没有可排程的活动。", "There is no activity to schedule."},
    Message{"level.too_large", "{what} 超过上限 {limit}。请拆分后重试。",
            "{what} is over the limit of {limit}. Split it."},
    Message{"level.bad_number", "活动 {activity} 的工期或资源需求无效。请修正后重试。",
            "Activity {activity} has an invalid duration or request. Correct it and try again."},
    Message{"level.bad_capacity", "资源容量不能为负。请修正后重试。",
            "The capacity of a resource is negative. Correct it and try again."},
    Message{"level.reference_missing", "活动 {activity} 的紧后活动不存在。请修正后重试。",
            "Activity {activity} has a successor that does not exist. Correct it and try again."},
    Message{"level.cycle", "活动构成循环。请删除其中一条逻辑关系。",
            "Activities form a cycle. Remove one of its links."},
    Message{"level.capacity_exceeded", "活动 {activity} 的任何方式都超出资源容量。请增加容量。",
            "No mode of activity {activity} fits the resources. Raise a capacity."},
    Message{"level.duration_too_short", "工期不能短于关键线路（{least}）。请放宽工期。",
            "The duration cannot be shorter than the critical path ({least}). Allow more."},
    Message{"level.bad_cost", "分配成本表的行长不一致或数值无效。请修正后重试。",
            "The cost table has rows of different length or invalid costs. Correct it."},
    Message{
        "level.from_finish", "倒排计划尚不能进行资源平衡。请改为从开始日期排程。",
        "A plan that is scheduled from its finish cannot be levelled. Schedule it from its start."},
    Message{"level.no_modes_fit", "没有一组方式能满足不可再生资源的总量。请增加预算。",
            "No choice of modes was found that keeps the budgets. Raise a budget."},
};

}  // namespace tc::engine::level
