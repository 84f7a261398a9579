#include <array>

#include "functions/change_control/change_control.h"
#include "kernel/fields.h"
#include "kernel/kernel.h"
#include "project/report_tools.h"

namespace tc::functions::change_control {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_kinds = {
    Choice{"scope", {"范围", "Scope"}},       Choice{"schedule", {"进度", "Schedule"}},
    Choice{"cost", {"费用", "Cost"}},         Choice{"quality", {"质量", "Quality"}},
    Choice{"contract", {"合同", "Contract"}}, Choice{"document", {"文档", "Document"}},
};
constexpr std::array k_urgencies = {
    Choice{"normal", {"一般", "Normal"}},
    Choice{"urgent", {"紧急", "Urgent"}},
    Choice{"emergency", {"应急", "Emergency"}},
};
constexpr std::array k_authorities = {
    Choice{"project_manager", {"项目经理", "Project manager"}},
    Choice{"sponsor", {"发起人", "Sponsor"}},
    Choice{"board", {"变更控制委员会", "Change control board"}},
};
constexpr std::array k_request_fields = {
    title(),
    choice("kind", {"变更类型", "Kind"}, k_kinds, k_required | k_listed),
    choice("urgency", {"紧急程度", "Urgency"}, k_urgencies, k_listed),
    prose("reason", {"变更理由", "Reason"}, k_required),
    prose("description", {"变更内容", "What changes"}),
    prose("options", {"备选方案", "Options considered"}),
    money("cost_change", {"费用变化", "Cost change"}, k_listed),
    document("edits", {"计划修改", "Plan edits"}),
    link("scenario", {"进度方案", "Scenario"}, "scenario"),
    prose("affected_items", {"受影响的基准与文档", "Baselines and documents affected"}),
    number("finish_delta_days", {"工期影响", "Δ finish"}, k_computed | k_listed, "d"),
    date("finish_before", {"变更前完成", "Finish before"}, k_computed),
    date("finish_after", {"变更后完成", "Finish after"}, k_computed),
    integer("moved_activities", {"移动的活动", "Activities moved"}, {}, k_computed),
    integer("critical_delta", {"关键活动变化", "Δ critical activities"}, {-1'000'000, 1'000'000},
            k_computed),
    integer("overload_delta", {"资源超载变化", "Δ overloaded days"}, {-1'000'000, 1'000'000},
            k_computed),
    number("p80_delta_days", {"P80 完成变化", "Δ P80 finish"}, k_computed, "d"),
    number("cost_share", {"占预算", "Share of the budget"}, k_computed, "%"),
    choice("authority", {"审批权限", "Authority"}, k_authorities, k_computed | k_listed),
    text("evidence", {"影响分析摘要", "Evidence digest"}, k_computed),
    document("impact", {"影响分析", "Impact"}, k_computed),
    prose("decision_note", {"决定说明", "Decision"}),
    link("verified_by", {"验证人", "Verified by"}, "person"),
    prose("verification", {"验证结果", "Verification"}),
    number("rework_hours", {"返工工时", "Hours of rework"}, 0, "h"),
};
constexpr std::array k_request_states = {
    State{"raised", {"已提出", "Raised"}},
    State{"screened", {"已初审", "Screened"}},
    State{"analysed", {"已分析影响", "Impact analysed"}},
    State{"approved", {"已批准", "Approved"}},
    State{"rejected", {"已否决", "Rejected"}, true},
    State{"deferred", {"已推迟", "Deferred"}},
    State{"implementing", {"实施中", "Implementing"}},
    State{"verified", {"已验证", "Verified"}},
    State{"closed", {"已关闭", "Closed"}, true},
};
constexpr std::array k_request_steps = {
    Step{"screen", {"初审", "Screen"}, "raised deferred", "screened"},
    Step{"record_impact",
         {"记录影响", "Record impact"},
         "screened analysed",
         "analysed",
         "finish_delta_days finish_before finish_after moved_activities critical_delta evidence "
         "overload_delta p80_delta_days impact",
         Taken::by_program},
    Step{"approve",
         {"提交审批", "Submit for approval"},
         "analysed",
         "approved",
         "decision_note",
         Taken::by_approval},
    Step{"reject", {"否决", "Reject"}, "raised screened analysed", "rejected", "decision_note"},
    Step{"defer", {"推迟", "Defer"}, "raised screened analysed", "deferred", "decision_note"},
    Step{"act_at_once", {"应急实施", "Act at once"}, "raised screened", "implementing"},
    Step{"implement", {"开始实施", "Implement"}, "approved", "implementing"},
    Step{"verify",
         {"验证", "Verify"},
         "implementing",
         "verified",
         "verified_by verification rework_hours"},
    Step{"close", {"关闭", "Close"}, "verified", "closed"},
};

constexpr std::array k_baselines = {
    Choice{"scope", {"范围基准", "Scope baseline"}},
    Choice{"schedule", {"进度基准", "Schedule baseline"}},
    Choice{"cost", {"费用基准", "Cost baseline"}},
    Choice{"quality", {"质量要求", "Quality requirements"}},
    Choice{"contract", {"合同", "Contract"}},
    Choice{"document", {"文档", "Document"}},
};
constexpr std::array k_effect_fields = {
    title({"受影响对象", "What is affected"}),
    link("change_request", {"变更请求", "Change request"}, "change_request", k_required | k_listed),
    choice("baseline", {"基准", "Baseline"}, k_baselines, k_required | k_listed),
    prose("effect", {"影响", "Effect"}),
    link("item", {"对象", "Record"}, "*"),
    boolean("updated", {"已更新", "Updated"}, k_listed),
};

constexpr std::array k_plan_fields = {
    title({"变更控制计划", "Change control plan"}),
    prose("procedure", {"程序", "Procedure"}, k_required),
    prose("board", {"变更控制委员会成员", "Members of the board"}),
    number("manager_days", {"项目经理权限（天）", "Manager up to"}, k_listed, "d"),
    percent("manager_share", {"项目经理权限（占预算）", "Manager up to, of the budget"}, k_listed),
    number("sponsor_days", {"发起人权限（天）", "Sponsor up to"}, k_listed, "d"),
    percent("sponsor_share", {"发起人权限（占预算）", "Sponsor up to, of the budget"}, k_listed),
};
constexpr std::array k_plan_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"approved", {"已批准", "Approved"}},
    State{"superseded", {"已替代", "Superseded"}, true},
};
constexpr std::array k_plan_steps = {
    Step{"approve", {"提交审批", "Approve"}, "draft", "approved", {}, Taken::by_approval},
    Step{"supersede", {"替代", "Supersede"}, "approved", "superseded"},
};

