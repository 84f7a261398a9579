#include <array>

#include "engine/arrow_network/messages.h"
#include "engine/compression/messages.h"
#include "engine/critical_chain/messages.h"
#include "engine/schedule/messages.h"
#include "engine/schedule_check/messages.h"
#include "functions/time/time.h"
#include "interchange/common/messages.h"

namespace tc::functions::time {
namespace {

constexpr std::array k_own = {
    kernel::Message{"plan.none",
                    {"该项目还没有计划：可导入 MS Project 或 P6 文件，或新建",
                     "This project has no plan yet: import a MS Project or P6 file, or begin one"}},
    kernel::Message{"plan.exists", {"该项目已有计划", "The project has a plan already"}},
    kernel::Message{"plan.edit_unknown", {"无法识别的计划修改", "Unknown kind of plan edit"}},
    kernel::Message{"plan.activity_unknown",
                    {"活动不存在或已删除", "The activity does not exist or was removed"}},
    kernel::Message{"plan.field_unknown",
                    {"活动没有字段“{field}”", "An activity has no field \"{field}\""}},
    kernel::Message{"plan.bad_value", {"“{field}”的值无效", "\"{field}\" has an invalid value"}},
    kernel::Message{"plan.date_out_of_range",
                    {"日期须在 1970 至 2149 年之间", "Dates must lie between 1970 and 2149"}},
    kernel::Message{"plan.summary_not_editable",
                    {"摘要活动的“{field}”由下级活动计算",
                     "\"{field}\" of a summary follows from its activities"}},
    kernel::Message{"plan.link_to_itself",
                    {"活动不能依赖自身", "An activity cannot depend on itself"}},
    kernel::Message{"plan.link_exists", {"该依赖已存在", "This dependency exists already"}},
    kernel::Message{"plan.link_unknown", {"该依赖不存在", "There is no such dependency"}},
    kernel::Message{"plan.resource_unknown",
                    {"计划和人员名册中没有“{resource}”",
                     "Neither the plan nor the people register knows \"{resource}\""}},
    kernel::Message{"plan.resource_ambiguous",
                    {"有多人名为“{resource}”：请在详细信息中选择",
                     "Several people are called \"{resource}\": choose one in the details"}},
    kernel::Message{"plan.units_above_zero", {"投入比例须大于 0%", "Units must be more than 0 %"}},
    kernel::Message{
        "plan.units_too_many",
        {"{resource} 的投入比例最多 {most}%", "Units of {resource} can be {most} % at most"}},
    kernel::Message{"plan.summary_not_staffed",
                    {"摘要活动不分配人员：请分配到其下级活动",
                     "A summary has no people of its own: assign them to its activities"}},
    kernel::Message{"plan.work_done",
                    {"活动已完成，人员与工时不再更改",
                     "The activity is complete: its people and their work stay as they are"}},
    kernel::Message{"plan.work_below_actual",
                    {"工时不能少于已完成的工时", "Work cannot be less than what is done"}},
    kernel::Message{"plan.assignment_unknown",
                    {"该活动没有分配给此资源", "This resource is not assigned to the activity"}},
    kernel::Message{"plan.assignment_exists", "{resource} 已参与该活动。请选择其他资源。",
                    "{resource} works on the activity already. Choose somebody else."},
    kernel::Message{"plan.assignment_has_actuals",
                    {"已有实际工时，不能移除：可把剩余工时改为零",
                     "Hours were worked already: set the work to what is done instead"}},
    kernel::Message{"plan.external_not_editable",
                    {"这一行由其他项目决定，不能在此修改",
                     "Another project decides this row; it cannot be changed here"}},
    kernel::Message{"scenario.not_open",
                    {"该方案已采用或已放弃，不能再修改",
                     "The scenario was applied or discarded and cannot be changed"}},
    kernel::Message{"scenario.nothing_to_apply",
                    {"该方案没有任何修改", "The scenario changes nothing"}},
    kernel::Message{"scenario.rates_are_of_the_plan",
                    {"方案中不改费率：请在当前计划中修改",
                     "A scenario changes no rates: change them in the plan"}},
    kernel::Message{"scenario.plan_moved_on",
                    {"计划在此期间改动了同样的内容：请先把方案更新到当前计划，再采用",
                     "The plan has changed the same cells since: bring the scenario up to the "
                     "plan first, then apply it"}},
    kernel::Message{"plan.parent_below_itself",
                    {"不能把活动移到自身之下", "An activity cannot be moved below itself"}},
    kernel::Message{"plan.network_too_large",
                    {"共 {works} 项工作，一张网络图最多画 {limit} 项：请选择一个 WBS 分支",
                     "There are {works} works; one diagram holds at most {limit}: choose a branch "
                     "of the WBS"}},
    kernel::Message{"plan.program_too_large",
                    {"共 {projects} 个项目，一张整网最多 {limit} 个：请选择项目组合或项目集",
                     "There are {projects} projects; one network holds at most {limit}: choose a "
                     "portfolio or a programme"}},
    kernel::Message{"plan.paper_too_large",
                    {"计划有 {rows} 行，打印最多 {limit} 行",
                     "The plan has {rows} rows; at most "
                     "{limit} are printed"}},
    kernel::Message{"plan.paper_empty",
                    {"计划中没有可打印的活动", "The plan has no activity to print"}},
    kernel::Message{"plan.blob_corrupt",
                    {"存储的计划已损坏，请运行 tongchou doctor",
                     "The stored plan is damaged; run tongchou doctor"}},
};

}  // namespace

std::span<const kernel::Message> messages() {
  static const std::vector<Message> all =
      join_messages({k_own, engine::arrow_network::k_messages, engine::compression::k_messages,
                     engine::critical_chain::k_messages, engine::schedule::k_messages,
                     engine::schedule_check::k_messages, interchange::k_messages});
  return all;
}

}  // namespace tc::functions::time
