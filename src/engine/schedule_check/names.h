#pragma once

#include <array>
#include <string_view>

/// The names of the fourteen tests (DCMA-EA PAM 200.1) and ten practices (GAO-16-89G); a place in
/// the list is the number less one.
namespace tc::engine::schedule_check {

struct Name {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

inline constexpr std::array k_dcma_names = {
    Name{"logic", "逻辑关系", "Logic"},
    Name{"leads", "提前量", "Leads"},
    Name{"lags", "滞后量", "Lags"},
    Name{"relationship_types", "关系类型", "Relationship types"},
    Name{"hard_constraints", "硬约束", "Hard constraints"},
    Name{"high_float", "浮动时间过大", "High float"},
    Name{"negative_float", "负浮动时间", "Negative float"},
    Name{"high_duration", "工期过长", "High duration"},
    Name{"invalid_dates", "无效日期", "Invalid dates"},
    Name{"resources", "资源", "Resources"},
    Name{"missed_tasks", "逾期任务", "Missed tasks"},
    Name{"critical_path_test", "关键路径测试", "Critical path test"},
    Name{"critical_path_length_index", "关键路径长度指数", "Critical path length index"},
    Name{"baseline_execution_index", "基准执行指数", "Baseline execution index"},
};

inline constexpr std::array k_gao_names = {
    Name{"capture_all_activities", "列全活动", "Capturing all activities"},
    Name{"sequence_all_activities", "排定顺序", "Sequencing all activities"},
    Name{"assign_resources", "分配资源", "Assigning resources to all activities"},
    Name{"establish_durations", "确定工期", "Establishing the durations of all activities"},
    Name{"trace_horizontally_and_vertically", "横向与纵向可追溯",
         "Verifying that the schedule can be traced horizontally and vertically"},
    Name{"confirm_critical_path", "确认关键路径", "Confirming that the critical path is valid"},
    Name{"reasonable_total_float", "合理的总浮动时间", "Ensuring reasonable total float"},
    Name{"schedule_risk_analysis", "进度风险分析", "Conducting a schedule risk analysis"},
    Name{"update_with_progress_and_logic", "按实际进展更新",
         "Updating the schedule using actual progress and logic"},
    Name{"maintain_baseline", "维护基准", "Maintaining a baseline schedule"},
};

}  // namespace tc::engine::schedule_check