constexpr std::array k_outcomes = {
    Choice{"approved", {"批准", "Approved"}},
    Choice{"rejected", {"否决", "Rejected"}},
    Choice{"deferred", {"推迟", "Deferred"}},
};
constexpr std::array k_board_fields = {
    title({"议题", "Topic"}),
    link("change_request", {"变更请求", "Change request"}, "change_request", k_required | k_listed),
    date("meeting_day", {"会议日期", "Meeting"}, k_required | k_listed),
    choice("outcome", {"决定", "Outcome"}, k_outcomes, k_required | k_listed),
    integer("votes_for", {"赞成", "For"}, {0, 1000}, k_listed),
    integer("votes_against", {"反对", "Against"}, {0, 1000}, k_listed),
    integer("abstained", {"弃权", "Abstained"}, {0, 1000}),
    prose("note", {"纪要", "Minutes"}),
};

constexpr std::array k_item_kinds = {
    Choice{"requirement", {"需求", "Requirement"}}, Choice{"design", {"设计", "Design"}},
    Choice{"document", {"文档", "Document"}},       Choice{"software", {"软件", "Software"}},
    Choice{"equipment", {"设备", "Equipment"}},     Choice{"plan", {"计划", "Plan"}},
};
constexpr std::array k_item_fields = {
    title({"名称", "Name"}),
    choice("kind", {"类型", "Kind"}, k_item_kinds, k_required | k_listed),
    text("version_label", {"版本", "Version"}, k_required | k_listed),
    link("baselined_by", {"批准的变更", "Approved change"}, "change_request", k_listed),
    prose("content", {"内容说明", "Content"}),
};
constexpr std::array k_item_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"baselined", {"已入基准", "Baselined"}},
    State{"superseded", {"已替代", "Superseded"}, true},
};
constexpr std::array k_item_steps = {
    Step{"baseline", {"入基准", "Baseline"}, "draft", "baselined", "baselined_by"},
    Step{"supersede", {"替代", "Supersede"}, "baselined", "superseded"},
};

