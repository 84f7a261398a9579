#pragma once

#include <array>

#include "base/message.h"

/// Why something was not scored or not done, and its words.
namespace tc::engine::schedule_check {

inline constexpr std::array k_messages = {
    Message{"check.no_incomplete_tasks", "没有未完成的任务。", "No task is left to do."},
    Message{"check.no_links", "没有逻辑关系。", "The plan has no links."},
    Message{"check.no_status_date", "没有数据日期。", "The plan has no status date."},
    Message{"check.no_baseline", "没有基准。", "The plan has no baseline."},
    Message{"check.nothing_due", "按基准尚无到期的任务。", "By the baseline nothing is due yet."},
    Message{"check.not_resource_loaded", "计划没有分配资源或费用。",
            "The plan has neither resources nor costs assigned."},
    Message{"check.no_critical_task", "没有未完成的关键任务。", "No unfinished task is critical."},
    Message{"check.no_path_left", "数据日期之后没有剩余工作。",
            "No working time lies between the status date and the finish."},
    Message{"check.scheduled_from_finish", "计划从完成日期倒排，完成日期不会移动。",
            "The plan is scheduled from its finish, which therefore cannot move."},
    Message{"check.too_much_work", "关键任务过多，未逐一检验。",
            "There are too many critical tasks to try each of them."},
    Message{"check.needs_judgement", "数据中没有缺陷，是否完整须由人判断。",
            "The data show no defect; whether that is all, a person must judge."},
    Message{"check.not_in_plan", "计划文件中没有这类数据。", "A plan file does not hold this."},
    Message{"check.stopped", "检查已中止。", "The check was stopped."},
};

}  // namespace tc::engine::schedule_check
