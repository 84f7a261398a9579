#pragma once

#include <array>

#include "base/message.h"

/// Every code that this engine refuses or reports with, and its words; `{name}` stands for the
/// argument of that name.
namespace tc::engine::schedule {

inline constexpr std::array k_messages = {
    Message{"plan.cycle", "活动构成循环：{names}。请删除其中一条逻辑关系。",
            "Activities form a cycle: {names}. Remove one of its links."},
    Message{"plan.reference_missing", "“{uid}”引用的{what}不存在。请修正后重试。",
            "\"{uid}\" refers to a {what} that does not exist. Correct it and try again."},
    Message{"plan.start_missing", "项目“{project}”没有开始日期。请填写开始日期或数据日期。",
            "Project \"{project}\" has no start. Give it a start or a data date."},
    Message{"plan.calendar_no_working_time", "日历“{calendar}”没有工作时间。请添加工作时间。",
            "Calendar \"{calendar}\" has no working time. Add some."},
    Message{"plan.calendar_base_loop", "日历“{calendar}”的基准日历互相引用。请改选基准日历。",
            "Calendar \"{calendar}\" inherits from itself. Choose another base calendar."},
    Message{"plan.calendar_too_complex", "日历“{calendar}”的不同班次过多。请简化。",
            "Calendar \"{calendar}\" has too many different shifts. Simplify it."},
    Message{"plan.too_many_calendars", "日历超过 {limit} 个。请合并后重试。",
            "There are more than {limit} calendars. Merge some."},
    Message{"plan.too_many_projects", "项目超过 {limit} 个。请拆分文件。",
            "There are more than {limit} projects. Split the file."},
    Message{"plan.path_end_unknown",
            "活动 {activity} 没有自己的日期，不能作为路径终点。请另选一项活动。",
            "Activity {activity} has no dates of its own, so no path ends there. Choose another."},
    Message{"plan.actual_finish_without_start", "{count} 项活动有实际完成、没有实际开始：{uids}。",
            "{count} {count:activity has|activities have} an actual finish but no actual start: "
            "{uids}."},
    Message{
        "plan.actual_after_status_date", "{count} 项活动的实际日期晚于数据日期：{uids}。",
        "{count} {count:activity has|activities have} actual dates after the status date: {uids}."},
    Message{"plan.complete_without_finish",
            "{count} 项活动已 100% 完成、没有实际完成日期：{uids}。",
            "{count} {count:activity is|activities are} 100 % complete but have no actual finish: "
            "{uids}."},
    Message{"plan.date_out_of_range", "{count} 项活动的日期超出 1970–2149 年：{uids}。",
            "{count} {count:activity has|activities have} dates outside 1970–2149: {uids}."},
};

}  // namespace tc::engine::schedule