// Thresholds of the authority matrix: the larger effect decides who approves. A project's approved
// plan may set its own.
struct Thresholds {
  double manager_days = 5, sponsor_days = 20;
  double manager_share = 2, sponsor_share = 10;
};
constexpr double k_records_percent = 100;

Thresholds thresholds_of(Reader& reader, Id project) {
  Thresholds thresholds;
  for (const Row& plan : project::linked(reader, "change_plan", "project", project)) {
    if (plan.state != "approved") continue;
    const auto share = [&](const char* name, double otherwise) {
      return plan.has(name) ? static_cast<double>(plan.integer(name)) / k_records_percent
                            : otherwise;
    };
    thresholds = {plan.number_of("manager_days", thresholds.manager_days),
                  plan.number_of("sponsor_days", thresholds.sponsor_days),
                  share("manager_share", thresholds.manager_share),
                  share("sponsor_share", thresholds.sponsor_share)};
  }
  return thresholds;
}

void derive_authority(Row& row, const Row*, Reader& reader) {
  const auto* change = std::get_if<Money>(&row.at("cost_change"));
  const std::optional<Row> project = reader.load_any("project", row.integer("project"));
  const auto* budget = project ? std::get_if<Money>(&project->at("budget")) : nullptr;
  double share = 0;
  if (change != nullptr && budget != nullptr && budget->minor > 0) {
    share =
        static_cast<double>(change->minor) / static_cast<double>(budget->minor) * k_records_percent;
    row.set("cost_share", share);
  } else {
    row.set("cost_share", Value());
  }
  const double days = row.number_of("finish_delta_days");
  const Thresholds most = thresholds_of(reader, row.integer("project"));
  const bool small = days <= most.manager_days && share <= most.manager_share;
  const bool medium = days <= most.sponsor_days && share <= most.sponsor_share;
  row.set("authority", std::string(small ? "project_manager" : medium ? "sponsor" : "board"));
}

constexpr std::array k_records = {
    Record{.name = "change_request",
           .plural = "change-requests",
           .label = {"变更请求", "Change request"},
           .prefix = "CR",
           .traits = k_owned | k_leveled,
           .fields = k_request_fields,
           .states = k_request_states,
           .steps = k_request_steps,
           .derive = derive_authority},
    Record{.name = "change_effect",
           .plural = "change-effects",
           .label = {"变更影响项", "Change effect"},
           .prefix = "CE",
           .traits = k_owned,
           .fields = k_effect_fields},
    Record{.name = "change_plan",
           .plural = "change-plans",
           .label = {"变更控制计划", "Change control plan"},
           .prefix = "CCP",
           .traits = k_owned,
           .fields = k_plan_fields,
           .states = k_plan_states,
           .steps = k_plan_steps},
    Record{.name = "board_decision",
           .plural = "board-decisions",
           .label = {"委员会决定", "Board decision"},
           .prefix = "CCB",
           .fields = k_board_fields},
    Record{.name = "configuration_item",
           .plural = "configuration-items",
           .label = {"配置项", "Configuration item"},
           .prefix = "CI",
           .traits = k_owned,
           .fields = k_item_fields,
           .states = k_item_states,
           .steps = k_item_steps},
};

}  // namespace

std::span<const Record> records() { return k_records; }

}  // namespace tc::functions::change_control
