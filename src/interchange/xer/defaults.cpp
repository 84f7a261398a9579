#include "interchange/xer/defaults.h"

#include <array>

namespace tc::interchange::xer {
namespace {

constexpr std::array k_defaults = {
    Default{"PROJECT", "fy_start_month_num", "1"},
    Default{"PROJECT", "rsrc_self_add_flag", "Y"},
    Default{"PROJECT", "allow_complete_flag", "Y"},
    Default{"PROJECT", "rsrc_multi_assign_flag", "Y"},
    Default{"PROJECT", "checkout_flag", "N"},
    Default{"PROJECT", "project_flag", "Y"},
    Default{"PROJECT", "step_complete_flag", "N"},
    Default{"PROJECT", "cost_qty_recalc_flag", "N"},
    Default{"PROJECT", "batch_sum_flag", "Y"},
    Default{"PROJECT", "name_sep_char", "."},
    Default{"PROJECT", "def_complete_pct_type", "CP_Drtn"},
    Default{"PROJECT", "task_code_base", "1000"},
    Default{"PROJECT", "task_code_step", "10"},
    Default{"PROJECT", "priority_num", "10"},
    Default{"PROJECT", "wbs_max_sum_level", "0"},
    Default{"PROJECT", "strgy_priority_num", "100"},
    Default{"PROJECT", "def_cost_per_qty", "0"},
    Default{"PROJECT", "def_duration_type", "DT_FixedDUR2"},
    Default{"PROJECT", "task_code_prefix", "A"},
    Default{"PROJECT", "def_qty_type", "QT_Hour"},
    Default{"PROJECT", "add_by_name", "admin"},
    Default{"PROJECT", "def_rate_type", "COST_PER_QTY"},
    Default{"PROJECT", "add_act_remain_flag", "N"},
    Default{"PROJECT", "act_this_per_link_flag", "Y"},
    Default{"PROJECT", "def_task_type", "TT_Task"},
    Default{"PROJECT", "act_pct_link_flag", "N"},
    Default{"PROJECT", "task_code_prefix_flag", "Y"},
    Default{"PROJECT", "def_rollup_dates_flag", "Y"},
    Default{"PROJECT", "use_project_baseline_flag", "Y"},
    Default{"PROJECT", "rem_target_link_flag", "Y"},
    Default{"PROJECT", "reset_planned_flag", "Y"},
    Default{"PROJECT", "allow_neg_act_flag", "N"},
    Default{"PROJECT", "sum_assign_level", "SL_Taskrsrc"},
    Default{"PROJECT", "loaded_scope_level", "7"},
    Default{"PROJECT", "export_flag", "Y"},
    Default{"CALENDAR", "default_flag", "N"},
    Default{"CALENDAR", "rsrc_private", "N"},
    Default{"SCHEDOPTIONS", "sched_setplantoforecast", "N"},
    Default{"SCHEDOPTIONS", "level_float_thrs_cnt", "0"},
    Default{"SCHEDOPTIONS", "level_outer_assign_flag", "N"},
    Default{"SCHEDOPTIONS", "level_outer_assign_priority", "5"},
    Default{"SCHEDOPTIONS", "level_over_alloc_pct", "25"},
    Default{"SCHEDOPTIONS", "level_within_float_flag", "N"},
    Default{"SCHEDOPTIONS", "level_keep_sched_date_flag", "Y"},
    Default{"SCHEDOPTIONS", "level_all_rsrc_flag", "Y"},
    Default{"SCHEDOPTIONS", "enable_multiple_longest_path_calc", "N"},
    Default{"SCHEDOPTIONS", "limit_multiple_longest_path_calc", "Y"},
    Default{"SCHEDOPTIONS", "max_multiple_longest_path", "10"},
    Default{"SCHEDOPTIONS", "use_total_float_multiple_longest_paths", "Y"},
    Default{"PROJWBS", "obs_id", "1"},
    Default{"PROJWBS", "seq_num", "0"},
    Default{"PROJWBS", "est_wt", "1"},
    Default{"PROJWBS", "sum_data_flag", "N"},
    Default{"PROJWBS", "status_code", "WS_Open"},
    Default{"PROJWBS", "ev_user_pct", "6"},
    Default{"PROJWBS", "ev_etc_user_value", "0.88"},
    Default{"PROJWBS", "orig_cost", "0"},
    Default{"PROJWBS", "indep_remain_total_cost", "0"},
    Default{"PROJWBS", "ev_compute_type", "EC_Cmp_pct"},
    Default{"PROJWBS", "ev_etc_compute_type", "EE_Rem_hr"},
    Default{"RSRC", "def_qty_per_hr", "1"},
    Default{"RSRC", "cost_qty_type", "QT_Hour"},
    Default{"RSRC", "ot_factor", "0"},
    Default{"RSRC", "active_flag", "Y"},
    Default{"RSRC", "auto_compute_act_flag", "Y"},
    Default{"RSRC", "def_cost_qty_link_flag", "Y"},
    Default{"RSRC", "ot_flag", "N"},
    Default{"RSRC", "curr_id", "1"},
    Default{"RSRCRATE", "start_date", "1990-01-01 00:00"},
    Default{"TASK", "rev_fdbk_flag", "N"},
    Default{"TASK", "est_wt", "1"},
    Default{"TASK", "lock_plan_flag", "N"},
    Default{"TASK", "auto_compute_act_flag", "N"},
    Default{"TASK", "act_work_qty", "0"},
    Default{"TASK", "remain_work_qty", "0"},
    Default{"TASK", "target_equip_qty", "0"},
    Default{"TASK", "act_equip_qty", "0"},
    Default{"TASK", "remain_equip_qty", "0"},
    Default{"TASK", "driving_path_flag", "N"},
    Default{"TASK", "act_this_per_work_qty", "0"},
    Default{"TASK", "act_this_per_equip_qty", "0"},
    Default{"TASKRSRC", "cost_qty_link_flag", "Y"},
    Default{"TASKRSRC", "act_ot_qty", "0"},
    Default{"TASKRSRC", "cost_per_qty", "0"},
    Default{"TASKRSRC", "act_reg_cost", "0"},
    Default{"TASKRSRC", "act_ot_cost", "0"},
    Default{"TASKRSRC", "rollup_dates_flag", "Y"},
    Default{"TASKRSRC", "rate_type", "COST_PER_QTY"},
    Default{"TASKRSRC", "cost_per_qty_source_type", "ST_Rsrc"},
};

constexpr std::array k_templates = {
    TableTemplate{"CURRTYPE",
                  "curr_id decimal_digit_cnt curr_symbol decimal_symbol digit_group_symbol "
                  "pos_curr_fmt_type neg_curr_fmt_type curr_type curr_short_name group_digit_cnt "
                  "base_exch_rate",
                  "1|2||.|,|#1.1|(#1.1)|{currency}|{currency}|3|1"},
    TableTemplate{"OBS", "obs_id parent_obs_id guid seq_num obs_name obs_descr",
                  "1|||0|Enterprise|"},
    TableTemplate{
        "PROJECT",
        "proj_id fy_start_month_num rsrc_self_add_flag allow_complete_flag rsrc_multi_assign_flag "
        "checkout_flag project_flag step_complete_flag cost_qty_recalc_flag batch_sum_flag "
        "name_sep_char def_complete_pct_type proj_short_name clndr_id task_code_base "
        "task_code_step priority_num wbs_max_sum_level strgy_priority_num critical_drtn_hr_cnt "
        "def_cost_per_qty last_recalc_date plan_start_date plan_end_date scd_end_date "
        "def_duration_type task_code_prefix guid def_qty_type add_by_name def_rate_type "
        "add_act_remain_flag act_this_per_link_flag def_task_type act_pct_link_flag "
        "critical_path_type task_code_prefix_flag def_rollup_dates_flag "
        "use_project_baseline_flag rem_target_link_flag reset_planned_flag allow_neg_act_flag "
        "sum_assign_level loaded_scope_level export_flag",
        ""},
    TableTemplate{"CALENDAR",
                  "clndr_id default_flag clndr_name proj_id base_clndr_id clndr_type day_hr_cnt "
                  "week_hr_cnt month_hr_cnt year_hr_cnt rsrc_private clndr_data",
                  ""},
    TableTemplate{
        "SCHEDOPTIONS",
        "schedoptions_id proj_id sched_outer_depend_type sched_open_critical_flag "
        "sched_lag_early_start_flag sched_retained_logic sched_setplantoforecast sched_float_type "
        "sched_calendar_on_relationship_lag sched_use_expect_end_flag sched_progress_override "
        "level_float_thrs_cnt level_outer_assign_flag level_outer_assign_priority "
        "level_over_alloc_pct level_within_float_flag level_keep_sched_date_flag "
        "level_all_rsrc_flag sched_use_project_end_date_for_float "
        "enable_multiple_longest_path_calc limit_multiple_longest_path_calc "
        "max_multiple_longest_path use_total_float_multiple_longest_paths",
        ""},
    TableTemplate{"PROJWBS",
                  "wbs_id proj_id obs_id seq_num est_wt proj_node_flag sum_data_flag status_code "
                  "wbs_short_name wbs_name parent_wbs_id ev_user_pct ev_etc_user_value orig_cost "
                  "indep_remain_total_cost ev_compute_type ev_etc_compute_type guid",
                  ""},
    TableTemplate{"RSRC",
                  "rsrc_id clndr_id guid rsrc_seq_num email_addr rsrc_name rsrc_short_name "
                  "def_qty_per_hr cost_qty_type ot_factor active_flag auto_compute_act_flag "
                  "def_cost_qty_link_flag ot_flag curr_id rsrc_type rsrc_notes",
                  ""},
    TableTemplate{"RSRCRATE", "rsrc_rate_id rsrc_id max_qty_per_hr cost_per_qty start_date", ""},
    TableTemplate{
        "TASK",
        "task_id proj_id wbs_id clndr_id phys_complete_pct rev_fdbk_flag est_wt lock_plan_flag "
        "auto_compute_act_flag complete_pct_type task_type duration_type status_code task_code "
        "task_name total_float_hr_cnt free_float_hr_cnt remain_drtn_hr_cnt act_work_qty "
        "remain_work_qty target_work_qty target_drtn_hr_cnt target_equip_qty act_equip_qty "
        "remain_equip_qty cstr_date act_start_date act_end_date late_start_date late_end_date "
        "expect_end_date early_start_date early_end_date restart_date reend_date "
        "target_start_date target_end_date rem_late_start_date rem_late_end_date cstr_type "
        "priority_type suspend_date resume_date guid cstr_date2 cstr_type2 driving_path_flag "
        "act_this_per_work_qty act_this_per_equip_qty external_early_start_date "
        "external_late_end_date",
        ""},
    TableTemplate{"TASKPRED",
                  "task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt",
                  ""},
    TableTemplate{"TASKRSRC",
                  "taskrsrc_id task_id proj_id cost_qty_link_flag rsrc_id remain_qty target_qty "
                  "target_lag_drtn_hr_cnt target_qty_per_hr act_ot_qty act_reg_qty cost_per_qty "
                  "target_cost act_reg_cost act_ot_cost target_start_date target_end_date "
                  "rollup_dates_flag rate_type cost_per_qty_source_type",
                  ""},
};

}  // namespace

std::string_view default_text(std::string_view table, std::string_view column) {
  for (const Default& entry : k_defaults) {
    if (entry.table == table && entry.column == column) return entry.text;
  }
  return {};
}

std::span<const TableTemplate> table_templates() { return k_templates; }

}  // namespace tc::interchange::xer
