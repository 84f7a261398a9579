#include "service/approval/approval.h"

#include <array>

namespace tc::service::approval {
namespace {

using namespace kernel;

std::vector<Row> waiting_of(Reader& reader, Expr more) {
  return reader.list_any("decision_step",
                         Expr::all({Expr::compare(Expr::Op::equal, k_state, std::string("waiting")),
                                    std::move(more)}));
}

// Who changes a record under approval takes the question back: it goes to the requester.
Result<ActionOutcome> send_back_when_changed(const EventInput& input) {
  ActionOutcome outcome;
  if (!input.event.name.ends_with(".updated")) return outcome;
  const RecordType& type = *input.reader.registry().record("approval");
  const RecordType* subject = input.reader.registry().record(input.event.record);
  if (subject == nullptr || subject == &type) return outcome;
  const Result<Json> fields = parse_json(input.event.fields);
  bool neutral = fields.ok();
  for (const Json& name : neutral ? fields->items() : Json::Array()) {
    const int index = subject->field_index(name.string());
    neutral = neutral && index >= 0 && subject->fields[static_cast<std::size_t>(index)].neutral;
  }
  if (neutral) return outcome;
  for (const Row& approval : input.reader.list_any(
           "approval",
           Expr::all({field_is(type, "record_id", input.event.id),
                      Expr::compare(Expr::Op::equal, k_state, std::string("running"))}))) {
    if (input.event.version <= approval.integer("subject_version")) continue;
    const RecordType& tasks = *input.reader.registry().record("decision_step");
    for (const Row& task : waiting_of(input.reader, field_is(tasks, "approval", approval.id))) {
      CommandSpec drop;
      drop.name = "decision_step.drop";
      drop.id = task.id;
      outcome.commands.push_back(std::move(drop));
    }
    CommandSpec back;
    back.name = "approval.send_back";
    back.id = approval.id;
    back.set.append("reason",
                    input.reader.principal().zh() ? "记录已修改" : "The record was changed");
    outcome.commands.push_back(std::move(back));
  }
  return outcome;
}

// Overdue decisions: their stage says whether the person is reminded or the director asked.
Result<ActionOutcome> chase_overdue(const EventInput& input) {
  ActionOutcome outcome;
  const RecordType& type = *input.reader.registry().record("decision_step");
  const Expr overdue =
      Expr::compare(Expr::Op::less, type.field_index("due"), std::int64_t{input.reader.today()});
  for (const Row& task : waiting_of(input.reader, overdue)) {
    if (task.integer("reminded") != 0) continue;
    CommandSpec remind;
    remind.name = "decision_step.update";
    remind.id = task.id;
    remind.set.append("reminded", true);
    outcome.commands.push_back(std::move(remind));
    const auto approval = input.reader.load_any("approval", task.integer("approval"));
    const auto subject = input.reader.load_any(task.text("record"), task.integer("record_id"));
    const Result<Json> stages =
        approval ? parse_json(approval->text("stages")) : Result<Json>(Json());
    const Result<std::vector<Node>> nodes = stages ? nodes_from_json(*stages) : stages.refusals();
    if (!nodes || !subject) continue;
    Node node = (*nodes)[static_cast<std::size_t>(task.integer("stage"))];
    if (node.on_timeout != "escalate") continue;
    node.who = {"role:pmo_director"};
    node.mode = "any";
    const Principal system = input.kernel.system_principal();
    const Stage stage{approval->id, task.integer("stage"), task.text("title"),
                      approval->text("step"), approval->integer("requester")};
    Result<std::vector<CommandSpec>> more = open_stage(
        node, stage, *subject, {&*approval, Json::object(), system, input.reader, input.kernel});
    if (!more) continue;
    CommandSpec drop;
    drop.name = "decision_step.drop";
    drop.id = task.id;
    outcome.commands.push_back(std::move(drop));
    for (CommandSpec& command : *more) outcome.commands.push_back(std::move(command));
  }
  return outcome;
}

constexpr std::array k_subscriptions = {
    Subscription{"*", "approval.send_back_when_changed", send_back_when_changed},
    Subscription{"@day", "approval.chase_overdue", chase_overdue},
};

constexpr std::array k_messages = {
    Message{"flow.stages_malformed", {"审批节点格式不对", "The stages are malformed"}},
    Message{"approval.runs_already",
            {"该记录已有进行中的审批", "An approval of this record is already running"}},
    Message{"approval.nobody_to_ask",
            {"节点“{stage}”找不到审批人（申请人本人除外）",
             "Stage \"{stage}\" finds nobody to ask besides the requester"}},
    Message{"approval.not_waiting", {"该审批已结束", "This approval is no longer waiting"}},
    Message{"approval.not_asked", {"该审批任务不是您的", "This decision was not asked of you"}},
    Message{"approval.own_request",
            {"申请人不能审批自己的申请", "A requester cannot decide on their own request"}},
    Message{"approval.subject_changed",
            {"记录在提交后已修改，须重新提交",
             "The record has changed since it was submitted; it must be submitted again"}},
    Message{"approval.decision_missing", {"请选择同意、否决或退回", "Approve, reject or return"}},
    Message{"approval.refusal_needs_reason",
            {"否决或退回须填写意见", "Rejecting or returning needs a comment"}},
    Message{"approval.person_missing", {"请选择人员", "Choose a person"}},
    Message{"approval.not_requester", {"只有申请人可以撤回", "Only the requester may withdraw"}},
};

}  // namespace

const Function k_approval = {.name = "approval",
                             .label = {"审批", "Approvals"},
                             .records = records(),
                             .rules = rules(),
                             .actions = actions(),
                             .subscriptions = k_subscriptions,
                             .messages = k_messages,
                             .approve = start};

}  // namespace tc::service::approval
