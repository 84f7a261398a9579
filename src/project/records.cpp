#include <array>

#include "kernel/kernel.h"
#include "project/project.h"

namespace tc::project {
namespace {

using namespace kernel;
using std::string_view;

constexpr std::array k_portfolio_fields = {
    Field{.name = "name",
          .kind = Kind::text,
          .label = {"名称", "Name"},
          .required = true,
          .in_list = true,
          .searched = true},
    Field{.name = "parent", .kind = Kind::link, .label = {"上级", "Parent"}, .target = "*"},
    Field{.name = "manager",
          .kind = Kind::link,
          .label = {"负责人", "Manager"},
          .target = "person",
          .in_list = true},
    Field{.name = "purpose", .kind = Kind::text, .label = {"目的", "Purpose"}, .multiline = true},
};

constexpr std::array k_project_kinds = {
    Choice{"construction", {"工程建设", "Construction"}},
    Choice{"product", {"产品研发", "Product development"}},
    Choice{"software", {"软件", "Software"}},
    Choice{"plant", {"工厂", "Plant"}},
    Choice{"relocation", {"搬迁", "Relocation"}},
    Choice{"service", {"服务", "Service"}},
    Choice{"other", {"其他", "Other"}},
};
constexpr std::array k_project_fields = {
    Field{.name = "name",
          .kind = Kind::text,
          .label = {"名称", "Name"},
          .required = true,
          .in_list = true,
          .searched = true},
    Field{.name = "key",
          .kind = Kind::text,
          .label = {"代号", "Key"},
          .required = true,
          .unique = true,
          .in_list = true,
          .searched = true,
          .help = {"2–8 个大写字母或数字，用作编号前缀",
                   "2–8 capitals or digits; begins every number"}},
    Field{.name = "parent",
          .kind = Kind::link,
          .label = {"所属组合或项目集", "Portfolio or programme"},
          .target = "*"},
    Field{.name = "manager",
          .kind = Kind::link,
          .label = {"项目经理", "Project manager"},
          .target = "person",
          .in_list = true},
    Field{
        .name = "sponsor", .kind = Kind::link, .label = {"发起人", "Sponsor"}, .target = "person"},
    Field{.name = "kind",
          .kind = Kind::choice,
          .label = {"类型", "Kind"},
          .choices = k_project_kinds,
          .in_list = true},
    Field{.name = "budget", .kind = Kind::money, .label = {"预算", "Budget"}, .in_list = true},
    Field{.name = "start",
          .kind = Kind::date,
          .label = {"计划开始", "Planned start"},
          .in_list = true},
    Field{.name = "finish",
          .kind = Kind::date,
          .label = {"计划完成", "Planned finish"},
          .in_list = true},
    Field{.name = "forecast_finish",
          .kind = Kind::date,
          .label = {"预测完成", "Forecast finish"},
          .read_only = true,
          .in_list = true},
    Field{.name = "goal",
          .kind = Kind::text,
          .label = {"目标", "Goal"},
          .multiline = true,
          .searched = true},
};
constexpr std::array k_project_states = {
    State{"proposed", {"提议", "Proposed"}},
    State{"active", {"执行中", "Active"}},
    State{"on_hold", {"暂停", "On hold"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_project_steps = {
    Step{.name = "start_work",
         .label = {"启动", "Start"},
         .from = "proposed on_hold",
         .to = "active"},
    Step{.name = "hold", .label = {"暂停", "Put on hold"}, .from = "active", .to = "on_hold"},
    Step{.name = "close", .label = {"关闭", "Close"}, .from = "active on_hold", .to = "closed"},
};

constexpr std::array k_person_fields = {
    Field{.name = "name",
          .kind = Kind::text,
          .label = {"姓名", "Name"},
          .required = true,
          .in_list = true,
          .searched = true,
          .personal = true},
    Field{.name = "title", .kind = Kind::text, .label = {"岗位", "Job title"}, .in_list = true},
    Field{.name = "unit",
          .kind = Kind::link,
          .label = {"部门", "Unit"},
          .target = "organisation_unit",
          .in_list = true},
    Field{.name = "email",
          .kind = Kind::text,
          .label = {"邮箱", "E-mail"},
          .in_list = true,
          .personal = true},
    Field{.name = "calendar",
          .kind = Kind::link,
          .label = {"日历", "Calendar"},
          .target = "calendar"},
    Field{.name = "cost_rate",
          .kind = Kind::money,
          .label = {"小时成本", "Hourly cost"},
          .group = "cost_rate"},
};
constexpr std::array k_unit_fields = {
    Field{.name = "name",
          .kind = Kind::text2,
          .label = {"名称", "Name"},
          .required = true,
          .in_list = true,
          .searched = true},
    Field{.name = "above",
          .kind = Kind::link,
          .label = {"上级部门", "Parent unit"},
          .target = "organisation_unit",
          .in_list = true},
    Field{.name = "head",
          .kind = Kind::link,
          .label = {"负责人", "Head"},
          .target = "person",
          .in_list = true},
};
constexpr std::array k_team_fields = {
    Field{.name = "name",
          .kind = Kind::text,
          .label = {"名称", "Name"},
          .required = true,
          .in_list = true,
          .searched = true},
    Field{.name = "lead",
          .kind = Kind::link,
          .label = {"组长", "Lead"},
          .target = "person",
          .in_list = true},
    Field{.name = "members", .kind = Kind::json, .label = {"成员", "Members"}},
};
constexpr std::array k_calendar_fields = {
    Field{.name = "name",
          .kind = Kind::text2,
          .label = {"名称", "Name"},
          .required = true,
          .in_list = true},
    Field{.name = "year",
          .kind = Kind::integer,
          .label = {"年份", "Year"},
          .in_list = true,
          .min = 1970,
          .max = 2149},
    Field{.name = "days", .kind = Kind::json, .label = {"放假与调休", "Holidays and make-up days"}},
};

constexpr std::array k_profiles = {Choice{"msp", {"MS Project", "MS Project"}},
                                   Choice{"p6", {"Primavera P6", "Primavera P6"}}};
constexpr std::array k_plan_fields = {
    Field{.name = "name",
          .kind = Kind::text,
          .label = {"名称", "Name"},
          .required = true,
          .in_list = true},
    Field{.name = "profile",
          .kind = Kind::choice,
          .label = {"计算规则", "Scheduling profile"},
          .choices = k_profiles,
          .read_only = true,
          .in_list = true},
    Field{.name = "source",
          .kind = Kind::text,
          .label = {"来源文件", "Source file"},
          .read_only = true,
          .in_list = true},
    Field{.name = "activity_count",
          .kind = Kind::integer,
          .label = {"活动数", "Activities"},
          .read_only = true,
          .in_list = true},
    Field{.name = "link_count",
          .kind = Kind::integer,
          .label = {"依赖数", "Dependencies"},
          .read_only = true},
    Field{.name = "start",
          .kind = Kind::text,
          .label = {"开始", "Start"},
          .read_only = true,
          .in_list = true},
    Field{.name = "finish",
          .kind = Kind::text,
          .label = {"完成", "Finish"},
          .read_only = true,
          .in_list = true},
    Field{.name = "baseline_finish",
          .kind = Kind::text,
          .label = {"基准完成", "Baseline finish"},
          .read_only = true},
    Field{.name = "critical_count",
          .kind = Kind::integer,
          .label = {"关键活动数", "Critical activities"},
          .read_only = true},
    Field{.name = "predecessor_projects",
          .kind = Kind::text,
          .label = {"前置项目", "Projects it depends on"},
          .read_only = true,
          .hidden = true},
};

constexpr std::array k_action_kinds = {
    Choice{"action", {"行动", "Action"}},
    Choice{"corrective", {"纠正措施", "Corrective"}},
    Choice{"preventive", {"预防措施", "Preventive"}},
    Choice{"rectification", {"整改", "Rectification"}},
};
constexpr std::array k_action_fields = {
    Field{.name = "title",
          .kind = Kind::text,
          .label = {"内容", "Action"},
          .required = true,
          .in_list = true,
          .searched = true},
    Field{.name = "kind",
          .kind = Kind::choice,
          .label = {"类型", "Kind"},
          .choices = k_action_kinds,
          .in_list = true},
    Field{.name = "source_record", .kind = Kind::text, .label = {"来源类型", "Source type"}},
    Field{.name = "source_id", .kind = Kind::link, .label = {"来源", "Source"}, .target = "*"},
    Field{.name = "verifier",
          .kind = Kind::link,
          .label = {"验证人", "Verifier"},
          .target = "person"},
    Field{.name = "result", .kind = Kind::text, .label = {"结果", "Result"}, .multiline = true},
};
constexpr std::array k_action_states = {
    State{"open", {"待办", "Open"}},
    State{"done", {"已完成", "Done"}},
    State{"verified", {"已验证", "Verified"}, true},
};
constexpr std::array k_action_steps = {
    Step{.name = "finish",
         .label = {"完成", "Finish"},
         .from = "open",
         .to = "done",
         .inputs = "result"},
    Step{.name = "verify", .label = {"验证", "Verify"}, .from = "done", .to = "verified"},
    Step{.name = "reopen", .label = {"退回", "Reopen"}, .from = "done", .to = "open"},
};

constexpr std::array k_records = {
    Record{.name = "portfolio",
           .plural = "portfolios",
           .label = {"项目组合", "Portfolio"},
           .title = "name",
           .scoping = Scoping::self,
           .fields = k_portfolio_fields},
    Record{.name = "programme",
           .plural = "programmes",
           .label = {"项目集", "Programme"},
           .title = "name",
           .scoping = Scoping::self,
           .fields = k_portfolio_fields},
    Record{.name = "project",
           .plural = "projects",
           .label = {"项目", "Project"},
           .title = "name",
           .scoping = Scoping::self,
           .traits = k_rated,
           .fields = k_project_fields,
           .states = k_project_states,
           .steps = k_project_steps},
    Record{.name = "plan",
           .plural = "plans",
           .label = {"计划", "Plan"},
           .title = "name",
           .fields = k_plan_fields,
           .occasions = "start"},
    Record{.name = "person",
           .plural = "persons",
           .label = {"人员", "Person"},
           .title = "name",
           .scoping = Scoping::organisation,
           .fields = k_person_fields},
    Record{.name = "organisation_unit",
           .plural = "organisation-units",
           .label = {"组织单元", "Organisation unit"},
           .title = "name",
           .scoping = Scoping::organisation,
           .fields = k_unit_fields},
    Record{.name = "team",
           .plural = "teams",
           .label = {"团队", "Team"},
           .title = "name",
           .scoping = Scoping::organisation,
           .fields = k_team_fields},
    Record{.name = "calendar",
           .plural = "calendars",
           .label = {"日历", "Calendar"},
           .title = "name",
           .scoping = Scoping::organisation,
           .fields = k_calendar_fields},
    Record{.name = "action_item",
           .plural = "action-items",
           .label = {"行动项", "Action item"},
           .prefix = "A",
           .traits = k_owned,
           .fields = k_action_fields,
           .states = k_action_states,
           .steps = k_action_steps},
};

bool key_is_short(const RuleInput& input) {
  const string_view key = input.after.text("key");
  if (key.size() < 2 || key.size() > 8) return false;
  for (const char c : key) {
    if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) return false;
  }
  return true;
}

bool finish_after_start(const RuleInput& input) {
  return !input.after.has("start") || !input.after.has("finish") ||
         input.after.integer("start") <= input.after.integer("finish");
}

bool parent_is_above(const RuleInput& input) {
  const Id parent = input.after.integer("parent");
  if (parent == 0 || parent == k_organisation) return true;
  if (input.reader.load_any("portfolio", parent)) return true;
  return input.after.type->name == "project" &&
         input.reader.load_any("programme", parent).has_value();
}

// Who manages has the manager's rights there: nobody takes them without having them already.
bool manager_not_oneself(const RuleInput& input) {
  const std::int64_t manager = input.after.integer("manager");
  const bool taken = input.before != nullptr && manager != 0 && manager == input.principal.person &&
                     input.before->integer("manager") != manager;
  return !taken || input.principal.system || input.reader.may("plan.edit", input.after.id);
}

bool override_has_reason(const RuleInput& input) {
  return !input.after.has("rag_override") || input.after.has("rag_reason");
}

bool verifier_is_another(const RuleInput& input) {
  return input.principal.person == 0 || input.after.integer("owner") != input.principal.person;
}

constexpr Label k_not_oneself = {"不能把自己设为负责人，请由另一人操作",
                                 "You cannot make yourself the manager; somebody else can"};

constexpr std::array k_rules = {
    Rule{.code = "project.manager_not_oneself",
         .record = "project",
         .on = "update",
         .message = k_not_oneself,
         .holds = manager_not_oneself,
         .field = "manager"},
    Rule{.code = "programme.manager_not_oneself",
         .record = "programme",
         .on = "update",
         .message = k_not_oneself,
         .holds = manager_not_oneself,
         .field = "manager"},
    Rule{.code = "portfolio.manager_not_oneself",
         .record = "portfolio",
         .on = "update",
         .message = k_not_oneself,
         .holds = manager_not_oneself,
         .field = "manager"},
    Rule{.code = "project.key_is_short",
         .record = "project",
         .on = "write",
         .message = {"代号须为 2–8 个大写字母或数字", "The key must be 2–8 capitals or digits"},
         .holds = key_is_short,
         .field = "key"},
    Rule{.code = "project.finish_after_start",
         .record = "project",
         .on = "write",
         .message = {"完成日期不能早于开始日期", "The finish cannot be before the start"},
         .holds = finish_after_start,
         .field = "finish"},
    Rule{.code = "project.parent_is_above",
         .record = "project",
         .on = "write",
         .message = {"上级必须是项目组合或项目集", "The parent must be a portfolio or a programme"},
         .holds = parent_is_above,
         .field = "parent"},
    Rule{.code = "programme.parent_is_above",
         .record = "programme",
         .on = "write",
         .message = {"上级必须是项目组合", "The parent must be a portfolio"},
         .holds = parent_is_above,
         .field = "parent"},
    Rule{.code = "project.override_has_reason",
         .record = "project",
         .on = "write",
         .message = {"人工状态灯须写明理由", "An overridden RAG needs a reason"},
         .holds = override_has_reason,
         .field = "rag_reason"},
    Rule{.code = "action_item.verifier_is_another",
         .record = "action_item",
         .on = "verify",
         .message = {"验证人不能是负责人本人", "The owner cannot verify their own action"},
         .holds = verifier_is_another},
};

}  // namespace

const Function k_project = {
    .name = "project", .label = {"项目", "Projects"}, .records = k_records, .rules = k_rules};

}  // namespace tc::project
