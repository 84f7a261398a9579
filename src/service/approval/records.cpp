#include <array>

#include "kernel/fields.h"
#include "service/approval/approval.h"

namespace tc::service::approval {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr std::array k_flow_fields = {
    title({"名称", "Name"}),
    text("record", {"适用记录", "Record"}, k_required | k_listed),
    text("step", {"适用步骤", "Step"}, k_required | k_listed),
    text("condition", {"适用条件", "Condition"}, k_listed),
    integer("priority", {"优先级", "Priority"}, {0, 1000}, k_listed),
    document("stages", {"审批节点", "Stages"}, k_required),
    integer("revision", {"版本", "Revision"}, {1, 100'000}, k_computed | k_listed),
};
constexpr std::array k_flow_states = {
    State{"draft", {"草稿", "Draft"}},
    State{"published", {"已发布", "Published"}},
    State{"retired", {"已停用", "Retired"}, true},
};
constexpr std::array k_flow_steps = {
    Step{"publish", {"发布", "Publish"}, "draft", "published"},
    Step{"retire", {"停用", "Retire"}, "draft published", "retired"},
};

constexpr Field k_subject_record = text("record", {"记录类型", "Record type"}, k_required);
constexpr Field k_subject_id = link("record_id", {"记录", "Record"}, "*", k_required);

constexpr std::array k_approval_fields = {
    k_subject_record,
    k_subject_id,
    text("title", {"事项", "Subject"}, k_computed | k_listed | k_searched),
    text("step", {"步骤", "Step"}, k_computed | k_listed),
    document("inputs", {"步骤输入", "Inputs of the step"}, k_computed),
    link("flow", {"审批流程", "Flow"}, "flow", k_computed),
    document("stages", {"流程快照", "Pinned stages"}, k_computed),
    integer("stage", {"当前节点", "Present stage"}, {0, 100}, k_computed | k_listed),
    integer("stage_count", {"节点数", "Stages"}, {0, 100}, k_computed),
    link("requester", {"申请人", "Requester"}, "person", k_computed | k_listed),
    integer("subject_version", {"记录版本", "Version asked about"}, {0, INT64_MAX}, k_computed),
    text("evidence", {"依据摘要", "Evidence digest"}, k_computed),
    document("shown", {"审批时的内容", "What was shown"}, k_computed),
    text("reason", {"说明", "Reason"}, k_long | k_computed),
};
constexpr std::array k_approval_states = {
    State{"running", {"审批中", "Running"}},
    State{"approved", {"已批准", "Approved"}, true},
    State{"rejected", {"已否决", "Rejected"}, true},
    State{"returned", {"已退回", "Returned"}, true},
    State{"withdrawn", {"已撤回", "Withdrawn"}, true},
};
constexpr std::array k_approval_steps = {
    Step{"conclude", {"批准", "Conclude"}, "running", "approved", {}, Taken::by_program},
    Step{"refuse", {"否决", "Refuse"}, "running", "rejected", {}, Taken::by_program},
    Step{"send_back", {"退回", "Send back"}, "running", "returned", {}, Taken::by_program},
    Step{"take_back", {"撤回", "Take back"}, "running", "withdrawn", {}, Taken::by_program},
};

constexpr std::array k_decisions = {
    Choice{"approve", {"同意", "Approve"}},
    Choice{"reject", {"否决", "Reject"}},
    Choice{"return", {"退回", "Return"}},
    Choice{"transfer", {"转办", "Transfer"}},
};
constexpr std::array k_task_fields = {
    k_subject_record,
    k_subject_id,
    text("title", {"事项", "Subject"}, k_computed | k_listed | k_searched),
    link("approval", {"审批", "Approval"}, "approval", k_computed),
    integer("stage", {"节点", "Stage"}, {0, 100}, k_computed),
    text("stage_name", {"节点名称", "Stage name"}, k_computed | k_listed),
    integer("turn", {"顺序", "Turn"}, {0, 1000}, k_computed),
    link("person", {"审批人", "Asked"}, "person", k_computed | k_listed),
    link("acting_for", {"代", "Acting for"}, "person", k_computed),
    date("due", {"期限", "Due"}, k_computed | k_listed),
    choice("decision", {"决定", "Decision"}, k_decisions, k_computed | k_listed),
    text("comment", {"意见", "Comment"}, k_long | k_computed),
    boolean("reminded", {"已催办", "Reminded"}, k_computed),
};
constexpr std::array k_task_states = {
    State{"queued", {"排队", "Queued"}},
    State{"waiting", {"待审批", "Waiting"}},
    State{"decided", {"已决定", "Decided"}, true},
    State{"dropped", {"已取消", "Dropped"}, true},
};
constexpr std::array k_task_steps = {
    Step{"open", {"开始", "Open"}, "queued", "waiting", {}, Taken::by_program},
    Step{"settle", {"决定", "Settle"}, "waiting", "decided", {}, Taken::by_program},
    Step{"drop", {"取消", "Drop"}, "queued waiting", "dropped", {}, Taken::by_program},
};

constexpr std::array k_delegation_fields = {
    title({"事由", "Reason"}),
    link("person", {"委托人", "Person away"}, "person", k_required | k_listed),
    link("delegate", {"受托人", "Delegate"}, "person", k_required | k_listed),
    date("from_day", {"自", "From"}, k_required | k_listed),
    date("until_day", {"至", "Until"}, k_required | k_listed),
};

constexpr std::array k_records = {
    Record{.name = "flow",
           .plural = "flows",
           .label = {"审批流程", "Approval flow"},
           .prefix = "F",
           .scoping = Scoping::organisation,
           .fields = k_flow_fields,
           .states = k_flow_states,
           .steps = k_flow_steps},
    Record{.name = "approval",
           .plural = "approvals",
           .label = {"审批", "Approval"},
           .scoping = Scoping::subject,
           .fields = k_approval_fields,
           .states = k_approval_states,
           .steps = k_approval_steps},
    Record{.name = "decision_step",
           .plural = "decision-steps",
           .label = {"审批任务", "Decision"},
           .scoping = Scoping::subject,
           .fields = k_task_fields,
           .states = k_task_states,
           .steps = k_task_steps},
    Record{.name = "delegation",
           .plural = "delegations",
           .label = {"委托", "Delegation"},
           .scoping = Scoping::organisation,
           .fields = k_delegation_fields,
           .personal = true},
};

bool names_approval_step(const RuleInput& input) {
  const RecordType* type = input.reader.registry().record(input.after.text("record"));
  const Step* step = type == nullptr ? nullptr : type->step(input.after.text("step"));
  return step != nullptr && step->taken == Taken::by_approval;
}

bool stages_are_sound(const RuleInput& input) {
  const Result<Json> stages = parse_json(input.after.text("stages"));
  return stages && nodes_from_json(*stages).ok();
}

bool condition_is_sound(const RuleInput& input) {
  const RecordType* type = input.reader.registry().record(input.after.text("record"));
  const std::string_view condition = input.after.text("condition");
  return type == nullptr || condition.empty() ||
         parse_filter(*type, condition, input.reader.filter_context(*type)).ok();
}

bool published_is_fixed(const RuleInput& input) {
  return input.before == nullptr || input.before->state == "draft";
}

bool delegate_is_another(const RuleInput& input) {
  return input.after.integer("person") != input.after.integer("delegate");
}

bool delegation_ends_after_start(const RuleInput& input) {
  return input.after.integer("until_day") >= input.after.integer("from_day");
}

constexpr std::array k_rules = {
    Rule{"flow.names_approval_step",
         "flow",
         "write",
         {"该记录没有这个需审批的步骤", "The record has no such step that needs an approval"},
         names_approval_step,
         "step"},
    Rule{"flow.stages_are_sound",
         "flow",
         "write",
         {"审批节点格式不对：每个节点需要名称、审批人和会签方式",
          "The stages are malformed: each needs a name, who is asked and a mode"},
         stages_are_sound,
         "stages"},
    Rule{"flow.condition_is_sound",
         "flow",
         "write",
         {"适用条件不是有效的筛选式", "The condition is not a valid filter"},
         condition_is_sound,
         "condition"},
    Rule{"flow.published_is_fixed",
         "flow",
         "update",
         {"已发布的流程不能修改，请建立新版本", "A published flow is fixed; make a new revision"},
         published_is_fixed},
    Rule{"delegation.delegate_is_another",
         "delegation",
         "write",
         {"不能委托给自己", "One cannot delegate to oneself"},
         delegate_is_another,
         "delegate"},
    Rule{"delegation.ends_after_start",
         "delegation",
         "write",
         {"结束日不能早于开始日", "It cannot end before it starts"},
         delegation_ends_after_start,
         "until_day"},
};

}  // namespace

std::span<const Record> records() { return k_records; }
std::span<const Rule> rules() { return k_rules; }

}  // namespace tc::service::approval
